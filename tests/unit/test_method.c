/*
 * method: what every row of the table promises, and for those that score rows, whatever
 * they are, detector.h's contract: a model of anything, finite scores, a saved model that
 * is the same one, and no more false alarms than were asked for.
 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "alarm.h"
#include "method.h"
#include "normal.h"

enum { COLUMNS = 4, ROWS = 60 };

/* The next method that scores rows, from *I on; NULL behind the last one. */
static const struct method *
next_detector(size_t *i)
{
	const struct method *m;

	while ((m = method_at((*i)++)) && m->family != METHOD_ROW)
		;
	return m;
}

static void
test_table(void **state)
{
	const struct method *m, *found;
	struct complaint c;

	(void)state;
	for (size_t i = 0; (m = method_at(i)); i++) {
		assert_true(*m->name && *m->summary && *m->source);
		assert_int_equal(m->family == METHOD_ROW, m->detector != NULL);
		assert_int_equal(m->family == METHOD_DISTRIBUTION, m->distance != NULL);
		assert_int_equal(m->family == METHOD_STREAM, m->change != NULL);
		/* Finding it by its name means that no other one has it. */
		assert_int_equal(method_find(str_of(m->name), &found, &c), 0);
		assert_ptr_equal(found, m);
		if (m->family == METHOD_ROW)
			assert_true(*m->detector->unit);
	}
	assert_null(method_at(SIZE_MAX - 1));
	assert_null(method_at(SIZE_MAX));
}

static void
test_parse(void **state)
{
	const struct method **list;
	struct complaint c;
	size_t n;

	(void)state;
	list = method_parse("mad, autoencoder", &n, &c);
	assert_non_null(list);
	assert_int_equal(n, 2);
	assert_string_equal(list[0]->name, "mad");
	assert_string_equal(list[1]->name, "autoencoder");
	free(list);
	assert_null(method_parse("mad,ewma,mad", &n, &c));
	assert_string_equal(c.text, "method mad: named twice");
	assert_null(method_parse("autoencodr", &n, &c));
	assert_true(strstr(c.text, "did you mean 'autoencoder'?"));
	assert_null(method_parse("", &n, &c));
	assert_null(method_parse("mad,", &n, &c));
}

/* Methods of two families do not go together: their tables differ. */
static void
test_parse_families(void **state)
{
	const struct method *m;
	struct complaint c;
	char list[100];
	size_t n;

	(void)state;
	for (size_t i = 0; (m = method_at(i)); i++) {
		const struct method **parsed;

		if (m->family == METHOD_ROW)
			continue;
		snprintf(list, sizeof list, "mad,%s", m->name);
		parsed = method_parse(list, &n, &c);
		assert_null(parsed);
		assert_true(strstr(c.text, "different kinds"));
	}
}

/* References that a detector must make something of. */
struct reference {
	const char *name;
	size_t rows;
	double (*cell)(struct rng *r, size_t i, size_t j);
};

static double
normal_cell(struct rng *r, size_t i, size_t j)
{
	(void)i;
	return (double)j + normal(r);
}

static double
constant(struct rng *r, size_t i, size_t j)
{
	(void)r;
	(void)i;
	return (double)j;
}

static double
missing(struct rng *r, size_t i, size_t j)
{
	(void)r;
	(void)i;
	(void)j;
	return NAN;
}

static double
holes(struct rng *r, size_t i, size_t j)
{
	return rng_below(r, 3) ? normal_cell(r, i, j) : NAN;
}

static double
huge(struct rng *r, size_t i, size_t j)
{
	const double x[] = {1e300, -1e300, DBL_MAX, -DBL_MAX, 0, 1e-300, 5e-324};

	(void)i;
	(void)j;
	return x[rng_below(r, sizeof x / sizeof x[0])];
}

/* Columns whose range is no double. */
static double
ends(struct rng *r, size_t i, size_t j)
{
	(void)i;
	(void)j;
	return rng_below(r, 2) ? DBL_MAX : -DBL_MAX;
}

static double
tiny(struct rng *r, size_t i, size_t j)
{
	(void)i;
	return (double)rng_below(r, 2 + j) * 5e-324;
}

static double
one_huge(struct rng *r, size_t i, size_t j)
{
	return i == 7 && j == 1 ? DBL_MAX : normal_cell(r, i, j);
}

static double
mixed(struct rng *r, size_t i, size_t j)
{
	return j == 0 ? 3 : j == 1 ? NAN : normal_cell(r, i, j);
}

static const struct reference references[] = {
	{"empty", 0, normal_cell},    {"one row", 1, normal_cell},   {"two rows", 2, normal_cell},
	{"one missing", 1, missing},  {"normal", ROWS, normal_cell}, {"constant", ROWS, constant},
	{"missing", ROWS, missing},   {"holes", ROWS, holes},        {"huge", ROWS, huge},
	{"one huge", ROWS, one_huge}, {"mixed", ROWS, mixed},        {"ends", ROWS, ends},
	{"tiny", ROWS, tiny},         {"two ends", 2, ends},
};

