/*
 * number - decimal text to double and back, every bit right, in no locale.
 * Layer: parse.
 *
 * Reading: Clinger's fast path, then Eisel-Lemire (Lemire, "Number parsing at a
 * gigabyte per second", 2021), then big-integer comparison; correctly rounded,
 * ties to even.  Writing: the shortest text that reads back, the nearest among
 * the shortest (Giulietti's Schubfach, 2020), laid out in the grammar of mlrec:
 * -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
 */
#ifndef ML_NUMBER_H
#define ML_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "status.h"
#include "str.h"

enum { NUMBER_TEXT_MAX = 32, NUMBER_LITERAL_MAX = 1 << 20 };

/*
 * All of S as a number of that grammar.  0; STATUS_SYNTAX; STATUS_RANGE when it
 * overflows (*X is +-infinity; underflow to 0 is no error); STATUS_LIMIT over
 * NUMBER_LITERAL_MAX bytes.
 */
int number_parse(struct str s, double *x) MUST_USE;
/*
 * The same, and what CSV, logfmt and people write: blanks around it, a leading +,
 * ".5", "5.", leading zeros.  Never hexadecimal, "_", inf or nan.
 */
int number_parse_lax(struct str s, double *x) MUST_USE;
/* True if S is a number of mlrec's grammar, of any size. */
bool number_is(struct str s);
/*
 * S as an integer that fits; STATUS_SYNTAX for anything with a fraction or an
 * exponent, STATUS_RANGE when it does not fit.
 */
int number_parse_int(struct str s, int64_t *x) MUST_USE;

/*
 * Writes X (finite) to P, which has NUMBER_TEXT_MAX bytes; returns the length.
 * Whole numbers below 1e17 have neither point nor exponent; -0 is "-0"; exponents
 * appear below 1e-4 and from 1e17 on ("1e-05" is never written, "1e-5" is).
 */
size_t number_print(double x, char *p);
/*
 * The double nearest to X rounded to so many significant digits, 1 to 17.  NaN and infinities
 * stay, and so does what would become one.
 */
double number_round(double x, int digits);
/* Decimal digits of X, at most 20 bytes with the sign; the length. */
size_t number_print_uint(uint64_t x, char *p);
size_t number_print_int(int64_t x, char *p);

/*
 * Texts that say "no number": empty, nan, null, none, na, n/a, "-" and inf or
 * infinity, in any case; nan, inf and infinity also with a sign.
 */
bool number_is_missing(struct str s);

#endif
