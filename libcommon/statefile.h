/*
 * statefile - a text that one run leaves to the next.  Layer: io.
 *
 *     VERSION LF  lines ...  sum TAB HASH LF
 *
 * Written as a whole or not at all (output.h), readable by the owner alone; read only when
 * every byte is as it was.  Between statefile_lock and the end of the program no other
 * run has it.
 */
#ifndef ML_STATEFILE_H
#define ML_STATEFILE_H

#include "buf.h"
#include "status.h"

/*
 * Locks PATH by PATH.lock, which holds the number of the process and stays.  The
 * descriptor to be kept open, or STATUS_IO with C filled, which names who has it.
 */
int statefile_lock(const char *path, struct complaint *c) MUST_USE;
/*
 * Appends the lines to OUT: 1; 0 when there is no such file; STATUS_DAMAGED or STATUS_IO
 * with C filled when it is of another version, damaged or cannot be read.
 */
int statefile_read(const char *path, const char *version, struct buf *out,
		   struct complaint *c) MUST_USE;
/* Makes PATH of TEXT, whole lines.  0 or STATUS_IO with errno. */
int statefile_write(const char *path, const char *version, struct str text) MUST_USE;

#endif
