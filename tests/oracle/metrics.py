"""Prints the figures that the unit tests of confusion, roc and calibration hold.

Needs scikit-learn 1.2.1, NumPy 1.24 and SciPy 1.10.  The data is made by the same
arithmetic as in the tests.
"""
import warnings

import numpy as np
from scipy.stats import ks_2samp
from sklearn import metrics

warnings.simplefilter("ignore")
i = np.arange(1000)
weight = (i * 7 % 13 + 1) / 8


def show(name, value):
    print(f"{name:40} {value!r}")


def classes():
    label = i * 37 % 101 % 4
    pred = np.where(i * 53 % 97 < 70, label, i * 29 % 89 % 4)
    show("confusion_matrix", metrics.confusion_matrix(label, pred).tolist())
    for title, w in (("", None), (" weighted", weight)):
        for score in (metrics.accuracy_score, metrics.balanced_accuracy_score,
                      metrics.matthews_corrcoef, metrics.cohen_kappa_score):
            show(score.__name__ + title, score(label, pred, sample_weight=w))


def delong(y, score):
    above, below = score[y], score[~y]
    pairs = (above[:, None] > below) + 0.5 * (above[:, None] == below)
    return pairs.mean(1).var(ddof=1) / len(above) + pairs.mean(0).var(ddof=1) / len(below)


def ece(y, score, bins, w):
    edges = np.arange(bins + 1) / bins
    bin_of = np.maximum(np.searchsorted(edges, score, side="left") - 1, 0)
    gaps = [w[bin_of == k].sum() * abs(np.average(score[bin_of == k], weights=w[bin_of == k])
                                       - np.average(y[bin_of == k], weights=w[bin_of == k]))
            for k in range(bins) if (bin_of == k).any()]
    return sum(gaps) / w.sum()


def scores():
    y = i * 37 % 101 > 40
    score = np.rint((i * 53 % 97 / 97 * 0.6 + y * 0.3 + i * 11 % 17 / 17 * 0.1) * 100) / 100
    for title, w in (("", None), (" weighted", weight)):
        show("roc_auc_score" + title, metrics.roc_auc_score(y, score, sample_weight=w))
        show("average_precision_score" + title,
             metrics.average_precision_score(y, score, sample_weight=w))
        fpr, tpr, _ = metrics.roc_curve(y, score, sample_weight=w, drop_intermediate=False)
        show("ks" + title, np.abs(tpr - fpr).max())
        for bins in (10, 15):
            show(f"ece {bins}" + title, ece(y, score, bins, np.ones(1000) if w is None else w))
    show("ks_2samp", ks_2samp(score[y], score[~y]).statistic)
    show("DeLong", delong(y, score))


classes()
scores()
