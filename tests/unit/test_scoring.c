#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "rng.h"
#include "scoring.h"
#include "xalloc.h"

enum { COLUMNS = 4, ROWS_TEXT = 1 << 20 };

static const char *const names[COLUMNS] = {"ts", "model", "x", "y"};

/* A session, its table and what it wrote. */
struct bench {
	struct scoring scoring;
	struct plan_column column[COLUMNS];
	struct path_columns input;
	struct output out;
	struct record_writer *writer;
	FILE *file;
	unsigned notices;
	char notice[240];
};

static void
note(void *arg, const char *text)
{
	struct bench *b = arg;

	b->notices++;
	snprintf(b->notice, sizeof b->notice, "%s", text);
}

/* METHODS as for -m. */
static struct scoring_options
options_for(struct bench *b, const char *methods)
{
	struct scoring_options o = {
		.why = SCORING_WHY, .max_groups = 100, .notice = note, .arg = b};
	struct complaint c;

	detector_defaults(&o.detector);
	alarm_request_init(&o.alarm);
	o.method = (const struct method *const *)method_parse(methods, &o.methods, &c);
	assert_non_null(o.method);
	return o;
}

static void
bench_start(struct bench *b, const struct scoring_options *o)
{
	const struct record_options options = {.format = RECORD_TSV};
	struct complaint c;

	for (size_t i = 0; i < COLUMNS; i++)
		b->column[i] = (struct plan_column){.name = str_of(names[i])};
	b->file = tmpfile();
	assert_non_null(b->file);
	output_init(&b->out, fileno(b->file));
	b->writer = record_writer_new(&b->out, &options);
	assert_int_equal(path_columns_parse(&b->input, STR("y=y x=x model=model ts=ts"), &c), 0);
	assert_int_equal(scoring_init(&b->scoring, o, &c), 0);
}

static void
bench_end(struct bench *b, const struct scoring_options *o)
{
	scoring_release(&b->scoring);
	record_writer_free(b->writer);
	path_columns_release(&b->input);
	output_release(&b->out);
	fclose(b->file);
	free((void *)o->method);
}

/* All that was written, to be freed. */
static char *
bench_text(struct bench *b)
{
	char *text = xcalloc(ROWS_TEXT, 1);

	assert_int_equal(output_flush(&b->out), 0);
	assert_true(pread(fileno(b->file), text, ROWS_TEXT - 1, 0) >= 0);
	return text;
}

/* What is done with one row. */
typedef void row_fn(struct scoring *s, const struct row *row, size_t i);

static void
take(struct scoring *s, const struct row *row, size_t i)
{
	scoring_take(s, row, i);
}

static void
add(struct scoring *s, const struct row *row, size_t i)
{
	(void)i;
	scoring_add(s, row);
}

static void
take_and_add(struct scoring *s, const struct row *row, size_t i)
{
	scoring_take(s, row, i);
	scoring_add(s, row);
}

/* N rows of two normal columns; every 10th of x is missing; row ODD has x = 50. */
static void
feed(struct bench *b, uint64_t seed, size_t n, size_t odd, const char *models, row_fn *f)
{
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < n; i++) {
		double x = rng_double(&rng) + rng_double(&rng), y = rng_double(&rng);
		char model[2] = {models[i % strlen(models)], '\0'}, xs[40], ys[40];
		struct value value[COLUMNS] = {
			{STR(""), VALUE_MISSING},
			{str_of(model), VALUE_TEXT},
			{{xs, 0}, VALUE_NUMBER},
			{{ys, 0}, VALUE_NUMBER},
		};
		struct row row = {.value = value, .ts = (int64_t)i * TIMESTAMP_MINUTE};

		value[2].text.n = (size_t)snprintf(xs, sizeof xs, "%.6f", i == odd ? 50 : x);
		value[3].text.n = (size_t)snprintf(ys, sizeof ys, "%.6f", y);
		if (i % 10 == 9)
			value[2] = (struct value){{NULL, 0}, VALUE_MISSING};
		f(&b->scoring, &row, i);
	}
}

