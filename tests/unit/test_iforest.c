/* iforest: the contract, and forests written by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "anomaly_set.h"
#include "assert_close.h"
#include "iforest.h"
#include "iforest_internal.h"
#include "method.h"

/* scikit-learn 1.2.1, ensemble._iforest._average_path_length; exact: isotree. */
static void
test_c(void **state)
{
	static const struct {
		uint64_t n;
		double sklearn, exact;
	} c[] = {
		{1, 0, 0},
		{2, 1, 1},
		{3, 1.207392357589623, 1.6666666666666665},
		{8, 3.2962516279136924, 3.435714285714285},
		{16, 4.695531732007486, 4.761457986457987},
		{64, 7.471950782586131, 7.487781807411535},
		{256, 10.244770920119917, 10.248689925634562},
		{1000, 12.969940887100172, 12.970941721100687},
	};

	(void)state;
	assert_true(iforest_c(0, false) == 0 && iforest_c(0, true) == 0);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		assert_within(iforest_c(c[i].n, true), c[i].sklearn, 1e-12);
		assert_within(iforest_c(c[i].n, false), c[i].exact, 1e-12);
	}
}

static void
pack_leaf(struct pack *p, uint32_t count)
{
	pack_u32(p, count);
	pack_u8(p, 0);
}

static void
pack_split(struct pack *p, uint32_t count, uint32_t column, double threshold)
{
	pack_u32(p, count);
	pack_u8(p, 1);
	pack_u32(p, column);
	pack_double(p, threshold);
}

static void
pack_head(struct pack *p, uint32_t subsample, bool sklearn, uint64_t trees)
{
	pack_init(p);
	pack_u32(p, subsample);
	pack_u8(p, sklearn);
	pack_u32(p, 2);
	for (int i = 0; i < 2; i++) {
		pack_double(p, 0);
		pack_double(p, 10);
	}
	pack_u64(p, trees);
}

/* x <= 0.5: alone; else y <= 2: two rows, or one.  And y <= 1.5: three rows, or one. */
static void
pack_hand(struct pack *p, bool sklearn)
{
	pack_head(p, 4, sklearn, 2);
	pack_u64(p, 5);
	pack_split(p, 4, 0, 0.5);
	pack_leaf(p, 1);
	pack_split(p, 3, 1, 2);
	pack_leaf(p, 2);
	pack_leaf(p, 1);
	pack_u64(p, 3);
	pack_split(p, 4, 1, 1.5);
	pack_leaf(p, 3);
	pack_leaf(p, 1);
}

static struct iforest *
load(struct str bytes, size_t columns)
{
	struct unpack in;
	struct complaint c;
	struct iforest *f;

	unpack_init(&in, bytes);
	f = iforest_load(&in, columns, &c);
	if (f && !unpack_done(&in)) {
		iforest_free(f);
		f = NULL;
	}
	return f;
}

static struct iforest *
hand(bool sklearn)
{
	struct pack p;
	struct iforest *f;

	pack_hand(&p, sklearn);
	f = load(buf_str(&p.bytes), 2);
	assert_non_null(f);
	pack_release(&p);
	return f;
}

/* -score_samples of an IsolationForest whose trees were set to these by __setstate__. */
static void
test_hand_sklearn(void **state)
{
	static const double row[] = {0, 0, 1, 1, 1, 2, 1, 3, 0, 3};
	static const double expected[] = {0.5486326635657989, 0.3773186403040128,
					  0.4729913525698812, 0.5703479706671015,
					  0.6877436677788324};
	struct iforest *f = hand(true);
	double score[5];

	(void)state;
	iforest_score(f, row, 5, score);
	for (size_t i = 0; i < 5; i++)
		assert_within(score[i], expected[i], 1e-12);
	iforest_free(f);
}

/* c(4) = 2 (1 + 1/2 + 1/3 + 1/4 - 1) = 13/6, c(3) = 5/3. */
static void
test_hand_exact(void **state)
{
	static const double row[] = {0, 0, 1, 3};
	struct iforest *f = hand(false);
	double score[2];

	(void)state;
	iforest_score(f, row, 2, score);
	assert_within(score[0], exp2(-(1 + 1 + 5.0 / 3) / 2 / (13.0 / 6)), 1e-12);
	assert_within(score[1], exp2(-(2 + 1) / 2.0 / (13.0 / 6)), 1e-12);
	iforest_free(f);
}

