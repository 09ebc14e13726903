"""The truth that a real shop never sees: the probability of a click for any customer, item and moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .catalogue import Catalogue
from .population import Population
from .vocabulary import CATEGORIES, DEPARTMENTS, DEVICES

BASE = -7.6
MATCH, STYLE, QUALITY, AFFINITY, SEASON, COLOUR = 1.9, 1.25, 0.6, 0.25, 0.5, 0.5


@dataclass(frozen=True)
class Moments:
    """When and in which mood customers look; all arrays have one row per moment."""

    user: np.ndarray  # int64 [n]
    day: np.ndarray  # int64 [n], 0..364
    hour: np.ndarray  # int64 [n], 0..23
    device: np.ndarray  # int64 [n]
    intent: np.ndarray  # int64 [n], the category looked for
    mood: np.ndarray  # float32 [n, STYLES], what the taste of the moment adds to the lasting one

    def take(self, rows: np.ndarray) -> "Moments":
        return Moments(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


class Truth:
    """True click probabilities. The simulator draws from them; evaluation measures with them."""

    def __init__(self, catalogue: Catalogue, population: Population) -> None:
        self.catalogue = catalogue
        self.population = population
        self.season = season_table()
        self.relation = _relation_table()
        self.daypart = _wave(4, 0.25, 2.4)
        self.device = _wave(len(DEVICES), 0.3, 1.7)

    def probability(self, moments: Moments, items: np.ndarray) -> np.ndarray:
        """Probability of a click on an item that the customer has seen: items int64 [n, k] → [n, k]."""
        return 1 / (1 + np.exp(-self.utility(moments, items)))

    def utility(self, moments: Moments, items: np.ndarray) -> np.ndarray:
        """Log-odds of a click, the sum of the terms below: items int64 [n, k] → float32 [n, k]."""
        shop, people = self.catalogue, self.population
        user, category = moments.user[:, None], shop.category[items]
        style = np.einsum("nkd,nd->nk", shop.style[items], self.target(moments)) * STYLE
        match = self.relation[moments.intent[:, None], category] * MATCH
        affinity = people.affinity[user, category] * AFFINITY
        season = self.season[month_of(moments.day)[:, None], category] * SEASON
        colour = (shop.colour[items] == people.favourite_colour[user]) * COLOUR
        hour = self.daypart[moments.hour[:, None] // 6, category]
        device = self.device[moments.device[:, None], category]
        total = BASE + style + match + affinity + season + colour + hour + device + shop.quality[items] * QUALITY
        return (total + self._price(moments, items) + self._novelty(moments, items)).astype(np.float32)

    def target(self, moments: Moments) -> np.ndarray:
        """Style looked for at the moment: lasting taste of the month plus mood, float32 [n, STYLES]."""
        return self.population.taste[month_of(moments.day), moments.user] + moments.mood

    def _price(self, moments: Moments, items: np.ndarray) -> np.ndarray:
        """Too dear hurts more than too cheap, and more on a phone."""
        people = self.population
        gap = self.catalogue.relative_price[items] - people.price_level[moments.user][:, None]
        gap = gap + 0.1 * (moments.device == DEVICES.index("phone"))[:, None]
        cost = np.where(gap > 0, 1.2 * gap, -0.5 * gap)
        return -people.price_sensitivity[moments.user][:, None] * np.minimum(cost, 2.0) * 0.8

    def _novelty(self, moments: Moments, items: np.ndarray) -> np.ndarray:
        """What is new is interesting, with a half-life of three weeks."""
        age = np.maximum(moments.day[:, None] - self.catalogue.launch_day[items], 0)
        return self.population.novelty[moments.user][:, None] * np.exp2(-age / 21.0)


def month_of(day: np.ndarray) -> np.ndarray:
    """Month 0..11 of a day 0..364 of a common year."""
    ends = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    return np.searchsorted(ends, day, side="right")


def season_table() -> np.ndarray:
    """Interest in a category by month, in log-odds: float32 [12, categories]."""
    peak = np.array([each.peak for each in CATEGORIES])
    swing = np.array([each.swing for each in CATEGORIES])
    return (swing * np.cos(2 * np.pi * (np.arange(12)[:, None] + 1 - peak) / 12)).astype(np.float32)


def _relation_table() -> np.ndarray:
    """How much an item of one category serves the intent for another: 1 the same, 0.4 same department, else 0."""
    department = np.array([DEPARTMENTS.index(each.department) for each in CATEGORIES])
    same = (department[:, None] == department).astype(np.float32) * 0.4
    np.fill_diagonal(same, 1.0)
    return same


def _wave(rows: int, size: float, turn: float) -> np.ndarray:
    """Small fixed effects of a time of day or a device on each category: float32 [rows, categories]."""
    phase = np.arange(len(CATEGORIES)) * turn
    return (size * np.cos(np.arange(rows)[:, None] * 2 * np.pi / rows - phase)).astype(np.float32)
