/*
 * modelfile - what a program learned, kept in a file.  Layer: io.
 *
 * A container for bytes that pack.h made; mlmodel.5 has it byte by byte:
 *
 *     magic (8)  version (u32)  kind (text)  payload (u64 and bytes)  checksum (u64)
 *
 * Written as a whole or not at all (output.h), 0600 like a state, for raw values may stand in
 * it.  The checksum covers every byte before it, so each truncation and each changed byte is
 * refused; that the payload makes sense is for whoever reads it to check, as a file may be
 * wrong under a right checksum.
 */
#ifndef ML_MODELFILE_H
#define ML_MODELFILE_H

#include "buf.h"
#include "status.h"

/* A bound against reading a device; a larger file is neither written nor read. */
enum { MODELFILE_MOST = 1 << 30 };

/* Makes PATH.  0, STATUS_LIMIT, or STATUS_IO with errno; PATH is then what it was before. */
int modelfile_write(const char *path, const char *kind, struct str payload) MUST_USE;
/*
 * Appends the payload of PATH to OUT: 0.  Else a status with C filled, which names PATH and
 * says what to do: it cannot be read, is no model file, of another version or KIND, damaged.
 */
int modelfile_read(const char *path, const char *kind, struct buf *out,
		   struct complaint *c) MUST_USE;
/*
 * True if PATH is a regular file that begins as model files do; whatever else it is stays
 * unread.
 */
bool modelfile_is(const char *path);

#endif
