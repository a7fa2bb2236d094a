/*
 * series_parts - what the files of series share.  Layer: stats.
 */
#ifndef ML_SERIES_PARTS_H
#define ML_SERIES_PARTS_H

#include "series.h"

/* A derived figure, bound to the plan. */
struct figure {
	const struct series_derived *asked;
	size_t call;
	struct buf name;
};

struct series {
	const struct series_request *request;
	const struct evaluation *e;
	const struct window_spec *spec;
	struct record_writer *writer;
	struct figure *figure;
	size_t n;
	struct metric_call rows; /* n, whether asked for or not */

	struct map groups; /* those met, if anything is remembered of them */
	double *last;      /* by group and figure: the last value or mean, NaN: none */
	size_t last_room;

	struct metric_state *empty; /* of a window without rows */
	uint32_t *order;            /* the groups by key, as a window begins ... */
	size_t ordered, at;         /* ... how many, and how many are done with */
	bool inside, begun;         /* a window has begun; one was before */
	int64_t next;               /* the window that would follow the last one */
	uint64_t unfilled;

	uint64_t late;
	int64_t end; /* windows that end later are partial */
	bool cut;
};

/* What is remembered of the group with KEY, a number for each figure. */
double *series_remembered(struct series *s, struct str key);

#endif
