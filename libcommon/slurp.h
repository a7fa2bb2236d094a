/*
 * slurp - a small file, whole.  Layer: io.
 */
#ifndef ML_SLURP_H
#define ML_SLURP_H

#include "buf.h"
#include "status.h"

/*
 * Appends the bytes of PATH ("-": standard input) to OUT; 0, STATUS_IO with errno, or
 * STATUS_LIMIT when OUT's cap is too small for it.
 */
int slurp(const char *path, struct buf *out) MUST_USE;

#endif
