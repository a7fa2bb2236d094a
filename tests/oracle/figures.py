#!/usr/bin/env python3
"""Recomputes tests/figures/*.fig with scikit-learn, NumPy and SciPy; says what differs.

Reads the logs itself, in Python; of each command it takes the log, the columns (-c),
the time range (-S, -U), the task, the positive class and the average.  It needs
scikit-learn, made for 1.2.1:

    python3 -m venv DIR && DIR/bin/pip install scikit-learn==1.2.1 scipy==1.10.1 numpy==1.24.2
    make oracle PYTHON=DIR/bin/python
"""

import datetime
import glob
import gzip
import json
import math
import os
import re
import shlex
import sys

import numpy as np
from sklearn import metrics as sk

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
GUESSED = {
    "ts": ".timestamp",
    "id": ".id",
    "model": ".model",
    "pred": ".prediction",
    "score": ".score",
    "label": ".label",
    "latency_s": ".latency_s",
    "p": ".scores",
}
EPS = np.finfo(float).eps


class Command:
    """One "$ mlparse ... | mlmetric ..." line."""

    def __init__(self, text):
        words = shlex.split(text)
        bar = words.index("|")
        self.files, self.columns = [], GUESSED
        self.since, self.until = None, None
        self.task = self.positive = self.average = None
        self.parse(words[1:bar])
        self.metric(words[bar + 2 :])

    def parse(self, words):
        words = iter(words)
        for word in words:
            if word == "-c":
                self.columns = dict(w.split("=", 1) for w in next(words).split())
            elif word == "-S":
                self.since = moment(next(words))
            elif word == "-U":
                self.until = moment(next(words))
            elif not word.startswith("-"):
                self.files.append(word)

    def metric(self, words):
        for word in words:
            for name in ("task", "positive", "average"):
                if word.startswith("--%s=" % name):
                    setattr(self, name, word.split("=", 1)[1])

    def rows(self):
        for name in self.files:
            path = os.path.join(ROOT, "tests/data/logs", name)
            with (gzip.open if name.endswith(".gz") else open)(path, "rb") as log:
                for line in log:
                    raw = json.loads(line)
                    if self.within(raw):
                        yield {c: pick(raw, p) for c, p in self.columns.items()}

    def within(self, raw):
        if self.since is None and self.until is None:
            return True
        when = moment(raw["timestamp"])
        return (self.since is None or when >= self.since) and (
            self.until is None or when < self.until
        )


def moment(text):
    """An RFC 3339 stamp or date, UTC when it names no zone."""
    text = text.replace(" ", "T").replace("Z", "+00:00")
    when = datetime.datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=datetime.timezone.utc)


def pick(raw, path):
    for key in path.strip(".").split("."):
        raw = raw.get(key) if isinstance(raw, dict) else None
    return raw


def same(value, text):
    if value is None:
        return text == ""
    if str(value) == text:
        return True
    try:
        return float(value) == float(text)
    except (TypeError, ValueError):
        return False


def select(rows, where):
    if where == "-":
        return rows
    pairs = [p.split("=", 1) for p in where.split(";")]
    return [r for r in rows if all(same(r.get(c), v) for c, v in pairs)]


