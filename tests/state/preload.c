/*
 * preload - a process that dies or fails at its n-th write, rename or fsync.
 *
 * DIE_AT=n counts the calls; DIE_HOW says what happens at the n-th: "kill" before it is
 * made, "half" in the middle of what it writes, "fail" makes it fail with EIO.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int calls;

static int
number_from(const char *text)
{
	int n = 0;

	for (; text && *text; text++)
		n = 10 * n + (*text - '0');
	return n;
}

static void *
next_of(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

/* True if this call is to fail; does not return if it is to kill. */
static int
is_time(const char *how)
{
	const char *wanted = getenv("DIE_HOW");

	if (!wanted || strcmp(wanted, how) != 0 || calls != number_from(getenv("DIE_AT")))
		return 0;
	if (strcmp(how, "fail") != 0)
		kill(getpid(), SIGKILL);
	errno = EIO;
	return 1;
}

ssize_t
write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) =
		(ssize_t(*)(int, const void *, size_t))(size_t)next_of("write");
	const char *how = getenv("DIE_HOW");

	/* What is said on standard error is nobody's state. */
	if (fd == STDERR_FILENO)
		return real(fd, p, n);
	calls++;
	if (how && strcmp(how, "half") == 0 && calls == number_from(getenv("DIE_AT"))) {
		if (real(fd, p, n / 2) < 0)
			return -1;
		is_time("half");
	}
	is_time("kill");
	return is_time("fail") ? -1 : real(fd, p, n);
}

int
rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) =
		(int (*)(const char *, const char *))(size_t)next_of("rename");

	calls++;
	is_time("kill");
	is_time("half");
	return is_time("fail") ? -1 : real(from, to);
}

int
fsync(int fd)
{
	int (*real)(int) = (int (*)(int))(size_t)next_of("fsync");

	calls++;
	is_time("kill");
	is_time("half");
	return is_time("fail") ? -1 : real(fd);
}
