"""How near to everybody an item without history is put.

A vector that is guessed from content points less surely at anybody than one that was earned: left as it is, arrivals
would hardly ever be shown. They are all moved towards the mean user, by as much as gives items that were held out for
the purpose the share of the lists that they have with their identities.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from recommendation.dataset import Encoded
from recommendation.retrieval import Retrieval

TOP, USERS, HALVINGS, MOST = 10, 1500, 12, 0.5


@dataclass(frozen=True)
class Welcome:
    """Finds the strength; `held` int64 [h] are the items that stand in for arrivals."""

    retrieval: Retrieval
    held: np.ndarray
    direction: Tensor  # [d], of the mean user, of length 1
    users: Tensor  # [n, d]
    scores: np.ndarray  # float32 [n, items + 1], what was seen at minus infinity

    @staticmethod
    def of(data: Encoded, retrieval: Retrieval, held: np.ndarray) -> "Welcome":
        """Judged by the lists at validation events, evenly spread."""
        positions = data.split.validation[:: max(1, len(data.split.validation) // USERS)]
        users = retrieval.user_embeddings(data, positions)
        scores = retrieval.scores(data, positions, users, exclude_seen=True)
        return Welcome(retrieval, held, functional.normalize(users.mean(dim=0), dim=0), users, scores)

    def strength(self, vectors: Tensor) -> float:
        """For content vectors [h, d] of the held-out items: how far they have to go along the direction, by bisection."""
        wanted, low, high = self._share(self.scores), 0.0, MOST
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            moved = functional.normalize(vectors + middle * self.direction, dim=1)
            scores, own = self.scores.copy(), (self.users @ moved.T).numpy()
            scores[:, self.held] = np.where(np.isfinite(scores[:, self.held]), own, -np.inf)
            low, high = (low, middle) if self._share(scores) > wanted else (middle, high)
        return (low + high) / 2

    def _share(self, scores: np.ndarray) -> float:
        """Of the held-out items in the lists."""
        lists = np.argpartition(-scores, TOP, axis=1)[:, :TOP]
        return float(np.isin(lists, self.held).mean())
