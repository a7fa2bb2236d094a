/*
 * Random texts, sound and broken: all variants of the scan must agree with each other
 * on everything, with json_check on the verdict, and with a plain search by json_walk
 * on the values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "json_case.h"
#include "json_internal.h"
#include "rng.h"

enum { VARIANTS_MAX = 4, DEPTH = 5 };

static const struct json_options plain;

static const char *
pick(struct rng *r, const char *const *from, size_t n)
{
	return from[rng_below(r, n)];
}

#define PICK(r, list) pick((r), (list), sizeof(list) / sizeof *(list))

static void
add_blanks(struct rng *r, struct buf *out)
{
	static const char *const blanks[] = {"", "", "", " ", "  ", "\t", "\n", "\r\n", "      "};

	buf_adds(out, PICK(r, blanks));
	if (rng_below(r, 200) == 0)
		for (uint64_t i = rng_below(r, 200); i > 0; i--)
			buf_addc(out, ' ');
}

static void
add_string(struct rng *r, struct buf *out)
{
	static const char *const piece[] = {"x",    "a b",  ",",   ":",       "[{",      "]}",
					    "\\\\", "\\\"", "\\n", "\\u0041", "\\ud800", "\u00E9"};

	buf_addc(out, '"');
	for (uint64_t i = rng_below(r, rng_below(r, 20) ? 6 : 60); i > 0; i--)
		buf_adds(out, PICK(r, piece));
	buf_addc(out, '"');
}

static void
add_key(struct rng *r, struct buf *out)
{
	static const char *const key[] = {"\"a\"",
					  "\"b\"",
					  "\"c\"",
					  "\"a\\\"b\"",
					  "\"\\u0061\"",
					  "\"a.b\"",
					  "\"much longer than the others\""};

	buf_adds(out, PICK(r, key));
}

static void
add_scalar(struct rng *r, struct buf *out)
{
	static const char *const scalar[] = {
		"0", "-1.5", "123456789012345678", "1e5", "true", "false", "null", "NaN"};

	if (rng_below(r, 2))
		buf_adds(out, PICK(r, scalar));
	else
		add_string(r, out);
}

/* One value, with others in it down to DEPTH; an object or array at the top. */
static void
add_value(struct rng *r, struct buf *out, int depth)
{
	bool object = rng_below(r, 2), compound = depth == 0 || rng_below(r, 3) == 0;
	uint64_t n = rng_below(r, 5);

	add_blanks(r, out);
	if (!compound || depth == DEPTH) {
		add_scalar(r, out);
		add_blanks(r, out);
		return;
	}
	buf_addc(out, object ? '{' : '[');
	add_blanks(r, out);
	for (uint64_t i = 0; i < n; i++) {
		if (i)
			buf_addc(out, ',');
		add_blanks(r, out);
		if (object) {
			add_key(r, out);
			add_blanks(r, out);
			buf_addc(out, ':');
		}
		add_value(r, out, depth + 1);
	}
	buf_addc(out, object ? '}' : ']');
	add_blanks(r, out);
}

/* Changes a few bytes, mostly into ones that matter. */
static void
damage(struct rng *r, struct buf *text)
{
	static const char often[] = "\"\\:,[]{} \n\tx1\x80\x01";

	for (uint64_t i = 1 + rng_below(r, 2); i > 0 && text->n; i--) {
		size_t at = (size_t)rng_below(r, text->n);

		switch (rng_below(r, 3)) {
		case 0:
			text->p[at] = often[rng_below(r, sizeof often)];
			break;
		case 1:
			memmove(text->p + at, text->p + at + 1, text->n - at - 1);
			text->n--;
			break;
		default:
			text->n = at;
		}
	}
}

struct finders {
	struct json_case c[VARIANTS_MAX + 1];
	size_t n;
};

static void
init_finders(struct finders *f, const char *paths, const struct json_options *o)
{
	size_t n;
	const struct json_variant *all = json_variants(&n);

	f->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (!all[i].runs_here())
			continue;
		json_case_init(&f->c[f->n], paths, o);
		f->c[f->n++].json->variant = &all[i];
	}
}

static void
release_finders(struct finders *f)
{
	for (size_t i = 0; i < f->n; i++)
		json_case_release(&f->c[i]);
}

static void
assert_same_values(const struct json_case *a, const struct json_case *b)
{
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->value[i].kind, b->value[i].kind);
		assert_true(str_eq(a->value[i].text, b->value[i].text));
	}
	assert_memory_equal(json_counts(a->json), json_counts(b->json), sizeof(struct json_counts));
}

