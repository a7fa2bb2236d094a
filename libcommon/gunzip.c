#include "gunzip.h"

#include <stdlib.h>
#include <string.h>

#include "gunzip_member.h"
#include "gunzip_search.h"
#include "xalloc.h"

enum phase {
	BEGIN,   /* before the first member */
	BETWEEN, /* behind a member: zero bytes, the next member, or the end */
	MEMBER,
	GARBAGE, /* counts what is no gzip data */
	SEARCH,
	DELIVER, /* hands out what the search found */
	OVER,
};

enum {
	AGAIN = 1, /* there is more to do at once */
	WAIT = 2,  /* needs more input or room */
};

enum { RATIO_FROM = 1 << 20, HEAD_MOST = 1 << 20, TAKE = 1 << 16 };

struct gunzip {
	struct gunzip_state st;
	enum phase phase;
	enum phase next; /* behind DELIVER */
	bool recover;
	uint64_t max_ratio;
	struct gunzip_member m;
	uint64_t last_byte, last_out; /* of the member before the one at hand */
	struct buf head;              /* the header at hand, to be tried again */
	struct gunzip_search search;  /* its held bytes come before the caller's */
	bool told;                    /* of the damage that the search is for */
	bool unnumbered;              /* the member found is not yet the one at hand */
	uint64_t gap;                 /* where the damage begins, unless told */
	size_t given;                 /* of what was found */
};

/* What the caller offered. */
struct offer {
	struct inflate_io io;
	bool end;
};

struct gunzip *
gunzip_new(bool recover, uint64_t max_ratio)
{
	struct gunzip *z = xcalloc(1, sizeof *z);

	z->recover = recover;
	z->max_ratio = max_ratio;
	z->m.inflate = inflate_new();
	buf_init(&z->head, HEAD_MOST);
	gunzip_search_init(&z->search);
	return z;
}

void
gunzip_free(struct gunzip *z)
{
	if (!z)
		return;
	inflate_free(z->m.inflate);
	buf_release(&z->head);
	gunzip_search_release(&z->search);
	free(z);
}

const char *
gunzip_backend(void)
{
	return inflate_backend();
}

const struct gunzip_state *
gunzip_state(const struct gunzip *z)
{
	return &z->st;
}

static size_t
held(const struct gunzip *z)
{
	return z->search.held.n - z->search.at;
}

/* Compressed offset of the next byte to look at. */
static uint64_t
position(const struct gunzip *z)
{
	return z->st.in - held(z);
}

/* The input to go on with; *LAST: nothing follows it. */
static struct inflate_io
source(const struct gunzip *z, const struct offer *o, bool *last)
{
	struct inflate_io io = o->io;

	*last = o->end;
	if (held(z)) {
		io.in = (const unsigned char *)z->search.held.p + z->search.at;
		io.nin = held(z);
		*last = o->end && o->io.nin == 0;
	}
	return io;
}

/* IO is what a source became. */
static void
took(struct gunzip *z, struct offer *o, const struct inflate_io *io)
{
	if (held(z)) {
		z->search.at = z->search.held.n - io->nin;
	} else {
		z->st.in += o->io.nin - io->nin;
		o->io.in = io->in;
		o->io.nin = io->nin;
	}
	z->st.out += o->io.nout - io->nout;
	o->io.out = io->out;
	o->io.nout = io->nout;
}

/* The member that begins at BYTE is the one at hand. */
static void
number_member(struct gunzip *z, uint64_t byte)
{
	z->last_byte = z->st.member_byte;
	z->last_out = z->st.member_out;
	z->st.member++;
	z->st.member_byte = byte;
	z->st.member_out = z->st.out;
}

static int
fault(struct gunzip *z, enum gunzip_fault fault, uint64_t byte, enum phase next)
{
	z->st.fault = fault;
	z->st.fault_byte = byte;
	z->st.garbage = fault == GUNZIP_GARBAGE ? position(z) - byte : 0;
	z->phase = next;
	return STATUS_DAMAGED;
}

/* Searches from the position on, or RIGHT_HERE with the header taken back. */
static void
begin_search(struct gunzip *z, bool told, bool right_here)
{
	const unsigned char *p = (const unsigned char *)z->head.p;
	size_t n = z->head.n;

	if (!right_here)
		p = gunzip_member_rest(&z->m, &n);
	gunzip_search_put_back(&z->search, p, n);
	gunzip_search_begin(&z->search, right_here);
	z->told = told;
	z->phase = SEARCH;
}

/* What follows the last member has not the magic of another. */
static int
no_member(struct gunzip *z)
{
	z->gap = z->st.member_byte;
	z->st.member--;
	z->st.member_byte = z->last_byte;
	z->st.member_out = z->last_out;
	if (z->recover)
		begin_search(z, false, true);
	else
		z->phase = GARBAGE;
	return AGAIN;
}

static int
member_fault(struct gunzip *z)
{
	uint64_t here = position(z);
	size_t rest = 0;

	z->st.crc_expected = z->m.crc_expected;
	z->st.crc_computed = z->m.crc;
	z->st.length_expected = z->m.length_expected;
	z->st.length_computed = z->m.length;
	switch (z->m.fault) {
	case GUNZIP_BAD_HEADER:
		if (z->m.header <= 2 && z->st.member > 1)
			return no_member(z);
		if (z->recover)
			begin_search(z, true, true);
		return fault(z, GUNZIP_BAD_HEADER, here - 1, z->recover ? SEARCH : OVER);
	case GUNZIP_BAD_DATA:
		gunzip_member_rest(&z->m, &rest);
		if (z->recover)
			begin_search(z, true, false);
		return fault(z, GUNZIP_BAD_DATA, here - rest - 1, z->recover ? SEARCH : OVER);
	case GUNZIP_BAD_CRC:
		return fault(z, GUNZIP_BAD_CRC, here - 8, z->recover ? BETWEEN : OVER);
	case GUNZIP_BAD_LENGTH:
		return fault(z, GUNZIP_BAD_LENGTH, here - 4, z->recover ? BETWEEN : OVER);
	default:
		return fault(z, z->m.fault, here, OVER);
	}
}

