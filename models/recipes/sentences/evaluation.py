"""How well texts find those of the same intent by the cosine of their vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Found:
    """For each query the reciprocal rank of the first text of its intent; `first` says whether it is the nearest."""

    reciprocal: np.ndarray

    @property
    def first(self) -> np.ndarray:
        return self.reciprocal == 1


def search(index: np.ndarray, index_intents: np.ndarray, queries: np.ndarray, query_intents: np.ndarray) -> Found:
    """`index` [m, d] and `queries` [n, d] need not have length one; ties count against the query."""
    similar = _unit(queries) @ _unit(index).T
    hit = query_intents[:, None] == index_intents[None, :]
    best = np.where(hit, similar, -np.inf).max(1, keepdims=True)
    return Found(1 / (1 + ((similar >= best) & ~hit).sum(1)))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
