/*
 * comparing: windows, groups, seasons, verdicts.  The methods are the test's own: the
 * Kolmogorov-Smirnov distance for numbers, the share of the text "a" for categories.
 */
#include "state_text.h"

#include <stdlib.h>
#include <unistd.h>

#include "comparing.h"
#include "law.h"
#include "number.h"
#include "timestamp.h"

static const int64_t hour = 3600 * TIMESTAMP_SECOND;

/* Both sides may have wide cells, with bounds that go together. */
static void
measure_ks(const struct distribution *a, const struct distribution *b,
	   const struct distance_options *o, struct distance_result *r)
{
	uint64_t below_a = 0, below_b = 0;
	double d = 0;
	size_t i = 0, j = 0;

	*r = (struct distance_result){.expected = NAN,
				      .threshold = isnan(o->floor) ? 0.1 : o->floor};
	if (!a->n || !b->n) {
		r->reason = "no numbers";
		return;
	}
	while (i < a->cells && j < b->cells) {
		double x = fmin(a->cell[i].high, b->cell[j].high);

		while (i < a->cells && a->cell[i].high <= x)
			below_a += a->cell[i++].count;
		while (j < b->cells && b->cell[j].high <= x)
			below_b += b->cell[j++].count;
		d = fmax(d, fabs((double)below_a / (double)a->n - (double)below_b / (double)b->n));
	}
	r->statistic = r->effect = d;
	r->p_value = law_ks_tail(d, a->n, b->n);
}

static void
measure_share(const struct distribution *a, const struct distribution *b,
	      const struct distance_options *o, struct distance_result *r)
{
	(void)a;
	(void)o;
	*r = (struct distance_result){
		.statistic = (double)b->tally.n, .p_value = NAN, .threshold = NAN, .alarm = true};
	if (b->tally.n == 1)
		r->reason = "an alarm without a figure";
}

static const struct distance ks = {.numbers = true, .measure = measure_ks};
static const struct distance rule = {.categories = true, .variant = true, .measure = measure_share};
static const struct method ks_method = {
	.name = "ks", .family = METHOD_DISTRIBUTION, .distance = &ks};
static const struct method rule_method = {
	.name = "rule", .family = METHOD_DISTRIBUTION, .distance = &rule};

