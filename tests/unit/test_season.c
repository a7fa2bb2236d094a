/*
 * season: medians and MADs as numpy.median and scipy.stats.median_abs_deviation give them.
 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "alarm.h"
#include "assert_close.h"
#include "method.h"
#include "normal.h"
#include "season.h"
#include "timestamp.h"

#define HOUR (60 * TIMESTAMP_MINUTE)

enum { DAYS = 10, HOURS = 24 };

static void
test_check(void **state)
{
	struct complaint c;

	(void)state;
	assert_int_equal(season_check(TIMESTAMP_DAY, &c), 0);
	assert_int_equal(season_check(7 * TIMESTAMP_DAY, &c), 0);
	assert_int_equal(season_check(HOUR, &c), STATUS_USAGE);
	assert_int_equal(season_check(5 * HOUR / 2, &c), STATUS_USAGE);
	assert_int_equal(season_check(367 * TIMESTAMP_DAY, &c), STATUS_USAGE);
	assert_string_equal(c.text, "a season is whole hours long, from 2h to 366d");
}

static void
test_phase(void **state)
{
	(void)state;
	assert_int_equal(season_phase(TIMESTAMP_DAY, 0), 0);
	assert_int_equal(season_phase(TIMESTAMP_DAY, HOUR - 1), 0);
	assert_int_equal(season_phase(TIMESTAMP_DAY, -1), 23);
	assert_int_equal(season_phase(TIMESTAMP_DAY, TIMESTAMP_NONE), 24);
	/* 1970-01-01 was a Thursday: 72 hours after Monday. */
	assert_int_equal(season_phase(7 * TIMESTAMP_DAY, 0), 72);
	assert_int_equal(season_phase(7 * TIMESTAMP_DAY, 4 * TIMESTAMP_DAY), 0);
	assert_int_equal(season_phase(7 * TIMESTAMP_DAY, TIMESTAMP_MIN), 0);
	assert_int_equal(season_phase(7 * TIMESTAMP_DAY, TIMESTAMP_NONE), 168);
}

/* A row an hour; the value is that of F. */
static void
hourly(struct matrix *m, int64_t *ts, size_t rows, double (*f)(size_t i))
{
	matrix_init(m, 1);
	for (size_t i = 0; i < rows; i++) {
		ts[i] = (int64_t)i * HOUR;
		*matrix_add(m) = f(i);
	}
}

/* 100 for each hour of the day, and a spread of 1, 2, ... 10 over the days. */
static double
stairs(size_t i)
{
	return 100 * (double)(i % HOURS) + (double)(i / HOURS + 1);
}

static void
test_each_hour_has_its_own(void **state)
{
	/*
	 * 1, 2, ... 10: median 5.5, MAD 2.5 (scipy.stats.median_abs_deviation).  Without 1:
	 * 2 ... 10, median 6, MAD 2; without 10: median 5, MAD 2; without 6: median 5, MAD 3
	 * (deviations 4 3 2 1 0 2 3 4 5).
	 */
	const double first = (1 - 6) / (1.4826 * 2), last = (10 - 5) / (1.4826 * 2),
		     sixth = (6 - 5) / (1.4826 * 3);
	int64_t ts[DAYS * HOURS];
	double row = 2300 + 8;
	struct season s;
	struct matrix m;

	(void)state;
	hourly(&m, ts, DAYS * HOURS, stairs);
	season_learn(&s, TIMESTAMP_DAY, &m, ts);
	for (size_t h = 0; h < HOURS; h++) {
		assert_close(s.scale[h].centre, 100 * (double)h + 5.5);
		assert_close(s.scale[h].spread, 1.4826 * 2.5);
		assert_close(m.cell[h], first);
		assert_close(m.cell[5 * HOURS + h], sixth);
		assert_close(m.cell[9 * HOURS + h], last);
	}
	season_apply(&s, 23 * HOUR + 1, &row);
	assert_close(row, 2.5 / (1.4826 * 2.5));
	row = NAN;
	season_apply(&s, 0, &row);
	assert_true(isnan(row));
	/* A row without a time is held against 1 ... 2310: numpy.median of all 240. */
	row = 1155.5;
	season_apply(&s, TIMESTAMP_NONE, &row);
	assert_true(row == 0);
	season_release(&s);
	matrix_release(&m);
}