/* Finds in TEXT with each variant; the status, on which all agree. */
static int
find_all(struct finders *f, struct str text)
{
	for (size_t i = 0; i < f->n; i++) {
		size_t at[2];

		json_case_find(&f->c[i], text);
		assert_int_equal(f->c[i].status, f->c[0].status);
		if (f->c[0].status < 0 && f->c[0].status != STATUS_MISSING) {
			assert_string_equal(json_error(f->c[i].json, &at[1]),
					    json_error(f->c[0].json, &at[0]));
			assert_int_equal(at[1], at[0]);
		}
		assert_same_values(&f->c[0], &f->c[i]);
	}
	return f->c[0].status;
}

/* The verdict of the judge on a text of which nothing is wanted. */
static int
verdict(struct str text)
{
	size_t at;
	const char *why;

	return json_check(text, false, &at, &why);
}

static void
test_verdicts(void **state)
{
	struct finders f;
	struct rng r;
	struct buf text;
	size_t sound = 0, broken = 0;

	(void)state;
	rng_seed(&r, 4);
	buf_init(&text, 1 << 20);
	init_finders(&f, "", &plain);
	for (int i = 0; i < 40000; i++) {
		int status;

		buf_clear(&text);
		add_value(&r, &text, 0);
		if (i % 4)
			damage(&r, &text);
		status = find_all(&f, buf_str(&text));
		assert_int_equal(status, verdict(buf_str(&text)));
		sound += status == 0;
		broken += status == STATUS_SYNTAX;
	}
	assert_true(sound > 8000 && broken > 8000);
	release_finders(&f);
	buf_release(&text);
}

/* Texts of a few structural bytes: nearly every way to be wrong. */
static void
test_small(void **state)
{
	static const char *const piece[] = {"{",  "}", "[", "]",     ":",      ",",  "\"\"",
					    "\"", "1", " ", "\"a\"", "\"a\":", "\\", "{}"};
	struct finders f;
	struct rng r;
	struct buf text;
	size_t sound = 0;

	(void)state;
	rng_seed(&r, 5);
	buf_init(&text, 1000);
	init_finders(&f, "", &plain);
	for (int i = 0; i < 200000; i++) {
		buf_clear(&text);
		buf_addc(&text, rng_below(&r, 2) ? '{' : '[');
		for (uint64_t n = rng_below(&r, 9); n > 0; n--)
			buf_adds(&text, PICK(&r, piece));
		buf_addc(&text, rng_below(&r, 2) ? '}' : ']');
		if (find_all(&f, buf_str(&text)) == 0)
			sound++;
		assert_int_equal(f.c[0].status, verdict(buf_str(&text)));
	}
	assert_true(sound > 1000);
	release_finders(&f);
	buf_release(&text);
}

/* The value at PATH by walking; texts are kept in KEPT. */
static struct value
walk_to(struct str text, const struct path *path, struct buf *kept)
{
	struct value v = {str_trim(text), VALUE_COMPOUND};
	struct buf scratch;

	buf_init(&scratch, 1 << 20);
	v.text.p = json_skip_blanks(text.p, text.p + text.n);
	v.text.n = (size_t)(text.p + text.n - v.text.p);
	while (json_is_blank(v.text.p[v.text.n - 1]))
		v.text.n--;
	for (size_t i = 0; i < path->n; i++) {
		const struct path_step *step = &path->step[i];
		struct value found = {0}, member;
		struct json_walk w;
		struct str key;
		int64_t n = 0, wanted = step->index;

		if (v.kind != VALUE_COMPOUND || (*v.text.p == '[') != !step->key.p ||
		    json_walk_start(&w, v.text) < 0) {
			v = found;
			break;
		}
		while (wanted < 0 && json_walk_next(&w, &scratch, &key, &member) == 1)
			n++;
		wanted += n;
		assert_int_equal(json_walk_start(&w, v.text), 0);
		for (n = 0; json_walk_next(&w, &scratch, &key, &member) == 1; n++) {
			if (step->key.p ? !str_eq(key, step->key) : n != wanted)
				continue;
			found = member;
			buf_clear(kept);
			buf_add(kept, member.text.p, member.text.n);
			if (member.kind == VALUE_TEXT)
				found.text = buf_str(kept);
		}
		v = found;
	}
	buf_release(&scratch);
	return v;
}

