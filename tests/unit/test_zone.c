/* zone: local time as Python's zoneinfo has it, from files that anybody may have made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cursor.h"
#include "number.h"
#include "rng.h"
#include "zone_parts.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum { FILE_MAX = 8192 };

/* A file of tests/data/zoneinfo; its size. */
static size_t
load(const char *name, char *bytes)
{
	char path[100];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, "tests/data/zoneinfo/%s", name);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("%s cannot be opened: run from the top of the tree", path);
	n = fread(bytes, 1, FILE_MAX, f);
	fclose(f);
	assert_in_range(n, 100, FILE_MAX - 1);
	return n;
}

static struct zone *
load_zone(const char *name)
{
	struct complaint c = {.text = ""};
	char bytes[FILE_MAX];
	size_t n = load(name, bytes);
	struct zone *z = zone_parse(STR_N(bytes, n), &c);

	if (!z)
		fail_msg("%s: %s", name, c.text);
	return z;
}

static struct str
next_word(struct str *s)
{
	struct str word = {s->p, 0};

	while (word.n < s->n && s->p[word.n] != ' ' && s->p[word.n] != '\n')
		word.n++;
	cursor_skip(s, word.n + 1);
	return word;
}

static int64_t
next_int(struct str *s)
{
	int64_t x;

	assert_int_equal(number_parse_int(next_word(s), &x), 0);
	return x;
}

static void
check_offset_line(const struct zone *z, char kind, struct str rest)
{
	int64_t second = next_int(&rest), want = next_int(&rest);
	enum zone_twist twist;

	if (kind == 'u') {
		struct zone_span s = zone_span(z, second);

		assert_int_equal(zone_offset(z, second), want);
		assert_true(s.from <= second && second < s.until && s.offset == want);
		return;
	}
	assert_int_equal(zone_to_utc(z, second, &twist), want);
	assert_int_equal(twist, next_int(&rest));
	assert_int_equal(zone_to_utc(z, second, NULL), want);
}

/* Oracle: tests/oracle/make_zone.py. */
static void
test_offsets(void **state)
{
	FILE *f = fopen("tests/data/zoneinfo/offsets.txt", "r");
	char line[200], last[64] = "";
	struct zone *z = NULL;
	size_t lines = 0;

	(void)state;
	assert_non_null(f);
	for (; fgets(line, sizeof line, f); lines++) {
		struct str rest = str_of(line), kind = next_word(&rest), name = next_word(&rest);

		if (!str_eq(name, str_of(last))) {
			zone_free(z);
			snprintf(last, sizeof last, "%.*s", (int)name.n, name.p);
			z = load_zone(last);
		}
		check_offset_line(z, *kind.p, rest);
	}
	zone_free(z);
	fclose(f);
	assert_int_equal(lines, 1952);
}

/* The length of local days, in hours: faults.md W6. */
static void
test_day_lengths(void **state)
{
	static const struct {
		const char *zone;
		int64_t day; /* since 1970 */
		double hours;
	} row[] = {
		/* date -u -d 2024-03-31 +%s divided by 86400, and so on */
		{"Europe/Berlin", 19813, 23},         {"Europe/Berlin", 20023, 25},
		{"Europe/Berlin", 19814, 24},         {"America/New_York", 19792, 23},
		{"America/New_York", 20030, 25},      {"Australia/Lord_Howe", 19820, 24.5},
		{"Australia/Lord_Howe", 20002, 23.5},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct zone *z = load_zone(row[i].zone);
		int64_t start = zone_to_utc(z, row[i].day * 86400, NULL);
		int64_t end = zone_to_utc(z, (row[i].day + 1) * 86400, NULL);

		assert_true((double)(end - start) == row[i].hours * 3600);
		zone_free(z);
	}
}

