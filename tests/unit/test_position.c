/*
 * position: a log that has grown, been renamed or compressed is the same log.
 */
#include "state_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "position.h"

enum { SIZE = 300000 };

struct fixture {
	char path[64];
	char *text;
	struct rng rng;
};

static int
setup(void **state)
{
	static struct fixture f;

	rng_seed(&f.rng, 8);
	snprintf(f.path, sizeof f.path, "/tmp/test_position_%ld", (long)getpid());
	f.text = malloc(SIZE);
	for (size_t i = 0; i < SIZE; i++)
		f.text[i] = rng_below(&f.rng, 50) ? (char)('a' + rng_below(&f.rng, 26)) : '\n';
	f.text[SIZE - 1] = '\n';
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->path);
	free(f->text);
	return 0;
}

static void
write_plain(const struct fixture *f, const char *p, size_t n)
{
	FILE *file = fopen(f->path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(p, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
}

static void
write_gzip(const struct fixture *f, const char *p, size_t n)
{
	gzFile file = gzopen(f->path, "wb");

	assert_non_null(file);
	assert_int_equal(gzwrite(file, p, (unsigned)n), n);
	assert_int_equal(gzclose(file), Z_OK);
}

/* Bytes of the whole lines among the first N. */
static size_t
whole(const struct fixture *f, size_t n)
{
	while (n && f->text[n - 1] != '\n')
		n--;
	return n;
}

static struct position_search
find(const struct fixture *f, const struct position *known, size_t n)
{
	struct position_search s;

	assert_int_equal(position_find(f->path, known, n, false, &s), 0);
	return s;
}

static void
test_grows(void **state)
{
	struct fixture *f = *state;
	struct position known[30];
	size_t n = 0;

	for (size_t size = 1; size < SIZE; size += 1 + rng_below(&f->rng, 20000)) {
		struct position_search s;

		write_plain(f, f->text, size);
		s = find(f, known, n);
		assert_int_equal(s.end.offset, whole(f, size));
		assert_int_equal(s.unended, whole(f, size) < size);
		/* The furthest of all that were met before. */
		if (n && known[n - 1].offset)
			assert_int_equal(known[s.found].offset, known[n - 1].offset);
		if (n < 30)
			known[n++] = s.end;
	}
	assert_true(n > 20);
}

static void
test_compressed(void **state)
{
	struct fixture *f = *state;
	struct position half, end;
	struct position_search s;

	write_plain(f, f->text, SIZE / 2);
	half = find(f, NULL, 0).end;
	write_gzip(f, f->text, SIZE);
	s = find(f, &half, 1);
	assert_int_equal(s.found, 0);
	assert_int_equal(s.end.offset, SIZE);
	end = s.end;
	write_plain(f, f->text, SIZE);
	s = find(f, &end, 1);
	assert_int_equal(s.found, 0);
	assert_int_equal(s.end.hash, end.hash);
}

static void
test_another_file(void **state)
{
	struct fixture *f = *state;
	struct position known;
	size_t at = SIZE / 3;

	write_plain(f, f->text, whole(f, SIZE / 2));
	known = find(f, NULL, 0).end;
	/* One byte differs, or it is shorter: that was not read. */
	f->text[at] ^= 1;
	write_plain(f, f->text, SIZE);
	f->text[at] ^= 1;
	assert_int_equal(find(f, &known, 1).found, SIZE_MAX);
	write_plain(f, f->text, SIZE / 4);
	assert_int_equal(find(f, &known, 1).found, SIZE_MAX);
	write_plain(f, f->text, 0);
	assert_int_equal(find(f, &known, 1).found, SIZE_MAX);
	/* A byte behind it does not matter. */
	f->text[SIZE - 2] ^= 1;
	write_plain(f, f->text, SIZE);
	f->text[SIZE - 2] ^= 1;
	assert_int_equal(find(f, &known, 1).found, 0);
}

/* Taken for one that is new, it would be read twice. */
static void
test_unreadable(void **state)
{
	struct fixture *f = *state;
	struct position_search s;

	unlink(f->path);
	assert_int_equal(position_find(f->path, NULL, 0, false, &s), STATUS_IO);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(position_find("/", NULL, 0, false, &s), STATUS_IO);
	assert_int_equal(errno, EISDIR);
}

static void
test_at(void **state)
{
	struct fixture *f = *state;
	struct position p;

	write_plain(f, f->text, SIZE);
	for (int i = 0; i < 20; i++) {
		uint64_t offset = rng_below(&f->rng, SIZE + 1);
		struct position_search s;

		assert_true(position_at(f->path, offset, false, &p));
		assert_int_equal(p.offset, offset);
		s = find(f, &p, 1);
		assert_int_equal(s.found, offset ? 0 : SIZE_MAX);
	}
	assert_false(position_at(f->path, SIZE + 1, false, &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows),        cmocka_unit_test(test_compressed),
		cmocka_unit_test(test_another_file), cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_at),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
