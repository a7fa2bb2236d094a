#include "bytes.h"
#include "json_internal.h"
#include "utf8.h"

enum { HIGH_FIRST = 0xD800, LOW_FIRST = 0xDC00, LOW_LAST = 0xDFFF };

bool
json_needs_decoding(struct str s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t at = 0;

	for (; s.n - at >= 8; at += 8) {
		uint64_t word, slash;

		memcpy(&word, s.p + at, sizeof word);
		slash = word ^ ones * '\\';
		if ((word | ((slash - ones) & ~slash)) & ones * 0x80)
			return true;
	}
	for (; at < s.n; at++)
		if (s.p[at] == '\\' || (unsigned char)s.p[at] >= 0x80)
			return true;
	return false;
}

static bool
hex4(const char *p, const char *end, uint32_t *code)
{
	*code = 0;
	if (end - p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char c = p[i], letter = (char)(c | 0x20);

		if (c >= '0' && c <= '9')
			*code = *code << 4 | (uint32_t)(c - '0');
		else if (letter >= 'a' && letter <= 'f')
			*code = *code << 4 | (uint32_t)(letter - 'a' + 10);
		else
			return false;
	}
	return true;
}

/* \uXXXX, with its other half if it is a surrogate. */
static size_t
unicode_escape(const char *p, const char *end, uint32_t *code)
{
	uint32_t low;

	if (!hex4(p + 2, end, code))
		return 0;
	if (*code < HIGH_FIRST || *code > LOW_LAST)
		return 6;
	if (*code < LOW_FIRST && end - p >= 12 && p[6] == '\\' && p[7] == 'u' &&
	    hex4(p + 8, end, &low) && low >= LOW_FIRST && low <= LOW_LAST) {
		*code = 0x10000 + ((*code - HIGH_FIRST) << 10) + (low - LOW_FIRST);
		return 12;
	}
	*code = JSON_LONE;
	return 6;
}

size_t
json_escape(const char *p, const char *end, uint32_t *code)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (end - p < 2)
		return 0;
	if (p[1] == 'u')
		return unicode_escape(p, end, code);
	found = memchr(from, p[1], sizeof from - 1);
	if (!found)
		return 0;
	*code = (unsigned char)to[found - from];
	return 2;
}

static void
add_code(struct buf *out, uint32_t code, struct json_counts *counts)
{
	char text[4];

	counts->replaced += code == JSON_LONE;
	counts->nuls += code == 0;
	if (code == JSON_LONE || code == 0)
		buf_adds(out, UTF8_REPLACEMENT);
	else
		buf_add(out, text, utf8_encode(code, text));
}

int
json_decode(struct str raw, struct buf *out, struct json_counts *counts, size_t *at)
{
	const char *p = raw.p, *end = raw.p + raw.n;
	/* \u0000 and a byte that is no UTF-8 become three bytes. */
	int status = buf_reserve(out, 3 * raw.n);

	while (status == 0) {
		const char *slash = memchr(p, '\\', (size_t)(end - p));
		uint32_t code;
		size_t n;

		counts->replaced +=
			utf8_replace(STR_N(p, (size_t)((slash ? slash : end) - p)), out);
		if (!slash)
			break;
		n = json_escape(slash, end, &code);
		if (n == 0) {
			*at = (size_t)(slash - raw.p);
			return STATUS_SYNTAX;
		}
		add_code(out, code, counts);
		p = slash + n;
	}
	return status;
}

static bool
is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/*
 * The high bits of the first byte of EIGHT that is not plain, of none before it and
 * perhaps of some behind it.  "x - K * 0x01.. & ~x & 0x80.." tells of a byte below K
 * (Anderson, "Bit Twiddling Hacks").
 */
static inline uint64_t
not_plain(uint64_t eight)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t quote = eight ^ ones * '"', slash = eight ^ ones * '\\';
	uint64_t control = (eight - ones * ' ') & ~eight;

	return (control | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & ones * 0x80;
}

const char *
json_plain_end(const char *p, const char *end)
{
	for (; end - p >= 8; p += 8) {
		uint64_t odd = not_plain(bytes_load8(p));

		if (odd)
			return p + __builtin_ctzll(odd) / 8;
	}
	while (p < end && is_plain(*p))
		p++;
	return p;
}

static void
add_escaped(struct buf *out, char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt",
			  digit[] = "0123456789abcdef";
	const char *found = memchr(from, c, sizeof from - 1);
	char text[6] = {'\\', 'u', '0', '0', digit[c >> 4 & 15], digit[c & 15]};

	if (found)
		text[1] = to[found - from];
	buf_add(out, text, found ? 2 : sizeof text);
}

int
json_quote(struct str s, struct buf *out)
{
	size_t at = 0;
	int status = buf_reserve(out, 6 * s.n + 2);

	if (status < 0)
		return status;
	buf_addc(out, '"');
	while (at < s.n) {
		size_t start = at;

		at = (size_t)(json_plain_end(s.p + at, s.p + s.n) - s.p);
		utf8_replace(STR_N(s.p + start, at - start), out);
		if (at < s.n)
			add_escaped(out, s.p[at++]);
	}
	buf_addc(out, '"');
	return 0;
}
