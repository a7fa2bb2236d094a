/*
 * json_shape - lines that look like earlier ones.  Layer: parse; for json*.c.
 *
 * Lines of one log mostly have the same keys in the same order.  A shape is what the
 * walk over the tokens of one line came to: if the tokens of another line are the same
 * characters, its nesting is the same, and what is left to check is that the keys beside
 * the wanted ones and among them are the same and that no bracket, comma or colon
 * stands at a place that the walk would have refused.  A line that fits no shape is
 * walked over.  A few shapes are kept.
 */
#ifndef ML_JSON_SHAPE_H
#define ML_JSON_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json;

enum { JSON_SHAPES = 4, JSON_SHAPE_TOKENS = 256, JSON_SHAPE_DEPTH = 32 };

/* Something at, or behind, a token. */
struct json_spot {
	uint16_t token;
	uint16_t other; /* see below */
	uint32_t what;
};

enum json_spots {
	JSON_KEYS,     /* what: the key in front of the colon */
	JSON_OBJECTS,  /* what: the byte behind the brace, '"' or '}' */
	JSON_CLOSES,   /* a closing bracket */
	JSON_TAKEN,    /* the value behind the token and OTHER commas, for the slot WHAT */
	JSON_SPANS,    /* brackets from the token to token OTHER, for the slot WHAT */
	JSON_SEGMENTS, /* OTHER commas (any number if WHAT is 0) up to the next token */
	JSON_SPOTS
};

struct json_shape {
	size_t tokens; /* 0: no shape */
	uint64_t not_empty;
	uint64_t forgotten; /* keys forgotten by the trie before it was learnt */
	uint64_t hits;
	size_t n[JSON_SPOTS];
	char kind[JSON_SHAPE_TOKENS];
	struct json_spot spot[JSON_SPOTS][JSON_SHAPE_TOKENS];
};

struct json_shapes {
	struct json_shape shape[JSON_SHAPES];
	size_t last;    /* the one that fitted last */
	uint64_t waits; /* lines to go before another is learnt */
	uint64_t patience;
};

/*
 * Does for the line, if all of it was scanned in one chunk, what json_match would do.
 * False if no shape fits: then nothing may be relied upon but what was scanned.
 */
bool json_shape_match(struct json *j);
/* Learns the shape of the sound line that json_match went over. */
void json_shape_learn(struct json *j);

#endif
