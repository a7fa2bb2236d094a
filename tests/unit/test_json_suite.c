/*
 * JSONTestSuite (tests/data/JSONTestSuite): what y_ begins must be accepted, what n_
 * begins must be refused, and what becomes of the i_ files stands here.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "buf.h"
#include "json_case.h"

#define FOLDER "tests/data/JSONTestSuite/test_parsing/"

/*
 * Of the files that RFC 8259 leaves open: numbers of any size are numbers, surrogates
 * alone may be escaped (they become U+FFFD), a text must be UTF-8 without a byte order
 * mark (which only the start of a file may have), and 500 levels are not too many.
 */
static const char *const accepted[] = {
	"i_number_double_huge_neg_exp.json",
	"i_number_huge_exp.json",
	"i_number_neg_int_huge_exp.json",
	"i_number_pos_double_huge_exp.json",
	"i_number_real_neg_overflow.json",
	"i_number_real_pos_overflow.json",
	"i_number_real_underflow.json",
	"i_number_too_big_neg_int.json",
	"i_number_too_big_pos_int.json",
	"i_number_very_big_negative_int.json",
	"i_object_key_lone_2nd_surrogate.json",
	"i_string_1st_surrogate_but_2nd_missing.json",
	"i_string_1st_valid_surrogate_2nd_invalid.json",
	"i_string_incomplete_surrogate_and_escape_valid.json",
	"i_string_incomplete_surrogate_pair.json",
	"i_string_incomplete_surrogates_escape_valid.json",
	"i_string_invalid_lonely_surrogate.json",
	"i_string_invalid_surrogate.json",
	"i_string_inverted_surrogates_U+1D11E.json",
	"i_string_lone_second_surrogate.json",
	"i_structure_500_nested_arrays.json",
};

static const char *const refused[] = {
	"i_string_UTF-16LE_with_BOM.json",
	"i_string_UTF-8_invalid_sequence.json",
	"i_string_UTF8_surrogate_U+D800.json",
	"i_string_invalid_utf-8.json",
	"i_string_iso_latin_1.json",
	"i_string_lone_utf8_continuation_byte.json",
	"i_string_not_in_unicode_range.json",
	"i_string_overlong_sequence_2_bytes.json",
	"i_string_overlong_sequence_6_bytes.json",
	"i_string_overlong_sequence_6_bytes_null.json",
	"i_string_truncated-utf-8.json",
	"i_string_utf16BE_no_BOM.json",
	"i_string_utf16LE_no_BOM.json",
	"i_structure_UTF-8_BOM_empty_object.json",
};

static bool
is_among(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
read_file(const char *name, struct buf *out)
{
	char path[300];
	FILE *f;
	size_t n;

	snprintf(path, sizeof path, FOLDER "%s", name);
	f = fopen(path, "rb");
	assert_non_null(f);
	buf_clear(out);
	do {
		assert_int_equal(buf_reserve(out, 65536), 0);
		n = fread(out->p + out->n, 1, 65536, f);
		out->n += n;
	} while (n);
	fclose(f);
}

/* Calls TEST with each file; their number. */
static size_t
each_file(void (*test)(const char *name, struct str text, void *arg), void *arg)
{
	DIR *folder = opendir(FOLDER);
	struct dirent *entry;
	struct buf text;
	size_t n = 0;

	assert_non_null(folder);
	buf_init(&text, (size_t)1 << 24);
	while ((entry = readdir(folder)))
		if (strstr(entry->d_name, ".json")) {
			read_file(entry->d_name, &text);
			test(entry->d_name, buf_str(&text), arg);
			n++;
		}
	closedir(folder);
	buf_release(&text);
	return n;
}

static bool
is_wanted(const char *name)
{
	if (name[0] != 'i')
		return name[0] == 'y';
	if (is_among(name, accepted, sizeof accepted / sizeof *accepted))
		return true;
	assert_true(is_among(name, refused, sizeof refused / sizeof *refused));
	return false;
}

static void
check_file(const char *name, struct str text, void *arg)
{
	struct json_case *strict = arg, *lax = strict + 1;

	if (json_valid(text) != is_wanted(name) ||
	    (json_case_find(strict, text) == 0) != is_wanted(name))
		fail_msg("wrong about %s", name);
	/* Without --validate nothing good is refused either. */
	if (name[0] == 'y' && json_case_find(lax, text) < 0)
		fail_msg("%s is refused", name);
}

static void
test_verdicts(void **state)
{
	const struct json_options validate = {.validate = true}, plain = {.validate = false};
	struct json_case c[2];

	(void)state;
	json_case_init(&c[0], "", &validate);
	json_case_init(&c[1], "", &plain);
	assert_int_equal(each_file(check_file, c), 318);
	json_case_release(&c[0]);
	json_case_release(&c[1]);
}

/* Cut anywhere, an object or array is refused by default already. */
static void
check_prefixes(const char *name, struct str text, void *arg)
{
	struct json_case *c = arg;
	struct str whole = str_trim(text);

	if (name[0] != 'y' || whole.n == 0 || (*whole.p != '{' && *whole.p != '['))
		return;
	while (whole.n && (whole.p[whole.n - 1] == '\n' || whole.p[whole.n - 1] == ' '))
		whole.n--;
	for (size_t n = 0; n < whole.n; n++)
		if (json_case_find(c, STR_N(whole.p, n)) == 0)
			fail_msg("%zu bytes of %s are accepted", n, name);
}

static void
test_prefixes(void **state)
{
	const struct json_options plain = {.validate = false};
	struct json_case c;

	(void)state;
	json_case_init(&c, ".a .b [0] [-1]", &plain);
	each_file(check_prefixes, &c);
	json_case_release(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
