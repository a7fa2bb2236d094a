/*
 * fault.so - preloaded, makes the n-th call of a function fail, or ends the process
 * there.  For glibc on Linux.
 *
 *	FAULT_CALL	alloc, read, write, stderr (write to 2), open, close, fsync, rename,
 *			unlink, stat, chmod, truncate, flock, pread, path (realpath), fcntl,
 *			random, prctl, mmap (PCRE2's own), thread, attr (of one), pipe or poll;
 *			any: every one but alloc and stderr;
 *			room: a disk that is full behind so many bytes
 *	FAULT_AT	n; every later call fails as well if FAULT_ON is set
 *	FAULT_ERROR	ENOMEM, EIO, ...; SHORT: no failure, but only few bytes are moved;
 *			KILL: the process dies before the call, HALF: in the middle of a write
 *	FAULT_THEN	m: the m-th call of any kind (of alloc, if FAULT_THEN_ALLOC is set)
 *			after that one fails too, with EIO (ENOMEM)
 *	FAULT_MARK	gets the name of each call that was made to fail, a line each
 *
 * System calls are made anew here, below what the C library would do, where that does
 * more than one.  Nothing here allocates memory.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#undef poll
#undef read

enum { FEW = 7 };

enum fate { GOES, FAILS, MOVES_FEW, DIES_HALFWAY };

static struct {
	const char *call;
	int mark;
	long at, then;
	bool on, then_alloc, kills, ready;
	enum fate fate; /* of the call meant */
	int error;
	atomic_long calls, after;
	atomic_bool fired;
} fault;

static const struct {
	const char *name;
	enum fate fate;
	int number;
} errors[] = {
	{"ENOMEM", FAILS, ENOMEM}, {"EIO", FAILS, EIO},       {"ENOSPC", FAILS, ENOSPC},
	{"EINTR", FAILS, EINTR},   {"EAGAIN", FAILS, EAGAIN}, {"EPIPE", FAILS, EPIPE},
	{"EMFILE", FAILS, EMFILE}, {"EACCES", FAILS, EACCES}, {"EDQUOT", FAILS, EDQUOT},
	{"EINVAL", FAILS, EINVAL}, {"ENOLCK", FAILS, ENOLCK}, {"ENOSYS", FAILS, ENOSYS},
	{"EPERM", FAILS, EPERM},   {"SHORT", MOVES_FEW, 0},   {"KILL", GOES, 0},
	{"HALF", DIES_HALFWAY, 0},
};

static long
number_from(const char *text)
{
	long n = 0;

	for (; text && *text >= '0' && *text <= '9'; text++)
		n = n * 10 + (*text - '0');
	return n;
}

/* Open from the start, as nothing can be opened in a sandbox; out of the way. */
static int
open_mark(const char *path)
{
	long fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	long moved = syscall(SYS_fcntl, (int)fd, F_DUPFD_CLOEXEC, 200);

	syscall(SYS_close, (int)fd);
	return (int)moved;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *error = getenv("FAULT_ERROR"), *mark = getenv("FAULT_MARK");

	fault.call = getenv("FAULT_CALL");
	fault.at = number_from(getenv("FAULT_AT"));
	fault.then = number_from(getenv("FAULT_THEN"));
	fault.then_alloc = getenv("FAULT_THEN_ALLOC") != NULL;
	fault.on = getenv("FAULT_ON") != NULL;
	if (!fault.call || !mark || !error)
		return;
	fault.mark = open_mark(mark);
	fault.kills = strcmp(error, "KILL") == 0 || strcmp(error, "HALF") == 0;
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		if (strcmp(errors[i].name, error) == 0) {
			fault.fate = errors[i].fate;
			fault.error = errors[i].number;
			fault.ready = true;
		}
	}
}

static void
die(void)
{
	syscall(SYS_kill, (pid_t)syscall(SYS_getpid), SIGKILL);
}

static void
leave_mark(const char *name)
{
	syscall(SYS_write, fault.mark, name, strlen(name));
	syscall(SYS_write, fault.mark, "\n", (size_t)1);
}

static bool
is_any(const char *name)
{
	return strcmp(name, "alloc") != 0 && strcmp(name, "stderr") != 0;
}

/* Whether this call, one behind the first fault, is to be the second. */
static bool
is_second(const char *name)
{
	if (!fault.then || (fault.then_alloc ? strcmp(name, "alloc") != 0 : !is_any(name)))
		return false;
	return atomic_fetch_add(&fault.after, 1) + 1 == fault.then;
}

/* Whether this call is the one that is meant. */
static bool
is_first(const char *name)
{
	long n;

	if (strcmp(name, fault.call) != 0 && !(strcmp(fault.call, "any") == 0 && is_any(name)))
		return false;
	n = atomic_fetch_add(&fault.calls, 1) + 1;
	return n == fault.at || (n > fault.at && fault.on);
}

/* What is to become of this call of NAME: errno is set if it FAILS. */
static enum fate
fate_of(const char *name)
{
	bool second;

	if (!fault.ready)
		return GOES;
	second = atomic_load(&fault.fired) && is_second(name);
	if (!second && !is_first(name))
		return GOES;
	atomic_store(&fault.fired, true);
	leave_mark(name);
	if (fault.kills && (fault.fate == GOES || strcmp(name, "write") != 0))
		die();
	errno = !second ? fault.error : fault.then_alloc ? ENOMEM : EIO;
	return second ? FAILS : fault.fate;
}

