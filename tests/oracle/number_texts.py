#!/usr/bin/env python3
"""Prints COUNT decimal texts with the bits of their double, as tests/data/number-texts has
them; half and float are zeros.  Python rounds correctly, by code of its own.

The texts: random digits and exponents, shortest texts, halves between two neighbours
written out in full and moved in their last place, and the ends of the range.
"""

import random
import struct
import sys
from decimal import Decimal, getcontext

getcontext().prec = 1200


def double(rng):
    while True:
        bits = rng.getrandbits(63)
        if bits >> 52 < 0x7FE:
            return struct.unpack("<d", struct.pack("<Q", bits))[0]


def next_above(x):
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    return struct.unpack("<d", struct.pack("<q", bits + 1))[0]


def half(rng):
    x = double(rng) * (2.0**-1000 if rng.random() < 0.3 else 1)
    mantissa, e, exponent = str((Decimal(x) + Decimal(next_above(x))) / 2).partition("E")
    if "." not in mantissa:
        mantissa += "."
    return mantissa + rng.choice(["0", "00", "1", "01"]) + e + exponent


def digits(rng):
    n = rng.choice([1, 2, 5, 8, 15, 16, 17, 18, 19, 20, 21, 40, 400])
    text = "".join(rng.choice("0123456789") for _ in range(n))
    dot = rng.randrange(n + 1)
    text = (text[:dot].lstrip("0") or "0") + ("." + text[dot:] if dot < n else "")
    if rng.random() < 0.3:
        return text
    return text + rng.choice("eE") + rng.choice(["", "+", "-"]) + str(rng.randrange(350))


def main():
    rng = random.Random(11)
    kinds = [lambda r: repr(double(r)), half, digits, digits]
    for i in range(int(sys.argv[1])):
        text = rng.choice(["", "-"]) + kinds[i % len(kinds)](rng)
        print("0000 00000000 %s %s" % (struct.pack(">d", float(text)).hex().upper(), text))


main()
