/* sandbox: the contract, in a child each time, as a sandbox cannot be left again. */
#define _GNU_SOURCE /* mkdtemp */

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "output.h"
#include "sandbox.h"

enum { NONE = 77 }; /* a child's status: this kernel, or this build, has no sandbox */

struct folders {
	char root[40];
};

static int
make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	return fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0 ? 0 : -1;
}

/* root/in/log, root/in/log.1, root/out/old, root/other/secret, links/log -> in/log */
static int
set_up(void **state)
{
	static const char *const folder[] = {"in", "in/deep", "out", "other", "links"};
	static const char *const file[] = {"in/log", "in/log.1", "in/deep/log", "out/old",
					   "other/secret"};
	static struct folders f;

	strncpy(f.root, "/tmp/test_sandbox_XXXXXX", sizeof f.root - 1);
	if (!mkdtemp(f.root) || chdir(f.root) < 0)
		return -1;
	for (size_t i = 0; i < sizeof folder / sizeof *folder; i++)
		if (mkdir(folder[i], 0700) < 0)
			return -1;
	for (size_t i = 0; i < sizeof file / sizeof *file; i++)
		if (make_file(file[i]) < 0)
			return -1;
	*state = &f;
	return symlink("../in/log", "links/log") < 0 || symlink("other/nothing", "dangling") < 0
		       ? -1
		       : 0;
}

static int
tear_down(void **state)
{
	static const char *const name[] = {"in/log",   "in/log.1",     "in/deep/log", "in/deep",
					   "out/old",  "other/secret", "out/new",     "other/new",
					   "dangling", "links/log",    "links",       "in",
					   "out",      "other"};
	struct folders *f = *state;

	for (size_t i = 0; i < sizeof name / sizeof *name; i++)
		(void)remove(name[i]);
	return chdir("/") == 0 ? rmdir(f->root) : -1;
}

/* 0, or errno of open(2). */
static int
try_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

#define CHECK(truth)                                                                               \
	do {                                                                                       \
		if (!(truth)) {                                                                    \
			fprintf(stderr, "line %d: %s\n", __LINE__, #truth);                        \
			_exit(1);                                                                  \
		}                                                                                  \
	} while (0)

/* Runs BODY in a child; a test without a sandbox is skipped. */
static void
in_child(void (*body)(void))
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		body();
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NONE)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
enter(struct sandbox *s)
{
	if (!sandbox_enter(s))
		_exit(NONE);
}

static void
refuse_others(void)
{
	int before = open("other/secret", O_RDONLY), fd[2];
	struct sandbox s;
	struct stat st;
	char byte;

	sandbox_begin(&s, true);
	sandbox_allow(&s, "in/log", SANDBOX_READ);
	sandbox_allow(&s, NULL, SANDBOX_READ);
	sandbox_allow(&s, "-", SANDBOX_WRITE);
	sandbox_allow(&s, "in/not-there", SANDBOX_READ);
	enter(&s);
	CHECK(try_open("in/log", O_RDONLY) == 0);
	CHECK(try_open("in/log.1", O_RDONLY) == 0);
	CHECK(try_open("in/not-there", O_RDONLY) == ENOENT);
	CHECK(try_open("in/log", O_WRONLY) == EACCES);
	CHECK(try_open("in", O_RDONLY) == EACCES);
	CHECK(try_open("other/secret", O_RDONLY) == EACCES);
	CHECK(try_open("/etc/passwd", O_RDONLY) == EACCES);
	CHECK(try_open("other/new", O_WRONLY | O_CREAT) == EACCES);
	CHECK(unlink("other/secret") < 0 && errno == EACCES);
	/* What is open stays open, and the rest of the world is there. */
	CHECK(read(before, &byte, 1) == 1);
	CHECK(stat("other/secret", &st) == 0);
	CHECK(pipe(fd) == 0);
	CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
}

static void
test_refuses_others(void **state)
{
	(void)state;
	in_child(refuse_others);
}

static void
follow_links(void)
{
	struct sandbox s;

	sandbox_begin(&s, true);
	sandbox_allow(&s, "links/log", SANDBOX_READ);
	enter(&s);
	CHECK(try_open("links/log", O_RDONLY) == 0);
	/* A rotated file is another one of that name. */
	CHECK(try_open("in/log.1", O_RDONLY) == 0);
	CHECK(try_open("other/secret", O_RDONLY) == EACCES);
}