/* From UTC to local time and back: the same second, or the earlier one of a fold. */
static void
test_round_trip(void **state)
{
	static const char *const name[] = {"Europe/Berlin", "Australia/Lord_Howe", "Europe/Dublin"};
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (size_t i = 0; i < COUNT(name); i++) {
		struct zone *z = load_zone(name[i]);

		for (int k = 0; k < 20000; k++) {
			int64_t t = (int64_t)rng_below(&r, 20000000000) - 4000000000, back;
			int64_t local = t + zone_offset(z, t);
			enum zone_twist twist;

			back = zone_to_utc(z, local, &twist);
			assert_int_not_equal(twist, ZONE_GAP);
			assert_int_equal(back + zone_offset(z, back), local);
			assert_true(back == t || (back < t && twist == ZONE_FOLD));
		}
		zone_free(z);
	}
}

static void
test_fixed(void **state)
{
	static const struct {
		const char *name;
		int32_t offset;
	} row[] = {{"UTC", 0},     {"Z", 0},      {"+05:45", 20700}, {"-0500", -18000},
		   {"+14", 50400}, {"-00:00", 0}, {"+23:59", 86340}, {"-09:30", -34200}};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct complaint c;
		struct zone *z = zone_new(row[i].name, &c);
		enum zone_twist twist;

		assert_non_null(z);
		assert_int_equal(zone_offset(z, 0), row[i].offset);
		assert_int_equal(zone_offset(z, INT64_C(253402300799)), row[i].offset);
		assert_int_equal(zone_to_utc(z, -62135596800, &twist),
				 -62135596800 - row[i].offset);
		assert_int_equal(twist, ZONE_PLAIN);
		zone_free(z);
	}
	zone_free(NULL);
}

static void
test_names_refused(void **state)
{
	static const char *const name[] = {
		"",
		"/etc/passwd",
		"../../etc/passwd",
		"Europe/../Europe/Berlin",
		"./UTC",
		"Europe//..",
		"Eu\trope",
		"Europe/Berlin\n",
		"Nowhere/At",
		"Europe~",
		"A/name/of/more/than/a/hundred/bytes/is/no/name/of/a/zone/whatever/it/may/be/that/"
		"stands/in/the/folder/of/zones",
		"+5",
		"+24:00",
		"+05:60",
		"05:45",
		"+05:4",
		"+054",
		"+05:455",
		"utc+1",
		"Europe",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(name); i++) {
		struct complaint c = {.text = ""};

		if (zone_new(name[i], &c))
			fail_msg("\"%s\" was taken", name[i]);
		assert_true(strlen(c.text) > 20);
	}
}

/* The first folder that has the file is the one; what it holds must be a zone. */
static void
test_folders(void **state)
{
	static const struct {
		const char *folder[3], *name, *why;
	} row[] = {
		{{"no/such", "tests/data/zoneinfo", NULL}, "Europe/Berlin", NULL},
		{{"no/such", "tests/data/zoneinfo", NULL}, "Nowhere/At", "there is no time zone"},
		{{"no/such", NULL}, "Europe/Berlin", "this system has no zone data"},
		{{"/dev", "tests/data/zoneinfo", NULL}, "zero", "/dev/zero: too long"},
		{{"tests/data", NULL}, "zoneinfo", "tests/data/zoneinfo: "},
		{{"tests/data/zoneinfo", NULL}, "offsets.txt", "zoneinfo/offsets.txt: "},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct complaint c = {.text = ""};
		struct zone *z = zone_find(row[i].folder, row[i].name, &c);

		assert_int_equal(z == NULL, row[i].why != NULL);
		if (row[i].why && !strstr(c.text, row[i].why))
			fail_msg("%s: %s", row[i].name, c.text);
		zone_free(z);
	}
}

/* The machine's own data, where it has any, agree with ours. */
static void
test_system(void **state)
{
	struct complaint c = {.text = ""};
	struct zone *z = zone_new("Europe/Berlin", &c);

	(void)state;
	if (!z) {
		assert_non_null(strstr(c.text, "zone data"));
		return;
	}
	assert_int_equal(zone_offset(z, 1717105563), 7200); /* 2024-05-30 */
	assert_int_equal(zone_offset(z, 1704067200), 3600);
	zone_free(z);
}

