/*
 * change: each detector on the streams that river's own tests and examples use.  The
 * streams come from the Mersenne Twister as Python's random.seed and random.choices have it.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "method.h"
#include "number.h"
#include "rng.h"
#include "xalloc.h"

/* Matsumoto, Nishimura 1998, seeded by init_by_array with one word. */
struct twister {
	uint32_t s[624];
	size_t at;
};

static void
twister_seed(struct twister *t, uint32_t seed)
{
	t->s[0] = 19650218;
	for (uint32_t i = 1; i < 624; i++)
		t->s[i] = 1812433253 * (t->s[i - 1] ^ t->s[i - 1] >> 30) + i;
	for (uint32_t k = 0, i = 1; k < 624; k++) {
		t->s[i] = (t->s[i] ^ (t->s[i - 1] ^ t->s[i - 1] >> 30) * 1664525) + seed;
		if (++i == 624) {
			t->s[0] = t->s[623];
			i = 1;
		}
	}
	for (uint32_t k = 0, i = 2; k < 623; k++) {
		t->s[i] = (t->s[i] ^ (t->s[i - 1] ^ t->s[i - 1] >> 30) * 1566083941) - i;
		if (++i == 624) {
			t->s[0] = t->s[623];
			i = 1;
		}
	}
	t->s[0] = 0x80000000;
	t->at = 624;
}

static uint32_t
twister_next(struct twister *t)
{
	uint32_t y;

	if (t->at == 624) {
		for (size_t i = 0; i < 624; i++) {
			y = (t->s[i] & 0x80000000) | (t->s[(i + 1) % 624] & 0x7fffffff);
			t->s[i] = t->s[(i + 397) % 624] ^ y >> 1 ^ (y & 1 ? 0x9908b0df : 0);
		}
		t->at = 0;
	}
	y = t->s[t->at++];
	y ^= y >> 11;
	y ^= y << 7 & 0x9d2c5680;
	y ^= y << 15 & 0xefc60000;
	return y ^ y >> 18;
}

static double
uniform(struct twister *t)
{
	uint32_t a = twister_next(t) >> 5, b = twister_next(t) >> 6;

	return (a * 67108864.0 + b) / 9007199254740992.0;
}

struct stream {
	double x[40000];
	size_t n;
};

/* N of LOW ... LOW + K - 1; their sum. */
static double
choose(struct stream *s, struct twister *t, size_t n, double low, double k)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += s->x[s->n++] = low + floor(uniform(t) * k);
	return sum;
}

/* N values that are 1 with the chance P, else 0; LOWER says which end of u is 1. */
static double
toss(struct stream *s, struct twister *t, size_t n, double p, bool lower)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double u = uniform(t);

		sum += s->x[s->n++] = lower ? u < p : u >= 1 - p;
	}
	return sum;
}

static void
stream_1(struct stream *s)
{
	struct twister t;

	s->n = 0;
	twister_seed(&t, 42);
	assert_true(choose(s, &t, 1000, 0, 2) == 520);
	assert_true(choose(s, &t, 1000, 4, 4) == 5514);
	assert_true(choose(s, &t, 1000, 0, 2) == 498);
	assert_true(choose(s, &t, 1000, 4, 4) == 5509);
}

static void
stream_2(struct stream *s)
{
	struct twister t;

	s->n = 0;
	twister_seed(&t, 42);
	assert_true(choose(s, &t, 1000, 0, 2) == 520);
	assert_true(toss(s, &t, 1000, 0.7, false) == 714);
}

static void
stream_3(struct stream *s)
{
	struct twister t;

	s->n = 0;
	twister_seed(&t, 12345);
	assert_true(choose(s, &t, 1000, 0, 2) == 497);
	assert_true(choose(s, &t, 1000, 4, 4) == 5473);
}

static void
stream_4(struct stream *s)
{
	struct twister t;

	s->n = 0;
	twister_seed(&t, 7);
	toss(s, &t, 20000, 0.10, true);
	toss(s, &t, 20000, 0.13, true);
}

