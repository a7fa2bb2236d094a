/*
 * Models and profiles that somebody changed and gave a right checksum, which is what the
 * loaders of the payloads see: refused, or as good as any other; the memory asked for on
 * the way, and so the work, stays within a multiple of the file.  HOSTILE=N tries N
 * changes of each file instead of a few; make torture does.
 */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "number.h"
#include "profile.h"
#include "rng.h"
#include "scoring.h"
#include "timestamp.h"

/* Bytes that are allocated, by the linker's --wrap. */
static size_t live, peak, asked;

void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t n);
void *__real_realloc(void *p, size_t n);
void __real_free(void *p);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t n);
void *__wrap_realloc(void *p, size_t n);
void __wrap_free(void *p);

static void *
note(void *p)
{
	size_t n = p ? malloc_usable_size(p) : 0;

	live += n;
	asked += n;
	peak = live > peak ? live : peak;
	return p;
}

void *
__wrap_malloc(size_t n)
{
	return note(__real_malloc(n));
}

void *
__wrap_calloc(size_t count, size_t n)
{
	return note(__real_calloc(count, n));
}

void *
__wrap_realloc(void *p, size_t n)
{
	if (p)
		live -= malloc_usable_size(p);
	return note(__real_realloc(p, n));
}

void
__wrap_free(void *p)
{
	if (p)
		live -= malloc_usable_size(p);
	__real_free(p);
}

static const struct plan_column columns[] = {
	{.name = STR_INIT("ts")},
	{.name = STR_INIT("model")},
	{.name = STR_INIT("x"), .numeric = true},
	{.name = STR_INIT("y"), .numeric = true},
};

enum { COLUMNS = sizeof columns / sizeof columns[0], ROWS = 400 };

/* Row I of a table of two groups; its numbers are spelled in TEXT. */
static void
make_row(struct value value[COLUMNS], size_t i, char text[2][NUMBER_TEXT_MAX])
{
	value[0] = (struct value){STR(""), VALUE_MISSING};
	value[1] = (struct value){i % 3 ? STR("a") : STR("b"), VALUE_TEXT};
	for (size_t j = 0; j < 2; j++) {
		double x = (double)(i * (37 + 16 * j) % 1009) / 8;

		value[2 + j] =
			(struct value){STR_N(text[j], number_print(x, text[j])), VALUE_NUMBER};
	}
}

static void
session(struct scoring *s, struct scoring_options *o, const struct method **method, size_t n)
{
	struct complaint c;

	*o = (struct scoring_options){.method = method, .methods = n, .max_groups = 1000};
	detector_defaults(&o->detector);
	alarm_request_init(&o->alarm);
	o->detector.trees = 10;
	o->group = n ? "model" : NULL;
	assert_int_equal(scoring_init(s, o, &c), 0);
}

static void
learn(struct scoring *s)
{
	char text[2][NUMBER_TEXT_MAX];
	struct value value[COLUMNS];
	struct complaint c;

	assert_int_equal(scoring_choose(s, columns, COLUMNS, &c), 0);
	for (size_t i = 0; i < ROWS; i++) {
		struct row row = {.value = value, .ts = (int64_t)i * 1800 * TIMESTAMP_SECOND};

		make_row(value, i, text);
		scoring_take(s, &row, i);
	}
	assert_int_equal(scoring_fit(s, &c), 0);
}

/* What --fit writes, without its container. */
static struct buf
model_bytes(const char *methods, uint64_t extension, int64_t season)
{
	struct scoring_options o;
	struct scoring s;
	struct complaint c;
	struct pack out;
	size_t n;
	const struct method **method = method_parse(methods, &n, &c);

	assert_non_null(method);
	session(&s, &o, method, n);
	scoring_release(&s);
	o.season = season;
	o.detector.extension = extension;
	assert_int_equal(scoring_init(&s, &o, &c), 0);
	learn(&s);
	pack_init(&out);
	scoring_save(&s, &out);
	scoring_release(&s);
	free(method);
	return out.bytes;
}