static void
test_read_offset(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		int32_t offset;
	} row[] = {
		{"Z", 1, 0},           {"z]", 1, 0},        {"+01:00", 6, 3600},
		{"+0100", 5, 3600},    {"-05", 3, -18000},  {"-05 EST", 3, -18000},
		{"+05:45x", 6, 20700}, {"+01000", 5, 3600}, {"", 0, 0},
		{"+", 0, 0},           {"+1", 0, 0},        {"+100", 0, 0},
		{"+01:", 0, 0},        {"+01:0", 0, 0},     {"+24", 0, 0},
		{"+01:60", 0, 0},      {"0100", 0, 0},      {"+0:100", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		int32_t offset = 0;

		if (zone_read_offset(str_of(row[i].text), &offset) != row[i].n)
			fail_msg("\"%s\"", row[i].text);
		if (row[i].n)
			assert_int_equal(offset, row[i].offset);
	}
}

/* A TZif file of one type, no change, and RULE; what zone_parse makes of it. */
static struct zone *
with_rule(const char *rule)
{
	static const char header[44] = {'T', 'Z', 'i', 'f', '2', [39] = 1, [43] = 4};
	static const char data[] = {0, 0, 0, 0, 0, 0, 'U', 'T', 'C', 0};
	struct complaint c;
	char file[300];
	size_t n = 0;

	for (int block = 0; block < 2; block++) {
		memcpy(file + n, header, sizeof header);
		n += sizeof header;
		memcpy(file + n, data, sizeof data);
		n += sizeof data;
	}
	n += (size_t)snprintf(file + n, sizeof file - n, "\n%s\n", rule);
	return zone_parse(STR_N(file, n), &c);
}

