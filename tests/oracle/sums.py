#!/usr/bin/env python3
"""Writes tests/data/sums/{sums,products,moments}.txt with Python's exact fractions.

sums      expected value, then the values; products: expected, then x y x y ...;
moments   mean, variance (n - 1), sd, then the values.  All as the bits of a double.
"""
import math
import os
import random
import struct
from fractions import Fraction

MAX = 1.7976931348623157e308
TINY = 5e-324


def bits(x):
    return "%016x" % struct.unpack("<Q", struct.pack("<d", x))[0]


def nearest(x):
    """The double nearest to a fraction; int / int rounds correctly in CPython."""
    try:
        return x.numerator / x.denominator + 0.0
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def root(x):
    """The square root of a fraction, from an integer root of 200 bits or more."""
    shift = 2 * max(0, 400 - (x.numerator.bit_length() - x.denominator.bit_length()))
    whole = math.isqrt((x.numerator << shift) // x.denominator)
    return nearest(Fraction(whole, 1 << shift // 2))


def any_double(rng):
    while True:
        x = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0]
        if math.isfinite(x):
            return x


def sums(rng):
    yield []
    yield [-0.0, -0.0]
    yield [0.1] * 10
    yield [1e16, 1.0, -1e16]
    yield [1e308, 1e308, -1e308]
    yield [1e308, 1e308]
    yield [-MAX, -MAX / 2**54]
    yield [MAX, 2.0**969]
    yield [MAX, 2.0**970]
    yield [TINY, TINY, -MAX, MAX]
    yield [1.0, 2.0**-53]
    yield [1.0, 2.0**-53, TINY]
    yield [1.0 + 2.0**-52, 2.0**-53]
    yield [1.0 + 2.0**-52, 2.0**-53, -TINY]
    yield [-1.0, -(2.0**-53), -TINY]
    yield [2.0**-1022, -TINY]
    for n in (3, 10, 30):
        for _ in range(4):
            yield [any_double(rng) for _ in range(n)]
            yield [rng.uniform(-1, 1) for _ in range(n)]
            yield [rng.randrange(-9, 9) * TINY for _ in range(n)]
        values = [any_double(rng) for _ in range(n)]
        yield values + [-x for x in reversed(values)] + [rng.random()]


def products(rng):
    yield [(TINY, TINY)]
    yield [(TINY, 0.5), (TINY, 0.5)]
    yield [(TINY, 0.5), (1e-320, 0.75), (-1e-310, 0.123)]
    yield [(MAX, MAX), (-MAX, MAX), (3.0, -0.1)]
    yield [(1e200, 1e200)]
    for _ in range(12):
        yield [(any_double(rng), any_double(rng)) for _ in range(6)]
        yield [(rng.gauss(0, 1), rng.gauss(0, 1)) for _ in range(6)]
        yield [(x * 2.0**-1040, rng.random()) for x in map(float, range(6))]


def columns(rng):
    yield [1e9 + i * 1e-6 for i in range(20)]
    yield [1e15 + rng.random() for _ in range(20)]
    yield [rng.gauss(0, 1) for _ in range(40)]
    yield [1e308, -1e308, 5e307]
    yield [1e308, MAX]
    yield [1e-310, 3e-310, -2e-310]
    yield [1e-170, 2e-170, 4e-170]
    yield [0.1, 0.1, 0.1, 0.1 + 2.0**-56]
    yield [float(rng.randrange(100)) for _ in range(40)]


def moments(values):
    x = [Fraction(v) for v in values]
    mean = sum(x) / len(x)
    variance = sum((v - mean) ** 2 for v in x) / (len(x) - 1)
    return [nearest(mean), nearest(variance), root(variance)] + values


def write(folder, name, lines):
    with open(os.path.join(folder, name), "w", encoding="ascii") as out:
        for line in lines:
            out.write(" ".join(map(bits, line)) + "\n")


def main():
    rng = random.Random(1)
    folder = os.path.join(os.path.dirname(__file__), "..", "data", "sums")
    os.makedirs(folder, exist_ok=True)
    write(folder, "sums.txt", ([nearest(sum(map(Fraction, v), Fraction(0)))] + v for v in sums(rng)))
    write(folder, "products.txt", ([nearest(sum(Fraction(x) * Fraction(y) for x, y in v))]
                                   + [z for pair in v for z in pair] for v in products(rng)))
    write(folder, "moments.txt", map(moments, columns(rng)))


main()
