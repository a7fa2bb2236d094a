#include "gunzip_search.h"

#include <string.h>

enum {
	HOLD_MOST = 64 << 20, /* of compressed and of decoded bytes each */
	STEP = 1 << 16,
	MAGIC = 4, /* bytes of a header by which a candidate is chosen */
};
/* A hostile file may be full of headers with a lot of data behind each. */
static const uint64_t waste_most = (uint64_t)1 << 30;

void
gunzip_search_init(struct gunzip_search *s)
{
	*s = (struct gunzip_search){0};
	buf_init(&s->held, BUF_CAP_MAX);
	buf_init(&s->found, BUF_CAP_MAX);
}

void
gunzip_search_release(struct gunzip_search *s)
{
	buf_release(&s->held);
	buf_release(&s->found);
}

void
gunzip_search_begin(struct gunzip_search *s, bool right_here)
{
	s->trying = false;
	s->right_here = right_here;
	s->fed = s->at;
}

void
gunzip_search_put_back(struct gunzip_search *s, const unsigned char *p, size_t n)
{
	struct buf all;

	if (n == 0)
		return;
	buf_init(&all, BUF_CAP_MAX);
	buf_add(&all, (const char *)p, n);
	if (s->held.n > s->at)
		buf_add(&all, s->held.p + s->at, s->held.n - s->at);
	buf_release(&s->held);
	s->held = all;
	s->at = 0;
}

/* Moves AT to the next place that looks like a header; false if there is none yet. */
static bool
next_magic(struct gunzip_search *s)
{
	const unsigned char *p = (const unsigned char *)s->held.p;

	while (s->held.n - s->at >= MAGIC) {
		const unsigned char *hit = memchr(p + s->at, 0x1f, s->held.n - s->at - MAGIC + 1);

		if (!hit) {
			s->at = s->held.n - MAGIC + 1;
			return false;
		}
		s->at = (size_t)(hit - p);
		if (hit[1] == 0x8b && hit[2] == 8 && !(hit[3] & 0xe0))
			return true;
		s->at++;
	}
	return false;
}

static void
drop_front(struct gunzip_search *s)
{
	if (s->at == 0)
		return;
	memmove(s->held.p, s->held.p + s->at, s->held.n - s->at);
	s->held.n -= s->at;
	s->at = 0;
}

/* Begins the next candidate; false if there is none yet. */
static bool
begin_candidate(struct gunzip_search *s, struct gunzip_member *m)
{
	s->tried_here = s->right_here;
	if (s->right_here)
		s->right_here = false;
	else if (!next_magic(s))
		return false;
	gunzip_member_reset(m, true);
	buf_clear(&s->found);
	s->fed = s->at;
	s->trying = true;
	return true;
}

/* The candidate came to nothing. */
static void
give_up(struct gunzip_search *s)
{
	s->wasted += s->found.n + (s->fed - s->at);
	s->trying = false;
	if (!s->tried_here)
		s->at++;
	s->fed = s->at;
	buf_release(&s->found);
}

/* Feeds the candidate; as gunzip_member_run, and 1 only when all that is held is fed. */
static int
feed(struct gunzip_search *s, struct gunzip_member *m, bool last)
{
	int status;

	do {
		struct inflate_io io = {.in = (const unsigned char *)s->held.p + s->fed,
					.nin = s->held.n - s->fed,
					.nout = STEP};

		if (buf_reserve(&s->found, STEP) < 0)
			return STATUS_DAMAGED;
		io.out = (unsigned char *)s->found.p + s->found.n;
		status = gunzip_member_run(m, &io, last);
		s->fed = s->held.n - io.nin;
		s->found.n += STEP - io.nout;
		if (status == 1 && io.nout == STEP && io.nin == 0)
			break;
	} while (status == 1 && s->found.n <= HOLD_MOST);
	return status;
}

int
gunzip_search_run(struct gunzip_search *s, struct gunzip_member *m, bool last)
{
	while (s->wasted <= waste_most) {
		int status;

		if (!s->trying && !begin_candidate(s, m)) {
			drop_front(s);
			if (last)
				s->at = s->held.n;
			return last ? GUNZIP_SEARCH_NONE : GUNZIP_SEARCH_MORE;
		}
		status = feed(s, m, last);
		if (status == 0)
			return GUNZIP_SEARCH_FOUND;
		if (status == 1 && s->found.n > HOLD_MOST)
			return GUNZIP_SEARCH_LONG;
		if (status == 1 && s->held.n - s->at <= HOLD_MOST)
			return GUNZIP_SEARCH_MORE;
		give_up(s);
	}
	s->at = s->held.n;
	return GUNZIP_SEARCH_NONE;
}
