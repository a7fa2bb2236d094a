#include "status.h"

#include <stdarg.h>
#include <stdio.h>

enum { SHOWN_MOST = 40 };

int
complain(struct complaint *c, int status, size_t offset, const char *format, ...)
{
	va_list ap;

	c->offset = offset;
	va_start(ap, format);
	vsnprintf(c->text, sizeof c->text, format, ap);
	va_end(ap);
	return status;
}

void
complain_about(struct complaint *c, const char *option, const char *text)
{
	size_t offset = c->offset, shown = offset < SHOWN_MOST ? offset : SHOWN_MOST;
	struct complaint inner = *c;

	if (offset == 0)
		snprintf(c->text, sizeof c->text, "%.20s: %.200s", option, inner.text);
	else
		snprintf(c->text, sizeof c->text, "%.20s: %.120s at byte %zu: %s%.*s <-- here",
			 option, inner.text, offset + 1, shown < offset ? "..." : "", (int)shown,
			 text + offset - shown);
}