static struct buf
profile_bytes(int64_t season)
{
	static const struct str group = STR_INIT("model");
	const struct features_request r = {NULL, NULL, &group, 1};
	char text[2][NUMBER_TEXT_MAX];
	struct value value[COLUMNS];
	const struct value *key[1] = {&value[1]};
	struct complaint c;
	struct profile p;
	struct pack out;

	profile_init(&p, &group, 1, season, 1000);
	for (size_t i = 0; i < COLUMNS; i++)
		profile_see(&p, columns[i].name);
	assert_int_equal(features_choose(&p.features, &r, columns, COLUMNS, &c), 0);
	for (size_t i = 0; i < ROWS; i++) {
		make_row(value, i, text);
		profile_add(&p, value, key, (int64_t)i * 1800 * TIMESTAMP_SECOND);
	}
	profile_settle(&p);
	pack_init(&out);
	profile_save(&p, &out);
	profile_release(&p);
	return out.bytes;
}

/* True if BYTES are taken; what is left of them when saved again goes to AGAIN. */
typedef bool load_fn(struct str bytes, struct pack *again);

static bool
load_model(struct str bytes, struct pack *again)
{
	struct scoring_options o;
	struct scoring s;
	struct complaint c;
	bool taken;

	session(&s, &o, NULL, 0);
	taken = scoring_load(&s, bytes, &c) == 0;
	if (taken && again)
		scoring_save(&s, again);
	scoring_release(&s);
	return taken;
}

static bool
load_profile(struct str bytes, struct pack *again)
{
	struct profile p;
	struct unpack in;
	struct complaint c;
	bool taken;

	unpack_init(&in, bytes);
	taken = profile_load(&p, &in, 1000, &c) == 0;
	if (taken && again)
		profile_save(&p, again);
	profile_release(&p);
	return taken;
}

/* The most that any file was seen to take, in parts of its size. */
struct worst {
	double refused, taken, work;
	size_t loads, accepted;
};

/* A session and its first tables are there before any byte is looked at. */
enum { SLACK = 16 << 10 };

static void
try_load(load_fn *load, struct str bytes, struct worst *w)
{
	size_t before = live, size = bytes.n + SLACK;
	bool taken;
	double most;

	peak = live;
	asked = 0;
	taken = load(bytes, NULL);
	assert_int_equal(live, before);
	most = (double)(peak - before) / (double)size;
	if (taken)
		w->taken = most > w->taken ? most : w->taken;
	else
		w->refused = most > w->refused ? most : w->refused;
	most = (double)asked / (double)size;
	w->work = most > w->work ? most : w->work;
	w->accepted += taken;
	w->loads++;
}

/* What is taken is saved as something that is taken, and saved as the same. */
static void
check_taken(load_fn *load, struct str bytes)
{
	struct pack once, twice;

	pack_init(&once);
	pack_init(&twice);
	if (load(bytes, &once)) {
		assert_true(load(buf_str(&once.bytes), &twice));
		assert_true(str_eq(buf_str(&once.bytes), buf_str(&twice.bytes)));
	}
	pack_release(&once);
	pack_release(&twice);
}

/* What a number turns into: an odd one, one next to it, or as many as might just fit in SIZE. */
static uint64_t
change_number(struct rng *r, uint64_t was, size_t size)
{
	static const uint64_t odd[] = {0,
				       1,
				       2,
				       3,
				       255,
				       256,
				       65535,
				       1u << 31,
				       UINT32_MAX,
				       (uint64_t)1 << 32,
				       (uint64_t)1 << 60,
				       (uint64_t)1 << 63,
				       UINT64_MAX,
				       INT64_MAX,
				       0x7ff0000000000000, /* infinity */
				       0x7ff8000000000000, /* NaN */
				       0xfff0000000000000,
				       0x7fefffffffffffff,
				       0x3ff0000000000000};

	switch (rng_below(r, 3)) {
	case 0:
		return odd[rng_below(r, sizeof odd / sizeof odd[0])];
	case 1:
		return was + rng_below(r, 5) - 2;
	default:
		return size / (1 + rng_below(r, 40));
	}
}

