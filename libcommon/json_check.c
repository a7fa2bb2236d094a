/*
 * The judge: one byte after the other, by the grammar, with a bit for each open
 * bracket.  json_find asks it only about a line that it refuses, or to validate, so
 * it need not be fast; the tests hold the two against each other.
 */
#include "json_internal.h"
#include "number.h"
#include "utf8.h"

enum expect {
	VALUE,
	VALUE_OR_END, /* behind '[' */
	KEY,
	KEY_OR_END, /* behind '{' */
	SEPARATOR,  /* behind a value */
};

struct check {
	const char *p, *end;
	bool strict;
	size_t depth;
	uint64_t object[JSON_DEPTH_MAX / 64 + 1]; /* a bit for each level: a '{'? */
	const char *why;
};

static int
refuse(struct check *c, const char *why)
{
	c->why = why;
	return STATUS_SYNTAX;
}

static bool
in_object(const struct check *c)
{
	return c->object[c->depth / 64] >> c->depth % 64 & 1;
}

static int
open_level(struct check *c, enum expect *next)
{
	uint64_t bit;

	if (c->depth == JSON_DEPTH_MAX) {
		c->why = "nested deeper than 512 levels";
		return STATUS_LIMIT;
	}
	c->depth++;
	bit = UINT64_C(1) << c->depth % 64;
	if (*c->p == '{')
		c->object[c->depth / 64] |= bit;
	else
		c->object[c->depth / 64] &= ~bit;
	*next = *c->p++ == '{' ? KEY_OR_END : VALUE_OR_END;
	return 0;
}

static int
check_escape(struct check *c)
{
	uint32_t code;
	size_t n = 2;

	if (c->strict) {
		n = json_escape(c->p, c->end, &code);
		if (n == 0)
			return refuse(c, "an escape that does not exist");
	} else if (c->end - c->p < 2 || (unsigned char)c->p[1] < 0x20) {
		n = 1;
	}
	c->p += n;
	return 0;
}

/* The string whose opening quote is at P. */
static int
check_string(struct check *c)
{
	const char *opened = c->p++;

	while ((c->p = json_plain_end(c->p, c->end)) < c->end && *c->p != '"') {
		if (*c->p != '\\')
			return refuse(c, "a control byte in a string");
		if (check_escape(c) < 0)
			return STATUS_SYNTAX;
	}
	if (c->p == c->end) {
		c->p = opened;
		return refuse(c, "a string that is not closed");
	}
	c->p++;
	if (c->strict && !utf8_valid(STR_N(opened, (size_t)(c->p - opened)))) {
		c->p = opened;
		return refuse(c, "a string that is not UTF-8");
	}
	return 0;
}

/* What json_find takes for a scalar that nobody asked for: any such bytes. */
static bool
is_scalar_byte(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case ',':
	case ':':
	case '[':
	case ']':
	case '{':
	case '}':
		return false;
	default:
		return (unsigned char)c > 0x20 && (unsigned char)c < 0x80;
	}
}

static int
check_scalar(struct check *c)
{
	struct str s = {c->p, 0};

	while (c->p < c->end && is_scalar_byte(*c->p))
		c->p++;
	s.n = (size_t)(c->p - s.p);
	if (s.n == 0)
		return refuse(c, c->p == c->end ? "the line ends where a value must be"
						: "expected a value");
	if (!c->strict || number_is(s) || str_eq(s, STR("true")) || str_eq(s, STR("false")) ||
	    str_eq(s, STR("null")))
		return 0;
	c->p = s.p;
	return refuse(c, "neither a number nor another value");
}

static int
check_value(struct check *c, enum expect *next)
{
	if (c->p < c->end && (*c->p == '{' || *c->p == '['))
		return open_level(c, next);
	*next = SEPARATOR;
	return c->p < c->end && *c->p == '"' ? check_string(c) : check_scalar(c);
}

static int
check_key(struct check *c, enum expect *next)
{
	int status;

	*next = VALUE;
	if (c->p == c->end)
		return refuse(c, "an object that is not closed");
	if (*c->p != '"')
		return refuse(c, "expected a key in quotes");
	status = check_string(c);
	if (status < 0)
		return status;
	c->p = json_skip_blanks(c->p, c->end);
	if (c->p == c->end || *c->p != ':')
		return refuse(c, "expected ':' after the key");
	c->p++;
	return 0;
}

static int
check_separator(struct check *c, enum expect *next)
{
	bool object = in_object(c);

	if (c->p == c->end)
		return refuse(c, object ? "an object that is not closed"
					: "an array that is not closed");
	if (*c->p == ',')
		*next = object ? KEY : VALUE;
	else if (*c->p == (object ? '}' : ']'))
		c->depth--;
	else
		return refuse(c, object ? "expected ',' or '}'" : "expected ',' or ']'");
	c->p++;
	return 0;
}

static int
check_next(struct check *c, enum expect *next)
{
	char close = *next == KEY_OR_END ? '}' : ']';

	switch (*next) {
	case KEY_OR_END:
	case VALUE_OR_END:
		if (c->p < c->end && *c->p == close) {
			c->p++;
			c->depth--;
			*next = SEPARATOR;
			return 0;
		}
		return close == '}' ? check_key(c, next) : check_value(c, next);
	case KEY:
		return check_key(c, next);
	case VALUE:
		return check_value(c, next);
	default:
		return check_separator(c, next);
	}
}

/* Reads one value and the blanks on both sides. */
static int
check_text(struct check *c)
{
	enum expect next = VALUE;
	int status = 0;

	c->p = json_skip_blanks(c->p, c->end);
	if (c->p == c->end)
		return STATUS_MISSING;
	while (status == 0 && !(c->depth == 0 && next == SEPARATOR)) {
		status = check_next(c, &next);
		if (status == 0)
			c->p = json_skip_blanks(c->p, c->end);
	}
	return status;
}

int
json_check(struct str s, bool strict, size_t *at, const char **why)
{
	struct check c = {.p = s.p, .end = s.p + s.n, .strict = strict, .why = ""};
	int status = check_text(&c);

	if (status == 0 && c.p < c.end)
		status = refuse(&c, "bytes behind the value");
	*at = (size_t)(c.p - s.p);
	*why = c.why;
	return status;
}

size_t
json_prefix(struct str s)
{
	struct check c = {.p = s.p, .end = s.p + s.n};

	if (s.n == 0 || (*s.p != '{' && *s.p != '[') || check_text(&c) < 0)
		return 0;
	return (size_t)(c.p - s.p);
}

bool
json_valid(struct str s)
{
	size_t at;
	const char *why;

	return json_check(s, true, &at, &why) == 0;
}
