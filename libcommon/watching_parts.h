/*
 * watching_parts - what the files of watching share.  Layer: detect.
 */
#ifndef ML_WATCHING_PARTS_H
#define ML_WATCHING_PARTS_H

#include "watching.h"

/* The methods' parameters: their defaults, and what a person set.  0 or STATUS_USAGE. */
int watching_set_parameters(struct watching *w, struct complaint *c) MUST_USE;
/* Detectors of one group. */
size_t watching_of_group(const struct watching *w);
/* Those of group number GROUP; NULL where nothing was added.  Valid until the next call. */
void **watching_states(struct watching *w, uint32_t group);
/* One of them, made if there was none. */
void *watching_state(struct watching *w, uint32_t group, size_t column, size_t method);

#endif
