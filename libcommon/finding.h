/*
 * finding - what a comparison of columns found, all of one window, and how much of it is
 * more than chance.  Layer: detect.
 *
 * Each pair of distributions is compared by each method that takes its kind, and by
 * quality.h's checks; a check that has nothing to tell is a test all the same, with its p,
 * but hidden.  When all are there the p-values are adjusted together (fdr.h); methods that
 * are judged by their own tool's rule take no part in that.
 *
 * Columns' names stay the caller's; so do methods.  Memory: one struct finding each.
 */
#ifndef ML_FINDING_H
#define ML_FINDING_H

#include "method.h"

struct finding {
	uint32_t group;
	struct str column;
	const char *method; /* NULL: none could be used */
	struct distance_result result;
	uint64_t n_ref, n_cur;
	uint64_t blurred; /* values of the reference that may be a cell off */
	double p;         /* adjusted by findings_adjust; NaN: no test */
	bool own;         /* judged by itself: result.alarm */
	bool hidden;      /* counts as a test, but has nothing to tell */
	bool coarse;
};

/* All members 0: none yet. */
struct findings {
	struct finding *of;
	size_t n, room;
};

/* The two sides of a column of a group, sealed and of one kind. */
struct finding_pair {
	uint32_t group;
	struct str column;
	const struct distribution *reference, *current;
	bool coarse; /* counted by cells */
};

/* What each pair is compared by. */
struct finding_methods {
	const struct method *const *method; /* all of METHOD_DISTRIBUTION */
	size_t n;
	double floor; /* of effects; NaN: each method's own */
};

void findings_release(struct findings *f);
/* The new one, which stands until the next is added. */
struct finding *findings_add(struct findings *f, struct finding new);
/* A result without a figure. */
struct distance_result finding_nothing(const char *reason);
/* X as METHOD sees it. */
struct finding finding_of(const struct finding_pair *x, const char *method,
			  struct distance_result r);
/*
 * Adds a finding for each method that takes the pair's kind, or, where none has a figure,
 * one without a method that says why; then those of the checks.
 */
void findings_compare(struct findings *f, const struct finding_pair *x,
		      const struct finding_methods *m);
/* After the last one; once. */
void findings_adjust(struct findings *f);
/* The effect is at least its floor and more than chance at the false discovery rate FDR. */
bool finding_is_drift(const struct finding *x, double fdr);

#endif
