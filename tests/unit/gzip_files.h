/*
 * gzip_files - gzip streams for tests, sound and damaged, made by zlib; and what
 * zlib's inflate, the oracle, makes of them.
 */
#ifndef ML_GZIP_FILES_H
#define ML_GZIP_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "buf.h"
#include "gunzip.h"
#include "rng.h"

enum { GZIP_RAW = -15, GZIP_WHOLE = 31 };

/* Appends what deflate makes of S, raw or a whole member with an empty header. */
static inline void
gzip_deflate(struct buf *out, struct str s, int window, int level, int strategy)
{
	z_stream z = {0};
	size_t most;

	if (deflateInit2(&z, level, Z_DEFLATED, window, 9, strategy) != Z_OK)
		abort();
	most = deflateBound(&z, s.n) + 64;
	if (buf_reserve(out, most) < 0)
		abort();
	z.next_in = (z_const Bytef *)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (Bytef *)out->p + out->n;
	z.avail_out = (uInt)most;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	out->n += z.total_out;
	deflateEnd(&z);
}

static inline void
gzip_member(struct buf *out, struct str s)
{
	gzip_deflate(out, s, GZIP_WHOLE, 6, Z_DEFAULT_STRATEGY);
}

static inline void
gzip_add32(struct buf *out, uint32_t v)
{
	for (int i = 0; i < 4; i++, v >>= 8)
		buf_addc(out, (char)(v & 0xff));
}

/* A member with the header given, right but for what the header says. */
static inline void
gzip_behind_header(struct buf *out, struct str header, struct str s)
{
	buf_add(out, header.p, header.n);
	gzip_deflate(out, s, GZIP_RAW, 6, Z_DEFAULT_STRATEGY);
	gzip_add32(out, (uint32_t)crc32(0, (const Bytef *)s.p, (uInt)s.n));
	gzip_add32(out, (uint32_t)s.n);
}

/* N lines of a log, JSON objects that differ in every field. */
static inline void
gzip_log(struct buf *out, size_t n, uint64_t seed)
{
	struct rng r;

	rng_seed(&r, seed);
	for (size_t i = 0; i < n; i++) {
		buf_addf(out, "{\"ts\": %zu, \"id\": \"r%06zu\", \"model\": \"%c\", ",
			 1700000000 + i, i, (int)('a' + rng_below(&r, 3)));
		buf_addf(out, "\"latency_ms\": %.3f, \"label\": %d, \"score\": %.6f}\n",
			 rng_double(&r) * 80, (int)rng_below(&r, 2), rng_double(&r));
	}
}

/* zlib's word for what is wrong, as ours.  It does not know of a missing trailer. */
static inline enum gunzip_fault
gzip_oracle_fault(const z_stream *z, int status)
{
	if (status == Z_STREAM_END)
		return GUNZIP_OK;
	if (status != Z_DATA_ERROR || !z->msg)
		return GUNZIP_TRUNCATED;
	if (strcmp(z->msg, "incorrect data check") == 0)
		return GUNZIP_BAD_CRC;
	if (strcmp(z->msg, "incorrect length check") == 0)
		return GUNZIP_BAD_LENGTH;
	return strstr(z->msg, "header") || strstr(z->msg, "unknown") ? GUNZIP_BAD_HEADER
								     : GUNZIP_BAD_DATA;
}

/*
 * The oracle: appends what zlib's inflate(windowBits 31) makes of the members of S
 * before it meets anything wrong, and says what that is.  Zero bytes are skipped.
 */
static inline enum gunzip_fault
gzip_oracle(struct str s, struct buf *out)
{
	enum { ROOM = 1 << 16 };
	enum gunzip_fault fault;
	z_stream z = {0};
	int status = s.n ? Z_OK : Z_STREAM_END;

	if (inflateInit2(&z, GZIP_WHOLE) != Z_OK)
		abort();
	z.next_in = (z_const Bytef *)s.p;
	z.avail_in = (uInt)s.n;
	while (status == Z_OK) {
		if (buf_reserve(out, ROOM) < 0)
			abort();
		z.next_out = (Bytef *)out->p + out->n;
		z.avail_out = ROOM;
		status = inflate(&z, Z_NO_FLUSH);
		out->n += ROOM - z.avail_out;
		while (status == Z_STREAM_END && z.avail_in && *z.next_in == 0) {
			z.next_in++;
			z.avail_in--;
		}
		if (status == Z_STREAM_END && z.avail_in)
			status = inflateReset(&z);
	}
	fault = gzip_oracle_fault(&z, status);
	inflateEnd(&z);
	return fault;
}

