/*
 * gz - gzip streams from the bytes of an input, so that changes to it reach what lies
 * behind the checksums.
 */
#ifndef ML_GZ_H
#define ML_GZ_H

#include "buf.h"

/*
 * Appends a stream to OUT.  A byte of DATA, which is cut off, chooses: 0, the rest as it is;
 * else two bytes more say where the rest is cut into members and where the result is
 * damaged: a bit flipped, the end cut off, or not at all.  TEXT gets what it decompresses to.
 */
void gz_make(struct str *data, struct buf *out, struct buf *text, bool *sound);

#endif