static void
test_follows_links(void **state)
{
	(void)state;
	in_child(follow_links);
}

static void
read_below(void)
{
	struct sandbox s;

	sandbox_begin(&s, true);
	sandbox_allow(&s, "in", SANDBOX_FOLDER);
	sandbox_allow(&s, "no-such-folder", SANDBOX_FOLDER);
	enter(&s);
	CHECK(try_open("in/deep/log", O_RDONLY) == 0);
	CHECK(try_open("in/deep/log", O_WRONLY) == EACCES);
	CHECK(try_open("out/old", O_RDONLY) == EACCES);
}

static void
test_reads_below_a_folder(void **state)
{
	(void)state;
	in_child(read_below);
}

/* output.h's way: a temporary file, synced, renamed, its folder synced. */
static int
write_whole(const char *path)
{
	struct output o;
	int status;

	if (output_open(&o, path, 0600) < 0)
		return errno;
	output_add(&o, "row\n", 4);
	output_row(&o);
	status = output_finish(&o) < 0 ? o.error_number : 0;
	output_release(&o);
	return status;
}

static void
write_anew(void)
{
	struct sandbox s;

	sandbox_begin(&s, true);
	sandbox_allow(&s, "out/new", SANDBOX_WRITE);
	enter(&s);
	CHECK(write_whole("out/new") == 0);
	CHECK(write_whole("out/new") == 0);
	CHECK(try_open("out/new", O_RDWR | O_TRUNC) == 0);
	CHECK(write_whole("other/new") == EACCES);
}

static void
test_writes(void **state)
{
	(void)state;
	in_child(write_anew);
}

static void
replace_only(void)
{
	struct output o;
	struct sandbox s;

	CHECK(output_open(&o, "out/old", 0600) == 0);
	sandbox_begin(&s, true);
	sandbox_allow(&s, "out/old", SANDBOX_REPLACE);
	enter(&s);
	CHECK(try_open("out/old", O_RDONLY) == EACCES);
	CHECK(try_open("out/old", O_WRONLY) == EACCES);
	output_add(&o, "new\n", 4);
	output_row(&o);
	CHECK(output_finish(&o) == 0);
	output_release(&o);
}

static void
test_replaces(void **state)
{
	struct stat st;

	(void)state;
	in_child(replace_only);
	assert_int_equal(stat("out/old", &st), 0);
	assert_int_equal(st.st_size, 4);
}

static void
pass_by(void)
{
	struct sandbox s;

	sandbox_begin(&s, false);
	sandbox_allow(&s, "in/log", SANDBOX_READ);
	CHECK(!sandbox_enter(&s));
	/* A link to what is not there: where it leads cannot be allowed, so nothing is refused. */
	sandbox_begin(&s, true);
	sandbox_allow(&s, "dangling", SANDBOX_WRITE);
	CHECK(!sandbox_enter(&s));
	CHECK(try_open("other/secret", O_RDONLY) == 0);
}

static void
test_without(void **state)
{
	(void)state;
	in_child(pass_by);
}

/* Files behind /dev/fd and pipes are reached by it as before. */
static void
special_names(void)
{
	int file = open("other/secret", O_RDONLY), fd[2];
	char name[2][32];
	struct sandbox s;

	CHECK(pipe(fd) == 0);
	snprintf(name[0], sizeof name[0], "/dev/fd/%d", file);
	snprintf(name[1], sizeof name[1], "/dev/fd/%d", fd[0]);
	sandbox_begin(&s, true);
	sandbox_allow(&s, name[0], SANDBOX_READ);
	sandbox_allow(&s, name[1], SANDBOX_READ);
	sandbox_allow(&s, "/dev/null", SANDBOX_WRITE);
	enter(&s);
	CHECK(try_open(name[0], O_RDONLY) == 0);
	CHECK(try_open(name[1], O_RDONLY) == 0);
	CHECK(try_open("/dev/null", O_WRONLY) == 0);
	CHECK(try_open("/dev/zero", O_RDONLY) == EACCES);
	CHECK(try_open("in/log", O_RDONLY) == EACCES);
}

static void
test_special_names(void **state)
{
	(void)state;
	in_child(special_names);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refuses_others),
		cmocka_unit_test(test_follows_links),
		cmocka_unit_test(test_reads_below_a_folder),
		cmocka_unit_test(test_writes),
		cmocka_unit_test(test_replaces),
		cmocka_unit_test(test_without),
		cmocka_unit_test(test_special_names),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
