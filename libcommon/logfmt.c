/*
 * The grammar is the one of go-logfmt/logfmt's decoder (decode.go, decode_test.go),
 * which has no written standard: byte by byte, blank is anything up to space.
 */
#include "logfmt.h"

#if defined(__SSE2__) && defined(__GNUC__)
#define LOGFMT_SSE2 1
#include <emmintrin.h>
#endif

#include "json_internal.h"
#include "utf8.h"

/* What each pair goes through; compilers that count calls leave them as calls. */
#define LOGFMT_INLINE static inline __attribute__((always_inline))

void
logfmt_start(struct logfmt *l, struct str line)
{
	*l = (struct logfmt){.start = line.p, .at = line.p, .end = line.p + line.n};
}

static int
refuse(struct logfmt *l, const char *at, const char *error)
{
	l->error = error;
	l->offset = (size_t)(at - l->start);
	return STATUS_SYNTAX;
}

static bool
is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

/* What ends a run of ordinary bytes, in keys and in values. */
static bool
is_end(char c)
{
	return is_blank(c) || c == '=' || c == '"';
}

#ifdef LOGFMT_SSE2

/* Bit I: byte I of X ends a run. */
static unsigned
ends_of(__m128i x)
{
	__m128i blank = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(' ')), x);
	__m128i sign = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('=')),
				    _mm_cmpeq_epi8(x, _mm_set1_epi8('"')));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(blank, sign));
}

/* Behind the run that begins at P; *HIGH: a byte of it is 0x80 or above. */
LOGFMT_INLINE const char *
run_end_sse2(const char *p, const char *end, bool *high)
{
	for (; p < end; p += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
		unsigned found = ends_of(x), large = (unsigned)_mm_movemask_epi8(x);

		if (found) {
			*high |= (large & ((found & -found) - 1)) != 0;
			p += __builtin_ctz(found);
			return p < end ? p : end;
		}
		*high |= large != 0;
	}
	return end;
}

/* Are the N bytes, 16 at most, at P and Q the same?  16 of each can be read. */
LOGFMT_INLINE bool
same_few(const char *p, const char *q, size_t n)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i y = _mm_loadu_si128((const __m128i *)(const void *)q);
	unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y));

	return (~same & ((1u << n) - 1)) == 0;
}

/*
 * The end of the plain value at P, not empty; NULL where logfmt_next must look: quotes,
 * an = in the value, or no end within 64 bytes of which all can be read.
 */
LOGFMT_INLINE const char *
plain_end_sse2(const char *p, const char *end)
{
	unsigned found = 0;

	if (*p == '\'')
		return NULL;
	for (int i = 0; i < 4 && p < end; i++, p += 16) {
		found = ends_of(_mm_loadu_si128((const __m128i *)(const void *)p));
		if (found)
			break;
	}
	p += found ? __builtin_ctz(found) : 0;
	return found && (p == end || (p < end && is_blank(*p))) ? p : NULL;
}

/* Where one pair begins hangs on all before it, so no more than needed is done on the way. */
static size_t
run_sse2(struct logfmt *l, const struct logfmt_key *key, size_t n, struct str *value)
{
	const char *p = l->at + (l->at < l->end && is_blank(*l->at));
	size_t i = 0;

	while (i < n && p < l->end) {
		size_t length = key[i].n + 1u;
		const char *start = p + length, *end;

		if (length > 16 || length == 1 || !same_few(p, key[i].text, length) ||
		    start >= l->end)
			break;
		end = plain_end_sse2(start, l->end);
		if (!end || end == start)
			break;
		value[i++] = STR_N(start, (size_t)(end - start));
		l->at = end;
		p = end + 1;
	}
	return i;
}

/* The first quote or backslash. */
static const char *
quote_or_slash_sse2(const char *p, const char *end)
{
	for (; p < end; p += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i either = _mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('"')),
					      _mm_cmpeq_epi8(x, _mm_set1_epi8('\\')));
		unsigned found = (unsigned)_mm_movemask_epi8(either);

		if (found) {
			p += __builtin_ctz(found);
			return p < end ? p : end;
		}
	}
	return end;
}

#endif

/* Behind the run that begins at AT; *HIGH: it may hold a byte of 0x80 or above. */
LOGFMT_INLINE const char *
run_end(const struct logfmt *l, bool *high)
{
	const char *p = l->at;

#ifdef LOGFMT_SSE2
	if (!l->portable)
		return run_end_sse2(p, l->end, high);
#endif
	while (p < l->end && !is_end(*p))
		*high |= (unsigned char)*p++ >= 0x80;
	return p;
}

static const char *
quote_or_slash(const struct logfmt *l, const char *p)
{
#ifdef LOGFMT_SSE2
	if (!l->portable)
		return quote_or_slash_sse2(p, l->end);
#endif
	while (p < l->end && *p != '"' && *p != '\\')
		p++;
	return p;
}

static int
check_key(struct logfmt *l, struct str key)
{
	size_t valid = utf8_valid_prefix(key);

	for (size_t i = 0; i + 3 <= valid; i++)
		if (memcmp(key.p + i, UTF8_REPLACEMENT, 3) == 0)
			return refuse(l, key.p + i, "a key with U+FFFD");
	if (valid < key.n)
		return refuse(l, key.p + valid, "a key that is not UTF-8");
	return 0;
}