static void
stream_of_file(struct stream *s, const char *path)
{
	FILE *in = fopen(path, "r");
	char line[64];

	assert_non_null(in);
	s->n = 0;
	while (fgets(line, sizeof line, in))
		assert_int_equal(
			number_parse(str_trim(STR_N(line, strcspn(line, "\r\n"))), &s->x[s->n++]),
			0);
	fclose(in);
}

static const struct change *
change_of(const char *name)
{
	const struct method *m;
	struct complaint c;

	assert_int_equal(method_find(str_of(name), &m, &c), 0);
	assert_int_equal(m->family, METHOD_STREAM);
	return m->change;
}

static void
defaults(const struct change *change, double *value)
{
	for (size_t i = 0; change->parameter[i].name; i++)
		value[i] = change->parameter[i].value;
}

enum { FOUND_MAX = 2000 };

struct found {
	size_t at[FOUND_MAX];
	enum change_level level[FOUND_MAX];
	size_t n;
};

static void
take(const struct change *change, void *state, const struct stream *s, size_t from, size_t until,
     struct found *f)
{
	for (size_t i = from; i < until; i++) {
		struct change_step step;

		change_add(change, state, s->x[i], &step);
		if (step.level == CHANGE_NONE)
			continue;
		assert_true(f->n < FOUND_MAX);
		f->at[f->n] = i;
		f->level[f->n++] = step.level;
	}
}

static void
run(const char *name, const double *value, const struct stream *s, struct found *f)
{
	const struct change *change = change_of(name);
	double standard[CHANGE_PARAMETERS] = {0};
	void *state;

	defaults(change, standard);
	state = change_start(change, value ? value : standard);
	f->n = 0;
	take(change, state, s, 0, s->n, f);
	change_free(change, state);
}

/* What was found of LEVEL is WANTED, N of them; of warnings the first N. */
static void
expect(const struct found *f, enum change_level level, const size_t *wanted, size_t n)
{
	size_t met = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->level[i] != level)
			continue;
		if (met < n)
			assert_int_equal(f->at[i], wanted[met]);
		met++;
	}
	assert_true(level == CHANGE_WARNING ? met >= n : met == n);
}

#define EXPECT(f, level, ...)                                                                      \
	do {                                                                                       \
		const size_t wanted[] = {__VA_ARGS__};                                             \
		expect(f, level, wanted, sizeof wanted / sizeof wanted[0]);                        \
	} while (0)

static struct stream s;
static struct found f;

static void
test_twister(void **state)
{
	struct twister t;

	(void)state;
	twister_seed(&t, 42);
	assert_true(uniform(&t) == 0.6394267984578837);
	assert_true(uniform(&t) == 0.025010755222666936);
	assert_true(uniform(&t) == 0.27502931836911926);
}

static void
test_adwin(void **state)
{
	const double lasting[] = {0.002, 32, 5, 5, 10, 0, 0}, old[] = {0.002, 32, 5, 5, 10, 1, 0};

	(void)state;
	stream_1(&s);
	run("adwin", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1023, 2015, 3007);
	run("adwin", old, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1023, 2047, 3039);
	stream_3(&s);
	run("adwin", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1023);
	stream_4(&s);
	run("adwin", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 20959);
	run("adwin", old, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 23487);
	stream_of_file(&s, "tests/data/streams/river_stream1.txt");
	run("adwin", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1023);
	run("adwin", old, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1055);
	stream_of_file(&s, "tests/data/streams/skmultiflow_drift_stream.txt");
	run("adwin", lasting, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1023, 1055, 1087, 1151);
}

