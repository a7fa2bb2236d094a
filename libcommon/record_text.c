/*
 * record - fields of TSV, CSV and NDJSON.
 *
 * Nearly no field has a byte to escape, so a field is copied to the output and
 * looked at in the same pass, 16 bytes at a time (8 where there is no SSE2; a rest
 * by loads that overlap).  Only when a byte was met that may need an escape is the
 * copy forgotten and the field (of a whole row: all of it) written by the slow path.  The test for
 * a byte below K in a word is "x - K * 0x01.. & ~x & 0x80.." (Anderson, "Bit Twiddling Hacks").
 */
#include <stdint.h>

#include "csv.h"
#include "json.h"
#include "record_internal.h"
#include "tsv.h"
#include "utf8.h"
#include "xalloc.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Bytes that may need an escape: below BELOW, A, B, and with HIGH those from 0x80 on. */
struct special {
	unsigned char below, a, b;
	bool high;
};

static inline uint64_t
special_8(uint64_t x, struct special s)
{
	uint64_t a = x ^ EACH(s.a), b = x ^ EACH(s.b);
	uint64_t hit = ((x - EACH(s.below)) & ~x) | ((a - EACH(1)) & ~a) | ((b - EACH(1)) & ~b);

	return (s.high ? hit | x : hit) & EACH(0x80);
}

/* Copies the N bytes, fewer than 8; nonzero if one of them is special. */
static inline __attribute__((always_inline)) uint64_t
copy_few(char *to, const char *from, size_t n, struct special s)
{
	uint32_t head, tail;

	if (n >= 4) {
		memcpy(&head, from, 4);
		memcpy(&tail, from + n - 4, 4);
		memcpy(to, &head, 4);
		memcpy(to + n - 4, &tail, 4);
		return special_8(head | (uint64_t)tail << 32, s);
	}
	if (n == 0)
		return 0;
	to[0] = from[0];
	to[n / 2] = from[n / 2];
	to[n - 1] = from[n - 1];
	head = (unsigned char)from[0] | (uint32_t)(unsigned char)from[n / 2] << 8 |
	       (uint32_t)(unsigned char)from[n - 1] << 16;
	return special_8(head | (EACH('0') << 24), s);
}

static inline uint64_t
copy_8(char *to, const char *from, struct special s)
{
	uint64_t x;

	memcpy(&x, from, 8);
	memcpy(to, &x, 8);
	return special_8(x, s);
}

#ifdef __SSE2__
static inline int
copy_16(char *to, const char *from, struct special s)
{
	__m128i x = _mm_loadu_si128((const void *)from);
	__m128i last = _mm_set1_epi8((char)(s.below - 1));
	__m128i hit = _mm_cmpeq_epi8(_mm_min_epu8(x, last), x);

	_mm_storeu_si128((void *)to, x);
	hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8((char)s.a)));
	hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, _mm_set1_epi8((char)s.b)));
	return _mm_movemask_epi8(s.high ? _mm_or_si128(hit, x) : hit);
}
#else
static inline int
copy_16(char *to, const char *from, struct special s)
{
	return (copy_8(to, from, s) | copy_8(to + 8, from + 8, s)) != 0;
}
#endif

/* Copies TEXT to TO; nonzero if a byte of it is special. */
static inline __attribute__((always_inline)) uint64_t
copy(char *to, struct str text, struct special s)
{
	size_t last = text.n - 16, i = 0;
	int hit = 0;

	if (text.n < 8)
		return copy_few(to, text.p, text.n, s);
	if (text.n < 16)
		return copy_8(to, text.p, s) | copy_8(to + text.n - 8, text.p + text.n - 8, s);
	do {
		hit |= copy_16(to + i, text.p + i, s);
		i += 16;
	} while (i < last);
	return (uint64_t)(hit | copy_16(to + last, text.p + last, s));
}

/* Writes what stands in the scratch, for eyes if it goes to a terminal. */
static void
add_scratch(struct record_writer *w)
{
	const struct buf *b = &w->scratch;

	if (w->options.terminal) {
		record_show(buf_str(&w->scratch), &w->shown);
		b = &w->shown;
	}
	output_add(w->o, buf_str(b).p, b->n);
}

static void
tsv_slow(struct record_writer *w, struct str text)
{
	if (w->at)
		output_add(w->o, "\t", 1);
	buf_clear(&w->scratch);
	tsv_escape(text, &w->scratch);
	add_scratch(w);
}

static const struct special tsv_special = {'\r' + 1, '\\', '\\', false};

void
record_tsv_value(struct record_writer *w, struct value v)
{
	struct str text = record_is_missing(v) ? w->na : v.text;
	size_t tab = w->at != 0;
	char *p = record_room(w->o, text.n + 1);

	*p = '\t';
	if (copy(p + tab, text, tsv_special) || w->options.terminal)
		tsv_slow(w, text);
	else
		output_advance(w->o, text.n + tab);
}

