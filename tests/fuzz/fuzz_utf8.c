/*
 * Text: what is valid by a decoder of RFC 3629's table, written down plainly, is valid by
 * utf8; what is mended is; what is shown holds nothing that a terminal obeys.
 */
#include "fuzz.h"
#include "utf8.h"

#include "../unit/padded.h"

/* RFC 3629, section 4: the bytes that may follow, by the first. */
static size_t
plain_length(const unsigned char *p, size_t n)
{
	unsigned low = 0x80, high = 0xbf;
	size_t length = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (p[0] > 0xf4 || length == 0 || length > n)
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	if (p[0] == 0xed)
		high = 0x9f;
	if (p[0] == 0xf0)
		low = 0x90;
	if (p[0] == 0xf4)
		high = 0x8f;
	for (size_t i = 1; i < length; i++, low = 0x80, high = 0xbf)
		if (p[i] < low || p[i] > high)
			return 0;
	return length;
}

static size_t
plain_prefix(struct str s)
{
	size_t at = 0, n;

	while (at < s.n && (n = plain_length((const unsigned char *)s.p + at, s.n - at)))
		at += n;
	return at;
}

static bool
plain_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > 127)
			return false;
	return true;
}

static void
hold_shown(struct str s)
{
	size_t room = 1 + s.n % 97, n;
	char *out = malloc(room);

	HOLD(out);
	n = utf8_escape(s, out, room);
	HOLD(n <= room && utf8_valid(STR_N(out, n)));
	for (size_t i = 0; i < n; i++)
		HOLD((unsigned char)out[i] >= 0x20 && out[i] != 0x7f);
	free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = padded(fuzz_str(data, size));
	size_t prefix = plain_prefix(s), replaced;
	struct buf mended;

	HOLD(utf8_valid_prefix(s) == prefix);
	HOLD(utf8_valid(s) == (prefix == s.n));
	HOLD(utf8_is_ascii(s) == plain_ascii(s));
	buf_init(&mended, 3 * s.n);
	replaced = utf8_replace(s, &mended);
	HOLD((replaced == 0) == (prefix == s.n));
	HOLD(utf8_valid(buf_str(&mended)));
	if (!replaced)
		HOLD_SAME(s, buf_str(&mended));
	hold_shown(s);
	HOLD(utf8_width(s) <= 2 * s.n);
	buf_release(&mended);
	padded_free(s);
	return 0;
}
