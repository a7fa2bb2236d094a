/* measurement - states of groups as lines, and back. */
#include "measurement_parts.h"
#include "partial.h"

static const struct partial_kind kind = {.version = "mlmetric-1"};

int
measurement_init_merge(struct measurement *m, const struct measurement_options *o,
		       struct complaint *c)
{
	measurement_start(m, o);
	return measurement_conditions(m, c);
}

/* Becomes what PLAN says. */
static int
take_plan(struct measurement *m, struct str plan, struct complaint *c)
{
	struct str rest = plan;
	int status = partial_take_version(&kind, &rest, c);

	if (status == 0)
		status = evaluation_load(&m->evaluation, rest, c);
	if (status == 0 && verdict_bind(&m->verdict, &m->evaluation.plan, c) < 0)
		status = complain(c, STATUS_MISSING, 0,
				  "--fail-if asks for a metric that is not among those merged");
	if (status == 0)
		status = buf_add(&m->plan, plan.p, plan.n);
	if (status == 0)
		measurement_open(m);
	return status;
}

int
measurement_merge(struct measurement *m, struct str line, struct complaint *c)
{
	struct timeline_part part;
	struct str plan, state;
	int status = partial_read(&kind, line, &part, &plan, &state, c);

	if (status <= 0)
		return status;
	status = m->opened ? partial_compare(&kind, buf_str(&m->plan), plan, c)
			   : take_plan(m, plan, c);
	if (status == 0)
		status = partial_load(&m->evaluation.plan, &part, state, c);
	if (status == 0)
		scoreboard_put(&m->board, part.key, part.other, part.state);
	return status;
}

static int
make_plan(struct measurement *m)
{
	int status;

	if (m->plan.n)
		return 0;
	status = buf_addf(&m->plan, "%s:", kind.version);
	return status == 0 ? evaluation_save(&m->evaluation, &m->plan) : status;
}

int
measurement_write_parts(struct measurement *m, struct output *out)
{
	size_t n;
	struct scoreboard_row *rows = scoreboard_rows(&m->board, true, false, &n);
	struct buf text;
	int status = make_plan(m);

	buf_init(&text, BUF_CAP_MAX);
	if (status == 0)
		status = partial_header(&m->evaluation, kind.timed, &text);
	for (size_t i = 0; i < n && status == 0; i++) {
		bool other = rows[i].group == GROUP_OTHER;
		const struct timeline_part part = {
			.key = other ? STR("") : group_key(&m->board.groups, rows[i].group),
			.other = other,
			.state = rows[i].state};

		status = partial_write(&m->evaluation, buf_str(&m->plan), &part, kind.timed, &text);
		output_add(out, text.p, text.n);
		output_row(out);
		buf_clear(&text);
	}
	if (n == 0 && status == 0)
		output_add(out, text.p, text.n);
	output_row(out);
	buf_release(&text);
	scoreboard_rows_free(&m->board, rows, n);
	return status;
}