static void
test_binary_detectors(void **state)
{
	const double wide[] = {30, 0.8, 0.75};

	(void)state;
	stream_2(&s);
	run("ddm", NULL, &s, &f);
	EXPECT(&f, CHANGE_WARNING, 1084, 1492);
	EXPECT(&f, CHANGE_DRIFT, 1334);
	run("eddm", wide, &s, &f);
	EXPECT(&f, CHANGE_WARNING, 1059);
	EXPECT(&f, CHANGE_DRIFT, 1278);
	run("eddm", NULL, &s, &f);
	EXPECT(&f, CHANGE_WARNING, 61);
	EXPECT(&f, CHANGE_DRIFT, 103, 255, 328, 618, 690, 745, 798, 942, 1014, 1068);
	run("hddm_a", NULL, &s, &f);
	EXPECT(&f, CHANGE_WARNING, 451);
	EXPECT(&f, CHANGE_DRIFT, 1206);
	run("hddm_w", NULL, &s, &f);
	EXPECT(&f, CHANGE_WARNING, 451);
	EXPECT(&f, CHANGE_DRIFT, 1077);
	stream_of_file(&s, "tests/data/streams/river_stream2.txt");
	run("ddm", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1049);
	stream_of_file(&s, "tests/data/streams/river_doc_42_binary.txt");
	run("ddm", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1334);
}

static void
test_page_hinkley(void **state)
{
	const double up[] = {30, 0.005, 50, 0.9999, 1}, floored[] = {30, 0.005, 50, 0.9999, 1};

	(void)state;
	stream_3(&s);
	run("page_hinkley", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1006);
	stream_of_file(&s, "tests/data/streams/river_stream1.txt");
	run("page_hinkley", NULL, &s, &f);
	/* What river 0.26.1 answers; older river looked at rises alone, from a floor of 0. */
	EXPECT(&f, CHANGE_DRIFT, 1020, 1397, 1548, 1988);
	run("page_hinkley", up, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1020, 1990);
	run("cusum", floored, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1020, 1991);
	stream_of_file(&s, "tests/data/streams/river_doc_12345.txt");
	run("page_hinkley", NULL, &s, &f);
	EXPECT(&f, CHANGE_DRIFT, 1006);
}

/* No published figures: a change of two is found soon, in both directions. */
static void
test_others_find_changes(void **state)
{
	static const char *const name[] = {"cusum", "kswin"};

	(void)state;
	stream_1(&s);
	for (size_t i = 0; i < 2; i++) {
		run(name[i], NULL, &s, &f);
		for (size_t change = 1000; change < 4000; change += 1000) {
			bool met = false;

			for (size_t k = 0; k < f.n; k++)
				met |= f.at[k] >= change && f.at[k] < change + 100;
			assert_true(met);
		}
	}
}

static bool
is_binary(const struct stream *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->x[i] != 0 && x->x[i] != 1)
			return false;
	return true;
}

/* The means on both sides, where the streams' are 0.5 and 5.5. */
static void
test_means(void **state)
{
	static const char *const name[] = {"adwin", "kswin", "page_hinkley", "cusum"};

	(void)state;
	stream_3(&s);
	for (size_t i = 0; i < 4; i++) {
		const struct change *change = change_of(name[i]);
		double value[CHANGE_PARAMETERS] = {0};
		struct change_step step = {CHANGE_NONE, 0, 0};
		void *d;

		defaults(change, value);
		d = change_start(change, value);
		for (size_t k = 0; k < s.n && (k < 900 || step.level == CHANGE_NONE); k++)
			change_add(change, d, s.x[k], &step);
		assert_int_equal(step.level, CHANGE_DRIFT);
		/* A sum's least value may lie long before the change. */
		assert_true(step.before > 0.3 && step.before < 1.5);
		assert_true(step.after > (i < 2 ? 3 : step.before + 0.05) && step.after < 8);
		change_free(change, d);
	}
}

/* A new state that has what STATE saved; NULL: refused. */
static void *
moved(const struct change *change, const double *value, struct str text)
{
	void *state = change_start(change, value);

	if (change_load(change, state, text))
		return state;
	change_free(change, state);
	return NULL;
}