static bool
swollen(const struct gunzip *z)
{
	return z->max_ratio && z->m.out > RATIO_FROM &&
	       z->m.out / z->max_ratio > position(z) - z->st.member_byte;
}

static int
run_member(struct gunzip *z, struct offer *o)
{
	bool last;
	struct inflate_io io = source(z, o, &last);
	const unsigned char *in = io.in;
	size_t nin = io.nin, nout = io.nout;
	uint64_t header = z->m.header;
	int status = gunzip_member_run(&z->m, &io, last);

	/* A header that cannot be held is not tried again. */
	if (z->m.header > header && z->recover &&
	    buf_add(&z->head, (const char *)in, (size_t)(z->m.header - header)) < 0)
		buf_clear(&z->head);
	took(z, o, &io);
	if (status == STATUS_DAMAGED)
		return member_fault(z);
	if (swollen(z))
		return fault(z, GUNZIP_RATIO, position(z), OVER);
	if (status == 0)
		z->phase = BETWEEN;
	return status == 0 || io.nin < nin || io.nout < nout ? AGAIN : WAIT;
}

static int
begin_member(struct gunzip *z, struct offer *o)
{
	bool last;
	struct inflate_io io = source(z, o, &last);

	while (z->phase == BETWEEN && io.nin && *io.in == 0) {
		io.in++;
		io.nin--;
	}
	took(z, o, &io);
	if (io.nin == 0 && last) {
		z->phase = OVER;
		return AGAIN;
	}
	if (io.nin == 0)
		return held(z) == 0 && o->io.nin ? AGAIN : WAIT;
	number_member(z, position(z));
	gunzip_member_reset(&z->m, false);
	buf_clear(&z->head);
	z->phase = MEMBER;
	return AGAIN;
}

static int
count_garbage(struct gunzip *z, struct offer *o)
{
	bool last;
	struct inflate_io io = source(z, o, &last);

	io.in += io.nin;
	io.nin = 0;
	took(z, o, &io);
	if (last)
		return fault(z, GUNZIP_GARBAGE, z->gap, OVER);
	return o->io.nin ? AGAIN : WAIT;
}

/* A sound member was found; its bytes wait. */
static int
found(struct gunzip *z, enum phase next)
{
	uint64_t byte = position(z);

	z->phase = DELIVER;
	z->next = next;
	z->given = 0;
	z->unnumbered = true;
	if (z->told)
		return AGAIN;
	z->told = true;
	if (byte > z->gap)
		return fault(z, GUNZIP_GARBAGE, z->gap, DELIVER);
	number_member(z, byte);
	z->unnumbered = false;
	return fault(z, GUNZIP_BAD_HEADER, byte, DELIVER);
}

static int
run_search(struct gunzip *z, struct offer *o)
{
	size_t n = o->io.nin < TAKE ? o->io.nin : TAKE;
	bool last = o->end && n == o->io.nin;

	buf_add(&z->search.held, (const char *)o->io.in, n);
	z->st.in += n;
	o->io.in += n;
	o->io.nin -= n;
	switch (gunzip_search_run(&z->search, &z->m, last)) {
	case GUNZIP_SEARCH_FOUND:
		return found(z, BETWEEN);
	case GUNZIP_SEARCH_LONG:
		return found(z, MEMBER);
	case GUNZIP_SEARCH_NONE:
		z->phase = z->told ? OVER : GARBAGE;
		return AGAIN;
	default:
		return o->io.nin ? AGAIN : WAIT;
	}
}

static int
deliver(struct gunzip *z, struct offer *o)
{
	struct buf *from = &z->search.found;
	size_t n = from->n - z->given;

	if (z->unnumbered)
		number_member(z, position(z));
	z->unnumbered = false;
	if (n > o->io.nout)
		n = o->io.nout;
	if (n)
		memcpy(o->io.out, from->p + z->given, n);
	o->io.out += n;
	o->io.nout -= n;
	z->st.out += n;
	z->given += n;
	if (z->given < from->n)
		return WAIT;
	buf_release(from);
	z->search.at = z->search.fed;
	z->phase = z->next;
	return AGAIN;
}

static int
step(struct gunzip *z, struct offer *o)
{
	switch (z->phase) {
	case BEGIN:
	case BETWEEN:
		return begin_member(z, o);
	case MEMBER:
		return run_member(z, o);
	case GARBAGE:
		return count_garbage(z, o);
	case SEARCH:
		return run_search(z, o);
	case DELIVER:
		return deliver(z, o);
	case OVER:
		break;
	}
	return 0;
}

int
gunzip_run(struct gunzip *z, const unsigned char *in, size_t nin, bool end, size_t *used,
	   unsigned char *out, size_t nout, size_t *made)
{
	struct offer o = {{in, nin, out, nout}, end};
	int status;

	do {
		status = step(z, &o);
	} while (status == AGAIN);
	*used = nin - o.io.nin;
	*made = nout - o.io.nout;
	return status == WAIT ? 1 : status;
}