static int
learn(struct bench *b, size_t n, const char *models, struct complaint *c)
{
	assert_int_equal(scoring_choose(&b->scoring, b->column, COLUMNS, c), 0);
	feed(b, 1, n, SIZE_MAX, models, take);
	return scoring_fit(&b->scoring, c);
}

static void
bind(struct bench *b)
{
	struct complaint c;

	assert_int_equal(scoring_bind(&b->scoring, b->column, COLUMNS, &b->input, b->writer, &c),
			 0);
}

/* The planted row is found, columns stand as in the input, and nothing waits. */
static void
test_scores(void **state)
{
	static const char wanted[] = "y\tx\tmodel\tts\tiforest_score\tiforest_p\tmad_score\tmad_p\t"
				     "anomaly\twhy\n";
	struct bench b = {.notices = 0};
	struct scoring_options o = options_for(&b, "iforest,mad");
	struct complaint c;
	char *text, *line;

	(void)state;
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 300, "a", &c), 0);
	bind(&b);
	feed(&b, 2, 30, 17, "a", add);
	assert_int_equal(b.scoring.rows, 0);
	scoring_flush(&b.scoring);
	assert_int_equal(b.scoring.rows, 30);
	assert_true(b.scoring.anomalies >= 1);
	text = bench_text(&b);
	assert_int_equal(strncmp(text, wanted, strlen(wanted)), 0);
	line = strstr(text, "\t50.000000\t");
	assert_non_null(line);
	assert_non_null(strstr(line, "\t1\t"));
	assert_non_null(strstr(line, ": x +"));
	free(text);
	bench_end(&b, &o);
}

/* The bytes written for the same rows: learned, and by the model that was saved. */
static void
test_saved(void **state)
{
	struct bench b = {.notices = 0}, l = {.notices = 0};
	struct scoring_options o = options_for(&b, "iforest,mad,ewma"), p;
	struct complaint c;
	struct pack out, again;
	char *text, *loaded;

	(void)state;
	o.alarm.alpha = 0.1;
	p = o;
	o.group = "model";
	o.season = 3600 * 24 * TIMESTAMP_SECOND;
	o.detector.trees = 20;
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 500, "ab", &c), 0);
	pack_init(&out);
	scoring_save(&b.scoring, &out);
	p.methods = 0;
	p.arg = &l;
	bench_start(&l, &p);
	assert_int_equal(scoring_load(&l.scoring, buf_str(&out.bytes), &c), 0);
	pack_init(&again);
	scoring_save(&l.scoring, &again);
	assert_true(str_eq(buf_str(&again.bytes), buf_str(&out.bytes)));
	bind(&b);
	bind(&l);
	feed(&b, 3, 3000, 5, "abc", add);
	feed(&l, 3, 3000, 5, "abc", add);
	scoring_flush(&b.scoring);
	scoring_flush(&l.scoring);
	text = bench_text(&b);
	loaded = bench_text(&l);
	assert_string_equal(text, loaded);
	assert_int_equal(b.notices, 1);
	assert_non_null(strstr(b.notice, "model=c: no reference rows"));
	free(text);
	free(loaded);
	pack_release(&out);
	pack_release(&again);
	bench_end(&b, &o);
	p.method = NULL;
	bench_end(&l, &p);
}