static void
test_values(void **state)
{
	struct finders f;
	struct rng r;
	struct buf text, kept;
	size_t found = 0;

	(void)state;
	rng_seed(&r, 6);
	buf_init(&text, 1 << 20);
	buf_init(&kept, 1 << 20);
	init_finders(&f, ".a [1] .b.b .b[-1].a .a[0] .c.\"a.b\" .a.\"a\\\"b\" [2][1].a", &plain);
	for (int i = 0; i < 25000; i++) {
		buf_clear(&text);
		add_value(&r, &text, 0);
		if (find_all(&f, buf_str(&text)) < 0)
			continue;
		for (size_t j = 0; j < f.c[0].n; j++) {
			const struct value *got = &f.c[0].value[j];
			struct value v = walk_to(f.c[0].text, f.c[0].paths[j], &kept);

			/* A key with points stands in for nested ones that are not there. */
			if (j == 2 && v.kind == VALUE_MISSING)
				continue;
			assert_int_equal(got->kind, v.kind);
			assert_true(str_eq(got->text, v.text));
			found += v.kind != VALUE_MISSING;
		}
	}
	assert_true(found > 10000);
	release_finders(&f);
	buf_release(&text);
	buf_release(&kept);
}

/* Every length around the blocks, with the quote, the end and LF at every place. */
static void
test_lengths(void **state)
{
	struct finders f;
	char line[400];

	(void)state;
	init_finders(&f, ".a", &plain);
	for (size_t pad = 0; pad < 300; pad++) {
		memset(line, ' ', sizeof line);
		memcpy(line + pad, "{\"a\":\"", 6);
		memset(line + pad + 6, 'x', 300 - pad);
		memcpy(line + 306, "\\\\\"}", 4);
		assert_int_equal(find_all(&f, STR_N(line, 310)), 0);
		assert_int_equal(f.c[0].value[0].text.n, 300 - pad + 1);
		line[pad + 6 + (300 - pad) / 2] = '\n';
		assert_int_equal(find_all(&f, STR_N(line, 310)), STATUS_SYNTAX);
	}
	release_finders(&f);
}

/* Lines longer than a chunk: tokens, strings and scalars across its edge. */
static void
test_chunks(void **state)
{
	struct finders f;
	struct rng r;
	struct buf text;

	(void)state;
	rng_seed(&r, 7);
	buf_init(&text, 1 << 20);
	init_finders(&f, "[-1].a [0].a [40].a [41] [42][1] [43] [44]", &plain);
	for (int i = 0; i < 60; i++) {
		size_t members = 0;

		buf_clear(&text);
		buf_addc(&text, '[');
		while (text.n < JSON_CHUNK - 60)
			buf_addf(&text, "%s{\"a\":\"%zu\",\"b\":[1,2,{}]}", members ? "," : "",
				 members),
				members++;
		for (int j = 0; j < i; j++)
			buf_addc(&text, ' ');
		for (int j = 0; j < 40; j++)
			buf_addf(&text, ",\"%d \\u0041\\\\\",[10%d , 20%d],%d", j, j, j,
				 1000000 + j);
		while (text.n < 2 * JSON_CHUNK)
			add_blanks(&r, &text), buf_addc(&text, ','), add_scalar(&r, &text);
		buf_adds(&text, ",{\"a\":\"last\"}]");
		assert_int_equal(find_all(&f, buf_str(&text)), 0);
		assert_true(str_eq(f.c[0].value[0].text, STR("last")));
		assert_true(str_eq(f.c[0].value[1].text, STR("0")));
		assert_int_equal(verdict(buf_str(&text)), 0);
		text.n -= 1 + (size_t)rng_below(&r, JSON_CHUNK);
		assert_int_equal(find_all(&f, buf_str(&text)), STATUS_SYNTAX);
	}
	release_finders(&f);
	buf_release(&text);
}

/* Each element across the edge is found. */
static void
test_edge(void **state)
{
	struct finders f;
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	init_finders(&f, ".s .n .o .o.k .l[1] .l[-1] .t", &plain);
	for (size_t pad = JSON_CHUNK - 140; pad < JSON_CHUNK; pad++) {
		buf_clear(&text);
		buf_adds(&text, "{\"pad\":\"");
		while (text.n < pad)
			buf_addc(&text, 'p');
		buf_adds(&text,
			 "\",\"s\":\"a string \\\" with an escape\",\"n\":-1234567.75,"
			 "\"o\":{\"k\":true, \"x\":[1,2,3]},\"l\":[[1,2],22,33],\"t\":null}");
		assert_int_equal(find_all(&f, buf_str(&text)), 0);
		assert_true(str_eq(f.c[0].value[0].text, STR("a string \" with an escape")));
		assert_true(str_eq(f.c[0].value[1].text, STR("-1234567.75")));
		assert_true(str_eq(f.c[0].value[2].text, STR("{\"k\":true, \"x\":[1,2,3]}")));
		assert_true(str_eq(f.c[0].value[3].text, STR("true")));
		assert_true(str_eq(f.c[0].value[4].text, STR("22")));
		assert_true(str_eq(f.c[0].value[5].text, STR("33")));
		assert_int_equal(f.c[0].value[6].kind, VALUE_MISSING);
	}
	release_finders(&f);
	buf_release(&text);
}

