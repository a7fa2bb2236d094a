#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "xalloc.h"

enum { BUF_FIRST = 256 };

void
buf_init(struct buf *b, size_t cap)
{
	*b = (struct buf){.cap = cap};
}

void
buf_release(struct buf *b)
{
	free(b->p);
	b->p = NULL;
	b->n = b->room = 0;
}

int
buf_reserve(struct buf *b, size_t n)
{
	size_t room;

	if (n <= b->room - b->n && b->p)
		return 0;
	if (n > b->cap - b->n)
		return STATUS_LIMIT;
	room = b->room ? b->room : BUF_FIRST;
	while (room - b->n < n)
		room *= 2;
	if (room > b->cap)
		room = b->cap;
	/* One more for the NUL that buf_addf's formatting ends with. */
	b->p = xrealloc(b->p, room + 1, 1);
	b->room = room;
	return 0;
}

int
buf_add(struct buf *b, const char *p, size_t n)
{
	int status = buf_reserve(b, n);

	if (status < 0)
		return status;
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	return 0;
}

int
buf_addc(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

int
buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

int
buf_addf(struct buf *b, const char *format, ...)
{
	va_list ap;
	int n, status;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		return STATUS_RANGE;
	status = buf_reserve(b, (size_t)n);
	if (status < 0)
		return status;
	va_start(ap, format);
	vsnprintf(b->p + b->n, (size_t)n + 1, format, ap);
	va_end(ap);
	b->n += (size_t)n;
	return 0;
}
