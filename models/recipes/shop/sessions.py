"""Who comes on a day, and with which intent and mood: both are carried over from the last visit and its clicks."""

from __future__ import annotations

import numpy as np

from .catalogue import DAYS, STYLES
from .population import Population
from .truth import Moments, Truth, month_of
from .vocabulary import CATEGORIES, DEPARTMENTS

RETURN = 0.45  # chance to come back for the same category within MEMORY days
MOVE_ON = 0.2  # chance to look for another category of the same department instead
MEMORY = 14  # days after which the last visit is forgotten
FIRST_WEEKDAY = 2  # 1 January 2025 is a Wednesday; 0 = Monday
_HOURS = np.array([2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 7, 7, 9, 8, 6, 6, 7, 8, 10, 13, 15, 14, 9, 5], dtype=float)


class Sessions:
    """Draws the sessions of each day in turn and remembers, per user, the last intent, mood and day."""

    def __init__(self, population: Population, truth: Truth, random: np.random.Generator) -> None:
        self._population, self._truth, self._random = population, truth, random
        users = len(population)
        self._last_day = np.full(users, -10 * MEMORY)
        self._last_intent = np.zeros(users, dtype=np.int64)
        self._last_mood = np.zeros((users, STYLES), dtype=np.float32)
        department = np.array([DEPARTMENTS.index(each.department) for each in CATEGORIES])
        self._neighbours = np.stack([np.flatnonzero(department == each) for each in department])

    def begin(self, day: int) -> tuple[Moments, np.ndarray]:
        """The day's sessions in order of time, and their start in seconds since the beginning of the year."""
        people, random = self._population, self._random
        weekend = 1.25 if (day + FIRST_WEEKDAY) % 7 in (5, 6) else 0.9
        user = np.flatnonzero(random.random(len(people)) < people.activity / DAYS * weekend)
        hour = random.choice(24, len(user), p=_HOURS / _HOURS.sum())
        second = day * 86400 + hour * 3600 + random.integers(0, 3600, len(user))
        order = np.argsort(second, kind="stable")
        user, hour, second = user[order], hour[order], second[order]
        device = (random.random(len(user))[:, None] > np.cumsum(people.device[user], axis=1)[:, :-1]).sum(axis=1)
        recent = day - self._last_day[user] <= MEMORY
        mood = random.normal(0, 0.45, (len(user), STYLES)) + 0.75 * recent[:, None] * self._last_mood[user]
        moments = Moments(user, np.full(len(user), day), hour, device, self._intents(day, user, recent),
                          mood.astype(np.float32))
        return moments, second

    def end(self, moments: Moments, items: np.ndarray, clicked: np.ndarray) -> None:
        """What was clicked colours the mood that the next visit starts from; items, clicked [n, slate]."""
        count = clicked.sum(axis=1)
        style = np.einsum("nkd,nk->nd", self._truth.catalogue.style[items], clicked.astype(np.float32))
        taste = self._population.taste[month_of(moments.day), moments.user]
        pull = np.where(count[:, None] > 0, style / np.maximum(count, 1)[:, None] - taste, 0)
        user = moments.user
        self._last_mood[user] = 0.7 * moments.mood + 0.3 * pull
        self._last_intent[user] = moments.intent
        self._last_day[user] = moments.day

    def _intents(self, day: int, user: np.ndarray, recent: np.ndarray) -> np.ndarray:
        """The last category again, one beside it, or a fresh one by affinity and season (a Gumbel maximum)."""
        random = self._random
        wish = self._population.affinity[user] + self._truth.season[month_of(np.array(day))]
        fresh = (wish + random.gumbel(0, 1, wish.shape)).argmax(axis=1)
        last = self._last_intent[user]
        beside = self._neighbours[last, random.integers(0, self._neighbours.shape[1], len(user))]
        draw = random.random(len(user))
        intent = np.where(recent & (draw < RETURN), last, fresh)
        return np.where(recent & (draw >= RETURN) & (draw < RETURN + MOVE_ON), beside, intent)
