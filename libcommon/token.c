#include "token.h"

#include <math.h>

static const char hex[] = "0123456789abcdef";

int
token_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

int
token_put_hex(struct buf *out, uint64_t x)
{
	char text[16];
	size_t at = sizeof text;

	do {
		text[--at] = hex[x & 15];
		x >>= 4;
	} while (x);
	return buf_add(out, text + at, sizeof text - at);
}

bool
token_take_hex(struct str *rest, uint64_t *x)
{
	size_t n = 0;

	for (*x = 0; n < rest->n && token_digit(rest->p[n]) >= 0; n++) {
		if (n == 16)
			return false;
		*x = *x << 4 | (uint64_t)token_digit(rest->p[n]);
	}
	if (n == 0 || (n > 1 && rest->p[0] == '0'))
		return false;
	rest->p += n;
	rest->n -= n;
	return true;
}

bool
token_take_count(struct str *rest, uint64_t *n)
{
	return token_take_hex(rest, n) && *n <= TOKEN_COUNT_MAX;
}

int
token_put_double(struct buf *out, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return token_put_hex(out, bits);
}

bool
token_take_double(struct str *rest, double *x)
{
	uint64_t bits;

	if (!token_take_hex(rest, &bits))
		return false;
	memcpy(x, &bits, sizeof bits);
	return isfinite(*x) && !(*x == 0 && signbit(*x));
}

static bool
is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '_' || c == '-';
}

int
token_put_text(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		const char escape[3] = {'%', hex[c >> 4], hex[c & 15]};
		bool plain = is_plain(s.p[i]);

		if (buf_add(out, plain ? s.p + i : escape, plain ? 1 : sizeof escape) < 0)
			return STATUS_LIMIT;
	}
	return 0;
}

/* The byte that the escape at P of N bytes stands for, or -1. */
static int
unescape(const char *p, size_t n)
{
	int high, low, c;

	if (n < 3)
		return -1;
	high = token_digit(p[1]);
	low = token_digit(p[2]);
	if (high < 0 || low < 0)
		return -1;
	c = high << 4 | low;
	return is_plain((char)c) ? -1 : c;
}

bool
token_take_text(struct str *rest, struct buf *out)
{
	while (rest->n && (is_plain(*rest->p) || *rest->p == '%')) {
		bool plain = *rest->p != '%';
		int c = plain ? (unsigned char)*rest->p : unescape(rest->p, rest->n);
		size_t n = plain ? 1 : 3;

		if (c < 0 || buf_addc(out, (char)c) < 0)
			return false;
		rest->p += n;
		rest->n -= n;
	}
	return true;
}

bool
token_take(struct str *rest, char c)
{
	if (rest->n == 0 || *rest->p != c)
		return false;
	rest->p++;
	rest->n--;
	return true;
}

struct str
token_until(struct str *rest, char c)
{
	const char *end = rest->n ? memchr(rest->p, c, rest->n) : NULL;
	struct str part = {rest->p, end ? (size_t)(end - rest->p) : rest->n};
	size_t step = part.n + (end != NULL);

	if (step)
		*rest = STR_N(rest->p + step, rest->n - step);
	return part;
}
