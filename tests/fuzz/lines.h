/*
 * lines - lines that --partial wrote, with checksums made right, so that changes to
 * them reach what lies behind.
 */
#ifndef ML_LINES_H
#define ML_LINES_H

#include "buf.h"

/* Appends LINE to OUT; what stands behind its last ':' becomes its checksum. */
void lines_mend(struct str line, struct buf *out);
/* Appends all lines of TEXT so, each with its line feed. */
void lines_mend_all(struct str text, struct buf *out);

#endif
