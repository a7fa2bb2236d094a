/*
 * diag - the one way to stderr: "program: message".  Layer: base.
 *
 * For tools and the cli module only; the rest of libcommon answers with a
 * status.  Control, C1 and bidi bytes of a message are escaped, so that no byte
 * of a log reaches a terminal raw.  errno is kept.  A closed or full stderr is
 * nobody's error.
 */
#ifndef ML_DIAG_H
#define ML_DIAG_H

#include "status.h"

/* NAME is argv[0]; its last path component is kept until the process ends. */
void diag_set_program(const char *name);
const char *diag_program(void);

/* One line, "program: FORMAT...". */
void diag(const char *format, ...) PRINTF_LIKE(1, 2);
/* The same, and ": " with errno's text at the end. */
void diag_errno(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
