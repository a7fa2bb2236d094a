#include "plan_value.h"

#include <math.h>
#include <stdlib.h>

#include "json.h"
#include "number.h"
#include "xalloc.h"

struct plan_chunk {
	struct plan_chunk *next;
	size_t room;
	char bytes[];
};

enum { CHUNK_LEAST = 4096, EXPONENT_MAX = 100000000 };

void
plan_scratch_init(struct plan_scratch *s)
{
	*s = (struct plan_scratch){0};
	buf_init(&s->key, BUF_CAP_MAX);
}

void
plan_scratch_release(struct plan_scratch *s)
{
	for (struct plan_chunk *c = s->first, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	buf_release(&s->key);
	*s = (struct plan_scratch){0};
}

void
plan_scratch_clear(struct plan_scratch *s)
{
	s->now = s->first;
	s->used = 0;
}

char *
plan_scratch_take(struct plan_scratch *s, size_t n)
{
	char *p;

	while (!s->now || s->now->room - s->used < n) {
		struct plan_chunk **link = s->now ? &s->now->next : &s->first;

		if (!*link) {
			size_t room = n > CHUNK_LEAST ? n : CHUNK_LEAST;

			*link = xmalloc(sizeof **link + room);
			**link = (struct plan_chunk){.room = room};
		}
		s->now = *link;
		s->used = 0;
	}
	p = s->now->bytes + s->used;
	s->used += n;
	return p;
}

struct plan_scale
plan_scale_of(double by, bool divides)
{
	struct plan_scale scale = {.on = true, .divides = divides, .by = by};
	double power = 1;

	for (int k = 0; k <= 22; k++, power *= 10)
		if (by == power || (k && k <= 22 && by == 1 / power)) {
			scale.decimal = true;
			scale.shift = by == power ? k : -k;
			if (divides)
				scale.shift = -scale.shift;
			break;
		}
	return scale;
}

/* Makes a text of X. */
static struct value
made_number(double x, struct plan_scratch *s)
{
	char *p = plan_scratch_take(s, NUMBER_TEXT_MAX);

	return (struct value){{p, number_print(x, p)}, VALUE_NUMBER};
}

static struct value
missing(void)
{
	return (struct value){{NULL, 0}, VALUE_MISSING};
}

struct greatest {
	struct value key, number;
};

static struct greatest
greatest_member(struct value v, struct plan_scratch *s)
{
	struct greatest g = {missing(), missing()};
	struct json_walk walk;
	struct str key;
	struct value member;
	double most = -INFINITY, x;

	if (v.kind != VALUE_COMPOUND || json_walk_start(&walk, v.text) < 0)
		return g;
	while (json_walk_next(&walk, &s->key, &key, &member) == 1) {
		char *p;

		if (member.kind != VALUE_NUMBER || number_parse(member.text, &x) < 0)
			continue;
		if (g.number.kind != VALUE_MISSING && !(x > most))
			continue;
		most = x;
		p = plan_scratch_take(s, key.n ? key.n : 1);
		memcpy(p, key.p, key.n);
		g.key = (struct value){{p, key.n}, walk.array ? VALUE_NUMBER : VALUE_TEXT};
		g.number = member;
	}
	return g;
}

static uint64_t
characters(struct str s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static uint64_t
members(struct value v, struct plan_scratch *s)
{
	struct json_walk walk;
	struct str key;
	struct value member;
	uint64_t n = 0;

	if (json_walk_start(&walk, v.text) < 0)
		return 0;
	while (json_walk_next(&walk, &s->key, &key, &member) == 1)
		n++;
	return n;
}

static struct value
length(struct value v, struct plan_scratch *s)
{
	char *p;
	uint64_t n;

	if (v.kind == VALUE_TEXT)
		n = characters(v.text);
	else if (v.kind == VALUE_COMPOUND)
		n = members(v, s);
	else
		return missing();
	p = plan_scratch_take(s, NUMBER_TEXT_MAX);
	return (struct value){{p, number_print_uint(n, p)}, VALUE_NUMBER};
}

struct value
plan_function(enum path_function f, struct value v, struct plan_scratch *s)
{
	switch (f) {
	case PATH_VALUE:
		return v;
	case PATH_ARGMAX:
		return greatest_member(v, s).key;
	case PATH_MAX:
		return greatest_member(v, s).number;
	case PATH_LEN:
		return length(v, s);
	}
	return v;
}

/* The exponent behind a mantissa of N bytes, 0 without one; beyond EXPONENT_MAX that. */
static int64_t
exponent_of(struct str text, size_t n)
{
	bool negative = n + 1 < text.n && text.p[n + 1] == '-';
	int64_t exponent = 0;

	for (size_t i = n + 1; i < text.n; i++)
		if (text.p[i] >= '0' && text.p[i] <= '9' && exponent < EXPONENT_MAX)
			exponent = 10 * exponent + (text.p[i] - '0');
	return negative ? -exponent : exponent;
}

/* The value of a number's text with its decimal point moved by SHIFT: exact. */
static int
parse_shifted(struct str text, int shift, struct plan_scratch *s, double *x)
{
	size_t mantissa = 0, n;
	char *p;

	while (mantissa < text.n && text.p[mantissa] != 'e' && text.p[mantissa] != 'E')
		mantissa++;
	p = plan_scratch_take(s, mantissa + 1 + NUMBER_TEXT_MAX);
	memcpy(p, text.p, mantissa);
	p[mantissa] = 'e';
	n = number_print_int(exponent_of(text, mantissa) + shift, p + mantissa + 1);
	return number_parse((struct str){p, mantissa + 1 + n}, x);
}

enum { EXACT_DIGITS = 15 };

/* The significant digits of a number's text, 0.DIGITS times ten to POINT; false for more
 * than EXACT_DIGITS, an exponent, or zero. */
static bool
significant(struct str text, char *digits, size_t *n, int *point)
{
	bool fraction = false;

	*n = 0;
	*point = 0;
	for (size_t i = text.p[0] == '-'; i < text.n; i++) {
		char c = text.p[i];

		if (c == '.') {
			fraction = true;
			continue;
		}
		if (c < '0' || c > '9' || *n == EXACT_DIGITS)
			return false;
		*point += fraction ? 0 : 1;
		if (*n == 0 && c == '0')
			--*point;
		else
			digits[(*n)++] = c;
	}
	while (*n && digits[*n - 1] == '0')
		--*n;
	return *n > 0;
}

/*
 * Moves the decimal point of *V as text.  A number of at most 15 digits is the shortest
 * text of its double, so this is what reading and writing would give; false where that
 * is not sure or would have an exponent.
 */
static bool
shift_text(struct value *v, int shift, struct plan_scratch *s)
{
	char digits[EXACT_DIGITS], *start = plan_scratch_take(s, NUMBER_TEXT_MAX), *p = start;
	size_t n, whole, zeros;
	int point;

	if (!significant(v->text, digits, &n, &point))
		return false;
	point += shift;
	if (point < -3 || point > EXACT_DIGITS)
		return false;
	whole = point < 0 ? 0 : (size_t)point;
	zeros = point < 0 ? (size_t)-point : 0;
	if (v->text.p[0] == '-')
		*p++ = '-';
	if (whole == 0)
		*p++ = '0';
	for (size_t i = 0; i < whole; i++)
		*p++ = i < n ? digits[i] : '0';
	if (n > whole) {
		*p++ = '.';
		memset(p, '0', zeros);
		memcpy(p + zeros, digits + whole, n - whole);
		p += zeros + n - whole;
	}
	*v = (struct value){{start, (size_t)(p - start)}, VALUE_NUMBER};
	return true;
}

static enum plan_number
finish(double x, struct value *v, struct plan_scratch *s)
{
	if (!isfinite(x))
		return PLAN_TOO_LARGE;
	*v = made_number(x, s);
	return PLAN_NUMBER;
}

static enum plan_number
scaled(struct value *v, const struct plan_scale *scale, struct plan_scratch *s)
{
	double x;
	int status;

	if (scale->decimal && shift_text(v, scale->shift, s))
		return PLAN_NUMBER;
	if (scale->decimal)
		status = parse_shifted(v->text, scale->shift, s, &x);
	else {
		status = number_parse(v->text, &x);
		x = scale->divides ? x / scale->by : x * scale->by;
	}
	return status < 0 ? PLAN_TOO_LARGE : finish(x, v, s);
}

/* Splits "686.2µs" into its number and what makes it milliseconds. */
static bool
split_unit(struct str *text, struct plan_scale *scale)
{
	static const struct {
		struct str suffix;
		int shift;
	} unit[] = {{{"ms", 2}, 0},         {{"us", 2}, -3}, {{"\xC2\xB5s", 3}, -3},
		    {{"\xCE\xBCs", 3}, -3}, {{"ns", 2}, -6}, {{"s", 1}, 3}};

	for (size_t i = 0; i < sizeof unit / sizeof unit[0]; i++) {
		struct str u = unit[i].suffix;

		if (text->n > u.n && memcmp(text->p + text->n - u.n, u.p, u.n) == 0) {
			text->n -= u.n;
			*scale = (struct plan_scale){
				.on = true, .decimal = true, .shift = unit[i].shift};
			return number_is(*text);
		}
	}
	return false;
}

/* The same for texts of any length that a double surely holds. */
static bool
is_surely_finite(struct str text)
{
	if (plan_is_moderate(text))
		return true;
	for (size_t i = 0; i < text.n && i < 300; i++)
		if ((text.p[i] | 0x20) == 'e')
			return false;
	return text.n < 300;
}

enum plan_number
plan_number(struct value *v, const struct plan_scale *scale, bool units, struct plan_scratch *s)
{
	struct plan_scale unit;
	double x;
	int status;

	if (v->kind == VALUE_BOOL || v->kind == VALUE_COMPOUND)
		return PLAN_NOT_A_NUMBER;
	if (v->kind == VALUE_TEXT && !number_is(v->text)) {
		if (number_is_missing(v->text)) {
			*v = missing();
			return PLAN_NO_NUMBER;
		}
		if (units && split_unit(&v->text, &unit))
			return scaled(v, &unit, s);
		status = number_parse_lax(v->text, &x);
		if (status < 0)
			return status == STATUS_SYNTAX ? PLAN_NOT_A_NUMBER : PLAN_TOO_LARGE;
		*v = made_number(x, s);
	}
	if (scale->on)
		return scaled(v, scale, s);
	if (!is_surely_finite(v->text) && number_parse(v->text, &x) < 0)
		return PLAN_TOO_LARGE;
	v->kind = VALUE_NUMBER;
	return PLAN_NUMBER;
}
