/*
 * RFC 4180, and what files in the wild add to it: LF alone, quotes inside unquoted
 * fields, other delimiters.  A record is cut into slices of the block first; only
 * then, and only if one needs it, fields are decoded, into a scratch that was made
 * large enough for all of them, so that no slice moves.
 *
 * Work is bounded: whatever is scanned for a record that turns out broken is given
 * up with it, but for one field of at most CSV_FIELD_MAX bytes.
 */
#include "csv.h"

#include <stdlib.h>

#include "csv_bytes.h"
#include "tsv.h"
#include "xalloc.h"

/* Between the fields of a record; values beside those of csv_record. */
enum { FIELD_FOLLOWS = -1 };

struct cutting {
	const char *at, *end;
	bool last;
	bool decode; /* a field holds "" or a backslash */
};

void
csv_init(struct csv *c, char delimiter, bool tsv)
{
	*c = (struct csv){.delimiter = delimiter, .tsv = tsv};
	buf_init(&c->scratch, BUF_CAP_MAX);
}

void
csv_release(struct csv *c)
{
	free(c->field);
	free(c->quoted);
	buf_release(&c->scratch);
	*c = (struct csv){0};
}

/* The first A or B in p..end, or END. */
static const char *
find_either(const char *p, const char *end, char a, char b)
{
	while (p < end && *p != a && *p != b)
		p++;
	return p;
}

#ifdef CSV_X86

/* The same, 16 bytes at a time; INPUT_PAD is behind END. */
static const char *
find_either_sse2(const char *p, const char *end, char a, char b)
{
	const __m128i wanted_a = _mm_set1_epi8(a), wanted_b = _mm_set1_epi8(b);

	for (; p < end; p += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned found = (unsigned)_mm_movemask_epi8(
			_mm_or_si128(_mm_cmpeq_epi8(x, wanted_a), _mm_cmpeq_epi8(x, wanted_b)));

		if (found) {
			p += __builtin_ctz(found);
			return p < end ? p : end;
		}
	}
	return end;
}

#endif

static const char *
field_end(const struct csv *c, const struct cutting *k)
{
#ifdef CSV_X86
	if (!c->portable)
		return find_either_sse2(k->at, k->end, c->delimiter, '\n');
#endif
	return find_either(k->at, k->end, c->delimiter, '\n');
}

static void
add_field(struct csv *c, const char *p, const char *end, bool quoted)
{
	if (c->n == c->room) {
		size_t room = c->room ? 2 * c->room : 64;

		c->field = xrealloc(c->field, room, sizeof *c->field);
		c->quoted = xrealloc(c->quoted, room, sizeof *c->quoted);
		c->room = room;
	}
	c->field[c->n] = (struct str){p, (size_t)(end - p)};
	c->quoted[c->n++] = quoted;
}

static int
plain_field(struct csv *c, struct cutting *k)
{
	const char *start = k->at, *stop = field_end(c, k), *end = stop;

	if (stop == k->end && !k->last)
		return CSV_MORE;
	if (stop < k->end && *stop == c->delimiter) {
		add_field(c, start, stop, false);
		k->at = stop + 1;
		return FIELD_FOLLOWS;
	}
	if (end > start && end[-1] == '\r')
		end--;
	add_field(c, start, end, false);
	k->at = stop < k->end ? stop + 1 : stop;
	return CSV_RECORD;
}

/* Behind the line on which P stands; NULL while its end is not there. */
static const char *
line_end(const struct cutting *k, const char *p)
{
	const char *lf = memchr(p, '\n', (size_t)(k->end - p));

	if (lf)
		return lf + 1;
	return k->last ? k->end : NULL;
}

/* Gives up the lines up to the one of FAULT. */
static int
give_up(struct csv *c, struct cutting *k, const char *start, const char *fault, int result)
{
	const char *end = line_end(k, fault);

	if (!end)
		return CSV_MORE;
	c->fault = (size_t)(fault - start);
	k->at = end;
	return result;
}

/* The quote that closes the field whose content begins at P; NULL without one. */
static const char *
closing_quote(struct cutting *k, const char *p)
{
	const char *end = k->end;

	if (end - p > CSV_FIELD_MAX)
		end = p + CSV_FIELD_MAX + 1;
	while (p < end) {
		p = memchr(p, '"', (size_t)(end - p));
		if (!p || p + 1 >= k->end || p[1] != '"')
			return p;
		k->decode = true;
		p += 2;
	}
	return NULL;
}

