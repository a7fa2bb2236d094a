/*
 * bins: NumPy 1.24's histograms, the reference's deciles, joining.
 */
#include "distance_case.h"

#include "bins.h"

static void
add_all(struct distribution *d, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		distribution_add_number(d, x[i]);
}

/* len(numpy.histogram_bin_edges(x, "sturges" or "doane")) - 1 */
static void
test_numbers_of_bins(void **state)
{
	struct distance_case c;
	double x[300];

	(void)state;
	distance_case_golden(&c);
	assert_int_equal(bins_sturges(1000, 0, 10), 11);
	assert_int_equal(bins_sturges(800, 0.5, 10.1), 11);
	assert_int_equal(bins_doane(&c.reference), 11);
	assert_int_equal(bins_doane(&c.current), 11);
	distance_case_release(&c);
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 300; i++)
		x[i] = i * i / 7.0;
	add_all(&c.reference, x, 300);
	for (int i = 0; i < 100; i++)
		x[i] = exp(i / 10.0);
	add_all(&c.current, x, 100);
	distance_case_seal(&c);
	assert_int_equal(bins_doane(&c.reference), 12);
	assert_int_equal(bins_doane(&c.current), 12);
	distance_case_release(&c);
	assert_int_equal(bins_sturges(9, 4, 4), 1);
	assert_int_equal(bins_sturges(2, 0, 1), 2);
	assert_int_equal(bins_sturges(0, 0, 0), 1);
}

/* formulas.md, 14: the shares in the 12 bins of psi:evidently. */
static void
test_equal_widths(void **state)
{
	static const uint64_t reference[12] = {89, 80, 89, 79, 89, 79, 79, 89, 79, 89, 79, 80};
	static const uint64_t current[12] = {35, 66, 74, 66, 74, 65, 66, 75, 65, 74, 66, 74};
	struct distance_case c;
	struct bins b;

	(void)state;
	distance_case_golden(&c);
	assert_int_equal(bins_sturges(1800, 0, 10.1), 12);
	bins_equal(&b, &c.reference, &c.current, 0, 10.1, 12);
	assert_true(b.n == 12 && b.reference == 1000 && b.current == 800 && b.outside == 0);
	for (int i = 0; i < 12; i++) {
		assert_int_equal(b.bin[i].reference, reference[i]);
		assert_int_equal(b.bin[i].current, current[i]);
	}
	bins_release(&b);
	/* Values outside are counted apart; one value has a bin about it. */
	bins_equal(&b, &c.reference, &c.current, 5, 5, 1);
	assert_int_equal(b.bin[0].reference, 109);
	assert_true(b.current + b.outside == 800);
	bins_release(&b);
	distance_case_release(&c);
}

/* numpy.histogram([0.1 * i for i in range(100)], bins=33, range=(0, 9.9)) */
static void
test_values_on_edges(void **state)
{
	static const uint64_t counts[33] = {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
					    3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4};
	struct distance_case c;
	struct bins b;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 100; i++)
		distribution_add_number(&c.reference, 0.1 * i);
	distance_case_seal(&c);
	bins_equal(&b, &c.reference, &c.current, 0, 9.9, 33);
	for (int i = 0; i < 33; i++)
		assert_int_equal(b.bin[i].reference, counts[i]);
	bins_release(&b);
	distance_case_release(&c);
}

/* 0 .. 99: deciles 9.9, 19.8, ...; both ends are open; rows without a value come last. */
static void
test_deciles(void **state)
{
	struct distance_case c;
	struct bins b;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 100; i++)
		distribution_add_number(&c.reference, i);
	distribution_add_number(&c.current, -1e300);
	distribution_add_number(&c.current, 9.9);
	distribution_add_number(&c.current, 9.901);
	distribution_add_number(&c.current, 1e300);
	c.current.missing = 3;
	c.current.odd = 2;
	distance_case_seal(&c);
	bins_plain(&b, &c.reference, &c.current);
	assert_int_equal(b.n, 11);
	for (int i = 0; i < 10; i++)
		assert_int_equal(b.bin[i].reference, 10);
	/* 9.9 itself may be a bit below what the decile is rounded to. */
	assert_true(b.bin[0].current >= 1 && b.bin[0].current + b.bin[1].current == 3);
	assert_int_equal(b.bin[9].current, 1);
	assert_true(b.bin[10].reference == 0 && b.bin[10].current == 5);
	assert_true(b.reference == 100 && b.current == 9 && b.split == 0);
	bins_release(&b);
	distance_case_release(&c);
}

