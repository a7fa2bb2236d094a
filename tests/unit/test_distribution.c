/*
 * distribution: cells of raw values, profiles, files.  Deciles: numpy.quantile (linear).
 */
#include "state_text.h"

#include <stdlib.h>

#include "distribution.h"

static struct distribution
of_values(const double *x, size_t n)
{
	struct distribution d;

	distribution_init(&d, DISTRIBUTION_NUMBERS);
	for (size_t i = 0; i < n; i++)
		distribution_add_number(&d, x[i]);
	distribution_seal(&d);
	return d;
}

/* Sums of uniform draws, one in four rounded, so that some values come often. */
static double *
draw(struct rng *r, size_t n)
{
	double *x = calloc(n, sizeof *x);

	for (size_t i = 0; i < n; i++) {
		x[i] = rng_double(r) + rng_double(r) + rng_double(r) - 1.5;
		if (rng_below(r, 4) == 0)
			x[i] = round(4 * x[i]) / 4;
	}
	return x;
}

static uint64_t
up_to(const struct distribution *d, double x)
{
	uint64_t n = 0;

	for (size_t i = 0; i < d->cells && d->cell[i].high <= x; i++)
		n += d->cell[i].count;
	return n;
}

static void
assert_cells_in_order(const struct distribution *d)
{
	uint64_t n = 0;

	for (size_t i = 0; i < d->cells; i++) {
		assert_true(d->cell[i].low <= d->cell[i].high);
		assert_true(d->cell[i].count > 0);
		if (i)
			assert_true(d->cell[i - 1].high < d->cell[i].low);
		n += d->cell[i].count;
	}
	assert_int_equal(n, d->n);
}

static void
assert_same(const struct distribution *a, const struct distribution *b)
{
	struct pack x, y;

	pack_init(&x);
	pack_init(&y);
	distribution_save(a, &x);
	distribution_save(b, &y);
	assert_int_equal(x.bytes.n, y.bytes.n);
	assert_memory_equal(x.bytes.p, y.bytes.p, x.bytes.n);
	pack_release(&x);
	pack_release(&y);
}

static void
test_nothing(void **state)
{
	struct distribution d = of_values(NULL, 0);

	(void)state;
	assert_int_equal(d.n, 0);
	assert_int_equal(d.cells, 0);
	assert_true(isnan(d.decile[0]) && isnan(d.decile[8]));
	distribution_condense(&d, DISTRIBUTION_CELLS);
	assert_int_equal(d.cells, 0);
	distribution_release(&d);
}

static void
test_values_become_cells(void **state)
{
	static const double x[] = {3, -0.0, 1, 0, 10, 3, 3};
	struct distribution d = of_values(x, 7);

	(void)state;
	assert_int_equal(d.cells, 4);
	assert_true(d.exact);
	assert_bits(d.cell[0].low, 0.0);
	assert_int_equal(d.cell[0].count, 2);
	assert_int_equal(d.cell[2].count, 3);
	assert_bits(d.cell[3].high, 10);
	/* numpy.quantile([0, 0, 1, 3, 3, 3, 10], [.1, .3, .5, .9]) */
	assert_close(d.decile[0], 0, 0);
	assert_close(d.decile[2], 0.7999999999999998, 1e-12);
	assert_close(d.decile[4], 3, 0);
	assert_close(d.decile[8], 5.8000000000000025, 1e-12);
	assert_bits(d.moments.max, 10);
	distribution_release(&d);
}

static void
test_order_does_not_matter(void **state)
{
	struct rng r;
	double *x;
	struct distribution a, b;

	(void)state;
	rng_seed(&r, 1);
	x = draw(&r, 5000);
	a = of_values(x, 5000);
	for (size_t i = 0; i < 5000; i++) {
		size_t j = rng_below(&r, i + 1);
		double y = x[i];

		x[i] = x[j];
		x[j] = y;
	}
	b = of_values(x, 5000);
	assert_same(&a, &b);
	distribution_condense(&a, DISTRIBUTION_CELLS);
	distribution_condense(&b, DISTRIBUTION_CELLS);
	assert_same(&a, &b);
	free(x);
	distribution_release(&a);
	distribution_release(&b);
}