static void
test_rules(void **state)
{
	/* Seconds of UTC: date -u -d '2023-03-12 06:59:59' +%s, and so on. */
	static const struct {
		const char *rule;
		int64_t t;
		int32_t offset;
	} row[] = {
		{"EST5EDT,M3.2.0,M11.1.0", 1678604399, -18000},
		{"EST5EDT,M3.2.0,M11.1.0", 1678604400, -14400},
		{"EST5EDT,M3.2.0,M11.1.0", 1699163999, -14400},
		{"EST5EDT,M3.2.0,M11.1.0", 1699164000, -18000},
		{"JST-9", 1678604399, 32400},
		{"AAA-3:00:30", 1678604399, 10830},
		{"", 1678604399, 0}, /* none: the table's last offset holds */
		{"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1704067200, 39600},
		{"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1688169600, 37800},
		/* Dublin's summer is standard and its winter the exception. */
		{"IST-1GMT0,M10.5.0,M3.5.0/1", 1704067200, 0},
		{"IST-1GMT0,M10.5.0,M3.5.0/1", 1717105563, 3600},
		/* Summer time all year (RFC 8536, 3.3.1), also at its seams. */
		{"XXX3EDT4,0/0,J365/23", 1703991600, -14400},
		{"XXX3EDT4,0/0,J365/23", 1703991599, -14400},
		{"XXX3EDT4,0/0,J365/23", 1717105563, -14400},
		/* 1 March is J60 in every year and day 60 only in leap years. */
		{"AAA0BBB,J60/0,J61/0", 1709251200, 3600},
		{"AAA0BBB,J60/0,J61/0", 1709251199, 0},
		{"AAA0BBB,J60/0,J61/0", 1677628800, 3600},
		{"AAA0BBB,60/0,61/0", 1709251200, 3600},
		{"AAA0BBB,60/0,61/0", 1677628800, 0},
		/* Greenland: a change the evening before. */
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1711846799, -7200},
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1711846800, -3600},
		/* The last Sunday of the last month; and a time before 1970. */
		{"AAA3BBB,M12.5.0/0,M2.3.0/0", 1703991599, -10800},
		{"AAA3BBB,M12.5.0/0,M2.3.0/0", 1703991600, -7200},
		{"EST5EDT,M3.2.0,M11.1.0", -1, -18000},
		/* A change that falls into the year before or after. */
		{"AAA0BBB,J1/-24,J100", 1703980800, 3600},
		{"AAA0BBB,J1/-24,J100", 1703980799, 0},
		{"AAA0BBB,J100,J365/48", 1704149999, 3600},
		{"AAA0BBB,J100,J365/48", 1704150000, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct zone *z = with_rule(row[i].rule);

		assert_non_null(z);
		if (zone_offset(z, row[i].t) != row[i].offset)
			fail_msg("%s at %lld: %d", row[i].rule, (long long)row[i].t,
				 (int)zone_offset(z, row[i].t));
		zone_free(z);
	}
}

/* One more local time type than a byte can name. */
static void
test_many_types(void **state)
{
	static char file[44 + 257 * 6 + 4] = {'T', 'Z', 'i', 'f', [38] = 1, [39] = 1, [43] = 4};
	struct complaint c = {.text = ""};
	struct zone *z;

	(void)state;
	assert_null(zone_parse(STR_N(file, sizeof file), &c));
	assert_non_null(strstr(c.text, "no sound local time type"));
	file[39] = 0;
	z = zone_parse(STR_N(file, sizeof file - 6), &c);
	assert_non_null(z);
	assert_int_equal(zone_offset(z, 0), 0);
	zone_free(z);
}

static void
test_rules_refused(void **state)
{
	static const char *const rule[] = {
		"E5",
		"EST",
		"EST5EDT",
		"EST5EDT,M3.2.0",
		"EST25",
		"EST5:60",
		"EST5:00:60",
		"EST5EDT,M13.1.0,M1.1.0",
		"EST5EDT,M1.0.0,M1.1.0",
		"EST5EDT,M1.1.7,M1.1.0",
		"EST5EDT,M1.1,M1.1.0",
		"EST5EDT,J0,J5",
		"EST5EDT,366,5",
		"EST5EDT,J1/168,J5",
		"EST5EDT,J1,J5,J6",
		"<+01-1",
		"<>1",
		"EST5EDT,,J5",
		" EST5",
		"EST5 ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rule); i++)
		if (with_rule(rule[i]))
			fail_msg("%s was taken", rule[i]);
}

/* A copy of exactly N bytes: the sanitizer sees any byte too many. */
static void
check_hostile(const char *bytes, size_t n)
{
	struct complaint c = {.text = ""};
	char *copy = malloc(n ? n : 1);
	struct zone *z;
	enum zone_twist twist;

	assert_non_null(copy);
	memcpy(copy, bytes, n);
	z = zone_parse(STR_N(copy, n), &c);
	free(copy);
	if (!z) {
		assert_true(strlen(c.text) > 5);
		return;
	}
	for (int64_t t = -62135596800; t < 253402300800; t += 7500000000)
		assert_true(zone_to_utc(z, t, &twist) - t <= 26 * 3600);
	zone_free(z);
}

static void
test_hostile(void **state)
{
	static const uint32_t count[] = {0, 1, 0x7fffffff, 0xffffffff};
	char bytes[FILE_MAX], broken[FILE_MAX];
	size_t n = load("Australia/Lord_Howe", bytes), second = 0;
	struct complaint c;
	struct rng r;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		check_hostile(bytes, i);
		assert_null(zone_parse(STR_N(bytes, i), &c));
	}
	for (size_t i = 4; i + 4 < n && !second; i++)
		if (memcmp(bytes + i, "TZif", 4) == 0)
			second = i;
	assert_true(second > 0);
	for (size_t i = 0; i < 48; i++) {
		uint32_t x = count[i % 4];
		size_t at = (i < 24 ? 0 : second) + 20 + i / 4 % 6 * 4;

		memcpy(broken, bytes, n);
		for (int k = 0; k < 4; k++)
			broken[at + (size_t)k] = (char)(x >> (24 - 8 * k));
		check_hostile(broken, n);
	}
	rng_seed(&r, 1);
	for (int i = 0; i < 20000; i++) {
		memcpy(broken, bytes, n);
		broken[rng_below(&r, n)] = (char)rng_next(&r);
		broken[second + rng_below(&r, n - second)] = (char)rng_next(&r);
		check_hostile(broken, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_offsets),       cmocka_unit_test(test_day_lengths),
		cmocka_unit_test(test_round_trip),    cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_names_refused), cmocka_unit_test(test_folders),
		cmocka_unit_test(test_system),        cmocka_unit_test(test_read_offset),
		cmocka_unit_test(test_rules),         cmocka_unit_test(test_rules_refused),
		cmocka_unit_test(test_many_types),    cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
