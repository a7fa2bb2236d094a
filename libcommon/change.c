#include "change.h"

#include <math.h>
#include <stdlib.h>

#include "change_parts.h"
#include "token.h"
#include "xalloc.h"

static const struct change_field head[] = {
	CHANGE_COUNT(change_head, drifted),
	CHANGE_COUNT(change_head, warned),
};

enum { HEADS = sizeof head / sizeof head[0] };

void *
change_start(const struct change *change, const double *value)
{
	struct change_head *state = xcalloc(1, change->size);

	for (size_t i = 0; change->parameter[i].name; i++)
		state->value[i] = value[i];
	change->reset(state);
	return state;
}

void
change_free(const struct change *change, void *state)
{
	if (state && change->release)
		change->release(state);
	free(state);
}

void
change_add(const struct change *change, void *state, double x, struct change_step *step)
{
	struct change_head *h = state;
	bool warned = h->warned && !h->drifted;

	if (h->drifted)
		change->reset(state);
	step->before = step->after = NAN;
	step->level = change->add(state, x, step);
	h->drifted = step->level == CHANGE_DRIFT;
	h->warned = warned || step->level == CHANGE_WARNING;
	if (warned && step->level == CHANGE_WARNING)
		step->level = CHANGE_NONE;
}

int
change_save(const struct change *change, const void *state, struct buf *out)
{
	int status = change_save_fields(state, head, HEADS, out);

	if (status == 0)
		status = change_save_fields(state, change->field, change->fields, out);
	return status == 0 && change->save ? change->save(state, out) : status;
}

bool
change_load(const struct change *change, void *state, struct str text)
{
	struct str rest = text;

	return change_load_fields(state, head, HEADS, &rest) &&
	       change_load_fields(state, change->field, change->fields, &rest) &&
	       (!change->load || change->load(state, &rest)) && rest.n == 0;
}

int
change_save_fields(const void *state, const struct change_field *field, size_t n, struct buf *out)
{
	int status = 0;

	for (size_t i = 0; i < n && status == 0; i++) {
		const char *at = (const char *)state + field[i].at;
		uint64_t count;
		double x;

		memcpy(&count, at, sizeof count);
		memcpy(&x, at, sizeof x);
		/* -0 has no spelling of its own. */
		status =
			field[i].count ? token_put_hex(out, count) : token_put_double(out, x + 0.0);
		if (status == 0)
			status = buf_addc(out, ':');
	}
	return status;
}

bool
change_load_fields(void *state, const struct change_field *field, size_t n, struct str *rest)
{
	for (size_t i = 0; i < n; i++) {
		char *at = (char *)state + field[i].at;
		uint64_t count = 0;
		double x = 0;

		if (field[i].count ? !token_take_count(rest, &count) : !token_take_double(rest, &x))
			return false;
		if (field[i].count)
			memcpy(at, &count, sizeof count);
		else
			memcpy(at, &x, sizeof x);
		if (!token_take(rest, ':'))
			return false;
	}
	return true;
}

void
change_split_add(struct change_split *s, double x)
{
	s->n++;
	s->sum += x;
}

void
change_split_mark(struct change_split *s)
{
	s->marked = s->n;
	s->marked_sum = s->sum;
}

void
change_split_tell(const struct change_split *s, struct change_step *step)
{
	uint64_t behind = s->n - s->marked;

	step->before = s->marked ? s->marked_sum / (double)s->marked : NAN;
	step->after = behind ? (s->sum - s->marked_sum) / (double)behind : NAN;
}
