/*
 * The promise of comparing, with the methods that there are: where nothing has changed, at
 * most 5 % of the windows have any alarm over 20 columns; a real change is found, one that is
 * too small to matter is not called drift; a profile says what the raw reference says, or how
 * far it may be off.
 */
#include "state_text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "comparing.h"
#include "null_window.h"
#include "number.h"
#include "timestamp.h"

enum { COLUMNS = 20, REFERENCE = 500 };

static const struct str name[COLUMNS] = {
	STR_INIT("a"), STR_INIT("b"), STR_INIT("c"), STR_INIT("d"), STR_INIT("e"),
	STR_INIT("f"), STR_INIT("g"), STR_INIT("h"), STR_INIT("i"), STR_INIT("j"),
	STR_INIT("k"), STR_INIT("l"), STR_INIT("m"), STR_INIT("n"), STR_INIT("o"),
	STR_INIT("p"), STR_INIT("q"), STR_INIT("r"), STR_INIT("s"), STR_INIT("t")};

/* A sum of uniform draws; each third column is one of few values. */
static double
draw(struct rng *r, int column)
{
	double x = rng_double(r) + rng_double(r) + rng_double(r);

	return column % 3 ? x : floor(3 * x);
}

struct row_text {
	char text[COLUMNS][NUMBER_TEXT_MAX];
	struct value value[COLUMNS];
};

/* A row of values, with SHIFT added to the second column. */
static void
make_row(struct row_text *row, struct rng *r, double shift)
{
	for (int j = 0; j < COLUMNS; j++) {
		double x = draw(r, j) + (j == 1 ? shift : 0);
		size_t n = number_print(x, row->text[j]);

		row->value[j] = (struct value){STR_N(row->text[j], n), VALUE_TEXT};
	}
}

static void
name_columns(struct plan_column *column)
{
	for (int j = 0; j < COLUMNS; j++)
		column[j] = (struct plan_column){.name = name[j]};
}

static void
learn(struct profile *p, struct rng *r, int rows)
{
	const struct features_request request = {NULL, NULL, NULL, 0};
	struct plan_column column[COLUMNS];
	struct complaint c;
	struct row_text row;

	name_columns(column);
	profile_init(p, NULL, 0, 0, 10);
	for (int j = 0; j < COLUMNS; j++)
		profile_see(p, name[j]);
	assert_int_equal(features_choose(&p->features, &request, column, COLUMNS, &c), 0);
	for (int i = 0; i < rows; i++) {
		make_row(&row, r, 0);
		profile_add(p, row.value, NULL, TIMESTAMP_NONE);
	}
	profile_settle(p);
}

/* Alarms of one window of ROWS rows by METHOD against P. */
static uint64_t
compare(struct profile *p, const struct method *method, struct rng *r, int rows, double shift)
{
	const struct comparing_options o = {
		.method = &method, .methods = 1, .fdr = 0.05, .floor = NAN, .max_groups = 10};
	const struct record_options form = {.format = RECORD_TSV};
	struct plan_column column[COLUMNS];
	struct record_writer *w;
	struct comparing session;
	struct complaint c;
	struct row_text text;
	struct output out;
	uint64_t drifts;
	int fd = open("/dev/null", O_WRONLY);

	output_init(&out, fd);
	w = record_writer_new(&out, &form);
	name_columns(column);
	assert_int_equal(comparing_init(&session, &o, p, column, COLUMNS, w, &c), 0);
	for (int i = 0; i < rows; i++) {
		const struct row row = {.value = text.value, .ts = TIMESTAMP_NONE};

		make_row(&text, r, shift);
		comparing_add(&session, &row);
	}
	comparing_finish(&session);
	drifts = session.drifts;
	comparing_release(&session);
	record_writer_free(w);
	output_release(&out);
	close(fd);
	return drifts;
}

static const struct method *
find(const char *which)
{
	const struct method *method = NULL;
	struct complaint c;

	assert_int_equal(method_find(str_of(which), &method, &c), 0);
	return method;
}

