#include "status.h"

#include <stdarg.h>
#include <stdio.h>

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