static int
take_key(struct logfmt *l, struct str *key)
{
	bool high = false;
	const char *p = run_end(l, &high);

	*key = (struct str){l->at, (size_t)(p - l->at)};
	if (p < l->end && *p == '"')
		return refuse(l, p, "a quote in a key");
	if (key->n == 0)
		return refuse(l, p, "an = without a key before it");
	l->at = p;
	return high ? check_key(l, *key) : 0;
}

LOGFMT_INLINE int
take_plain(struct logfmt *l, struct str *value)
{
	bool high = false;
	const char *p = run_end(l, &high);

	*value = (struct str){l->at, (size_t)(p - l->at)};
	if (p < l->end && *p == '"')
		return refuse(l, p, "a quote in the middle of a value");
	if (p < l->end && *p == '=')
		return refuse(l, p, "an = in the middle of a value");
	l->at = p;
	return 0;
}

/* 'text' with a blank or the line's end behind it. */
static bool
take_single_quoted(struct logfmt *l, struct str *value)
{
	const char *p = l->at + 1, *close = memchr(p, '\'', (size_t)(l->end - p));

	if (!close || (close + 1 < l->end && !is_blank(close[1])))
		return false;
	*value = (struct str){p, (size_t)(close - p)};
	l->at = close + 1;
	return true;
}

/* Decodes the escape at P, a backslash; its length, or 0. */
static size_t
decode_escape(struct logfmt *l, const char *p, const char *end, struct buf *scratch)
{
	uint32_t code = '\'';
	size_t n = end - p >= 2 && p[1] == '\'' ? 2 : json_escape(p, end, &code);

	if (n == 0)
		return 0;
	if (code == JSON_LONE) {
		code = 0xfffd;
		l->replaced++;
	}
	scratch->n += utf8_encode(code, scratch->p + scratch->n);
	return n;
}

/* S, what stands between the quotes, into SCRATCH. */
static int
decode(struct logfmt *l, struct str s, struct buf *scratch, struct str *value)
{
	const char *p = s.p, *end = s.p + s.n;
	size_t start = scratch->n;

	if (buf_reserve(scratch, s.n) < 0)
		return refuse(l, s.p, "a value that is too long");
	while (p < end) {
		const char *slash = memchr(p, '\\', (size_t)(end - p));
		size_t n = (size_t)((slash ? slash : end) - p), escape;

		memcpy(scratch->p + scratch->n, p, n);
		scratch->n += n;
		if (!slash)
			break;
		escape = decode_escape(l, slash, end, scratch);
		if (escape == 0)
			return refuse(l, slash, "an invalid escape");
		p = slash + escape;
	}
	*value = (struct str){scratch->p + start, scratch->n - start};
	return 0;
}

static int
take_quoted(struct logfmt *l, struct buf *scratch, struct str *value)
{
	const char *open = l->at, *p = quote_or_slash(l, open + 1);
	bool escaped = false;

	while (p < l->end && *p == '\\') {
		escaped = true;
		p = l->end - p > 2 ? quote_or_slash(l, p + 2) : l->end;
	}
	if (p >= l->end)
		return refuse(l, open, "a quote that is never closed");
	*value = (struct str){open + 1, (size_t)(p - open - 1)};
	l->at = p + 1;
	return escaped ? decode(l, *value, scratch, value) : 0;
}

LOGFMT_INLINE void
skip_blanks(struct logfmt *l)
{
	while (l->at < l->end && is_blank(*l->at))
		l->at++;
}

/* What stands behind a key. */
LOGFMT_INLINE int
take_value(struct logfmt *l, struct buf *scratch, struct str *value, enum logfmt_form *form)
{
	*form = LOGFMT_BARE;
	*value = STR("true");
	if (l->at == l->end || *l->at != '=')
		return 0;
	l->at++;
	*form = LOGFMT_QUOTED;
	if (l->at < l->end && *l->at == '"')
		return take_quoted(l, scratch, value);
	if (l->at < l->end && *l->at == '\'' && take_single_quoted(l, value))
		return 0;
	*form = LOGFMT_PLAIN;
	return take_plain(l, value);
}

int
logfmt_next(struct logfmt *l, struct buf *scratch, struct str *key, struct str *value,
	    enum logfmt_form *form)
{
	int status;

	skip_blanks(l);
	if (l->at == l->end)
		return 0;
	status = take_key(l, key);
	if (status == 0)
		status = take_value(l, scratch, value, form);
	return status < 0 ? status : 1;
}

int
logfmt_next_known(struct logfmt *l, struct buf *scratch, const struct logfmt_key *key,
		  struct str *found, struct str *value, enum logfmt_form *form)
{
	int status;

	skip_blanks(l);
	if ((size_t)(l->end - l->at) <= key->n || memcmp(l->at, key->text, key->n + 1u) != 0)
		return 0;
	*found = STR_N(l->at, key->n);
	l->at += key->n;
	status = take_value(l, scratch, value, form);
	return status < 0 ? status : 1;
}

size_t
logfmt_run(struct logfmt *l, const struct logfmt_key *key, size_t n, struct str *value)
{
#ifdef LOGFMT_SSE2
	if (!l->portable)
		return run_sse2(l, key, n, value);
#endif
	(void)key;
	(void)n;
	(void)value;
	return 0;
}
