#include "gz.h"

#include "../unit/gzip_files.h"
#include "fuzz.h"

enum { GZ_CUT = 2, GZ_FLIP = 4, GZ_TWO = 8, GZ_PAD = 16, GZ_REPEAT = 32, REPEATS = 20 };

static void
add_member(struct buf *out, struct str s, unsigned choice)
{
	gzip_deflate(out, s, GZIP_WHOLE, (int)(choice >> 6) * 3,
		     choice & 1 ? Z_DEFAULT_STRATEGY : Z_FIXED);
	for (int i = 0; i < 3 && choice & GZ_PAD; i++)
		buf_addc(out, '\0');
}

void
gz_make(struct str *data, struct buf *out, struct buf *text, bool *sound)
{
	unsigned choice = fuzz_byte(data), cut, at;
	size_t first;

	*sound = false;
	if (choice == 0) {
		buf_add(out, data->p, data->n);
		return;
	}
	cut = fuzz_byte(data);
	at = fuzz_byte(data);
	for (int i = 0; i < (choice & GZ_REPEAT ? REPEATS : 1); i++)
		buf_add(text, data->p, data->n);
	first = choice & GZ_TWO ? text->n * cut / 256 : text->n;
	add_member(out, STR_N(text->p ? text->p : "", first), choice);
	if (choice & GZ_TWO)
		add_member(out, STR_N(text->p ? text->p + first : "", text->n - first), choice);
	*sound = !(choice & (GZ_CUT | GZ_FLIP));
	at = (unsigned)(out->n * at / 256);
	if (choice & GZ_FLIP)
		out->p[at] = (char)(out->p[at] ^ 1 << cut % 8);
	if (choice & GZ_CUT)
		out->n = at;
}
