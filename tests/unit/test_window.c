/*
 * window: panes without gaps or overlap, whatever the calendar does.
 */
#include "state_text.h"

#include <stdlib.h>

#include "slurp.h"
#include "window.h"

static int64_t
at(const char *text)
{
	struct timestamp_reader reader;
	int64_t t = 0;

	timestamp_reader_init(&reader, NULL);
	assert_int_equal(timestamp_parse(&reader, str_of(text), &t), 0);
	return t;
}

static struct window_spec
spec_of(struct window_request r)
{
	struct window_spec w;
	struct complaint c = {.text = ""};

	if (window_spec_init(&w, &r, &c) < 0)
		fail_msg("%s", c.text);
	return w;
}

static void
assert_refused(struct window_request r, const char *part)
{
	struct window_spec w;
	struct complaint c = {.text = ""};

	assert_int_equal(window_spec_init(&w, &r, &c), STATUS_USAGE);
	if (!strstr(c.text, part))
		fail_msg("'%s' does not say '%s'", c.text, part);
}

/* The zone NAME of tests/data/zoneinfo. */
static struct zone *
zone_of(const char *name)
{
	struct complaint c = {.text = ""};
	struct buf path, bytes;
	struct zone *z;

	buf_init(&path, 4096);
	buf_init(&bytes, 1 << 20);
	buf_addf(&path, "tests/data/zoneinfo/%s", name);
	buf_addc(&path, '\0');
	assert_int_equal(slurp(path.p, &bytes), 0);
	z = zone_parse(buf_str(&bytes), &c);
	assert_non_null(z);
	buf_release(&path);
	buf_release(&bytes);
	return z;
}

static void
assert_window(const struct window_spec *w, const char *t, const char *start, const char *end)
{
	int64_t i = window_last(w, window_pane(w, at(t)));

	assert_int_equal(window_start(w, i), at(start));
	assert_int_equal(window_end(w, i), at(end));
}

static void
test_fixed(void **state)
{
	struct window_spec w = spec_of((struct window_request){.size = "5m"});

	(void)state;
	assert_window(&w, "2024-05-30T21:46:03Z", "2024-05-30T21:45:00Z", "2024-05-30T21:50:00Z");
	assert_window(&w, "2024-05-30T21:45:00Z", "2024-05-30T21:45:00Z", "2024-05-30T21:50:00Z");
	assert_window(&w, "2024-05-30T21:49:59.999999Z", "2024-05-30T21:45:00Z",
		      "2024-05-30T21:50:00Z");
	/* Before 1970: rounded down, not towards 0. */
	assert_window(&w, "1969-12-31T23:59:59.999999Z", "1969-12-31T23:55:00Z",
		      "1970-01-01T00:00:00Z");
	assert_window(&w, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01T00:05:00Z");
}

static void
test_align(void **state)
{
	struct window_spec w =
		spec_of((struct window_request){.size = "1d", .align = "2024-01-01T06:00:00Z"});
	struct window_spec same =
		spec_of((struct window_request){.size = "1d", .align = "1950-07-20T06:00:00Z"});
	struct window_spec week = spec_of((struct window_request){.size = "1w"});

	(void)state;
	assert_window(&w, "2024-05-30T05:59:00Z", "2024-05-29T06:00:00Z", "2024-05-30T06:00:00Z");
	assert_window(&w, "1924-05-30T06:00:00Z", "1924-05-30T06:00:00Z", "1924-05-31T06:00:00Z");
	assert_int_equal(w.origin, same.origin);
	/* A fixed week is counted from the epoch, a Thursday. */
	assert_window(&week, "2024-05-30T00:00:00Z", "2024-05-30T00:00:00Z",
		      "2024-06-06T00:00:00Z");
}

static void
test_sliding_windows_cover_their_panes(void **state)
{
	static const char *const pairs[][2] = {
		{"1h", "5m"}, {"1h", "25m"}, {"7s", "3s"}, {"10us", "1us"}, {"5m", "5m"}};
	struct rng r;

	(void)state;
	rng_seed(&r, 4);
	for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++) {
		struct window_spec w =
			spec_of((struct window_request){.size = pairs[k][0], .slide = pairs[k][1]});
		int64_t size = window_end(&w, 0) - window_start(&w, 0);
		int64_t step = window_start(&w, w.stride) - window_start(&w, 0);

		for (int i = 0; i < 1000; i++) {
			int64_t t = (int64_t)rng_below(&r, 1u << 31) * 7 - (1 << 30);
			int64_t p = window_pane(&w, t), n = 0;

			/* By definition: the multiples of the step in (t - size, t]. */
			for (int64_t v = window_first(&w, p); v <= window_last(&w, p);
			     v += w.stride, n++) {
				assert_int_equal(window_start(&w, v) % step, 0);
				assert_true(window_start(&w, v) <= t && t < window_end(&w, v));
			}
			assert_true(window_end(&w, window_first(&w, p) - w.stride) <= t);
			assert_true(window_start(&w, window_last(&w, p) + w.stride) > t);
			assert_true(n == size / step || n == size / step + 1);
		}
	}
}

