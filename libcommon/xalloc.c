#include "xalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"

static void (*last_act)(void *);
static void *last_act_arg;

void
xalloc_on_failure(void (*hook)(void *), void *arg)
{
	last_act = hook;
	last_act_arg = arg;
}

static _Thread_local jmp_buf *escape;

void
xalloc_escape(jmp_buf *to)
{
	escape = to;
}

static void __attribute__((noreturn)) out_of_memory(void)
{
	jmp_buf *to = escape;

	escape = NULL;
	if (to)
		longjmp(*to, 1);
	xalloc_fail();
}

void
xalloc_fail(void)
{
	static const char text[] = ": out of memory; the rows written so far are sound\n";
	void (*hook)(void *) = last_act;
	ssize_t ignored;

	last_act = NULL;
	if (hook)
		hook(last_act_arg);
	ignored = write(STDERR_FILENO, diag_program(), strlen(diag_program()));
	ignored = write(STDERR_FILENO, text, sizeof text - 1);
	(void)ignored;
	_exit(2);
}

void *
xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
xcalloc(size_t count, size_t n)
{
	void *p = calloc(count ? count : 1, n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
xcalloc_aligned(size_t align, size_t n)
{
	void *p = aligned_alloc(align, n);

	if (!p)
		out_of_memory();
	memset(p, 0, n);
	return p;
}

void *
xrealloc(void *p, size_t count, size_t n)
{
	if (n && count > SIZE_MAX / n)
		out_of_memory();
	p = realloc(p, count && n ? count * n : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *
xmemdup0(const char *p, size_t n)
{
	char *copy = xmalloc(n + 1);

	if (n)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

char *
xstrdup(const char *s)
{
	return xmemdup0(s, strlen(s));
}