/* Behind the closing quote stands P: what becomes of the record? */
static int
behind_quote(const struct csv *c, struct cutting *k, const char *p)
{
	if (p == k->end) {
		k->at = p;
		return k->last ? CSV_RECORD : CSV_MORE;
	}
	if (*p == c->delimiter) {
		k->at = p + 1;
		return FIELD_FOLLOWS;
	}
	if (*p == '\r' && p + 1 == k->end) {
		k->at = p + 1;
		return k->last ? CSV_RECORD : CSV_MORE;
	}
	if (*p == '\r' && p[1] == '\n')
		p++;
	k->at = p + 1;
	return *p == '\n' ? CSV_RECORD : CSV_STRAY;
}

static int
quoted_field(struct csv *c, struct cutting *k, const char *start)
{
	const char *open = k->at, *close = closing_quote(k, open + 1);
	int result;

	if (!close) {
		if (!k->last && k->end - open <= CSV_FIELD_MAX)
			return CSV_MORE;
		return give_up(c, k, start, open, CSV_UNCLOSED);
	}
	result = behind_quote(c, k, close + 1);
	if (result == CSV_STRAY) {
		bool over = memchr(open, '\n', (size_t)(close - open)) != NULL;

		return over ? give_up(c, k, start, open, CSV_UNCLOSED)
			    : give_up(c, k, start, close + 1, CSV_STRAY);
	}
	if (result != CSV_MORE)
		add_field(c, open + 1, close, true);
	return result;
}

static int
cut_fields(struct csv *c, struct cutting *k, const char *start)
{
	int result = FIELD_FOLLOWS;

	while (result == FIELD_FOLLOWS) {
		if (c->n == CSV_FIELDS_MAX)
			return give_up(c, k, start, k->at, CSV_MANY);
		if (!c->tsv && k->at < k->end && *k->at == '"')
			result = quoted_field(c, k, start);
		else
			result = plain_field(c, k);
	}
	return result;
}

/* "" becomes " in place of the scratch; ROOM for all of S is there. */
static struct str
undouble(struct str s, struct buf *scratch)
{
	char *start = scratch->p + scratch->n, *out = start;

	for (const char *p = s.p, *end = s.p + s.n; p < end;) {
		const char *quote = memchr(p, '"', (size_t)(end - p));
		size_t n = quote ? (size_t)(quote + 1 - p) : (size_t)(end - p);

		memcpy(out, p, n);
		out += n;
		p += n + (quote != NULL);
	}
	scratch->n += (size_t)(out - start);
	return (struct str){start, (size_t)(out - start)};
}

/* Undoes the escapes of the fields, which all stand in N bytes. */
static int
decode_fields(struct csv *c, size_t n)
{
	int status = buf_reserve(&c->scratch, n);

	if (status < 0)
		return status;
	for (size_t i = 0; i < c->n; i++) {
		struct str *f = &c->field[i];

		if (c->tsv)
			*f = tsv_unescape(*f, &c->scratch);
		else if (c->quoted[i] && f->n && memchr(f->p, '"', f->n))
			*f = undouble(*f, &c->scratch);
	}
	return 0;
}

static uint64_t
count_lines(struct str s)
{
	const char *p = s.p, *end = s.p + s.n;
	uint64_t n = 0;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}

/* Bytes of S, a whole record, without its line end. */
static size_t
without_line_end(struct str s)
{
	size_t n = s.n;

	if (n && s.p[n - 1] == '\n')
		n--;
	if (n && s.p[n - 1] == '\r')
		n--;
	return n;
}

int
csv_record(struct csv *c, struct str s, bool last, size_t *used)
{
	struct cutting k = {.at = s.p, .end = s.p + s.n, .last = last, .decode = c->tsv};
	struct str record;
	int result;

	c->n = 0;
	buf_clear(&c->scratch);
	if (s.n == 0)
		return CSV_MORE;
	result = cut_fields(c, &k, s.p);
	if (result == CSV_MORE)
		return result;
	*used = (size_t)(k.at - s.p);
	record = (struct str){s.p, *used};
	c->line = without_line_end(record);
	c->lines = count_lines(record);
	if (result == CSV_RECORD && k.decode && decode_fields(c, c->line) < 0)
		return CSV_MANY;
	if (c->n == 1 && c->line == 0)
		c->n = 0;
	return result;
}

static bool
needs_quotes(struct str s, char delimiter)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == delimiter || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r')
			return true;
	return false;
}

int
csv_quote(struct str s, char delimiter, bool force, struct buf *out)
{
	int status;

	if (!force && !needs_quotes(s, delimiter))
		return buf_add(out, s.p, s.n);
	status = buf_reserve(out, 2 * s.n + 2);
	if (status < 0)
		return status;
	out->p[out->n++] = '"';
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			out->p[out->n++] = '"';
		out->p[out->n++] = s.p[i];
	}
	out->p[out->n++] = '"';
	return 0;
}