enum { REFERENCES = sizeof references / sizeof references[0] };

static void
make(struct matrix *m, const struct reference *kind)
{
	struct rng r;

	rng_seed(&r, 3);
	matrix_init(m, COLUMNS);
	for (size_t i = 0; i < kind->rows; i++) {
		double *row = matrix_add(m);

		for (size_t j = 0; j < COLUMNS; j++)
			row[j] = kind->cell(&r, i, j);
	}
}

/* Small, so that all references times all methods take no time. */
static struct detector_options
small_options(void)
{
	struct detector_options o;

	detector_defaults(&o);
	o.trees = 20;
	return o;
}

/* Scores of all rows of all references, and the parts of each. */
static double *
score_all(const struct detector *d, void *model, size_t *n)
{
	double *score = calloc(REFERENCES * ROWS, sizeof *score), part[COLUMNS];

	*n = 0;
	for (size_t k = 0; k < REFERENCES; k++) {
		struct matrix m;

		make(&m, &references[k]);
		for (size_t i = 0; i < m.rows; i++) {
			d->score(model, matrix_row(&m, i), 1, &score[*n]);
			if (!isfinite(score[(*n)++]))
				fail_msg("a row of %s: no finite score", references[k].name);
			d->explain(model, matrix_row(&m, i), part);
			for (size_t j = 0; j < COLUMNS; j++)
				assert_true(isfinite(part[j]));
		}
		matrix_release(&m);
	}
	return score;
}

static void
check_saved(const struct detector *d, void *model)
{
	struct pack bytes, again;
	struct unpack u;
	struct complaint c;
	double *score, *loaded_score;
	void *loaded;
	size_t n;

	pack_init(&bytes);
	pack_init(&again);
	d->save(model, &bytes);
	unpack_init(&u, buf_str(&bytes.bytes));
	loaded = d->load(&u, COLUMNS, &c);
	assert_non_null(loaded);
	assert_true(unpack_done(&u));
	d->save(loaded, &again);
	assert_true(str_eq(buf_str(&bytes.bytes), buf_str(&again.bytes)));
	score = score_all(d, model, &n);
	loaded_score = score_all(d, loaded, &n);
	assert_memory_equal(score, loaded_score, n * sizeof *score);
	free(score);
	free(loaded_score);
	d->free(loaded);
	pack_release(&bytes);
	pack_release(&again);
}

static void
check_any_reference(const struct detector *d, const struct detector_options *o)
{
	for (size_t k = 0; k < REFERENCES; k++) {
		struct matrix m;
		void *model;

		make(&m, &references[k]);
		model = d->fit(&m, o);
		check_saved(d, model);
		d->free(model);
		matrix_release(&m);
	}
}

static void
test_any_reference(void **state)
{
	struct detector_options o = small_options(), extended = o;
	const struct method *method;

	(void)state;
	extended.extension = COLUMNS - 1;
	for (size_t at = 0; (method = next_detector(&at));) {
		check_any_reference(method->detector, &o);
		check_any_reference(method->detector, &extended);
	}
}

/* P-values of any reference are within (0,1], and it can be calibrated. */
static void
test_any_alarm(void **state)
{
	struct detector_options o = small_options();
	const struct method *method;

	(void)state;
	for (size_t at = 0; (method = next_detector(&at));) {
		for (size_t k = 0; k < REFERENCES; k++) {
			const struct detector *d = method->detector;
			struct matrix m;
			struct alarm a;
			void *model;

			make(&m, &references[k]);
			model = d->fit(&m, &o);
			alarm_learn(&a, d, model, &m, NULL, &o);
			assert_int_equal(a.unseen.n, d->sequential ? m.rows - m.rows / 2 : m.rows);
			assert_int_equal(a.seen.n, m.rows);
			assert_true(alarm_p(&a, -1e308) == 1);
			assert_true(alarm_p(&a, 1e308) == a.run / ((double)a.unseen.n + a.run));
			alarm_release(&a);
			d->free(model);
			matrix_release(&m);
		}
	}
}

/* What is missing at the end of a model is missed, and so are columns too many or too few. */
static void
test_truncated_models(void **state)
{
	struct detector_options o = small_options();
	const struct method *method;
	struct complaint c;
	struct matrix m;

	(void)state;
	o.trees = 3;
	make(&m, &references[4]);
	for (size_t at = 0; (method = next_detector(&at));) {
		const struct detector *d = method->detector;
		void *model = d->fit(&m, &o);
		struct pack bytes;
		struct unpack u;

		pack_init(&bytes);
		d->save(model, &bytes);
		for (size_t n = 0; n < bytes.bytes.n; n++) {
			unpack_init(&u, STR_N(bytes.bytes.p, n));
			*c.text = '\0';
			assert_null(d->load(&u, COLUMNS, &c));
			assert_true(*c.text);
		}
		for (size_t columns = 0; columns <= 2 * COLUMNS; columns++) {
			unpack_init(&u, buf_str(&bytes.bytes));
			if (columns != COLUMNS)
				assert_null(d->load(&u, columns, &c));
		}
		pack_release(&bytes);
		d->free(model);
	}
	matrix_release(&m);
}