/* Without x: a quarter goes left (path 1), the others on. */
static void
test_hand_missing(void **state)
{
	static const double row[] = {NAN, 1, NAN, NAN};
	struct iforest *f = hand(false);
	double first = 0.25 * 1 + 0.75 * 3, second = 1 + 5.0 / 3, score, part[2];

	(void)state;
	assert_within(iforest_path(f, row), (first + second) / 2, 1e-14);
	assert_within(iforest_path(f, row + 2), iforest_reference_path(f), 1e-14);
	iforest_score(f, row, 1, &score);
	assert_within(score, exp2(-(first + second) / 2 / (13.0 / 6)), 1e-12);
	iforest_explain(f, row + 2, part);
	assert_true(part[0] == 0 && part[1] == 0);
	iforest_free(f);
}

static void
test_hand_explain(void **state)
{
	static const double row[] = {1, 3}, far[] = {0, 30};
	struct iforest *f = hand(false);
	/* Mean paths: of the right branch (2 * 3 + 2) / 3, of the roots with it. */
	double branch = 8.0 / 3, root = (1 + 3 * branch) / 4, other = (3 * (1 + 5.0 / 3) + 1) / 4;
	double part[2];

	(void)state;
	iforest_explain(f, row, part);
	assert_within(part[0], (root - branch) / 2, 1e-12);
	assert_within(part[1], (branch - 2 + other - 1) / 2, 1e-12);
	/* Three times as far out as trees see (10): the same sum, shared anew. */
	iforest_explain(f, far, part);
	assert_within(part[1] / part[0], 3 * (other - 1) / (root - 1), 1e-12);
	assert_within(part[0] + part[1], (root - 1 + other - 1) / 2, 1e-12);
	iforest_free(f);
}

static struct detector_options
options(uint64_t seed, uint64_t trees, uint64_t subsample, uint64_t extension)
{
	struct detector_options o;

	detector_defaults(&o);
	o.seed = seed;
	o.trees = trees;
	o.subsample = subsample;
	o.extension = extension;
	return o;
}

static void
check_alike(const struct matrix *m)
{
	struct detector_options o = options(1, 20, 256, 0);
	double row[3] = {5, NAN, -1e300}, score, *out = calloc(m->rows + 1, sizeof *out), part[3];
	struct iforest *f = iforest_fit(m, &o);

	assert_non_null(out);
	iforest_score(f, row, 1, &score);
	assert_true(score == 0.5);
	iforest_calibrate(f, m, &o, out);
	for (size_t i = 0; i < m->rows; i++)
		assert_true(out[i] == 0.5);
	iforest_explain(f, row, part);
	for (size_t j = 0; j < m->columns; j++)
		assert_true(part[j] == 0);
	iforest_free(f);
	free(out);
}

static void
test_nothing_to_tell(void **state)
{
	static const size_t rows[] = {0, 1, 2, 3, 10, 200, 1000};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t columns = 0; columns <= 3; columns++)
			for (int missing = 0; missing < 2; missing++) {
				struct matrix m;

				matrix_init(&m, columns);
				for (size_t k = 0; k < rows[i]; k++) {
					double *row = matrix_add(&m);

					for (size_t j = 0; j < columns && !missing; j++)
						row[j] = 7;
				}
				check_alike(&m);
				matrix_release(&m);
			}
}

static void
test_two_rows(void **state)
{
	struct detector_options o = options(1, 20, 256, 0);
	struct rng r;
	struct matrix m;
	struct iforest *f;
	double score[2];

	(void)state;
	rng_seed(&r, 1);
	random_rows(&m, 2, 2, &r);
	f = iforest_fit(&m, &o);
	iforest_score(f, m.cell, 2, score);
	assert_true(score[0] == 0.5 && score[1] == 0.5);
	iforest_calibrate(f, &m, &o, score);
	assert_true(score[0] == 0.5 && score[1] == 0.5);
	iforest_free(f);
	matrix_release(&m);
}