static void
test_no_season_changes_nothing(void **state)
{
	struct season s;
	double row = 3;

	(void)state;
	season_init(&s);
	season_apply(&s, 0, &row);
	assert_true(row == 3);
	season_release(&s);
}

static double
hour_number(size_t i)
{
	return (double)i;
}

static void
test_few_borrow_from_neighbours(void **state)
{
	int64_t ts[HOURS];
	struct season s;
	struct matrix m;

	(void)state;
	/* One value an hour: hour 12 takes 8 to 16 (9 values), hour 0 takes 20 to 4. */
	hourly(&m, ts, HOURS, hour_number);
	season_learn(&s, TIMESTAMP_DAY, &m, ts);
	assert_close(s.scale[12].centre, 12);
	assert_close(s.scale[12].spread, 1.4826 * 2);
	assert_close(s.scale[0].centre, 4); /* of 20 21 22 23 0 1 2 3 4 */
	/* Hour 12 without its own: 8 9 10 11 13 14 15 16. */
	assert_true(m.cell[12] == 0);
	season_release(&s);
	matrix_release(&m);
}

static double
flat(size_t i)
{
	return i % HOURS == 3 ? 1 + 0.1 * (double)(i / HOURS) : 7;
}

static void
test_flat_phases(void **state)
{
	int64_t ts[DAYS * HOURS];
	struct season s;
	struct matrix m;
	double row = 9;

	(void)state;
	/* Most residuals are 0, so there is no common MAD either: the unit is 1. */
	hourly(&m, ts, DAYS * HOURS, flat);
	season_learn(&s, TIMESTAMP_DAY, &m, ts);
	assert_close(s.scale[0].spread, 1);
	season_apply(&s, 0, &row);
	assert_close(row, 2);
	assert_true(m.cell[0] == 0);
	season_release(&s);
	matrix_release(&m);
}

static double
alternating(size_t i)
{
	return i % HOURS < 6 ? 7 : i / HOURS % 2 ? 3 : 5;
}

static void
test_common_spread(void **state)
{
	int64_t ts[DAYS * HOURS];
	struct season s;
	struct matrix m;

	(void)state;
	/* 3 and 5 around 4 in three of four hours: the MAD of all residuals is 1. */
	hourly(&m, ts, DAYS * HOURS, alternating);
	season_learn(&s, TIMESTAMP_DAY, &m, ts);
	assert_close(s.scale[0].spread, 1.4826);
	assert_close(s.scale[6].spread, 1.4826);
	season_release(&s);
	matrix_release(&m);
}

static void
test_odd_references(void **state)
{
	const double value[] = {NAN, 5, 1e300, -1e300, DBL_MAX, -DBL_MAX, 0};
	int64_t ts[7];

	(void)state;
	for (size_t rows = 0; rows <= 7; rows++) {
		struct season s;
		struct matrix m;

		matrix_init(&m, 2);
		for (size_t i = 0; i < rows; i++) {
			matrix_add(&m)[0] = value[i];
			ts[i] = i % 2 ? (int64_t)i : TIMESTAMP_NONE;
		}
		season_learn(&s, TIMESTAMP_DAY, &m, ts);
		for (size_t i = 0; i < rows; i++)
			assert_true(isnan(value[i]) ? isnan(m.cell[2 * i])
						    : isfinite(m.cell[2 * i]));
		for (size_t i = 0; i < 7; i++) {
			double row[] = {value[i], value[i]};

			season_apply(&s, 1, row);
			assert_true(isnan(value[i]) || (isfinite(row[0]) && isfinite(row[1])));
		}
		season_release(&s);
		matrix_release(&m);
	}
}

