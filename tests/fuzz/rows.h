/*
 * rows - all that a scan tells, as a text that can be compared, and what must hold of it.
 */
#ifndef ML_ROWS_H
#define ML_ROWS_H

#include "record.h"
#include "scan.h"

struct rows {
	/* Wanted. */
	struct str columns;           /* -c; empty: guessed */
	struct record_writer *writer; /* gets the rows; NULL: none */
	struct str text;              /* what is scanned, p NULL: not known */
	bool gaps;                    /* nothing but blanks may stand between its records */

	/* Found. */
	struct buf log;
	uint64_t rows, rejects, faults, marks;
	bool bare; /* a row came before any column */
	size_t width;
	int status; /* of opening and binding */

	/* At work. */
	size_t at, lines; /* of text, behind the last event */
};

void rows_init(struct rows *r, struct str columns);
void rows_release(struct rows *r);
void rows_run(struct rows *r, const struct scan_options *o);

/*
 * Holds S, all that a writer of TSV wrote, against mlrec.5; its rows.  *REPEATS: one of
 * them holds all the names, so that a reader may take it for a header.
 */
uint64_t rows_check_mlrec(struct str s, bool *repeats);
/* The same of what was made of states, whose groups' names pass as they are. */
void rows_check_table(struct str s);

#endif
