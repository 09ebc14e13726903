"""How near to everybody an item without history is put.

A vector that is guessed from content points less surely at anybody than one that was earned: left as it is, arrivals
would hardly ever be shown among items that are known. So all are moved towards the mean user, by as much as gives the
arrivals of the data set the share of the lists that they have of the catalogue. No click on them is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from recommendation.dataset import Encoded
from recommendation.retrieval import Retrieval

TOP, USERS, HALVINGS, MOST = 10, 3000, 12, 0.5


@dataclass(frozen=True)
class Welcome:
    """Finds the strength from the lists at validation events, evenly spread."""

    direction: Tensor  # [d], of the mean user, of length 1
    users: Tensor  # [n, d]
    known: np.ndarray  # float32 [n, items + 1], what was seen at minus infinity
    due: float  # the arrivals' share of the catalogue

    @staticmethod
    def of(data: Encoded, retrieval: Retrieval) -> "Welcome":
        positions = data.split.validation[:: max(1, len(data.split.validation) // USERS)]
        users = retrieval.user_embeddings(data, positions)
        known = retrieval.scores(data, positions, users, exclude_seen=True)
        due = len(data.arrivals) / len(data.catalogue)
        return Welcome(functional.normalize(users.mean(dim=0), dim=0), users, known, due)

    def strength(self, vectors: Tensor) -> float:
        """For content vectors [a, d] of the arrivals: how far they have to go along the direction, by bisection."""
        low, high = -MOST, MOST
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            moved = functional.normalize(vectors + middle * self.direction, dim=1)
            low, high = (low, middle) if self._share(moved) > self.due else (middle, high)
        return (low + high) / 2

    def _share(self, vectors: Tensor) -> float:
        """Of the arrivals in the lists."""
        scores = np.concatenate([self.known, (self.users @ vectors.T).numpy()], axis=1)
        lists = np.argpartition(-scores, TOP, axis=1)[:, :TOP]
        return float((lists >= self.known.shape[1]).mean())
