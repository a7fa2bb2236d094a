/*
 * mlwindow --state: one run goes on where the last one ended.
 */
#include "mlwindow.h"

static const char state_version[] = "mlwindow-state-1";

int
mlwindow_open_state(struct mlwindow *m)
{
	buf_init(&m->saved, BUF_CAP_MAX);
	if (!m->state_file)
		return 0;
	if (cli_state_open(&m->state, m->state_file, state_version, &m->files,
			   m->reading.recover) != 0)
		return EXIT_TROUBLE;
	m->reading.range = m->files.n ? m->state.range : NULL;
	return 0;
}

void
mlwindow_recall(struct mlwindow *m)
{
	struct evaluation_options *o = &m->options.evaluation;
	const struct evaluation *e = &m->recalled;

	buf_init(&m->metrics, BUF_CAP_MAX);
	buf_init(&m->positive, BUF_CAP_MAX);
	if (!m->state.loaded || !windowing_recall(m->state.lines, &m->recalled))
		return;
	for (size_t i = 0; i < e->plan.n; i++)
		buf_addf(&m->metrics, "%s%.*s", i ? "," : "", (int)e->plan.call[i].asked.n,
			 e->plan.call[i].asked.p);
	buf_addc(&m->metrics, '\0');
	if (!o->metrics && m->metrics.n > 1)
		o->metrics = m->metrics.p;
	if (o->task == TASK_AUTO)
		o->task = e->task.kind;
	if (o->positive || o->task != TASK_BINARY || e->task.kind != TASK_BINARY)
		return;
	buf_addf(&m->positive, "%.*s", (int)task_class_name(&e->task, 1).n,
		 task_class_name(&e->task, 1).p);
	buf_addc(&m->positive, '\0');
	o->positive = m->positive.p;
}

/* Where the next run goes on: at the first row that is held, or behind the last one. */
static void
find_place(struct mlwindow *m)
{
	const struct row *held = windowing_held(&m->windowing);

	m->at = scan_position(intake_scan(m->in), &m->offset);
	if (!held)
		return;
	if (cli_state_file(&m->state, held->file) == m->files.n) {
		windowing_settle(&m->windowing);
		return;
	}
	m->at = cli_state_file(&m->state, held->file);
	m->offset = held->offset;
}

int
mlwindow_keep_state(struct mlwindow *m)
{
	int status;

	if (!m->windowing.opened)
		return 0;
	for (size_t i = 0; i < m->files.n; i++)
		if (m->state.file[i].unended)
			intake_notice(m->in, false,
				      "%s: the last line has no line feed yet: left for the next "
				      "run",
				      m->files.item[i]);
	find_place(m);
	status = windowing_save(&m->windowing, &m->saved);
	if (status == 0 && m->show_open) {
		/* What the rows held would close is not closed for the next run. */
		series_end(m->windowing.series, INT64_MAX, true);
		return windowing_finish(&m->windowing, true);
	}
	intake_put_back(m->in, m->windowing.ahead.n);
	ahead_release(&m->windowing.ahead);
	return status;
}

int
mlwindow_close_state(struct mlwindow *m, int status)
{
	if (status == EXIT_TROUBLE || m->saved.n == 0)
		return status;
	return cli_worse(status, cli_state_save(&m->state, m->at, m->offset, buf_str(&m->saved)));
}
