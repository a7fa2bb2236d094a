/* survey and guess: which key is which column (the table of formats.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "guess.h"

struct field {
	const char *path, *key;
	unsigned depth;
	enum value_kind kind;
	const char *text;
};

static void
survey_of(struct survey *survey, const struct field *field, size_t n)
{
	survey_init(survey);
	for (size_t i = 0; i < n; i++)
		survey_add(survey, str_of(field[i].path), str_of(field[i].key), field[i].depth,
			   (struct value){str_of(field[i].text), field[i].kind});
}

/* Guesses from FIELDS, each seen once. */
static void
guess(const struct field *field, size_t n, struct buf *columns, struct buf *notice)
{
	struct survey survey;

	survey_of(&survey, field, n);
	buf_init(columns, 10000);
	buf_init(notice, 10000);
	assert_int_equal(guess_columns(&survey, NULL, NULL, 0, columns, notice), 0);
	survey_release(&survey);
}

static void
check(const struct field *field, size_t n, const char *expected, const char *expected_notice)
{
	struct buf columns, notice;

	guess(field, n, &columns, &notice);
	buf_addc(&columns, '\0');
	buf_addc(&notice, '\0');
	assert_string_equal(columns.p, expected);
	assert_string_equal(notice.p, expected_notice);
	buf_release(&columns);
	buf_release(&notice);
}

#define CHECK(field, ...) check(field, sizeof field / sizeof field[0], __VA_ARGS__)

static void
takes_the_usual_names(void **state)
{
	const struct field field[] = {
		{".timestamp", "timestamp", 1, VALUE_TEXT, "2018-10-30 18:00:00.000"},
		{".id", "id", 1, VALUE_NUMBER, "98729"},
		{".prediction", "prediction", 1, VALUE_NUMBER, "1"},
		{".score", "score", 1, VALUE_NUMBER, "0.99"},
		{".label", "label", 1, VALUE_NUMBER, "1"},
		{".latency_s", "latency_s", 1, VALUE_NUMBER, "0.25"},
		{".features", "features", 1, VALUE_COMPOUND, "{\"label\":3}"},
		{".features.label", "label", 2, VALUE_NUMBER, "3"},
		{".features.model", "model", 2, VALUE_TEXT, "x"},
	};

	(void)state;
	CHECK(field,
	      "ts=.timestamp id=.id pred=.prediction score=.score label=.label "
	      "latency_ms=.latency_s*1000",
	      "");
}

static void
looks_into_objects(void **state)
{
	const struct field field[] = {
		{".Time", "Time", 1, VALUE_NUMBER, "1525303480.993161"},
		{".model", "model", 1, VALUE_COMPOUND, "{\"name\":\"fraud\",\"version\":\"3\"}"},
		{".model.name", "name", 2, VALUE_TEXT, "fraud"},
		{".model.version", "version", 2, VALUE_TEXT, "3"},
		{".output", "output", 1, VALUE_COMPOUND, "{...}"},
		{".output.prediction", "prediction", 2, VALUE_NUMBER, "1"},
		{".output.probabilities", "probabilities", 2, VALUE_COMPOUND, "[0.2,0.8]"},
		{".status", "status", 1, VALUE_NUMBER, "200"},
		{".latency", "latency", 1, VALUE_NUMBER, "0.5"},
	};

	(void)state;
	CHECK(field,
	      "ts=.Time model=.model.name version=.model.version pred=.output.prediction "
	      "status=.status latency_ms=.latency*1000 score=.output.probabilities[1]",
	      ".latency names no unit: taken for seconds (-c 'auto latency_ms=.latency' takes it "
	      "for milliseconds)\nscore is the second of the two in .output.probabilities\n");
}

static void
spreads_class_scores(void **state)
{
	const struct field field[] = {
		{".scores", "scores", 1, VALUE_COMPOUND, "{\"VF\":0.9,\"F\":0.1}"},
		{".prediction", "prediction", 1, VALUE_TEXT, "VF"},
	};

	(void)state;
	CHECK(field, "pred=.prediction p=.scores", "");
}

/* Fields of more than one kind of value, and arrays that are not two numbers. */
static void
passes_over_what_is_mixed(void **state)
{
	const struct field field[] = {
		{".score", "score", 1, VALUE_NUMBER, "0.5"},
		{".score", "score", 1, VALUE_BOOL, "true"},
		{".probs", "probs", 1, VALUE_COMPOUND, "[0.1,0.9]"},
		{".probs", "probs", 1, VALUE_COMPOUND, "{\"a\":0.1}"},
		{".latency_ms", "latency_ms", 1, VALUE_NUMBER, "3"},
	};
	const struct field three[] = {
		{".scores", "scores", 1, VALUE_COMPOUND, "[0.1,0.2,0.7]"},
		{".input", "input", 1, VALUE_COMPOUND, "{}"},
		{".input.probabilities", "probabilities", 2, VALUE_COMPOUND, "[0.1,0.9]"},
	};

	(void)state;
	CHECK(field, "latency_ms=.latency_ms p=.probs", "");
	CHECK(three, "p=.scores", "");
}

