/*
 * Most fields hold nothing to escape, so both directions first look for the next
 * byte that matters and copy what lies before it in one piece.
 */
#include "tsv.h"

#include <stdint.h>

#include "utf8.h"

static bool
is_special(char c)
{
	return c == '\t' || c == '\n' || c == '\r' || c == '\\' || c == '\0';
}

/*
 * True if any of 8 bytes may be special: is below 16 or a backslash.  The carry of
 * a lower byte can only make it say yes too often.
 */
static bool
may_be_special8(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t word, slash;

	memcpy(&word, p, sizeof word);
	slash = word ^ ones * '\\';
	return (((word - ones * 0x10) & ~word) | ((slash - ones) & ~slash)) & high;
}

/* The bytes of S before the first special one. */
static size_t
plain_prefix(struct str s)
{
	size_t n = 0;

	while (s.n - n >= 8 && !may_be_special8(s.p + n))
		n += 8;
	while (n < s.n && !is_special(s.p[n]))
		n++;
	return n;
}

static struct str
escape_of(char c)
{
	switch (c) {
	case '\t':
		return STR("\\t");
	case '\n':
		return STR("\\n");
	case '\r':
		return STR("\\r");
	case '\\':
		return STR("\\\\");
	default:
		return STR(UTF8_REPLACEMENT);
	}
}

static void
put(struct buf *out, struct str s)
{
	if (s.n)
		memcpy(out->p + out->n, s.p, s.n);
	out->n += s.n;
}

int
tsv_escape(struct str s, struct buf *out)
{
	size_t n = plain_prefix(s);
	int status;

	if (n == s.n)
		return buf_add(out, s.p, s.n);
	status = buf_reserve(out, n + 3 * (s.n - n));
	if (status < 0)
		return status;
	for (;;) {
		put(out, STR_N(s.p, n));
		if (n == s.n)
			return 0;
		put(out, escape_of(s.p[n]));
		s = STR_N(s.p + n + 1, s.n - n - 1);
		n = plain_prefix(s);
	}
}

/* What stands for a backslash and C; NUL when they are two ordinary bytes. */
static char
meaning(char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case '\\':
		return '\\';
	default:
		return '\0';
	}
}

struct str
tsv_unescape(struct str s, struct buf *scratch)
{
	const char *slash = s.n ? memchr(s.p, '\\', s.n) : NULL, *end = s.p + s.n;
	size_t start = scratch->n;

	if (!slash)
		return s;
	if (buf_reserve(scratch, s.n) < 0)
		return STR_N(NULL, 0);
	while (slash) {
		char c = slash + 1 < end ? meaning(slash[1]) : '\0';

		put(scratch, STR_N(s.p, (size_t)(slash - s.p)));
		scratch->p[scratch->n++] = c ? c : '\\';
		s.p = slash + (c ? 2 : 1);
		slash = s.p < end ? memchr(s.p, '\\', (size_t)(end - s.p)) : NULL;
	}
	put(scratch, STR_N(s.p, (size_t)(end - s.p)));
	return STR_N(scratch->p + start, scratch->n - start);
}
