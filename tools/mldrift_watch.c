/*
 * mldrift - streams watched for the row in which they change.
 */
#include <stdlib.h>

#include "diag.h"
#include "mldrift.h"
#include "stop.h"

static const char state_version[] = "mldrift-state-1";

const struct cli_option *
mldrift_watch_options(struct mldrift *m)
{
	struct mldrift_watch *p = &m->watch;
	const struct cli_option row[] = {
		{0, "set", CLI_LIST, &p->set, "NAME=NUMBER",
		 "a parameter of the detectors, such as delta=0.01", NULL, 0, 0},
		{0, "state", CLI_TEXT, &p->state_file, "FILE",
		 "go on where the last run ended, keep the detectors for the next", NULL, 0, 0},
		{0, NULL, CLI_FLAG, NULL, NULL, NULL, NULL, 0, 0},
	};

	_Static_assert(sizeof row <= sizeof p->row, "MLDRIFT_WATCH_ROWS is too small");
	memcpy(p->row, row, sizeof row);
	return p->row;
}

static void
settle_options(struct mldrift *m)
{
	m->watch.options = (struct watching_options){
		.method = m->method,
		.methods = m->n,
		.columns = m->features,
		.group = m->group,
		.set = m->watch.set.item,
		.sets = m->watch.set.n,
		.max_groups = m->max_groups,
	};
}

static int
open_state(struct mldrift *m)
{
	struct mldrift_watch *p = &m->watch;

	buf_init(&p->saved, BUF_CAP_MAX);
	if (!p->state_file)
		return EXIT_DONE;
	if (cli_state_open(&p->state, p->state_file, state_version, &m->files,
			   m->reading.recover) != 0)
		return EXIT_TROUBLE;
	m->reading.range = m->files.n ? p->state.range : NULL;
	return EXIT_DONE;
}

/* Without any input nothing is begun. */
static int
begin(struct mldrift *m, struct complaint *c)
{
	struct mldrift_watch *p = &m->watch;
	int status = mldrift_input_open(m, c);

	if (status <= 0)
		return status;
	p->opened = true;
	status = watching_init(&p->watching, &p->options, m->column, m->columns, m->writer, c);
	if (status == 0 && p->state.loaded)
		status = watching_resume(&p->watching, p->state.lines, c);
	return status;
}

static int
take_row(struct mldrift *m, const struct row *row, struct complaint *c)
{
	struct watching *w = &m->watch.watching;
	const char *why = watching_check(w, row);

	(void)c;
	if (why)
		intake_reject(m->in, row, REJECT_VALUE, "%.*s: %s", (int)w->refused.n, w->refused.p,
			      why);
	else
		watching_add(w, row);
	return 0;
}

/* Of ROWS in this run; one that goes on may well find nothing new. */
static int
tell_rest(struct mldrift *m, uint64_t rows, int status)
{
	const struct watching *w = &m->watch.watching;

	if (rows == 0 && !m->watch.state_file && status != EXIT_TROUBLE)
		intake_notice(m->in, false, "no rows: nothing was watched");
	if (w->unlabelled)
		intake_notice(m->in, false, "%llu row%s without pred or label: not watched",
			      (unsigned long long)w->unlabelled, w->unlabelled == 1 ? "" : "s");
	if (w->missing)
		intake_notice(m->in, false, "%llu missing value%s: not watched",
			      (unsigned long long)w->missing, w->missing == 1 ? "" : "s");
	if (!w->group_of.other)
		return status;
	intake_notice(
		m->in, false,
		"more than %llu groups: further rows went to (other); --max-groups raises the "
		"limit",
		(unsigned long long)m->max_groups);
	return cli_worse(status, EXIT_DAMAGED);
}

static int
watch(struct mldrift *m, struct complaint *c)
{
	struct mldrift_watch *p = &m->watch;
	uint64_t before, rows;
	bool whole;
	int status;

	if (begin(m, c) < 0)
		return EXIT_TROUBLE;
	before = p->watching.rows;
	/* Without any input there are no rows, but perhaps reasons for it. */
	whole = mldrift_input_each(m, take_row, c) > 0;
	rows = p->watching.rows - before;
	status = tell_rest(m, rows, intake_finish(m->in, rows));
	record_finish(m->writer, intake_rejects(m->in), intake_damaged(m->in) || !whole);
	if (p->opened && p->state_file) {
		p->at = scan_position(intake_scan(m->in), &p->offset);
		if (watching_save(&p->watching, &p->saved) < 0) {
			complain(c, STATUS_LIMIT, 0, "the state is too large to be written");
			return EXIT_TROUBLE;
		}
	}
	return p->watching.drifts ? cli_worse(status, EXIT_FINDING) : status;
}

int
mldrift_watch(struct mldrift *m)
{
	struct record_options options = cli_record_options(&m->writing, &m->reading, RECORD_TSV);
	struct complaint c = {.text = ""};
	int status = EXIT_TROUBLE;

	settle_options(m);
	if (open_state(m) == EXIT_DONE) {
		m->in = intake_new(m->program, &m->reading, &m->files, &m->out, &status);
		m->writer = record_writer_new(&m->out, &options);
		if (m->in)
			status = watch(m, &c);
	}
	if (status == EXIT_TROUBLE && c.text[0])
		diag("%s", c.text);
	return status;
}

int
mldrift_watch_keep(struct mldrift *m, int status)
{
	struct mldrift_watch *p = &m->watch;

	if (status == EXIT_TROUBLE || p->saved.n == 0)
		return status;
	return cli_worse(status, cli_state_save(&p->state, p->at, p->offset, buf_str(&p->saved)));
}

void
mldrift_watch_release(struct mldrift *m)
{
	struct mldrift_watch *p = &m->watch;

	if (p->opened)
		watching_release(&p->watching);
	cli_state_release(&p->state);
	cli_list_release(&p->set);
	buf_release(&p->saved);
}