/* A changed byte is refused or makes another model whose scores are finite. */
static void
test_changed_models(void **state)
{
	struct detector_options o = small_options();
	const struct method *method;
	struct matrix m;
	struct rng r;

	(void)state;
	o.trees = 3;
	rng_seed(&r, 11);
	make(&m, &references[4]);
	for (size_t at = 0; (method = next_detector(&at));) {
		const struct detector *d = method->detector;
		void *model = d->fit(&m, &o);
		struct pack bytes;

		pack_init(&bytes);
		d->save(model, &bytes);
		for (size_t n = 0; n < 500; n++) {
			char *byte = bytes.bytes.p + rng_below(&r, bytes.bytes.n), was = *byte;
			struct complaint c;
			struct unpack u;
			void *other;
			size_t scores;

			*byte = (char)rng_below(&r, 256);
			unpack_init(&u, buf_str(&bytes.bytes));
			other = d->load(&u, COLUMNS, &c);
			if (other) {
				free(score_all(d, other, &scores));
				d->free(other);
			}
			*byte = was;
		}
		pack_release(&bytes);
		d->free(model);
	}
	matrix_release(&m);
}

/* Any split of the rows gives the same scores. */
static void
test_blocks(void **state)
{
	struct detector_options o = small_options();
	const struct method *method;
	struct matrix m;

	(void)state;
	make(&m, &references[7]);
	for (size_t at = 0; (method = next_detector(&at));) {
		const struct detector *d = method->detector;
		double whole[ROWS], pieces[ROWS];
		void *model = d->fit(&m, &o), *twin = d->fit(&m, &o);

		d->score(model, m.cell, ROWS, whole);
		for (size_t i = 0, n; i < ROWS; i += n) {
			n = i % 5 + 1 < ROWS - i ? i % 5 + 1 : ROWS - i;
			d->score(twin, matrix_row(&m, i), n, pieces + i);
		}
		assert_memory_equal(whole, pieces, sizeof whole);
		d->free(model);
		d->free(twin);
	}
	matrix_release(&m);
}

/*
 * The promise: over SEEDS references, fresh rows like them are alarms at alpha = 0.05 in at
 * most 5 % of all cases.  The cases of one seed depend on each other, so the bound is three
 * standard errors of the mean of the seeds' shares, as measured.  Far below would be as
 * wrong: nothing would ever be an alarm.
 */
static void
check_promise(const struct method *method, size_t rows, const struct detector_options *base)
{
	enum { SEEDS = 200, FRESH = 100 };
	const double alpha = 0.05;
	const struct detector *d = method->detector;
	double sum = 0, squares = 0, mean, error;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct detector_options o = *base;
		double row[COLUMNS], score, share = 0;
		struct matrix m;
		struct alarm a;
		struct rng r;
		void *model;

		rng_seed(&r, seed);
		o.seed = seed;
		matrix_init(&m, COLUMNS);
		for (size_t i = 0; i < rows; i++)
			normal_row(&r, matrix_add(&m), COLUMNS);
		model = d->fit(&m, &o);
		alarm_learn(&a, d, model, &m, NULL, &o);
		for (size_t i = 0; i < FRESH; i++) {
			normal_row(&r, row, COLUMNS);
			d->score(model, row, 1, &score);
			share += alarm_p(&a, score) <= alpha;
		}
		share /= FRESH;
		sum += share;
		squares += share * share;
		alarm_release(&a);
		d->free(model);
		matrix_release(&m);
	}
	mean = sum / SEEDS;
	error = sqrt((squares / SEEDS - mean * mean) / SEEDS);
	if (mean > alpha + 3 * error || mean < alpha / 3)
		fail_msg("%s: %g of rows like the reference are alarms, %g were asked for (se %g)",
			 method->name, mean, alpha, error);
}

static void
test_false_alarms(void **state)
{
	struct detector_options o = small_options();
	const struct method *method;

	(void)state;
	o.subsample = 64;
	for (size_t at = 0; (method = next_detector(&at));)
		check_promise(method, method->detector->sequential ? 200 : 60, &o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),          cmocka_unit_test(test_parse),
		cmocka_unit_test(test_parse_families), cmocka_unit_test(test_any_reference),
		cmocka_unit_test(test_any_alarm),      cmocka_unit_test(test_truncated_models),
		cmocka_unit_test(test_changed_models), cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_false_alarms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
