/* cli - from the text behind an option to what its row asks for. */
#include <limits.h>

#include "cli_internal.h"
#include "lookup.h"
#include "number.h"
#include "timestamp.h"

enum { CHOICES_MAX = 32 };

static int
check_bounds(const struct cli_option *o, double x, const char *text, struct complaint *c)
{
	char least[NUMBER_TEXT_MAX + 1] = {0}, most[NUMBER_TEXT_MAX + 1] = {0};

	if (o->max <= o->min || (x >= o->min && x <= o->max))
		return 0;
	number_print(o->min, least);
	number_print(o->max, most);
	return complain(c, STATUS_RANGE, 0, "%s is out of range (%s to %s)", text, least, most);
}

/* The power of 1024 that a suffix means; -1: none that is known. */
static int
suffix_power(struct str suffix)
{
	static const char letters[] = "KMGT";
	const char *at;

	if (suffix.n == 0)
		return 0;
	if (suffix.n != 1 && !(suffix.n == 3 && str_case_eq(STR_N(suffix.p + 1, 2), STR("iB"))))
		return -1;
	at = strchr(letters, suffix.p[0] & ~0x20);
	return at && *at ? (int)(at - letters) + 1 : -1;
}

static int
store_count(const struct cli_option *o, const char *text, struct complaint *c)
{
	struct str digits = {text, strspn(text, "0123456789")};
	struct str suffix = str_of(text + digits.n);
	int power = o->kind == CLI_SIZE ? suffix_power(suffix) : suffix.n ? -1 : 0;
	int64_t x;
	int status;

	status = number_parse_int(digits, &x);
	if (power < 0 || status == STATUS_SYNTAX)
		return complain(c, STATUS_SYNTAX, digits.n, "'%s' is no %s", text,
				o->kind == CLI_SIZE ? "size such as 4096, 64K or 16M"
						    : "whole number");
	if (status < 0 || x > INT64_MAX >> (10 * power))
		return complain(c, STATUS_RANGE, 0, "%s is too large", text);
	x <<= 10 * power;
	*(uint64_t *)o->target = (uint64_t)x;
	return check_bounds(o, (double)x, text, c);
}

static int
store_number(const struct cli_option *o, const char *text, struct complaint *c)
{
	if (number_parse_lax(str_of(text), o->target) < 0)
		return complain(c, STATUS_SYNTAX, 0, "'%s' is no number", text);
	return check_bounds(o, *(const double *)o->target, text, c);
}

static int
store_duration(const struct cli_option *o, const char *text, struct complaint *c)
{
	if (duration_parse(str_of(text), o->target) < 0)
		return complain(c, STATUS_SYNTAX, 0,
				"'%s' is no length of time such as 90s, 5m or 2d", text);
	return 0;
}

static int
store_choice(const struct cli_option *o, const char *text, struct complaint *c)
{
	struct str name[CHOICES_MAX];
	size_t n = 0, at;
	int status;

	while (n < CHOICES_MAX && o->choice[n]) {
		name[n] = str_of(o->choice[n]);
		n++;
	}
	status = lookup("value", str_of(text), name, n, &at, c);
	if (status == 0)
		*(int *)o->target = (int)at;
	return status;
}

int
cli_store(const struct cli_option *o, const char *text, struct complaint *c)
{
	switch (o->kind) {
	case CLI_FLAG:
		*(bool *)o->target = true;
		return 0;
	case CLI_TEXT:
		*(const char **)o->target = text;
		return 0;
	case CLI_OPTIONAL:
		*(const char **)o->target = text ? text : "";
		return 0;
	case CLI_LIST:
		cli_list_add(o->target, text);
		return 0;
	case CLI_COUNT:
	case CLI_SIZE:
		return store_count(o, text, c);
	case CLI_NUMBER:
		return store_number(o, text, c);
	case CLI_DURATION:
		return store_duration(o, text, c);
	case CLI_CHOICE:
		return store_choice(o, text, c);
	}
	return complain(c, STATUS_USAGE, 0, "an option of no kind");
}

int
cli_parse_length(const char *option, const char *text, int64_t *us, struct complaint *c)
{
	if (!text)
		return 0;
	if (strcmp(text, "0") == 0)
		*us = 0;
	else if (duration_parse(str_of(text), us) < 0)
		return complain(c, STATUS_USAGE, 0, "%s: '%s' is no length of time such as 90s",
				option, text);
	return 0;
}
