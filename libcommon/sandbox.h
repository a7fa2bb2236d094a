/*
 * sandbox - which files a process may still open.  Layer: io.
 *
 * Landlock (Linux 5.13 and later; Documentation/userspace-api/landlock.rst): a list of what
 * may be opened is gathered, then entered, and from then on the kernel refuses all else,
 * with EACCES, to this thread and to those that it starts.  What is open stays open, and
 * stat(2) is not refused.  TCP and new privileges are refused, too, as far as the kernel
 * knows how.
 *
 * Best effort: where there is no Landlock, or a list cannot be made, nothing is refused and
 * the program is none the worse.  It cannot be left again.
 */
#ifndef ML_SANDBOX_H
#define ML_SANDBOX_H

#include <stdbool.h>

enum sandbox_use {
	SANDBOX_READ,    /* the file, and what is beside it: it may be rotated meanwhile */
	SANDBOX_FOLDER,  /* all files below a folder, to be read */
	SANDBOX_WRITE,   /* the file, made anew or by a temporary one beside it; its lock */
	SANDBOX_REPLACE, /* renaming a temporary file that is open already to the file */
};

struct sandbox {
	int ruleset;               /* -1: none */
	unsigned long long rights; /* that the running kernel can refuse */
};

/* An empty list; not WANTED, or without Landlock, one that never is entered. */
void sandbox_begin(struct sandbox *s, bool wanted);
/*
 * Adds PATH, which need not be there yet; NULL and "-" are nothing.  Links are followed:
 * both folders count, the link's and the file's.
 */
void sandbox_allow(struct sandbox *s, const char *path, enum sandbox_use use);
/* Refuses all that is not on the list, and releases S.  True if it is so from now on. */
bool sandbox_enter(struct sandbox *s);

#endif
