#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "hash.h"
#include "modelfile.h"
#include "output.h"
#include "slurp.h"

static const char file[] = "model";

static void
spoil(const char *path, struct str bytes)
{
	struct output o;

	assert_int_equal(output_open(&o, path, 0600), 0);
	output_add(&o, bytes.p, bytes.n);
	output_row(&o);
	assert_int_equal(output_finish(&o), 0);
	output_release(&o);
}

static void
test_round_trip(void **state)
{
	const struct str payload = STR("what was\0learned");
	struct complaint c;
	struct stat st;
	struct buf out;

	(void)state;
	buf_init(&out, BUF_CAP_MAX);
	assert_int_equal(modelfile_write(file, "scoring", payload), 0);
	assert_int_equal(modelfile_read(file, "scoring", &out, &c), 0);
	assert_true(str_eq(buf_str(&out), payload));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(modelfile_is(file));
	buf_clear(&out);
	assert_int_equal(modelfile_write(file, "scoring", STR("")), 0);
	assert_int_equal(modelfile_read(file, "scoring", &out, &c), 0);
	assert_int_equal(out.n, 0);
	buf_release(&out);
}

/* Byte for byte as mlmodel.5 has it, but for the sum. */
static void
test_bytes(void **state)
{
	static const char wanted[] = "\211MLM\r\n\032\n\1\0\0\0\2\0\0\0xy\3\0\0\0\0\0\0\0abc";
	struct buf out;

	(void)state;
	buf_init(&out, BUF_CAP_MAX);
	assert_int_equal(modelfile_write(file, "xy", STR("abc")), 0);
	assert_int_equal(slurp(file, &out), 0);
	assert_int_equal(out.n, sizeof wanted - 1 + 8);
	assert_memory_equal(out.p, wanted, sizeof wanted - 1);
	buf_release(&out);
}

static void
refused(struct str bytes, const char *kind, const char *why)
{
	struct complaint c;
	struct buf out;

	buf_init(&out, BUF_CAP_MAX);
	spoil(file, bytes);
	assert_int_equal(modelfile_read(file, kind, &out, &c), STATUS_DAMAGED);
	assert_int_equal(out.n, 0);
	assert_memory_equal(c.text, file, sizeof file - 1);
	if (why)
		assert_non_null(strstr(c.text, why));
	buf_release(&out);
}

static void
test_damage(void **state)
{
	struct buf good;

	(void)state;
	buf_init(&good, BUF_CAP_MAX);
	assert_int_equal(modelfile_write(file, "scoring", STR("a model")), 0);
	assert_int_equal(slurp(file, &good), 0);
	for (size_t n = 0; n < good.n; n++)
		refused(STR_N(good.p, n), "scoring", NULL);
	for (size_t i = 0; i < good.n; i++)
		for (unsigned x = 1; x < 256; x++) {
			good.p[i] = (char)(good.p[i] ^ (char)x);
			if (x == 1 || x == 0x80 || x == i % 256)
				refused(buf_str(&good), "scoring", NULL);
			good.p[i] = (char)(good.p[i] ^ (char)x);
		}
	refused(buf_str(&good), "profile", "'scoring', not 'profile'");
	good.p[8] = 2;
	refused(buf_str(&good), "scoring", "version 2, this program reads 1");
	buf_addc(&good, '\n');
	good.p[8] = 1;
	refused(buf_str(&good), "scoring", "checksum");
	refused(STR("ts\tx\n"), "scoring", "no model");
	assert_false(modelfile_is(file));
	buf_release(&good);
}

/* Lengths that cannot be, and a long kind, under right checksums. */
static void
test_lengths(void **state)
{
	static const char long_kind[] = "a kind that is longer than what is shown of it";
	static const struct {
		size_t at;
		char byte;
	} row[] = {{12, 0x7f}, {19, 0x7f}, {12, 3}, {18, 6}, {18, 8}};
	struct buf good;

	(void)state;
	buf_init(&good, BUF_CAP_MAX);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		uint64_t sum;

		buf_clear(&good);
		assert_int_equal(modelfile_write(file, "xy", STR("a model")), 0);
		assert_int_equal(slurp(file, &good), 0);
		good.p[row[i].at] = row[i].byte;
		good.n -= sizeof sum;
		sum = hash_stable(buf_str(&good));
		for (size_t k = 0; k < sizeof sum; k++)
			buf_addc(&good, (char)(sum >> (8 * k)));
		refused(buf_str(&good), "xy", NULL);
	}
	buf_clear(&good);
	assert_int_equal(modelfile_write(file, long_kind, STR("")), 0);
	assert_int_equal(slurp(file, &good), 0);
	refused(buf_str(&good), "xy", "'a kind that is longer than what is shown', not 'xy'");
	buf_release(&good);
}

static void
test_not_there(void **state)
{
	struct complaint c;
	struct buf out;

	(void)state;
	buf_init(&out, BUF_CAP_MAX);
	assert_int_equal(modelfile_read("nothing", "scoring", &out, &c), STATUS_IO);
	assert_int_equal(modelfile_write("no/such/folder", "scoring", STR("x")), STATUS_IO);
	assert_false(modelfile_is("nothing"));
	assert_false(modelfile_is("."));
	buf_release(&out);
}

static void
test_too_large(void **state)
{
	struct complaint c;
	struct buf out;

	(void)state;
	buf_init(&out, 3);
	assert_int_equal(modelfile_write(file, "scoring", STR("four")), 0);
	assert_int_equal(modelfile_write(file, "scoring", STR_N("", MODELFILE_MOST)), STATUS_LIMIT);
	assert_int_equal(modelfile_read(file, "scoring", &out, &c), STATUS_LIMIT);
	assert_string_equal(c.text, "model is larger than any model");
	assert_int_equal(truncate(file, (off_t)MODELFILE_MOST + 1), 0);
	assert_int_equal(modelfile_read(file, "scoring", &out, &c), STATUS_LIMIT);
	assert_string_equal(c.text, "model is larger than any model");
	assert_int_equal(out.n, 0);
	buf_release(&out);
}

/* A file that cannot be opened is none, as far as anybody can see. */
static void
test_no_descriptors(void **state)
{
	struct rlimit before, none;

	(void)state;
	assert_int_equal(modelfile_write(file, "scoring", STR("x")), 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_false(modelfile_is(file));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_true(modelfile_is(file));
}

static int
own_folder(void **state)
{
	static char name[] = "/tmp/modelfile.XXXXXX";

	*state = name;
	return mkdtemp(name) && chdir(name) == 0 ? 0 : -1;
}

static int
leave_folder(void **state)
{
	unlink(file);
	return chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),     cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_damage),         cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_not_there),      cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_no_descriptors),
	};

	return cmocka_run_group_tests(tests, own_folder, leave_folder);
}
