/* fd: descriptors of files, and waiting for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "fd.h"

static void
data_never_stand_in_for_the_streams(void **state)
{
	int in = dup(STDIN_FILENO), fd;

	(void)state;
	close(STDIN_FILENO);
	fd = fd_open("/dev/null", O_RDONLY, 0);
	assert_true(fd > STDERR_FILENO);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fcntl(STDIN_FILENO, F_GETFD), -1);
	close(fd);
	if (in >= 0) {
		assert_int_equal(dup2(in, STDIN_FILENO), STDIN_FILENO);
		close(in);
	}
	assert_int_equal(fd_open("no/such/file", O_RDONLY, 0), -1);
	assert_int_equal(errno, ENOENT);
	errno = 0;
	assert_int_equal(fd_move(fd), -1);
	assert_int_equal(errno, EBADF);
}

static void
names_of_devices(void **state)
{
	(void)state;
	assert_true(fd_is_special("/dev/stdout"));
	assert_true(fd_is_special("/proc/self/fd/1"));
	assert_false(fd_is_special("/developer"));
	assert_false(fd_is_special("dev/stdout"));
	assert_false(fd_is_special(""));
}

static void
folders_of_paths(void **state)
{
	static const char *const row[][2] = {
		{"x", "."}, {"/x", "/"}, {"a/b", "a"}, {"/a/b/c", "/a/b"}, {"a/", "a"}};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		char *folder = fd_folder_of(row[i][0]);

		assert_string_equal(folder, row[i][1]);
		free(folder);
	}
}

static void
what_can_be_done_without_waiting(void **state)
{
	struct rlimit before, none;
	int a[2], b[2];

	(void)state;
	assert_int_equal(pipe(a) | pipe(b), 0);
	assert_int_equal(fd_poll(a[0], false, 0, -1), FD_NOT_YET);
	assert_int_equal(fd_poll(a[0], false, 0, b[0]), FD_NOT_YET);
	assert_int_equal(fd_poll(a[1], true, -1, b[0]), FD_READY);
	assert_int_equal(write(b[1], "x", 1), 1);
	assert_int_equal(fd_poll(a[0], false, -1, b[0]), FD_STOP);
	assert_int_equal(write(a[1], "x", 1), 1);
	assert_int_equal(fd_poll(a[0], false, -1, b[0]), FD_STOP);
	assert_int_equal(fd_poll(a[0], false, -1, -1), FD_READY);
	/* Where nothing can be asked, the call itself will say what is wrong. */
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(fd_poll(a[0], false, -1, -1), FD_READY);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	for (int i = 0; i < 2; i++) {
		close(a[i]);
		close(b[i]);
	}
}

static char fifo[] = "/tmp/fd-XXXXXX/fifo";
static int interrupted[2], writer;

static void
go_on(int number)
{
	(void)number;
	if (write(interrupted[1], "x", 1) != 1)
		abort();
	writer = open(fifo, O_RDWR | O_CLOEXEC);
}

/* The signal comes while F waits; only what the handler does lets it go on. */
static void
interrupt_soon(void)
{
	const struct itimerval soon = {.it_value.tv_usec = 20000};

	assert_int_equal(pipe(interrupted), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
}

static void
signals_change_nothing(void **state)
{
	const struct sigaction action = {.sa_handler = go_on};
	char *slash = strrchr(fifo, '/');
	int fd;

	(void)state;
	*slash = '\0';
	assert_non_null(mkdtemp(fifo));
	*slash = '/';
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	interrupt_soon();
	assert_int_equal(fd_poll(interrupted[0], false, -1, -1), FD_READY);
	close(writer);
	close(interrupted[0]);
	close(interrupted[1]);
	interrupt_soon();
	fd = fd_open(fifo, O_RDONLY, 0);
	assert_true(fd >= 0);
	close(fd);
	close(writer);
	close(interrupted[0]);
	close(interrupted[1]);
	assert_int_equal(unlink(fifo), 0);
	*slash = '\0';
	assert_int_equal(rmdir(fifo), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(data_never_stand_in_for_the_streams),
		cmocka_unit_test(names_of_devices),
		cmocka_unit_test(folders_of_paths),
		cmocka_unit_test(what_can_be_done_without_waiting),
		cmocka_unit_test(signals_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
