/*
 * tsv - the escapes of mlrec (design.md 2.3).  Layer: parse.
 */
#ifndef ML_TSV_H
#define ML_TSV_H

#include "buf.h"
#include "str.h"

/* Appends S with TAB, LF, CR and backslash escaped; NUL becomes U+FFFD. */
int tsv_escape(struct str s, struct buf *out);
/* S with \t \n \r \\ undone; S itself when it has no backslash, else in SCRATCH. */
struct str tsv_unescape(struct str s, struct buf *scratch);

#endif
