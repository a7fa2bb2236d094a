/*
 * ahead - rows whose time leaps ahead are held until it is clear that time did so.
 * Layer: record.
 *
 * A stamp far ahead of all others would move the watermark and close every window.  A
 * row more than MOST ahead of the largest time accepted is held; when the next row is
 * not ahead, the ones held were wrong and are refused; when AHEAD_ROWS in a row are, or
 * nothing more comes, there was a gap and they are accepted.  The first AHEAD_ROWS rows
 * are held too, and time begins at their median, so that a log may begin with a wrong
 * stamp.  Order is kept.  No clock
 * is asked: the same input gives the same answer always.
 *
 * Memory: at most AHEAD_ROWS copied rows.
 */
#ifndef ML_AHEAD_H
#define ML_AHEAD_H

#include "scan.h"

enum { AHEAD_ROWS = 8 };

/* ROW lives until the function returns. */
typedef void ahead_fn(void *arg, const struct row *row);

struct ahead {
	int64_t most; /* microseconds */
	ahead_fn *accept, *refuse;
	void *arg;
	int64_t seen; /* the largest time accepted */
	bool begun;
	size_t columns; /* of the rows held */
	struct row held[AHEAD_ROWS];
	size_t n;
};

void ahead_init(struct ahead *a, int64_t most, ahead_fn *accept, ahead_fn *refuse, void *arg);
void ahead_release(struct ahead *a);
/* The time SEEN was accepted in another run: nothing is held at the start. */
void ahead_resume(struct ahead *a, int64_t seen);
/* The next row; it has a time, and N values. */
void ahead_put(struct ahead *a, const struct row *row, size_t n);
/* There are no more rows. */
void ahead_finish(struct ahead *a);

#endif