/* Saved and loaded at random places, a stream gives the same detections. */
static void
check_resume(const struct method *m, const struct stream *x)
{
	const struct change *change = m->change;
	double value[CHANGE_PARAMETERS] = {0};
	struct found whole, parts = {.n = 0};
	struct rng rng;
	void *state;

	run(m->name, NULL, x, &whole);
	defaults(change, value);
	state = change_start(change, value);
	rng_seed(&rng, 5);
	for (size_t from = 0, until; from < x->n; from = until) {
		struct buf text;
		void *next;

		until = from + (size_t)rng_below(&rng, 400);
		until = until < x->n ? until : x->n;
		take(change, state, x, from, until, &parts);
		buf_init(&text, BUF_CAP_MAX);
		assert_int_equal(change_save(change, state, &text), 0);
		next = moved(change, value, buf_str(&text));
		assert_non_null(next);
		change_free(change, state);
		state = next;
		buf_release(&text);
	}
	change_free(change, state);
	assert_int_equal(parts.n, whole.n);
	assert_memory_equal(parts.at, whole.at, whole.n * sizeof whole.at[0]);
}

/* Nothing, one value, two or many that are the same. */
static void
test_nothing_changes(void **state)
{
	static const size_t values[] = {0, 1, 2, 5000};
	const struct method *m;

	(void)state;
	for (size_t round = 0; round < 8; round++) {
		s.n = values[round / 2];
		for (size_t i = 0; i < s.n; i++)
			s.x[i] = (double)(round % 2);
		for (size_t i = 0; (m = method_at(i)); i++) {
			if (m->family != METHOD_STREAM)
				continue;
			run(m->name, NULL, &s, &f);
			assert_int_equal(f.n, 0);
			check_resume(m, &s);
		}
	}
}

static void
test_resume(void **state)
{
	const struct method *m;

	(void)state;
	for (size_t round = 0; round < 2; round++) {
		(round ? stream_2 : stream_1)(&s);
		for (size_t i = 0; (m = method_at(i)); i++)
			if (m->family == METHOD_STREAM && (!m->change->binary || is_binary(&s)))
				check_resume(m, &s);
	}
}

/* No beginning of a state passes for one; a changed byte is refused or does no harm. */
static void
check_damage(const struct change *change, struct str text)
{
	double value[CHANGE_PARAMETERS] = {0};
	char *copy = xmemdup0(text.p, text.n);
	void *state;

	defaults(change, value);
	for (size_t n = 0; n < text.n; n++)
		assert_null(moved(change, value, STR_N(text.p, n)));
	for (size_t i = 0; i < text.n; i++) {
		for (const char *c = "019af:._-"; *c; c++) {
			copy[i] = *c;
			state = moved(change, value, STR_N(copy, text.n));
			f.n = 0;
			if (state)
				take(change, state, &s, 0, 200, &f);
			change_free(change, state);
		}
		copy[i] = text.p[i];
	}
	free(copy);
}

static void
test_damage(void **state)
{
	const struct method *m;

	(void)state;
	stream_2(&s);
	for (size_t i = 0; (m = method_at(i)); i++) {
		double value[CHANGE_PARAMETERS] = {0};
		struct buf text;
		void *d;

		if (m->family != METHOD_STREAM)
			continue;
		defaults(m->change, value);
		d = change_start(m->change, value);
		f.n = 0;
		take(m->change, d, &s, 0, 77, &f);
		buf_init(&text, BUF_CAP_MAX);
		assert_int_equal(change_save(m->change, d, &text), 0);
		check_damage(m->change, buf_str(&text));
		buf_release(&text);
		change_free(m->change, d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_twister),
		cmocka_unit_test(test_adwin),
		cmocka_unit_test(test_binary_detectors),
		cmocka_unit_test(test_page_hinkley),
		cmocka_unit_test(test_others_find_changes),
		cmocka_unit_test(test_nothing_changes),
		cmocka_unit_test(test_means),
		cmocka_unit_test(test_resume),
		cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
