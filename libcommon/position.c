/*
 * The hash is a chain over pieces of 64 KiB: each piece is hashed together with the hash
 * of those before it, so that the hash at any offset needs only the piece at hand.
 */
#include "position.h"

#include <errno.h>
#include <stdlib.h>

#include "hash.h"
#include "xalloc.h"

enum { PIECE = 64 << 10, LINK = 8 };

struct chain {
	char *piece; /* the hash of those before it, then its bytes */
	size_t n;    /* of its bytes */
	uint64_t at; /* offset behind them */
};

static void
put_link(struct chain *c, uint64_t hash)
{
	for (int i = 0; i < LINK; i++)
		c->piece[i] = (char)(hash >> (8 * i));
	c->n = 0;
}

static uint64_t
chain_hash(const struct chain *c)
{
	return hash_stable(STR_N(c->piece, LINK + c->n));
}

static void
feed(struct chain *c, const char *p, size_t n)
{
	while (n) {
		size_t part = n < PIECE - c->n ? n : PIECE - c->n;

		memcpy(c->piece + LINK + c->n, p, part);
		c->n += part;
		c->at += part;
		p += part;
		n -= part;
		if (c->n == PIECE)
			put_link(c, chain_hash(c));
	}
}

struct search {
	struct chain chain;
	const struct position *known;
	size_t n;
	struct position_search *result;
};

/* The first offset after the chain's that is known, UINT64_MAX: none. */
static uint64_t
next_known(const struct search *s)
{
	uint64_t next = UINT64_MAX;

	for (size_t i = 0; i < s->n; i++)
		if (s->known[i].offset > s->chain.at && s->known[i].offset < next)
			next = s->known[i].offset;
	return next;
}

static void
compare(struct search *s)
{
	uint64_t hash = chain_hash(&s->chain);

	for (size_t i = 0; i < s->n; i++)
		if (s->known[i].offset == s->chain.at && s->known[i].hash == hash)
			s->result->found = i;
}

static void
take(struct search *s, const char *p, size_t n)
{
	while (n) {
		uint64_t next = next_known(s);
		size_t part = next - s->chain.at < n ? (size_t)(next - s->chain.at) : n;

		feed(&s->chain, p, part);
		p += part;
		n -= part;
		if (s->chain.at == next)
			compare(s);
	}
}

static void
take_block(struct search *s, const struct input_block *b, bool gzip)
{
	size_t whole = b->n;

	while (!gzip && whole && b->p[whole - 1] != '\n')
		whole--;
	s->chain.at = b->offset;
	take(s, b->p, whole);
	if (whole)
		s->result->end = (struct position){s->chain.at, chain_hash(&s->chain)};
	s->result->unended = whole < b->n;
}

/* What keeps the file from being read to its end; 0 for what is in its bytes. */
static int
error_of(const struct input_fault *f)
{
	return f->kind == INPUT_FAULT_OPEN || f->kind == INPUT_FAULT_READ ? f->error_number : 0;
}

int
position_find(const char *path, const struct position *known, size_t n, bool recover,
	      struct position_search *result)
{
	const struct input_options o = {.recover = recover};
	struct search s = {.known = known, .n = n, .result = result};
	struct input *in = input_new(&path, 1, &o);
	struct input_block block;
	struct input_fault fault;
	int event, error = 0;

	*result = (struct position_search){.found = SIZE_MAX};
	s.chain.piece = xmalloc(LINK + PIECE);
	put_link(&s.chain, 0);
	while (!error && (event = input_next(in, &block, &fault)) > 0) {
		if (event == INPUT_BLOCK)
			take_block(&s, &block, input_was_gzip(in));
		else if (event == INPUT_FAULT)
			error = error_of(&fault);
	}
	free(s.chain.piece);
	input_free(in);
	errno = error;
	return error ? STATUS_IO : 0;
}

bool
position_at(const char *path, uint64_t offset, bool recover, struct position *p)
{
	const struct input_options o = {.recover = recover};
	struct input *in = input_new(&path, 1, &o);
	struct chain chain = {.piece = xmalloc(LINK + PIECE)};
	struct input_block block;
	struct input_fault fault;
	int event;

	put_link(&chain, 0);
	while (chain.at < offset && (event = input_next(in, &block, &fault)) > 0) {
		if (event != INPUT_BLOCK)
			continue;
		chain.at = block.offset;
		feed(&chain, block.p,
		     offset - chain.at < block.n ? (size_t)(offset - chain.at) : block.n);
	}
	*p = (struct position){chain.at, chain_hash(&chain)};
	free(chain.piece);
	input_free(in);
	return chain.at == offset;
}