/* Every truncation is refused; a changed byte is refused or gives finite scores. */
static void
test_damaged(void **state)
{
	struct bench b = {.notices = 0};
	struct scoring_options o = options_for(&b, "iforest,mad"), p = o;
	struct complaint c;
	struct pack out;
	struct rng rng;

	(void)state;
	o.group = "model";
	o.detector.trees = 2;
	o.detector.subsample = 16;
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 240, "ab", &c), 0);
	pack_init(&out);
	scoring_save(&b.scoring, &out);
	p.methods = 0;
	rng_seed(&rng, 1);
	for (size_t n = 0; n < out.bytes.n; n += n < 200 ? 1 : 41) {
		struct scoring s;

		assert_int_equal(scoring_init(&s, &p, &c), 0);
		assert_int_equal(scoring_load(&s, STR_N(out.bytes.p, n), &c), STATUS_DAMAGED);
		scoring_release(&s);
	}
	for (size_t i = 0; i < 3000; i++) {
		size_t at = (size_t)rng_below(&rng, i % 2 ? 200 : out.bytes.n);
		char before = out.bytes.p[at];
		struct scoring s;

		out.bytes.p[at] = (char)(before ^ (char)(1 + rng_below(&rng, 255)));
		assert_int_equal(scoring_init(&s, &p, &c), 0);
		(void)!scoring_load(&s, buf_str(&out.bytes), &c);
		scoring_release(&s);
		out.bytes.p[at] = before;
	}
	pack_release(&out);
	bench_end(&b, &o);
}

enum { LIST = 4 };

/* What stands before the models of a file, and the groups behind the first model. */
struct head {
	const char *method[LIST], *column[LIST], *group[LIST], *key[LIST];
	const char *why; /* it is refused, NULL: it is taken */
	size_t zeros;    /* behind the names; each is one more of what stands last */
};

static size_t
length(const char *const *list)
{
	size_t n = 0;

	while (n < LIST && list[n])
		n++;
	return n;
}

static void
put_names(const char *const *list, size_t more, struct pack *out)
{
	size_t n = length(list);

	pack_u64(out, n + more);
	for (size_t i = 0; i < n; i++)
		pack_text(out, str_of(list[i]));
	for (size_t i = 0; i < more; i++)
		pack_u32(out, 0);
}

/* MODEL for all rows and each group but the last one, which has no rows. */
static void
put_file(const struct head *h, struct str model, struct pack *out)
{
	size_t keys = length(h->key);
	bool columns = h->column[0] != NULL, groups = h->group[0] != NULL;

	put_names(h->method, columns ? 0 : h->zeros, out);
	put_names(h->column, columns && !groups ? h->zeros : 0, out);
	put_names(h->group, groups ? h->zeros : 0, out);
	pack_u64(out, keys);
	buf_add(&out->bytes, model.p, model.n);
	for (size_t k = 0; k < keys; k++) {
		pack_text(out, str_of(h->key[k]));
		if (k + 1 < keys)
			buf_add(&out->bytes, model.p, model.n);
		else
			pack_u64(out, 0);
	}
}

/* The bytes of a model by mad, of columns x and y, without what stands before it. */
static void
model_bytes(struct bench *b, struct pack *whole, struct str *model)
{
	struct scoring_options o = options_for(b, "mad");
	struct head h = {.method = {"mad"}, .column = {"x", "y"}};
	struct complaint c;
	struct pack head;

	bench_start(b, &o);
	assert_int_equal(learn(b, 240, "a", &c), 0);
	pack_init(whole);
	scoring_save(&b->scoring, whole);
	pack_init(&head);
	put_file(&h, STR(""), &head);
	assert_memory_equal(whole->bytes.p, head.bytes.p, head.bytes.n);
	*model = STR_N(whole->bytes.p + head.bytes.n, whole->bytes.n - head.bytes.n);
	pack_release(&head);
	bench_end(b, &o);
}

static int
load(const struct scoring_options *o, struct pack *bytes, struct complaint *c)
{
	struct pack again;
	struct scoring s;
	int status;

	c->text[0] = '\0';
	assert_int_equal(scoring_init(&s, o, c), 0);
	status = scoring_load(&s, buf_str(&bytes->bytes), c);
	if (status == 0) {
		pack_init(&again);
		scoring_save(&s, &again);
		assert_true(str_eq(buf_str(&again.bytes), buf_str(&bytes->bytes)));
		pack_release(&again);
	}
	scoring_release(&s);
	return status;
}