static bool
fails(const char *name)
{
	return fate_of(name) == FAILS;
}

/* How many of N bytes there is room for on the disk; errno is set if there is none. */
static size_t
room_for(size_t n)
{
	long left;

	if (!fault.ready || strcmp(fault.call, "room") != 0)
		return n;
	left = fault.at - atomic_fetch_add(&fault.calls, (long)n);
	if (left >= (long)n)
		return n;
	leave_mark("room");
	errno = ENOSPC;
	return left > 0 ? (size_t)left : 0;
}

/* A sanitizer has its own, which must not be passed by. */
#ifndef NO_ALLOC

/* What the C library keeps for those who put themselves before it. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);
extern void *__libc_memalign(size_t align, size_t n);

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

void *
aligned_alloc(size_t align, size_t n)
{
	return fails("alloc") ? NULL : __libc_memalign(align, n);
}

#endif

ssize_t
read(int fd, void *p, size_t n)
{
	enum fate fate = fate_of("read");

	if (fate == FAILS)
		return -1;
	return syscall(SYS_read, fd, p, fate == MOVES_FEW && n > FEW ? FEW : n);
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
	enum fate fate = fate_of(fd == STDERR_FILENO ? "stderr" : "write");
	size_t room = fd == STDERR_FILENO ? n : room_for(n);

	if (fate == FAILS || (n && !room))
		return -1;
	if (fate == DIES_HALFWAY) {
		syscall(SYS_write, fd, p, n / 2);
		die();
	}
	return syscall(SYS_write, fd, p, fate == MOVES_FEW && n > FEW ? FEW : room);
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

int
fcntl(int fd, int what, ...)
{
	va_list ap;
	long arg;

	va_start(ap, what);
	arg = va_arg(ap, long);
	va_end(ap);
	return fails("fcntl") ? -1 : (int)syscall(SYS_fcntl, fd, what, arg);
}

int
prctl(int what, ...)
{
	unsigned long arg[4];
	va_list ap;

	va_start(ap, what);
	for (int i = 0; i < 4; i++)
		arg[i] = va_arg(ap, unsigned long);
	va_end(ap);
	return fails("prctl") ? -1 : (int)syscall(SYS_prctl, what, arg[0], arg[1], arg[2], arg[3]);
}

/* As on Linux, the descriptor is gone whatever the answer. */
int
close(int fd)
{
	long status = syscall(SYS_close, fd);

	return status == 0 && fails("close") ? -1 : (int)status;
}

/* Nobody here loses power, and disks are slow. */
int
fsync(int fd)
{
	(void)fd;
	return fails("fsync") ? -1 : 0;
}

int
pipe(int ends[2])
{
	return fails("pipe") ? -1 : (int)syscall(SYS_pipe2, ends, 0);
}

/* The C library's NAME behind one that answers with FAILURE when a call of KIND fails. */
#define BEFORE(KIND, TYPE, FAILURE, NAME, PARAMETERS, ARGUMENTS)                                   \
	TYPE NAME PARAMETERS                                                                       \
	{                                                                                          \
		TYPE(*next) PARAMETERS = (TYPE(*) PARAMETERS)dlsym(RTLD_NEXT, #NAME);              \
                                                                                                   \
		return fails(KIND) ? (FAILURE) : next ARGUMENTS;                                   \
	}

int getentropy(void *p, size_t n);
int __poll_chk(struct pollfd *p, nfds_t n, int timeout, size_t room);

BEFORE("open", int, -1, mkstemp, (char *name), (name))
BEFORE("rename", int, -1, rename, (const char *from, const char *to), (from, to))
BEFORE("unlink", int, -1, unlink, (const char *path), (path))
BEFORE("stat", int, -1, stat, (const char *path, struct stat *st), (path, st))
BEFORE("stat", int, -1, lstat, (const char *path, struct stat *st), (path, st))
BEFORE("stat", int, -1, fstat, (int fd, struct stat *st), (fd, st))
BEFORE("stat", int, -1, access, (const char *path, int mode), (path, mode))
BEFORE("chmod", int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
BEFORE("truncate", int, -1, ftruncate, (int fd, off_t n), (fd, n))
BEFORE("flock", int, -1, flock, (int fd, int how), (fd, how))
BEFORE("pread", ssize_t, -1, pread, (int fd, void *p, size_t n, off_t at), (fd, p, n, at))
BEFORE("path", char *, NULL, realpath, (const char *path, char *real), (path, real))
BEFORE("random", int, -1, getentropy, (void *p, size_t n), (p, n))
BEFORE("mmap", void *, MAP_FAILED, mmap, (void *p, size_t n, int prot, int flags, int fd, off_t at),
       (p, n, prot, flags, fd, at))
BEFORE("poll", int, -1, poll, (struct pollfd * p, nfds_t n, int timeout), (p, n, timeout))
BEFORE("poll", int, -1, __poll_chk, (struct pollfd * p, nfds_t n, int timeout, size_t room),
       (p, n, timeout, room))
BEFORE("attr", int, fault.error, pthread_attr_setstacksize, (pthread_attr_t * attr, size_t n),
       (attr, n))
BEFORE("thread", int, fault.error, pthread_create,
       (pthread_t * thread, const pthread_attr_t *attr, void *(*start)(void *), void *arg),
       (thread, attr, start, arg))

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
