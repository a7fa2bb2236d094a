/*
 * intake - runs a scan for a program: prints faults and the first rejects of each
 * kind, counts all of them, keeps --rejects, obeys --strict, draws the progress
 * line, and closes with the summary line, --summary and the exit status.
 * Layer: cli; only tools include it.
 */
#ifndef ML_INTAKE_H
#define ML_INTAKE_H

#include "cli.h"
#include "sample.h"
#include "scan.h"

/* Rejects of one reason, and faults of one file, that are shown; more are counted. */
enum { INTAKE_SHOWN = 5 };

struct intake;

/*
 * NULL with *STATUS set when the options make no sense or standard input is a
 * terminal and there are no FILES.  OUT is flushed before every wait for input.
 * P, R, FILES and OUT stay the caller's and must live as long.
 */
struct intake *intake_new(const struct cli_program *p, const struct cli_reading *r,
			  const struct cli_list *files, struct output *out, int *status);
void intake_free(struct intake *in);
/*
 * Opens PATH, which must not be one of FILES, for rows to be kept aside: 0600, written in
 * place.  The descriptor, or -1 with C filled, which names the OPTION.
 */
int intake_open_aside(const char *option, const char *path, const struct cli_list *files,
		      struct complaint *c) MUST_USE;
/* To be opened and bound by the caller (scan_open, scan_bind). */
struct scan *intake_scan(struct intake *in);
/* "now" for -S and -U: --as-of or the clock. */
int64_t intake_now(const struct intake *in);
const struct zone *intake_zone(const struct intake *in);

/*
 * FLUSH(ARG) runs before OUT is flushed because the next row would have to be waited for:
 * for rows that the caller has not handed to OUT yet.
 */
void intake_before_wait(struct intake *in, void (*flush)(void *arg), void *arg);

/*
 * The next row (1), a row before which columns were added (2, see SCAN_COLUMNS), the
 * end (0), or -1 to stop at once: intake_finish then knows the status.  ROW lives
 * until the next call.  Where rows are made ahead (scan_work_ahead) also a run of them
 * (3), which intake_made has.
 */
int intake_next(struct intake *in, struct row *row) MUST_USE;
/* The same; the row stays where it is. */
int intake_next_row(struct intake *in, const struct row **row) MUST_USE;
const struct scan_made *intake_made(const struct intake *in);
/*
 * The caller refuses this row after all: counted and shown like any reject.  Under
 * --strict the next intake_next answers -1.
 */
void intake_reject(struct intake *in, const struct row *row, enum reject_reason reason,
		   const char *format, ...) PRINTF_LIKE(4, 5);
/* The same for what a sampler refused: it says why. */
void intake_refuse(struct intake *in, const struct row *row, const struct sampler *s);
/* The caller leaves this row out (--where, -S, -U, --sample): counted. */
void intake_filtered(struct intake *in);
/* Something a person should know: printed unless -q; only with -v if VERBOSE. */
void intake_notice(struct intake *in, bool verbose, const char *format, ...) PRINTF_LIKE(3, 4);
/* The last ROWS rows were not taken after all; another run will read them. */
void intake_put_back(struct intake *in, uint64_t rows);
uint64_t intake_rejects(const struct intake *in);
/* True if not one record came: with EXIT_TROUBLE, nothing was carried out. */
bool intake_is_empty(const struct intake *in);
/* True if input was lost or --max-bad is exceeded: what the end mark says. */
bool intake_damaged(const struct intake *in);
/*
 * After the last row; ROWS are those that went on: written by mlparse, counted into
 * groups by mlmetric.  Prints the summary when something was lost or with -v, writes
 * --summary, closes --rejects, and checks rows in = ROWS + rejected + filtered.
 * Returns the exit status so far.
 */
int intake_finish(struct intake *in, uint64_t rows) MUST_USE;

#endif
