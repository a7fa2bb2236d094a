/*
 * torture [-q] [-a | -p | -k] LIBRARY NAME SIDE,... COMMAND [ARGUMENT]... - runs COMMAND over
 * and over, in the folder at hand, with one fault each time (LIBRARY is fault.so): the
 * n-th call of each kind, n = 1, 2, ... until a run meets none.  -q leaves out most n;
 * -a says that rows are figures of the whole, other ones when input was lost; -p tries
 * pairs of faults, -k death at each call and a disk that is full behind each 4 kB: for
 * what SIDE holds, and for the next run.
 *
 * Held against a run without a fault, with its standard output and the files SIDE:
 *
 *	no death by a signal, no hang
 *	the same exit status: the same bytes everywhere
 *	another status: a message, whole rows from the start of those there should be, each
 *	SIDE as it should be, as it was before, or with such rows (+SIDE), with others (?SIDE)
 *	what can be tried again (EINTR, EAGAIN, short reads and writes) or be done without (a
 *	thread, a pipe for it, standard error): as if nothing had been
 *	no temporary file is left
 *
 * The last line is "N passed, N failed"; the one before it counts what came out.
 */
#define _POSIX_C_SOURCE 200809L

#include "torture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHOWN = 5 };

/* HARD faults may make the run fail, others must not. */
static const struct kind {
	const char *call, *error;
	bool on, hard;
} kinds[] = {
	{"alloc", "ENOMEM", false, true},    {"alloc", "ENOMEM", true, true},
	{"read", "EIO", false, true},        {"read", "EIO", true, true},
	{"read", "EINTR", false, false},     {"read", "EAGAIN", false, false},
	{"read", "SHORT", false, false},     {"read", "SHORT", true, false},
	{"pread", "EIO", false, true},       {"pread", "EINTR", false, false},
	{"write", "ENOSPC", false, true},    {"write", "ENOSPC", true, true},
	{"write", "EIO", false, true},       {"write", "EPIPE", true, true},
	{"write", "EDQUOT", true, true},     {"write", "EINTR", false, false},
	{"write", "EAGAIN", false, false},   {"write", "SHORT", false, false},
	{"write", "SHORT", true, false},     {"room", "ENOSPC", true, true},
	{"stderr", "EIO", true, false},      {"stderr", "EAGAIN", false, false},
	{"open", "EIO", false, true},        {"open", "EMFILE", true, true},
	{"open", "EACCES", false, true},     {"open", "ENOMEM", true, true},
	{"open", "EINTR", false, false},     {"close", "EIO", false, true},
	{"close", "EIO", true, true},        {"close", "ENOSPC", false, true},
	{"close", "EINTR", true, false},     {"fsync", "EIO", false, true},
	{"fsync", "ENOSPC", true, true},     {"fsync", "EINTR", false, false},
	{"rename", "EIO", false, true},      {"rename", "EACCES", true, true},
	{"rename", "ENOSPC", false, true},   {"stat", "EIO", false, true},
	{"stat", "EACCES", true, true},      {"chmod", "EIO", false, true},
	{"chmod", "EPERM", true, true},      {"truncate", "EIO", false, true},
	{"truncate", "EINTR", false, false}, {"flock", "ENOLCK", true, true},
	{"flock", "EINTR", false, false},    {"path", "EIO", false, true},
	{"path", "ENOMEM", true, true},      {"fcntl", "EMFILE", false, true},
	{"fcntl", "EMFILE", true, true},     {"random", "ENOSYS", true, false},
	{"prctl", "EINVAL", true, false},    {"mmap", "ENOMEM", false, false},
	{"mmap", "EACCES", true, false},     {"thread", "EAGAIN", false, false},
	{"thread", "EAGAIN", true, false},   {"attr", "EINVAL", false, false},
	{"attr", "EINVAL", true, false},     {"pipe", "EMFILE", true, false},
	{"poll", "EINTR", false, false},     {"poll", "EAGAIN", false, false},
	{"poll", "ENOMEM", false, false},
};

/* OUT without an end mark that does not say that all is well. */
static struct bytes
without_mark(struct bytes out)
{
	static const char says[] = "\tstatus=damaged\n";
	struct bytes b = out;

	if (b.n < sizeof says || memcmp(b.p + b.n - sizeof says + 1, says, sizeof says - 1) != 0)
		return out;
	for (b.n--; b.n && b.p[b.n - 1] != '\n'; b.n--)
		;
	return strncmp(b.p + b.n, "#end\t", 5) == 0 ? b : out;
}

/* A is whole rows from the start of B; any bytes of it, where a disk was FULL. */
static bool
is_start(struct bytes a, struct bytes b, bool full)
{
	if (a.n == 0)
		return true;
	return a.n <= b.n && memcmp(a.p, b.p, a.n) == 0 && (full || a.p[a.n - 1] == '\n');
}

static bool
was_full(const struct run *r)
{
	return r->mark.n && strncmp(r->mark.p, "room\n", 5) == 0;
}

