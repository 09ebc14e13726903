"""Measures lists of recommendations with the truth: the expected click probability of their items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

import numpy as np

from export.card import table
from recommendation.candidates import Candidates, retrieve
from recommendation.dataset import Encoded
from recommendation.metrics import Estimate, estimate, hits, ndcg, ranks_of
from recommendation.ranking import logits
from recommendation.recipe import Outcome

from .simulation import World
from .truth import Moments

TOP = 10
POPULAR, RETRIEVAL, RANKED, ORACLE = "most popular of four weeks", "retrieval", "retrieval + DeepFM", "oracle"


@dataclass(frozen=True)
class Lift:
    """Mean true click probability of the first ten items, per test moment and method: each array is float64 [n]."""

    values: Mapping[str, np.ndarray]
    popular_ranks: np.ndarray  # float64 [n], rank of the test item in the list of popular items, infinity outside

    def table(self) -> str:
        """One row per method, with 95 % bootstrap intervals and the lift over the popular items."""
        base = self.values[POPULAR].mean()
        rows = [[name, estimate(values), f"{values.mean() / base:.2f}"] for name, values in self.values.items()]
        return table(["first ten items by", "true click probability", "times most popular"], rows)

    def gain(self) -> Estimate:
        """Paired difference of ranked and retrieved lists."""
        return estimate(self.values[RANKED] - self.values[RETRIEVAL])

    def popular(self) -> str:
        """How well the popular items of the last weeks hit the test items."""
        return f"HR@10 {estimate(hits(self.popular_ranks, TOP))}, NDCG@10 {estimate(ndcg(self.popular_ranks, TOP))}"


def measure(world: World, sessions: np.ndarray, outcome: Outcome, moments: int, candidates: int) -> Lift:
    """`sessions` int64 [events]: the session in which each event of the interactions took place.

    The moments are those of test events. Items that the user has seen or that are not sold in the user's market are left
    out; one that is not launched yet counts as zero. Every item is taken as looked at: this is the quality of the list, without position bias.
    """
    data = outcome.data
    positions = data.split.test[:: max(1, len(data.split.test) // moments)]
    when = world.log.moments.take(sessions[positions])
    found = retrieve(outcome.retrieval, data, positions, candidates, exclude_seen=True)
    score = logits(outcome.ranker, outcome.inputs, found)
    ranked = np.take_along_axis(found.items, np.argsort(-score, axis=1, kind="stable"), axis=1)
    random, popular = np.random.default_rng(0), _popular(data, found)
    sold = world.catalogue.sold[:, world.population.market[when.user]].T  # [n, items]
    values = {
        "chance": _mean(world, when, random.integers(0, data.item_count, (len(positions), TOP))),
        "the shop's own slate": _mean(world, when, world.log.items[sessions[positions], :TOP]),
        POPULAR: _mean(world, when, _first_sold(popular - 1, sold)),
        RETRIEVAL: _mean(world, when, _first_sold(found.items - 1, sold)),
        RANKED: _mean(world, when, _first_sold(ranked - 1, sold)),
        ORACLE: _oracle(world, when, data, found, sold),
    }
    order = np.zeros(popular.shape)  # all equal: keeps the order of the list
    return Lift(values, ranks_of(order, popular, found.targets))


def _mean(world: World, when: Moments, items: np.ndarray) -> np.ndarray:
    """float64 [n]: mean true probability of item rows [n, k] (from 0)."""
    launched = world.catalogue.launch_day[items] <= when.day[:, None]
    sold = world.catalogue.sold[items, world.population.market[when.user][:, None]]
    return (world.truth.probability(when, items) * (launched & sold)).mean(axis=1, dtype=np.float64)


def _first_sold(items: np.ndarray, sold: np.ndarray) -> np.ndarray:
    """int64 [n, TOP]: of item rows [n, c], the first that are sold; `sold` bool [n, items]."""
    unsold = ~np.take_along_axis(sold, items, axis=1)
    return np.take_along_axis(items, np.argsort(unsold, axis=1, kind="stable")[:, :TOP], axis=1)


def _popular(data: Encoded, found: Candidates) -> np.ndarray:
    """int64 [n, 3 * TOP]: the most clicked items of the last weeks that the user has not seen."""
    order = 1 + np.argsort(-data.items["popularity"].to_numpy(), kind="stable")
    lists = [order[~np.isin(order, data.interactions.seen(position))][: 3 * TOP] for position in found.positions]
    return np.stack(lists)


def _oracle(world: World, when: Moments, data: Encoded, found: Candidates, sold: np.ndarray) -> np.ndarray:
    """The best that any recommender could do: it knows the truth, mood and intent included."""
    best = []
    for rows in np.array_split(np.arange(len(found)), max(1, len(found) // 200)):
        items = np.broadcast_to(np.arange(data.item_count), (len(rows), data.item_count))
        probability = world.truth.probability(when.take(rows), items)
        probability[world.catalogue.launch_day[items] > when.day[rows][:, None]] = 0
        probability[~sold[rows][:, : data.item_count]] = 0
        for row, position in enumerate(found.positions[rows]):
            probability[row, data.interactions.seen(position) - 1] = 0
        best.append(-np.partition(-probability, TOP, axis=1)[:, :TOP].mean(axis=1, dtype=np.float64))
    return np.concatenate(best)