/* The distances of values left out are those of a season learned without their row. */
static void
test_left_out_as_by_hand(void **state)
{
	enum { ROWS = 200 };
	int64_t ts[ROWS], rest_ts[ROWS];
	struct matrix m, rest;
	struct season s, without;
	double value[ROWS];
	struct rng r;

	(void)state;
	rng_seed(&r, 5);
	matrix_init(&m, 1);
	for (size_t i = 0; i < ROWS; i++) {
		ts[i] = (int64_t)rng_below(&r, 3 * 24) * HOUR / 3;
		value[i] = (double)rng_below(&r, 40);
		*matrix_add(&m) = value[i];
	}
	season_learn(&s, 3 * HOUR, &m, ts);
	for (size_t out = 0; out < ROWS; out += 13) {
		double row = value[out];

		matrix_init(&rest, 1);
		for (size_t i = 0; i < ROWS; i++)
			if (i != out) {
				rest_ts[rest.rows] = ts[i];
				*matrix_add(&rest) = value[i];
			}
		season_learn(&without, 3 * HOUR, &rest, rest_ts);
		season_apply(&without, ts[out], &row);
		assert_close(m.cell[out], row);
		season_release(&without);
		matrix_release(&rest);
	}
	season_release(&s);
	matrix_release(&m);
}

static void
test_save_and_load(void **state)
{
	int64_t ts[DAYS * HOURS];
	struct season s, loaded;
	struct complaint c;
	struct matrix m;
	struct pack p, q;
	struct unpack u;

	(void)state;
	hourly(&m, ts, DAYS * HOURS, stairs);
	season_learn(&s, TIMESTAMP_DAY, &m, ts);
	pack_init(&p);
	pack_init(&q);
	season_save(&s, &p);
	unpack_init(&u, buf_str(&p.bytes));
	assert_int_equal(season_load(&loaded, &u, 1, &c), 0);
	assert_true(unpack_done(&u));
	season_save(&loaded, &q);
	assert_true(str_eq(buf_str(&p.bytes), buf_str(&q.bytes)));
	season_release(&loaded);
	for (size_t n = 0; n < p.bytes.n; n++) {
		unpack_init(&u, STR_N(p.bytes.p, n));
		assert_int_equal(season_load(&loaded, &u, 1, &c), STATUS_DAMAGED);
		assert_null(loaded.scale);
	}
	unpack_init(&u, buf_str(&p.bytes));
	assert_int_equal(season_load(&loaded, &u, 2, &c), STATUS_DAMAGED);
	pack_release(&p);
	pack_release(&q);
	season_release(&s);
	matrix_release(&m);
}

/*
 * A service that is quiet but for two hours at noon.  Faults are noon's values at other hours:
 * nothing odd to who does not know the hour.
 */
struct service {
	struct rng rng;
	struct matrix rows;
	int64_t ts[60 * HOURS];
};

enum { SERVICE_COLUMNS = 3 };

static bool
is_fault(size_t i)
{
	return i % 42 == 27; /* at three, nine, fifteen or twenty-one o'clock */
}

static void
service_init(struct service *s, uint64_t seed, size_t days, bool faults)
{
	rng_seed(&s->rng, seed);
	matrix_init(&s->rows, SERVICE_COLUMNS);
	for (size_t i = 0; i < days * HOURS; i++) {
		bool busy = i % HOURS == 12 || i % HOURS == 13;
		double *row = matrix_add(&s->rows);

		s->ts[i] = (int64_t)i * HOUR;
		for (size_t j = 0; j < SERVICE_COLUMNS; j++)
			row[j] = 10 + normal(&s->rng) + (busy || (faults && is_fault(i)) ? 40 : 0);
	}
}

struct outcome {
	size_t false_alarms, faults, found;
};

