/*
 * spark - metrics over time for a person at a terminal: a line a group and metric, with
 * blocks of eight heights, the range, and the last value.  Layer: stats.
 *
 * Windows of time stand where their time is, empty ones blank; other windows one after
 * the other.  Where there are more than SPARK_CELLS, a cell is the mean of its windows.
 * Memory: a number for each window, group and metric.
 */
#ifndef ML_SPARK_H
#define ML_SPARK_H

#include "evaluation.h"
#include "output.h"
#include "timeline.h"

enum { SPARK_CELLS = 60 };

struct spark;

/* E and SPEC stay the caller's. */
struct spark *spark_new(const struct evaluation *e, const struct window_spec *spec);
void spark_free(struct spark *s);
/* For timeline_options: ARG is the spark. */
void spark_emit(void *arg, const struct timeline_part *part);
/* Writes all lines, by group and then in the order of the metrics; ASCII: in signs of that. */
void spark_write(const struct spark *s, bool ascii, struct output *out);

#endif
