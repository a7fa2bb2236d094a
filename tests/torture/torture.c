/*
 * torture [-q] [-a] LIBRARY NAME SIDE,... COMMAND [ARGUMENT]... - runs COMMAND over and over,
 * in the folder at hand, with one fault each time (LIBRARY is fault.so): the n-th call
 * of each kind, n = 1, 2, ... until a run meets none.  -q leaves out most n; -a says that
 * rows are figures of the whole, other ones when input was lost.
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

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIDES = 4, PATIENCE = 20, SHOWN = 5 };

/* HARD faults may make the run fail, others must not. */
static const struct kind {
	const char *call, *error;
	bool on, hard;
} kinds[] = {
	{"alloc", "ENOMEM", false, true},   {"alloc", "ENOMEM", true, true},
	{"read", "EIO", false, true},       {"read", "EIO", true, true},
	{"read", "EINTR", false, false},    {"read", "EAGAIN", false, false},
	{"read", "SHORT", false, false},    {"read", "SHORT", true, false},
	{"write", "ENOSPC", false, true},   {"write", "ENOSPC", true, true},
	{"write", "EIO", false, true},      {"write", "EPIPE", true, true},
	{"write", "EDQUOT", true, true},    {"write", "EINTR", false, false},
	{"write", "EAGAIN", false, false},  {"write", "SHORT", false, false},
	{"write", "SHORT", true, false},    {"stderr", "EIO", true, false},
	{"stderr", "EAGAIN", false, false}, {"open", "EIO", false, true},
	{"open", "EMFILE", true, true},     {"open", "EACCES", false, true},
	{"open", "ENOMEM", true, true},     {"open", "EINTR", false, false},
	{"close", "EIO", false, true},      {"close", "EIO", true, true},
	{"close", "ENOSPC", false, true},   {"close", "EINTR", true, false},
	{"fsync", "EIO", false, true},      {"fsync", "ENOSPC", true, true},
	{"fsync", "EINTR", false, false},   {"rename", "EIO", false, true},
	{"rename", "EACCES", true, true},   {"rename", "ENOSPC", false, true},
	{"thread", "EAGAIN", true, false},  {"pipe", "EMFILE", true, false},
	{"poll", "EINTR", false, false},    {"poll", "EAGAIN", false, false},
	{"poll", "ENOMEM", false, false},
};

struct bytes {
	char *p;
	size_t n;
};

struct run {
	int status; /* of waitpid */
	struct bytes out, err, side[SIDES];
	bool marked;
};

struct torture {
	const char *library, *name;
	char **command;
	const char *side[SIDES];
	char may[SIDES]; /* + grow, ? hold anything that ends by a line feed */
	size_t sides;
	bool quick, figures;
	struct run sound;
	unsigned long runs, allocs, failed, same, told;
};

/* What files hold before each run: old content shows whether they were touched. */
static const char old[] = "old\n";

static struct bytes
slurp(const char *path)
{
	struct bytes b = {NULL, 0};
	struct stat st;
	int fd = open(path, O_RDONLY);
	ssize_t got;

	if (fd < 0)
		return b;
	if (fstat(fd, &st) == 0 && (b.p = malloc((size_t)st.st_size + 1))) {
		while ((got = read(fd, b.p + b.n, (size_t)st.st_size - b.n)) > 0)
			b.n += (size_t)got;
		b.p[b.n] = '\0';
	}
	close(fd);
	return b;
}

static bool
same(struct bytes a, struct bytes b)
{
	return !a.p == !b.p && a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

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

/* True if A is whole rows from the start of B. */
static bool
is_start(struct bytes a, struct bytes b)
{
	return a.n <= b.n && (a.n == 0 || (memcmp(a.p, b.p, a.n) == 0 && a.p[a.n - 1] == '\n'));
}

static void
release(struct run *r, size_t sides)
{
	free(r->out.p);
	free(r->err.p);
	for (size_t i = 0; i < sides; i++)
		free(r->side[i].p);
}

static void
put_back(const char *path)
{
	FILE *f = fopen(path, "w");

	if (f && fputs(old, f) >= 0 && fclose(f) == 0)
		return;
	perror(path);
	exit(2);
}

static void
redirect(const char *path, int flags, int to)
{
	int fd = open(path, flags, 0600);

	if (fd < 0 || dup2(fd, to) < 0)
		_exit(126);
	close(fd);
}

static void
set_fault(const struct torture *t, const struct kind *k, unsigned long n)
{
	char at[24];

	snprintf(at, sizeof at, "%lu", n);
	setenv("FAULT_CALL", k->call, 1);
	setenv("FAULT_ERROR", k->error, 1);
	setenv("FAULT_AT", at, 1);
	setenv("FAULT_MARK", "mark", 1);
	if (k->on)
		setenv("FAULT_ON", "1", 1);
	setenv("LD_PRELOAD", t->library, 1);
}

/* K NULL: without a fault. */
static struct run
run(const struct torture *t, const struct kind *k, unsigned long n)
{
	struct run r = {.status = 0};
	pid_t child;

	unlink("mark");
	for (size_t i = 0; i < t->sides; i++)
		put_back(t->side[i]);
	child = fork();
	if (child == 0) {
		redirect("input", O_RDONLY, STDIN_FILENO);
		redirect("out", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
		redirect("err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
		alarm(PATIENCE);
		if (k)
			set_fault(t, k, n);
		execvp(t->command[0], t->command);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &r.status, 0) < 0) {
		perror("torture");
		exit(2);
	}
	r.out = slurp("out");
	r.err = slurp("err");
	for (size_t i = 0; i < t->sides; i++)
		r.side[i] = slurp(t->side[i]);
	r.marked = access("mark", F_OK) == 0;
	return r;
}

/* Removes what the run left lying about; true if there was something. */
static bool
left_over(void)
{
	DIR *d = opendir(".");
	struct dirent *e;
	bool found = false;

	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, ".mltools-", 9) == 0) {
			found = true;
			unlink(e->d_name);
		}
	if (d)
		closedir(d);
	return found;
}

