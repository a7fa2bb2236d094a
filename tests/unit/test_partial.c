/*
 * partial and evaluation's texts: what is measured and what is known of it go through a
 * line of text unchanged, and no damaged line is taken.
 */
#include "state_text.h"

#include <stdlib.h>

#include "partial.h"

static const char *const sections[] = {"the windows"};
static const struct partial_kind timed = {"timed-1", true, sections, 1};
static const struct partial_kind plain = {"plain-1", false, NULL, 0};

static const char *const texts[] = {
	"none:0::0:0/::n/sum%28x%29/p99%2e9%28x%29/rate%28status%3e%3d500%29/:x/status/:",
	"binary:0::0:0/1/:model/region/:n/accuracy/auroc/mean%28x%29/:x/:",
	"binary:2:3fd3333333333333:2:2/New%20York/::f1/ece%4015/::",
	"binary:0:3fe0000000000000:1:0/1/::accuracy/::",
	"multiclass:2::0:3/a/b/%2f/:model/:accuracy/auroc/top_k/::",
	"multiclass:0::0:0/::f1/::",
	"regression:0::1:0/::mae/r2/pinball%400%2e9/::",
};

enum { TEXTS = sizeof texts / sizeof texts[0] };

static bool
reload(struct str text, struct buf *out)
{
	struct complaint c;
	struct evaluation e;
	bool good = evaluation_load(&e, text, &c) == 0;

	if (good)
		assert_int_equal(evaluation_save(&e, out), 0);
	evaluation_release(&e);
	return good;
}

static void
test_what_is_measured(void **state)
{
	(void)state;
	for (size_t i = 0; i < TEXTS; i++) {
		struct buf again;

		buf_init(&again, 1 << 16);
		if (!reload(str_of(texts[i]), &again))
			fail_msg("%s is refused", texts[i]);
		assert_text(&again, texts[i]);
		buf_release(&again);
	}
}

static void
test_damaged_texts(void **state)
{
	static const char *const bad[] = {
		"",
		"binary",
		"auto:0::0:0/::n/::",
		"binary:9::0:0/1/::n/::",
		"binary:0:7ff8000000000000:0:0/1/::n/::",
		"binary:0::4:0/1/::n/::",
		"binary:0::0:0/::n/::",
		"binary:0::0:0/1/2/::n/::",
		"multiclass:0::0:2/a/::n/::",
		"multiclass:0::0:2/a/a/::n/::",
		"multiclass:0::0:ffffffffffffffff/a/::n/::",
		"none:0::0:0/::n/::x",
		"none:0::0:0/::n::",
		"none:0::0:0/::nosuch/::",
		"none:0::0:0/::mean%28x%29/::",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buf out;

		buf_init(&out, 1 << 16);
		if (reload(str_of(bad[i]), &out))
			fail_msg("'%s' is taken", bad[i]);
		buf_release(&out);
	}
	for (size_t i = 0; i < TEXTS; i++)
		for (size_t n = 0; n < strlen(texts[i]); n++) {
			struct buf out;

			buf_init(&out, 1 << 16);
			(void)reload(STR_N(texts[i], n), &out);
			buf_release(&out);
		}
}

static void
test_differences(void **state)
{
	const char *base = texts[1];

	(void)state;
	assert_null(evaluation_difference(str_of(base), str_of(base)));
	assert_string_equal(evaluation_difference(str_of(base), str_of(texts[0])), "the task");
	assert_string_equal(
		evaluation_difference(
			str_of("binary:0::0:0/1/:model/region/:n/accuracy/mean%28x%29/:x/:"),
			str_of(base)),
		"the metrics");
	assert_string_equal(
		evaluation_difference(
			str_of("binary:0::0:0/1/:model/:n/accuracy/auroc/mean%28x%29/:x/:"),
			str_of(base)),
		"the columns of -g");
	assert_string_equal(evaluation_difference(str_of("binary:0::0:0/yes/:model/region/:n/"
							 "accuracy/auroc/mean%28x%29/:x/:"),
						  str_of(base)),
			    "the classes");
}

struct fixture {
	struct evaluation e;
	struct timeline_part part;
	struct buf line;
};

static void
start(struct fixture *f)
{
	struct complaint c = {.text = ""};
	struct sample x = sample_empty();
	const struct value value = {STR_INIT("0.1"), VALUE_NUMBER}, *column = &value;

	if (evaluation_load(&f->e, str_of(texts[1]), &c) < 0)
		fail_msg("%s", c.text);
	f->part = (struct timeline_part){.start = 1000000,
					 .end = 2000000,
					 .first = -5,
					 .last = 1999999,
					 .rows = 7,
					 .key = STR("a\\tb\t"),
					 .state = metric_state_new(&f->e.plan)};
	x.column = &column;
	metric_state_add(&f->e.plan, f->part.state, &x);
	buf_init(&f->line, 1 << 20);
}

static void
stop(struct fixture *f)
{
	metric_state_free(&f->e.plan, f->part.state);
	evaluation_release(&f->e);
	buf_release(&f->line);
}