/* Of a profile: counts at its cells' bounds are those of the values, so are the deciles. */
static void
test_profile(void **state)
{
	static const size_t bounds[] = {64, 256, DISTRIBUTION_CELLS};
	struct rng r;
	double *x;

	(void)state;
	rng_seed(&r, 2);
	x = draw(&r, 20000);
	for (size_t k = 0; k < 3; k++) {
		struct distribution raw = of_values(x, 20000), d = of_values(x, 20000);

		distribution_condense(&d, bounds[k]);
		assert_true(d.cells <= bounds[k] && d.cells >= bounds[k] / 2);
		assert_false(d.exact);
		assert_cells_in_order(&d);
		for (size_t i = 0; i < d.cells; i++) {
			const struct distribution_cell *c = &d.cell[i];

			assert_int_equal(up_to(&d, c->high), up_to(&raw, c->high));
			assert_true(c->low == c->high || c->count <= 20000 / (bounds[k] / 4));
		}
		for (int i = 0; i < DISTRIBUTION_DECILES; i++) {
			assert_bits(d.decile[i], raw.decile[i]);
			assert_int_equal(up_to(&d, d.decile[i]), up_to(&raw, d.decile[i]));
		}
		assert_bits(d.cell[0].low, raw.moments.min);
		assert_bits(d.cell[d.cells - 1].high, raw.moments.max);
		distribution_release(&raw);
		distribution_release(&d);
	}
	free(x);
}

static void
test_few_values_stay(void **state)
{
	struct distribution d;

	(void)state;
	distribution_init(&d, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 100000; i++)
		distribution_add_number(&d, i % 1000);
	distribution_seal(&d);
	distribution_condense(&d, DISTRIBUTION_CELLS);
	assert_true(d.exact);
	assert_int_equal(d.cells, 1000);
	distribution_release(&d);
}

/* Beyond its limit a distribution counts by another's bounds, and exactly there. */
static void
test_limit(void **state)
{
	struct rng r;
	double *x;
	struct distribution reference, raw, d;
	struct distribution_grid g;

	(void)state;
	rng_seed(&r, 3);
	x = draw(&r, 20000);
	reference = of_values(x, 10000);
	distribution_condense(&reference, DISTRIBUTION_CELLS);
	distribution_grid_init(&g, &reference);
	raw = of_values(x + 10000, 10000);
	distribution_init(&d, DISTRIBUTION_NUMBERS);
	distribution_limit(&d, 5000, &g);
	for (size_t i = 10000; i < 20000; i++)
		distribution_add_number(&d, x[i]);
	distribution_seal(&d);
	assert_cells_in_order(&d);
	assert_int_equal(d.n, 10000);
	for (size_t i = 0; i < g.edges; i++)
		assert_int_equal(up_to(&d, g.edge[i]), up_to(&raw, g.edge[i]));
	for (int i = 0; i < DISTRIBUTION_DECILES; i++)
		assert_true(fabs(d.decile[i] - raw.decile[i]) < 0.02);
	assert_bits(d.cell[0].low, raw.moments.min);
	assert_bits(moments_mean(&d.moments), moments_mean(&raw.moments));
	distribution_release(&d);
	distribution_init(&d, DISTRIBUTION_NUMBERS);
	distribution_limit(&d, 10000, &g);
	for (size_t i = 10000; i < 20000; i++)
		distribution_add_number(&d, x[i]);
	distribution_seal(&d);
	assert_same(&d, &raw);
	distribution_grid_release(&g);
	distribution_release(&d);
	distribution_release(&raw);
	distribution_release(&reference);
	free(x);
}

static void
test_merge_of_points_is_exact(void **state)
{
	struct rng r;
	double *x;

	(void)state;
	rng_seed(&r, 4);
	x = draw(&r, 3000);
	for (size_t cut = 0; cut <= 3000; cut += 1000) {
		struct distribution all = of_values(x, 3000), a = of_values(x, cut);
		struct distribution b = of_values(x + cut, 3000 - cut);

		distribution_merge(&a, &b);
		assert_same(&a, &all);
		distribution_release(&a);
		distribution_release(&b);
		distribution_release(&all);
	}
	free(x);
}

