/*
 * intake_internal - what the files of intake share.  Layer: cli.
 */
#ifndef ML_INTAKE_INTERNAL_H
#define ML_INTAKE_INTERNAL_H

#include "buf.h"
#include "intake.h"
#include "timestamp.h"

/* --max-bad: a count, or a share of the rows in. */
struct intake_bound {
	bool is_share;
	double percent;
	uint64_t count;
};

struct intake_progress {
	bool line; /* a line is drawn and wiped again */
	bool drawn;
	unsigned rows;       /* since the clock was last looked at */
	int64_t start, next; /* monotonic microseconds */
};

struct intake {
	const struct cli_program *program;
	const struct cli_reading *reading;
	struct output *out;
	void (*flush)(void *arg); /* before OUT is; NULL: nothing waits */
	void *flush_arg;
	size_t files;
	struct scan *scan;
	struct scan_event event; /* the last one */
	struct zone *zone;
	struct timestamp_reader times;
	int64_t now;
	struct intake_bound max_bad;
	struct output rejects;
	int rejects_fd; /* -1: nobody wants them */
	uint64_t rows_in, rejected, filtered;
	uint64_t rejected_by[REJECT_REASONS];
	uint64_t faults, faults_shown; /* shown: of the file at hand */
	const char *fault_file;
	struct intake_progress progress;
	bool stopped;
	int status;
};

/* One line to stderr, the progress line wiped before. */
void intake_say(struct intake *in, const char *format, ...) PRINTF_LIKE(2, 3);

/* From the options to what a scan takes; 0 or STATUS_USAGE with C. */
int intake_options(struct intake *in, struct scan_options *o, struct complaint *c) MUST_USE;
/* Opens --rejects, which must not be one of FILES; 0 or STATUS_USAGE with C. */
int intake_open_rejects(struct intake *in, const struct cli_list *files,
			struct complaint *c) MUST_USE;

/* What F says to a person, without the file. */
void intake_fault_text(const struct input_fault *f, bool recover, struct buf *out);
/* The exit status that F asks for. */
int intake_fault_status(const struct input_fault *f);

bool intake_too_bad(const struct intake *in);
/* N with a comma between groups of three digits; TEXT has INTAKE_COUNT_TEXT bytes. */
enum { INTAKE_COUNT_TEXT = 32 };
const char *intake_count(uint64_t n, char *text);

void intake_progress_start(struct intake_progress *p, const struct intake *in);
/* After ROWS more. */
void intake_progress_tick(struct intake *in, unsigned rows);
void intake_progress_wipe(struct intake_progress *p);

#endif
