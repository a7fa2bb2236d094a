#!/usr/bin/env python3
"""Write tests/data/zoneinfo/offsets.txt: what Python's zoneinfo makes of the files there.

    tests/oracle/make_zone.py > tests/data/zoneinfo/offsets.txt

"u ZONE SECOND OFFSET": the offset in force at a UTC second.
"l ZONE SECOND UTC TWIST": the UTC second of a local one; twist 1 is a fold, 2 a gap.
"""
import pathlib
import random
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

FOLDER = pathlib.Path(__file__).parent.parent / "data" / "zoneinfo"
ZONES = ("Europe/Berlin", "Europe/Dublin", "Australia/Lord_Howe", "America/New_York")
EPOCH = datetime(1970, 1, 1)


def offset_at(zone, second):
    moment = EPOCH.replace(tzinfo=timezone.utc) + timedelta(seconds=second)
    return int(moment.astimezone(zone).utcoffset().total_seconds())


def to_utc(zone, second):
    local = (EPOCH + timedelta(seconds=second)).replace(tzinfo=zone)
    first = second - int(local.utcoffset().total_seconds())
    again = second - int(local.replace(fold=1).utcoffset().total_seconds())
    if first == again:
        return first, 0
    return first, 1 if first + offset_at(zone, first) == second else 2


def changes(zone):
    """The UTC seconds of the changes of some years, by bisection."""
    for year in (1893, 1916, 1945, 1980, 1981, 2024, 2025, 2037, 2038, 2050, 2400):
        begin = int((datetime(year, 1, 1) - EPOCH).total_seconds())
        for day in range(begin, begin + 366 * 86400, 86400):
            low, high = day, day + 86400
            if offset_at(zone, low) == offset_at(zone, high):
                continue
            while high - low > 1:
                middle = (low + high) // 2
                if offset_at(zone, middle) == offset_at(zone, low):
                    low = middle
                else:
                    high = middle
            yield high


def main():
    rng = random.Random(1)
    for name in ZONES:
        with open(FOLDER / name, "rb") as file:
            zone = ZoneInfo.from_file(file, name)
        for _ in range(100):
            second = rng.randrange(-4000000000, 30000000000)
            print("u", name, second, offset_at(zone, second))
            print("l", name, second, *to_utc(zone, second))
        for at in changes(zone):
            print("u", name, at - 1, offset_at(zone, at - 1))
            print("u", name, at, offset_at(zone, at))
            for base in (at + offset_at(zone, at - 1), at + offset_at(zone, at)):
                for near in (-3600, -1, 0, 1, 900, 1800, 3599):
                    print("l", name, base + near, *to_utc(zone, base + near))


main()