static void
test_files_that_cannot_be(void **state)
{
	static const struct head row[] = {
		{{"mad"}, {"x", "y"}, {NULL}, {NULL}, NULL, 0},
		{{"mad"}, {"x", "y"}, {"g"}, {"a", "b"}, NULL, 0},
		{{NULL}, {"x", "y"}, {NULL}, {NULL}, "not a number of methods", 0},
		{{"mad"}, {NULL}, {NULL}, {NULL}, "not a number of methods", 1001},
		{{"mad", "mad"}, {"x", "y"}, {NULL}, {NULL}, "a method twice", 0},
		{{"ks"}, {"x", "y"}, {NULL}, {NULL}, "no method known here", 0},
		{{"mad"}, {"x", "y"}, {NULL}, {NULL}, "not a number of columns", 10001},
		{{"mad"}, {"x", "x"}, {NULL}, {NULL}, "no name of a column", 0},
		{{"mad"}, {"x", "y"}, {"g"}, {"a"}, "not a number of group columns", 10001},
		{{"mad"}, {"x", "y"}, {"a b"}, {"a"}, "no name of a column", 0},
		{{"mad"}, {"x", "y"}, {NULL}, {"a"}, "not a number of groups", 0},
		{{"mad"}, {"x", "y"}, {"g"}, {"a", "b", "c"}, "not a number of groups", 0},
		{{"mad"}, {"x", "y"}, {"g"}, {"a\tb"}, "no group", 0},
		{{"mad"}, {"x", "y"}, {"g"}, {"a", "a"}, "no group", 0},
	};
	struct bench b = {.notices = 0};
	struct scoring_options o = {.max_groups = 2};
	struct complaint c = {.text = ""};
	struct pack whole, out;
	struct str model;

	(void)state;
	model_bytes(&b, &whole, &model);
	detector_defaults(&o.detector);
	alarm_request_init(&o.alarm);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		int wanted = row[i].why ? STATUS_DAMAGED : 0;

		pack_init(&out);
		put_file(&row[i], model, &out);
		if (load(&o, &out, &c) != wanted || (wanted && !strstr(c.text, row[i].why)))
			fail_msg("row %zu: '%s'", i, c.text);
		pack_u8(&out, 0);
		assert_int_equal(load(&o, &out, &c), STATUS_DAMAGED);
		pack_release(&out);
	}
	pack_init(&out);
	put_file(&row[0], STR("\0\0\0\0\0\0\0\0"), &out);
	assert_int_equal(load(&o, &out, &c), STATUS_DAMAGED);
	assert_non_null(strstr(c.text, "does not end with its models"));
	pack_release(&out);
	pack_release(&whole);
}

/* Methods and groups that were asked for must be the file's. */
static void
test_another_model(void **state)
{
	static const struct head h = {{"mad"}, {"x", "y"}, {"g"}, {"a"}, NULL, 0},
				 two = {{"mad", "iforest"}, {"x"}, {NULL}, {NULL}, NULL, 0};
	static const struct {
		const char *methods, *group, *why;
	} row[] = {
		{NULL, "g", NULL},
		{"mad", NULL, NULL},
		{"iforest", NULL, "other methods than -m"},
		{"mad,iforest", NULL, "other methods than -m"},
		{NULL, "h", "other groups: -g g"},
		{NULL, "g,h", "learned with other groups"},
	};
	struct bench b = {.notices = 0};
	struct complaint c = {.text = ""};
	struct pack whole, out;
	struct str model;

	(void)state;
	model_bytes(&b, &whole, &model);
	pack_init(&out);
	put_file(&h, model, &out);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct scoring_options o = options_for(&b, row[i].methods ? row[i].methods : "mad");

		o.methods = row[i].methods ? o.methods : 0;
		o.group = row[i].group;
		assert_int_equal(load(&o, &out, &c), row[i].why ? STATUS_USAGE : 0);
		if (row[i].why && !strstr(c.text, row[i].why))
			fail_msg("row %zu: '%s'", i, c.text);
		free((void *)o.method);
	}
	pack_release(&out);
	pack_init(&out);
	put_file(&two, model, &out);
	struct scoring_options one = options_for(&b, "mad");

	assert_int_equal(load(&one, &out, &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "other methods than -m"));
	free((void *)one.method);
	pack_release(&out);
	pack_release(&whole);
}

