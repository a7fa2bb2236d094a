/*
 * torture - what its parts share: runs of a command with faults, and what came out.
 */
#ifndef TORTURE_H
#define TORTURE_H

#include <stdbool.h>
#include <stddef.h>

enum { TORTURE_SIDES = 4, TORTURE_PAGE = 4096 };

/* P is NULL for a file that is not there; a NUL stands behind the bytes. */
struct bytes {
	char *p;
	size_t n;
};

/* As fault.c has it. */
struct fault {
	const char *call, *error;
	unsigned long at, then;
	bool on, then_alloc;
};

struct run {
	int status; /* of waitpid */
	struct bytes out, err, side[TORTURE_SIDES];
	struct bytes mark; /* the calls that failed, a line each */
};

struct torture {
	const char *library, *name;
	char **command;
	const char *side[TORTURE_SIDES];
	struct bytes before[TORTURE_SIDES]; /* what they hold before each run */
	char may[TORTURE_SIDES];            /* + grow, ? hold anything that ends by a line feed */
	size_t sides;
	bool quick, figures;
	struct run sound;
	unsigned long runs, allocs, failed, same, told;
};

/* The next run, whose sides are as before if AFRESH; F NULL: without a fault. */
struct run torture_run(const struct torture *t, const struct fault *f, bool afresh);
void torture_release(struct run *r);
/* LIST is "SIDE,..."; SIDE.old is what it holds before, "old" if there is no such file. */
void torture_read_sides(struct torture *t, char *list);
void torture_release_sides(struct torture *t);
bool torture_same(struct bytes a, struct bytes b);
bool torture_same_sides(const struct torture *t, const struct run *a, const struct run *b);
/* Removes what a run left lying about; true if there was something. */
bool torture_left_over(void);
/* What is wrong with R, a run with a fault, NULL: nothing.  HARD: it may fail. */
const char *torture_judge(struct torture *t, const struct run *r, bool hard);
/* Counts a run; tells of the first few of which there is a WHY, COUNT counts them. */
void torture_count(struct torture *t, const struct fault *f, const struct run *r, const char *why,
		   unsigned long *count);

/* Pairs of faults; death at every call, and full disks: for what the sides hold. */
void torture_pairs(struct torture *t);
void torture_deaths(struct torture *t);

#endif
