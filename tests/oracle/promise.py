"""False alarms where nothing has changed: the share of windows with any drift over 20
columns, 1,000 draws of n = 50, 200, 1,000 and 20 of 100,000, each method by itself.

    python3 tests/oracle/promise.py [METHOD...]

Independent normals, a third of them rounded to few values; 20 references of max(n, 1,000)
rows, the windows of each compared by mldrift -w 1h.  mldrift is to be in PATH.  Then a shift
of 0.01 sd at n = 1,000,000, which is to be significant and no drift.
"""

import os
import subprocess
import sys
import tempfile

import numpy as np

METHODS = ["psi", "js", "ks", "wasserstein", "hellinger", "kl", "chi2", "cramers_v", "linf",
           "cvm", "ad"]
COLUMNS = 20
REFERENCES = 20


def rows(rng, n):
    x = rng.standard_normal((n, COLUMNS))
    x[:, ::3] = np.round(x[:, ::3])
    return x


def write(path, x, hours):
    with open(path, "w") as out:
        out.write("ts\t" + "\t".join("x%d" % j for j in range(COLUMNS)) + "\n")
        for row, hour in zip(x.tolist(), hours):
            out.write("%d\t" % (1700002800 + 3600 * hour))
            out.write("\t".join(map(repr, row)) + "\n")


def drifts(folder, method, *options):
    command = ["mldrift", "-q", "-m", method, "-r", folder + "/reference.tsv", *options,
               folder + "/current.tsv"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:]]


def promise(folder, methods, n, windows):
    rng = np.random.default_rng(n)
    alarms = dict.fromkeys(methods, 0)
    for _ in range(REFERENCES):
        write(folder + "/reference.tsv", rows(rng, max(n, 1000)), [0] * max(n, 1000))
        each = windows // REFERENCES
        write(folder + "/current.tsv", rows(rng, n * each), [i // n for i in range(n * each)])
        for method in methods:
            found = drifts(folder, method, "-w", "1h")
            alarms[method] += len({row["ts"] for row in found if row["drift"] == "1"})
    for method in methods:
        print("%-12s n = %-6d %4d of %4d windows: %.1f %%" %
              (method, n, alarms[method], windows, 100 * alarms[method] / windows), flush=True)


def shift(folder, methods):
    rng = np.random.default_rng(1)
    n = 1000000
    for name, by in (("reference", 0), ("current", 0.01)):
        np.savetxt(folder + "/" + name + ".tsv", rng.standard_normal(n) + by, header="x",
                   comments="", fmt="%.9g")
    for method in methods:
        row = drifts(folder, method)[0]
        print("%-12s shift of 0.01 sd, n = %d: p = %s, drift %s" %
              (method, n, row["p_adjusted"], row["drift"]), flush=True)


def main():
    methods = sys.argv[1:] or METHODS
    with tempfile.TemporaryDirectory() as folder:
        for n in (50, 200, 1000):
            promise(folder, methods, n, 1000)
        promise(folder, methods, int(os.environ.get("LARGE", 100000)), 20)
        shift(folder, methods)


main()
