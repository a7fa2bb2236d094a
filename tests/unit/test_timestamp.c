/* timestamp: every form that the logs hold, to the microsecond. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "number.h"
#include "rng.h"
#include "timestamp_parts.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void
print(int64_t us, char text[TIMESTAMP_TEXT + 1])
{
	timestamp_print(us, text);
	text[TIMESTAMP_TEXT] = '\0';
}

/* Holds what R makes of TEXT, in a buffer without a byte to spare, against WANT. */
static void
check(struct timestamp_reader *r, const char *text, const char *want)
{
	size_t n = strlen(text);
	char *copy = malloc(n + 1), got[TIMESTAMP_TEXT + 1];
	int64_t us = 0;
	int status;

	assert_non_null(copy);
	memcpy(copy, text, n);
	status = timestamp_parse(r, STR_N(copy, n), &us);
	free(copy);
	if (status < 0) {
		fail_msg("\"%s\": status %d", text, status);
		return;
	}
	print(us, got);
	if (strcmp(got, want) != 0)
		fail_msg("\"%s\": %s, not %s", text, got, want);
}

static void
check_fresh(const char *text, const char *want)
{
	struct timestamp_reader r;

	timestamp_reader_init(&r, NULL);
	check(&r, text, want);
	check(&r, text, want); /* and from what the reader has kept */
}

static int
status_of(struct timestamp_reader *r, const char *text)
{
	int64_t us;

	return timestamp_parse(r, str_of(text), &us);
}

