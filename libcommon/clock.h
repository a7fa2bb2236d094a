/*
 * clock - how time passes while a program runs.  Layer: base.
 *
 * Only for waiting and for progress lines: no result depends on it.
 */
#ifndef ML_CLOCK_H
#define ML_CLOCK_H

#include <stdint.h>

/* Microseconds since some moment, never backwards. */
int64_t clock_monotonic(void);

#endif
