/* number: every bit of what is read, every digit of what is written. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "number.h"
#include "rng.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static uint64_t
bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits;
}

static double
double_of(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

static uint64_t
hex(const char *p, size_t n)
{
	uint64_t x = 0;

	for (size_t i = 0; i < n; i++)
		x = x << 4 | (uint64_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
	return x;
}

/* Calls CHECK with each line of a file of tests/data; how many there were. */
static size_t
each_line(const char *path, void (*check)(struct str line))
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t room = 0, count = 0;
	ssize_t n;

	if (!f)
		fail_msg("%s cannot be opened: run from the top of the tree", path);
	while ((n = getline(&line, &room, f)) > 0) {
		check(STR_N(line, (size_t)n - (line[n - 1] == '\n')));
		count++;
	}
	free(line);
	fclose(f);
	return count;
}

/* "3C00 3F800000 3FF0000000000000 1": half, float, double, text. */
static void
check_corpus_line(struct str line)
{
	uint64_t want = hex(line.p + 14, 16);
	struct str text = STR_N(line.p + 31, line.n - 31);
	double x = 0, y = 0;
	int status = number_parse_lax(text, &x);

	if (bits_of(x) != want || status != (isinf(x) ? STATUS_RANGE : 0))
		fail_msg("%.*s: %016llx, status %d", (int)line.n, line.p,
			 (unsigned long long)bits_of(x), status);
	status = number_parse(text, &y);
	assert_int_equal(status != STATUS_SYNTAX, number_is(text));
	if (status != STATUS_SYNTAX)
		assert_true(bits_of(y) == want);
}

static void
test_corpus(void **state)
{
	static const char *const file[] = {"freetype-2-7.txt", "lemire-fast-float.txt",
					   "more-test-cases.txt", "tencent-rapidjson.txt"};
	size_t lines = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(file); i++) {
		char path[100];

		snprintf(path, sizeof path, "tests/data/number-texts/%s", file[i]);
		lines += each_line(path, check_corpus_line);
	}
	assert_int_equal(lines, 10488);
}

/* "3ff8000000000000 1.5": bits, text. */
static void
check_repr_line(struct str line)
{
	char text[NUMBER_TEXT_MAX];
	size_t n = number_print(double_of(hex(line.p, 16)), text);
	double x;

	assert_int_equal(n, line.n - 17);
	assert_int_equal(memcmp(text, line.p + 17, n), 0);
	assert_int_equal(number_parse(STR_N(text, n), &x), 0);
	assert_true(bits_of(x) == hex(line.p, 16));
}

/* More of the kind, that tests/torture/texts.sh has made. */
static void
test_corpus_of_the_environment(void **state)
{
	const char *path = getenv("NUMBER_TEXTS");

	(void)state;
	if (path)
		assert_true(each_line(path, check_corpus_line) > 0);
}

static void
test_print_repr(void **state)
{
	(void)state;
	assert_int_equal(each_line("tests/data/number-print/repr.txt", check_repr_line), 5020);
}

static void
check_round_trip(uint64_t bits)
{
	char text[NUMBER_TEXT_MAX];
	double x = 0, y = 0;
	size_t n;

	if ((bits >> 52 & 0x7ff) == 0x7ff)
		return;
	n = number_print(double_of(bits), text);
	assert_true(n <= 25 && n < NUMBER_TEXT_MAX);
	assert_int_equal(number_parse(STR_N(text, n), &x), 0);
	assert_int_equal(number_parse_lax(STR_N(text, n), &y), 0);
	if (bits_of(x) != bits || bits_of(y) != bits)
		fail_msg("%016llx was written as %.*s", (unsigned long long)bits, (int)n, text);
}

