/*
 * TZif files, versions 1 to 4 (RFC 8536, RFC 9636), as hostile input: every count
 * is held against the bytes there are before it is used, every index against its
 * table.  From version 2 on a second block with 64-bit times follows the first and
 * then a POSIX TZ rule between newlines.
 */
#include <stdlib.h>

#include "xalloc.h"
#include "zone_parts.h"

enum { HEADER = 44, COUNTS = 20, TYPE_SIZE = 6, TYPES_MAX = 256, OFFSET_MAX = 26 * 3600 };

/* The six counts in the order of the header, and the width of a time. */
struct block {
	uint32_t is_ut, is_standard, leaps, times, types, name_bytes;
	size_t width;
	char version;
};

static uint32_t
load32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 | u[3];
}

static int64_t
load_time(const char *p, size_t width)
{
	if (width == 4)
		return (int32_t)load32(p);
	return (int64_t)((uint64_t)load32(p) << 32 | load32(p + 4));
}

/* Takes the header off BYTES; false if it is none. */
static bool
take_header(struct str *bytes, size_t width, struct block *b)
{
	const char *p = bytes->p;

	if (bytes->n < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	*b = (struct block){load32(p + COUNTS),
			    load32(p + COUNTS + 4),
			    load32(p + COUNTS + 8),
			    load32(p + COUNTS + 12),
			    load32(p + COUNTS + 16),
			    load32(p + COUNTS + 20),
			    width,
			    p[4]};
	bytes->p += HEADER;
	bytes->n -= HEADER;
	return true;
}

/* How long the data behind the header is. */
static uint64_t
data_size(const struct block *b)
{
	return (uint64_t)b->times * (b->width + 1) + (uint64_t)b->types * TYPE_SIZE +
	       b->name_bytes + (uint64_t)b->leaps * (b->width + 4) + b->is_standard + b->is_ut;
}

/* The offset of local time type I; false if there is no such type or it is absurd. */
static bool
type_offset(const struct block *b, const char *types, unsigned i, int32_t *offset)
{
	if (i >= b->types)
		return false;
	*offset = (int32_t)load32(types + i * TYPE_SIZE);
	return *offset > -OFFSET_MAX && *offset < OFFSET_MAX;
}

/* The changes in the data at P; NULL or what is wrong. */
static const char *
read_data(struct zone *z, const struct block *b, const char *p)
{
	const char *index = p + b->times * b->width, *types = index + b->times;

	if (b->leaps)
		return "it counts leap seconds; take the zone without \"right/\"";
	if (b->types == 0 || b->types > TYPES_MAX || !type_offset(b, types, 0, &z->first))
		return "no sound local time type";
	z->at = xmalloc(b->times * sizeof *z->at + 1);
	z->offset = xmalloc(b->times * sizeof *z->offset + 1);
	for (z->n = 0; z->n < b->times; z->n++) {
		unsigned type = (unsigned char)index[z->n];

		z->at[z->n] = load_time(p + z->n * b->width, b->width);
		if (z->n && z->at[z->n] <= z->at[z->n - 1])
			return "its times do not ascend";
		if (!type_offset(b, types, type, &z->offset[z->n]))
			return "a change to an unsound local time type";
	}
	return NULL;
}

/* The rule that ends the file, if it is not empty; NULL or what is wrong. */
static const char *
read_footer(struct zone *z, struct str s)
{
	const char *end;

	if (s.n < 2 || *s.p != '\n' || !(end = memchr(s.p + 1, '\n', s.n - 1)))
		return "it is cut short";
	s = STR_N(s.p + 1, (size_t)(end - s.p - 1));
	if (s.n == 0)
		return NULL;
	z->has_rule = true;
	return zone_rule_parse(&z->rule, s) < 0 ? "its rule for the future is not understood"
						: NULL;
}

static const char *
read_file(struct zone *z, struct str bytes)
{
	struct block b;
	const char *wrong;

	if (!take_header(&bytes, 4, &b))
		return "not a TZif file";
	if (b.version >= '2') {
		if (data_size(&b) > bytes.n)
			return "it is cut short";
		bytes.p += data_size(&b);
		bytes.n -= (size_t)data_size(&b);
		if (!take_header(&bytes, 8, &b))
			return "it is cut short";
	}
	if (data_size(&b) > bytes.n)
		return "it is cut short";
	wrong = read_data(z, &b, bytes.p);
	if (wrong || b.width == 4)
		return wrong;
	bytes.p += data_size(&b);
	bytes.n -= (size_t)data_size(&b);
	return read_footer(z, bytes);
}

struct zone *
zone_parse(struct str bytes, struct complaint *c)
{
	struct zone *z = xcalloc(1, sizeof *z);
	const char *wrong = read_file(z, bytes);

	if (!wrong)
		return z;
	complain(c, STATUS_DAMAGED, 0, "%s", wrong);
	zone_free(z);
	return NULL;
}