/* True if N values, none of which has a byte to escape, were written. */
static bool
tsv_plain(struct record_writer *w, const struct value *v, size_t n)
{
	size_t room = n * (w->na.n + 1) + 1;
	uint64_t hit = 0;
	char *start, *p;

	for (size_t i = 0; i < n; i++)
		room += v[i].text.n;
	p = start = record_room(w->o, room);
	*p = '\t';
	p += w->at != 0;
	for (size_t i = 0; i < n; i++) {
		struct str text = record_is_missing(v[i]) ? w->na : v[i].text;

		hit |= copy(p, text, tsv_special);
		p += text.n;
		*p++ = '\t';
	}
	if (hit)
		return false;
	output_advance(w->o, n ? (size_t)(p - 1 - start) : 0);
	w->at += n;
	return true;
}

void
record_tsv_values(struct record_writer *w, const struct value *v, size_t n)
{
	if (!w->options.terminal && tsv_plain(w, v, n))
		return;
	for (size_t i = 0; i < n; i++) {
		record_tsv_value(w, v[i]);
		w->at++;
	}
}

static void
csv_slow(struct record_writer *w, struct str text, bool force)
{
	if (w->at)
		output_add(w->o, ",", 1);
	buf_clear(&w->scratch);
	csv_quote(text, ',', force, &w->scratch);
	add_scratch(w);
}

void
record_csv_value(struct record_writer *w, struct value v)
{
	const struct special s = {'\r' + 1, ',', '"', false};
	bool missing = record_is_missing(v);
	struct str text = missing ? w->na : v.text;
	size_t comma = w->at != 0;
	/* A blank line would be no record: an empty only column is quoted. */
	bool force = text.n == 0 && (!missing || w->columns == 1);
	char *p = record_room(w->o, text.n + 1);

	*p = ',';
	if (copy(p + comma, text, s) || force || w->options.terminal)
		csv_slow(w, text, force);
	else
		output_advance(w->o, text.n + comma);
}

void
record_ndjson_columns(struct record_writer *w, const struct str *name)
{
	w->key_end = xrealloc(w->key_end, w->columns, sizeof *w->key_end);
	buf_clear(&w->keys);
	for (size_t i = 0; i < w->columns; i++) {
		buf_addc(&w->keys, i ? ',' : '{');
		json_quote(name[i], &w->keys);
		buf_addc(&w->keys, ':');
		w->key_end[i] = w->keys.n;
	}
}

/* The code of a valid character of at most 3 bytes. */
static unsigned
code_of(struct str c)
{
	const unsigned char *p = (const unsigned char *)c.p;

	if (c.n == 1)
		return p[0];
	if (c.n == 2)
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
}

/* JSON must stay JSON: what a terminal would obey, all below U+10000, is \uXXXX. */
static void
show_json(struct str s, struct buf *out)
{
	char shown[16];

	buf_clear(out);
	while (s.n) {
		unsigned char lead = (unsigned char)s.p[0];
		size_t n = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
		struct str c = {s.p, n < s.n ? n : s.n};

		if (lead >= 0x7f && c.n < 4 && utf8_escape(c, shown, sizeof shown) != c.n)
			buf_addf(out, "\\u%04x", code_of(c));
		else
			buf_add(out, c.p, c.n);
		s = STR_N(s.p + c.n, s.n - c.n);
	}
}

static void
add_json(struct record_writer *w, struct str text)
{
	if (w->options.terminal) {
		show_json(text, &w->shown);
		text = buf_str(&w->shown);
	}
	output_add(w->o, text.p, text.n);
}

static void
ndjson_string(struct record_writer *w, struct str text)
{
	const struct special s = {' ', '"', '\\', true};
	char *p = record_room(w->o, text.n + 2);

	*p = '"';
	if (!copy(p + 1, text, s) && !w->options.terminal) {
		p[text.n + 1] = '"';
		output_advance(w->o, text.n + 2);
		return;
	}
	buf_clear(&w->scratch);
	json_quote(text, &w->scratch);
	add_json(w, buf_str(&w->scratch));
}

/* True if the value's text is JSON as it stands and its column allows that. */
static bool
is_bare(const struct record_writer *w, struct value v)
{
	if (w->text[w->at])
		return false;
	if (v.kind == VALUE_BOOL)
		return true;
	return v.kind == VALUE_COMPOUND ? json_valid(v.text) : record_is_number(v);
}

void
record_ndjson_value(struct record_writer *w, struct value v)
{
	size_t start = w->at ? w->key_end[w->at - 1] : 0;

	output_add(w->o, w->keys.p + start, w->key_end[w->at] - start);
	if (record_is_missing(v))
		output_add(w->o, "null", 4);
	else if (is_bare(w, v))
		add_json(w, v.text);
	else
		ndjson_string(w, v.text);
}