static bool
sides_sound(const struct torture *t, const struct run *r)
{
	for (size_t i = 0; i < t->sides; i++) {
		struct bytes side = r->side[i], sound = t->sound.side[i];

		if (!torture_same(side, sound) && !torture_same(side, t->before[i]) &&
		    !(t->may[i] == '+' && is_start(side, sound, was_full(r))) &&
		    !(t->may[i] == '?' && side.n && side.p[side.n - 1] == '\n'))
			return false;
	}
	return true;
}

static bool
rows_sound(const struct torture *t, const struct run *r)
{
	if (t->figures && !was_full(r))
		return r->out.n == 0 || r->out.p[r->out.n - 1] == '\n';
	return is_start(without_mark(r->out), t->sound.out, was_full(r));
}

const char *
torture_judge(struct torture *t, const struct run *r, bool hard)
{
	if (WIFSIGNALED(r->status))
		return WTERMSIG(r->status) == SIGALRM ? "hangs" : "dies by a signal";
	/* A sanitizer's, for instance. */
	if (WEXITSTATUS(r->status) > 3)
		return "ends with a status of its own";
	if (r->status == t->sound.status) {
		t->same++;
		if (!torture_same(r->out, t->sound.out) || !torture_same_sides(t, r, &t->sound))
			return "the same status, but other bytes";
		return NULL;
	}
	t->told++;
	if (!hard)
		return "fails, though it need not";
	if (r->err.n == 0)
		return "fails without a word";
	if (!rows_sound(t, r))
		return "leaves torn or other rows";
	if (!sides_sound(t, r))
		return "leaves a file neither old nor whole";
	return NULL;
}

/* Which calls were the pair. */
static void
show_second(const struct fault *f, struct bytes mark)
{
	printf(", %s %lu later: ", f->then_alloc ? "alloc" : "any", f->then);
	for (size_t i = 0; i < mark.n; i++)
		putchar(mark.p[i] == '\n' ? ' ' : mark.p[i]);
}

static void
show(const struct torture *t, const struct fault *f, const struct run *r, const char *why)
{
	printf("--- %s: %s %s%s at %lu", t->name, f->call, f->error, f->on ? " from then on" : "",
	       f->at);
	if (f->then)
		show_second(f, r->mark);
	printf(": %s (status %d%s): %.300s\n", why,
	       WIFEXITED(r->status) ? WEXITSTATUS(r->status) : WTERMSIG(r->status),
	       WIFEXITED(r->status) ? "" : ", signal", r->err.p ? r->err.p : "");
}

void
torture_count(struct torture *t, const struct fault *f, const struct run *r, const char *why,
	      unsigned long *count)
{
	t->runs++;
	t->allocs += strcmp(f->call, "alloc") == 0;
	if (!why)
		return;
	t->failed++;
	if ((*count)++ < SHOWN)
		show(t, f, r, why);
}

static void
try_kind(struct torture *t, const struct kind *k)
{
	bool room = strcmp(k->call, "room") == 0, marked = true;
	unsigned long failed = 0;

	for (unsigned long n = 1; marked; n += t->quick ? 1 + n / 2 : 1) {
		struct fault f = {.call = k->call,
				  .error = k->error,
				  .at = room ? (n - 1) * TORTURE_PAGE : n,
				  .on = k->on};
		struct run r = torture_run(t, &f, true);
		const char *why = torture_judge(t, &r, k->hard);

		if (torture_left_over() && !why)
			why = "leaves a temporary file";
		marked = r.mark.n != 0;
		torture_count(t, &f, &r, why, &failed);
		torture_release(&r);
		/* Short for ever: every number of calls would be the same. */
		if (k->on && !k->hard)
			break;
	}
}

static void
try_kinds(struct torture *t)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		try_kind(t, &kinds[i]);
}

int
main(int argc, char **argv)
{
	struct torture t = {.quick = false};
	void (*try_all)(struct torture *) = try_kinds;
	int option;

	while ((option = getopt(argc, argv, "+qapk")) != -1) {
		t.quick |= option == 'q';
		t.figures |= option == 'a';
		if (option == 'p')
			try_all = torture_pairs;
		if (option == 'k')
			try_all = torture_deaths;
	}
	argv += optind;
	if (argc - optind < 4)
		return 2;
	t.library = argv[0];
	t.name = argv[1];
	torture_read_sides(&t, argv[2]);
	t.command = argv + 3;
	t.sound = torture_run(&t, NULL, true);
	if (!WIFEXITED(t.sound.status) || WEXITSTATUS(t.sound.status) == 2 ||
	    WEXITSTATUS(t.sound.status) > 3) {
		printf("--- %s does not run: %s\n1 passed, 1 failed\n", t.name, t.sound.err.p);
		return 1;
	}
	try_all(&t);
	printf("%-26s %5lu faults (%5lu of memory): %5lu without a trace, %5lu told, %lu wrong\n",
	       t.name, t.runs, t.allocs, t.same, t.told, t.failed);
	printf("%lu passed, %lu failed\n", t.runs - t.failed, t.failed);
	torture_release(&t.sound);
	torture_release_sides(&t);
	return t.failed != 0;
}