static void
test_round_trip(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int i = 0; i < 1000000; i++)
		check_round_trip(rng_next(&r));
	for (int i = 0; i < 100000; i++) /* subnormal */
		check_round_trip(rng_next(&r) >> (12 + rng_below(&r, 50)));
	for (int i = 0; i < 100000; i++)
		check_round_trip(bits_of(rng_double(&r)));
	for (uint64_t exponent = 0; exponent < 0x7ff; exponent++)
		for (int around = -2; around <= 2; around++)
			check_round_trip((exponent << 52) + (uint64_t)around);
}

/* Whole numbers of up to 15 digits over powers of ten: the digits are known. */
static void
test_print_decimals(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 2);
	for (int i = 0; i < 100000; i++) {
		uint64_t digits = rng_below(&r, 1000000000) * 10 + 1 + rng_below(&r, 9);
		unsigned places = (unsigned)rng_below(&r, 9);
		char want[64], got[NUMBER_TEXT_MAX];
		double ten = 1, x;
		int n;

		for (unsigned k = 0; k < places; k++)
			ten *= 10;
		x = (double)digits / ten;
		n = snprintf(want, sizeof want, "%.*f", (int)places, x);
		assert_int_equal(number_print(x, got), n);
		assert_memory_equal(got, want, (size_t)n);
	}
}

