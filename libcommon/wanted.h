/*
 * wanted - which columns a log is to be read into: what a person named, or what its
 * first records suggest.  Layer: record.
 */
#ifndef ML_WANTED_H
#define ML_WANTED_H

#include "path.h"
#include "scan.h"

/*
 * Parses TEXT (of -c and -C, may be empty) into COLUMNS, after guessing where it is
 * empty or says "auto".  A log with named fields (CSV, TSV, a pattern's groups) then
 * keeps all of them, the ones that no column was guessed from under their own names.
 * TAKEN gets the guessed columns as text, empty when nothing was guessed; NOTICE
 * what a person should know of them.  0 or a status with C filled: nothing found.
 */
int wanted_columns(const struct scan *scan, struct str text, struct path_columns *columns,
		   struct buf *taken, struct buf *notice, struct complaint *c) MUST_USE;
/*
 * All fields of the first records as they are, each a column under its name made legal, for
 * records of another mltool.  0 or a status with C filled.
 */
int wanted_all(const struct scan *scan, struct path_columns *columns, struct complaint *c) MUST_USE;

#endif
