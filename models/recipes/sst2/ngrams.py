"""A linear teacher: logistic regression on one to three neighbouring pieces, weighted by naive Bayes (Wang & Manning 2012)."""

from __future__ import annotations

from typing import Sequence

import numpy as np
from scipy import optimize, sparse

from .data import Labelled

_BUCKETS = 1 << 18


class NaiveBayesRegression:
    """Learns from labelled rows; `praise` gives probabilities."""

    def __init__(self, labelled: Labelled, penalty: float = 3e-5) -> None:
        features, target = _features(labelled.rows), labelled.praise.astype(np.float64)
        weight = labelled.weight.astype(np.float64)
        good = 1 + features.T @ (target * weight)
        bad = 1 + features.T @ ((1 - target) * weight)
        self._ratio = np.log(good / good.sum()) - np.log(bad / bad.sum())
        scaled = _scaled(features, self._ratio)
        self._weights = optimize.minimize(_objective, np.zeros(_BUCKETS + 1), (scaled, target, weight, penalty), "L-BFGS-B", True,
                                          options={"maxiter": 100}).x

    def praise(self, rows: Sequence[np.ndarray]) -> np.ndarray:
        return _sigmoid(_scaled(_features(rows), self._ratio) @ self._weights[:-1] + self._weights[-1]).astype(np.float32)


def _features(rows: Sequence[np.ndarray]) -> sparse.csr_matrix:
    columns, starts = [], [0]
    for row in rows:
        row = row.astype(np.int64)
        pairs = row[:-1] * 1_000_003 + row[1:]
        triples = pairs[:-1] * 1_000_003 + row[2:]
        found = np.unique(np.concatenate([row, pairs, triples]) * 2_654_435_761 % (1 << 40) >> 22)
        columns.append(found)
        starts.append(starts[-1] + len(found))
    values = np.ones(starts[-1])
    return sparse.csr_matrix((values, np.concatenate(columns), starts), (len(rows), _BUCKETS))


def _scaled(features: sparse.csr_matrix, ratio: np.ndarray) -> sparse.csr_matrix:
    scaled = features @ sparse.diags(ratio)
    norms = np.sqrt(np.asarray(scaled.multiply(scaled).sum(1)).ravel())
    return (sparse.diags(1 / np.maximum(norms, 1e-9)) @ scaled).tocsr()


def _objective(weights: np.ndarray, features: sparse.csr_matrix, target: np.ndarray, weight: np.ndarray,
               penalty: float) -> tuple[float, np.ndarray]:
    scores = features @ weights[:-1] + weights[-1]
    loss = (weight * (np.logaddexp(0, scores) - target * scores)).sum() / weight.sum()
    error = weight * (_sigmoid(scores) - target) / weight.sum()
    slope = np.append(features.T @ error + penalty * weights[:-1], error.sum())
    return loss + penalty / 2 * float(weights[:-1] @ weights[:-1]), slope


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values))
