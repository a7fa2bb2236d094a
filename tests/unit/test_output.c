/* output: rows to descriptors and files, whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"

static char folder[] = "/tmp/output-XXXXXX";
static char path[64], link_path[64];

static int
begin(void **state)
{
	(void)state;
	umask(022);
	signal(SIGPIPE, SIG_IGN);
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/rows.tsv", folder);
	snprintf(link_path, sizeof link_path, "%s/link.tsv", folder);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	return rmdir(folder);
}

static size_t
files_in_folder(void)
{
	DIR *d = opendir(folder);
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

/* PATH's bytes are S. */
static void
assert_file(const char *name, struct str s)
{
	char text[256];
	FILE *f = fopen(name, "rb");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, sizeof text, f);
	fclose(f);
	assert_int_equal(n, s.n);
	assert_memory_equal(text, s.p, s.n);
}

static unsigned
mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(stat(name, &st), 0);
	return st.st_mode & 07777;
}

static void
write_file(const char *name, struct str s, unsigned mode)
{
	struct output o;

	assert_int_equal(output_open(&o, name, mode), 0);
	output_add(&o, s.p, s.n);
	output_row(&o);
	assert_int_equal(output_finish(&o), 0);
	assert_int_equal(o.written, s.n);
	output_release(&o);
}

