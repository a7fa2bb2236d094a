/*
 * comparing_parts - what the files of comparing share.  Layer: detect.
 */
#ifndef ML_COMPARING_PARTS_H
#define ML_COMPARING_PARTS_H

#include "comparing.h"

/* What a group of a window is held against. */
struct comparing_basis {
	struct profile_part part;
	bool coarse;                    /* the next two are made */
	struct profile_part cells;      /* the same, condensed */
	struct distribution_grid *grid; /* of each of its columns */
};

struct comparing_group {
	struct profile_part part;
	struct comparing_basis *basis; /* NULL: the reference has no such group or hour */
	bool coarse;                   /* counted by the basis' grids */
};

struct comparing_window {
	int64_t start, end; /* TIMESTAMP_NONE: all rows are one window */
	struct group groups;
	struct comparing_group *group; /* by number; columns NULL: no row yet */
	size_t room;
};

/* The basis of the group with this key in a window; NULL: nothing is known. */
struct comparing_basis *comparing_basis_of(struct comparing *c, const struct comparing_window *w,
					   struct str key, bool other);
/* Makes what counting by cells needs. */
void comparing_basis_coarsen(struct comparing_basis *b);
void comparing_basis_free(struct comparing_basis *b);

/* Names the columns of the table. */
void comparing_columns(const struct comparing *c);
/* Compares all groups of W, judges, and writes the rows. */
void comparing_judge(struct comparing *c, struct comparing_window *w);

#endif