/* Names that the caller has are not given to anything else. */
static void
leaves_what_is_taken(void **state)
{
	const struct field field[] = {
		{".score", "score", 1, VALUE_NUMBER, "0.5"},
		{".latency_ms", "latency_ms", 1, VALUE_NUMBER, "3"},
		{".probs", "probs", 1, VALUE_COMPOUND, "[0.1,0.9]"},
		{".label", "label", 1, VALUE_NUMBER, "1"},
	};
	const struct str taken[] = {STR("score"), STR("latency_ms"), STR("p")};
	struct buf columns, notice;
	struct survey survey;

	(void)state;
	survey_of(&survey, field, sizeof field / sizeof *field);
	buf_init(&columns, 1000);
	buf_init(&notice, 1000);
	assert_int_equal(guess_columns(&survey, NULL, taken, 3, &columns, &notice), 0);
	assert_true(str_eq(buf_str(&columns), STR("label=.label")));
	assert_int_equal(notice.n, 0);
	buf_release(&columns);
	buf_release(&notice);
	survey_release(&survey);
}

static void
says_when_there_is_no_room(void **state)
{
	const struct field field[] = {
		{".timestamp", "timestamp", 1, VALUE_TEXT, "2018-10-30 18:00:00.000"},
		{".latency", "latency", 1, VALUE_NUMBER, "0.5"},
		{".probs", "probs", 1, VALUE_COMPOUND, "[0.1,0.9]"},
	};
	struct survey survey;
	struct buf columns, notice;
	size_t n = 0;

	(void)state;
	survey_of(&survey, field, sizeof field / sizeof *field);
	for (size_t cap = 0; n == 0; cap++) {
		buf_init(&columns, cap);
		buf_init(&notice, 1000);
		if (guess_columns(&survey, NULL, NULL, 0, &columns, &notice) == 0)
			n = cap;
		buf_release(&columns);
		buf_release(&notice);
	}
	assert_int_equal(n, strlen("ts=.timestamp latency_ms=.latency*1000 score=.probs[1]"));
	buf_init(&columns, n);
	buf_init(&notice, 10);
	assert_int_equal(guess_columns(&survey, NULL, NULL, 0, &columns, &notice), STATUS_LIMIT);
	buf_release(&columns);
	buf_release(&notice);
	survey_release(&survey);
}

/* What is known stays known when there is no room for more fields. */
static void
surveys_no_more_than_there_is_room_for(void **state)
{
	const struct value one = {STR("1"), VALUE_NUMBER};
	struct survey survey;
	char path[32];

	(void)state;
	survey_init(&survey);
	for (int i = 0; i <= SURVEY_FIELDS_MAX; i++) {
		snprintf(path, sizeof path, ".k%d", i);
		survey_add(&survey, str_of(path), str_of(path + 1), 1, one);
	}
	assert_int_equal(survey_n(&survey), SURVEY_FIELDS_MAX);
	survey_add(&survey, STR(".k7"), STR("k7"), 1, one);
	assert_int_equal(survey.field[7].count, 2);
	survey_release(&survey);
}

static void
passes_over_what_cannot_be(void **state)
{
	const struct field field[] = {
		{".time", "time", 1, VALUE_TEXT, "soon"},
		{".ts", "ts", 1, VALUE_MISSING, ""},
		{".score", "score", 1, VALUE_TEXT, "high"},
		{".confidence", "confidence", 1, VALUE_TEXT, "0.5"},
		{".endpoint", "endpoint", 1, VALUE_TEXT, "fraud-prod"},
	};

	(void)state;
	CHECK(field, "model=.endpoint score=.confidence", "");
}

static void
leaves_out_what_is_taken(void **state)
{
	const struct str taken[] = {STR("pred")};
	struct survey survey;
	struct buf columns, notice;

	(void)state;
	survey_init(&survey);
	survey_add(&survey, STR("pred"), STR("pred"), 1, (struct value){STR("1"), VALUE_TEXT});
	survey_add(&survey, STR("label"), STR("label"), 1, (struct value){STR("1"), VALUE_TEXT});
	buf_init(&columns, 1000);
	buf_init(&notice, 1000);
	assert_int_equal(guess_columns(&survey, NULL, taken, 1, &columns, &notice), 0);
	assert_true(str_eq(buf_str(&columns), STR("label=label")));
	buf_release(&columns);
	buf_release(&notice);
	survey_release(&survey);
}

static void
survey_counts_what_values_are(void **state)
{
	struct survey s;
	const struct value value[] = {{STR("1.5"), VALUE_TEXT},  {STR("-2"), VALUE_NUMBER},
				      {STR("x"), VALUE_TEXT},    {STR("nan"), VALUE_TEXT},
				      {STR("true"), VALUE_BOOL}, {STR("[1]"), VALUE_COMPOUND}};

	(void)state;
	survey_init(&s);
	for (size_t i = 0; i < sizeof value / sizeof value[0]; i++)
		survey_add(&s, STR(".a"), STR("a"), 1, value[i]);
	assert_int_equal(survey_n(&s), 1);
	assert_int_equal(s.field[0].count, 6);
	assert_int_equal(s.field[0].numbers, 2);
	assert_int_equal(s.field[0].texts, 1);
	assert_int_equal(s.field[0].missing, 1);
	assert_int_equal(s.field[0].bools, 1);
	assert_int_equal(s.field[0].arrays, 1);
	assert_true(s.field[0].min == -2 && s.field[0].max == 1.5);
	assert_true(str_eq(s.field[0].example, STR("1.5")));
	survey_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_usual_names),
		cmocka_unit_test(looks_into_objects),
		cmocka_unit_test(spreads_class_scores),
		cmocka_unit_test(passes_over_what_cannot_be),
		cmocka_unit_test(passes_over_what_is_mixed),
		cmocka_unit_test(leaves_what_is_taken),
		cmocka_unit_test(says_when_there_is_no_room),
		cmocka_unit_test(surveys_no_more_than_there_is_room_for),
		cmocka_unit_test(leaves_out_what_is_taken),
		cmocka_unit_test(survey_counts_what_values_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