static bool
sides_same(const struct torture *t, const struct run *r)
{
	for (size_t i = 0; i < t->sides; i++)
		if (!same(r->side[i], t->sound.side[i]))
			return false;
	return true;
}

static bool
sides_sound(const struct torture *t, const struct run *r)
{
	const struct bytes before = {(char *)old, sizeof old - 1};

	for (size_t i = 0; i < t->sides; i++)
		if (!same(r->side[i], t->sound.side[i]) && !same(r->side[i], before) &&
		    !(t->may[i] == '+' && is_start(r->side[i], t->sound.side[i])) &&
		    !(t->may[i] == '?' && r->side[i].n && r->side[i].p[r->side[i].n - 1] == '\n'))
			return false;
	return true;
}

/* What is wrong with R, NULL: nothing. */
static const char *
judge(struct torture *t, const struct kind *k, const struct run *r)
{
	bool is_stderr = strcmp(k->call, "stderr") == 0;

	if (WIFSIGNALED(r->status))
		return WTERMSIG(r->status) == SIGALRM ? "hangs" : "dies by a signal";
	if (r->status == t->sound.status) {
		t->same++;
		if (!same(r->out, t->sound.out) || !sides_same(t, r))
			return "the same status, but other bytes";
		return NULL;
	}
	t->told++;
	if (!k->hard)
		return "fails, though it need not";
	if (r->err.n == 0 && !is_stderr)
		return "fails without a word";
	if (t->figures ? r->out.n && r->out.p[r->out.n - 1] != '\n'
		       : !is_start(without_mark(r->out), t->sound.out))
		return "leaves torn or other rows";
	if (!sides_sound(t, r))
		return "leaves a file neither old nor whole";
	return NULL;
}

static void
show(const struct torture *t, const struct kind *k, unsigned long n, const struct run *r,
     const char *why)
{
	printf("--- %s: %s %s%s at call %lu: %s (status %d%s): %.300s\n", t->name, k->call,
	       k->error, k->on ? " from then on" : "", n, why,
	       WIFEXITED(r->status) ? WEXITSTATUS(r->status) : WTERMSIG(r->status),
	       WIFEXITED(r->status) ? "" : ", signal", r->err.p ? r->err.p : "");
}

static void
try_kind(struct torture *t, const struct kind *k)
{
	unsigned long failed = 0;
	bool marked = true;

	for (unsigned long n = 1; marked; n += t->quick ? 1 + n / 2 : 1) {
		struct run r = run(t, k, n);
		const char *why = judge(t, k, &r);

		if (left_over() && !why)
			why = "leaves a temporary file";
		marked = r.marked;
		t->runs++;
		t->allocs += strcmp(k->call, "alloc") == 0;
		if (why) {
			t->failed++;
			if (failed++ < SHOWN)
				show(t, k, n, &r, why);
		}
		release(&r, t->sides);
		/* Short for ever: every number of calls would be the same. */
		if (k->on && !k->hard)
			break;
	}
}

static void
read_sides(struct torture *t, char *list)
{
	while (*list && t->sides < SIDES) {
		size_t n = strcspn(list, ",");
		bool more = list[n] == ',';

		list[n] = '\0';
		t->may[t->sides] = list[0];
		t->side[t->sides] = list + strspn(list, "+?");
		t->sides += n != 0;
		list += n + more;
	}
}

int
main(int argc, char **argv)
{
	struct torture t = {.quick = argc > 1 && strcmp(argv[1], "-q") == 0};
	char **arg = argv + 1 + t.quick;

	t.figures = *arg && strcmp(*arg, "-a") == 0;
	arg += t.figures;
	if (argc < 5 + t.quick + t.figures)
		return 2;
	t.library = arg[0];
	t.name = arg[1];
	read_sides(&t, arg[2]);
	t.command = arg + 3;
	t.sound = run(&t, NULL, 0);
	if (!WIFEXITED(t.sound.status) || WEXITSTATUS(t.sound.status) == 2 ||
	    WEXITSTATUS(t.sound.status) > 3) {
		printf("--- %s does not run: %s\n1 passed, 1 failed\n", t.name, t.sound.err.p);
		return 1;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		try_kind(&t, &kinds[i]);
	printf("%-26s %5lu faults (%5lu of memory): %5lu without a trace, %5lu told, %lu wrong\n",
	       t.name, t.runs, t.allocs, t.same, t.told, t.failed);
	printf("%lu passed, %lu failed\n", t.runs - t.failed, t.failed);
	release(&t.sound, t.sides);
	return t.failed != 0;
}