static void
test_forms(void **state)
{
	static const char *const row[][2] = {
		/* samples of formats.md and of the data */
		{"2023-11-16 18:17:03.9799600", "2023-11-16T18:17:03.979960Z"},
		{"2015-09-10", "2015-09-10T00:00:00.000000Z"},
		{"2014-11-04 17:14:40 -0500", "2014-11-04T22:14:40.000000Z"},
		{"2018-10-30 18:00:00.000", "2018-10-30T18:00:00.000000Z"},
		{"2024-05-30 21:46:03,625", "2024-05-30T21:46:03.625000Z"},
		{"2022-03-01T00:19:27,304", "2022-03-01T00:19:27.304000Z"},
		{"2016-10-20T18:39:20.57606443Z", "2016-10-20T18:39:20.576064Z"},
		{"2026-05-12T08:01:39.331095044Z", "2026-05-12T08:01:39.331095Z"},
		{"2021-11-30T04:32:05Z", "2021-11-30T04:32:05.000000Z"},
		{"2021-04-10T00:23:26.080736102Z", "2021-04-10T00:23:26.080736Z"},
		{"2025-05-14 17:45:10.901", "2025-05-14T17:45:10.901000Z"},
		{"2020-04-09T08:15:20.923625+00:00", "2020-04-09T08:15:20.923625Z"},
		{"2018-11-06 15:46:56.512619", "2018-11-06T15:46:56.512619Z"},
		{"2024-01-01 00:00:00.000000 UTC", "2024-01-01T00:00:00.000000Z"},
		{"2024-03-05T03:33:59.490137", "2024-03-05T03:33:59.490137Z"},
		{"2024-04-13T02:03:49+0000", "2024-04-13T02:03:49.000000Z"},
		{"2014-03-10 19:57:38.562264131 -0400 EDT", "2014-03-10T23:57:38.562264Z"},
		{"2015-03-26T01:27:38-04:00", "2015-03-26T05:27:38.000000Z"},
		{"2023-03-24T14:26:16.243Z", "2023-03-24T14:26:16.243000Z"},
		{"08/Nov/2010:14:16:18 -0600", "2010-11-08T20:16:18.000000Z"},
		{"20/Jul/2009:22:59:26 +0000", "2009-07-20T22:59:26.000000Z"},
		{"2016-04-15T20:17:00.310Z", "2016-04-15T20:17:00.310000Z"},
		{"1525303480.993161", "2018-05-02T23:24:40.993161Z"},
		{"1731611851", "2024-11-14T19:17:31.000000Z"},
		{"1745532517537", "2025-04-24T22:08:37.537000Z"},
		{"1700000000000000000", "2023-11-14T22:13:20.000000Z"},
		{"14592657.846643506", "1970-06-18T21:30:57.846643Z"},
		{"0", "1970-01-01T00:00:00.000000Z"},
		/* what the header promises besides */
		{"20240530T214603Z", "2024-05-30T21:46:03.000000Z"},
		{"20240530T214603.25+0200", "2024-05-30T19:46:03.250000Z"},
		{"20240530T214603", "2024-05-30T21:46:03.000000Z"},
		{"2024/05/30 21:46:03", "2024-05-30T21:46:03.000000Z"},
		{"2024-05-30t21:46:03z", "2024-05-30T21:46:03.000000Z"},
		{"2024-05-30T21:46", "2024-05-30T21:46:00.000000Z"},
		{"2024-05-30T21:46Z", "2024-05-30T21:46:00.000000Z"},
		{"2024-05-30T21:46:03 Z", "2024-05-30T21:46:03.000000Z"},
		{"2024-05-30T21:46:03 GMT", "2024-05-30T21:46:03.000000Z"},
		{"2024-05-30T21:46:03-05", "2024-05-31T02:46:03.000000Z"},
		{"2024-05-30T21:46:03+05:45", "2024-05-30T16:01:03.000000Z"},
		{"2024-05-30T21:46:03.1+05:45", "2024-05-30T16:01:03.100000Z"},
		{"2024-05-30 21:46:03.1 +0300 +03", "2024-05-30T18:46:03.100000Z"},
		{"2024-05-30 21:46:03.1 +0000 UTC m=+0.000012345", "2024-05-30T21:46:03.100000Z"},
		{"2024-05-30 21:46:03.999999999", "2024-05-30T21:46:03.999999Z"},
		{"08/Nov/2010:14:16:18.5 -0600", "2010-11-08T20:16:18.500000Z"},
		/* as long as one with an offset */
		{"08/Nov/2010:14:16:18.12345", "2010-11-08T14:16:18.123450Z"},
		{"08/Nov/2010:14:16:18 Z UTC", "2010-11-08T14:16:18.000000Z"},
		{"Thu, 30 May 2024 21:46:03 GMT", "2024-05-30T21:46:03.000000Z"},
		{"Thu, 30 May 2024 21:46:03 +0200", "2024-05-30T19:46:03.000000Z"},
		{"Sat, 1 Jun 2024 21:46:03 GMT", "2024-06-01T21:46:03.000000Z"},
		{"30 May 2024 21:46:03 -0000", "2024-05-30T21:46:03.000000Z"},
		{"Thu May 30 21:46:03 2024", "2024-05-30T21:46:03.000000Z"},
		{"Sat Jun  1 21:46:03 2024", "2024-06-01T21:46:03.000000Z"},
		{"Thu May 30 21:46:03 UTC 2024", "2024-05-30T21:46:03.000000Z"},
		{"Thu May 30 21:46:03 +0200 2024", "2024-05-30T19:46:03.000000Z"},
		{"Thu May 30 21:46:03 2024 +0200", "2024-05-30T19:46:03.000000Z"},
		{"2024-05-30T21:46:03.5Z", "2024-05-30T21:46:03.500000Z"},
		{"2024-05-30T21:46:03.05Z", "2024-05-30T21:46:03.050000Z"},
		{"2024-05-30T21:46:03.1234Z", "2024-05-30T21:46:03.123400Z"},
		{"2024-05-30T21:46:03.12345Z", "2024-05-30T21:46:03.123450Z"},
		{"2024-05-30T21:46:03.123456Z", "2024-05-30T21:46:03.123456Z"},
		{"2024-05-30T21:46:03.1234567Z", "2024-05-30T21:46:03.123456Z"},
		/* the borders of F12 */
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"},
		{"2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.500000Z"},
		{"2024-02-29T24:00:00Z", "2024-03-01T00:00:00.000000Z"},
		{"2000-02-29", "2000-02-29T00:00:00.000000Z"},
		{"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
		{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"},
		{"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
		{"9999-12-31T23:59:59.9999999+00:01", "9999-12-31T23:58:59.999999Z"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		check_fresh(row[i][0], row[i][1]);
}

static void
test_refused(void **state)
{
	static const struct {
		int status;
		const char *text;
	} row[] = {
		{STATUS_RANGE, "0000-01-01T00:00:00Z"},
		{STATUS_RANGE, "0000-12-31"},
		{STATUS_RANGE, "0001-01-01T00:00:00+00:01"},
		{STATUS_RANGE, "9999-12-31T24:00:00Z"},
		{STATUS_RANGE, "9999-12-31T23:59:60Z"},
		{STATUS_RANGE, "9999-12-31T23:59:59-00:01"},
		{STATUS_RANGE, "12024-05-30T21:46:03Z"},
		{STATUS_RANGE, "292277026596-12-04T15:30:08Z"},
		{STATUS_RANGE, "9999999999999999999999"},
		{STATUS_RANGE, "-99999999999999999999999999999999999"},
		{STATUS_RANGE, "1e1000"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03.Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03..5Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03.1:4Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03.12/456Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03x123Z"},
		{STATUS_SYNTAX, ""},
		{STATUS_SYNTAX, "-"},
		{STATUS_SYNTAX, "now"},
		{STATUS_SYNTAX, "null"},
		{STATUS_SYNTAX, "NaN"},
		{STATUS_SYNTAX, "2023-02-29"},
		{STATUS_SYNTAX, "1900-02-29T00:00:00Z"},
		{STATUS_SYNTAX, "2024-13-01T00:00:00Z"},
		{STATUS_SYNTAX, "2024-00-01"},
		{STATUS_SYNTAX, "2024-04-31"},
		{STATUS_SYNTAX, "2024-05-00"},
		{STATUS_SYNTAX, "2024-05-30T25:00:00Z"},
		{STATUS_SYNTAX, "2024-05-30T24:00:01Z"},
		{STATUS_SYNTAX, "2024-05-30T24:00:00.1Z"},
		{STATUS_SYNTAX, "2024-05-30T21:60:03Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:61Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03."},
		{STATUS_SYNTAX, "2024-05-30T21:46:03.Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03.1234567890Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03+24:00"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03+0"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03ZZ"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03Z "},
		{STATUS_SYNTAX, " 2024-05-30T21:46:03Z"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03 EDT"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03  -0400"},
		{STATUS_SYNTAX, "2024-05-30T21:46:03 -0400 EDT!"},
		{STATUS_SYNTAX, "2024-05-30X21:46:03Z"},
		{STATUS_SYNTAX, "2024-05/30"},
		{STATUS_SYNTAX, "2O24-05-30"},
		{STATUS_SYNTAX, "2O240530T214603"},
		{STATUS_SYNTAX, "O8/Nov/2010:14:16:18 -0600"},
		{STATUS_SYNTAX, "2024-05-3"},
		{STATUS_SYNTAX, "2024-05-30T"},
		{STATUS_SYNTAX, "2024-05-30T21"},
		{STATUS_SYNTAX, "2024-05-30T21:4"},
		{STATUS_SYNTAX, "2024-05-30T2l:46:03Z"},
		{STATUS_SYNTAX, "20240530214603Z"},
		{STATUS_SYNTAX, "20240530T2146Z"},
		{STATUS_SYNTAX, "08/Nov/2010 14:16:18 -0600"},
		{STATUS_SYNTAX, "08/Nop/2010:14:16:18 -0600"},
		{STATUS_SYNTAX, "8/Nov/2010:14:16:18 -0600"},
		{STATUS_SYNTAX, "Oct 28 20:30:31"},
		{STATUS_SYNTAX, "05-12 08:01:39"},
		{STATUS_SYNTAX, "Thu, 30 May 2024"},
		{STATUS_SYNTAX, "Thu 30 May 2024 21:46:03 GMT"},
		{STATUS_SYNTAX, "Thu May 30 21:46:03 EDT 2024"},
		{STATUS_SYNTAX, "Thu May 30 21:46:03 +0200 2024 +02"},
		{STATUS_SYNTAX, "12.5.3"},
		{STATUS_SYNTAX, "1716000000."},
		{STATUS_SYNTAX, ".5"},
		{STATUS_SYNTAX, "1e"},
		{STATUS_SYNTAX, "1e99999"},
		{STATUS_SYNTAX, "+1716000000"},
		{STATUS_SYNTAX, "0x66"},
	};
	struct timestamp_reader r;

	(void)state;
	timestamp_reader_init(&r, NULL);
	for (size_t i = 0; i < COUNT(row); i++) {
		int status = status_of(&r, row[i].text);

		if (status != row[i].status)
			fail_msg("\"%s\": status %d", row[i].text, status);
	}
	assert_int_equal(r.decided, TIMESTAMP_AUTO);
}

/* What stands behind the epochs: it is asked for texts that are none. */
static void
test_forms_alone(void **state)
{
	struct timestamp_fields f = {0};

	(void)state;
	assert_int_equal(timestamp_read_form(STR("1716000000"), &f), STATUS_SYNTAX);
	assert_int_equal(timestamp_read_form(STR("1716000000-"), &f), STATUS_RANGE);
	assert_int_equal(timestamp_read_form(STR("1716-00000"), &f), STATUS_SYNTAX);
}

/* Every prefix of a good stamp, and each byte replaced, without a byte to spare. */
static void
test_torn(void **state)
{
	static const char *const text[] = {"2024-05-30T21:46:03.625123+02:00",
					   "2014-03-10 19:57:38.562264131 -0400 EDT m=+1.5",
					   "08/Nov/2010:14:16:18 -0600",
					   "Thu, 30 May 2024 21:46:03 GMT",
					   "Thu May 30 21:46:03 2024 +0200",
					   "20240530T214603.25+0200",
					   "-1525303480.993161e3"};
	static const char other[] = "0 9:-.,/TZe\0\xff";

	(void)state;
	for (size_t i = 0; i < COUNT(text); i++) {
		for (size_t n = 0; n <= strlen(text[i]); n++) {
			for (size_t k = 0; k < n * sizeof other; k++) {
				struct timestamp_reader r;
				char *copy = malloc(n);
				int64_t us = TIMESTAMP_MIN;
				int status;

				assert_non_null(copy);
				memcpy(copy, text[i], n);
				copy[k / sizeof other] = other[k % sizeof other];
				timestamp_reader_init(&r, NULL);
				status = timestamp_parse(&r, STR_N(copy, n), &us);
				assert_true(status <= 0);
				if (status == 0)
					assert_true(us >= TIMESTAMP_MIN && us <= TIMESTAMP_MAX);
				free(copy);
			}
		}
	}
}

static void
test_units(void **state)
{
	/* A reader reads them in this order; NULL is STATUS_RANGE. */
	static const char *const stream[][8][2] = {
		/* ms from 0, as in a trace of requests: nothing tells them from s */
		{{"0", "1970-01-01T00:00:00.000000Z"}, {"3000", "1970-01-01T00:50:00.000000Z"}},
		/* a stamp that is missing must not decide for the others */
		{{"0", "1970-01-01T00:00:00.000000Z"},
		 {"-1", "1969-12-31T23:59:59.000000Z"},
		 {"1716000000000", "2024-05-18T02:40:00.000000Z"},
		 {"1716000000001.5", "2024-05-18T02:40:00.001500Z"},
		 {"0", "1970-01-01T00:00:00.000000Z"},
		 {"-1", NULL},
		 {"1716000000", NULL},
		 {"1716000000000000", NULL}},
		{{"1716000000", "2024-05-18T02:40:00.000000Z"},
		 {"14592657.846643506", "1970-06-18T21:30:57.846643Z"},
		 {"1716000000000", NULL},
		 {"-100000000", "1966-10-31T14:13:20.000000Z"},
		 {"99999999999.999999999", "5138-11-16T09:46:39.999999Z"},
		 {"100000000000", NULL}},
		{{"100000000000", "1973-03-03T09:46:40.000000Z"}, {"99999999999", NULL}},
		{{"99999999999999", "5138-11-16T09:46:39.999000Z"}, {"100000000000000", NULL}},
		{{"100000000000000", "1973-03-03T09:46:40.000000Z"}, {"99999999999999", NULL}},
		{{"1716000000000000", "2024-05-18T02:40:00.000000Z"},
		 {"1716000000000000000", NULL},
		 {"-1716000000000001.9", "1915-08-16T21:19:59.999999Z"}},
		{{"1716000000000000999", "2024-05-18T02:40:00.000000Z"},
		 {"-1716000000000001999", "1915-08-16T21:19:59.999999Z"},
		 {"100000000000000000", "1973-03-03T09:46:40.000000Z"},
		 {"99999999999999999", NULL}},
		/* what is out of range decides nothing */
		{{"9999999999999999999999", NULL}, {"1716000000", "2024-05-18T02:40:00.000000Z"}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(stream); i++) {
		struct timestamp_reader r;

		timestamp_reader_init(&r, NULL);
		for (size_t k = 0; k < COUNT(stream[i]) && stream[i][k][0]; k++) {
			if (stream[i][k][1])
				check(&r, stream[i][k][0], stream[i][k][1]);
			else if (status_of(&r, stream[i][k][0]) != STATUS_RANGE)
				fail_msg("\"%s\" in stream %zu", stream[i][k][0], i);
		}
	}
}

static void
test_unit_told(void **state)
{
	static const struct {
		enum timestamp_unit unit;
		const char *text, *want;
	} row[] = {
		{TIMESTAMP_MS, "3000", "1970-01-01T00:00:03.000000Z"},
		{TIMESTAMP_MS, "1716000000", "1970-01-20T20:40:00.000000Z"},
		{TIMESTAMP_MS, "0.0019", "1970-01-01T00:00:00.000001Z"},
		{TIMESTAMP_NS, "2356425054785863", "1970-01-28T06:33:45.054785Z"},
		{TIMESTAMP_US, "5", "1970-01-01T00:00:00.000005Z"},
		{TIMESTAMP_S, "253402300799.999999", "9999-12-31T23:59:59.999999Z"},
		{TIMESTAMP_S, "-62135596800", "0001-01-01T00:00:00.000000Z"},
	};
	struct timestamp_reader r;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		timestamp_reader_init(&r, NULL);
		r.unit = row[i].unit;
		check(&r, row[i].text, row[i].want);
		assert_int_equal(r.decided, TIMESTAMP_AUTO);
	}
	timestamp_reader_init(&r, NULL);
	r.unit = TIMESTAMP_S;
	assert_int_equal(status_of(&r, "253402300800"), STATUS_RANGE);
	assert_int_equal(status_of(&r, "-62135596800.000001"), STATUS_RANGE);
	assert_int_equal(status_of(&r, "1716000000000"), STATUS_RANGE);
}

static void
test_epoch_exact(void **state)
{
	static const char *const row[][2] = {
		{"1.7040672E9", "2024-01-01T00:00:00.000000Z"},
		{"1704067200e0", "2024-01-01T00:00:00.000000Z"},
		{"17040672001234567e-7", "2024-01-01T00:00:00.123456Z"},
		{"1704067200.9999999999999999", "2024-01-01T00:00:00.999999Z"},
		{"-1.0000019", "1969-12-31T23:59:58.999999Z"},
		{"-0.0000009", "1970-01-01T00:00:00.000000Z"},
		{"-0", "1970-01-01T00:00:00.000000Z"},
		{"0.000", "1970-01-01T00:00:00.000000Z"},
		{"0.05", "1970-01-01T00:00:00.050000Z"},
		{"0.0000000000000000000000001e25", "1970-01-01T00:00:01.000000Z"},
		{"1e-9", "1970-01-01T00:00:00.000000Z"},
		{"1e-1000", "1970-01-01T00:00:00.000000Z"},
		{"0001704067200", "2024-01-01T00:00:00.000000Z"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		check_fresh(row[i][0], row[i][1]);
}

/* Random moments, written in several ways, read by one reader in random order. */
static void
test_agreement(void **state)
{
	struct timestamp_reader r;
	struct rng g;
	int64_t base = 0;

	(void)state;
	rng_seed(&g, 1);
	timestamp_reader_init(&r, NULL);
	for (int i = 0; i < 200000; i++) {
		int64_t us, got = 0, year;
		char text[TIMESTAMP_TEXT + 1], other[80];
		unsigned month, day;

		if (i % 10 == 0)
			base = TIMESTAMP_MIN +
			       (int64_t)rng_below(&g, TIMESTAMP_MAX - TIMESTAMP_MIN);
		us = base + (int64_t)rng_below(&g, 100000000);
		us = us > TIMESTAMP_MAX ? TIMESTAMP_MAX : us;
		print(us, text);
		assert_int_equal(timestamp_parse(&r, STR_N(text, TIMESTAMP_TEXT), &got), 0);
		assert_true(got == us);
		text[10] = i % 2 ? ' ' : 'T';
		text[26] = '\0';
		assert_int_equal(timestamp_parse(&r, STR_N(text, TIMESTAMP_TEXT - 1), &got), 0);
		assert_true(got == us);
		/* the long way */
		snprintf(other, sizeof other, "%s +0000 UTC", text);
		assert_int_equal(timestamp_parse(&r, str_of(other), &got), 0);
		assert_true(got == us);
		timestamp_civil((us - TIMESTAMP_MIN) / TIMESTAMP_DAY - 719162, &year, &month, &day);
		snprintf(other, sizeof other, "%02u/%.3s/%04d:%.15s Z", day,
			 &"JanFebMarAprMayJunJulAugSepOctNovDec"[3 * (month - 1)], (int)year,
			 text + 11);
		assert_int_equal(timestamp_parse(&r, str_of(other), &got), 0);
		assert_true(got == us);
	}
	assert_int_equal(r.zoneless, 200000);
}

static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static unsigned
days_in(int64_t year, unsigned month)
{
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return (unsigned)month_days[month - 1] + (month == 2 && leap);
}

/* All days of the years 0001 to 9999, counted one by one. */
static void
test_calendar(void **state)
{
	int64_t number = -719162, year, got_year; /* date.toordinal() of 1970-01-01 is 719163 */
	unsigned month, day, got_month, got_day;

	(void)state;
	for (year = 1; year <= 9999; year++) {
		for (month = 1; month <= 12; month++) {
			for (day = 1; day <= days_in(year, month); day++, number++) {
				timestamp_civil(number, &got_year, &got_month, &got_day);
				if (timestamp_days(year, month, day) != number ||
				    got_year != year || got_month != month || got_day != day)
					fail_msg("%d-%u-%u", (int)year, month, day);
			}
		}
	}
	assert_int_equal(number, TIMESTAMP_MAX / TIMESTAMP_DAY + 1);
	assert_int_equal(timestamp_days(-30000, 3, 1), -11676743);
	timestamp_civil(timestamp_days(-30000, 2, 29), &year, &month, &day);
	assert_true(year == -30000 && month == 2 && day == 29);
	timestamp_civil(timestamp_days(30000, 12, 31), &year, &month, &day);
	assert_true(year == 30000 && month == 12 && day == 31);
}

static struct zone *
load_zone(const char *path)
{
	struct complaint c;
	char bytes[8192];
	FILE *f = fopen(path, "rb");
	struct zone *z;
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	z = zone_parse(STR_N(bytes, n), &c);
	assert_non_null(z);
	return z;
}

static void
test_zone(void **state)
{
	struct zone *z = load_zone("tests/data/zoneinfo/Europe/Berlin");
	struct timestamp_reader r;

	(void)state;
	timestamp_reader_init(&r, z);
	check(&r, "2024-01-15 12:00:00", "2024-01-15T11:00:00.000000Z");
	check(&r, "2024-07-15 12:00:00", "2024-07-15T10:00:00.000000Z");
	check(&r, "2024-07-15", "2024-07-14T22:00:00.000000Z");
	check(&r, "2024-07-15 12:00:00Z", "2024-07-15T12:00:00.000000Z");
	check(&r, "2024-07-15 12:00:00 -0500", "2024-07-15T17:00:00.000000Z");
	check(&r, "1716000000", "2024-05-18T02:40:00.000000Z");
	assert_int_equal(r.zoneless, 3);
	check(&r, "2024-03-31 01:59:59.9", "2024-03-31T00:59:59.900000Z");
	check(&r, "2024-03-31 02:30:00", "2024-03-31T01:30:00.000000Z");
	check(&r, "2024-03-31 03:00:00", "2024-03-31T01:00:00.000000Z");
	check(&r, "2024-10-27 02:30:00", "2024-10-27T00:30:00.000000Z");
	check(&r, "2024-10-27 02:30:00.5", "2024-10-27T00:30:00.500000Z");
	check(&r, "2024-10-27 03:00:00", "2024-10-27T02:00:00.000000Z");
	assert_int_equal(r.zoneless, 9);
	assert_int_equal(r.gaps, 1);
	assert_int_equal(r.folds, 2);
	zone_free(z);
}

/* What the reader keeps between stamps changes no result. */
static void
test_zone_kept(void **state)
{
	struct zone *z = load_zone("tests/data/zoneinfo/Australia/Lord_Howe");
	struct timestamp_reader kept;
	struct rng g;
	int64_t base = 0;

	(void)state;
	rng_seed(&g, 2);
	timestamp_reader_init(&kept, z);
	for (int i = 0; i < 100000; i++) {
		int64_t us, a = 0, b = 1;
		struct timestamp_reader fresh;
		char text[TIMESTAMP_TEXT];

		/* The eight days from the first of a month in which clocks change. */
		if (i % 20 == 0)
			base = timestamp_days(2008 + (int64_t)rng_below(&g, 100),
					      rng_below(&g, 2) ? 4 : 10, 1);
		us = base * TIMESTAMP_DAY + (int64_t)rng_below(&g, 800) * (TIMESTAMP_DAY / 100);
		timestamp_print(us, text);
		timestamp_reader_init(&fresh, z);
		assert_int_equal(timestamp_parse(&kept, STR_N(text, 26), &a), 0);
		assert_int_equal(timestamp_parse(&fresh, STR_N(text, 26), &b), 0);
		assert_true(a == b);
		assert_true(a == zone_to_utc(z, us / TIMESTAMP_SECOND, NULL) * TIMESTAMP_SECOND +
					 us % TIMESTAMP_SECOND);
	}
	assert_true(kept.folds > 10 && kept.gaps > 10);
	zone_free(z);
}

/* Neither does what was read before, in the form that web servers write. */
static void
test_clf_again(void **state)
{
	static const char *const text[] = {
		"30/May/2024:21:46:03 +0000", "30/May/2024:21:46:59 +0000",
		"30/May/2024:21:46:60 +0000", "30/May/2024:21:46:61 +0000",
		"30/May/2024:21:46:4x +0000", "30/May/2024:21:46:09 +0130",
		"30/May/2024:21:46:09 -0130", "30/May/2024:21:47:00 +0000",
		"30/Mai/2024:21:46:03 +0000", "30/May/2024:21:46:03 +00:0",
		"31/Dec/9999:23:59:58 +0000", "31/Dec/9999:23:59:60 +0000",
		"30/May/2024:21:46:03 00000", "30/May/2024:21:46.03 +0000",
	};
	const unsigned n = sizeof text / sizeof *text;
	struct timestamp_reader kept;
	struct rng g;

	(void)state;
	rng_seed(&g, 4);
	timestamp_reader_init(&kept, NULL);
	for (int i = 0; i < 20000; i++) {
		struct str s = str_of(text[rng_below(&g, n)]);
		struct timestamp_reader fresh;
		int64_t a = 0, b = 0;

		timestamp_reader_init(&fresh, NULL);
		assert_int_equal(timestamp_parse(&kept, s, &a), timestamp_parse(&fresh, s, &b));
		assert_true(a == b || timestamp_parse(&fresh, s, &b) < 0);
	}
}

/* What was written before changes nothing, wherever the next time lies. */
static void
test_write(void **state)
{
	static const int64_t edge[] = {TIMESTAMP_MIN, TIMESTAMP_MAX, 0, -1, 1, 59999999,
				       60 * 1000000,  -60 * 1000000};
	struct timestamp_writer w = {0};
	char wrote[TIMESTAMP_TEXT], printed[TIMESTAMP_TEXT];
	struct rng g;

	(void)state;
	rng_seed(&g, 3);
	for (int i = 0; i < 100000; i++) {
		int64_t us = edge[i % 8];

		if (i >= 64)
			us = TIMESTAMP_MIN + (int64_t)rng_below(&g, TIMESTAMP_MAX - TIMESTAMP_MIN);
		if (i % 4)
			us = w.minute + (int64_t)rng_below(&g, 80 * 1000000) - 10 * 1000000;
		if (us < TIMESTAMP_MIN || us > TIMESTAMP_MAX)
			us = edge[i % 8];
		timestamp_write(&w, us, wrote);
		timestamp_print(us, printed);
		assert_memory_equal(wrote, printed, TIMESTAMP_TEXT);
	}
}

static void
test_format(void **state)
{
	/* A reader for each format reads each text. */
	static const char *const row[][3] = {
		{"%Y-%m-%d %H:%M:%S,%L", "2024-05-30 21:46:03,625", "2024-05-30T21:46:03.625000Z"},
		{"%Y-%m-%d %H:%M:%S.%f", "2024-05-30 21:46:03.1234567",
		 "2024-05-30T21:46:03.123456Z"},
		{"%FT%T%z", "2024-05-30T21:46:03+02:00", "2024-05-30T19:46:03.000000Z"},
		{"[%d/%b/%Y:%T %z]", "[30/May/2024:21:46:03 -0600]", "2024-05-31T03:46:03.000000Z"},
		{"%a, %d %B %Y %R", "thursday, 30 MAY 2024 21:46", "2024-05-30T21:46:00.000000Z"},
		{"%A %h %e %Y", "Sat Jun  1 2024", "2024-06-01T00:00:00.000000Z"},
		{"%b%e %Y", "Jun 1 2024", "2024-06-01T00:00:00.000000Z"},
		{"%D %I:%M:%S %p", "05/30/24 12:46:03 AM", "2024-05-30T00:46:03.000000Z"},
		{"%D %I:%M:%S %p", "05/30/24 12:46:03 pm", "2024-05-30T12:46:03.000000Z"},
		{"%D %I:%M %p", "05/30/69 9:46 PM", "1969-05-30T21:46:00.000000Z"},
		{"%y%m%d", "680229", "2068-02-29T00:00:00.000000Z"},
		{"%Y%j", "2024366", "2024-12-31T00:00:00.000000Z"},
		{"%Y-%j", "2023-60", "2023-03-01T00:00:00.000000Z"},
		{"%Y", "2023", "2023-01-01T00:00:00.000000Z"},
		{"%s", "1716000000", "2024-05-18T02:40:00.000000Z"},
		{"%s.%f", "-1.5", "1969-12-31T23:59:58.500000Z"},
		{"%s.%f", "-0.5", "1969-12-31T23:59:59.500000Z"},
		{"%s", "253402300799", "9999-12-31T23:59:59.000000Z"},
		{"%Y%m%d%H%M%S", "20240530214603", "2024-05-30T21:46:03.000000Z"},
		{"%Y-%m-%d%n%H:%M", "2024-05-30   21:46", "2024-05-30T21:46:00.000000Z"},
		{"%Y-%m-%d%n%H:%M", "2024-05-30\n\t21:46", "2024-05-30T21:46:00.000000Z"},
		{"%Y%%%m", "2024%05", "2024-05-01T00:00:00.000000Z"},
		{"%F %T %Z", "2024-05-30 21:46:03 UTC", "2024-05-30T21:46:03.000000Z"},
		{"%F %T %Z", "2024-05-30 21:46:03 z", "2024-05-30T21:46:03.000000Z"},
		{"%F %T %z %Z", "2024-05-30 21:46:03 -0400 EDT", "2024-05-31T01:46:03.000000Z"},
		{"%F %T %Z %z", "2024-05-30 21:46:03 UTC +0000", "2024-05-30T21:46:03.000000Z"},
		{"%H:%M:%S %Y-%m-%d", "23:59:60 2016-12-31", "2017-01-01T00:00:00.000000Z"},
		/* and these refuse */
		{"%Y-%m-%d", "2024-05-30T", NULL},
		{"%Y-%m-%d", "2024-05-32", NULL},
		{"%Y-%m-%d", "2023-02-29", NULL},
		{"%Y-%m-%d", "24-05-30", NULL},
		{"%FT%T", "2024-05-30 21:46:03", NULL},
		{"%F %T", "2024-05-30 21-46-03", NULL},
		{"%Y%j", "2023366", NULL},
		{"%Y%j", "2023000", NULL},
		{"%F %I %p", "2024-05-30 13 PM", NULL},
		{"%F %I %p", "2024-05-30 12 XM", NULL},
		{"%F %T %Z", "2024-05-30 21:46:03 EDT", NULL},
		{"%F %T %Z", "2024-05-30 21:46:03 ", NULL},
		{"%F %T.%L", "2024-05-30 21:46:03.62", NULL},
		{"%F %T.%f", "2024-05-30 21:46:03.", NULL},
		{"%F %T%z", "2024-05-30 21:46:03+2", NULL},
		{"%a %F", "Foo 2024-05-30", NULL},
		{"%b %Y", "Mai 2024", NULL},
		{"%s", "-", NULL},
		{"%s", "1716000000000", NULL},
		{"%Y", "", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct timestamp_reader r;
		struct complaint c = {.text = ""};

		timestamp_reader_init(&r, NULL);
		if (timestamp_reader_format(&r, row[i][0], &c) < 0)
			fail_msg("%s: %s", row[i][0], c.text);
		if (row[i][2])
			check(&r, row[i][1], row[i][2]);
		else if (status_of(&r, row[i][1]) != STATUS_SYNTAX)
			fail_msg("%s takes \"%s\"", row[i][0], row[i][1]);
	}
}

static void
test_format_reader(void **state)
{
	struct zone *z = load_zone("tests/data/zoneinfo/America/New_York");
	struct timestamp_reader r;
	struct complaint c;

	(void)state;
	timestamp_reader_init(&r, z);
	assert_int_equal(timestamp_reader_format(&r, "%F %T %Z", &c), 0);
	check(&r, "2024-05-30 21:46:03 EDT", "2024-05-31T01:46:03.000000Z");
	assert_int_equal(r.zoneless, 1);
	r.year = 2024;
	assert_int_equal(timestamp_reader_format(&r, "%b %d %T", &c), 0);
	check(&r, "Oct 28 20:30:31", "2024-10-29T00:30:31.000000Z");
	assert_int_equal(status_of(&r, "Feb 30 20:30:31"), STATUS_SYNTAX);
	r.year = 10000;
	assert_int_equal(status_of(&r, "Oct 28 20:30:31"), STATUS_RANGE);
	r.zone = NULL;
	assert_int_equal(timestamp_reader_format(&r, "%Y %s", &c), 0);
	assert_int_equal(status_of(&r, "2024 253402300800"), STATUS_RANGE);
	assert_int_equal(timestamp_reader_format(&r, "%Y", &c), 0);
	assert_int_equal(status_of(&r, "0000"), STATUS_RANGE);
	zone_free(z);
}

static void
test_format_refused(void **state)
{
	static const struct {
		const char *format;
		size_t offset;
	} row[] = {{"", 0},         {"%H:%M", 0},    {"%b %d %T", 0},
		   {"%Y %q", 3},    {"%Y %", 3},     {"%Y %-d", 3},
		   {"%Y%%%", 4},    {"%Y %I:%M", 0}, {"%Y\xff%\xff", 3},
		   {"%Y %\x7f", 3}, {"%%Y", 0}};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct timestamp_reader r;
		struct complaint c = {.text = ""};

		timestamp_reader_init(&r, NULL);
		if (timestamp_reader_format(&r, row[i].format, &c) != STATUS_SYNTAX)
			fail_msg("%s was taken", row[i].format);
		assert_true(strlen(c.text) > 5);
		assert_int_equal(c.offset, row[i].offset);
		assert_null(r.format);
	}
}

static void
test_duration(void **state)
{
	static const struct {
		const char *text;
		int status;
		int64_t us;
	} row[] = {
		{"90s", 0, 90000000},
		{"5m", 0, 300000000},
		{"1h30m", 0, 5400000000},
		{"2d", 0, 172800000000},
		{"1w", 0, 604800000000},
		{"250ms", 0, 250000},
		{"10us", 0, 10},
		{"1w1d1h1m1s1ms1us", 0, 694861001001},
		{"0d1s", 0, 1000000},
		{"", STATUS_SYNTAX, 0},
		{"5", STATUS_SYNTAX, 0},
		{"m", STATUS_SYNTAX, 0},
		{"5 m", STATUS_SYNTAX, 0},
		{"5M", STATUS_SYNTAX, 0},
		{"1.5h", STATUS_SYNTAX, 0},
		{"-5m", STATUS_SYNTAX, 0},
		{"30m1h", STATUS_SYNTAX, 0},
		{"1h1h", STATUS_SYNTAX, 0},
		{"1hour", STATUS_SYNTAX, 0},
		{"1h30", STATUS_SYNTAX, 0},
		{"0s", STATUS_RANGE, 0},
		{"999999999w", STATUS_RANGE, 0},
		{"3660000d", 0, INT64_C(316224000000000000)},
		{"3660000d1us", STATUS_RANGE, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		int64_t us = 0;

		if (duration_parse(str_of(row[i].text), &us) != row[i].status)
			fail_msg("\"%s\"", row[i].text);
		if (row[i].status == 0)
			assert_int_equal(us, row[i].us);
	}
}

static void
test_wish(void **state)
{
	struct zone *berlin = load_zone("tests/data/zoneinfo/Europe/Berlin");
	/* 2024-03-31T22:30:00.5Z: already Monday in Berlin, after Sunday's 23 hours. */
	const int64_t now = INT64_C(1711924200500000);
	const struct {
		const char *text, *want;
		const struct zone *zone;
	} row[] = {
		{"now", "2024-03-31T22:30:00.500000Z", NULL},
		{" now ", "2024-03-31T22:30:00.500000Z", berlin},
		{"today", "2024-03-31T00:00:00.000000Z", NULL},
		{"yesterday", "2024-03-30T00:00:00.000000Z", NULL},
		{"today", "2024-03-31T22:00:00.000000Z", berlin},
		{"yesterday", "2024-03-30T23:00:00.000000Z", berlin},
		{"2h ago", "2024-03-31T20:30:00.500000Z", NULL},
		{"5d ago", "2024-03-26T22:30:00.500000Z", berlin},
		{"1h30m ago", "2024-03-31T21:00:00.500000Z", NULL},
		{"2024-03-01", "2024-03-01T00:00:00.000000Z", NULL},
		{"2024-03-01", "2024-02-29T23:00:00.000000Z", berlin},
		{"2024-03-01T12:00Z", "2024-03-01T12:00:00.000000Z", berlin},
		{"1716000000", "2024-05-18T02:40:00.000000Z", berlin},
	};
	int64_t us;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		char got[TIMESTAMP_TEXT + 1];

		if (timestamp_parse_wish(str_of(row[i].text), now, row[i].zone, &us) < 0)
			fail_msg("\"%s\"", row[i].text);
		print(us, got);
		assert_string_equal(got, row[i].want);
	}
	assert_int_equal(timestamp_parse_wish(STR("ago"), now, NULL, &us), STATUS_SYNTAX);
	assert_int_equal(timestamp_parse_wish(STR("x ago"), now, NULL, &us), STATUS_SYNTAX);
	assert_int_equal(timestamp_parse_wish(STR("tomorrow"), now, NULL, &us), STATUS_SYNTAX);
	assert_int_equal(timestamp_parse_wish(STR(""), now, NULL, &us), STATUS_SYNTAX);
	assert_int_equal(timestamp_parse_wish(STR("3000000d ago"), now, NULL, &us), STATUS_RANGE);
	assert_int_equal(timestamp_parse_wish(STR("today"), -1, NULL, &us), 0);
	assert_int_equal(us, -TIMESTAMP_DAY);
	zone_free(berlin);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),         cmocka_unit_test(test_refused),
		cmocka_unit_test(test_forms_alone),   cmocka_unit_test(test_torn),
		cmocka_unit_test(test_units),         cmocka_unit_test(test_unit_told),
		cmocka_unit_test(test_epoch_exact),   cmocka_unit_test(test_agreement),
		cmocka_unit_test(test_calendar),      cmocka_unit_test(test_zone),
		cmocka_unit_test(test_zone_kept),     cmocka_unit_test(test_write),
		cmocka_unit_test(test_clf_again),     cmocka_unit_test(test_format),
		cmocka_unit_test(test_format_reader), cmocka_unit_test(test_format_refused),
		cmocka_unit_test(test_duration),      cmocka_unit_test(test_wish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
