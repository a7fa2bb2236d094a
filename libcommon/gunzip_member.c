/*
 * The parts of a member as RFC 1952, section 2.3, has them.  The header is parsed a
 * byte at a time, so that it may be cut anywhere and names of any length cost no
 * memory.
 */
#include "gunzip_member.h"

enum { FTEXT = 1, FHCRC = 2, FEXTRA = 4, FNAME = 8, FCOMMENT = 16, RESERVED = 0xe0 };
enum { DEFLATE = 8, FIXED_BYTES = 10, TRAILER_BYTES = 8 };

void
gunzip_member_reset(struct gunzip_member *m, bool lenient)
{
	*m = (struct gunzip_member){.inflate = m->inflate, .lenient = lenient};
	inflate_reset(m->inflate);
}

/* The first of the parts from FROM on that the flags announce. */
static void
enter(struct gunzip_member *m, enum gunzip_part from)
{
	static const unsigned flag[] = {
		[GUNZIP_EXTRA_LENGTH] = FEXTRA, [GUNZIP_EXTRA] = FEXTRA,     [GUNZIP_NAME] = FNAME,
		[GUNZIP_COMMENT] = FCOMMENT,    [GUNZIP_HEADER_CRC] = FHCRC,
	};

	m->part_n = 0;
	while (from < GUNZIP_DATA && !(m->flags & flag[from]))
		from++;
	if (from == GUNZIP_EXTRA && m->extra == 0) {
		enter(m, GUNZIP_NAME);
		return;
	}
	m->part = from;
}

static bool
fixed_byte_fits(struct gunzip_member *m, unsigned char c)
{
	switch (m->part_n) {
	case 0:
		return c == 0x1f;
	case 1:
		return c == 0x8b;
	case 2:
		return c == DEFLATE;
	case 3:
		m->flags = c;
		return !(c & RESERVED);
	default:
		return true;
	}
}

/* One byte of the header; false if it may not stand there. */
static bool
header_byte(struct gunzip_member *m, unsigned char c)
{
	bool fits = true;

	m->header++;
	if (m->part != GUNZIP_HEADER_CRC)
		m->header_crc = inflate_crc(m->header_crc, &c, 1);
	switch (m->part) {
	case GUNZIP_FIXED:
		fits = fixed_byte_fits(m, c);
		if (++m->part_n == FIXED_BYTES)
			enter(m, GUNZIP_EXTRA_LENGTH);
		break;
	case GUNZIP_EXTRA_LENGTH:
		m->extra |= (uint32_t)c << 8 * m->part_n;
		if (++m->part_n == 2)
			enter(m, GUNZIP_EXTRA);
		break;
	case GUNZIP_EXTRA:
		if (++m->part_n == m->extra)
			enter(m, GUNZIP_NAME);
		break;
	case GUNZIP_NAME:
	case GUNZIP_COMMENT:
		if (c == 0)
			enter(m, m->part + 1);
		break;
	case GUNZIP_HEADER_CRC:
		m->header_crc_expected |= (uint32_t)c << 8 * m->part_n;
		if (++m->part_n == 2) {
			fits = m->header_crc_expected == (m->header_crc & 0xffff);
			enter(m, GUNZIP_DATA);
		}
		break;
	case GUNZIP_DATA:
	case GUNZIP_TRAILER:
		break;
	}
	return fits || m->lenient;
}

static int
fail(struct gunzip_member *m, enum gunzip_fault fault)
{
	m->fault = fault;
	return STATUS_DAMAGED;
}

static int
run_header(struct gunzip_member *m, struct inflate_io *io, bool last)
{
	while (m->part < GUNZIP_DATA && io->nin) {
		io->nin--;
		if (!header_byte(m, *io->in++))
			return fail(m, GUNZIP_BAD_HEADER);
	}
	if (m->part < GUNZIP_DATA && last)
		return fail(m, GUNZIP_TRUNCATED);
	return 1;
}

/* Bytes that inflate took but that belong to the trailer. */
static void
begin_trailer(struct gunzip_member *m)
{
	size_t n;
	const unsigned char *rest = inflate_rest(m->inflate, &n);

	m->part = GUNZIP_TRAILER;
	for (m->part_n = 0; m->part_n < n && m->part_n < TRAILER_BYTES; m->part_n++)
		m->trailer[m->part_n] = rest[m->part_n];
}

static int
run_data(struct gunzip_member *m, struct inflate_io *io, bool last)
{
	const unsigned char *out = io->out;
	size_t made;
	int status = inflate_run(m->inflate, io, last);

	made = (size_t)(io->out - out);
	if (made) {
		m->crc = inflate_crc(m->crc, out, made);
		m->length += (uint32_t)made;
		m->out += made;
	}
	if (status == 0)
		begin_trailer(m);
	if (status == STATUS_DAMAGED)
		return fail(m, GUNZIP_BAD_DATA);
	if (status == 1 && last && io->nin == 0 && made == 0 && io->nout)
		return fail(m, GUNZIP_TRUNCATED);
	return 1;
}

static uint32_t
little_endian(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static int
run_trailer(struct gunzip_member *m, struct inflate_io *io, bool last)
{
	while (m->part_n < TRAILER_BYTES && io->nin) {
		m->trailer[m->part_n++] = *io->in++;
		io->nin--;
	}
	if (m->part_n < TRAILER_BYTES)
		return last ? fail(m, GUNZIP_NO_TRAILER) : 1;
	m->crc_expected = little_endian(m->trailer);
	m->length_expected = little_endian(m->trailer + 4);
	if (m->crc_expected != m->crc)
		return fail(m, GUNZIP_BAD_CRC);
	if (m->length_expected != m->length)
		return fail(m, GUNZIP_BAD_LENGTH);
	return 0;
}

int
gunzip_member_run(struct gunzip_member *m, struct inflate_io *io, bool last)
{
	int status = 1;

	if (m->part < GUNZIP_DATA)
		status = run_header(m, io, last);
	if (status == 1 && m->part == GUNZIP_DATA)
		status = run_data(m, io, last);
	if (status == 1 && m->part == GUNZIP_TRAILER)
		status = run_trailer(m, io, last);
	return status;
}

const unsigned char *
gunzip_member_rest(const struct gunzip_member *m, size_t *n)
{
	return inflate_rest(m->inflate, n);
}
