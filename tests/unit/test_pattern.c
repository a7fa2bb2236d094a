/* pattern: what matches, what is refused, what hits a limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "attacks.h"
#include "buf.h"
#include "pattern.h"
#include "rng.h"
#include "utf8.h"

static const struct pattern_options plain, interpreted = {.no_jit = true};

static struct pattern *
compiled(const char *text, const struct pattern_options *o)
{
	struct complaint c;
	struct pattern *p = pattern_new(str_of(text), o, &c);

	if (!p)
		fail_msg("%s: %s", text, c.text);
	return p;
}

static void
groups_are_columns_in_their_order(void **state)
{
	static const struct pattern_options *const options[] = {&plain, &interpreted};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct pattern *p =
			compiled("(?<zeta>\\w+)-(x)?(?<alpha>\\d+)(?<none>y)?", options[i]);
		const struct str *names;
		struct str group[3];

		assert_int_equal(pattern_names(p, &names), 3);
		assert_true(str_eq(names[0], STR("zeta")));
		assert_true(str_eq(names[1], STR("alpha")));
		assert_true(str_eq(names[2], STR("none")));
		assert_int_equal(pattern_match(p, STR("<ab-12>"), group), PATTERN_YES);
		assert_true(str_eq(group[0], STR("ab")));
		assert_true(str_eq(group[1], STR("12")));
		assert_null(group[2].p);
		assert_int_equal(pattern_match(p, STR("ab-x"), group), PATTERN_NO);
		assert_int_equal(pattern_match(p, STR("a-1y"), NULL), PATTERN_YES);
		assert_int_equal(pattern_match(p, STR_N(NULL, 0), group), PATTERN_NO);
		pattern_free(p);
	}
	pattern_free(NULL);
}

static void
a_group_that_matched_nothing_took_part(void **state)
{
	struct pattern *p = compiled("^(?<a>x*)(?<b>y)?$", &plain);
	struct str group[2];

	(void)state;
	assert_int_equal(pattern_match(p, STR(""), group), PATTERN_YES);
	assert_non_null(group[0].p);
	assert_int_equal(group[0].n, 0);
	assert_null(group[1].p);
	pattern_free(p);
}

static void
anchored_means_the_first_byte(void **state)
{
	struct pattern_options o = {.anchored = true};
	struct pattern *p = compiled("b|c", &o);

	(void)state;
	assert_int_equal(pattern_match(p, STR("bc"), NULL), PATTERN_YES);
	assert_int_equal(pattern_match(p, STR("abc"), NULL), PATTERN_NO);
	pattern_free(p);
}

static void
bad_patterns_say_where(void **state)
{
	static const struct {
		const char *text;
		size_t offset;
		const char *part; /* of the message */
	} cases[] = {
		{"a(b", 3, "parenthes"},
		{"[z-a]", 3, "range"},
		{"a\\C", 3, "\\C"},
		{"ab(?=\\X+)", 5, "\\X"},
		{"x(?C)y", 5, "callouts"},
		{"(?C1)", 5, "callouts"},
		{"(?C'text')a", 10, "callouts"},
		{"(?J)(?<a>x)(?<a>y)", 0, "two groups"},
		{"(?<a>x)(?<a>y)", 12, "same name"},
		{"*", 0, "quantifier"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct complaint c;

		if (pattern_new(str_of(cases[i].text), &plain, &c))
			fail_msg("%s was taken", cases[i].text);
		if (c.offset != cases[i].offset || !strstr(c.text, cases[i].part))
			fail_msg("%s: %zu %s", cases[i].text, c.offset, c.text);
	}
}

