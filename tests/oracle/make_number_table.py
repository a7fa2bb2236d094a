#!/usr/bin/env python3
"""Write libcommon/number_table.c: the leading 128 bits of the powers of ten.

    tests/oracle/make_number_table.py > libcommon/number_table.c

Entry q holds floor(10^q * 2^s) with s such that it has exactly 128 bits.  The
script also proves, over every exponent in use, the integer formulas for
logarithms that number.c and number_print.c rely on.
"""
from fractions import Fraction

FIRST, LAST = -342, 324


def floor_log2(x):
    """The largest n with 2^n <= x."""
    n = x.numerator.bit_length() - x.denominator.bit_length()
    return n if Fraction(2) ** n <= x else n - 1


def floor_log10(x):
    """The largest n with 10^n <= x."""
    n = int(floor_log2(x) * 0.30103) - 2
    while Fraction(10) ** (n + 1) <= x:
        n += 1
    return n


def leading_bits(q):
    x = Fraction(10) ** q
    return int(x * Fraction(2) ** (127 - floor_log2(x)))


def prove():
    for q in range(FIRST, LAST + 1):
        x = Fraction(10) ** q
        assert floor_log2(x) == (217706 * q) >> 16 == (1741647 * q) >> 19, q
        exact = Fraction(leading_bits(q)) * Fraction(2) ** (floor_log2(x) - 127) == x
        assert exact == (0 <= q <= 55), q
        # Rounding up is adding one: it never carries out of the low half.
        assert exact or leading_bits(q) % 2**64 != 2**64 - 1, q
    for e in range(-1074, 972):
        x = Fraction(2) ** e
        assert floor_log10(x) == (1262611 * e) >> 22, e
        assert floor_log10(x * Fraction(3, 4)) == (1262611 * e - 524031) >> 22, e


def main():
    prove()
    print("/* Written by tests/oracle/make_number_table.py: change that, not this. */")
    print('#include "number_parts.h"')
    print()
    print("/* clang-format off */")
    print("const uint64_t number_powers[NUMBER_POWER_LAST - NUMBER_POWER_FIRST + 1][2] = {")
    for q in range(FIRST, LAST + 1):
        bits = leading_bits(q)
        print("\t{0x%016x, 0x%016x}, /* 1e%d */" % (bits >> 64, bits % 2**64, q))
    print("};")


main()
