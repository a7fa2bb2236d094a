/*
 * bits_file - test data: lines of doubles written as their 64 bits in hexadecimal.
 */
#ifndef ML_BITS_FILE_H
#define ML_BITS_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "token.h"

enum { BITS_LINE_MAX = 256 };

static inline double
bits_double(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

static inline uint64_t
double_bits(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits;
}

/* Reads one line into X; the number of doubles, or -1 at the end. */
static inline int
bits_line(FILE *in, double x[BITS_LINE_MAX])
{
	uint64_t bits = 0;
	int n = 0, digits = 0, c;

	while ((c = getc(in)) != EOF) {
		if (token_digit((char)c) >= 0) {
			bits = bits << 4 | (uint64_t)token_digit((char)c);
			digits++;
		} else if (digits == 16 && n < BITS_LINE_MAX) {
			x[n++] = bits_double(bits);
			digits = 0;
		}
		if (c == '\n')
			return n;
	}
	return -1;
}

#endif
