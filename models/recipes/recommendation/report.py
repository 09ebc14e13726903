"""Evaluation of the whole pipeline on the test events, as tables for the console and the cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from export.card import table
from recommendation.candidates import Candidates
from recommendation.dataset import Encoded
from recommendation.metrics import Estimate, estimate, hits, list_auc, ndcg, ranks_of
from recommendation.retrieval import Retrieval, full_ranks

RANKING_HEADER = ["", "HR@10", "NDCG@10", "Recall@100"]


@dataclass(frozen=True)
class Report:
    """Ranks of the test targets by method, and the texts made of them."""

    ranks: Mapping[str, np.ndarray]
    candidates: int

    def ranking_table(self) -> str:
        """HR@10, NDCG@10 and Recall@100 with 95 % intervals, one row per method."""
        rows = [
            [name, estimate(hits(ranks, 10)), estimate(ndcg(ranks, 10)), estimate(hits(ranks, 100))]
            for name, ranks in self.ranks.items()
        ]
        return table(RANKING_HEADER, rows)

    def gain(self, better: str, worse: str) -> Estimate:
        """Paired difference of NDCG@10 over users."""
        return estimate(ndcg(self.ranks[better], 10) - ndcg(self.ranks[worse], 10))

    def auc_table(self, methods: Mapping[str, str]) -> str:
        """AUC within the candidate list, for `label -> method`."""
        rows = [[label, estimate(list_auc(self.ranks[name], self.candidates))] for label, name in methods.items()]
        return table(["", "AUC in the list"], rows)

    @property
    def found(self) -> float:
        """Share of targets among the candidates: what no ranker can exceed."""
        return float(np.isfinite(self.ranks[RETRIEVAL]).mean())


POPULAR = "most popular"
POPULAR_UNSEEN = "most popular, seen removed"
RETRIEVAL = "retrieval"
REGRESSION = "retrieval + logistic regression"
MACHINE = "retrieval + factorisation machine"
RANKER = "retrieval + DeepFM"


def baseline_ranks(
    retrieval: Retrieval, data: Encoded, test: Candidates, exclude_seen: bool
) -> dict[str, np.ndarray]:
    """Ranks by popularity (all items) and by the retrieval's own order (within the candidates)."""
    ranks = {POPULAR: popularity_ranks(data, test.positions, False)}
    if exclude_seen:
        ranks[POPULAR_UNSEEN] = popularity_ranks(data, test.positions, True)
    ranks[RETRIEVAL] = ranks_of(test.scores, test.items, test.targets)
    return ranks


def popularity_ranks(data: Encoded, positions: np.ndarray, exclude_seen: bool) -> np.ndarray:
    """float [n]: rank of each position's item among all items by training events."""
    parts = []
    for chunk in np.array_split(positions, max(1, len(positions) // 512)):
        scores = np.tile(data.popularity.astype(np.float32), (len(chunk), 1))
        scores[:, 0] = -np.inf
        if exclude_seen:
            for row, position in enumerate(chunk):
                scores[row, data.interactions.seen(position)] = -np.inf
        parts.append(full_ranks(scores, data.interactions.items[chunk]))
    return np.concatenate(parts)
