/*
 * status - what a function of libcommon answers when it could not do its job.
 * Layer: base.
 *
 * Fallible functions return 0 (or a count, or 1 for "one item") on success and
 * one of these negative values otherwise.  Position and detail live in the
 * object asked or in an out-parameter; only tools turn a status into text.
 */
#ifndef ML_STATUS_H
#define ML_STATUS_H

#include <stddef.h>

enum {
	STATUS_IO = -1,      /* a system call failed: errno says why */
	STATUS_DAMAGED = -2, /* the bytes contradict their checksum or format */
	STATUS_SYNTAX = -3,  /* the text is not what it should be */
	STATUS_RANGE = -4,   /* well formed, but outside what the type holds */
	STATUS_LIMIT = -5,   /* a declared cap was reached */
	STATUS_MISSING = -6, /* asked for by name, not there */
	STATUS_USAGE = -7,   /* the request itself is impossible */
};

/* Marks a function whose result must be looked at. */
#define MUST_USE __attribute__((warn_unused_result))

/* Marks a printf-like function: F is the format's position, A the arguments'. */
#define PRINTF_LIKE(F, A) __attribute__((format(printf, F, A)))

/*
 * Why a text from a person (an option, a path, a pattern) was refused: one
 * message without a final stop, and the byte of the text it is about.
 */
struct complaint {
	char text[240];
	size_t offset;
};

/* Fills C and returns STATUS, so that "return complain(...)" reads well. */
int complain(struct complaint *c, int status, size_t offset, const char *format, ...)
	PRINTF_LIKE(4, 5);
/*
 * Says what C is about: the OPTION, and how TEXT, which C's offset points into, reads up
 * to there: "-e: missing closing parenthesis at byte 4: (?<a <-- here".
 */
void complain_about(struct complaint *c, const char *option, const char *text);

#endif
