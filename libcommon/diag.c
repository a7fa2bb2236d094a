#include "diag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "utf8.h"

static const char *program = "mltools";

enum { LINE_MAX_BYTES = 1024 };

void
diag_set_program(const char *name)
{
	const char *slash = strrchr(name, '/');

	program = slash ? slash + 1 : name;
}

const char *
diag_program(void)
{
	return program;
}

/* One write a line, so that lines of several programs never mix. */
static void
put_line(const char *text, const char *reason)
{
	char raw[LINE_MAX_BYTES], line[4 * LINE_MAX_BYTES + 2];
	int n = snprintf(raw, sizeof raw, "%s: %s%s%s", program, text, reason ? ": " : "",
			 reason ? reason : "");
	size_t used = n < 0 ? 0 : (size_t)n < sizeof raw ? (size_t)n : sizeof raw - 1;
	size_t out = utf8_escape(STR_N(raw, used), line, sizeof line - 1);

	line[out++] = '\n';
	if (write(STDERR_FILENO, line, out) < 0)
		return;
}

static void PRINTF_LIKE(1, 0) say(const char *format, va_list ap, const char *reason)
{
	char text[LINE_MAX_BYTES];

	vsnprintf(text, sizeof text, format, ap);
	put_line(text, reason);
}

void
diag(const char *format, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, format);
	say(format, ap, NULL);
	va_end(ap);
	errno = saved;
}

void
diag_errno(const char *format, ...)
{
	int saved = errno;
	va_list ap;

	va_start(ap, format);
	say(format, ap, strerror(saved));
	va_end(ap);
	errno = saved;
}
