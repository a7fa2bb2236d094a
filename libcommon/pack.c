#include "pack.h"

#include <math.h>

/* Model files stay far below: a buffer that could not grow would end the program. */
void
pack_init(struct pack *p)
{
	buf_init(&p->bytes, BUF_CAP_MAX);
}

void
pack_release(struct pack *p)
{
	buf_release(&p->bytes);
}

static void
put(struct pack *p, uint64_t x, unsigned bytes)
{
	char out[8];

	for (unsigned i = 0; i < bytes; i++)
		out[i] = (char)(unsigned char)(x >> 8 * i);
	buf_add(&p->bytes, out, bytes);
}

void
pack_u8(struct pack *p, uint8_t x)
{
	put(p, x, 1);
}

void
pack_u16(struct pack *p, uint16_t x)
{
	put(p, x, 2);
}

void
pack_u32(struct pack *p, uint32_t x)
{
	put(p, x, 4);
}

void
pack_u64(struct pack *p, uint64_t x)
{
	put(p, x, 8);
}

void
pack_double(struct pack *p, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	put(p, bits, 8);
}

void
pack_text(struct pack *p, struct str s)
{
	pack_u32(p, (uint32_t)s.n);
	buf_add(&p->bytes, s.p, s.n);
}

void
unpack_init(struct unpack *u, struct str bytes)
{
	*u = (struct unpack){.rest = bytes};
}

void
unpack_refuse(struct unpack *u)
{
	u->bad = true;
	u->rest.n = 0;
}

/* The next N bytes, or NULL. */
static const unsigned char *
take(struct unpack *u, size_t n)
{
	const char *p = u->rest.p;

	if (u->bad || u->rest.n < n) {
		unpack_refuse(u);
		return NULL;
	}
	u->rest = STR_N(p + n, u->rest.n - n);
	u->offset += n;
	return (const unsigned char *)p;
}

static uint64_t
get(struct unpack *u, unsigned bytes)
{
	const unsigned char *p = take(u, bytes);
	uint64_t x = 0;

	for (unsigned i = 0; p && i < bytes; i++)
		x |= (uint64_t)p[i] << 8 * i;
	return x;
}

uint8_t
unpack_u8(struct unpack *u)
{
	return (uint8_t)get(u, 1);
}

uint16_t
unpack_u16(struct unpack *u)
{
	return (uint16_t)get(u, 2);
}

uint32_t
unpack_u32(struct unpack *u)
{
	return (uint32_t)get(u, 4);
}

uint64_t
unpack_u64(struct unpack *u)
{
	return get(u, 8);
}

double
unpack_double(struct unpack *u)
{
	uint64_t bits = get(u, 8);
	double x;

	memcpy(&x, &bits, sizeof x);
	if (isfinite(x))
		return x;
	unpack_refuse(u);
	return 0;
}

struct str
unpack_text(struct unpack *u)
{
	size_t n = unpack_u32(u);
	const unsigned char *p = take(u, n);

	return p ? STR_N((const char *)p, n) : STR("");
}

uint64_t
unpack_count(struct unpack *u, size_t size)
{
	uint64_t n = unpack_u64(u);

	if (n <= u->rest.n / size)
		return n;
	unpack_refuse(u);
	return 0;
}

bool
unpack_done(const struct unpack *u)
{
	return !u->bad && u->rest.n == 0;
}
