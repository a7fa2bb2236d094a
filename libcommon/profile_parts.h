/*
 * profile_parts - what the files of profile share.  Layer: detect.
 */
#ifndef ML_PROFILE_PARTS_H
#define ML_PROFILE_PARTS_H

#include "profile.h"

/* Group K's part of hour PHASE, new where there was none. */
struct profile_part *profile_part_of(struct profile *p, uint32_t k, size_t phase);
/* PART has rows from FIRST to LAST. */
void profile_part_time(struct profile_part *part, int64_t first, int64_t last);
/* Adds FROM, of the same columns and settled as INTO is. */
void profile_part_sum(struct profile_part *into, const struct profile_part *from);
/* PART's columns become what F says. */
void profile_part_settle(struct profile_part *part, const struct features *f);

#endif
