"""Candidate lists from retrieval: what the ranker trains on and what it re-ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
import torch
from torch import Tensor

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

    def every(self, step: int) -> "Candidates":
        """Every `step`-th candidate of each list."""
        return Candidates(self.positions, self.targets, self.items[:, ::step], self.scores[:, ::step])


def retrieve(
    retrieval: Retrieval, data: Encoded, positions: np.ndarray, count: int, exclude_seen: bool
) -> Candidates:
    """The `count` best items before each position, best first."""
    users = retrieval.user_embeddings(data, positions)
    return nearest(retrieval, data, positions, users, count, exclude_seen)


def nearest(
    retrieval: Retrieval, data: Encoded, positions: np.ndarray, users: Tensor, count: int, exclude_seen: bool
) -> Candidates:
    """The same with the users' embeddings [n, d] at hand."""
    items, scores = [], []
    for chunk in np.array_split(np.arange(len(positions)), max(1, len(positions) // 512)):
        table = retrieval.scores(data, positions[chunk], users[chunk], exclude_seen)
        best = np.argpartition(-table, count, axis=1)[:, :count]
        best.sort(axis=1)  # ties then rank by item index
        order = np.argsort(-np.take_along_axis(table, best, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(best, order, axis=1)
        items.append(best)
        scores.append(np.take_along_axis(table, best, axis=1))
    return Candidates(positions, data.interactions.items[positions], np.concatenate(items), np.concatenate(scores))


@dataclass(frozen=True)
class TrainingLists:
    """Lists whose first column is the target and whose others are sampled negatives.

    `log_q` float32 [g, c] is the logarithm of how often each item is expected among the negatives of its list.
    """

    lists: Candidates
    log_q: np.ndarray

    def __len__(self) -> int:
        return len(self.lists)

    @staticmethod
    def join(parts: Sequence["TrainingLists"]) -> "TrainingLists":
        """All lists of the parts, which have the same number of columns."""
        columns = ("positions", "targets", "items", "scores")
        lists = (np.concatenate([getattr(part.lists, name) for part in parts]) for name in columns)
        return TrainingLists(Candidates(*lists), np.concatenate([part.log_q for part in parts]))


def training_lists(
    retrieval: Retrieval, data: Encoded, settings: RankerSettings, exclude_seen: bool, generator: np.random.Generator
) -> TrainingLists:
    """For each event kept from the towers that retrieval does find: the target, then its negatives.

    Hard negatives come from the same candidates as at serving time, some of them from the first few only; the others
    are drawn by popularity, so that the ranker also knows what is plainly wrong.
    """
    parts = []
    for positions in np.array_split(data.split.ranker, max(1, len(data.split.ranker) // 4096)):
        users = retrieval.user_embeddings(data, positions)
        found = nearest(retrieval, data, positions, users, settings.candidates, exclude_seen)
        chosen = (found.items == found.targets[:, None]).any(axis=1)
        parts.append(_with_negatives(found.part(chosen), users[chosen], retrieval, data, settings, generator))
    return TrainingLists.join(parts)


def _with_negatives(
    found: Candidates,
    users: Tensor,
    retrieval: Retrieval,
    data: Encoded,
    settings: RankerSettings,
    generator: np.random.Generator,
) -> TrainingLists:
    rows, count, near = len(found), found.items.shape[1], min(settings.near, found.items.shape[1])
    first = generator.random((rows, near)).argsort(axis=1)[:, : settings.hard_near]
    anywhere = generator.integers(0, count, (rows, settings.hard))
    hard = np.take_along_axis(found.items, np.concatenate([first, anywhere], axis=1), axis=1)
    share = data.popularity / data.popularity.sum()
    popular = generator.choice(len(share), (rows, settings.popular), p=share)
    negatives = np.concatenate([hard, popular], axis=1)
    # A negative that is the target itself gives way to another candidate.
    other = found.items[np.arange(rows), (found.items[:, 0] == found.targets).astype(int)]
    negatives = np.where(negatives == found.targets[:, None], other[:, None], negatives)
    items = np.concatenate([found.targets[:, None], negatives], axis=1)
    scores = torch.einsum("gd,gcd->gc", users, retrieval.embeddings[torch.from_numpy(items)]).numpy()
    expected = settings.popular * share[items]
    expected += settings.hard_near / near * (scores >= found.scores[:, near - 1 : near] - 1e-6)
    expected += settings.hard / count * (scores >= found.scores[:, -1:] - 1e-6)
    lists = Candidates(found.positions, found.targets, items, scores)
    return TrainingLists(lists, np.log(np.maximum(expected, 1e-6)).astype(np.float32))
