/*
 * The first stage follows simdjson (Langdale, Lemire, "Parsing gigabytes of JSON
 * per second", 2019): quotes that no backslash escapes toggle a prefix XOR, which
 * tells the bytes inside strings from those outside.  The second stage is not
 * theirs.  As the keys wanted are few and the values are skipped, commas and values
 * need no token: with sums that carry bits over runs of blanks, each byte that
 * matters is held against the one before it, 64 at a time:
 *
 *   a value begins       only behind a colon, a comma, an opening bracket, or first
 *   a comma, a colon     never there
 *   a colon              only behind a string
 *
 * What is left is nesting, which the tokens tell.  Whoever walks them checks that
 * brackets match, that in an object a colon follows '{' or a comma, an opening bracket
 * a colon, and a comma or '}' neither '{' (but "{}") nor a comma, and that no closing
 * bracket stands behind a comma or a colon.  Then each member has its key and its
 * value, and the text is sound.
 */
#include "json_scan.h"

#include "json_scan_variant.h"

static bool
runs_everywhere(void)
{
	return true;
}

static const struct json_variant variants[] = {
#if defined(__x86_64__)
	{"avx512", json_scan_avx512, json_scan_avx512_runs},
	{"avx2", json_scan_avx2, json_scan_avx2_runs},
	{"sse2", json_scan_sse2, runs_everywhere},
#elif defined(__aarch64__)
	{"neon", json_scan_neon, runs_everywhere},
#endif
	{"portable", json_scan_portable, runs_everywhere},
};

const struct json_variant *
json_variants(size_t *n)
{
	*n = sizeof variants / sizeof *variants;
	return variants;
}

const struct json_variant *
json_best_variant(void)
{
	const struct json_variant *v = variants;

	while (!v->runs_here())
		v++;
	return v;
}

void
json_scan_start(struct json_scan *s, bool lines)
{
	s->carry = (struct json_carry){.after_mark = 1};
	s->lines = lines;
}
