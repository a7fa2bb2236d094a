/*
 * Wanted values.  They end at the next token, blanks left out; only one that goes on
 * in the next chunk is looked at byte by byte.
 */
#include "bytes.h"
#include "json_internal.h"
#include "number.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

const char *
json_string_end(const char *p, const char *end)
{
	while ((p = json_plain_end(p, end)) < end && *p != '"')
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return p;
}

const char *
json_scalar_end(const char *p, const char *end)
{
	while (p < end && *p != ',' && *p != '}' && *p != ']' && !json_is_blank(*p))
		p++;
	return p;
}

#ifdef __SSE2__
/* A bit for each of the 16 bytes at P that is no digit. */
static inline uint32_t
not_digits(const char *p)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i digit = _mm_sub_epi8(x, _mm_set1_epi8('0'));
	__m128i low = _mm_min_epu8(digit, _mm_set1_epi8(9));

	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(digit, low)) ^ 0xFFFF;
}
#else
/* The same for 8 bytes: a multiplication gathers their high bits. */
static inline uint32_t
not_digits_8(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x = bytes_load8(p) ^ ones * '0';
	uint64_t odd = (((x & ones * 0x7F) + ones * 0x76) | x) & ones * 0x80;

	return (uint32_t)((odd >> 7) * UINT64_C(0x0102040810204080) >> 56);
}

static inline uint32_t
not_digits(const char *p)
{
	return not_digits_8(p) | not_digits_8(p + 8) << 8;
}
#endif

/*
 * Most numbers are -?digits(.digits)? in few bytes, but of another length in each
 * line: their bytes are looked at all at once, as no branch could be foretold.
 */
static inline bool
is_short_number(const char *p, size_t n)
{
	size_t minus = *p == '-', point;
	uint32_t odd;

	p += minus;
	n -= minus;
	if (n - 1 > 15 || (*p == '0' && n > 1 && p[1] != '.'))
		return false;
	odd = not_digits(p) & ((UINT32_C(1) << n) - 1);
	if (odd == 0)
		return true;
	point = (size_t)__builtin_ctz(odd);
	return p[point] == '.' && point > 0 && point + 1 < n && (odd & (odd - 1)) == 0;
}

/* A scalar that is no number. */
static bool
is_word(struct str s, struct value *v)
{
	switch (*s.p) {
	case 't':
		*v = (struct value){s, VALUE_BOOL};
		return str_eq(s, STR("true"));
	case 'f':
		*v = (struct value){s, VALUE_BOOL};
		return str_eq(s, STR("false"));
	case 'n':
		*v = (struct value){.kind = VALUE_MISSING};
		return str_eq(s, STR("null"));
	default:
		*v = (struct value){s, VALUE_NAN};
		return str_eq(s, STR("NaN")) || str_eq(s, STR("Infinity")) ||
		       str_eq(s, STR("-Infinity"));
	}
}

bool
json_scalar(struct str s, struct value *v)
{
	if (!is_short_number(s.p, s.n) && !(s.n <= NUMBER_LITERAL_MAX && number_is(s)))
		return is_word(s, v);
	*v = (struct value){s, VALUE_NUMBER};
	return true;
}

/* Where the line ends for sure, when its end was not scanned yet. */
static const char *
line_end(const struct json *j, const char *p)
{
	const char *end = j->line + j->limit, *lf;

	if (!j->scan.lines || j->scan.ended)
		return end;
	lf = memchr(p, '\n', (size_t)(end - p));
	return lf ? lf : end;
}

static int
decode(struct json *j, struct value *v, struct str raw)
{
	uint64_t replaced = j->line_counts.replaced;
	size_t start = j->text.n, at = 0;
	int status = json_decode(raw, &j->text, &j->line_counts, &at);

	if (status < 0)
		return json_refuse(j, status, raw.p + at, "an escape that does not exist");
	if (j->options.utf8_reject && j->line_counts.replaced != replaced)
		return json_refuse(j, STATUS_DAMAGED, raw.p, "a string that is not UTF-8");
	v->kind = VALUE_TEXT;
	json_keep_text(j, v, start, j->text.n - start);
	return 0;
}

/* The string between P and END, quotes included; PLAIN if there is nothing to decode. */
static int
take_string(struct json *j, struct value *v, const char *p, const char *end, bool plain)
{
	*v = (struct value){STR_N(p + 1, (size_t)(end - p) - 2), VALUE_TEXT};
	return plain || !json_needs_decoding(v->text) ? 0 : decode(j, v, v->text);
}

static int
take_scalar(struct json *j, struct value *v, const char *p, const char *end)
{
	if (!json_scalar(STR_N(p, (size_t)(end - p)), v))
		return json_refuse(j, STATUS_SYNTAX, p, "neither a number nor another value");
	if (v->kind == VALUE_NAN) {
		if (j->options.validate)
			return json_refuse(j, STATUS_SYNTAX, p,
					   "NaN or Infinity, which JSON has not");
		j->line_counts.nans++;
	}
	return 0;
}

/* The end of the value that begins at P, byte by byte. */
static const char *
find_end(const struct json *j, const char *p)
{
	const char *end = line_end(j, p);

	if (*p != '"')
		return json_scalar_end(p, end);
	p = json_string_end(p + 1, end);
	return p < end ? p + 1 : end;
}

/* Leaves out the blanks around the value, and finds its end if need be. */
static void
trim(const struct json *j, const char **p, const char **end)
{
	*p = json_skip_blanks(*p, *end ? *end : j->line + j->limit);
	if (!*end)
		*end = find_end(j, *p);
	while (*end > *p && json_is_blank((*end)[-1]))
		--*end;
}

/* What most values are, with no blanks around them; false for anything else. */
static inline bool
take_plain(const struct json *j, struct value *v, const char *p, const char *end)
{
	size_t n = (size_t)(end - p);

	if (*p == '"') {
		if (n < 2 || end[-1] != '"' || j->scan.carry.special)
			return false;
		*v = (struct value){STR_N(p + 1, n - 2), VALUE_TEXT};
		return true;
	}
	if (!is_short_number(p, n))
		return false;
	*v = (struct value){STR_N(p, n), VALUE_NUMBER};
	return true;
}

/* Whatever stands between P and END; apart, so that the others need no stack. */
static __attribute__((noinline)) int
take_any(struct json *j, struct value *v, const char *p, const char *end)
{
	bool plain = end && j->scan.carry.special == 0;

	if (!end || json_is_blank(*p) || json_is_blank(end[-1]))
		trim(j, &p, &end);
	if (*p == '{' || *p == '[' || *p == ']')
		return 0;
	if (*p != '"')
		return take_scalar(j, v, p, end);
	if (end - p < 2 || end[-1] != '"')
		return json_refuse(j, STATUS_SYNTAX, p, "a string that is not closed");
	return take_string(j, v, p, end, plain);
}

int
json_take(struct json *j, struct value *v, const char *p, const char *end)
{
	return end && take_plain(j, v, p, end) ? 0 : take_any(j, v, p, end);
}
