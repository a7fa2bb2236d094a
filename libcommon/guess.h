/*
 * guess - the usual names of the usual columns (formats.md).  Layer: record.
 *
 * For each role the keys in order of preference; letter case ignored; nested keys
 * are found too, the shallowest first.  A key whose values cannot be the column
 * (an object as prediction, a text as score) is passed over.
 */
#ifndef ML_GUESS_H
#define ML_GUESS_H

#include "buf.h"
#include "survey.h"
#include "timestamp.h"

/*
 * Appends the columns that SURVEY's fields suggest as a text in path.h's language,
 * leaving out the names in TAKEN (N of them).  TIMES says what a time is (NULL: any
 * form that is known).  Notices for people (a unit that was
 * assumed) go to NOTICE, one a line.
 */
int guess_columns(const struct survey *survey, const struct timestamp_reader *times,
		  const struct str *taken, size_t n, struct buf *out, struct buf *notice);

#endif
