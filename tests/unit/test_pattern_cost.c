/* pattern_cost, pattern_starts: what is counted to bound a match. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pattern_cost.h"
#include "pattern_starts.h"

static pcre2_code *
compiled(const char *text)
{
	PCRE2_SIZE offset;
	int error;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
					 PCRE2_UTF | PCRE2_AUTO_CALLOUT, &error, &offset, NULL);

	if (!code)
		fail_msg("%s", text);
	return code;
}

static void
items_are_charged_for_what_is_not_seen(void **state)
{
	static const struct {
		const char *text;
		size_t at;
		uint32_t unseen;
	} item[] = {
		{"ab\\s{600}x", 2, 300},
		{"ab[{0-9}]{10,}?x", 2, 5},
		{"ab[0-9]{10,12}+x", 2, 5},
		{"\\x{200}a", 0, 0},
		{"\\p{Lu}{8}a", 0, 4},
		{"\\x{200}{8}a", 0, 4},
		{"(?:ab){8}", 6, 0},
		{"(?<name>a)", 0, 0},
		{"a{,5}", 0, 0},
		{"a{b", 1, 0},
		{"(a)\\1", 3, UINT32_MAX},
		{"(a)\\g{-1}", 3, UINT32_MAX},
		{"(?<k>a)\\k<k>", 7, UINT32_MAX},
		{"(?<k>a)(?P=k)", 7, UINT32_MAX},
		{"(?<=abc)d", 0, 3},
		{"(?<!abc|d)e", 0, 6},
		{"(?=abc)d", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof item / sizeof item[0]; i++) {
		pcre2_code *code = compiled(item[i].text);
		struct pattern_cost cost;

		pattern_cost_init(&cost, code, str_of(item[i].text));
		if (cost.unseen[item[i].at] != item[i].unseen)
			fail_msg("%s: %u", item[i].text, cost.unseen[item[i].at]);
		pattern_cost_release(&cost);
		pcre2_code_free(code);
	}
}

/* What a match of TEXT in S costs altogether, by the interpreter. */
static uint64_t
spent(const char *text, const char *s)
{
	const uint64_t plenty = 1000000;
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	pcre2_code *code = compiled(text);
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
	struct pattern_cost cost;

	pattern_cost_init(&cost, code, str_of(text));
	pcre2_set_callout(context, pattern_cost_count, &cost);
	pattern_cost_begin(&cost, plenty);
	pcre2_match(code, (PCRE2_SPTR)s, strlen(s), 0, PCRE2_NO_JIT, data, context);
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	pcre2_code_free(code);
	pattern_cost_release(&cost);
	return plenty - cost.left;
}

static void
calls_ways_and_groups_add_up(void **state)
{
	(void)state;
	/* ^, a+, b and the end. */
	assert_int_equal(spent("^a+b", "aaab"), 4 * PATTERN_CALL_BYTES + 4);
	/* ^ ( a+ ) - \1 and the end, with a group; the reference looks at 3 bytes. */
	assert_int_equal(spent("^(a+)-\\1", "aaa-aaa"), 7 * (PATTERN_CALL_BYTES + 1) + 7 + 3);
	/* Of a longer group no more than there is. */
	assert_int_equal(spent("^(a+)-\\1", "aaaaa-a") - spent("^(a+)-\\1", "aaaaa-"), 1);
}

/* Of "(?)" PCRE2 10.42 says that the item after it has a byte. */
static void
items_end_with_the_pattern(void **state)
{
	static const struct {
		size_t at, n, want_at, want_n;
	} row[] = {{0, 2, 0, 2}, {1, 2, 1, 2}, {2, 2, 2, 1}, {3, 1, 3, 0}, {9, 0, 3, 0}};
	const struct str text = STR("(?)");

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		pcre2_callout_enumerate_block at = {0};
		struct str item;

		at.pattern_position = row[i].at;
		at.next_item_length = row[i].n;
		item = pattern_cost_item(text, &at);
		assert_int_equal(item.p - text.p, row[i].want_at);
		assert_int_equal(item.n, row[i].want_n);
	}
}

static void
nothing_left_ends_a_match(void **state)
{
	pcre2_callout_block at = {0};
	struct pattern_cost cost;
	pcre2_code *code = compiled("a");

	(void)state;
	pattern_cost_init(&cost, code, STR("a"));
	pattern_cost_begin(&cost, 2 * PATTERN_CALL_BYTES);
	assert_int_equal(pattern_cost_count(&at, &cost), 0);
	assert_int_equal(pattern_cost_count(&at, &cost), 0);
	assert_int_equal(pattern_cost_count(&at, &cost), PCRE2_ERROR_MATCHLIMIT);
	pattern_cost_release(&cost);
	pcre2_code_free(code);
}

static void
starts_are_counted_by_what_a_match_begins_with(void **state)
{
	static const struct {
		const char *text, *s;
		size_t starts;
	} row[] = {
		{"score=", "a score is a Score", 4},
		{"[0-9]+", "a1b22", 4},
		{".*x", "a\nbb", 2},
		{"a*", "bcd", 4},
		{"", "", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		pcre2_code *code = compiled(row[i].text);
		struct pattern_starts starts;

		pattern_starts_init(&starts, code);
		assert_int_equal(pattern_starts_count(&starts, str_of(row[i].s)), row[i].starts);
		pcre2_code_free(code);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_are_charged_for_what_is_not_seen),
		cmocka_unit_test(calls_ways_and_groups_add_up),
		cmocka_unit_test(items_end_with_the_pattern),
		cmocka_unit_test(nothing_left_ends_a_match),
		cmocka_unit_test(starts_are_counted_by_what_a_match_begins_with),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
