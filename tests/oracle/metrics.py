"""Prints the figures that the unit tests of confusion, roc, calibration and metrics hold.

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


def several_classes():
    label = i * 37 % 101 % 3
    raw = np.stack([i * (7 + 4 * k) % 23 + 1 + 6 * (label == k) for k in range(3)], axis=1)
    p = raw / raw.sum(axis=1, keepdims=True)
    pred = p.argmax(axis=1)
    is_label = label[:, None] == np.arange(3)
    for title, w in (("", None), (" weighted", weight)):
        for average in ("macro", "micro", "weighted"):
            given = {"average": average, "sample_weight": w}
            for name, score in (("precision", metrics.precision_score),
                                ("recall", metrics.recall_score),
                                ("f1", metrics.f1_score), ("jaccard", metrics.jaccard_score)):
                show(f"{name} {average}{title}", score(label, pred, **given))
            show(f"fbeta@2 {average}{title}", metrics.fbeta_score(label, pred, beta=2, **given))
            show(f"auroc {average}{title}",
                 metrics.roc_auc_score(label, p, multi_class="ovr", **given))
            show(f"average_precision {average}{title}",
                 metrics.average_precision_score(is_label, p, **given))
        show("log_loss" + title, metrics.log_loss(label, p, sample_weight=w))
        show("brier" + title, np.average(((p - is_label) ** 2).sum(axis=1), weights=w))
        for k in (1, 2):
            show(f"top_k@{k}{title}", metrics.top_k_accuracy_score(label, p, k=k, sample_weight=w))
        tied = np.round(p * 4) / 4
        show("top_k@1 of ties" + title,
             metrics.top_k_accuracy_score(label, tied, k=1, sample_weight=w))


def regression():
    y = (i * 37 % 101 - 50) / 8
    pred = y + (i * 53 % 97 - 45) / 16
    for title, w in (("", None), (" weighted", weight)):
        for score in (metrics.mean_squared_error, metrics.mean_absolute_error,
                      metrics.mean_absolute_percentage_error, metrics.r2_score,
                      metrics.explained_variance_score, metrics.mean_pinball_loss):
            show(score.__name__ + title, score(y, pred, sample_weight=w))
        show("pinball@0.9" + title, metrics.mean_pinball_loss(y, pred, alpha=0.9, sample_weight=w))
        show("mean_error" + title, np.average(pred - y, weights=w))
        size = np.abs(y) + np.abs(pred)
        share = np.divide(2 * np.abs(pred - y), size, out=np.zeros(1000), where=size > 0)
        show("smape" + title, np.average(share, weights=w))
    show("median_absolute_error", metrics.median_absolute_error(y, pred))
    show("max_error", metrics.max_error(y, pred))


def two_classes():
    y = i * 37 % 101 > 40
    score = np.rint((i * 53 % 97 / 97 * 0.6 + y * 0.3 + i * 11 % 17 / 17 * 0.1) * 100) / 100
    pred = score >= 0.5
    for title, w in (("", None), (" weighted", weight)):
        show("log_loss binary" + title, metrics.log_loss(y, score, sample_weight=w))
        show("brier_score_loss" + title, metrics.brier_score_loss(y, score, sample_weight=w))
        for name, score_of in (("precision", metrics.precision_score),
                               ("recall", metrics.recall_score), ("f1", metrics.f1_score),
                               ("jaccard", metrics.jaccard_score)):
            show(f"{name} binary{title}", score_of(y, pred, sample_weight=w))
        tn, fp, fn, tp = metrics.confusion_matrix(y, pred, sample_weight=w).ravel()
        show("tn fp fn tp" + title, (tn, fp, fn, tp))
        show("specificity" + title, tn / (tn + fp))


classes()
scores()
several_classes()
regression()
two_classes()