/* Lines that follow each other in one block are read as if each were alone. */
static void
test_lines(void **state)
{
	struct finders f;
	struct json_case alone;
	struct rng r;
	struct buf text, line;

	(void)state;
	rng_seed(&r, 8);
	buf_init(&text, 1 << 20);
	buf_init(&line, 1 << 20);
	init_finders(&f, ".a .b.a .c[1]", &plain);
	json_case_init(&alone, ".a .b.a .c[1]", &plain);
	for (int i = 0; i < 20000; i++) {
		struct str block;
		size_t n;

		buf_clear(&text);
		buf_clear(&line);
		add_value(&r, &line, 0);
		if (i % 2)
			damage(&r, &line);
		for (size_t j = 0; j < line.n; j++)
			line.p[j] = line.p[j] == '\n' ? ' ' : line.p[j];
		buf_add(&text, line.p, line.n);
		buf_adds(&text, "\n{\"a\":\"next\"}\n");
		block = padded(buf_str(&text));
		json_case_find(&alone, buf_str(&line));
		for (size_t j = 0; j < f.n; j++) {
			f.c[j].status = json_find_line(f.c[j].json, block, f.c[j].value, &n);
			assert_int_equal(n, line.n);
			assert_int_equal(f.c[j].status, alone.status);
			assert_same_values(&f.c[j], &alone);
		}
		padded_free(block);
	}
	json_case_release(&alone);
	release_finders(&f);
	buf_release(&text);
	buf_release(&line);
}

/* A value as programs write it: hardly a key twice, a blank only behind : and ,. */
static void
add_tidy(struct rng *r, struct buf *out, int depth, const char *blank)
{
	static const char *const key[] = {
		"\"a\":", "\"b\":", "\"c\":", "\"a much longer key\":", "\"a\":"};
	bool object = rng_below(r, 2);
	uint64_t n = rng_below(r, 6);

	if (depth == DEPTH || (depth && rng_below(r, 3))) {
		add_scalar(r, out);
		return;
	}
	buf_addc(out, object ? '{' : '[');
	for (uint64_t i = 0; i < n; i++) {
		buf_adds(out, i ? "," : "");
		buf_adds(out, i ? blank : "");
		buf_adds(out, object ? key[i] : "");
		buf_adds(out, object ? blank : "");
		add_tidy(r, out, depth + 1, blank);
	}
	buf_addc(out, object ? '}' : ']');
}

/*
 * Lines that look alike, some damaged: what is remembered of the earlier ones never
 * changes what is found in the next.
 */
static void
test_shapes(void **state)
{
	static const char paths[] = ".a .b.a .c[1] .c[-1] .b .a.b[0].c [1].a .c";
	struct finders f;
	struct rng r;
	struct buf first, text;
	size_t known = 0, duplicates = 0;

	(void)state;
	rng_seed(&r, 9);
	buf_init(&first, 1 << 20);
	buf_init(&text, 1 << 20);
	init_finders(&f, paths, &plain);
	for (int i = 0; i < 8000; i++) {
		struct json_case fresh;

		if (i % 20 == 0) {
			buf_clear(&first);
			add_tidy(&r, &first, 0, i % 40 ? "" : " ");
		}
		buf_clear(&text);
		buf_add(&text, first.p, first.n);
		for (size_t j = 0; j < text.n; j++)
			if (text.p[j] >= '1' && text.p[j] <= '9')
				text.p[j] = (char)('1' + rng_below(&r, 9));
		if (rng_below(&r, 2))
			damage(&r, &text);
		json_case_init(&fresh, paths, &plain);
		json_case_find(&fresh, buf_str(&text));
		assert_int_equal(find_all(&f, buf_str(&text)), fresh.status);
		for (size_t j = 0; j < fresh.n; j++) {
			assert_int_equal(f.c[0].value[j].kind, fresh.value[j].kind);
			assert_true(str_eq(f.c[0].value[j].text, fresh.value[j].text));
		}
		duplicates += json_counts(fresh.json)->duplicates;
		known += fresh.status == 0 && !f.c[0].json->learning;
		json_case_release(&fresh);
	}
	assert_true(known > 1000 && duplicates > 100);
	assert_int_equal(json_counts(f.c[0].json)->duplicates, duplicates);
	release_finders(&f);
	buf_release(&first);
	buf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts), cmocka_unit_test(test_small),
		cmocka_unit_test(test_values),   cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_chunks),   cmocka_unit_test(test_edge),
		cmocka_unit_test(test_lines),    cmocka_unit_test(test_shapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
