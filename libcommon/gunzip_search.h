/*
 * gunzip_search - finds the next sound member behind damage.  Layer: io; only
 * gunzip uses it.
 *
 * Owns the compressed bytes from the damage on.  A candidate is decoded into memory
 * and nothing of it is shown before its CRC and length fit.
 */
#ifndef ML_GUNZIP_SEARCH_H
#define ML_GUNZIP_SEARCH_H

#include "buf.h"
#include "gunzip_member.h"

struct gunzip_search {
	struct buf held;  /* compressed bytes taken from the caller and not done with */
	size_t at;        /* of held: nothing before it is of use */
	size_t fed;       /* of held: behind what the candidate has had */
	struct buf found; /* what the candidate made */
	bool trying;
	bool right_here; /* a header may stand at AT, whatever its magic says */
	bool tried_here; /* the candidate is that one */
	uint64_t wasted; /* bytes made by candidates that came to nothing */
};

enum {
	GUNZIP_SEARCH_MORE = 1,  /* needs more input */
	GUNZIP_SEARCH_FOUND = 2, /* a sound member: AT is its header, FED its end */
	GUNZIP_SEARCH_LONG = 3,  /* too long to be held: the member goes on at FED */
	GUNZIP_SEARCH_NONE = 4,  /* the input is over, or the search was given up */
};

void gunzip_search_init(struct gunzip_search *s);
void gunzip_search_release(struct gunzip_search *s);
/* Begins at AT. */
void gunzip_search_begin(struct gunzip_search *s, bool right_here);
/* Goes on with all that is held; M is used for the candidates. */
int gunzip_search_run(struct gunzip_search *s, struct gunzip_member *m, bool last) MUST_USE;
/* Puts the N bytes at P in front of those held. */
void gunzip_search_put_back(struct gunzip_search *s, const unsigned char *p, size_t n);

#endif
