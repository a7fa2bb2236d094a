/*
 * tsv - the escapes of mlrec (design.md 2.3).  Layer: parse.
 */
#ifndef ML_TSV_H
#define ML_TSV_H

#include "buf.h"
#include "str.h"

/*
 * Appends S with TAB, LF, CR and backslash escaped; NUL becomes U+FFFD.  0, or
 * STATUS_LIMIT with nothing appended (OUT must be allowed 3 * S.n more).
 */
int tsv_escape(struct str s, struct buf *out);
/*
 * S with \t \n \r \\ undone: S itself when it has no backslash, else appended to
 * SCRATCH and valid until SCRATCH grows.  Who keeps several results reserves first:
 * the result is never longer than S.  A NULL pointer means that SCRATCH is full.
 */
struct str tsv_unescape(struct str s, struct buf *scratch);

#endif
