/*
 * profile: rows to parts, kinds of columns, hours of a season, merges and files.
 */
#include "state_text.h"

#include <stdlib.h>

#include "number.h"
#include "profile.h"
#include "timestamp.h"

static const int64_t hour = 3600 * TIMESTAMP_SECOND;

static const struct plan_column columns[] = {
	{.name = STR_INIT("model")},  {.name = STR_INIT("latency_ms"), .numeric = true},
	{.name = STR_INIT("region")}, {.name = STR_INIT("code")},
	{.name = STR_INIT("when")},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void
begin(struct profile *p, bool grouped, int64_t season)
{
	static const struct str group = STR_INIT("model");
	const struct features_request r = {NULL, NULL, &group, grouped};
	struct complaint c;

	profile_init(p, &group, grouped, season, 1000);
	for (size_t i = 0; i < COLUMNS; i++)
		profile_see(p, columns[i].name);
	assert_int_equal(features_choose(&p->features, &r, columns, COLUMNS, &c), 0);
}

/* Rows FROM to UNTIL of an endless table; one each half hour. */
static void
add_rows(struct profile *p, int from, int until)
{
	for (int i = from; i < until; i++) {
		static const char *const model[] = {"a", "b", "a"}, *const region[] = {"eu", "us"};
		static const char *const code[] = {"1", "1.0", "x", "2"};
		char latency[NUMBER_TEXT_MAX];
		const struct str text[COLUMNS] = {
			str_of(model[i % 3]),
			STR_N(latency, number_print(i * 37 % 1009 / 8.0, latency)),
			str_of(i % 7 ? region[i % 2] : ""), str_of(code[i % 4]),
			STR("2026-01-02T03:04:05Z")};
		struct value row[COLUMNS];
		const struct value *group[1] = {&row[0]};

		for (size_t j = 0; j < COLUMNS; j++)
			row[j] = (struct value){text[j], text[j].n ? VALUE_TEXT : VALUE_MISSING};
		profile_add(p, row, group, i * hour / 2);
	}
}

static struct profile
of_rows(int from, int until, bool grouped, int64_t season)
{
	struct profile p;

	begin(&p, grouped, season);
	add_rows(&p, from, until);
	profile_settle(&p);
	return p;
}

static struct buf
bytes_of(const struct profile *p)
{
	struct pack out;

	pack_init(&out);
	profile_save(p, &out);
	return out.bytes;
}

static uint64_t
times_of(const struct distribution *d, struct str text)
{
	uint32_t i = map_find(&d->tally.texts, text);

	return i == MAP_NONE ? 0 : d->tally.count[i];
}

static void
test_columns(void **state)
{
	struct profile p = of_rows(0, 2800, false, 0);
	const struct profile_part *part = p.part[1];
	const struct distribution *d;

	(void)state;
	assert_int_equal(p.features.n, 4); /* "when" is a time, and nobody named it */
	assert_int_equal(part->rows, 2800);
	assert_int_equal(part->columns, 4);
	assert_true(part->first == 0 && part->last == 2799 * hour / 2);
	d = &part->column[0];
	assert_int_equal(d->kind, DISTRIBUTION_CATEGORIES);
	assert_int_equal(times_of(d, STR("a")), 1867);
	d = &part->column[1];
	assert_int_equal(d->kind, DISTRIBUTION_NUMBERS);
	assert_int_equal(d->cells, 1009);
	assert_true(d->exact);
	d = &part->column[2];
	assert_int_equal(d->kind, DISTRIBUTION_CATEGORIES);
	assert_int_equal(d->missing, 400);
	assert_int_equal(d->n, 2400);
	/* Three in four are numbers: a category, whose numbers are spelled in one way. */
	d = &part->column[3];
	assert_int_equal(d->kind, DISTRIBUTION_CATEGORIES);
	assert_int_equal(times_of(d, STR("1")), 1400);
	assert_int_equal(times_of(d, STR("1.0")), 0);
	assert_int_equal(times_of(d, STR("x")), 700);
	assert_int_equal(d->n, 2800);
	assert_int_equal(d->odd, 0);
	profile_release(&p);
}

static void
test_nothing(void **state)
{
	struct profile p = of_rows(0, 0, false, 0), back;
	struct complaint c;
	struct unpack in;
	struct buf b;

	(void)state;
	assert_int_equal(p.features.n, 5);
	assert_int_equal(profile_group(&p, STR(""), false), UINT32_MAX);
	profile_condense(&p);
	b = bytes_of(&p);
	unpack_init(&in, buf_str(&b));
	assert_int_equal(profile_load(&back, &in, 10, &c), 0);
	assert_int_equal(back.features.n, 5);
	profile_release(&back);
	profile_release(&p);
	buf_release(&b);
}

static void
sum(const struct profile *p, uint32_t k, int64_t from, int64_t until, struct profile_part *part)
{
	size_t first, n = profile_hours(p, from, until, &first);

	profile_sum(p, k, first, n, part);
}

static void
test_hours(void **state)
{
	struct profile p = of_rows(0, 1, false, 24 * hour), whole = of_rows(0, 1, false, 0);
	size_t first;

	(void)state;
	assert_int_equal(profile_hours(&p, 0, hour, &first), 1);
	assert_int_equal(profile_hours(&p, hour / 2, hour, &first), 1);
	assert_int_equal(profile_hours(&p, hour / 2, 3 * hour / 2, &first), 2);
	assert_int_equal(first, 0);
	assert_int_equal(profile_hours(&p, 23 * hour, 26 * hour, &first), 3);
	assert_int_equal(first, 23);
	assert_int_equal(profile_hours(&p, -hour, hour, &first), 2);
	assert_int_equal(first, 23);
	assert_int_equal(profile_hours(&p, hour / 2, 24 * hour, &first), 24);
	assert_int_equal(profile_hours(&p, hour / 2, 24 * hour + hour / 4, &first), 24);
	assert_int_equal(profile_hours(&p, 0, 24 * hour, &first), 24);
	assert_int_equal(profile_hours(&p, 5 * hour, 99 * hour, &first), 24);
	assert_int_equal(profile_hours(&whole, 5 * hour, 6 * hour, &first), 1);
	assert_int_equal(first, 0);
	profile_release(&p);
	profile_release(&whole);
}

static void
test_groups_and_hours(void **state)
{
	struct profile p = of_rows(0, 48 * 14, true, 24 * hour);
	struct profile_part part;
	uint32_t a = profile_group(&p, STR("a"), false);

	(void)state;
	assert_int_equal(p.phases, 24);
	assert_int_equal(profile_group(&p, STR("c"), false), UINT32_MAX);
	assert_int_equal(profile_group(&p, STR("a"), true), UINT32_MAX);
	sum(&p, a, 5 * hour, 6 * hour, &part);
	/* Rows 10, 11, 58, 59, ... of which those with i % 3 != 1 are of a. */
	assert_int_equal(part.rows, 14);
	profile_part_release(&part);
	/* Half an hour of each of two hours. */
	sum(&p, a, 5 * hour + hour / 2, 6 * hour + hour / 2, &part);
	assert_int_equal(part.rows, 28);
	assert_int_equal(part.column[2].kind, DISTRIBUTION_CATEGORIES);
	profile_part_release(&part);
	/* Over midnight. */
	sum(&p, a, 23 * hour, 25 * hour, &part);
	assert_int_equal(part.rows, 28);
	profile_part_release(&part);
	sum(&p, a, 7 * hour, 7 * hour + 240 * hour, &part);
	assert_int_equal(part.rows, 448);
	profile_part_release(&part);
	profile_release(&p);
}

static void
assert_same(struct profile *a, struct profile *b)
{
	struct buf x = bytes_of(a), y = bytes_of(b);

	assert_same_text(&x, &y);
}

/* Few different values: a merge of two saved halves is the profile of all rows. */
static void
test_merge(void **state)
{
	struct complaint c;

	(void)state;
	for (int grouped = 0; grouped < 2; grouped++)
		for (int season = 0; season < 2; season++) {
			int64_t length = season * 24 * hour;
			struct profile all = of_rows(0, 3000, grouped, length);
			struct profile a = of_rows(0, 1100, grouped, length);
			struct profile b = of_rows(1100, 3000, grouped, length);

			profile_condense(&all);
			profile_condense(&a);
			profile_condense(&b);
			assert_int_equal(profile_merge(&b, &a, &c), 0);
			assert_int_equal(b.rows, 3000);
			if (!season)
				assert_same(&all, &b);
			profile_release(&all);
			profile_release(&a);
			profile_release(&b);
		}
}

static void
test_merge_of_strangers(void **state)
{
	struct profile a = of_rows(0, 100, false, 0), b = of_rows(0, 100, true, 0);
	struct profile s = of_rows(0, 100, false, 24 * hour);
	struct complaint c;

	(void)state;
	assert_int_equal(profile_merge(&a, &b, &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "-g"));
	assert_int_equal(profile_merge(&a, &s, &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "season"));
	profile_release(&b);
	b = of_rows(0, 100, false, 0);
	b.features.feature[1].kind = FEATURE_CATEGORY;
	assert_int_equal(profile_merge(&a, &b, &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "latency_ms"));
	profile_release(&a);
	profile_release(&b);
	profile_release(&s);
}

static void
test_file(void **state)
{
	struct profile p = of_rows(0, 900, true, 24 * hour), back;
	struct complaint c;
	struct unpack in;
	struct buf b;

	(void)state;
	profile_condense(&p);
	b = bytes_of(&p);
	unpack_init(&in, buf_str(&b));
	assert_int_equal(profile_load(&back, &in, 1000, &c), 0);
	assert_same(&p, &back);
	assert_int_equal(back.rows, 900);
	profile_release(&back);
	profile_release(&p);
	for (size_t n = 0; n < b.n; n += 1 + n / 40) {
		unpack_init(&in, STR_N(b.p, n));
		assert_int_equal(profile_load(&back, &in, 1000, &c), STATUS_DAMAGED);
		profile_release(&back);
	}
	buf_release(&b);
}

/* A changed byte (under a right checksum) is refused, or gives a profile that can be used. */
static void
test_damage(void **state)
{
	struct profile p = of_rows(0, 30, true, 0), back;
	struct complaint c;
	struct unpack in;
	struct buf b;

	(void)state;
	profile_condense(&p);
	b = bytes_of(&p);
	profile_release(&p);
	for (size_t i = 0; i < b.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			b.p[i] = (char)(b.p[i] ^ 1 << bit);
			unpack_init(&in, buf_str(&b));
			if (profile_load(&back, &in, 1000, &c) == 0) {
				struct profile_part part;

				assert_true(back.rows < 100);
				profile_sum(&back, 1, 0, back.phases, &part);
				profile_part_release(&part);
			}
			profile_release(&back);
			b.p[i] = (char)(b.p[i] ^ 1 << bit);
		}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns), cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_hours),   cmocka_unit_test(test_groups_and_hours),
		cmocka_unit_test(test_merge),   cmocka_unit_test(test_merge_of_strangers),
		cmocka_unit_test(test_file),    cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