static void
a_file_appears_whole_and_with_its_mode(void **state)
{
	struct output o;

	(void)state;
	assert_int_equal(output_open(&o, path, 0666), 0);
	assert_true(o.fd > 2);
	output_add(&o, "a\tb\n", 4);
	output_row(&o);
	assert_int_equal(output_flush(&o), 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(files_in_folder(), 1);
	assert_int_equal(output_finish(&o), 0);
	output_release(&o);
	assert_file(path, STR("a\tb\n"));
	assert_int_equal(mode_of(path), 0644);
	assert_int_equal(files_in_folder(), 1);
	/* The next one takes over the mode of the one it replaces. */
	assert_int_equal(chmod(path, 0640), 0);
	write_file(path, STR("new\n"), 0666);
	assert_file(path, STR("new\n"));
	assert_int_equal(mode_of(path), 0640);
	unlink(path);
}

static void
a_file_that_is_not_finished_leaves_the_old_one(void **state)
{
	struct output o;

	(void)state;
	write_file(path, STR("old\n"), 0600);
	assert_int_equal(output_open(&o, path, 0600), 0);
	output_add(&o, "new\n", 4);
	output_row(&o);
	assert_int_equal(output_flush(&o), 0);
	output_release(&o);
	assert_file(path, STR("old\n"));
	assert_int_equal(files_in_folder(), 1);
	unlink(path);
}

static void
behind_a_link_the_file_is_replaced(void **state)
{
	struct stat st;

	(void)state;
	write_file(path, STR("old\n"), 0600);
	assert_int_equal(symlink(path, link_path), 0);
	write_file(link_path, STR("new\n"), 0600);
	assert_file(path, STR("new\n"));
	assert_int_equal(lstat(link_path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink(link_path);
	unlink(path);
}

static void
what_cannot_be_opened_says_why(void **state)
{
	struct output o;

	(void)state;
	errno = 0;
	assert_int_equal(output_open(&o, "/nonexistent/rows.tsv", 0600), STATUS_IO);
	assert_int_equal(errno, ENOENT);
	output_release(&o);
	errno = 0;
	assert_int_equal(output_open(&o, folder, 0600), STATUS_IO);
	assert_int_equal(errno, EISDIR);
	output_release(&o);
}

static void
devices_and_fifos_are_written_in_place(void **state)
{
	struct output o;
	char text[8];
	int fd;

	(void)state;
	assert_int_equal(mkfifo(path, 0600), 0);
	fd = open(path, O_RDWR);
	write_file(path, STR("row\n"), 0666);
	assert_int_equal(read(fd, text, sizeof text), 4);
	close(fd);
	assert_int_equal(files_in_folder(), 1);
	unlink(path);
	write_file("/dev/null", STR("row\n"), 0666);

	assert_int_equal(output_open(&o, "/dev/full", 0666), 0);
	output_add(&o, "row\n", 4);
	output_row(&o);
	errno = 0;
	assert_int_equal(output_finish(&o), STATUS_IO);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(o.error_number, ENOSPC);
	output_release(&o);
}

static void
the_first_failure_is_kept(void **state)
{
	struct output o;
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	output_init(&o, fd);
	for (int i = 0; i < 100000; i++) {
		output_add(&o, "a row of some bytes\n", 20);
		output_row(&o);
	}
	/* What can never be written is not gathered. */
	assert_true(o.room < 1 << 20);
	close(fd);
	errno = 0;
	assert_int_equal(output_flush(&o), STATUS_IO);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(o.written, 0);
	output_release(&o);
	output_init(&o, -1);
	output_add(&o, "row\n", 4);
	output_row(&o);
	assert_int_equal(output_finish(&o), STATUS_IO);
	assert_int_equal(errno, EBADF);
	output_release(&o);
}

static size_t
waiting_in(int fd)
{
	char text[1 << 16];
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) == 1 ? (size_t)read(fd, text, sizeof text) : 0;
}

static void
only_whole_rows_are_flushed(void **state)
{
	struct output o;
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	output_init(&o, fd[1]);
	output_add(&o, "one\n", 4);
	output_row(&o);
	output_add(&o, "tw", 2);
	assert_int_equal(waiting_in(fd[0]), 0);
	assert_int_equal(output_flush(&o), 0);
	assert_int_equal(waiting_in(fd[0]), 4);
	assert_int_equal(output_flush(&o), 0);
	assert_int_equal(waiting_in(fd[0]), 0);
	memcpy(output_reserve(&o, 2), "o\n", 2);
	output_advance(&o, 2);
	output_row(&o);
	output_add(&o, "torn", 4);
	output_drop(&o);
	o.line_buffered = true;
	output_row(&o);
	assert_int_equal(waiting_in(fd[0]), 4);
	assert_int_equal(output_finish(&o), 0);
	assert_int_equal(o.written, 8);
	output_release(&o);
	/* The descriptor is somebody else's: still open. */
	assert_int_equal(close(fd[1]), 0);
	close(fd[0]);
}

static void
a_full_block_is_written(void **state)
{
	struct output o;
	int fd[2];
	size_t rows = 0, got = 0, n;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	output_init(&o, fd[1]);
	for (; o.written == 0; rows++) {
		output_add(&o, "0123456789abcdef\n", 17);
		output_row(&o);
	}
	assert_int_equal(rows, (65536 + 16) / 17);
	while ((n = waiting_in(fd[0])))
		got += n;
	assert_int_equal(got, rows * 17);
	output_release(&o);
	close(fd[0]);
	close(fd[1]);
}

/* Reads slowly and in odd pieces until the end. */
static void *
drain(void *arg)
{
	int fd = *(int *)arg;
	char text[777];
	size_t *sum = malloc(sizeof *sum);
	ssize_t n;

	if (!sum)
		abort();
	for (*sum = 0; (n = read(fd, text, sizeof text)) > 0; *sum += (size_t)n)
		if (*sum % 50 == 0)
			poll(NULL, 0, 1);
	return sum;
}

static void
a_full_pipe_that_must_not_block_is_waited_for(void **state)
{
	enum { ROWS = 60000 };
	pthread_t reader;
	struct output o;
	void *sum;
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(fcntl(fd[1], F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(pthread_create(&reader, NULL, drain, &fd[0]), 0);
	output_init(&o, fd[1]);
	for (int i = 0; i < ROWS; i++) {
		output_add(&o, "a row of a few tens of bytes, no more\n", 38);
		output_row(&o);
	}
	assert_int_equal(output_finish(&o), 0);
	assert_int_equal(o.written, ROWS * 38);
	output_release(&o);
	close(fd[1]);
	pthread_join(reader, &sum);
	assert_int_equal(*(size_t *)sum, ROWS * 38);
	free(sum);
	close(fd[0]);
}

static void
a_reader_that_is_gone_is_an_error(void **state)
{
	struct output o;
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	output_init(&o, fd[1]);
	output_add(&o, "row\n", 4);
	output_row(&o);
	assert_int_equal(output_flush(&o), STATUS_IO);
	assert_int_equal(o.error_number, EPIPE);
	output_release(&o);
	close(fd[1]);
}

static void
a_file_size_limit_leaves_the_old_file(void **state)
{
	struct rlimit old, low;
	struct output o;
	int status;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	write_file(path, STR("old\n"), 0600);
	assert_int_equal(output_open(&o, path, 0600), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	low = old;
	low.rlim_cur = 100000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
	for (int i = 0; i < 20000; i++) {
		output_add(&o, "0123456789\n", 11);
		output_row(&o);
	}
	status = output_finish(&o);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(status, STATUS_IO);
	assert_int_equal(o.error_number, EFBIG);
	output_release(&o);
	assert_file(path, STR("old\n"));
	assert_int_equal(files_in_folder(), 1);
	unlink(path);
}

static void
a_file_is_never_a_standard_descriptor(void **state)
{
	struct output o;
	int saved = dup(STDIN_FILENO);

	(void)state;
	close(STDIN_FILENO);
	assert_int_equal(output_open(&o, path, 0600), 0);
	assert_true(o.fd > 2);
	output_release(&o);
	assert_int_equal(output_open(&o, "/dev/null", 0600), 0);
	assert_true(o.fd > 2);
	assert_int_equal(fcntl(o.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	output_release(&o);
	dup2(saved, STDIN_FILENO);
	close(saved);
	assert_int_equal(files_in_folder(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_appears_whole_and_with_its_mode),
		cmocka_unit_test(a_file_that_is_not_finished_leaves_the_old_one),
		cmocka_unit_test(behind_a_link_the_file_is_replaced),
		cmocka_unit_test(what_cannot_be_opened_says_why),
		cmocka_unit_test(devices_and_fifos_are_written_in_place),
		cmocka_unit_test(the_first_failure_is_kept),
		cmocka_unit_test(only_whole_rows_are_flushed),
		cmocka_unit_test(a_full_block_is_written),
		cmocka_unit_test(a_full_pipe_that_must_not_block_is_waited_for),
		cmocka_unit_test(a_reader_that_is_gone_is_an_error),
		cmocka_unit_test(a_file_size_limit_leaves_the_old_file),
		cmocka_unit_test(a_file_is_never_a_standard_descriptor),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
