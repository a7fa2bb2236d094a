/*
 * cli_state - what one run of a program leaves to the next: how far each file was read,
 * and lines of the program's own.  Layer: cli.
 */
#ifndef ML_CLI_STATE_H
#define ML_CLI_STATE_H

#include "cli.h"
#include "position.h"
#include "scan.h"

struct cli_state {
	const char *path, *version;
	const struct cli_list *files;
	bool recover;
	int lock;         /* held until the program ends */
	bool loaded;      /* there was one */
	struct buf text;  /* of it */
	struct str lines; /* the program's own part */
	struct position *known;
	size_t n, room;
	struct cli_state_file {
		size_t before, after; /* of KNOWN; before is SIZE_MAX for a new file */
		bool unended;         /* its last line is left for the next run */
	} * file;
	struct scan_range *range; /* for cli_reading.range */
};

/*
 * Locks and reads the state of PATH and looks where in FILES to go on: 0, or EXIT_TROUBLE
 * after a message.  S is to be released either way; PATH and FILES stay the caller's.
 */
int cli_state_open(struct cli_state *s, const char *path, const char *version,
		   const struct cli_list *files, bool recover) MUST_USE;
void cli_state_release(struct cli_state *s);
/*
 * Leaves LINES to the next run, which is to read on from OFFSET of file number AT and the
 * files behind it (AT is files->n: all were read).  0, or EXIT_TROUBLE after a message.
 */
int cli_state_save(struct cli_state *s, size_t at, uint64_t offset, struct str lines) MUST_USE;
/* The number of the file that a row says it is of; files->n if it is none of them. */
size_t cli_state_file(const struct cli_state *s, const char *file);

#endif