/* Rows of STREAM that METHOD, who learned from REFERENCE, calls alarms by RULE. */
static struct outcome
watch(const char *name, struct service *reference, struct service *stream, int64_t length,
      const struct alarm_rule *rule, bool faults)
{
	struct outcome o = {0, 0, 0};
	struct detector_options options;
	struct alarm_limit limit;
	const struct method *method;
	struct season season;
	struct complaint c;
	struct alarm alarm;
	void *model;

	assert_int_equal(method_find(str_of(name), &method, &c), 0);
	detector_defaults(&options);
	season_init(&season);
	if (length)
		season_learn(&season, length, &reference->rows, reference->ts);
	model = method->detector->fit(&reference->rows, &options);
	alarm_learn(&alarm, method->detector, model, &reference->rows, reference->ts, &options);
	assert_int_equal(alarm_limit(rule, &alarm, 1, 1, &limit, &c), 0);
	for (size_t i = 0; i < stream->rows.rows; i++) {
		double row[SERVICE_COLUMNS], score;
		bool odd;

		memcpy(row, matrix_row(&stream->rows, i), sizeof row);
		season_apply(&season, stream->ts[i], row);
		method->detector->score(model, row, 1, &score);
		odd = alarm_is_odd(&limit, score, alarm_p(&alarm, score));
		o.faults += faults && is_fault(i);
		o.found += odd && faults && is_fault(i);
		o.false_alarms += odd && !(faults && is_fault(i));
	}
	method->detector->free(model);
	alarm_release(&alarm);
	season_release(&season);
	return o;
}

static void
test_fewer_false_alarms_no_fault_lost(void **state)
{
	const struct alarm_rule limit = {.kind = ALARM_THRESHOLD, .value = 10},
				promise = {.kind = ALARM_ALPHA, .value = 0.01};
	struct service reference, stream;
	struct outcome plain, seasonal;

	(void)state;
	service_init(&stream, 2, 20, true);
	service_init(&reference, 1, 40, false);
	plain = watch("mad", &reference, &stream, 0, &limit, true);
	seasonal = watch("mad", &reference, &stream, TIMESTAMP_DAY, &limit, true);
	assert_int_equal(plain.faults, 11);
	assert_int_equal(plain.false_alarms, 40); /* every noon */
	assert_in_range(seasonal.false_alarms, 0, 1);
	assert_int_equal(seasonal.found, 11);
	matrix_release(&reference.rows);
	/* With a promise there are few false alarms either way, but all faults are lost. */
	service_init(&reference, 1, 40, false);
	plain = watch("mad", &reference, &stream, 0, &promise, true);
	seasonal = watch("mad", &reference, &stream, TIMESTAMP_DAY, &promise, true);
	assert_in_range(plain.found, 0, 1);
	assert_int_equal(seasonal.found, 11);
	assert_in_range(seasonal.false_alarms, 0, 15);
	matrix_release(&reference.rows);
	matrix_release(&stream.rows);
}

/* Eight days, so that each hour's median and MAD come from eight values. */
static void
test_promise_holds_in_season(void **state)
{
	enum { SEEDS = 200, DAYS_KNOWN = 8, DAYS_TO_COME = 5 };
	const struct alarm_rule rule = {.kind = ALARM_ALPHA, .value = 0.05};
	double sum = 0, squares = 0, mean, error;

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct service reference, stream;
		struct outcome o;
		double share;

		service_init(&reference, seed, DAYS_KNOWN, false);
		service_init(&stream, SEEDS + seed, DAYS_TO_COME, false);
		o = watch("mad", &reference, &stream, TIMESTAMP_DAY, &rule, false);
		share = (double)o.false_alarms / (double)stream.rows.rows;
		sum += share;
		squares += share * share;
		matrix_release(&reference.rows);
		matrix_release(&stream.rows);
	}
	mean = sum / SEEDS;
	error = sqrt((squares / SEEDS - mean * mean) / SEEDS);
	if (mean > 0.05 + 3 * error || mean < 0.02)
		fail_msg("%g of normal rows are alarms, 0.05 were asked for (se %g)", mean, error);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_phase),
		cmocka_unit_test(test_each_hour_has_its_own),
		cmocka_unit_test(test_no_season_changes_nothing),
		cmocka_unit_test(test_few_borrow_from_neighbours),
		cmocka_unit_test(test_flat_phases),
		cmocka_unit_test(test_common_spread),
		cmocka_unit_test(test_odd_references),
		cmocka_unit_test(test_left_out_as_by_hand),
		cmocka_unit_test(test_save_and_load),
		cmocka_unit_test(test_fewer_false_alarms_no_fault_lost),
		cmocka_unit_test(test_promise_holds_in_season),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