class Group:
    """The rows that one figure is about, and every metric of them."""

    def __init__(self, rows, command):
        self.command = command
        self.rows = rows
        self.labels = [r.get("label") for r in rows]
        self.values = sorted({str(v) for v in self.labels if v is not None})
        self.kind = command.task or self.guess()
        if self.kind == "binary":
            self.binary()
        elif self.kind == "multiclass":
            self.multiclass()
        elif self.kind == "regression":
            both = [
                (float(r["label"]), float(r["pred"]))
                for r in rows
                if r.get("label") is not None and r.get("pred") is not None
            ]
            self.y, self.yhat = (np.array(v) for v in zip(*both))

    def guess(self):
        if not self.values:
            return "none"
        if set(self.values) <= {"0", "1", "0.5", "0.0", "1.0"} or len(self.values) == 2:
            return "binary"
        return "multiclass"

    def binary(self):
        """Labels that are neither class are set aside, as 0.5 is."""
        positive = self.command.positive
        if positive is None or re.fullmatch(r"[0-9.]+", positive):
            true, false = 1.0, 0.0
            cast = float
        else:
            true = positive
            false = next(v for v in self.values if v != positive)
            cast = str
        self.rows = [
            r for r in self.rows if r.get("label") is None or cast(r["label"]) in (true, false)
        ]
        rows = [r for r in self.rows if r.get("label") is not None]
        self.y = np.array([int(cast(r["label"]) == true) for r in rows])
        score = [self.score(r) for r in rows]
        self.s = np.array(score, dtype=float) if None not in score else None
        if all(r.get("pred") is not None for r in rows):
            self.yhat = np.array([int(cast(r["pred"]) == true) for r in rows])
        else:
            self.yhat = (self.s >= 0.5).astype(int)

    def score(self, row):
        if row.get("score") is not None:
            return row["score"]
        return row["p"][self.command.positive] if row.get("p") else None

    def multiclass(self):
        names = self.values
        self.y = np.array([names.index(r["label"]) for r in self.rows])
        self.yhat = np.array([names.index(r["pred"]) for r in self.rows])
        self.p = np.array([[r["p"][n] for n in names] for r in self.rows])

    def value(self, name):
        if name == "n":
            return len(self.rows)
        if name == "labelled":
            return sum(r.get("label") is not None for r in self.rows)
        if name == "rate_label_eq_1":
            labels = [r["label"] for r in self.rows if r.get("label") is not None]
            return np.mean([float(v) == 1 for v in labels])
        found = re.fullmatch(r"(mean|sd|min|max|p[0-9_]+?)_([a-z]\w*)", name)
        if found and found.group(2) != "error":
            return self.statistic(*found.groups())
        return getattr(self, "of_" + self.kind)(name)

    def statistic(self, what, column):
        x = np.array([float(r[column]) for r in self.rows if r.get(column) is not None])
        if what == "mean":
            return math.fsum(x) / len(x)
        if what == "sd":
            return np.std(x, ddof=1)
        if what in ("min", "max"):
            return getattr(np, what)(x)
        return np.percentile(x, float(what[1:].replace("_", ".")))

    def of_binary(self, name):
        y, yhat, s = self.y, self.yhat, self.s
        cells = dict(zip(("tn", "fp", "fn", "tp"), map(int, sk.confusion_matrix(y, yhat, labels=[0, 1]).ravel())))
        if name in cells:
            return cells[name]
        return {
            "specificity": lambda: sk.recall_score(y, yhat, pos_label=0),
            "fpr": lambda: cells["fp"] / (cells["fp"] + cells["tn"]),
            "fnr": lambda: cells["fn"] / (cells["fn"] + cells["tp"]),
            "auroc": lambda: sk.roc_auc_score(y, s),
            "average_precision": lambda: sk.average_precision_score(y, s),
            "brier": lambda: np.mean((s - y) ** 2),
            "log_loss": lambda: sk.log_loss(y, s, eps=EPS),
            "ece_10": lambda: calibration_error(y, s, 10),
            **self.common("binary"),
        }[name]()

    def of_multiclass(self, name):
        y, p = self.y, self.p
        one_hot = np.eye(p.shape[1])[y]
        return {
            "auroc": lambda: np.mean(
                [sk.roc_auc_score(one_hot[:, k], p[:, k]) for k in range(p.shape[1])]
            ),
            "log_loss": lambda: sk.log_loss(y, p, eps=EPS),
            "brier": lambda: np.mean(((p - one_hot) ** 2).sum(axis=1)),
            **self.common(self.command.average or "macro"),
        }[name]()

    def common(self, average):
        y, yhat = self.y, self.yhat
        options = {"average": average, "zero_division": 0}
        return {
            "accuracy": lambda: sk.accuracy_score(y, yhat),
            "balanced_accuracy": lambda: sk.balanced_accuracy_score(y, yhat),
            "precision": lambda: sk.precision_score(y, yhat, **options),
            "recall": lambda: sk.recall_score(y, yhat, **options),
            "f1": lambda: sk.f1_score(y, yhat, **options),
            "mcc": lambda: sk.matthews_corrcoef(y, yhat),
            "kappa": lambda: sk.cohen_kappa_score(y, yhat),
        }

    def of_regression(self, name):
        y, yhat = self.y, self.yhat
        return {
            "mae": lambda: sk.mean_absolute_error(y, yhat),
            "mse": lambda: sk.mean_squared_error(y, yhat),
            "rmse": lambda: math.sqrt(sk.mean_squared_error(y, yhat)),
            "medae": lambda: sk.median_absolute_error(y, yhat),
            "mape": lambda: sk.mean_absolute_percentage_error(y, yhat),
            "r2": lambda: sk.r2_score(y, yhat),
            "mean_error": lambda: np.mean(yhat - y),
        }[name]()


def calibration_error(y, s, bins):
    """Expected calibration error; equal widths, bin k holds k/bins < s <= (k+1)/bins."""
    at = np.searchsorted(np.arange(1, bins) / bins, s, side="left")
    total = 0.0
    for k in range(bins):
        inside = at == k
        if inside.any():
            total += inside.mean() * abs(s[inside].mean() - y[inside].mean())
    return total


def check(path):
    """How many figures of one file agree and differ."""
    agree = differ = 0
    command, rows, groups = None, [], {}
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if line.startswith("$ "):
            command = Command(line[2:])
            rows, groups = list(command.rows()), {}
        elif line and not line.startswith("#"):
            where, column, want, *tolerance = line.split("\t")
            if where not in groups:
                groups[where] = Group(select(rows, where), command)
            got = groups[where].value(column)
            bound = float(tolerance[0]) if tolerance else 1e-9 * abs(float(want))
            if abs(got - float(want)) <= bound:
                agree += 1
            else:
                differ += 1
                print("%s:%d: %s %s: kept %s, computed %r" % (os.path.relpath(path, ROOT), number, where, column, want, got))
    return agree, differ


def main():
    paths = sys.argv[1:] or sorted(glob.glob(os.path.join(ROOT, "tests/figures/*.fig")))
    sums = [check(path) for path in paths]
    agree, differ = (sum(v) for v in zip(*sums))
    print("%d figures agree, %d differ" % (agree, differ))
    sys.exit(differ != 0)


main()