/* Held rows give what the same rows as a reference give; blocks do not show. */
static void
test_itself(void **state)
{
	struct bench b = {.notices = 0}, r = {.notices = 0};
	struct scoring_options o = options_for(&b, "iforest"), p = options_for(&r, "iforest");
	struct complaint c;
	char *text, *apart;

	(void)state;
	bench_start(&b, &o);
	assert_int_equal(scoring_choose(&b.scoring, b.column, COLUMNS, &c), 0);
	bind(&b);
	feed(&b, 1, 2500, 99, "a", take_and_add);
	assert_int_equal(scoring_fit(&b.scoring, &c), 0);
	scoring_flush(&b.scoring);
	bench_start(&r, &p);
	assert_int_equal(scoring_choose(&r.scoring, r.column, COLUMNS, &c), 0);
	feed(&r, 1, 2500, 99, "a", take);
	assert_int_equal(scoring_fit(&r.scoring, &c), 0);
	bind(&r);
	feed(&r, 1, 1000, 99, "a", add);
	scoring_flush(&r.scoring);
	text = bench_text(&b);
	apart = bench_text(&r);
	assert_true(strlen(apart) > 10000);
	assert_memory_equal(text, apart, strlen(apart));
	free(text);
	free(apart);
	bench_end(&b, &o);
	bench_end(&r, &p);
}

/* Few rows raise no alarm: said, missing, or refused where an alarm was asked for. */
static void
test_few_rows(void **state)
{
	struct bench b = {.notices = 0};
	struct scoring_options o = options_for(&b, "mad");
	struct complaint c;
	char *text;

	(void)state;
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 20, "a", &c), 0);
	assert_int_equal(b.notices, 1);
	assert_false(b.scoring.judges);
	bind(&b);
	feed(&b, 2, 1, 0, "a", add);
	scoring_flush(&b.scoring);
	text = bench_text(&b);
	assert_non_null(strstr(text, "\t\tx +"));
	assert_int_equal(b.scoring.anomalies, 0);
	free(text);
	bench_end(&b, &o);
	o = options_for(&b, "mad");
	o.alarm.alpha = 0.01;
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 20, "a", &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "99"));
	bench_end(&b, &o);
}

static void
test_refused(void **state)
{
	struct bench b = {.notices = 0};
	struct scoring_options o = options_for(&b, "mad");
	struct complaint c;

	(void)state;
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 0, "a", &c), STATUS_USAGE);
	bench_end(&b, &o);
	o = options_for(&b, "mad");
	o.features.features = "model";
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 200, "a", &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "'model' is no column of numbers"));
	bench_end(&b, &o);
	o = options_for(&b, "mad");
	bench_start(&b, &o);
	assert_int_equal(learn(&b, 200, "a", &c), 0);
	assert_int_equal(scoring_bind(&b.scoring, b.column, 3, &b.input, b.writer, &c),
			 STATUS_MISSING);
	b.column[0].name = STR("anomaly");
	path_columns_release(&b.input);
	assert_int_equal(path_columns_parse(&b.input, STR("anomaly=x x=x y=y"), &c), 0);
	assert_int_equal(scoring_bind(&b.scoring, b.column, COLUMNS, &b.input, b.writer, &c),
			 STATUS_USAGE);
	bench_end(&b, &o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores),        cmocka_unit_test(test_saved),
		cmocka_unit_test(test_damaged),       cmocka_unit_test(test_files_that_cannot_be),
		cmocka_unit_test(test_another_model), cmocka_unit_test(test_itself),
		cmocka_unit_test(test_few_rows),      cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
