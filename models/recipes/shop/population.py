"""The customers: what their account says, and the hidden tastes that it only partly explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .catalogue import STYLES
from .vocabulary import AGE_GROUPS, CATEGORIES, COLOURS, DEVICES, MARKETS, OCCUPATIONS

MONTHS = 12


@dataclass(frozen=True)
class Population:
    """Columns over the users; row = user index from 0. Hidden: everything below `market`."""

    age_group: np.ndarray  # int64 [users]
    occupation: np.ndarray  # int64 [users]
    market: np.ndarray  # int64 [users]
    taste: np.ndarray  # float32 [MONTHS, users, STYLES], drifts from month to month
    affinity: np.ndarray  # float32 [users, categories], log-odds of being interested in a category
    favourite_colour: np.ndarray  # int64 [users]
    price_level: np.ndarray  # float32 [users], the relative price that feels right
    price_sensitivity: np.ndarray  # float32 [users], positive
    novelty: np.ndarray  # float32 [users], liking of what is new
    activity: np.ndarray  # float64 [users], expected sessions a year
    device: np.ndarray  # float64 [users, devices], share of sessions by device

    def __len__(self) -> int:
        return len(self.age_group)


def make_population(users: int, random: np.random.Generator) -> Population:
    """Account data explain a quarter to a third of the variance of taste and affinity; the rest is the customer's own."""
    age = random.choice(len(AGE_GROUPS), users, p=(0.16, 0.25, 0.21, 0.17, 0.13, 0.08))
    retired, student = OCCUPATIONS.index("retired"), OCCUPATIONS.index("student")
    occupation = random.integers(0, len(OCCUPATIONS), users)
    occupation = np.where((age == 5) & (random.random(users) < 0.7), retired, occupation)
    occupation = np.where((age == 0) & (random.random(users) < 0.6), student, occupation)
    market = random.choice(len(MARKETS), users, p=(0.2, 0.17, 0.14, 0.13, 0.12, 0.06, 0.12, 0.06))

    def explained(width: int, deviation: float) -> np.ndarray:
        columns = ((age, AGE_GROUPS), (occupation, OCCUPATIONS), (market, MARKETS))
        return sum(random.normal(0, deviation, (len(names), width))[codes] for codes, names in columns)

    taste = explained(STYLES, 0.35) + random.normal(0, 1.0, (users, STYLES))
    steps = random.normal(0, 0.15, (MONTHS, users, STYLES))
    steps[0] = 0
    income = random.normal(0, 0.15, len(OCCUPATIONS)) + 0.05 * np.arange(len(OCCUPATIONS)) / len(OCCUPATIONS)
    own_affinity = random.normal(0, 1.1, (users, len(CATEGORIES)))
    return Population(
        age_group=age, occupation=occupation, market=market,
        taste=(taste + np.cumsum(steps, axis=0)).astype(np.float32),
        affinity=(explained(len(CATEGORIES), 0.45) + own_affinity).astype(np.float32),
        favourite_colour=random.integers(0, len(COLOURS), users),
        price_level=(income[occupation] + random.normal(0, 0.25, users)).astype(np.float32),
        price_sensitivity=random.gamma(4, 0.5, users).astype(np.float32),
        novelty=random.gamma(2, 0.3, users).astype(np.float32),
        activity=5 + random.gamma(1.3, 13, users),
        device=_device_shares(age, random))


def _device_shares(age: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The older the customer, the less the phone."""
    phone = np.clip(0.8 - 0.1 * age + random.normal(0, 0.15, len(age)), 0.05, 0.95)
    tablet = (1 - phone) * 0.3
    shares = np.stack([phone, tablet, 1 - phone - tablet], axis=1)
    assert shares.shape[1] == len(DEVICES)
    return shares
