"""What the shop showed before it had a recommender: popular and new items of the category, ordered by style."""

from __future__ import annotations

import numpy as np

from .truth import Moments, Truth

POOL, SLATE = 48, 16  # items considered and items shown in one session
SAME_CATEGORY = 0.7  # share of the pool from the category looked for; the rest from the whole shop
FORGET = 0.97  # daily decay of the click counts behind popularity


class Exposure:
    """Draws slates; popularity feeds back on itself, which is what makes the tail long."""

    def __init__(self, truth: Truth, random: np.random.Generator) -> None:
        self._truth, self._random = truth, random
        catalogue = truth.catalogue
        self._order = np.argsort(catalogue.category, kind="stable")  # items grouped by category
        grouped = catalogue.category[self._order]
        categories = catalogue.category.max() + 1
        self._first = np.searchsorted(grouped, np.arange(categories), side="left")
        self._end = np.searchsorted(grouped, np.arange(categories), side="right")
        self._heat = np.zeros(len(catalogue))
        self._fame = random.lognormal(0, 0.5, len(catalogue))

    def slates(self, day: int, moments: Moments) -> np.ndarray:
        """int64 [n, SLATE]: distinct items sold in the market, best first by style and a lot of chance."""
        pool = self._pool(day, moments)
        style = np.einsum("nkd,nd->nk", self._truth.catalogue.style[pool], self._truth.target(moments))
        relevance = 0.8 * style + self._random.gumbel(0, 1, pool.shape)
        market = self._truth.population.market[moments.user][:, None]
        relevance[_repeated(pool) | ~self._truth.catalogue.sold[pool, market]] = -np.inf
        best = np.argpartition(-relevance, SLATE, axis=1)[:, :SLATE]
        rows = np.arange(len(pool))[:, None]
        best = best[rows, np.argsort(-relevance[rows, best], axis=1, kind="stable")]
        return pool[rows, best]

    def learn(self, items: np.ndarray, clicked: np.ndarray) -> None:
        """Adds the day's clicks to what is popular."""
        self._heat = FORGET * self._heat + np.bincount(items[clicked], minlength=len(self._heat))

    def _pool(self, day: int, moments: Moments) -> np.ndarray:
        """int64 [n, POOL], drawn with weights by popularity and novelty among launched items."""
        launch = self._truth.catalogue.launch_day
        boost = 1 + 2 * np.exp2(-np.maximum(day - launch, 0) / 14.0)
        weight = np.where(launch <= day, self._fame * boost * (3 + self._heat) ** 0.65, 0)
        total = np.concatenate([[0], np.cumsum(weight[self._order])])
        draw = self._random.random((len(moments.user), POOL))
        inside = np.arange(POOL) < POOL * SAME_CATEGORY
        low = np.where(inside, total[self._first[moments.intent]][:, None], 0)
        high = np.where(inside, total[self._end[moments.intent]][:, None], total[-1])
        place = np.searchsorted(total, low + draw * (high - low), side="right") - 1
        return self._order[np.minimum(place, len(launch) - 1)]


def _repeated(pool: np.ndarray) -> np.ndarray:
    """True where an item stands in its row a second time: bool, shape of `pool`."""
    order = np.argsort(pool, axis=1, kind="stable")
    ordered = np.take_along_axis(pool, order, axis=1)
    again = np.zeros(pool.shape, dtype=bool)
    again[:, 1:] = ordered[:, 1:] == ordered[:, :-1]
    repeated = np.empty_like(again)
    np.put_along_axis(repeated, order, again, axis=1)
    return repeated
