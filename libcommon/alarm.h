/*
 * alarm - which score is worth an alarm, with a promise.  Layer: detect.
 *
 * The p-value of a score is the share of rows of normal operation that are as odd: with n
 * scores that the reference's rows got from models that had not seen them,
 * p = (1 + number of them >= score) / (n + 1).  On rows like the reference p <= alpha
 * happens with a probability of at most alpha in the mean over references (conformal
 * prediction: Vovk, Gammerman, Shafer 2005; parts of the reference in turn: Vovk 2015).
 *
 * Such scores come from the detector's calibrate() or, without it, from models learned on
 * the other parts of the reference.  A sequential detector's come from one model that
 * learned from the first half of the rows and then ran over the second, in order: with
 * parts left out of the middle it would jump in time.  Its scores follow each other
 * closely, so high ones come in runs, and those to come are above all of the reference's
 * more often than single ones would be: the row itself counts as a run of ALARM_RUN, in
 * p = (ALARM_RUN + number) / (n + ALARM_RUN).
 *
 * Memory: at most ALARM_SCORES_MAX scores of each kind.  The ALARM_TAIL largest are always
 * among them, so that small p-values are exact; of the others every so-manieth is kept,
 * and a p-value in between is rounded up, by less than one part in a thousand up to a
 * million rows of reference.
 */
#ifndef ML_ALARM_H
#define ML_ALARM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "detector.h"
#include "matrix.h"
#include "pack.h"
#include "status.h"

enum { ALARM_SCORES_MAX = 65536, ALARM_TAIL = 32768, ALARM_PERSIST_MAX = 64, ALARM_RUN = 2 };

/* What a person asked for. */
struct alarm_request {
	double alpha;         /* NaN where nothing was asked for, here and below */
	double contamination; /* of the reference's rows, as scikit-learn has it */
	double threshold;     /* of the score */
	const char *alarms;   /* "1 per 30d", NULL */
	const char *persist;  /* "2/3", NULL */
};

enum alarm_kind { ALARM_ALPHA, ALARM_BUDGET, ALARM_CONTAMINATION, ALARM_THRESHOLD };

struct alarm_rule {
	enum alarm_kind kind;
	double value;        /* alpha, number of alarms, contamination or threshold */
	int64_t per;         /* of a budget: microseconds */
	unsigned wanted, of; /* so many of so many consecutive rows, 1 of 1 */
};

/* Nothing asked for. */
void alarm_request_init(struct alarm_request *r);
/*
 * 0, or STATUS_USAGE with C filled.  Nothing asked for is alpha = 0.01; alpha is within
 * (0,1), contamination within (0,0.5], and only one of the four may be given.
 */
int alarm_rule_init(struct alarm_rule *rule, const struct alarm_request *r,
		    struct complaint *c) MUST_USE;

/* Scores, the largest first; SCORE[k] stands for itself or for the ones before it too. */
struct alarm_scores {
	double *score;
	size_t kept;
	uint64_t n; /* that there were */
};

/* What the scores of one model are held against. */
struct alarm {
	struct alarm_scores unseen; /* of the reference by models that had not seen the row */
	struct alarm_scores seen;   /* of the reference by the model itself */
	unsigned run;               /* rows that the row itself counts as */
	uint64_t timed;             /* rows of the reference with a time ... */
	int64_t first, last;        /* ... from and to; 0 without one */
};

/*
 * Learns from REFERENCE, whose rows have the times TS (NULL: none has), for a MODEL that D
 * fitted to it with O.  Costs D's calibrate(), or ten fits up to 65,536 rows and two half
 * ones beyond (a sequential detector: one and a half).  MODEL is left as it was.
 */
void alarm_learn(struct alarm *a, const struct detector *d, void *model,
		 const struct matrix *reference, const int64_t *ts,
		 const struct detector_options *o);
void alarm_release(struct alarm *a);
void alarm_save(const struct alarm *a, struct pack *out);
/* STATUS_DAMAGED with C filled leaves A empty. */
int alarm_load(struct alarm *a, struct unpack *in, struct complaint *c) MUST_USE;

/* The p-value of SCORE, within (0,1]; 1 when there was no reference. */
double alarm_p(const struct alarm *a, double score);

/* From here on a row is odd: p at most ALPHA, or the score above SCORE. */
struct alarm_limit {
	double alpha; /* -1: does not count */
	double score; /* infinite: does not count */
};

/*
 * What RULE means for one of METHODS models beside each other of one of GROUPS groups.
 * alpha is shared among the methods; a budget is count / (rows of this group in that
 * time, by the mean rate of its reference) / groups / methods, and at most 0.05, since
 * one row in twenty is nothing odd, however many alarms were allowed.  The threshold of a
 * contamination is the linear percentile of the reference's scores (scikit-learn's
 * offset_, with the other sign).
 * STATUS_USAGE with C filled: a budget without two different times of the reference, or
 * fewer rows of it than any p-value needs to be as small as alpha.
 */
int alarm_limit(const struct alarm_rule *rule, const struct alarm *a, size_t groups, size_t methods,
		struct alarm_limit *limit, struct complaint *c) MUST_USE;

static inline bool
alarm_is_odd(const struct alarm_limit *limit, double score, double p)
{
	return p <= limit->alpha || score > limit->score;
}

/* The last rows of a group; {0} before the first. */
struct alarm_streak {
	uint64_t odd; /* a bit each, the last row's the lowest */
};

/* Whether a row is an alarm: it is ODD, and so are enough of the group's last rows with it. */
bool alarm_persists(const struct alarm_rule *rule, struct alarm_streak *s, bool odd);

#endif
