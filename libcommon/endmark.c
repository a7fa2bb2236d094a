#include "endmark.h"

#include <stdio.h>

#include "cursor.h"

/* The field NAME=digits at the front of S; STATUS_SYNTAX if there is none. */
static int
take_count(struct str *s, struct str name, uint64_t *n)
{
	size_t digits = 0;

	if (!str_starts(*s, name))
		return STATUS_SYNTAX;
	cursor_skip(s, name.n);
	for (*n = 0; digits < s->n && s->p[digits] >= '0' && s->p[digits] <= '9'; digits++) {
		unsigned digit = (unsigned)(s->p[digits] - '0');

		if (*n > (UINT64_MAX - digit) / 10)
			return STATUS_SYNTAX;
		*n = *n * 10 + digit;
	}
	/* As it is printed: no leading zero. */
	if (digits == 0 || (digits > 1 && s->p[0] == '0'))
		return STATUS_SYNTAX;
	cursor_skip(s, digits);
	return 0;
}

int
endmark_parse(struct str line, struct endmark *mark)
{
	if (take_count(&line, STR("#end\trows="), &mark->rows) < 0 ||
	    take_count(&line, STR("\trejects="), &mark->rejects) < 0)
		return STATUS_SYNTAX;
	mark->damaged = str_eq(line, STR("\tstatus=damaged"));
	return mark->damaged || str_eq(line, STR("\tstatus=ok")) ? 0 : STATUS_SYNTAX;
}

int
endmark_print(const struct endmark *mark, struct buf *out)
{
	return buf_addf(out, "#end\trows=%llu\trejects=%llu\tstatus=%s\n",
			(unsigned long long)mark->rows, (unsigned long long)mark->rejects,
			mark->damaged ? "damaged" : "ok");
}

const char *
endmark_meet_header(struct endmark_check *c, bool adds)
{
	bool open = c->state == ENDMARK_OPEN;

	/* One that adds names may be its producer's own: then the count will tell. */
	if (open && adds)
		return NULL;
	c->state = ENDMARK_OPEN;
	c->rows = 0;
	return open ? "a stream begins, but the one before has no end mark" : NULL;
}

const char *
endmark_meet_row(struct endmark_check *c)
{
	c->rows++;
	if (c->state != ENDMARK_CLOSED)
		return NULL;
	c->state = ENDMARK_BEHIND;
	return "rows behind the end mark";
}

const char *
endmark_meet_mark(struct endmark_check *c, const struct endmark *mark)
{
	unsigned long long said = mark->rows, came = c->rows;

	c->state = ENDMARK_CLOSED;
	c->rows = 0;
	if (said != came) {
		snprintf(c->text, sizeof c->text,
			 "the end mark counts %llu rows, but %llu came: some are lost or doubled",
			 said, came);
		return c->text;
	}
	return mark->damaged ? "the end mark says that the producer's own input was damaged" : NULL;
}

const char *
endmark_meet_end(struct endmark_check *c)
{
	bool whole = c->state == ENDMARK_CLOSED || c->state == ENDMARK_BEHIND;
	unsigned long long came = c->rows;

	c->state = ENDMARK_NOTHING;
	c->rows = 0;
	if (whole)
		return NULL;
	snprintf(c->text, sizeof c->text,
		 "no end mark after %llu rows: the producer did not come to its end", came);
	return c->text;
}