static const struct plan_column columns[] = {
	{.name = STR_INIT("ts"), .time = true},
	{.name = STR_INIT("model")},
	{.name = STR_INIT("x")},
	{.name = STR_INIT("y")},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

struct table {
	struct profile profile;
	struct comparing comparing;
	struct comparing_options options;
	struct window_spec spec;
	struct output out;
	struct record_options form;
	struct record_writer *writer;
	const struct method *method[2];
	int pipe[2];
	uint64_t refused;
};

static void
refuse(void *arg, const struct row *row, bool ahead)
{
	struct table *t = arg;

	(void)row;
	(void)ahead;
	t->refused++;
}

static void
fill(struct value *value, int64_t ts, const char *model, const char *x, const char *y)
{
	const char *const text[COLUMNS] = {"t", model, x, y};

	(void)ts;
	for (size_t i = 0; i < COLUMNS; i++)
		value[i] = (struct value){str_of(text[i]), *text[i] ? VALUE_TEXT : VALUE_MISSING};
}

static void
begin(struct table *t, bool grouped, int64_t season)
{
	static const struct str group = STR_INIT("model");
	const struct features_request r = {"x,y", NULL, &group, grouped};
	struct complaint c;

	*t = (struct table){.method = {&ks_method, &rule_method}};
	t->options = (struct comparing_options){.method = t->method,
						.methods = 2,
						.fdr = 0.05,
						.floor = NAN,
						.max_groups = 100,
						.refused = refuse,
						.arg = t};
	profile_init(&t->profile, &group, grouped, season, 100);
	for (size_t i = 0; i < COLUMNS; i++)
		profile_see(&t->profile, columns[i].name);
	assert_int_equal(features_choose(&t->profile.features, &r, columns, COLUMNS, &c), 0);
}

static void
learn(struct table *t, int64_t ts, const char *model, const char *x, const char *y)
{
	struct value value[COLUMNS];
	const struct value *group[1] = {&value[1]};

	fill(value, ts, model, x, y);
	profile_add(&t->profile, value, group, ts);
}

static void
bind(struct table *t, const char *window, size_t n)
{
	const struct window_request r = {.size = window};
	struct complaint c;

	profile_settle(&t->profile);
	if (window) {
		assert_int_equal(window_spec_init(&t->spec, &r, &c), 0);
		t->options.window = &t->spec;
	}
	assert_int_equal(pipe(t->pipe), 0);
	output_init(&t->out, t->pipe[1]);
	t->form = (struct record_options){.format = RECORD_TSV};
	t->writer = record_writer_new(&t->out, &t->form);
	assert_int_equal(
		comparing_init(&t->comparing, &t->options, &t->profile, columns, n, t->writer, &c),
		0);
}

static void
add(struct table *t, int64_t ts, const char *model, const char *x, const char *y)
{
	struct value value[COLUMNS];
	const struct row row = {.value = value, .ts = ts};

	fill(value, ts, model, x, y);
	comparing_add(&t->comparing, &row);
}

/* All rows written; free() it. */
static char *
finish(struct table *t)
{
	char *text = calloc(1, 1 << 16);

	comparing_finish(&t->comparing);
	assert_int_equal(record_finish(t->writer, 0, false), 0);
	assert_int_equal(output_finish(&t->out), 0);
	close(t->pipe[1]);
	assert_true(read(t->pipe[0], text, (1 << 16) - 1) > 0);
	close(t->pipe[0]);
	record_writer_free(t->writer);
	output_release(&t->out);
	comparing_release(&t->comparing);
	profile_release(&t->profile);
	return text;
}

/* Lines of TEXT, without the header, that hold PART. */
static int
lines_with(const char *text, const char *part)
{
	int n = 0;

	for (const char *line = strchr(text, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
		const char *at = strstr(line, part);

		n += at && at < strchr(line, '\n');
	}
	return n;
}

static char *
spell(char *text, double x)
{
	text[number_print(x, text)] = '\0';
	return text;
}

static void
learn_uniform(struct table *t, int n)
{
	for (int i = 0; i < n; i++) {
		char x[NUMBER_TEXT_MAX + 1];

		learn(t, i * hour / 100, i % 2 ? "m" : "k", spell(x, i * 37 % 101),
		      i % 3 ? "a" : "b");
	}
}

static void
test_same_and_shifted(void **state)
{
	(void)state;
	for (int shift = 0; shift < 2; shift++) {
		struct table t;
		char *text;

		begin(&t, false, 0);
		learn_uniform(&t, 1000);
		bind(&t, NULL, COLUMNS);
		for (int i = 0; i < 500; i++) {
			char x[NUMBER_TEXT_MAX + 1];

			add(&t, i * hour, "m", spell(x, i * 53 % 101 + 60 * shift), "a");
		}
		text = finish(&t);
		assert_int_equal(lines_with(text, "1970-01-01T00:00:00.000000Z\t1970-01-21T"),
				 shift ? 3 : 2);
		assert_int_equal(lines_with(text, "\tx\tks\t"), 1);
		assert_int_equal(lines_with(text, "\t1000\t500\t1\t"), shift ? 3 : 1);
		assert_int_equal(lines_with(text, "\tx\trange\t"), shift);
		/* A variant judges by its own rule, and has no part in the others' p-values. */
		assert_int_equal(lines_with(text, "\ty\trule\t500\t\t\t0\t\t1000\t500\t1\t\t0"), 1);
		free(text);
	}
}

static void
test_missing_and_types(void **state)
{
	struct table t;
	char *text;

	(void)state;
	begin(&t, false, 0);
	learn_uniform(&t, 1000);
	bind(&t, NULL, COLUMNS);
	for (int i = 0; i < 500; i++) {
		char x[NUMBER_TEXT_MAX + 1];

		spell(x, i * 53 % 101);
		add(&t, 0, "m",
		    i % 5 == 0   ? ""
		    : i % 5 == 1 ? "oops"
		    : i % 5 == 2 ? "NaN"
				 : x,
		    i % 2 ? "new" : "b");
	}
	text = finish(&t);
	assert_int_equal(lines_with(text, "\tx\tmissing\t0.4\t"), 1);
	assert_int_equal(lines_with(text, "\tx\ttype\t"), 1);
	assert_int_equal(lines_with(text, "\ty\tnew_category\t0.5\t"), 1);
	assert_int_equal(lines_with(text, "\ty\tmissing\t"), 0);
	free(text);
}

static void
test_untestable(void **state)
{
	struct table t;
	char *text;

	(void)state;
	begin(&t, true, 0);
	for (int i = 0; i < 10; i++)
		learn(&t, 0, "m", "", "a");
	bind(&t, NULL, COLUMNS);
	add(&t, TIMESTAMP_NONE, "m", "1", "a");
	add(&t, TIMESTAMP_NONE, "stranger", "1", "a");
	text = finish(&t);
	assert_int_equal(lines_with(text, "\t\tm\tx\t\t\t"), 1);
	assert_int_equal(lines_with(text, "no numbers"), 1);
	assert_int_equal(lines_with(text, "\t\tstranger\t\t\t"), 1);
	assert_int_equal(lines_with(text, "the reference has no rows of this group"), 1);
	free(text);
}

/* A tool's rule may raise an alarm where it has no figure. */
static void
test_alarm_without_figure(void **state)
{
	struct table t;
	char *text;

	(void)state;
	begin(&t, false, 0);
	learn_uniform(&t, 100);
	bind(&t, NULL, COLUMNS);
	add(&t, 0, "m", "1", "a");
	text = finish(&t);
	assert_int_equal(lines_with(text, "\ty\trule\t"), 1);
	assert_int_equal(lines_with(text, "\t100\t1\t1\tan alarm without a figure"), 1);
	free(text);
}

/* The table has ts, model and x only: y is gone. */
static void
test_vanished_and_new(void **state)
{
	struct table t;
	char *text;

	(void)state;
	begin(&t, false, 0);
	learn_uniform(&t, 100);
	free((char *)t.profile.seen[2].p);
	t.profile.seen[2] = STR_N(strdup("other"), 5);
	bind(&t, NULL, COLUMNS - 1);
	add(&t, 0, "m", "1", "");
	text = finish(&t);
	assert_int_equal(lines_with(text, "\ty\tvanished\t\t\t\t1\t\t100\t0\t1\t"), 1);
	assert_int_equal(lines_with(text, "\tx\tnew_column\t"), 1);
	free(text);
}

static void
test_windows(void **state)
{
	struct table t;
	char *text;

	(void)state;
	begin(&t, true, 0);
	learn_uniform(&t, 1000);
	t.options.lateness = hour / 2;
	bind(&t, "1h", COLUMNS);
	add(&t, 0, "m", "1", "a");
	add(&t, hour, "m", "1", "a");
	add(&t, hour - 1, "k", "1", "a"); /* its window is open still */
	add(&t, 2 * hour, "m", "1", "a"); /* closes the first one */
	add(&t, 1, "m", "1", "a");
	add(&t, TIMESTAMP_NONE, "m", "1", "a");
	assert_int_equal(t.comparing.windows, 2);
	assert_int_equal(t.comparing.late, 1);
	assert_int_equal(t.refused, 1);
	text = finish(&t);
	assert_int_equal(lines_with(text, "1970-01-01T00:00:00.000000Z\t1970-01-01T01:00:00.000000Z"
					  "\tk\tx\tks\t"),
			 1);
	assert_int_equal(lines_with(text, "\tm\tx\tks\t"), 3);
	assert_int_equal(lines_with(text, "\tk\tx\tks\t"), 1);
	assert_true(strstr(text, "\tk\tx\tks") < strstr(text, "\tm\tx\tks"));
	free(text);
}

/* Low by day, high by night: each hour is compared with the same one. */
static void
test_season(void **state)
{
	(void)state;
	for (int season = 0; season < 2; season++) {
		struct table t;
		char *text;

		begin(&t, false, season * 24 * hour);
		for (int i = 0; i < 24 * 60; i++) {
			char x[NUMBER_TEXT_MAX + 1];

			learn(&t, i * hour, "m", spell(x, i % 24 * 10 + i * 7 % 10), "a");
		}
		t.method[1] = NULL;
		t.options.methods = 1;
		bind(&t, "1h", COLUMNS);
		for (int i = 0; i < 300; i++) {
			char x[NUMBER_TEXT_MAX + 1];

			add(&t, 240 * hour + i / 100 * hour, "m",
			    spell(x, i / 100 * 10 + i * 3 % 10), "a");
		}
		text = finish(&t);
		assert_int_equal(lines_with(text, "\tx\tks\t"), 3);
		assert_int_equal(lines_with(text, season ? "	60	100	0	"
							 : "	1440	100	1	"),
				 season ? 9 : 3);
		assert_int_equal(lines_with(text, "	60	100	1	"), 0);
		free(text);
	}
}

/* More values than are kept: counted by cells, and said. */
static void
test_many_values(void **state)
{
	struct rng r;
	struct table t;
	char *text;

	(void)state;
	rng_seed(&r, 4);
	begin(&t, false, 0);
	for (int i = 0; i < 20000; i++) {
		char x[NUMBER_TEXT_MAX + 1];

		learn(&t, 0, "m", spell(x, rng_double(&r)), "a");
	}
	t.options.methods = 1;
	bind(&t, NULL, COLUMNS);
	for (int i = 0; i < COMPARING_VALUES + 10; i++) {
		char x[NUMBER_TEXT_MAX + 1];

		add(&t, 0, "m", spell(x, rng_double(&r)), "a");
	}
	text = finish(&t);
	assert_int_equal(lines_with(text, "counted by cells"), 1);
	assert_int_equal(lines_with(text, "\t20000\t262154\t1\t"), 0);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_and_shifted),
		cmocka_unit_test(test_missing_and_types),
		cmocka_unit_test(test_alarm_without_figure),
		cmocka_unit_test(test_untestable),
		cmocka_unit_test(test_vanished_and_new),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_season),
		cmocka_unit_test(test_many_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
