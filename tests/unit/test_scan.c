/* scan: operands, format and columns as one stream of events. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "log_file.h"
#include "scan.h"

/* All events of a scan over FILES with COLUMNS, as text. */
static void
tell(const struct log_files *files, const struct scan_options *options, const char *columns,
     char *out, size_t room)
{
	struct scan_options o = *options;
	struct path_columns wanted;
	struct scan_event e;
	struct complaint c;
	struct scan *s;
	size_t at = 0, n;
	int got;

	o.file = files->name;
	o.files = files->n;
	s = scan_new(&o);
	assert_int_equal(path_columns_parse(&wanted, str_of(columns), &c), 0);
	assert_int_equal(scan_open(s, &c), 0);
	assert_int_equal(scan_bind(s, &wanted, &c), 0);
	out[0] = '\0';
	while ((got = scan_next(s, &e)) > 0) {
		const struct plan_column *column = scan_columns(s, &n);

		if (got == SCAN_FAULT) {
			at += (size_t)snprintf(out + at, room - at, "fault %d\n", e.fault->kind);
			continue;
		}
		at += (size_t)snprintf(out + at, room - at,
				       "%llu:", (unsigned long long)e.row.line);
		if (got == SCAN_REJECT) {
			at += (size_t)snprintf(out + at, room - at, " reject %s\n",
					       reject_reason_name(e.reason));
			continue;
		}
		for (size_t i = 0; i < n; i++)
			if (e.row.value[i].kind != VALUE_MISSING)
				at += (size_t)snprintf(out + at, room - at, " %.*s=%.*s",
						       (int)column[i].name.n, column[i].name.p,
						       (int)e.row.value[i].text.n,
						       e.row.value[i].text.p);
		at += (size_t)snprintf(out + at, room - at, "%s\n",
				       got == SCAN_COLUMNS ? " (grew)" : "");
	}
	assert_int_equal(got, SCAN_END);
	scan_free(s);
	path_columns_release(&wanted);
}

static void
check(const struct log_files *files, const char *columns, const char *expected)
{
	const struct scan_options none = {.format = NULL};
	const struct scan_options threads = {.input.threads = true};
	char text[4096];

	tell(files, &none, columns, text, sizeof text);
	assert_string_equal(text, expected);
	tell(files, &threads, columns, text, sizeof text);
	assert_string_equal(text, expected);
}

#define ADD(files, content) log_file_add(files, content, sizeof content - 1)

static void
rows_and_rejects_come_in_order(void **state)
{
	struct log_files files = {.n = 0};

	(void)state;
	ADD(&files, "{\"a\":1}\n\n{\"a\":\n{\"a\":\"x\\ty\"}\n{\"b\":1}");
	check(&files, "v=.a", "1: v=1\n3: reject syntax\n4: v=x\ty\n5:\n");
	log_files_remove(&files);
}

static void
a_missing_operand_is_told_before_the_rows(void **state)
{
	struct log_files files = {.n = 0};

	(void)state;
	files.name[files.n++] = "/nowhere/at/all";
	ADD(&files, "{\"a\":1}\n");
	check(&files, "v=.a", "fault 0\n1: v=1\n");
	log_files_remove(&files);
}

static void
every_file_counts_its_own_lines(void **state)
{
	struct log_files files = {.n = 0};

	(void)state;
	ADD(&files, "a\tb\n1\t2\n3\n");
	ADD(&files, "b\ta\n4\t5\n");
	ADD(&files, "");
	ADD(&files, "a\tb\n6\t7");
	check(&files, "x=a y=b", "2: x=1 y=2\n3: reject fields\n2: x=5 y=4\n2: x=6 y=7\n");
	log_files_remove(&files);
}

static void
a_record_may_span_lines(void **state)
{
	struct log_files files = {.n = 0};

	(void)state;
	ADD(&files, "a,b\n1,\"x\ny\"\n2,z\n");
	check(&files, "a=a b=b", "2: a=1 b=x\ny\n4: a=2 b=z\n");
	log_files_remove(&files);
}