/* Column 1 is constant, column 2 always missing: neither is ever asked for. */
static void
test_constant_columns(void **state)
{
	struct detector_options o = options(3, 50, 64, 0);
	struct rng r;
	struct matrix m;
	struct iforest *f;
	double row[3] = {0.5, 1, NAN}, other[3] = {0.5, 99, 7}, score[2], part[3];

	(void)state;
	rng_seed(&r, 1);
	random_rows(&m, 300, 3, &r);
	for (size_t i = 0; i < m.rows; i++) {
		m.cell[3 * i + 1] = 1;
		m.cell[3 * i + 2] = NAN;
	}
	for (o.extension = 0; o.extension < 3; o.extension++) {
		f = iforest_fit(&m, &o);
		iforest_score(f, row, 1, &score[0]);
		iforest_score(f, other, 1, &score[1]);
		assert_true(score[0] == score[1]);
		iforest_explain(f, other, part);
		assert_true(part[1] == 0 && part[2] == 0);
		iforest_free(f);
	}
	matrix_release(&m);
}

/* Sound splits: both sides of each are taken by rows; values that strain a double. */
static void
test_extreme_values(void **state)
{
	static const double value[] = {-1.7e308, 1.7e308, 0, -0.0, 5e-324, -5e-324, 1e-310, 1, NAN};
	struct rng r;
	struct matrix m;

	(void)state;
	rng_seed(&r, 9);
	matrix_init(&m, 4);
	for (size_t i = 0; i < 400; i++) {
		double *row = matrix_add(&m);

		for (size_t j = 0; j < 4; j++)
			row[j] = value[rng_below(&r, 9)];
	}
	for (uint64_t extension = 0; extension < 5; extension++) {
		struct detector_options o = options(1, 30, 200, extension);
		struct iforest *f = iforest_fit(&m, &o);
		double score[400];

		iforest_score(f, m.cell, 400, score);
		for (size_t i = 0; i < 400; i++)
			assert_true(score[i] > 0 && score[i] < 1);
		for (size_t t = 0; t < f->trees; t++)
			for (uint32_t k = 0; k < f->tree[t].nodes; k++)
				assert_true(f->tree[t].node[k].count > 0 &&
					    isfinite(f->tree[t].node[k].threshold));
		iforest_free(f);
	}
	matrix_release(&m);
}

/* A row by itself, or with any others: the same bits. */
static void
test_split_of_rows(void **state)
{
	struct detector_options o = options(1, 40, 256, 0);
	struct rng r;
	struct matrix m;
	struct iforest *f, *again;
	double all[3000], one[3000];

	(void)state;
	rng_seed(&r, 4);
	random_rows(&m, 3000, 5, &r);
	for (size_t i = 0; i < 200; i++)
		m.cell[rng_below(&r, 15000)] = NAN;
	f = iforest_fit(&m, &o);
	again = iforest_fit(&m, &o);
	iforest_score(f, m.cell, 3000, all);
	for (size_t i = 0, n; i < 3000; i += n) {
		n = 1 + rng_below(&r, 700);
		n = n < 3000 - i ? n : 3000 - i;
		iforest_score(again, matrix_row(&m, i), n, one + i);
	}
	assert_memory_equal(all, one, sizeof all);
	iforest_free(f);
	iforest_free(again);
	matrix_release(&m);
}

/* Scoring in groves is walking in trees, however many trees or deep ones there are. */
static void
check_walk(const struct matrix *m, struct detector_options o)
{
	struct iforest *f = iforest_fit(m, &o);
	uint64_t *sum = calloc(m->rows, sizeof *sum);

	assert_non_null(sum);
	iforest_sums(f, m->cell, m->rows, sum);
	for (size_t i = 0; i < m->rows; i++) {
		uint64_t walked = 0;

		for (size_t t = 0; t < f->trees; t++)
			walked += iforest_fixed(iforest_walk(f, &f->tree[t], matrix_row(m, i)));
		assert_true(sum[i] == walked);
	}
	free(sum);
	iforest_free(f);
}

static void
test_groves(void **state)
{
	struct detector_options deep = options(1, 10, 256, 0);
	struct rng r;
	struct matrix m, wide;

	(void)state;
	deep.max_depth = 40;
	rng_seed(&r, 5);
	random_rows(&m, 700, 3, &r);
	random_rows(&wide, 300, 70, &r);
	for (size_t i = 0; i < m.rows; i++)
		m.cell[3 * i] = floor(4 * m.cell[3 * i]);
	check_walk(&m, options(1, 100, 256, 0));
	check_walk(&m, options(2, 600, 256, 0)); /* more than one grove */
	check_walk(&m, options(3, 20, 600, 0));
	check_walk(&m, options(4, 7, 2, 0));
	check_walk(&m, deep);
	check_walk(&m, options(5, 20, 256, 1));
	check_walk(&wide, options(6, 20, 256, 0));
	matrix_release(&m);
	matrix_release(&wide);
}

