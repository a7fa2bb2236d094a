#include "partial.h"

#include "hash.h"
#include "token.h"

enum { TIME_COLUMNS = 2, VERSION_SHOWN = 40 };

int
partial_header(const struct evaluation *e, bool timed, struct buf *out)
{
	int status = timed ? buf_adds(out, "ts\tts_end\t") : 0;

	for (size_t i = 0; i < e->groups && status == 0; i++)
		status = buf_addf(out, "%.*s\t", (int)e->group[i].n, e->group[i].p);
	return status == 0 ? buf_adds(out, "plan\tstate\n") : status;
}

static int
put_time(struct buf *out, int64_t t)
{
	char text[TIMESTAMP_TEXT + 1];

	if (t < TIMESTAMP_MIN || t > TIMESTAMP_MAX)
		return buf_addc(out, '\t');
	timestamp_print(t, text);
	text[TIMESTAMP_TEXT] = '\t';
	return buf_add(out, text, sizeof text);
}

static int
put_group(const struct evaluation *e, const struct timeline_part *part, struct buf *out)
{
	int status = 0;

	if (!part->other && e->groups) {
		status = buf_add(out, part->key.p, part->key.n);
		return status == 0 ? buf_addc(out, '\t') : status;
	}
	for (size_t i = 0; i < e->groups && status == 0; i++)
		status = buf_adds(out, "(other)\t");
	return status;
}

static int
put_number(struct buf *out, uint64_t x)
{
	int status = token_put_hex(out, x);

	return status == 0 ? buf_addc(out, ':') : status;
}

int
partial_write(const struct evaluation *e, struct str plan, const struct timeline_part *part,
	      bool timed, struct buf *out)
{
	const uint64_t number[] = {(uint64_t)part->first, (uint64_t)part->last, part->rows,
				   part->other};
	size_t start = out->n;
	int status = timed ? put_time(out, part->start) : 0;

	if (status == 0 && timed)
		status = put_time(out, part->end);
	if (status == 0)
		status = put_group(e, part, out);
	if (status == 0)
		status = buf_add(out, plan.p, plan.n);
	if (status == 0)
		status = buf_addc(out, '\t');
	for (size_t i = 0; i < sizeof number / sizeof number[0] && status == 0; i++)
		status = put_number(out, number[i]);
	if (status == 0)
		status = metric_state_save(&e->plan, part->state, out);
	if (status == 0)
		status = buf_addc(out, ':');
	if (status == 0)
		status = token_put_hex(out, hash_stable(STR_N(out->p + start, out->n - start)));
	return status == 0 ? buf_addc(out, '\n') : status;
}

/* Cuts what stands behind the last C off LINE; false without a C. */
static bool
cut_last(struct str *line, char c, struct str *last)
{
	size_t n = line->n;

	while (n && line->p[n - 1] != c)
		n--;
	if (!n)
		return false;
	*last = STR_N(line->p + n, line->n - n);
	line->n = n - 1;
	return true;
}

/* True if the checksum at the end of LINE is right; it is cut off STATE. */
static bool
check_sum(struct str line, struct str *state)
{
	struct str sum;
	uint64_t x;

	if (!cut_last(state, ':', &sum))
		return false;
	line.n -= sum.n;
	return token_take_hex(&sum, &x) && !sum.n && x == hash_stable(line);
}

static bool
take_number(struct str *state, uint64_t *x)
{
	return token_take_hex(state, x) && token_take(state, ':');
}

int
partial_damaged(struct complaint *c)
{
	return complain(c, STATUS_DAMAGED, 0,
			"damaged: not a line that --partial wrote, or not as it was");
}

int
partial_read(const struct partial_kind *kind, struct str line, struct timeline_part *part,
	     struct str *plan, struct str *state, struct complaint *c)
{
	struct str rest = line;
	uint64_t first, last, rows, other;

	*part = (struct timeline_part){.rows = 0};
	if (!cut_last(&rest, '\t', state))
		return partial_damaged(c);
	if (!cut_last(&rest, '\t', plan)) {
		*plan = rest;
		rest.n = 0;
	}
	if (str_eq(*plan, STR("plan")) && str_eq(*state, STR("state")))
		return 0;
	if (!check_sum(line, state) || !take_number(state, &first) || !take_number(state, &last) ||
	    !take_number(state, &rows) || !take_number(state, &other) || other > 1)
		return partial_damaged(c);
	for (int i = 0; kind->timed && i < TIME_COLUMNS; i++)
		token_until(&rest, '\t');
	part->first = (int64_t)first;
	part->last = (int64_t)last;
	part->rows = rows;
	part->other = other;
	part->key = other ? STR("") : rest;
	return 1;
}

int
partial_take_version(const struct partial_kind *kind, struct str *plan, struct complaint *c)
{
	struct str found = token_until(plan, ':');

	if (str_eq(found, str_of(kind->version)))
		return 0;
	return complain(c, STATUS_USAGE, 0, "written by '%.*s'; this program merges '%s'",
			(int)(found.n < VERSION_SHOWN ? found.n : VERSION_SHOWN), found.p,
			kind->version);
}

int
partial_compare(const struct partial_kind *kind, struct str first, struct str plan,
		struct complaint *c)
{
	const char *what = NULL;

	if (str_eq(first, plan))
		return 0;
	token_until(&first, ':');
	if (partial_take_version(kind, &plan, c) < 0)
		return STATUS_USAGE;
	for (size_t i = 0; i < kind->sections && !what; i++)
		if (!str_eq(token_until(&first, ':'), token_until(&plan, ':')))
			what = kind->section[i];
	if (!what)
		what = evaluation_difference(first, plan);
	return complain(c, STATUS_USAGE, 0,
			"cannot be merged with the lines before it: %s differ (give all parts the "
			"same options, --task and --positive too)",
			what);
}

int
partial_load(const struct metric_plan *plan, struct timeline_part *part, struct str state,
	     struct complaint *c)
{
	int status;

	part->state = metric_state_new(plan);
	status = metric_state_load(plan, part->state, state);
	if (status == 0)
		return 0;
	metric_state_free(plan, part->state);
	part->state = NULL;
	if (status != STATUS_USAGE)
		return partial_damaged(c);
	return complain(c, status, 0,
			"cannot be merged with the lines before it: their classes differ");
}