static void
test_nothing_has_changed(void **state)
{
	static const char *const methods[] = {"psi", "js", "ks", "wasserstein"};
	static const int sizes[] = {50, 200, 1000}, rounds[] = {150, 100, 40};
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int k = 0; k < 3; k++) {
		double bound = rounds[k] * 0.05 + 3 * sqrt(rounds[k] * 0.05 * 0.95);
		int alarms[4] = {0};

		for (int i = 0; i < rounds[k]; i++) {
			struct profile p;

			learn(&p, &r, REFERENCE);
			for (int m = 0; m < 4; m++)
				alarms[m] += compare(&p, find(methods[m]), &r, sizes[k], 0) > 0;
			profile_release(&p);
		}
		for (int m = 0; m < 4; m++)
			if (alarms[m] > bound)
				fail_msg("%s, n = %d: %d of %d", methods[m], sizes[k], alarms[m],
					 rounds[k]);
	}
}

/* One sd is seen in a window of 100. */
static void
test_a_change_is_found(void **state)
{
	static const char *const methods[] = {"psi", "js", "ks", "wasserstein"};
	struct profile p;
	struct rng r;

	(void)state;
	rng_seed(&r, 2);
	learn(&p, &r, REFERENCE);
	for (int m = 0; m < 4; m++)
		assert_true(compare(&p, find(methods[m]), &r, 100, 0.5) > 0);
	profile_release(&p);
}

/* Raw and profile, the same rows: bins are the same, others differ by no more than told. */
static void
test_profile_says_the_same(void **state)
{
	static const char *const binned[] = {"psi", "js", "hellinger", "kl", "chi2"};
	static const char *const bounded[] = {"ks", "wasserstein"};
	const struct distance_options o = {NAN};
	struct distribution d[3];
	struct rng r;

	(void)state;
	rng_seed(&r, 3);
	for (int i = 0; i < 3; i++)
		distribution_init(&d[i], DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 20000; i++) {
		double x = draw(&r, 1);

		distribution_add_number(&d[0], x);
		distribution_add_number(&d[1], x);
		distribution_add_number(&d[2], draw(&r, 1) + 0.1);
	}
	for (int i = 0; i < 3; i++)
		distribution_seal(&d[i]);
	distribution_condense(&d[1], 256);
	for (size_t i = 0; i < sizeof binned / sizeof binned[0]; i++) {
		const struct distance *m = find(binned[i])->distance;
		struct distance_result raw, profile;

		m->measure(&d[0], &d[2], &o, &raw);
		m->measure(&d[1], &d[2], &o, &profile);
		assert_bits(profile.statistic, raw.statistic);
		assert_bits(profile.p_value, raw.p_value);
		assert_bits(profile.error, 0);
	}
	for (size_t i = 0; i < sizeof bounded / sizeof bounded[0]; i++) {
		const struct distance *m = find(bounded[i])->distance;
		struct distance_result raw, profile;

		m->measure(&d[0], &d[2], &o, &raw);
		m->measure(&d[1], &d[2], &o, &profile);
		assert_bits(raw.error, 0);
		assert_true(profile.error > 0 && profile.error < 0.02);
		assert_true(fabs(profile.statistic - raw.statistic) <= profile.error);
	}
	for (int i = 0; i < 3; i++)
		distribution_release(&d[i]);
}

/* The raw statistic is within the error of that of cells, on one side or both. */
static void
test_cvm_is_bounded(void **state)
{
	const struct distance *m = find("cvm")->distance;
	const struct distance_options o = {NAN};
	struct distance_result raw, cells;
	struct distribution d[2];
	struct rng r;

	(void)state;
	rng_seed(&r, 5);
	for (int i = 0; i < 2; i++) {
		distribution_init(&d[i], DISTRIBUTION_NUMBERS);
		for (int k = 0; k < 20000; k++)
			distribution_add_number(&d[i], draw(&r, 1) + 0.1 * i);
		distribution_seal(&d[i]);
	}
	m->measure(&d[0], &d[1], &o, &raw);
	assert_bits(raw.error, 0);
	for (int i = 0; i < 2; i++) {
		distribution_condense(&d[i], 256);
		m->measure(&d[0], &d[1], &o, &cells);
		assert_true(cells.error > 0 && cells.error < cells.statistic);
		assert_true(fabs(cells.statistic - raw.statistic) <= cells.error);
	}
	for (int i = 0; i < 2; i++)
		distribution_release(&d[i]);
}

