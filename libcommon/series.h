/*
 * series - the rows that closed windows become: ts, ts_end, the group, metrics, what
 * follows from a group's earlier windows, late, partial.  Layer: stats.
 *
 * Beside the metrics of metric.h, -m may name rate (rows a second) and delta(METRIC)
 * (less its value in the group's row before), and --ewma METRIC:ALPHA asks for
 * the exponentially weighted mean alpha x + (1 - alpha) mean (Roberts 1959), which
 * starts at the first value and skips missing ones.  The metrics that these look at are
 * shown, too.
 *
 * With fill, every group met so far has a row in every window from then on, and windows
 * without any row are not left out.
 *
 * Memory: nothing, but with delta, ewma or fill a few numbers for each group met.
 */
#ifndef ML_SERIES_H
#define ML_SERIES_H

#include "evaluation.h"
#include "record.h"
#include "timeline.h"

enum { SERIES_FILL_MAX = 1000000 }; /* windows in one gap; a longer one is not filled */

struct series_derived {
	struct str metric; /* as for -m */
	bool is_ewma;      /* else delta */
	double alpha;
};

struct series_request {
	bool rate, fill;
	struct series_derived *derived;
	size_t n, room;
	struct buf metrics; /* what is asked of metric_plan_init */
	struct map names;   /* what the slices point to */
};

/*
 * LIST is -m or NULL, EWMA the N texts of --ewma.  0 or STATUS_SYNTAX with C filled; R is
 * to be released either way.
 */
int series_request_init(struct series_request *r, const char *list, const char *const *ewma,
			size_t n, bool fill, struct complaint *c) MUST_USE;
void series_request_release(struct series_request *r);
/* All but the metrics as one text of token.h's signs, and back.  0 or STATUS_LIMIT. */
int series_request_save(const struct series_request *r, struct buf *out) MUST_USE;
bool series_request_load(struct series_request *r, struct str text) MUST_USE;

struct series;

/*
 * R, E, SPEC and W stay the caller's.  NULL with C filled when a derived figure is asked
 * for twice, or fill has no meaning for the windows.
 */
struct series *series_new(const struct series_request *r, const struct evaluation *e,
			  const struct window_spec *spec, struct record_writer *w,
			  struct complaint *c);
void series_free(struct series *s);
void series_columns(const struct series *s);

/* For timeline_options: ARG is the series. */
void series_emit(void *arg, const struct timeline_part *part);
void series_closed(void *arg, const struct timeline_part *part);

/* A row came too late: the next row written tells how many did. */
void series_late(struct series *s);
/*
 * Windows that end behind TS are partial from now on, all of them when CUT; said before
 * timeline_finish.
 */
void series_end(struct series *s, int64_t ts, bool cut);
/* Windows that were not filled because a gap was too long. */
uint64_t series_unfilled(const struct series *s);

/* What was learned of earlier windows, as lines, and one of them back. */
int series_save(const struct series *s, struct buf *out) MUST_USE;
bool series_load(struct series *s, struct str line) MUST_USE;

#endif
