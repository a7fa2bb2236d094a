/*
 * feed - bytes as operands that libcommon's readers open by name, cut as a test wants.
 *
 * A file gives all it is asked for.  A pipe gives pieces and pretends now and then
 * that the next one is not there yet: for this, targets are linked with -Wl,--wrap
 * for read and poll.  One pipe at a time, and FEED_FILES files, which stay until the
 * process ends.
 */
#ifndef ML_FEED_H
#define ML_FEED_H

#include "str.h"

enum { FEED_FILES = 4, FEED_PIPE_MOST = 1 << 16 };

/* File I holds S; its name, the same for every S. */
const char *feed_file(int i, struct str s);
/* What file I holds by now: appended to OUT. */
struct buf;
void feed_read(int i, struct buf *out);
/* A descriptor of file I, emptied; it stays the feed's. */
int feed_writable(int i);

/*
 * A pipe that holds S, at most FEED_PIPE_MOST bytes; PIECES chooses their sizes: 0 all at
 * once, else 1 to 4, 16, 64 ... bytes in a row that PIECES alone decides.
 */
const char *feed_pipe(struct str s, unsigned pieces);
void feed_pipe_close(void);

#endif
