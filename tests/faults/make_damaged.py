#!/usr/bin/env python3
"""Writes tests/data/damaged: one small log as sound and as damaged gzip files.

Run by hand; the tests use the files kept.  Another zlib makes other bytes, and then
other lines are sound: tests/faults/table.tsv holds the counts printed here.
"""

import datetime
import gzip
import json
import os
import random
import struct
import sys
import zlib

LINES = 1200
COLUMNS = ["ts", "id", "model", "score", "label", "latency_ms"]


def line(rng, i):
    return {
        "ts": 1700000000 + i,
        "id": "r%06d" % i,
        "model": rng.choice("abc"),
        "latency_ms": round(rng.lognormvariate(3, 1), 3),
        "label": rng.randint(0, 1),
        "score": round(rng.random(), 6),
    }


def flip(data, at, bit=1):
    out = bytearray(data)
    out[at] ^= bit
    return bytes(out)


def compress(data, level=9):
    return gzip.compress(data, level, mtime=0)


def with_all_flags(raw):
    """A member with every optional header field, and where its body begins."""
    head = b"\x1f\x8b\x08\x1e" + bytes(5) + b"\x03\x04\0abcd" + b"name\0comment\0"
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(raw) + deflate.flush()
    return head, body + struct.pack("<II", zlib.crc32(raw), len(raw))


def make(raw):
    half = raw.index(b"\n", len(raw) // 2) + 1
    whole, first, second = compress(raw, 6), compress(raw[:half], 6), compress(raw[half:], 6)
    head, body = with_all_flags(raw)
    middle = len(first) // 2
    return {
        "ok": whole,
        "two": first + second,
        "two_split": compress(raw[: half - 30]) + compress(raw[half - 30 :]),
        "empty_member": compress(b"") + whole + compress(b""),
        "allflags": head + body,
        "zeros": whole + bytes(512),
        "empty": b"",
        "notgz": raw,
        "garbage": whole + b"trailing garbage here\n",
        "trunc_half": whole[: len(whole) // 2],
        "trunc_trailer": whole[:-5],
        "trunc_hdr": whole[:7],
        "flip_mid": flip(whole, len(whole) // 2, 0x40),
        "bad_crc": flip(whole, -7),
        "bad_isize": flip(whole, -2),
        "bad_hcrc": flip(head, -1) + body,
        "two_trunc2": first + second[: len(second) // 2],
        "two_trunc2hdr": first + second[:6],
        "two_badmagic2": first + b"\x1f\x8a" + second[2:],
        "two_corrupt1": first[:middle] + b"\xff" * 40 + first[middle + 40 :] + second,
    }


def decoded(data):
    """What inflate yields before it stops, member after member."""
    out = b""
    while data:
        inflate = zlib.decompressobj(31)
        try:
            for i in range(len(data)):
                out += inflate.decompress(data[i : i + 1])
                if inflate.eof:
                    break
        except zlib.error:
            return out
        if not inflate.eof:
            return out
        data = data[i + 1 :].lstrip(b"\0")
    return out


def sound_lines(data, raw):
    got = data if data[:2] != b"\x1f\x8b" and data else decoded(data)
    n = len(os.path.commonprefix([got, raw]))
    return raw[:n].count(b"\n")


def main():
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data/damaged")
    os.makedirs(folder, exist_ok=True)
    rng = random.Random(7)
    rows = [line(rng, i) for i in range(LINES)]
    raw = ("\n".join(json.dumps(r) for r in rows) + "\n").encode()
    for name, data in make(raw).items():
        with open(os.path.join(folder, name + ".gz"), "wb") as out:
            out.write(data)
        sys.stdout.write("%s\t%d bytes\t%d sound lines\n" % (name, len(data), sound_lines(data, raw)))
    with open(os.path.join(folder, "rows.tsv"), "w", encoding="ascii") as out:
        out.write("\t".join(COLUMNS) + "\n")
        for row in rows:
            when = datetime.datetime.fromtimestamp(row["ts"], datetime.timezone.utc)
            row["ts"] = when.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            out.write("\t".join(str(row[c]) for c in COLUMNS) + "\n")


main()
