#!/usr/bin/env python3
"""Write tests/data/number-print/repr.txt: bits and shortest text of doubles.

    tests/oracle/make_number_print.py > tests/data/number-print/repr.txt

The digits are Python's repr (David Gay's algorithm, mode 0); only their layout is
changed to mlrec's.  The doubles: borders, powers of two and of ten with their
neighbours, and seeded random bit patterns.
"""
import random
import struct


def bits_of(x):
    return struct.unpack(">Q", struct.pack(">d", x))[0]


def double_of(bits):
    return struct.unpack(">d", struct.pack(">Q", bits))[0]


def lay_out(x):
    sign = "-" if repr(x).startswith("-") else ""
    mantissa, _, exponent = repr(abs(x)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    if not digits:
        return sign + "0"
    if point > 17 or point < -3:
        tail = "." + digits[1:] if len(digits) > 1 else ""
        return "%s%s%se%d" % (sign, digits[0], tail, point - 1)
    if point <= 0:
        return sign + "0." + "0" * -point + digits
    if point < len(digits):
        return sign + digits[:point] + "." + digits[point:]
    return sign + digits + "0" * (point - len(digits))


def chosen():
    yield from (0, 1, 2, 3, 2**52 - 1, 2**52, 2**52 + 1, bits_of(1.7976931348623157e308))
    yield from (1 << 63, bits_of(-1.5), bits_of(-5e-324), bits_of(0.1 + 0.2), bits_of(2.0**53))
    for exponent in range(0, 2047):
        yield exponent << 52
        if exponent % 8 == 0:
            yield (exponent << 52) + 1
            yield (exponent << 52) + 2**52 - 1
    for power in range(-323, 309):
        bits = bits_of(float("1e%d" % power))
        yield bits
        if power % 4 == 0:
            yield bits - 1
            yield bits + 1
    rng = random.Random(1)
    for _ in range(1000):
        yield rng.randrange(0x7FF << 52) | rng.randrange(2) << 63
    for _ in range(500):
        yield bits_of(round(rng.random() * 10 ** rng.randrange(6), rng.randrange(12)))


for bits in chosen():
    print("%016x %s" % (bits, lay_out(double_of(bits))))
