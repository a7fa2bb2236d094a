/* scan - records that the format cut many at once. */
#include "scan_internal.h"

/* Records that go by before a run is looked for again where there was none. */
enum { PAUSE = 64 };

/*
 * A run is of the block at hand, and holds from where its last record ended; blocks begin
 * at 0, where none ends.
 */
static bool
has_next(struct scan_run *r, const struct scan *s)
{
	if (r->at == r->format.n || r->next != s->at)
		r->format.n = r->at = 0;
	return r->at < r->format.n;
}

static bool
find_run(struct scan_run *r, struct scan *s)
{
	if (r->pause) {
		r->pause--;
		return false;
	}
	s->format->run(s->state, STR_N(s->block.p + s->at, s->block.n - s->at), &r->format);
	r->at = 0;
	if (r->format.n == 0)
		r->pause = PAUSE;
	return r->format.n > 0;
}

const struct value *
scan_run_next(struct scan *s)
{
	struct scan_run *r = &s->run;
	size_t i;

	if (!s->format->run || s->options.range || s->first)
		return NULL;
	if (!has_next(r, s) && !find_run(r, s))
		return NULL;
	i = r->at++;
	r->record.used = r->format.used[i];
	r->record.lines = 1;
	r->record.line = STR_N(s->block.p + s->at, r->format.line[i]);
	r->next = s->at + r->record.used;
	return r->format.value + i * s->sources;
}