/* Keys that the first 1000 records lack make columns when they come. */
static void
late_keys_grow_the_columns(void **state)
{
	struct log_files files = {.n = 0};
	char *content = calloc(1, 64000);
	char text[64], *out = calloc(1, 128000);
	const struct scan_options none = {.format = NULL};
	size_t at = 0;

	(void)state;
	assert_non_null(content);
	assert_non_null(out);
	for (int i = 0; i < 1200; i++)
		at += (size_t)snprintf(content + at, 64000 - at, "{\"f\":{\"x\":%d%s}}\n", i,
				       i == 1100 ? ",\"y\":\"late\"" : "");
	log_file_add(&files, content, at);
	tell(&files, &none, "f=.f", out, 128000);
	assert_non_null(strstr(out, "\n1100: f_x=1099\n1101: f_x=1100 c_y=late (grew)\n1102: "));
	snprintf(text, sizeof text, "\n1200: f_x=1199\n");
	assert_non_null(strstr(out, text));
	free(content);
	free(out);
	log_files_remove(&files);
}

static void
a_long_line_is_one_reject(void **state)
{
	const struct scan_options o = {.input.max_line = 20, .format = "ndjson"};
	struct log_files files = {.n = 0};
	char text[1000];

	(void)state;
	ADD(&files, "{\"a\":1}\n{\"a\":\"0123456789012345678901234567890\"}\n{\"a\":3}\n");
	tell(&files, &o, "v=.a", text, sizeof text);
	assert_string_equal(text, "1: v=1\n2: reject long_line\n3: v=3\n");
	log_files_remove(&files);
}

static void
refuse(const char *content, const char *expected)
{
	struct scan_options o = {.format = NULL};
	struct log_files files = {.n = 0};
	struct complaint c;
	struct scan *s;

	log_file_add(&files, content, strlen(content));
	o.file = files.name;
	o.files = files.n;
	s = scan_new(&o);
	assert_int_equal(scan_open(s, &c), STATUS_USAGE);
	assert_non_null(strstr(c.text, expected));
	scan_free(s);
	log_files_remove(&files);
}

static void
json_documents_are_named(void **state)
{
	(void)state;
	refuse("[\n{\"a\":1},\n{\"a\":2}\n]\n", "looks like a JSON array");
	refuse("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "one JSON document over many lines");
	refuse("nothing known\nat all\n", "no format known here");
}

static void
empty_input_has_columns_but_no_rows(void **state)
{
	struct log_files files = {.n = 0};

	(void)state;
	ADD(&files, "");
	check(&files, "v=.a", "");
	log_files_remove(&files);
}

struct tried {
	size_t rows, columns;
	char first[16];
};

static void
count_tried(void *arg, const struct plan_column *column, size_t n, const struct value *value)
{
	struct tried *t = arg;

	if (t->rows++ == 0)
		snprintf(t->first, sizeof t->first, "%.*s=%.*s", (int)column[0].name.n,
			 column[0].name.p, (int)value[0].text.n, value[0].text.p);
	t->columns = n;
}

static void
trying_columns_consumes_nothing(void **state)
{
	struct scan_options o = {.format = NULL};
	struct log_files files = {.n = 0};
	struct tried t = {0, 0, ""};
	struct path_columns wanted;
	struct scan_event e;
	struct complaint c;
	struct scan *s;

	(void)state;
	ADD(&files, "x,y\n1,2\n3,4\n");
	o.file = files.name;
	o.files = files.n;
	s = scan_new(&o);
	assert_int_equal(scan_open(s, &c), 0);
	assert_int_equal(path_columns_parse(&wanted, STR("v=y"), &c), 0);
	assert_int_equal(scan_try(s, &wanted, count_tried, &t, &c), 0);
	assert_int_equal(t.rows, 2);
	assert_int_equal(t.columns, 1);
	assert_string_equal(t.first, "v=2");
	assert_int_equal(scan_bind(s, &wanted, &c), 0);
	assert_int_equal(scan_next(s, &e), SCAN_ROW);
	assert_true(str_eq(e.row.value[0].text, STR("2")));
	assert_int_equal(scan_next(s, &e), SCAN_ROW);
	assert_int_equal(scan_next(s, &e), SCAN_END);
	scan_free(s);
	path_columns_release(&wanted);
	log_files_remove(&files);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_rejects_come_in_order),
		cmocka_unit_test(a_missing_operand_is_told_before_the_rows),
		cmocka_unit_test(every_file_counts_its_own_lines),
		cmocka_unit_test(a_record_may_span_lines),
		cmocka_unit_test(late_keys_grow_the_columns),
		cmocka_unit_test(a_long_line_is_one_reject),
		cmocka_unit_test(json_documents_are_named),
		cmocka_unit_test(empty_input_has_columns_but_no_rows),
		cmocka_unit_test(trying_columns_consumes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