static void
test_merge_of_profiles(void **state)
{
	struct rng r;
	double *x;
	struct distribution all, a, b;

	(void)state;
	rng_seed(&r, 5);
	x = draw(&r, 30000);
	all = of_values(x, 30000);
	a = of_values(x, 10000);
	b = of_values(x + 10000, 20000);
	distribution_condense(&a, DISTRIBUTION_CELLS);
	distribution_condense(&b, DISTRIBUTION_CELLS);
	distribution_merge(&a, &b);
	assert_cells_in_order(&a);
	assert_true(a.blurred > 0 && a.blurred < 30000 / 200);
	for (size_t i = 0; i < a.cells; i++) {
		double gap =
			(double)up_to(&a, a.cell[i].high) - (double)up_to(&all, a.cell[i].high);

		assert_true(fabs(gap) <= (double)a.blurred);
	}
	for (int i = 0; i < DISTRIBUTION_DECILES; i++)
		assert_true(fabs(a.decile[i] - all.decile[i]) < 0.01);
	assert_bits(moments_sd(&a.moments), moments_sd(&all.moments));
	distribution_release(&a);
	distribution_release(&b);
	distribution_release(&all);
	free(x);
}

static void
assert_loads(const struct distribution *d)
{
	struct distribution back;
	struct unpack in;
	struct pack out;

	pack_init(&out);
	distribution_save(d, &out);
	for (size_t n = 0; n < out.bytes.n; n += 1 + n / 50) {
		unpack_init(&in, STR_N(out.bytes.p, n));
		assert_false(distribution_load(&back, &in));
		distribution_release(&back);
	}
	unpack_init(&in, buf_str(&out.bytes));
	assert_true(distribution_load(&back, &in) && unpack_done(&in));
	assert_same(d, &back);
	distribution_release(&back);
	pack_release(&out);
}

static void
test_files(void **state)
{
	struct rng r;
	double *x;
	struct distribution d;

	(void)state;
	rng_seed(&r, 6);
	x = draw(&r, 3000);
	for (size_t n = 0; n <= 3000; n = n ? 30 * n + 90 : 1) {
		d = of_values(x, n > 3000 ? 3000 : n);
		d.missing = 3;
		d.odd = 1;
		distribution_condense(&d, 100);
		assert_loads(&d);
		distribution_release(&d);
	}
	free(x);
	distribution_init(&d, DISTRIBUTION_CATEGORIES);
	distribution_add_text(&d, STR("a"));
	distribution_add_text(&d, STR("b\tc"));
	distribution_add_text(&d, STR("a"));
	distribution_seal(&d);
	assert_int_equal(d.n, 3);
	assert_loads(&d);
	distribution_release(&d);
}

/* Any change of any byte is refused, or gives something that holds what the header says. */
static void
test_damage(void **state)
{
	static const double x[] = {1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10.5, 11};
	struct distribution d = of_values(x, 12);
	struct unpack in;
	struct pack out;

	(void)state;
	pack_init(&out);
	distribution_save(&d, &out);
	distribution_release(&d);
	for (size_t i = 0; i < out.bytes.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			out.bytes.p[i] = (char)(out.bytes.p[i] ^ 1 << bit);
			unpack_init(&in, buf_str(&out.bytes));
			if (distribution_load(&d, &in) && d.kind == DISTRIBUTION_NUMBERS)
				assert_cells_in_order(&d);
			distribution_release(&d);
			out.bytes.p[i] = (char)(out.bytes.p[i] ^ 1 << bit);
		}
	pack_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_values_become_cells),
		cmocka_unit_test(test_order_does_not_matter),
		cmocka_unit_test(test_profile),
		cmocka_unit_test(test_few_values_stay),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_merge_of_points_is_exact),
		cmocka_unit_test(test_merge_of_profiles),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
