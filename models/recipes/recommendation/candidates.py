"""Candidate lists from retrieval: what the ranker trains on and what it re-ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommendation.dataset import Encoded
from recommendation.retrieval import Retrieval
from recommendation.settings import RankerSettings


@dataclass(frozen=True)
class Candidates:
    """Lists of candidate items, each for one user just before one position.

    `items` int64 [g, c] and `scores` float32 [g, c] (inner products); `positions` and `targets` int64 [g], the target
    being what the user did take at the position.
    """

    positions: np.ndarray
    targets: np.ndarray
    items: np.ndarray
    scores: np.ndarray

    def __len__(self) -> int:
        return len(self.positions)

    def part(self, chosen: np.ndarray) -> "Candidates":
        """The chosen lists."""
        return Candidates(self.positions[chosen], self.targets[chosen], self.items[chosen], self.scores[chosen])


def retrieve(
    retrieval: Retrieval, data: Encoded, positions: np.ndarray, count: int, exclude_seen: bool
) -> Candidates:
    """The `count` best items before each position, best first."""
    items, scores = [], []
    for chunk in np.array_split(positions, max(1, len(positions) // 512)):
        table = retrieval.scores(data, chunk, exclude_seen)
        best = np.argpartition(-table, count, axis=1)[:, :count]
        best.sort(axis=1)  # ties then rank by item index
        order = np.argsort(-np.take_along_axis(table, best, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(best, order, axis=1)
        items.append(best)
        scores.append(np.take_along_axis(table, best, axis=1))
    return Candidates(positions, data.interactions.items[positions], np.concatenate(items), np.concatenate(scores))


def training_lists(
    retrieval: Retrieval, data: Encoded, settings: RankerSettings, exclude_seen: bool, generator: np.random.Generator
) -> Candidates:
    """For each event kept from the towers that retrieval does find: the target, then its negatives.

    Hard negatives come from the same candidates as at serving time, half of them from the first 50; the others are
    drawn by popularity, so that the ranker also knows what is plainly wrong.
    """
    parts = []
    for positions in np.array_split(data.split.ranker, max(1, len(data.split.ranker) // 4096)):
        found = retrieve(retrieval, data, positions, settings.candidates, exclude_seen)
        found = found.part((found.items == found.targets[:, None]).any(axis=1))
        parts.append(_with_negatives(found, retrieval, data, settings, generator))
    return Candidates(*(np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS))


_COLUMNS = ("positions", "targets", "items", "scores")


def _with_negatives(
    found: Candidates,
    retrieval: Retrieval,
    data: Encoded,
    settings: RankerSettings,
    generator: np.random.Generator,
) -> Candidates:
    rows, near = len(found), settings.hard // 2
    near_columns = generator.random((rows, 50)).argsort(axis=1)[:, :near]
    far_columns = generator.integers(0, found.items.shape[1], (rows, settings.hard - near))
    hard = np.take_along_axis(found.items, np.concatenate([near_columns, far_columns], axis=1), axis=1)
    share = data.popularity / data.popularity.sum()
    popular = generator.choice(len(share), (rows, settings.popular), p=share)
    negatives = np.concatenate([hard, popular], axis=1)
    # A negative that is the target itself gives way to another candidate.
    other = found.items[np.arange(rows), (found.items[:, 0] == found.targets).astype(int)]
    negatives = np.where(negatives == found.targets[:, None], other[:, None], negatives)
    items = np.concatenate([found.targets[:, None], negatives], axis=1)
    users = retrieval.user_embeddings(data, found.positions).numpy()
    scores = np.einsum("gd,gcd->gc", users, retrieval.embeddings.numpy()[items])
    return Candidates(found.positions, found.targets, items, scores.astype(np.float32))
