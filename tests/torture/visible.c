/*
 * visible - fails when standard input holds a byte that a terminal obeys: C0 but LF and
 * TAB, DEL, C1, a bidirectional control, U+2028, U+2029, or what is no UTF-8 (a lone byte
 * from 0x80 to 0x9f is C1 too).  Decodes by itself, with nothing of libcommon.
 */
#include <stdio.h>

static int
is_obeyed(unsigned long c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	       c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* The character that begins with LEAD; ~0 when it is none. */
static unsigned long
decode(int lead, unsigned long *bytes)
{
	int more = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
	unsigned long c = (unsigned long)lead;

	if (more < 0 || lead > 0xf4)
		return ~0ul;
	if (more)
		c &= 0x3fu >> more;
	for (; more; more--) {
		int next = getchar();

		++*bytes;
		if (next < 0x80 || next > 0xbf)
			return ~0ul;
		c = c << 6 | ((unsigned long)next & 0x3f);
	}
	return c;
}

int
main(void)
{
	unsigned long bytes = 0, bad = 0, lines = 1;
	int lead;

	while ((lead = getchar()) != EOF) {
		unsigned long c = (++bytes, decode(lead, &bytes));

		lines += c == '\n';
		if ((c == ~0ul || is_obeyed(c)) && bad++ < 5)
			printf("line %lu, byte %lu: %#lx\n", lines, bytes, c);
	}
	return bad != 0 || ferror(stdin);
}