static void
large_patterns_are_refused(void **state)
{
	char *text = malloc(PATTERN_MAX + 1);
	struct buf groups;
	struct complaint c;
	struct pattern *p;

	(void)state;
	assert_non_null(text);
	memset(text, '.', PATTERN_MAX + 1);
	assert_null(pattern_new(STR_N(text, PATTERN_MAX + 1), &plain, &c));
	p = pattern_new(STR_N(text, PATTERN_MAX / 16), &plain, &c);
	assert_non_null(p);
	pattern_free(p);
	free(text);
	buf_init(&groups, 1 << 16);
	for (int i = 0; i <= PATTERN_GROUPS_MAX; i++)
		buf_adds(&groups, "()");
	assert_null(pattern_new(buf_str(&groups), &plain, &c));
	groups.n -= 2;
	p = pattern_new(buf_str(&groups), &plain, &c);
	assert_non_null(p);
	pattern_free(p);
	buf_release(&groups);
}

static void
any_bytes_are_a_subject(void **state)
{
	static const struct pattern_options *const options[] = {&plain, &interpreted};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct pattern *p = compiled("=(?<v>[^ ]+) z", options[i]);
		struct str group[1];

		assert_int_equal(pattern_match(p, STR("a=\xc3\xa4 z"), group), PATTERN_YES);
		assert_true(str_eq(group[0], STR("\xc3\xa4")));
		assert_int_equal(pattern_match(p, STR("\xff\xfe=ab z\x80"), group), PATTERN_YES);
		assert_true(str_eq(group[0], STR("ab")));
		assert_int_equal(pattern_match(p, STR("=a\0b z"), group), PATTERN_YES);
		assert_int_equal(group[0].n, 3);
		assert_int_equal(pattern_match(p, STR("\x80=a\xff z"), group), PATTERN_YES);
		assert_true(str_eq(group[0], STR("a" UTF8_REPLACEMENT)));
		assert_int_equal(pattern_replaced(p), 5);
		pattern_free(p);
	}
}

/* JIT of PCRE2 10.42 once let classes that are negated refuse what mends a subject. */
static void
what_mends_a_subject_is_a_character(void **state)
{
	static const char *const texts[] = {"^\\S+ x", "^\\D+ x", "^\\W+ x", "^.+ x", "^\\N+ x"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct pattern *p = compiled(texts[i], &plain);

		assert_int_equal(pattern_match(p, STR("\xff x"), NULL), PATTERN_YES);
		assert_int_equal(pattern_match(p, STR(UTF8_REPLACEMENT " x"), NULL), PATTERN_YES);
		pattern_free(p);
	}
}

static void
a_subject_has_a_greatest_length(void **state)
{
	struct pattern_options o = {.subject_max = 5};
	struct pattern *p = compiled("a", &o);

	(void)state;
	assert_int_equal(pattern_match(p, STR("aaaaa"), NULL), PATTERN_YES);
	assert_int_equal(pattern_match(p, STR("aaaaaa"), NULL), PATTERN_TOO_LONG);
	pattern_free(p);
}

/*
 * Each attack must end: a cheap one with its answer; nothing that gave up may say "no".
 */
static void
work_on_one_subject_is_bounded(void **state)
{
	static const struct pattern_options *const options[] = {&plain, &interpreted};

	(void)state;
	for (size_t i = 0; i < ATTACKS; i++) {
		struct str s = attack_subject(&attacks[i]);

		for (int o = 0; o < 2; o++) {
			struct pattern *p = compiled(attacks[i].pattern, options[o]);
			enum pattern_result r = pattern_match(p, s, NULL);
			bool gave_up = r > PATTERN_YES;

			if (!(r == PATTERN_NO && attacks[i].answer != LIMIT) &&
			    !(gave_up && attacks[i].answer != NO))
				fail_msg("%s: %s", attacks[i].pattern, pattern_result_text(r));
			pattern_free(p);
		}
		free((char *)s.p);
	}
}

static void
the_limit_is_an_option(void **state)
{
	struct pattern_options small = {.match_limit = 10, .no_jit = true};
	struct pattern *p = compiled("^(?:a|aa)+[bc]", &small), *q;
	struct str s = STR("aaaaaaaaaaaaaaaa!");

	(void)state;
	assert_int_equal(pattern_match(p, s, NULL), PATTERN_MATCH_LIMIT);
	pattern_free(p);
	q = compiled("^(?:a|aa)+[bc]", &interpreted);
	assert_int_equal(pattern_match(q, s, NULL), PATTERN_NO);
	pattern_free(q);
}