/* The 20 files: sound ones, then one for each kind of damage. */
struct gzip_file {
	const char *name;
	enum gunzip_fault fault; /* one that BAD_CRC stands for may be BAD_DATA as well */
	uint64_t member;         /* at the fault */
	uint64_t fault_byte;
	bool recovers; /* with recovery the log from this byte on comes, too */
	size_t recovered_from;
	struct buf bytes;
};

enum { GZIP_FILES = 20, GZIP_LINES = 4000 };

struct gzip_set {
	struct buf log;
	size_t half; /* of the log, behind a line */
	struct gzip_file file[GZIP_FILES];
	size_t n;
};

static inline struct buf *
gzip_set_add(struct gzip_set *set, const char *name, enum gunzip_fault fault, uint64_t member)
{
	struct gzip_file *f = &set->file[set->n++];

	*f = (struct gzip_file){.name = name, .fault = fault, .member = member};
	buf_init(&f->bytes, BUF_CAP_MAX);
	return &f->bytes;
}

static inline struct gzip_file *
gzip_set_last(struct gzip_set *set, uint64_t fault_byte)
{
	struct gzip_file *f = &set->file[set->n - 1];

	f->fault_byte = fault_byte;
	return f;
}

static inline void
gzip_set_recovers(struct gzip_set *set, uint64_t fault_byte)
{
	struct gzip_file *f = gzip_set_last(set, fault_byte);

	f->recovers = true;
	f->recovered_from = set->half;
}

static inline struct gzip_file *
gzip_set_find(struct gzip_set *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->file[i].name, name) == 0)
			return &set->file[i];
	abort();
}

static inline void
gzip_add(struct buf *to, const struct buf *from, size_t n)
{
	buf_add(to, from->p, n);
}

/* A header with every flag; the extra field is no list of subfields. */
static inline void
gzip_full_header(struct buf *h)
{
	buf_add(h, "\x1f\x8b\x08\x1e\0\0\0\0\0\x03\x04\0abcdname\0comment\0", 29);
	gzip_add32(h, (uint32_t)crc32(0, (const Bytef *)h->p, (uInt)h->n));
	h->n -= 2;
}

static inline void
gzip_set_sound(struct gzip_set *set, const struct buf *g, const struct buf *g1,
	       const struct buf *g2)
{
	struct str all = buf_str(&set->log);
	size_t cut = set->half - 30;
	struct buf *b, h;

	b = gzip_set_add(set, "ok", GUNZIP_OK, 1);
	gzip_add(b, g, g->n);
	b = gzip_set_add(set, "two", GUNZIP_OK, 2);
	gzip_add(b, g1, g1->n);
	gzip_add(b, g2, g2->n);
	b = gzip_set_add(set, "two_split", GUNZIP_OK, 2);
	gzip_member(b, (struct str){all.p, cut});
	gzip_member(b, (struct str){all.p + cut, all.n - cut});
	b = gzip_set_add(set, "empty_member", GUNZIP_OK, 3);
	gzip_member(b, STR(""));
	gzip_add(b, g, g->n);
	gzip_member(b, STR(""));
	b = gzip_set_add(set, "allflags", GUNZIP_OK, 1);
	buf_init(&h, 64);
	gzip_full_header(&h);
	gzip_behind_header(b, buf_str(&h), all);
	b = gzip_set_add(set, "zeros", GUNZIP_OK, 1);
	gzip_add(b, g, g->n);
	for (int i = 0; i < 512; i++)
		buf_addc(b, '\0');
	gzip_set_add(set, "empty", GUNZIP_OK, 0);
	b = gzip_set_add(set, "notgz", GUNZIP_BAD_HEADER, 1);
	gzip_add(b, &set->log, set->log.n);
	gzip_set_last(set, 0);
	buf_release(&h);
}

