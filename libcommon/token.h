/*
 * token - the small texts that saved states are made of.  Layer: base.
 *
 * A state is one text of [0-9A-Za-z:/.%_-]: no blank, no comma, nothing that cat,
 * sort, cut or a shell could hurt; other signs are left to whoever joins states.
 * Every value has exactly one spelling, and the takers refuse any other, so equal
 * states are equal texts.
 *
 * token_take_* cut what they read off the front of *REST and answer true; on
 * false *REST may have moved and the text is damaged.
 */
#ifndef ML_TOKEN_H
#define ML_TOKEN_H

#include <stdint.h>

#include "buf.h"
#include "status.h"
#include "str.h"

/* Lower-case hexadecimal without leading zeros; 0, or STATUS_LIMIT. */
int token_put_hex(struct buf *out, uint64_t x) MUST_USE;
bool token_take_hex(struct str *rest, uint64_t *x) MUST_USE;

/* The same, refused above this: a sum of many such counts stays within 64 bits. */
#define TOKEN_COUNT_MAX ((uint64_t)1 << 53)
bool token_take_count(struct str *rest, uint64_t *n) MUST_USE;

/* The bits of X as token_put_hex has them. */
int token_put_double(struct buf *out, double x) MUST_USE;
/* Only finite ones, and never -0. */
bool token_take_double(struct str *rest, double *x) MUST_USE;

/* Any bytes; all but [0-9A-Za-z_-] become %xx. */
int token_put_text(struct buf *out, struct str s) MUST_USE;
/* Up to the end or the first byte that token_put_text never writes. */
bool token_take_text(struct str *rest, struct buf *out) MUST_USE;

/* The one sign C. */
bool token_take(struct str *rest, char c) MUST_USE;
/* Everything up to the first C or the end, and that C. */
struct str token_until(struct str *rest, char c);

/* The value of a hexadecimal digit as token_put_hex writes it, or -1. */
int token_digit(char c);

#endif
