/*
 * xalloc - memory that is there or the program ends.  Layer: base.
 *
 * The one place of libcommon that may end the process: without memory it calls
 * the hook (a tool's last act: flush the rows it has), writes one line from a
 * buffer made beforehand and exits 2.  Sizes that overflow count as no memory.
 */
#ifndef ML_XALLOC_H
#define ML_XALLOC_H

#include <setjmp.h>
#include <stddef.h>

void *xmalloc(size_t n) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t n) __attribute__((malloc, returns_nonnull));
/* N zero bytes at a multiple of ALIGN, a power of two that divides N. */
void *xcalloc_aligned(size_t align, size_t n) __attribute__((malloc, returns_nonnull));
void *xrealloc(void *p, size_t count, size_t n) __attribute__((returns_nonnull));
/* A NUL-terminated copy of the N bytes at P. */
char *xmemdup0(const char *p, size_t n) __attribute__((malloc, returns_nonnull));
char *xstrdup(const char *s) __attribute__((malloc, returns_nonnull));

/* HOOK(ARG) runs once, before the end; NULL takes it back. */
void xalloc_on_failure(void (*hook)(void *), void *arg);

/*
 * For a thread that is not the main one, whose rows the hook could meet half written:
 * without memory it goes to TO (setjmp of the same thread) instead, once.  It then says
 * so to the main thread, which calls xalloc_fail in its place.
 */
void xalloc_escape(jmp_buf *to);
void xalloc_fail(void) __attribute__((noreturn));

/*
 * Makes room for NEED items of SIZE bytes in *P, which holds *ROOM; doubles, so
 * that appending costs amortised constant time.
 */
#define GROW(p, need, room)                                                                        \
	do {                                                                                       \
		if ((need) > (room)) {                                                             \
			(room) = (need) > 2 * (room) ? (need) : 2 * (room);                        \
			(p) = xrealloc((p), (room), sizeof *(p));                                  \
		}                                                                                  \
	} while (0)

#endif