static void
test_days_of_berlin(void **state)
{
	struct zone *z = zone_of("Europe/Berlin");
	struct window_spec w =
		spec_of((struct window_request){.size = "1d", .local = true, .zone = z});
	int64_t hour = 3600 * TIMESTAMP_SECOND, i;

	(void)state;
	assert_window(&w, "2024-03-31T12:00:00Z", "2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z");
	assert_window(&w, "2024-10-27T22:59:59Z", "2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z");
	i = window_pane(&w, at("2024-03-31T12:00:00Z"));
	assert_int_equal(window_end(&w, i) - window_start(&w, i), 23 * hour);
	i = window_pane(&w, at("2024-10-27T12:00:00Z"));
	assert_int_equal(window_end(&w, i) - window_start(&w, i), 25 * hour);
	zone_free(z);
}

static void
test_days_of_lord_howe(void **state)
{
	struct zone *z = zone_of("Australia/Lord_Howe");
	struct window_spec w =
		spec_of((struct window_request){.size = "1d", .local = true, .zone = z});
	int64_t half = 1800 * TIMESTAMP_SECOND, i;

	(void)state;
	/* zoneinfo: +11 until 2024-04-06T15:00Z, then +10:30; back on 2024-10-05T15:30Z. */
	i = window_pane(&w, at("2024-04-06T20:00:00Z"));
	assert_int_equal(window_end(&w, i) - window_start(&w, i), 49 * half);
	i = window_pane(&w, at("2024-10-05T20:00:00Z"));
	assert_int_equal(window_end(&w, i) - window_start(&w, i), 47 * half);
	zone_free(z);
}

static void
test_weeks_and_months(void **state)
{
	struct zone *z = zone_of("Europe/Berlin");
	struct window_spec week =
		spec_of((struct window_request){.size = "1w", .local = true, .zone = z});
	struct window_spec month = spec_of((struct window_request){.size = "1month"});
	struct window_spec quarter = spec_of((struct window_request){.size = "3months"});
	struct window_spec year = spec_of((struct window_request){.size = "1y"});

	(void)state;
	/* 2024-05-27 is a Monday (cal). */
	assert_window(&week, "2024-05-30T00:00:00Z", "2024-05-26T22:00:00Z",
		      "2024-06-02T22:00:00Z");
	assert_window(&week, "1969-12-30T00:00:00Z", "1969-12-28T23:00:00Z",
		      "1970-01-04T23:00:00Z");
	assert_window(&month, "2024-02-29T23:59:59Z", "2024-02-01", "2024-03-01");
	assert_window(&month, "1969-12-31T23:59:59Z", "1969-12-01", "1970-01-01");
	assert_window(&month, "1900-02-28T00:00:00Z", "1900-02-01", "1900-03-01");
	assert_window(&quarter, "2024-05-30", "2024-04-01", "2024-07-01");
	assert_window(&year, "2023-12-31T23:59:59.999999Z", "2023-01-01", "2024-01-01");
	assert_int_equal(window_end(&month, window_pane(&month, at("9999-12-31T23:59:59Z"))),
			 TIMESTAMP_MAX + 1);
	zone_free(z);
}