static void
check_variant(const struct iforest_variant *v, const struct iforest_grove *g, const double *row,
	      size_t n)
{
	uint16_t *rank = calloc((g->columns + 1) * IFOREST_ROWS, sizeof *rank);
	uint64_t expected[IFOREST_ROWS] = {1}, sum[IFOREST_ROWS] = {1};
	bool missing[IFOREST_ROWS];

	assert_non_null(rank);
	iforest_rank(g, row, n, rank, missing);
	iforest_scan_portable(g, rank, n, expected);
	v->scan(g, rank, n, sum);
	assert_memory_equal(sum, expected, n * sizeof *sum);
	free(rank);
}

/* Each way to scan that this machine has. */
static void
test_variants(void **state)
{
	static const size_t columns[] = {1, 2, 3, 6, 17, 33, 64, 65, 100};
	size_t variants;
	const struct iforest_variant *v = iforest_variants(&variants);
	struct rng r;

	(void)state;
	rng_seed(&r, 6);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct matrix m;
		struct detector_options o = options(i, 30, 2 + rng_below(&r, 300), 0);
		struct iforest *f;

		random_rows(&m, 600, columns[i], &r);
		for (size_t k = 0; k < 300; k++)
			m.cell[rng_below(&r, 600 * columns[i])] = k % 2 ? NAN : 0;
		f = iforest_fit(&m, &o);
		for (size_t k = 0; k < variants; k++)
			for (size_t n = 1; n <= IFOREST_ROWS && v[k].runs_here();
			     n += 1 + rng_below(&r, 60))
				check_variant(&v[k], &f->grove[0], m.cell, n);
		iforest_free(f);
		matrix_release(&m);
	}
}

static void
test_parts_sum_up(void **state)
{
	struct rng r;
	struct matrix m;

	(void)state;
	rng_seed(&r, 7);
	random_rows(&m, 500, 6, &r);
	for (size_t i = 0; i < 300; i++)
		m.cell[rng_below(&r, 3000)] = NAN;
	for (uint64_t extension = 0; extension < 6; extension++) {
		struct detector_options o = options(extension, 50, 128, extension);
		struct iforest *f = iforest_fit(&m, &o);
		double reference = iforest_reference_path(f);

		for (size_t i = 0; i < m.rows; i++) {
			double part[6], sum = 0;

			iforest_explain(f, matrix_row(&m, i), part);
			for (size_t j = 0; j < 6; j++)
				sum += part[j];
			assert_true(fabs(sum - (reference - iforest_path(f, matrix_row(&m, i)))) <
				    1e-9);
		}
		iforest_free(f);
	}
	matrix_release(&m);
}

/* One column of 20 lies 6 sd off (or, of uniform ones, as far outside). */
static void
check_planted(bool uniform, uint64_t extension)
{
	struct detector_options o = options(1, 100, 256, extension);
	struct rng r;
	struct matrix m;
	struct iforest *f;
	int first = 0;

	rng_seed(&r, 8);
	random_rows(&m, 1000, 20, &r);
	for (size_t i = 0; uniform && i < 20000; i++)
		m.cell[i] = rng_double(&r);
	f = iforest_fit(&m, &o);
	for (int k = 0; k < 100; k++) {
		double row[20], part[20];
		size_t planted = rng_below(&r, 20), top = 0;

		for (size_t j = 0; j < 20; j++)
			row[j] = uniform ? rng_double(&r) : random_normal(&r);
		row[planted] = uniform ? 0.5 + 6 * sqrt(1 / 12.0) : k % 2 ? -6 : 6;
		iforest_explain(f, row, part);
		for (size_t j = 1; j < 20; j++)
			top = part[j] > part[top] ? j : top;
		first += top == planted;
	}
	if (first < 95)
		fail_msg("the planted column was first in %d of 100", first);
	iforest_free(f);
	matrix_release(&m);
}

static void
test_planted(void **state)
{
	(void)state;
	for (uint64_t extension = 0; extension < 20; extension += 1 + extension / 3) {
		check_planted(false, extension);
		check_planted(true, extension);
	}
}

