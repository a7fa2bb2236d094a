/*
 * gzip: any sizes of the pieces give the same, and what zlib's own inflate gives, whichever
 * backend there is.  A byte of options, a byte for the pieces, then gz.h.
 */
#include "fuzz.h"
#include "gunzip.h"
#include "gz.h"
#include "rng.h"

#include "../unit/gzip_files.h"

enum { OUT_MOST = 8 << 20, ROOM = 1 << 16 };

struct made {
	struct buf text;
	struct buf faults;
	bool bad_data;
	enum gunzip_fault first;
};

static void
note_fault(struct made *m, const struct gunzip_state *s)
{
	m->bad_data |= s->fault == GUNZIP_BAD_DATA;
	if (m->faults.n == 0)
		m->first = s->fault;
	buf_addf(&m->faults, "%d of %zu from %zu to %zu at %zu garbage %zu\n", (int)s->fault,
		 (size_t)s->member, (size_t)s->member_byte, (size_t)s->member_out,
		 (size_t)s->fault_byte, (size_t)s->garbage);
}

/* Pieces of up to MOST bytes; recovery may go on for ever in vain, so it is bounded. */
static void
run(struct made *m, struct str s, bool recover, uint64_t most)
{
	struct gunzip *z = gunzip_new(recover, 0);
	size_t given = 0, used, made;
	struct rng rng;
	int status = 1;

	*m = (struct made){.first = GUNZIP_OK};
	buf_init(&m->text, BUF_CAP_MAX);
	buf_init(&m->faults, BUF_CAP_MAX);
	rng_seed(&rng, most);
	while (status != 0 && m->text.n < OUT_MOST) {
		size_t nin = 1 + (size_t)rng_below(&rng, most);
		size_t nout = 1 + (size_t)rng_below(&rng, most);

		nin = nin < s.n - given ? nin : s.n - given;
		HOLD(buf_reserve(&m->text, nout) == 0);
		status = gunzip_run(z, (const unsigned char *)s.p + given, nin, given + nin == s.n,
				    &used, (unsigned char *)m->text.p + m->text.n, nout, &made);
		HOLD(used <= nin && made <= nout);
		HOLD(status == 1 || status == 0 || status == STATUS_DAMAGED);
		given += used;
		m->text.n += made;
		if (status == STATUS_DAMAGED)
			note_fault(m, gunzip_state(z));
	}
	HOLD(gunzip_state(z)->out == m->text.n);
	gunzip_free(z);
}

static void
release(struct made *m)
{
	buf_release(&m->text);
	buf_release(&m->faults);
}

static void
hold_oracle(const struct made *m, struct str s)
{
	enum gunzip_fault fault;
	struct buf expected;

	buf_init(&expected, BUF_CAP_MAX);
	fault = gzip_oracle(s, &expected);
	if (m->first == GUNZIP_OK && s.n) {
		HOLD(fault == GUNZIP_OK);
		HOLD_SAME(buf_str(&expected), buf_str(&m->text));
	}
	/* In a corrupt header of a block the backends may part later: inflate.h. */
	if (fault == GUNZIP_TRUNCATED && !m->bad_data)
		HOLD(str_starts(buf_str(&expected), buf_str(&m->text)));
	buf_release(&expected);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = fuzz_str(data, size);
	unsigned choice = fuzz_byte(&rest), pieces = fuzz_byte(&rest);
	struct made whole, parts;
	struct buf stream, text;
	bool sound;

	buf_init(&stream, BUF_CAP_MAX);
	buf_init(&text, BUF_CAP_MAX);
	gz_make(&rest, &stream, &text, &sound);
	run(&whole, buf_str(&stream), choice & 1, ROOM);
	run(&parts, buf_str(&stream), choice & 1, 1 + pieces % 64 * (pieces % 64));
	if (sound) {
		HOLD(whole.faults.n == 0);
		HOLD_SAME(buf_str(&text), buf_str(&whole.text));
	}
	if (!whole.bad_data && !parts.bad_data && whole.text.n < OUT_MOST) {
		HOLD_SAME(buf_str(&whole.text), buf_str(&parts.text));
		HOLD_SAME(buf_str(&whole.faults), buf_str(&parts.faults));
	}
	if (!(choice & 1) && whole.text.n < OUT_MOST)
		hold_oracle(&whole, buf_str(&stream));
	release(&whole);
	release(&parts);
	buf_release(&stream);
	buf_release(&text);
	return 0;
}