static void
put_number(struct rng *r, struct buf *out, size_t at)
{
	static const unsigned width[] = {1, 4, 8};
	unsigned n = width[rng_below(r, 3)];
	uint64_t x = 0;

	memcpy(&x, out->p + at, n);
	x = change_number(r, x, out->n);
	memcpy(out->p + at, &x, n);
}

/* One to three changes of OUT: numbers, stretches that are moved, left out, or come twice. */
static void
change(struct rng *r, struct buf *out)
{
	for (uint64_t k = 1 + rng_below(r, 3); k > 0; k--) {
		size_t from = rng_below(r, out->n - 16), to = rng_below(r, out->n - 16);
		size_t n = 1 + rng_below(r, 16);

		switch (rng_below(r, 6)) {
		case 0:
			memmove(out->p + to, out->p + from, n);
			break;
		case 1:
			memmove(out->p + from, out->p + from + n, out->n - from - n);
			out->n -= n;
			break;
		case 2:
			buf_add(out, out->p + out->n - n, n);
			break;
		case 3:
			put_number(r, out, rng_below(r, 100));
			break;
		default:
			put_number(r, out, from);
		}
	}
}

static int64_t
changes(void)
{
	const char *text = getenv("HOSTILE");
	int64_t n = 300;

	if (text)
		assert_int_equal(number_parse_int(str_of(text), &n), 0);
	return n;
}

static void
try_changes(load_fn *load, const struct buf *sound, struct worst *w)
{
	struct rng r;
	struct buf changed;

	rng_seed(&r, 7);
	buf_init(&changed, BUF_CAP_MAX);
	for (int64_t k = changes(); k > 0; k--) {
		changed.n = 0;
		buf_add(&changed, sound->p, sound->n);
		change(&r, &changed);
		try_load(load, buf_str(&changed), w);
		check_taken(load, buf_str(&changed));
	}
	buf_release(&changed);
}

/* Every one of a short file's; of others those of the head and some; all for HOSTILE. */
static void
try_truncations(load_fn *load, const struct buf *sound, struct worst *w)
{
	size_t step = getenv("HOSTILE") || sound->n < 3000 ? 1 : sound->n / 500;

	for (size_t n = 0; n < sound->n; n += n < 600 ? 1 : step) {
		size_t accepted = w->accepted;

		try_load(load, STR_N(sound->p, n), w);
		assert_int_equal(w->accepted, accepted);
	}
}

static void
hold(const char *name, load_fn *load, struct buf sound, const struct worst *most)
{
	struct worst w = {0};

	try_load(load, buf_str(&sound), &w);
	assert_int_equal(w.accepted, 1);
	try_truncations(load, &sound, &w);
	try_changes(load, &sound, &w);
	if (getenv("HOSTILE"))
		print_message("%s, %zu bytes: %zu loads, %zu taken; memory / file: refused %.2f, "
			      "taken %.2f; asked for in all %.2f\n",
			      name, sound.n, w.loads, w.accepted, w.refused, w.taken, w.work);
	if (w.refused > most->refused || w.taken > most->taken || w.work > most->work)
		fail_msg("%s: refused %.2f, taken %.2f, work %.2f", name, w.refused, w.taken,
			 w.work);
	buf_release(&sound);
}

static void
test_models(void **state)
{
	static const struct worst most = {.refused = 5, .taken = 5, .work = 6};
	const int64_t day = 24 * 3600 * TIMESTAMP_SECOND;

	(void)state;
	hold("forest", load_model, model_bytes("iforest", 0, 0), &most);
	hold("extended forest", load_model, model_bytes("iforest", 1, 0), &most);
	hold("others", load_model, model_bytes("mad,ewma,autoencoder", 0, 0), &most);
	hold("season", load_model, model_bytes("iforest,mad", 0, day), &most);
}

static void
test_profiles(void **state)
{
	static const struct worst most = {.refused = 5, .taken = 5, .work = 6};

	(void)state;
	hold("profile", load_profile, profile_bytes(0), &most);
	hold("season's profile", load_profile, profile_bytes(24 * 3600 * TIMESTAMP_SECOND), &most);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_models),
		cmocka_unit_test(test_profiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
