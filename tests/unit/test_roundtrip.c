/*
 * record, scan: 10^5 strings of random bytes, or ROUNDTRIP_STRINGS of the environment, as
 * fields of a log, written in each form and read back, exact; only NUL and invalid UTF-8
 * become U+FFFD, and empty is missing.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "number.h"
#include "record.h"
#include "rng.h"
#include "scan.h"
#include "tsv.h"
#include "utf8.h"

enum { FIELDS = 4, FORMS = 3 };

static const char columns[] = "id=id model=model own=own c_x=c_x";
static const char *const form_name[FORMS] = {"tsv", "csv", "ndjson"};
static const enum record_format form[FORMS] = {RECORD_TSV, RECORD_CSV, RECORD_NDJSON};

/* A whole number of rows. */
static size_t
strings(void)
{
	const char *wanted = getenv("ROUNDTRIP_STRINGS");
	int64_t n = 100000;

	if (wanted)
		assert_int_equal(number_parse_int(str_of(wanted), &n), 0);
	assert_true(n > 0 && n % FIELDS == 0);
	return (size_t)n;
}

static void
add_character(struct rng *r, struct buf *out)
{
	static const char special[] = "\t\n\r\\\"',;|={}[]#: \0\x1b\x7f-ntr0u";
	char c[4];
	uint32_t code;

	switch (rng_below(r, 4)) {
	case 0:
		buf_addc(out, (char)rng_below(r, 256));
		break;
	case 1:
		buf_addc(out, special[rng_below(r, sizeof special - 1)]);
		break;
	case 2:
		code = (uint32_t)rng_below(r, rng_below(r, 2) ? 0x110000 : 0x3000);
		code = code >= 0xd800 && code < 0xe000 ? 0x2028 : code;
		buf_add(out, c, utf8_encode(code, c));
		break;
	default:
		buf_addc(out, (char)(' ' + rng_below(r, 95)));
	}
}

/* The next string of R, raw. */
static void
make(struct rng *r, struct buf *raw)
{
	uint64_t n = rng_below(r, rng_below(r, 50) ? 20 : 200);

	buf_clear(raw);
	while (n--)
		add_character(r, raw);
}

/* What is left of RAW in any form. */
static void
mend(const struct buf *raw, struct buf *text)
{
	struct str s = buf_str(raw);

	buf_clear(text);
	while (s.n) {
		const char *nul = memchr(s.p, 0, s.n);
		size_t n = nul ? (size_t)(nul - s.p) : s.n;

		utf8_replace(STR_N(s.p, n), text);
		if (nul)
			buf_adds(text, UTF8_REPLACEMENT);
		s = STR_N(s.p + n + (nul != NULL), s.n - n - (nul != NULL));
	}
}

static int
temporary(char *name)
{
	int fd = mkstemp(name);

	assert_true(fd >= 0);
	return fd;
}

/* STRINGS raw ones as TSV: FIELDS a row. */
static void
write_log(const char *name)
{
	size_t n = strings();
	struct buf raw, row;
	struct rng r;
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	buf_init(&raw, BUF_CAP_MAX);
	buf_init(&row, BUF_CAP_MAX);
	rng_seed(&r, 7);
	fputs("id\tmodel\town\tc_x\n", f);
	for (size_t i = 0; i < n; i++) {
		make(&r, &raw);
		assert_int_equal(tsv_escape(buf_str(&raw), &row), 0);
		buf_addc(&row, (i + 1) % FIELDS ? '\t' : '\n');
	}
	assert_int_equal(fwrite(row.p, 1, row.n, f), row.n);
	assert_int_equal(fclose(f), 0);
	buf_release(&raw);
	buf_release(&row);
}

static void
check_row(struct rng *r, const struct value *value, struct buf *raw, struct buf *text)
{
	for (size_t i = 0; i < FIELDS; i++) {
		make(r, raw);
		mend(raw, text);
		if (text->n == 0) {
			assert_int_equal(value[i].kind, VALUE_MISSING);
			continue;
		}
		assert_int_equal(value[i].text.n, text->n);
		assert_memory_equal(value[i].text.p, text->p, text->n);
	}
}

/* Reads NAME as FORMAT, holds it against the strings, writes each row to the WRITERS. */
static void
read_log(const char *name, const char *format, struct record_writer **writer, size_t writers)
{
	const struct scan_options o = {
		.file = &name, .files = 1, .format = format, .input.threads = true};
	struct path_columns wanted;
	struct scan *s = scan_new(&o);
	struct scan_event e;
	struct complaint c;
	struct buf raw, text;
	size_t rows = 0;
	struct rng r;

	rng_seed(&r, 7);
	buf_init(&raw, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	assert_int_equal(path_columns_parse(&wanted, STR(columns), &c), 0);
	assert_int_equal(scan_open(s, &c), 0);
	assert_int_equal(scan_bind(s, &wanted, &c), 0);
	for (; scan_next(s, &e) == SCAN_ROW; rows++) {
		check_row(&r, e.row.value, &raw, &text);
		for (size_t w = 0; w < writers; w++) {
			record_values(writer[w], e.row.value, FIELDS);
			record_end(writer[w]);
		}
	}
	assert_int_equal(rows, strings() / FIELDS);
	buf_release(&raw);
	buf_release(&text);
	path_columns_release(&wanted);
	scan_free(s);
}

static void
any_bytes_come_back_from_each_form(void **state)
{
	static const struct str column[] = {STR_INIT("id"), STR_INIT("model"), STR_INIT("own"),
					    STR_INIT("c_x")};
	char log[] = "/tmp/roundtrip-XXXXXX", name[FORMS][sizeof log];
	struct record_writer *writer[FORMS];
	struct output out[FORMS];

	(void)state;
	close(temporary(log));
	write_log(log);
	for (size_t i = 0; i < FORMS; i++) {
		const struct record_options options = {.format = form[i]};

		memcpy(name[i], "/tmp/roundtrip-XXXXXX", sizeof log);
		output_init(&out[i], temporary(name[i]));
		writer[i] = record_writer_new(&out[i], &options);
		record_columns(writer[i], column, NULL, FIELDS);
	}
	read_log(log, "tsv", writer, FORMS);
	for (size_t i = 0; i < FORMS; i++) {
		int fd = out[i].fd;

		assert_int_equal(record_finish(writer[i], 0, false), 0);
		assert_int_equal(output_finish(&out[i]), 0);
		record_writer_free(writer[i]);
		output_release(&out[i]);
		close(fd);
		read_log(name[i], form_name[i], NULL, 0);
		unlink(name[i]);
	}
	unlink(log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_bytes_come_back_from_each_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