enum { MANY = 1000000, TEXT = 1 << 14 };

/* A column "a" of MANY rows; SHIFT is added to each. */
struct many {
	struct rng rng;
	double shift;
	char text[NUMBER_TEXT_MAX];
	struct value value;
};

static const struct value *
next(struct many *s)
{
	double x = draw(&s->rng, 1) + s->shift;

	s->value = (struct value){STR_N(s->text, number_print(x, s->text)), VALUE_TEXT};
	return &s->value;
}

static void
learn_many(struct profile *p, struct many *rows)
{
	const struct features_request request = {NULL, NULL, NULL, 0};
	const struct plan_column column = {.name = name[0]};
	struct complaint c;

	profile_init(p, NULL, 0, 0, 10);
	profile_see(p, name[0]);
	assert_int_equal(features_choose(&p->features, &request, &column, 1, &c), 0);
	for (int i = 0; i < MANY; i++)
		profile_add(p, next(rows), NULL, TIMESTAMP_NONE);
	profile_settle(p);
}

/* What is written of MANY rows by all plain methods; free() it. */
static char *
compare_many(struct profile *p, struct many *rows)
{
	const struct method *method[NULL_METHODS];
	const struct comparing_options o = {.method = method,
					    .methods = null_methods(method, NULL_NORMAL),
					    .fdr = 0.05,
					    .floor = NAN,
					    .max_groups = 10};
	const struct record_options form = {.format = RECORD_TSV};
	const struct plan_column column = {.name = name[0]};
	char *text = calloc(1, TEXT);
	struct comparing session;
	struct record_writer *w;
	struct complaint c;
	struct output out;
	int end[2];

	assert_int_equal(pipe(end), 0);
	output_init(&out, end[1]);
	w = record_writer_new(&out, &form);
	assert_int_equal(comparing_init(&session, &o, p, &column, 1, w, &c), 0);
	for (int i = 0; i < MANY; i++) {
		const struct row row = {.value = next(rows), .ts = TIMESTAMP_NONE};

		comparing_add(&session, &row);
	}
	comparing_finish(&session);
	assert_int_equal(session.drifts, 0);
	assert_int_equal(record_finish(w, 0, false), 0);
	assert_int_equal(output_finish(&out), 0);
	assert_true(read(end[0], text, TEXT - 1) > 0);
	close(end[0]);
	close(end[1]);
	comparing_release(&session);
	record_writer_free(w);
	output_release(&out);
	return text;
}

/* The number in column I of the line that begins at LINE. */
static double
number_at(const char *line, int i)
{
	double x;

	while (i--)
		line = strchr(line, '\t') + 1;
	assert_int_equal(number_parse(STR_N(line, strcspn(line, "\t")), &x), 0);
	return x;
}

/*
 * 0.01 sd (of a sum of three uniform draws: 0.5) in 1,000,000 rows against as many: every
 * method is sure of it, none calls it drift.
 */
static void
test_tiny_shift_of_a_million_is_no_drift(void **state)
{
	const struct method *method[NULL_METHODS];
	size_t methods = null_methods(method, NULL_NORMAL);
	struct many rows = {.shift = 0};
	struct profile p;
	char *text;

	(void)state;
	rng_seed(&rows.rng, 4);
	learn_many(&p, &rows);
	rows.shift = 0.01 * 0.5;
	text = compare_many(&p, &rows);
	for (size_t i = 0; i < methods; i++) {
		char start[64];
		const char *line;

		snprintf(start, sizeof start, "\ta\t%s\t", method[i]->name);
		line = strstr(text, start);
		assert_non_null(line);
		/* Behind column and method: statistic, p_value, p_adjusted, effect. */
		assert_true(number_at(line + 1, 4) < 0.001);
		assert_true(number_at(line + 1, 7) == MANY && number_at(line + 1, 8) == MANY);
	}
	free(text);
	profile_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_has_changed),
		cmocka_unit_test(test_a_change_is_found),
		cmocka_unit_test(test_profile_says_the_same),
		cmocka_unit_test(test_cvm_is_bounded),
		cmocka_unit_test(test_tiny_shift_of_a_million_is_no_drift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
