#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern_starts.h"

void
pattern_starts_init(struct pattern_starts *p, const pcre2_code *code)
{
	uint32_t unit = 0, type = 0;
	const uint8_t *bitmap = NULL;

	*p = (struct pattern_starts){{0}};
	pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODEUNIT, &unit);
	pcre2_pattern_info(code, PCRE2_INFO_FIRSTCODETYPE, &type);
	pcre2_pattern_info(code, PCRE2_INFO_FIRSTBITMAP, (void *)&bitmap);
	switch (type) {
	case 1: /* in either case, which is not told apart */
		p->first[unit & 0xff] = p->first[(unit ^ 0x20) & 0xff] = 1;
		return;
	case 2: /* at the begin of a line */
		p->first['\n'] = 1;
		return;
	default:
		for (unsigned c = 0; c < sizeof p->first; c++)
			p->first[c] = !bitmap || bitmap[c / 8] >> c % 8 & 1;
	}
}

size_t
pattern_starts_count(const struct pattern_starts *p, struct str s)
{
	size_t starts = 1;

	for (size_t i = 0; i < s.n; i++)
		starts += p->first[(unsigned char)s.p[i]];
	return starts;
}
