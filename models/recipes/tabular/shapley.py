"""Shapley values over all subsets of the features (Shapley, 1953), exact and slow: the oracle of the service's sampling."""

from __future__ import annotations

from itertools import product
from math import factorial
from typing import Callable, Mapping

import numpy as np

from .schema import Schema

Tensors = Mapping[str, np.ndarray]


def exact(
    model: Callable[[Tensors], np.ndarray], schema: Schema, row: Tensors, background: Tensors
) -> tuple[np.ndarray, np.ndarray]:
    """The mean answer over the background [outputs], and each feature's part [features, outputs].

    `row` is one row, `background` some. The worth of a subset is the mean answer when its features are the row's and the
    others those of a row of the background.
    """
    count, rows = len(schema), len(next(iter(background.values())))
    subsets = np.array(list(product((False, True), repeat=count)))
    answers = model(_mixed(schema, row, background, np.repeat(subsets, rows, axis=0)))
    worth = answers.reshape(len(subsets), rows, -1).astype(np.float64).mean(axis=1)
    place = {subset.tobytes(): index for index, subset in enumerate(subsets)}
    weights = np.array([factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)])
    parts = np.zeros((count, worth.shape[1]))
    for feature in range(count):
        for index in np.flatnonzero(~subsets[:, feature]):
            joined = subsets[index].copy()
            joined[feature] = True
            parts[feature] += weights[subsets[index].sum()] * (worth[place[joined.tobytes()]] - worth[index])
    return worth[0], parts


def _mixed(schema: Schema, row: Tensors, background: Tensors, chosen: np.ndarray) -> dict[str, np.ndarray]:
    """The background repeated for each subset, with the chosen features of the row."""
    repeats = len(chosen) // len(next(iter(background.values())))
    mixed = {}
    for tensor in schema.inputs:
        columns = [schema.names.index(feature.name) for feature in schema.columns(tensor)]
        base = np.concatenate([background[tensor]] * repeats)
        picked = chosen[:, columns] if base.ndim > 1 else chosen[:, columns[0]]
        mixed[tensor] = np.where(picked, row[tensor], base)
    return mixed
