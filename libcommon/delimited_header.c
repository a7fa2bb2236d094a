#include "delimited_header.h"

#include <stdlib.h>

#include "schema.h"
#include "xalloc.h"

/* Longer things than this are sentences. */
enum { LIKELY_NAME_MAX = 200 };

static bool
looks_like_name(struct str s)
{
	if (s.n == 0 || s.n > LIKELY_NAME_MAX)
		return s.n == 0;
	if (memchr("0123456789+-.{[<=", s.p[0], 17))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == '=' || s.p[i] == '{')
			return false;
	return true;
}

bool
delimited_looks_like_header(const struct str *field, size_t n)
{
	struct complaint ignored;
	struct header h;
	bool distinct;
	size_t named = 0;

	for (size_t i = 0; i < n; i++) {
		if (!looks_like_name(field[i]))
			return false;
		named += field[i].n != 0;
	}
	header_init(&h);
	distinct = header_set(&h, field, n, &ignored) == 0;
	header_release(&h);
	return named && distinct;
}

struct comparison {
	size_t known;    /* names of the header that are there, each once */
	bool in_order;   /* field I is name I, as far as both go */
	bool names_only; /* each is known or a legal name, none comes twice */
};

static struct comparison
compare(const struct header *h, const struct str *field, size_t n)
{
	struct comparison r = {.in_order = true, .names_only = true};
	bool *seen = xcalloc(header_n(h), sizeof *seen);
	struct complaint ignored;
	struct header own;

	for (size_t i = 0; i < n; i++) {
		uint32_t k = header_find(h, field[i]);

		if (k != i)
			r.in_order = false;
		if (k == HEADER_NONE) {
			r.names_only &= schema_name_ok(field[i]);
			continue;
		}
		r.known += !seen[k];
		seen[k] = true;
	}
	free(seen);
	header_init(&own);
	r.names_only &= header_set(&own, field, n, &ignored) == 0;
	header_release(&own);
	return r;
}

enum delimited_header_kind
delimited_header_kind(const struct header *h, const struct str *field, size_t n, bool file_starts)
{
	struct comparison r = compare(h, field, n);

	if (r.known == header_n(h) && r.names_only) {
		if (n > header_n(h))
			return DELIMITED_MORE;
		return r.in_order ? DELIMITED_SAME : DELIMITED_MOVED;
	}
	if (file_starts &&
	    (delimited_looks_like_header(field, n) || (2 * r.known >= header_n(h) && r.names_only)))
		return DELIMITED_OTHER;
	return DELIMITED_DATA;
}
