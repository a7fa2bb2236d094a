/*
 * fault.so - preloaded, makes the n-th call of a function fail.  For glibc on Linux.
 *
 *	FAULT_CALL	alloc, read, write, stderr (write to 2), open, close, fsync, rename,
 *			thread, pipe or poll
 *	FAULT_AT	n; every later call fails as well if FAULT_ON is set
 *	FAULT_ERROR	ENOMEM, EIO, ...; SHORT: no failure, but only few bytes are moved
 *	FAULT_MARK	this file is made when a call was made to fail
 *
 * System calls are made anew here, below what the C library would do, so that nothing
 * is counted twice.  Nothing here allocates memory.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#undef poll
#undef read

/* What the C library keeps for those who put themselves before it. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);

enum { FEW = 7 };

static struct {
	const char *call, *mark;
	long at;
	bool on, is_short, ready;
	int error;
	atomic_long calls;
} fault;

static const struct {
	const char *name;
	int number;
} errors[] = {{"ENOMEM", ENOMEM}, {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR},
	      {"EAGAIN", EAGAIN}, {"EPIPE", EPIPE},   {"EMFILE", EMFILE}, {"EACCES", EACCES},
	      {"EDQUOT", EDQUOT}, {"EINVAL", EINVAL}, {"SHORT", 0}};

__attribute__((constructor)) static void
begin(void)
{
	const char *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERROR");

	fault.call = getenv("FAULT_CALL");
	fault.mark = getenv("FAULT_MARK");
	fault.on = getenv("FAULT_ON") != NULL;
	if (!fault.call || !fault.mark || !at || !error)
		return;
	for (; *at >= '0' && *at <= '9'; at++)
		fault.at = fault.at * 10 + (*at - '0');
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (strcmp(errors[i].name, error) == 0)
			fault.error = errors[i].number;
	fault.is_short = fault.error == 0;
	fault.ready = true;
}

static void
leave_mark(void)
{
	long fd = syscall(SYS_openat, AT_FDCWD, fault.mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd >= 0)
		syscall(SYS_close, (int)fd);
}

/* True if this call of NAME is to fail: errno is set, or FEW bytes may be moved. */
static bool
fails(const char *name)
{
	long n;

	if (!fault.ready || strcmp(name, fault.call) != 0)
		return false;
	n = atomic_fetch_add(&fault.calls, 1) + 1;
	if (n < fault.at || (n > fault.at && !fault.on))
		return false;
	leave_mark();
	errno = fault.error;
	return true;
}

void *
malloc(size_t n)
{
	return fails("alloc") ? NULL : __libc_malloc(n);
}

void *
calloc(size_t count, size_t n)
{
	return fails("alloc") ? NULL : __libc_calloc(count, n);
}

void *
realloc(void *p, size_t n)
{
	return fails("alloc") ? NULL : __libc_realloc(p, n);
}

ssize_t
read(int fd, void *p, size_t n)
{
	if (fails("read")) {
		if (!fault.is_short)
			return -1;
		n = n < FEW ? n : FEW;
	}
	return syscall(SYS_read, fd, p, n);
}

ssize_t __read_chk(int fd, void *p, size_t n, size_t room);

ssize_t
__read_chk(int fd, void *p, size_t n, size_t room)
{
	(void)room;
	return read(fd, p, n);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	if (fails(fd == STDERR_FILENO ? "stderr" : "write")) {
		if (!fault.is_short)
			return -1;
		n = n < FEW ? n : FEW;
	}
	return syscall(SYS_write, fd, p, n);
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	if (flags & O_CREAT) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return fails("open") ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int __open_2(const char *path, int flags);

int
__open_2(const char *path, int flags)
{
	return open(path, flags);
}

/* The C library's own opens the file where nobody sees it. */
int
mkstemp(char *name)
{
	int (*next)(char *) = (int (*)(char *))dlsym(RTLD_NEXT, "mkstemp");

	return fails("open") ? -1 : next(name);
}

/* As on Linux, the descriptor is gone whatever the answer. */
int
close(int fd)
{
	long status = syscall(SYS_close, fd);

	return status == 0 && fails("close") ? -1 : (int)status;
}

int
fsync(int fd)
{
	return fails("fsync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int
rename(const char *from, const char *to)
{
	return fails("rename") ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
pipe(int ends[2])
{
	return fails("pipe") ? -1 : (int)syscall(SYS_pipe2, ends, 0);
}

int
poll(struct pollfd *p, nfds_t n, int timeout)
{
	int (*next)(struct pollfd *, nfds_t, int) =
		(int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");

	return fails("poll") ? -1 : next(p, n, timeout);
}

int __poll_chk(struct pollfd *p, nfds_t n, int timeout, size_t room);

int
__poll_chk(struct pollfd *p, nfds_t n, int timeout, size_t room)
{
	(void)room;
	return poll(p, n, timeout);
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *), void *arg)
{
	int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) =
		(int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))dlsym(
			RTLD_NEXT, "pthread_create");

	return fails("thread") ? fault.error : next(thread, attr, start, arg);
}

/*
 * Faults end with the program's own code: what runs behind main is not what is tested.
 * Where coverage is counted it writes files, and does not look at what malloc says.
 */
void
exit(int status)
{
	void (*next)(int) = (void (*)(int))dlsym(RTLD_NEXT, "exit");

	fault.ready = false;
	next(status);
	__builtin_unreachable();
}

typedef int main_fn(int argc, char **argv, char **environment);

static main_fn *program;

static int
run_program(int argc, char **argv, char **environment)
{
	exit(program(argc, argv, environment));
}

int __libc_start_main(main_fn *entry, int argc, char **argv, void (*init)(void), void (*fini)(void),
		      void (*loader_fini)(void), void *stack_end);

int
__libc_start_main(main_fn *entry, int argc, char **argv, void (*init)(void), void (*fini)(void),
		  void (*loader_fini)(void), void *stack_end)
{
	int (*next)(main_fn *, int, char **, void (*)(void), void (*)(void), void (*)(void),
		    void *) =
		(int (*)(main_fn *, int, char **, void (*)(void), void (*)(void), void (*)(void),
			 void *))dlsym(RTLD_NEXT, "__libc_start_main");

	program = entry;
	return next(run_program, argc, argv, init, fini, loader_fini, stack_end);
}
