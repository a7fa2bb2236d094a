/*
 * buf - a growing run of bytes with a mandatory cap.  Layer: base.
 *
 * p is never NULL after the first add; p[0..n) is the content, not terminated.
 * Members may be read; only buf_* change them.  Growth doubles.
 */
#ifndef ML_BUF_H
#define ML_BUF_H

#include "status.h"
#include "str.h"

struct buf {
	char *p;
	size_t n;
	size_t room;
	size_t cap;
};

/* For a buffer whose size follows from something already bounded. */
#define BUF_CAP_MAX ((size_t)1 << 40)

/* Holds at most CAP bytes. */
void buf_init(struct buf *b, size_t cap);
void buf_release(struct buf *b);

static inline void
buf_clear(struct buf *b)
{
	b->n = 0;
}

static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){b->n ? b->p : "", b->n};
}

/* Room for N more bytes at p + n; 0, or STATUS_LIMIT when the cap forbids it. */
int buf_reserve(struct buf *b, size_t n) MUST_USE;

/* Append; 0, or STATUS_LIMIT with nothing appended. */
int buf_add(struct buf *b, const char *p, size_t n);
int buf_addc(struct buf *b, char c);
int buf_adds(struct buf *b, const char *s);
int buf_addf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