static void
test_grammar(void **state)
{
	static const struct {
		const char *text;
		int strict, lax;
		double x;
	} row[] = {
		{"0", 0, 0, 0.0},
		{"-1", 0, 0, -1.0},
		{"1e3", 0, 0, 1000.0},
		{"1E+3", 0, 0, 1000.0},
		{"1.5e-3", 0, 0, 0.0015},
		{"5e-324", 0, 0, 4.9406564584124654e-324},
		{"1e-400", 0, 0, 0.0},
		{"1e-342", 0, 0, 0.0},
		{"9e-327", 0, 0, 0.0},
		{"9999999999999999999e-343", 0, 0, 0.0},
		{"2.4703282292062328e-324", 0, 0, 4.9406564584124654e-324},
		{"0e999999999999999999999999", 0, 0, 0.0},
		{"1e400", STATUS_RANGE, STATUS_RANGE, (double)INFINITY},
		{"-1e400", STATUS_RANGE, STATUS_RANGE, -(double)INFINITY},
		{"1e99999999999999999999999", STATUS_RANGE, STATUS_RANGE, (double)INFINITY},
		{"01", STATUS_SYNTAX, 0, 1.0},
		{"-00.5", STATUS_SYNTAX, 0, -0.5},
		{".5", STATUS_SYNTAX, 0, 0.5},
		{"5.", STATUS_SYNTAX, 0, 5.0},
		{"5.e1", STATUS_SYNTAX, 0, 50.0},
		{"+1", STATUS_SYNTAX, 0, 1.0},
		{"+.5e+1", STATUS_SYNTAX, 0, 5.0},
		{" 1", STATUS_SYNTAX, 0, 1.0},
		{"\t-1 ", STATUS_SYNTAX, 0, -1.0},
		{"", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{" ", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"-", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"+", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{".", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"-.", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"e5", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{".e5", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1e", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1e+", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1e5.5", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1.2.3", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"--1", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"+-1", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1_000", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1,5", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1 2", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"0x1p3", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"0x10", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"inf", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"nan", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1f", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"12345678x", STATUS_SYNTAX, STATUS_SYNTAX, 0},
		{"1234567\xf0", STATUS_SYNTAX, STATUS_SYNTAX, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct str s = str_of(row[i].text);
		double x = -7;

		if (number_parse(s, &x) != row[i].strict)
			fail_msg("\"%s\" strict", row[i].text);
		assert_int_equal(number_is(s), row[i].strict != STATUS_SYNTAX);
		if (number_parse_lax(s, &x) != row[i].lax)
			fail_msg("\"%s\" lax", row[i].text);
		if (row[i].lax != STATUS_SYNTAX)
			assert_true(bits_of(x) == bits_of(row[i].x));
	}
}

static void
test_signed_zero_and_nul(void **state)
{
	double x = 1;

	(void)state;
	assert_int_equal(number_parse(STR("-0"), &x), 0);
	assert_true(x == 0 && signbit(x));
	assert_int_equal(number_parse(STR("-0.0e5"), &x), 0);
	assert_true(x == 0 && signbit(x));
	assert_int_equal(number_parse(STR("-1e-999"), &x), 0);
	assert_true(x == 0 && signbit(x));
	assert_int_equal(number_parse(STR("1\0"), &x), STATUS_SYNTAX);
	assert_int_equal(number_parse(STR_N("123", 2), &x), 0);
	assert_true(x == 12);
	assert_int_equal(number_parse(STR_N(NULL, 0), &x), STATUS_SYNTAX);
}

/* A buffer of exactly N bytes, so that the sanitizer sees any byte too many. */
static int
parse_exact(const char *head, char fill, size_t n, const char *tail, double *x)
{
	size_t head_n = strlen(head), tail_n = strlen(tail), size = head_n + n + tail_n;
	char *p = malloc(size);
	int status;

	assert_non_null(p);
	memcpy(p, head, head_n);
	memset(p + head_n, fill, n);
	memcpy(p + head_n + n, tail, tail_n);
	status = number_parse(STR_N(p, size), x);
	free(p);
	return status;
}

static void
test_long_literals(void **state)
{
	double x;

	(void)state;
	/* 1 + 2^-53 is half-way between 1 and the next: even wins, a bit more does not. */
	const char *half = "1.00000000000000011102230246251565404236316680908203125";

	assert_int_equal(parse_exact(half, '0', 0, "", &x), 0);
	assert_true(x == 1);
	assert_int_equal(parse_exact(half, '0', 1000000, "", &x), 0);
	assert_true(x == 1);
	assert_int_equal(parse_exact(half, '0', 1000000, "1", &x), 0);
	assert_true(bits_of(x) == bits_of(1) + 1);
	assert_int_equal(
		parse_exact("1.000000000000000111022302462515654042363166809082", '0', 9, "", &x),
		0);
	assert_true(x == 1);
	/* 1 + 3 * 2^-53: the even one is above. */
	assert_int_equal(parse_exact("1.00000000000000033306690738754696212708950042724609375", '0',
				     0, "", &x),
			 0);
	assert_true(bits_of(x) == bits_of(1) + 2);
	assert_int_equal(parse_exact("0.", '0', 1000000, "1e1000001", &x), 0);
	assert_true(x == 1);
	assert_int_equal(parse_exact("7", '0', 1000000, "e-1000000", &x), 0);
	assert_true(x == 7);
	assert_int_equal(parse_exact("", '9', 1000000, "", &x), STATUS_RANGE);
	assert_int_equal(parse_exact("1", '0', NUMBER_LITERAL_MAX, "", &x), STATUS_LIMIT);
	/* 2^-1075 is half of the least number and goes to 0; a bit more does not. */
	assert_int_equal(
		parse_exact("2.4703282292062327208299439642834110862717e-324", '0', 0, "", &x), 0);
	assert_true(x == 0);
	assert_int_equal(parse_exact("2.47032822920623272089e-324", '0', 0, "", &x), 0);
	assert_true(bits_of(x) == 1);
	/* Half-way past the greatest number is infinity. */
	assert_int_equal(parse_exact("1.7976931348623158079373e308", '0', 0, "", &x), STATUS_RANGE);
	assert_int_equal(parse_exact("1.7976931348623158079372e308", '0', 0, "", &x), 0);
	assert_int_equal(parse_exact("1.7976931348623158079e308", '0', 0, "", &x), 0);
	assert_true(bits_of(x) == UINT64_C(0x7fefffffffffffff));
}

/*
 * A decimal with all its digits, half-way between neighbours: written out from the
 * integer by repeated doubling, an oracle that shares nothing with the parser.
 */
static void
test_halves_exact(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 3);
	for (int i = 0; i < 20000; i++) {
		uint64_t odd = (UINT64_C(1) << 53 | rng_next(&r) >> 11) | 1;
		unsigned twos = (unsigned)rng_below(&r, 200);
		unsigned char digit[100] = {0};
		char text[102];
		uint64_t bits;
		size_t n = 0;
		double x;

		for (; odd; odd /= 10)
			digit[n++] = (unsigned char)(odd % 10);
		for (unsigned k = 0; k < twos; k++) {
			unsigned carry = 0;

			for (size_t j = 0; j < n; j++) {
				carry += 2u * digit[j];
				digit[j] = (unsigned char)(carry % 10);
				carry /= 10;
			}
			if (carry)
				digit[n++] = (unsigned char)carry;
		}
		for (size_t j = 0; j < n; j++)
			text[j] = (char)('0' + digit[n - 1 - j]);
		assert_int_equal(number_parse(STR_N(text, n), &x), 0);
		bits = bits_of(x);
		assert_int_equal(bits & 1, 0); /* ties to even */
		text[n] = '.';
		text[n + 1] = '1';
		assert_int_equal(number_parse(STR_N(text, n + 2), &x), 0);
		/* Just above half: the upper neighbour, so at least the tie's choice. */
		assert_true(bits_of(x) == bits || bits_of(x) == bits + 1);
		if (text[n - 1] == '0')
			continue;
		text[n - 1]--;
		text[n + 1] = '9';
		assert_int_equal(number_parse(STR_N(text, n + 2), &x), 0);
		assert_true(bits_of(x) == bits || bits_of(x) == bits - 1);
	}
}

/*
 * The digits and the half-way point lie on two sides of a power of 2^32, so that as whole
 * numbers they are not of one length.  The values are Python's.
 */
static void
test_halves_of_two_lengths(void **state)
{
	/* 2^512 is a bit more than the half, 2^608 - 1 a bit less. */
	static const char more[] =
		"1340780792994259709957402499820584612747936582059239337772356144372176"
		"4030073546976801874298166903427690031858186486050853753882811946569946"
		"433649006084096e-192";
	static const char less[] =
		"1062275985633534197379176413104937254659186235454063846398888276400807"
		"1197217044854783250045304585713377786589724930020306931586753054144788"
		"19039957533174703887662541670786438063456255e-163";
	double x;

	(void)state;
	assert_int_equal(number_parse(STR_N(more, sizeof more - 1), &x), 0);
	assert_true(x == 0x1.23ff06eea847ap-126);
	assert_int_equal(number_parse(STR_N(less, sizeof less - 1), &x), 0);
	assert_true(x == 0x1.708d0f84d3de7p+66);
}

static void
test_int(void **state)
{
	static const struct {
		const char *text;
		int status;
		int64_t x;
	} row[] = {
		{"0", 0, 0},
		{"-0", 0, 0},
		{"42", 0, 42},
		{"9223372036854775807", 0, INT64_MAX},
		{"-9223372036854775808", 0, INT64_MIN},
		{"9223372036854775808", STATUS_RANGE, 0},
		{"-9223372036854775809", STATUS_RANGE, 0},
		{"18446744073709551617", STATUS_RANGE, 0},
		{"100000000000000000000", STATUS_RANGE, 0},
		{"1.0", STATUS_SYNTAX, 0},
		{"1e3", STATUS_SYNTAX, 0},
		{"007", STATUS_SYNTAX, 0},
		{"+7", STATUS_SYNTAX, 0},
		{" 7", STATUS_SYNTAX, 0},
		{"", STATUS_SYNTAX, 0},
		{"-", STATUS_SYNTAX, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		int64_t x = -1;

		if (number_parse_int(str_of(row[i].text), &x) != row[i].status)
			fail_msg("\"%s\"", row[i].text);
		if (row[i].status == 0)
			assert_true(x == row[i].x);
	}
}

static void
test_print_int(void **state)
{
	static const int64_t x[] = {0,          7,         -7,        10,
				    99,         100,       12345,     -99999999,
				    1000000000, INT64_MAX, INT64_MIN, INT64_MIN + 1};
	char got[NUMBER_TEXT_MAX], want[NUMBER_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(x); i++) {
		int n = snprintf(want, sizeof want, "%lld", (long long)x[i]);

		assert_int_equal(number_print_int(x[i], got), n);
		assert_memory_equal(got, want, (size_t)n);
	}
	assert_int_equal(number_print_uint(UINT64_MAX, got), 20);
	assert_memory_equal(got, "18446744073709551615", 20);
}

static void
test_missing(void **state)
{
	static const char *const yes[] = {"",     "nan",      "NaN",       "-nan",     "null",
					  "None", "NA",       "n/a",       "N/A",      "-",
					  "inf",  "Inf",      "+inf",      "-Inf",     "-INF",
					  "+nan", "Infinity", "-Infinity", "+infinity"};
	static const char *const no[] = {"0",     "n",     "nano", "infinit",   "--",
					 "-null", " ",     "-n/a", "+",         "+-inf",
					 "na/",   "none ", "-na",  "-infinity "};

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		if (!number_is_missing(str_of(yes[i])))
			fail_msg("\"%s\" is missing", yes[i]);
	for (size_t i = 0; i < COUNT(no); i++)
		if (number_is_missing(str_of(no[i])))
			fail_msg("\"%s\" is not missing", no[i]);
	assert_true(number_is_missing(STR_N(NULL, 0)));
}

/* Few digits take a way of their own; the strict grammar does not. */
static void
test_few_digits(void **state)
{
	static const char letters[] = "0123456789012345678901234567890123456789.... +-e";
	struct rng r;

	(void)state;
	rng_seed(&r, 37);
	for (int i = 0; i < 300000; i++) {
		char text[10];
		size_t n = 1 + rng_below(&r, 9);
		struct str s = STR_N(text, n);
		double lax, strict;

		for (size_t k = 0; k < n; k++)
			text[k] = letters[rng_below(&r, sizeof letters - 1)];
		if (number_parse(s, &strict) < 0)
			continue;
		assert_int_equal(number_parse_lax(s, &lax), 0);
		assert_true(lax == strict);
	}
	assert_int_equal(number_parse_lax(STR("."), &(double){0}), STATUS_SYNTAX);
	assert_int_equal(number_parse_lax(STR("1.2.3"), &(double){0}), STATUS_SYNTAX);
	assert_int_equal(number_parse_lax(STR("/"), &(double){0}), STATUS_SYNTAX);
	assert_int_equal(number_parse_lax(STR("1:5"), &(double){0}), STATUS_SYNTAX);
}

/* Python's float("%.*e" % (digits - 1, x)). */
static void
test_round(void **state)
{
	static const struct {
		double x;
		int digits;
		double rounded;
	} c[] = {
		{0.20958883963782687, 10, 0.2095888396},
		{-0.20958883963782687, 3, -0.21},
		{0.00099999999996, 10, 0.001},
		{2.5, 1, 2}, /* half to even: 2.5 is exact */
		{1234567890123, 10, 1234567890000},
		{0.1, 17, 0.1},
		{5e-324, 10, 5e-324},
		/* Rounded up it would be no double. */
		{1.7976931348623157e308, 10, 1.7976931348623157e308},
		{0, 10, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof *c; i++)
		assert_true(number_round(c[i].x, c[i].digits) == c[i].rounded);
	assert_true(isnan(number_round(NAN, 10)) && isinf(number_round(-INFINITY, 10)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_print_repr),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_print_decimals),
		cmocka_unit_test(test_grammar),
		cmocka_unit_test(test_signed_zero_and_nul),
		cmocka_unit_test(test_long_literals),
		cmocka_unit_test(test_halves_exact),
		cmocka_unit_test(test_halves_of_two_lengths),
		cmocka_unit_test(test_int),
		cmocka_unit_test(test_print_int),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_few_digits),
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_corpus_of_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
