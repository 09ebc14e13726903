"""How well items without any history are found, by what is known of them: the ablation of the item tower."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np
import torch
from torch.nn import functional

from export.card import table
from recommendation.content import ContentItemTower, Contents
from recommendation.content_training import SUBSETS, content_vectors, takings, train_content
from recommendation.dataset import Encoded
from recommendation.metrics import Estimate, estimate, hits
from recommendation.retrieval import Retrieval, full_ranks
from recommendation.settings import ContentSettings, TowerSettings
from recommendation.welcome import Welcome

MASKS = {
    "image": (True, False, False),
    "text": (False, True, False),
    "attributes": (False, False, True),
    "image + text": (True, True, False),
    "image + attributes": (True, False, True),
    "text + attributes": (False, True, True),
    "all": (True, True, True),
}
SINGLE = ("image", "text", "attributes")
ALL, POPULAR, CHANCE = "all", "clicks of its category", "chance"
GROUP = "item.category"  # the mean popularity of its known items is a guess for an arrival


@dataclass(frozen=True)
class ArrivalRanks:
    """Per method, the rank of each target among all items not seen, and among the arrivals alone: float64 [n]."""

    among_all: Mapping[str, np.ndarray]
    among_arrivals: Mapping[str, np.ndarray]

    def table(self) -> str:
        """HitRate@10 and MRR with 95 % intervals."""
        rows = []
        for name, ranks in self.among_all.items():
            alone = self.among_arrivals[name]
            rows.append([name, estimate(hits(ranks, 10)), estimate(1 / ranks), estimate(hits(alone, 10)),
                         estimate(1 / alone)])
        header = ["embedded from", "HR@10, all items", "MRR, all items", "HR@10, arrivals only", "MRR, arrivals only"]
        return table(header, rows)

    def best_single(self) -> str:
        """The modality that does best alone, by HR@10 among the arrivals."""
        return max(SINGLE, key=lambda name: hits(self.among_arrivals[name], 10).mean())

    def gain(self) -> Estimate:
        """Paired difference of HR@10 among the arrivals: all modalities against the best single one."""
        alone = self.among_arrivals
        return estimate(hits(alone[ALL], 10) - hits(alone[self.best_single()], 10))

    def gain_among_all(self) -> Estimate:
        """The same among all items."""
        ranks = self.among_all
        best = max(SINGLE, key=lambda name: hits(ranks[name], 10).mean())
        return estimate(hits(ranks[ALL], 10) - hits(ranks[best], 10))


@dataclass(frozen=True)
class ContentTowers:
    """The tower to be served, and those to compare it with.

    `alone`: towers that were trained for one modality only, with nothing else to learn. `strengths`: how far arrivals
    are moved towards the mean user, per mask, so that arrivals have the same share of the lists whatever is known of them.
    """

    served: ContentItemTower
    alone: Mapping[str, ContentItemTower]
    strengths: Mapping[str, float]
    direction: torch.Tensor  # [d], of the mean user

    def vectors(self, name: str, contents: Contents) -> torch.Tensor:
        """[n, d]: unit vectors of items without an identity, by what the mask leaves of them."""
        tower = self.alone.get(name, self.served)
        content = content_vectors(tower, contents.only(*MASKS[name]))
        return functional.normalize(content + self.strengths[name] * self.direction, dim=1)


def learn_content(
    data: Encoded, retrieval: Retrieval, settings: ContentSettings, towers: TowerSettings, seed: int
) -> ContentTowers:
    """The tower for all modalities and one for each alone; then how readily each of them has to show arrivals."""
    taken, welcome = takings(data, retrieval, towers.windows), Welcome.of(data, retrieval)
    arrivals = data.contents.take(torch.from_numpy(data.arrivals))
    served = train_content(data, retrieval, settings, towers, seed, taken)
    alone, strengths = {}, {}
    for name in SINGLE:
        chances = (SUBSETS == MASKS[name]).all(axis=1).astype(float)
        alone[name] = train_content(data, retrieval, settings, towers, seed, taken, chances)
    for name, mask in MASKS.items():
        content = content_vectors(alone.get(name, served), arrivals.only(*mask))
        strengths[name] = welcome.strength(content)
    with torch.no_grad():
        served.welcome.copy_(strengths[ALL] * welcome.direction)
    return ContentTowers(served, alone, strengths, welcome.direction)


def arrival_ranks(
    retrieval: Retrieval, towers: ContentTowers, data: Encoded, positions: np.ndarray, targets: np.ndarray
) -> ArrivalRanks:
    """`targets` int64 [n]: the arrival, a row of `data.contents`, that was taken at each of the positions."""
    users, first = retrieval.user_embeddings(data, positions), data.arrivals[0]
    known = retrieval.scores(data, positions, users, exclude_seen=True)
    arrivals = data.contents.take(torch.from_numpy(data.arrivals))
    scores = {name: (known, (users @ towers.vectors(name, arrivals).T).numpy()) for name in MASKS}
    among_all, alone = {}, {}
    for name, (old, new) in {**_baselines(data, known), **scores}.items():
        among_all[name] = full_ranks(np.concatenate([old, new], axis=1), targets)
        alone[name] = full_ranks(new, targets - first)
    return ArrivalRanks(among_all, alone)


def _baselines(data: Encoded, known: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Scores of the known items [n, items + 1], minus infinity as in `known`, and of the arrivals [n, arrivals]."""
    generator, fields = np.random.default_rng(5), data.encoder.fields(data.encoder.names("item_tower", "categorical"))
    column = next(field.start for field in fields if field.name == GROUP)
    group, of_arrivals = data.item_codes[:, column].numpy(), data.contents.codes[data.arrivals, column].numpy()
    liked = np.bincount(group, data.popularity) / np.maximum(np.bincount(group), 1)
    scores = {}
    for name, old, new in (
        (CHANCE, generator.random(known.shape), generator.random((len(known), len(of_arrivals)))),
        (POPULAR, np.broadcast_to(data.popularity, known.shape),
         np.broadcast_to(liked[of_arrivals], (len(known), len(of_arrivals)))),
    ):
        scores[name] = np.where(np.isfinite(known), old, -np.inf).astype(np.float32), new.astype(np.float32)
    return scores