static void
check_line(struct fixture *f, const struct partial_kind *kind, struct str plan_text)
{
	struct timeline_part part;
	struct str plan, state;
	struct complaint c = {.text = ""};
	struct buf again;

	assert_int_equal(partial_write(&f->e, plan_text, &f->part, kind->timed, &f->line), 0);
	assert_int_equal(f->line.p[f->line.n - 1], '\n');
	assert_int_equal(
		partial_read(kind, STR_N(f->line.p, f->line.n - 1), &part, &plan, &state, &c), 1);
	assert_true(str_eq(plan, plan_text));
	assert_true(str_eq(part.key, f->part.key));
	assert_int_equal(part.first, f->part.first);
	assert_int_equal(part.last, f->part.last);
	assert_int_equal(part.rows, f->part.rows);
	assert_int_equal(part.other, f->part.other);
	assert_int_equal(partial_load(&f->e.plan, &part, state, &c), 0);
	buf_init(&again, 1 << 20);
	metric_state_free(&f->e.plan, f->part.state);
	f->part.state = part.state;
	assert_int_equal(partial_write(&f->e, plan_text, &f->part, kind->timed, &again), 0);
	assert_same_text(&f->line, &again);
	buf_init(&f->line, 1 << 20);
}

static void
test_lines(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	check_line(&f, &timed, STR("timed-1:x:y"));
	check_line(&f, &plain, STR("plain-1:y"));
	f.part.other = true;
	f.part.key = STR("");
	check_line(&f, &timed, STR("timed-1:x:y"));
	f.part.start = f.part.end = TIMESTAMP_NONE;
	check_line(&f, &timed, STR("timed-1:x:y"));
	stop(&f);
}

static int
save_timed(void *arg, struct buf *out)
{
	struct fixture *f = arg;

	return partial_write(&f->e, STR("timed-1:x"), &f->part, true, out);
}

static int
save_plain(void *arg, struct buf *out)
{
	struct fixture *f = arg;

	return partial_write(&f->e, STR("plain-1:x"), &f->part, false, out);
}

static int
save_header(void *arg, struct buf *out)
{
	struct fixture *f = arg;

	return partial_header(&f->e, true, out);
}

static void
test_no_room(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	check_room(save_header, &f);
	check_room(save_timed, &f);
	f.part.other = true;
	f.part.end = TIMESTAMP_MAX + 1;
	check_room(save_timed, &f);
	check_room(save_plain, &f);
	stop(&f);
}

/* Any byte changed, added or cut off anywhere is seen. */
static void
test_damaged_lines(void **state)
{
	struct fixture f;
	struct timeline_part part;
	struct str plan, text;
	struct complaint c;
	struct rng r;

	(void)state;
	start(&f);
	rng_seed(&r, 5);
	assert_int_equal(partial_write(&f.e, STR("timed-1:x"), &f.part, true, &f.line), 0);
	for (size_t i = 0; i + 1 < f.line.n; i++) {
		char kept = f.line.p[i];

		assert_int_equal(partial_read(&timed, STR_N(f.line.p, i), &part, &plan, &text, &c),
				 STATUS_DAMAGED);
		f.line.p[i] = (char)(kept ^ (1 + (int)rng_below(&r, 255)));
		assert_int_equal(partial_read(&timed, STR_N(f.line.p, f.line.n - 1), &part, &plan,
					      &text, &c),
				 STATUS_DAMAGED);
		f.line.p[i] = kept;
	}
	assert_int_equal(partial_read(&timed, STR_N(f.line.p, f.line.n), &part, &plan, &text, &c),
			 STATUS_DAMAGED);
	stop(&f);
}

static void
test_headers(void **state)
{
	struct fixture f;
	struct timeline_part part;
	struct str plan, text;
	struct complaint c;

	(void)state;
	start(&f);
	assert_int_equal(partial_header(&f.e, true, &f.line), 0);
	assert_text(&f.line, "ts\tts_end\tmodel\tregion\tplan\tstate\n");
	assert_int_equal(
		partial_read(&timed, STR_N(f.line.p, f.line.n - 1), &part, &plan, &text, &c), 0);
	assert_int_equal(partial_read(&plain, STR("plan\tstate"), &part, &plan, &text, &c), 0);
	assert_int_equal(partial_read(&plain, STR("state"), &part, &plan, &text, &c),
			 STATUS_DAMAGED);
	assert_int_equal(partial_read(&plain, STR(""), &part, &plan, &text, &c), STATUS_DAMAGED);
	stop(&f);
}

static void
test_comparison(void **state)
{
	struct complaint c;
	struct buf a, b;

	(void)state;
	buf_init(&a, 1000);
	buf_init(&b, 1000);
	buf_addf(&a, "timed-1:5m:%s", texts[1]);
	assert_int_equal(partial_compare(&timed, buf_str(&a), buf_str(&a), &c), 0);
	buf_addf(&b, "timed-1:1m:%s", texts[1]);
	assert_int_equal(partial_compare(&timed, buf_str(&a), buf_str(&b), &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "the windows differ"));
	buf_clear(&b);
	buf_addf(&b, "timed-1:5m:%s", texts[0]);
	assert_int_equal(partial_compare(&timed, buf_str(&a), buf_str(&b), &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "the task differ"));
	buf_clear(&b);
	buf_addf(&b, "timed-2:5m:%s", texts[1]);
	assert_int_equal(partial_compare(&timed, buf_str(&a), buf_str(&b), &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, "written by 'timed-2'; this program merges 'timed-1'"));
	buf_release(&a);
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_measured), cmocka_unit_test(test_damaged_texts),
		cmocka_unit_test(test_differences),      cmocka_unit_test(test_lines),
		cmocka_unit_test(test_no_room),          cmocka_unit_test(test_damaged_lines),
		cmocka_unit_test(test_headers),          cmocka_unit_test(test_comparison),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