/* Scores outside of all bags do not depend on the row's own value of being in one. */
static void
test_calibrate(void **state)
{
	struct rng r;
	struct matrix m;
	double out[600], score[600];

	(void)state;
	rng_seed(&r, 10);
	random_rows(&m, 600, 3, &r);
	for (uint64_t subsample = 32; subsample <= 1024; subsample *= 2) {
		struct detector_options o = options(1, 100, subsample, 0);
		struct iforest *f = iforest_fit(&m, &o);
		double mean = 0, mean_out = 0;

		iforest_score(f, m.cell, 600, score);
		iforest_calibrate(f, &m, &o, out);
		for (size_t i = 0; i < 600; i++) {
			assert_true(out[i] > 0 && out[i] < 1);
			mean += score[i] / 600;
			mean_out += out[i] / 600;
		}
		/* Who was not in the bag lies farther out, but not much. */
		assert_true(mean_out > mean && mean_out < mean + 0.05);
		iforest_free(f);
	}
	matrix_release(&m);
}

static void
check_round_trip(const struct matrix *m, struct detector_options o)
{
	struct iforest *f = iforest_fit(m, &o), *g;
	double *score = calloc(2 * m->rows, sizeof *score);
	struct pack p, q;

	assert_non_null(score);
	pack_init(&p);
	pack_init(&q);
	iforest_save(f, &p);
	g = load(buf_str(&p.bytes), m->columns);
	assert_non_null(g);
	iforest_save(g, &q);
	assert_true(str_eq(buf_str(&p.bytes), buf_str(&q.bytes)));
	iforest_score(f, m->cell, m->rows, score);
	iforest_score(g, m->cell, m->rows, score + m->rows);
	assert_memory_equal(score, score + m->rows, m->rows * sizeof *score);
	assert_true(iforest_reference_path(f) == iforest_reference_path(g));
	assert_null(load(buf_str(&p.bytes), 1)); /* columns that do not exist */
	iforest_free(f);
	iforest_free(g);
	free(score);
	pack_release(&p);
	pack_release(&q);
}

static void
test_round_trip(void **state)
{
	struct rng r;
	struct matrix m;

	(void)state;
	rng_seed(&r, 11);
	random_rows(&m, 400, 4, &r);
	m.cell[5] = m.cell[77] = NAN;
	for (uint64_t extension = 0; extension < 4; extension++)
		check_round_trip(&m, options(1, 10, 64, extension));
	matrix_release(&m);
}

static void
refused(struct pack *p)
{
	struct iforest *f = load(buf_str(&p->bytes), 2);

	assert_null(f);
	pack_release(p);
}

/* Node 1 would be its own child; counts that do not add up; a node too many. */
static void
test_load_refuses(void **state)
{
	struct pack p;

	(void)state;
	pack_head(&p, 2, false, 1);
	pack_u64(&p, 3);
	pack_leaf(&p, 2);
	pack_split(&p, 1, 0, 0.5);
	pack_leaf(&p, 1);
	refused(&p);
	pack_head(&p, 4, false, 1);
	pack_u64(&p, 3);
	pack_split(&p, 4, 0, 0.5);
	pack_leaf(&p, 1);
	pack_leaf(&p, 2);
	refused(&p);
	pack_head(&p, 4, false, 1);
	pack_u64(&p, 2);
	pack_leaf(&p, 4);
	pack_leaf(&p, 4);
	refused(&p);
	pack_head(&p, 4, false, 1);
	pack_u64(&p, 1);
	pack_leaf(&p, 3);
	refused(&p);
	pack_head(&p, 0, false, 1);
	pack_u64(&p, 1);
	pack_leaf(&p, 0);
	refused(&p);
}

/* Each split cuts off one row. */
static void
pack_chain(struct pack *p, uint32_t depth)
{
	pack_head(p, depth + 1, false, 1);
	pack_u64(p, 2 * (uint64_t)depth + 1);
	for (uint32_t i = 0; i < depth; i++) {
		pack_split(p, depth + 1 - i, 0, i);
		if (i + 1 < depth)
			pack_leaf(p, 1);
	}
	pack_leaf(p, 1);
	pack_leaf(p, 1);
}