/* One member, damaged. */
static inline void
gzip_set_damaged(struct gzip_set *set, const struct buf *g)
{
	struct str all = buf_str(&set->log);
	struct buf *b, h;

	b = gzip_set_add(set, "garbage", GUNZIP_GARBAGE, 1);
	gzip_add(b, g, g->n);
	buf_adds(b, "trailing garbage here\n");
	gzip_set_last(set, g->n);
	b = gzip_set_add(set, "trunc_half", GUNZIP_TRUNCATED, 1);
	gzip_add(b, g, g->n / 2);
	gzip_set_last(set, g->n / 2);
	b = gzip_set_add(set, "trunc_trailer", GUNZIP_NO_TRAILER, 1);
	gzip_add(b, g, g->n - 5);
	gzip_set_last(set, g->n - 5);
	b = gzip_set_add(set, "trunc_hdr", GUNZIP_TRUNCATED, 1);
	gzip_add(b, g, 7);
	gzip_set_last(set, 7);
	b = gzip_set_add(set, "flip_mid", GUNZIP_BAD_CRC, 1);
	gzip_add(b, g, g->n);
	b->p[g->n / 2] ^= 0x40;
	gzip_set_last(set, g->n - 8);
	b = gzip_set_add(set, "bad_crc", GUNZIP_BAD_CRC, 1);
	gzip_add(b, g, g->n);
	b->p[g->n - 7] ^= 1;
	gzip_set_last(set, g->n - 8);
	b = gzip_set_add(set, "bad_isize", GUNZIP_BAD_LENGTH, 1);
	gzip_add(b, g, g->n);
	b->p[g->n - 2] ^= 1;
	gzip_set_last(set, g->n - 4);
	b = gzip_set_add(set, "bad_hcrc", GUNZIP_BAD_HEADER, 1);
	buf_init(&h, 64);
	gzip_full_header(&h);
	h.p[h.n - 1] ^= 1;
	gzip_behind_header(b, buf_str(&h), all);
	gzip_set_last(set, h.n - 1)->recovers = true;
	buf_release(&h);
}

/* Two members, one of them damaged. */
static inline void
gzip_set_second(struct gzip_set *set, const struct buf *g1, const struct buf *g2)
{
	struct buf *b;

	b = gzip_set_add(set, "two_trunc2", GUNZIP_TRUNCATED, 2);
	gzip_add(b, g1, g1->n);
	gzip_add(b, g2, g2->n / 2);
	gzip_set_last(set, b->n);
	b = gzip_set_add(set, "two_trunc2hdr", GUNZIP_TRUNCATED, 2);
	gzip_add(b, g1, g1->n);
	gzip_add(b, g2, 6);
	gzip_set_last(set, b->n);
	b = gzip_set_add(set, "two_badmagic2", GUNZIP_GARBAGE, 1);
	gzip_add(b, g1, g1->n);
	gzip_add(b, g2, g2->n);
	b->p[g1->n + 1] ^= 1;
	gzip_set_recovers(set, g1->n);
	b = gzip_set_add(set, "two_corrupt1", GUNZIP_BAD_CRC, 1);
	gzip_add(b, g1, g1->n);
	gzip_add(b, g2, g2->n);
	memset(b->p + g1->n / 2, 0xff, 40);
	gzip_set_recovers(set, g1->n - 8);
}

static inline void
gzip_set_init(struct gzip_set *set)
{
	struct buf g, g1, g2;
	struct str all;

	set->n = 0;
	buf_init(&set->log, BUF_CAP_MAX);
	buf_init(&g, BUF_CAP_MAX);
	buf_init(&g1, BUF_CAP_MAX);
	buf_init(&g2, BUF_CAP_MAX);
	gzip_log(&set->log, GZIP_LINES, 7);
	all = buf_str(&set->log);
	set->half = (size_t)((char *)memchr(all.p + all.n / 2, '\n', all.n / 2) - all.p) + 1;
	gzip_member(&g, all);
	gzip_member(&g1, (struct str){all.p, set->half});
	gzip_member(&g2, (struct str){all.p + set->half, all.n - set->half});
	gzip_set_sound(set, &g, &g1, &g2);
	gzip_set_damaged(set, &g);
	gzip_set_second(set, &g1, &g2);
	buf_release(&g);
	buf_release(&g1);
	buf_release(&g2);
}

static inline void
gzip_set_release(struct gzip_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		buf_release(&set->file[i].bytes);
	buf_release(&set->log);
}

#endif