/* Long lines of the honest kind are not what the limit is for. */
static void
long_subjects_still_match(void **state)
{
	static const struct pattern_options *const options[] = {&plain, &interpreted};
	const struct attack honest = {"", "",  "user=abc path=/x ", "", "score=0.25 end", 60000,
				      0,  true};
	struct str s = attack_subject(&honest);

	(void)state;
	for (int o = 0; o < 2; o++) {
		struct pattern *p = compiled("\\bscore=(?<score>[0-9.]+) end$", options[o]);
		struct str group[1];

		assert_int_equal(pattern_match(p, s, group), PATTERN_YES);
		assert_true(str_eq(group[0], STR("0.25")));
		pattern_free(p);
		p = compiled("\\bscore=(?<score>[a-z]+)", options[o]);
		assert_int_equal(pattern_match(p, s, group), PATTERN_NO);
		pattern_free(p);
	}
	free((char *)s.p);
}

/* Random patterns on random subjects: JIT and interpreter never contradict. */
static void
jit_and_interpreter_agree(void **state)
{
	static const char *const atoms[] = {"a",          "b",      ".",   "[ab]",
					    "(?<g>a|ab)", "(?:b+)", "\\w", "$"};
	static const char *const counts[] = {"", "*", "+", "?", "*?", "{2,3}"};
	struct rng r;

	(void)state;
	rng_seed(&r, 7);
	for (int round = 0; round < 2000; round++) {
		char text[128] = "", subject[64];
		struct pattern *jit, *slow;
		struct complaint c;

		for (size_t i = 0, n = 1 + rng_below(&r, 5); i < n; i++) {
			const char *atom = atoms[rng_below(&r, 8)];

			if (strstr(text, "<g>") && strstr(atom, "<g>"))
				continue;
			strncat(text, atom, 20);
			if (atom[0] != '$')
				strncat(text, counts[rng_below(&r, 6)], 8);
		}
		jit = pattern_new(str_of(text), &plain, &c);
		slow = pattern_new(str_of(text), &interpreted, &c);
		assert_non_null(jit);
		assert_non_null(slow);
		for (int i = 0; i < 10; i++) {
			struct str one[1] = {{NULL, 0}}, two[1] = {{NULL, 0}};
			size_t n = rng_below(&r, sizeof subject);
			enum pattern_result a, b;

			for (size_t k = 0; k < n; k++)
				subject[k] = "abab\xc3\xa4 "[rng_below(&r, 7)];
			a = pattern_match(jit, STR_N(subject, n), one);
			b = pattern_match(slow, STR_N(subject, n), two);
			assert_int_equal(a, b);
			assert_int_equal(one[0].p == NULL, two[0].p == NULL);
			assert_true(str_eq(one[0], two[0]));
		}
		pattern_free(jit);
		pattern_free(slow);
	}
}

static void
every_failure_has_its_own_text(void **state)
{
	(void)state;
	for (int a = PATTERN_NO; a <= PATTERN_OTHER; a++)
		for (int b = a + 1; b <= PATTERN_OTHER; b++)
			assert_string_not_equal(pattern_result_text((enum pattern_result)a),
						pattern_result_text((enum pattern_result)b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_are_columns_in_their_order),
		cmocka_unit_test(a_group_that_matched_nothing_took_part),
		cmocka_unit_test(anchored_means_the_first_byte),
		cmocka_unit_test(bad_patterns_say_where),
		cmocka_unit_test(large_patterns_are_refused),
		cmocka_unit_test(any_bytes_are_a_subject),
		cmocka_unit_test(what_mends_a_subject_is_a_character),
		cmocka_unit_test(a_subject_has_a_greatest_length),
		cmocka_unit_test(work_on_one_subject_is_bounded),
		cmocka_unit_test(the_limit_is_an_option),
		cmocka_unit_test(long_subjects_still_match),
		cmocka_unit_test(jit_and_interpreter_agree),
		cmocka_unit_test(every_failure_has_its_own_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