static void
test_load_depth(void **state)
{
	static const double row[2] = {1e9, 0};
	struct pack p;
	struct iforest *f;

	(void)state;
	for (uint32_t depth = 1; depth <= IFOREST_DEPTH_MAX; depth += 127) {
		pack_chain(&p, depth);
		f = load(buf_str(&p.bytes), 2);
		assert_non_null(f);
		assert_true(iforest_path(f, row) <= depth);
		iforest_free(f);
		pack_release(&p);
	}
	pack_chain(&p, IFOREST_DEPTH_MAX + 1);
	refused(&p);
}

static void
test_truncated(void **state)
{
	struct rng r;
	struct matrix m;
	struct detector_options o = options(1, 3, 16, 0);

	(void)state;
	rng_seed(&r, 12);
	random_rows(&m, 60, 3, &r);
	for (o.extension = 0; o.extension < 2; o.extension++) {
		struct iforest *f = iforest_fit(&m, &o);
		struct pack p;

		pack_init(&p);
		iforest_save(f, &p);
		for (size_t n = 0; n < p.bytes.n; n++)
			assert_null(load(STR_N(p.bytes.p, n), 3));
		pack_release(&p);
		iforest_free(f);
	}
	matrix_release(&m);
}

/* Whatever is accepted scores and explains. */
static void
try_forest(struct str bytes, const struct matrix *m)
{
	struct iforest *f = load(bytes, 3);
	double score[20], part[3];

	if (!f)
		return;
	iforest_score(f, m->cell, 20, score);
	for (size_t i = 0; i < 20; i++)
		assert_true(score[i] >= 0 && score[i] <= 1);
	iforest_explain(f, m->cell, part);
	for (size_t j = 0; j < 3; j++)
		assert_true(isfinite(part[j]));
	iforest_free(f);
}

static void
test_changed(void **state)
{
	struct rng r;
	struct matrix m;
	struct detector_options o = options(1, 3, 16, 0);

	(void)state;
	rng_seed(&r, 13);
	random_rows(&m, 60, 3, &r);
	m.cell[0] = m.cell[7] = NAN;
	for (o.extension = 0; o.extension < 3; o.extension++) {
		struct iforest *f = iforest_fit(&m, &o);
		struct pack p;

		pack_init(&p);
		iforest_save(f, &p);
		for (int k = 0; k < 20000; k++) {
			char *at = &p.bytes.p[rng_below(&r, p.bytes.n)], was = *at;

			*at = (char)(was ^ (char)(1 + rng_below(&r, 255)));
			try_forest(buf_str(&p.bytes), &m);
			*at = was;
		}
		pack_release(&p);
		iforest_free(f);
	}
	matrix_release(&m);
}

static void
test_method(void **state)
{
	const struct method *m;
	struct complaint c;

	(void)state;
	assert_int_equal(method_find(STR("iforest"), &m, &c), 0);
	assert_int_equal(m->family, METHOD_ROW);
	assert_string_equal(m->detector->unit, "path length");
	assert_false(m->detector->sequential);
}

/* As many trees as the bytes have room for, but more than there may be. */
static void
test_many_trees(void **state)
{
	struct complaint c = {.text = ""};
	struct unpack in;
	struct pack out;

	(void)state;
	pack_init(&out);
	pack_u32(&out, 1);
	pack_u8(&out, 0);
	pack_u32(&out, 0);
	pack_u64(&out, IFOREST_TREES_MAX + 1);
	for (int i = 0; i <= IFOREST_TREES_MAX; i++) {
		pack_u64(&out, 1);
		pack_u32(&out, 1);
		pack_u8(&out, 0);
	}
	unpack_init(&in, buf_str(&out.bytes));
	assert_null(iforest_load(&in, 0, &c));
	assert_string_equal(c.text, "no isolation forest");
	pack_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_c),
		cmocka_unit_test(test_hand_sklearn),
		cmocka_unit_test(test_hand_exact),
		cmocka_unit_test(test_hand_missing),
		cmocka_unit_test(test_hand_explain),
		cmocka_unit_test(test_nothing_to_tell),
		cmocka_unit_test(test_two_rows),
		cmocka_unit_test(test_constant_columns),
		cmocka_unit_test(test_extreme_values),
		cmocka_unit_test(test_split_of_rows),
		cmocka_unit_test(test_groves),
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_parts_sum_up),
		cmocka_unit_test(test_planted),
		cmocka_unit_test(test_calibrate),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_load_refuses),
		cmocka_unit_test(test_load_depth),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_many_trees),
		cmocka_unit_test(test_method),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