/* At most 20 values: a bin for each; equal deciles are one. */
static void
test_few_values(void **state)
{
	struct distance_case c;
	struct bins b;

	(void)state;
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 40; i++)
		distribution_add_number(&c.reference, i % 20);
	for (int i = 0; i < 30; i++)
		distribution_add_number(&c.current, i - 4.5);
	distribution_add_number(&c.current, 7);
	distance_case_seal(&c);
	bins_plain(&b, &c.reference, &c.current);
	assert_int_equal(b.n, 21);
	assert_true(b.bin[7].reference == 2 && b.bin[7].current == 1);
	assert_true(b.bin[20].reference == 0 && b.bin[20].current == 30);
	bins_release(&b);
	distance_case_release(&c);
	/* 82 % zeros: the eight deciles below that are one. */
	distance_case_init(&c, DISTRIBUTION_NUMBERS);
	for (int i = 0; i < 1000; i++)
		distribution_add_number(&c.reference, i < 820 ? 0 : i);
	distance_case_seal(&c);
	bins_plain(&b, &c.reference, &c.current);
	assert_int_equal(b.n, 3);
	assert_int_equal(b.bin[0].reference, 820);
	bins_release(&b);
	distance_case_release(&c);
}

static void
test_categories_in_byte_order(void **state)
{
	static const uint64_t reference[] = {0, 5, 0, 7}, current[] = {2, 0, 0, 1};
	struct distance_case c;
	struct bins b;

	(void)state;
	distance_case_counts(&c, reference, current, 4);
	c.reference.missing = 4;
	bins_plain(&b, &c.reference, &c.current);
	assert_int_equal(b.n, 4);
	assert_true(b.bin[0].reference == 0 && b.bin[0].current == 2);
	assert_true(b.bin[1].reference == 5 && b.bin[1].current == 0);
	assert_true(b.bin[2].reference == 7 && b.bin[2].current == 1);
	assert_true(b.bin[3].reference == 4 && b.bin[3].current == 0);
	bins_release(&b);
	bins_each(&b, &c.reference, &c.current);
	assert_int_equal(b.n, 3);
	bins_release(&b);
	distance_case_release(&c);
}

/* Nothing is lost, and either side may expect LEAST in every bin (or there is one bin). */
static void
test_joining(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 8);
	for (int round = 0; round < 500; round++) {
		struct bins b = {.ordered = round % 2};
		uint64_t reference, current;
		double share;

		for (uint64_t i = rng_below(&r, 40); i > 0; i--)
			bins_add(&b, rng_below(&r, 9) * rng_below(&r, 9), rng_below(&r, 5));
		reference = b.reference;
		current = b.current;
		share = (double)(reference < current ? reference : current) /
			(double)(reference + current);
		bins_join(&b, 5);
		for (size_t i = 0; i < b.n; i++) {
			uint64_t rows = b.bin[i].reference + b.bin[i].current;

			assert_true(rows > 0 && (b.n == 1 || (double)rows * share >= 5));
			reference -= b.bin[i].reference;
			current -= b.bin[i].current;
		}
		assert_true(reference == 0 && current == 0);
		bins_release(&b);
	}
}

/* The walk is the merge: every value once, upwards, all rows. */
static void
test_walk(void **state)
{
	struct bins_walk w;
	struct bins_point p;
	struct distance_case c;
	uint64_t r = 0, m = 0;
	double last = -1;

	(void)state;
	distance_case_golden(&c);
	w = (struct bins_walk){&c.reference, &c.current, 0, 0};
	while (bins_walk(&w, &p)) {
		assert_true(p.x > last && p.reference + p.current > 0);
		last = p.x;
		r += p.reference;
		m += p.current;
	}
	assert_true(r == 1000 && m == 800);
	distance_case_release(&c);
}

/* Of cells that lie on both sides of an edge any bin may have all or none. */
static void
test_reach(void **state)
{
	struct distribution_cell cell[] = {{-1, 0, 1},   {0, 0.5, 2},  {1, 1, 4}, {1.5, 3, 8},
					   {3.5, 4, 16}, {4, 4.5, 32}, {6, 7, 64}};
	const struct distribution d = {.cell = cell, .cells = 7};
	static const uint64_t least_of[] = {2, 4, 0, 16, 64};
	static const uint64_t most_of[] = {3, 12, 8, 8 + 16 + 32, 1 + 32 + 64};
	uint64_t least[5], most[5];

	(void)state;
	bins_reach(&d, 0, 4, 4, least, most);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(least[i], least_of[i]);
		assert_int_equal(most[i], most_of[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_of_bins),
		cmocka_unit_test(test_equal_widths),
		cmocka_unit_test(test_values_on_edges),
		cmocka_unit_test(test_deciles),
		cmocka_unit_test(test_few_values),
		cmocka_unit_test(test_categories_in_byte_order),
		cmocka_unit_test(test_joining),
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_reach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
