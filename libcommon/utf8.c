/*
 * The well-formed sequences are those of table 3-7 of the Unicode standard: the
 * lead byte gives the length and the range of the second byte, every further byte
 * is 80..BF.  A refused sequence ends before the byte that does not fit, so each
 * "maximal subpart" becomes one U+FFFD, as in the decoder of the WHATWG.
 */
#include "utf8.h"

#include "utf8_decode.h"

/* What a lead byte asks for; length 0: not a lead byte. */
struct lead {
	unsigned char length, low, high;
};

static struct lead
lead_of(unsigned char c)
{
	if (c < 0x80)
		return (struct lead){1, 0, 0};
	if (c < 0xC2 || c > 0xF4)
		return (struct lead){0, 0, 0};
	if (c < 0xE0)
		return (struct lead){2, 0x80, 0xBF};
	if (c < 0xF0)
		return (struct lead){3, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF};
	return (struct lead){4, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF};
}

/* How many bytes of S fit what its lead byte asks for. */
static size_t
fitting(struct str s, struct lead lead)
{
	size_t n = 1;

	while (n < lead.length && n < s.n) {
		unsigned char c = (unsigned char)s.p[n];

		if (c < (n == 1 ? lead.low : 0x80) || c > (n == 1 ? lead.high : 0xBF))
			break;
		n++;
	}
	return n;
}

size_t
utf8_decode(struct str s, uint32_t *code)
{
	static const unsigned char mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	struct lead lead = lead_of((unsigned char)s.p[0]);

	if (lead.length == 0 || fitting(s, lead) < lead.length)
		return 0;
	*code = (unsigned char)s.p[0] & mask[lead.length];
	for (size_t i = 1; i < lead.length; i++)
		*code = *code << 6 | ((unsigned char)s.p[i] & 0x3F);
	return lead.length;
}

size_t
utf8_bad_length(struct str s)
{
	struct lead lead = lead_of((unsigned char)s.p[0]);

	return lead.length ? fitting(s, lead) : 1;
}

#define HIGH UINT64_C(0x8080808080808080)

static inline uint64_t
load8(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

static bool
ascii8(const char *p)
{
	return (load8(p) & HIGH) == 0;
}

/* Thirty-two at a time, eight, and the last ones again. */
bool
utf8_is_ascii(struct str s)
{
	uint64_t all = 0;
	size_t i = 0;

	if (s.n < 8) {
		for (; i < s.n; i++)
			all |= (unsigned char)s.p[i];
		return all < 0x80;
	}
	for (; i + 32 <= s.n; i += 32)
		all |= load8(s.p + i) | load8(s.p + i + 8) | load8(s.p + i + 16) |
		       load8(s.p + i + 24);
	for (; i + 8 < s.n; i += 8)
		all |= load8(s.p + i);
	return ((all | load8(s.p + s.n - 8)) & HIGH) == 0;
}

size_t
utf8_valid_prefix(struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		struct lead lead;

		if (s.n - at >= 8 && ascii8(s.p + at)) {
			at += 8;
			continue;
		}
		lead = lead_of((unsigned char)s.p[at]);
		if (lead.length == 0 || fitting(STR_N(s.p + at, s.n - at), lead) < lead.length)
			break;
		at += lead.length;
	}
	return at;
}

/* Nearly all text is ASCII. */
bool
utf8_valid(struct str s)
{
	return utf8_is_ascii(s) || utf8_valid_prefix(s) == s.n;
}

size_t
utf8_replace(struct str s, struct buf *out)
{
	size_t replaced = 0;

	while (s.n) {
		size_t n = utf8_valid_prefix(s);

		buf_add(out, s.p, n);
		s = STR_N(s.p + n, s.n - n);
		if (s.n == 0)
			break;
		buf_add(out, UTF8_REPLACEMENT, sizeof UTF8_REPLACEMENT - 1);
		replaced++;
		n = utf8_bad_length(s);
		s = STR_N(s.p + n, s.n - n);
	}
	return replaced;
}

size_t
utf8_encode(uint32_t code, char *p)
{
	static const unsigned char mark[] = {0, 0, 0xC0, 0xE0, 0xF0};
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = n - 1; i > 0; i--) {
		p[i] = (char)(0x80 | (code & 0x3F));
		code >>= 6;
	}
	p[0] = (char)(mark[n] | code);
	return n;
}

/* What a terminal would obey rather than show, or what turns the reading order. */
static bool
obeyed(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E ||
	       code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
	       (code >= 0x2066 && code <= 0x2069);
}

static char
short_escape(char c)
{
	return c == '\n' ? 'n' : c == '\t' ? 't' : c == '\r' ? 'r' : '\0';
}

/* The N bytes at P as escapes at OUT; what was written. */
static size_t
escape_bytes(const char *p, size_t n, char *out)
{
	static const char digit[] = "0123456789ABCDEF";

	if (n == 1 && short_escape(*p)) {
		out[0] = '\\';
		out[1] = short_escape(*p);
		return 2;
	}
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];

		out[4 * i] = '\\';
		out[4 * i + 1] = 'x';
		out[4 * i + 2] = digit[c >> 4];
		out[4 * i + 3] = digit[c & 15];
	}
	return 4 * n;
}

size_t
utf8_escape(struct str s, char *out, size_t room)
{
	size_t used = 0;

	while (s.n) {
		uint32_t code;
		char part[16];
		size_t n = utf8_decode(s, &code), m = n;
		bool escape = n == 0 || obeyed(code);

		if (escape) {
			n = n ? n : utf8_bad_length(s);
			m = escape_bytes(s.p, n, part);
		}
		if (m > room - used)
			break;
		memcpy(out + used, escape ? part : s.p, m);
		used += m;
		s = STR_N(s.p + n, s.n - n);
	}
	return used;
}
