/*
 * A second fault while the first is cleared up, death at each call, a full disk: what
 * files hold after that, and whether the next run can go on from there.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "torture.h"

static size_t
faults_met(const struct run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->mark.n; i++)
		n += r->mark.p[i] == '\n';
	return n;
}

/* Each side is wholly old or wholly new. */
static bool
sides_whole(const struct torture *t, const struct run *r)
{
	for (size_t i = 0; i < t->sides; i++)
		if (!torture_same(r->side[i], t->before[i]) &&
		    !torture_same(r->side[i], t->sound.side[i]))
			return false;
	return true;
}

/* From old files the next run makes the new ones; from new ones it goes on. */
static const char *
judge_next(const struct torture *t, const struct run *r)
{
	struct run next = torture_run(t, NULL, false);
	const char *why = NULL;

	if (!WIFEXITED(next.status) || WEXITSTATUS(next.status) == 2 ||
	    WEXITSTATUS(next.status) > 3)
		why = "leaves a file that the next run refuses";
	else if (torture_same(r->side[0], t->before[0]) && !torture_same_sides(t, &next, &t->sound))
		why = "leaves a file from which the next run makes another";
	torture_release(&next);
	return why;
}

static const char *
judge_end(struct torture *t, const struct fault *f, const struct run *r)
{
	if (r->mark.n == 0)
		return r->status == t->sound.status ? NULL : "fails without a fault";
	if (strcmp(f->call, "room") == 0)
		return torture_judge(t, r, true);
	return WIFSIGNALED(r->status) && WTERMSIG(r->status) == SIGKILL ? NULL : "lives on";
}

/* False when no fault was met. */
static bool
try_end(struct torture *t, const struct fault *f, unsigned long *failed)
{
	struct run r = torture_run(t, f, true);
	bool met = r.mark.n != 0;
	const char *why = judge_end(t, f, &r);

	if (!why && !sides_whole(t, &r))
		why = "leaves a file neither old nor new";
	if (!why && met)
		why = judge_next(t, &r);
	torture_left_over();
	torture_count(t, f, &r, why, failed);
	torture_release(&r);
	return met;
}

void
torture_deaths(struct torture *t)
{
	static const struct fault ends[] = {
		{.call = "any", .error = "KILL", .at = 1},
		{.call = "any", .error = "HALF", .at = 1},
		{.call = "room", .error = "ENOSPC", .on = true},
	};
	unsigned long failed = 0;

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		unsigned long step = ends[i].at ? 1 : TORTURE_PAGE;
		struct fault f = ends[i];

		while (try_end(t, &f, &failed))
			f.at += t->quick ? 5 * step : step;
	}
}

/* How many faults were met. */
static size_t
try_pair(struct torture *t, struct fault f, unsigned long *failed)
{
	struct run r = torture_run(t, &f, true);
	const char *why = torture_judge(t, &r, true);
	size_t met = faults_met(&r);

	/* Whose removal failed may stay. */
	if (torture_left_over() && !why && !strstr(r.mark.p, "unlink"))
		why = "leaves a temporary file";
	if (!why && met == 2 && r.status != t->sound.status && !sides_whole(t, &r))
		why = "leaves a file neither old nor new";
	if (!why && met == 2)
		why = judge_next(t, &r);
	torture_count(t, &f, &r, why, failed);
	torture_release(&r);
	return met;
}

/* All second faults behind the first; false when there was not even that one. */
static bool
try_seconds(struct torture *t, struct fault f, unsigned long *failed)
{
	unsigned long sparse = t->quick ? 1 : 4;
	size_t met;

	for (f.then = 1; (met = try_pair(t, f, failed)) == 2;)
		f.then += 1 + f.then / sparse;
	return met != 0;
}

void
torture_pairs(struct torture *t)
{
	static const struct fault firsts[] = {
		{.call = "any", .error = "EIO"},
		{.call = "any", .error = "EIO", .then_alloc = true},
		{.call = "alloc", .error = "ENOMEM"},
	};
	unsigned long failed = 0;

	for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
		struct fault f = firsts[i];

		for (f.at = 1; try_seconds(t, f, &failed);)
			f.at += t->quick ? 1 + f.at / 2 : i ? 1 + f.at / 4 : 1;
	}
}
