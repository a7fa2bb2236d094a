/*
 * mlwindow - what the files of the program share.
 */
#ifndef ML_MLWINDOW_H
#define ML_MLWINDOW_H

#include "cli.h"
#include "cli_filter.h"
#include "cli_state.h"
#include "cli_task.h"
#include "intake.h"
#include "windowing.h"

struct mlwindow {
	struct cli_reading reading;
	struct cli_writing writing;
	struct cli_filter filtering;
	struct cli_task task;
	struct cli_list files, ewma;
	const char *lateness, *max_ahead, *late_file;
	const char *state_file;
	bool merge, show_open;
	struct windowing_options options;

	struct output out, late_out;
	int late_fd; /* -1: nobody wants them */
	struct intake *in;
	struct record_writer *writer, *late_writer;
	struct filter filter;
	struct windowing windowing;
	struct cli_state state;
	struct evaluation recalled; /* what the state says is measured */
	struct buf metrics, positive, saved;
	size_t at; /* the file and the offset that the next run goes on from */
	uint64_t offset;
};

/* With --state: opens it and says what of the files is to be read.  0 or EXIT_TROUBLE. */
int mlwindow_open_state(struct mlwindow *m) MUST_USE;
/* What was measured before is measured again, whatever the next rows look like. */
void mlwindow_recall(struct mlwindow *m);
/* Keeps what is open for the next run instead of writing it.  0 or a status. */
int mlwindow_keep_state(struct mlwindow *m) MUST_USE;
/* Makes the state when all rows are where they should be; the exit status. */
int mlwindow_close_state(struct mlwindow *m, int status) MUST_USE;

#endif
