/* scan - records that the format cut many at once. */
#include "scan_internal.h"

/* Records that go by before a run is looked for again where there was none. */
enum { PAUSE = 64 };

static bool
find_run(struct scan_run *r, struct scan *s)
{
	r->format.n = r->at = 0;
	if (r->pause) {
		r->pause--;
		return false;
	}
	s->format->run(s->state, STR_N(s->block.p + s->at, s->block.n - s->at), &r->format);
	if (r->format.n == 0)
		r->pause = PAUSE;
	return r->format.n > 0;
}

bool
scan_run_begins(struct scan *s)
{
	if (!s->format->run || s->options.range || s->first)
		return false;
	return scan_run_goes_on(s) || find_run(&s->run, s);
}
