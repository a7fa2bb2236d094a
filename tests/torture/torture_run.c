/* One run of the command, and what it left. */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "torture.h"

enum { PATIENCE = 20 };

static void
give_up(const char *what)
{
	perror(what);
	exit(2);
}

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

bool
torture_same(struct bytes a, struct bytes b)
{
	return !a.p == !b.p && a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
torture_same_sides(const struct torture *t, const struct run *a, const struct run *b)
{
	for (size_t i = 0; i < t->sides; i++)
		if (!torture_same(a->side[i], b->side[i]))
			return false;
	return true;
}

void
torture_release(struct run *r)
{
	free(r->out.p);
	free(r->err.p);
	free(r->mark.p);
	for (size_t i = 0; i < TORTURE_SIDES; i++)
		free(r->side[i].p);
}

/* Old content shows whether a file was touched. */
static struct bytes
content_before(const char *path)
{
	char name[256];
	struct bytes b;

	snprintf(name, sizeof name, "%s.old", path);
	b = slurp(name);
	if (!b.p)
		b = (struct bytes){strdup("old\n"), 4};
	if (!b.p)
		give_up(path);
	return b;
}

void
torture_read_sides(struct torture *t, char *list)
{
	while (*list && t->sides < TORTURE_SIDES) {
		size_t n = strcspn(list, ",");
		bool more = list[n] == ',';

		list[n] = '\0';
		t->may[t->sides] = list[0];
		t->side[t->sides] = list + strspn(list, "+?");
		t->before[t->sides] = content_before(t->side[t->sides]);
		t->sides += n != 0;
		list += n + more;
	}
}

void
torture_release_sides(struct torture *t)
{
	for (size_t i = 0; i < t->sides; i++)
		free(t->before[i].p);
}

static void
put_back(const char *path, struct bytes content)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(content.p, 1, content.n, f) != content.n || fclose(f) != 0)
		give_up(path);
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
set_number(const char *name, unsigned long n)
{
	char text[24];

	snprintf(text, sizeof text, "%lu", n);
	setenv(name, text, 1);
}

static void
set_fault(const struct torture *t, const struct fault *f)
{
	setenv("FAULT_CALL", f->call, 1);
	setenv("FAULT_ERROR", f->error, 1);
	set_number("FAULT_AT", f->at);
	set_number("FAULT_THEN", f->then);
	setenv("FAULT_MARK", "mark", 1);
	if (f->on)
		setenv("FAULT_ON", "1", 1);
	if (f->then_alloc)
		setenv("FAULT_THEN_ALLOC", "1", 1);
	setenv("LD_PRELOAD", t->library, 1);
}

static void
become_command(const struct torture *t, const struct fault *f)
{
	redirect("input", O_RDONLY, STDIN_FILENO);
	redirect("out", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
	redirect("err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
	alarm(PATIENCE);
	if (f)
		set_fault(t, f);
	execvp(t->command[0], t->command);
	_exit(127);
}

struct run
torture_run(const struct torture *t, const struct fault *f, bool afresh)
{
	struct run r = {.status = 0};
	pid_t child;

	unlink("mark");
	for (size_t i = 0; afresh && i < t->sides; i++)
		put_back(t->side[i], t->before[i]);
	child = fork();
	if (child == 0)
		become_command(t, f);
	if (child < 0 || waitpid(child, &r.status, 0) < 0)
		give_up("torture");
	r.out = slurp("out");
	r.err = slurp("err");
	r.mark = slurp("mark");
	for (size_t i = 0; i < t->sides; i++)
		r.side[i] = slurp(t->side[i]);
	return r;
}

bool
torture_left_over(void)
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