/* Every time lies in just one pane, and panes touch. */
static void
check_zone(const char *name, const char *size, const char *slide)
{
	struct zone *z = zone_of(name);
	struct window_spec w = spec_of(
		(struct window_request){.size = size, .slide = slide, .local = true, .zone = z});
	struct rng r;

	rng_seed(&r, 7);
	for (int i = 0; i < 20000; i++) {
		int64_t t = at("1900-01-01") +
			    (int64_t)rng_below(&r, 200ull * 366 * 86400) * TIMESTAMP_SECOND;
		int64_t p = window_pane(&w, t);

		assert_true(window_start(&w, p) <= t && t < window_start(&w, p + 1));
		assert_int_equal(window_pane(&w, window_start(&w, p)), p);
		assert_int_equal(window_pane(&w, window_start(&w, p + 1)), p + 1);
	}
	zone_free(z);
}

static void
test_calendars_have_no_holes(void **state)
{
	static const char *const zones[] = {"Europe/Berlin", "Australia/Lord_Howe",
					    "America/New_York", "Europe/Dublin"};

	(void)state;
	for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
		check_zone(zones[i], "1d", NULL);
		check_zone(zones[i], "7d", "1d");
		check_zone(zones[i], "1w", NULL);
		check_zone(zones[i], "2months", "1month");
	}
}

/* What was saved is the same windows, and saved again the same text. */
static void
check_saved(struct window_request r)
{
	struct window_spec w = spec_of(r), loaded;
	struct buf text, again, name;

	buf_init(&text, 1000);
	buf_init(&again, 1000);
	buf_init(&name, 1000);
	assert_int_equal(window_spec_save(&w, &text), 0);
	assert_true(window_spec_load(&loaded, buf_str(&text), &name));
	assert_int_equal(name.n, r.zone_name ? strlen(r.zone_name) : 0);
	loaded.zone_name = r.zone_name;
	assert_int_equal(window_spec_save(&loaded, &again), 0);
	buf_release(&name);
	assert_same_text(&text, &again);
}

static bool
reload(struct str text, struct buf *out)
{
	struct window_spec w;
	struct buf name;
	bool good;

	buf_init(&name, 1000);
	good = window_spec_load(&w, text, &name);
	buf_addc(&name, '\0');
	w.zone_name = name.n > 1 ? name.p : NULL;
	good = good && window_spec_save(&w, out) == 0;
	buf_release(&name);
	return good;
}

static void
test_saved(void **state)
{
	struct window_spec w = spec_of((struct window_request){
		.size = "1h", .slide = "5m", .align = "1931-01-01T00:00:01Z"});
	struct buf text;

	(void)state;
	check_saved((struct window_request){.size = "5m"});
	check_saved((struct window_request){.size = "1h", .slide = "25m", .align = "2024-01-01"});
	check_saved((struct window_request){
		.size = "1w", .slide = "1d", .local = true, .zone_name = "Europe/Berlin"});
	check_saved((struct window_request){.size = "1month"});
	check_saved((struct window_request){.session = 1800});
	check_saved((struct window_request){.count = 5000});
	buf_init(&text, 1000);
	assert_int_equal(window_spec_save(&w, &text), 0);
	check_mutants(&text, reload);
}

static void
test_refusals(void **state)
{
	(void)state;
	assert_refused((struct window_request){0}, "which windows?");
	assert_refused((struct window_request){.size = "5m", .count = 3}, "do not go together");
	assert_refused((struct window_request){.session = 1, .slide = "1m"}, "go with -w only");
	assert_refused((struct window_request){.size = "5x"}, "no length of time");
	assert_refused((struct window_request){.size = "0m"}, "no length of time");
	assert_refused((struct window_request){.size = "0d", .local = true}, "days, weeks");
	assert_refused((struct window_request){.size = "5m", .local = true}, "days, weeks");
	assert_refused((struct window_request){.size = "1m", .slide = "2m"}, "longer");
	assert_refused((struct window_request){.size = "1month", .slide = "1d"}, "months");
	assert_refused((struct window_request){.size = "1d", .slide = "1us"}, "panes");
	assert_refused((struct window_request){.size = "1d", .align = "noon"}, "--align");
	assert_refused((struct window_request){.size = "1month", .align = "2024-01-01"},
		       "calendar");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixed),
		cmocka_unit_test(test_align),
		cmocka_unit_test(test_sliding_windows_cover_their_panes),
		cmocka_unit_test(test_days_of_berlin),
		cmocka_unit_test(test_days_of_lord_howe),
		cmocka_unit_test(test_weeks_and_months),
		cmocka_unit_test(test_calendars_have_no_holes),
		cmocka_unit_test(test_saved),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
