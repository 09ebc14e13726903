"""One year of the shop, day by day: sessions, slates, clicks and purchases, drawn from the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .catalogue import DAYS, Catalogue, make_catalogue
from .exposure import SLATE, Exposure
from .population import Population, make_population
from .sessions import Sessions
from .truth import Moments, Truth

USERS, ITEMS, SEED = 20_000, 6_000, 11  # the shop that is published
PATIENCE = 0.13  # the chance that position p (from 0) is looked at is 1 / (1 + PATIENCE * p)
BUY_BASE = -1.6


@dataclass(frozen=True)
class Log:
    """What happened. One row per session in `moments` and `second`; one row of SLATE items per session below."""

    moments: Moments  # [sessions], in order of time
    second: np.ndarray  # int64 [sessions], start in seconds since the beginning of the year
    items: np.ndarray  # int32 [sessions, SLATE], what was shown, best position first
    clicked: np.ndarray  # bool [sessions, SLATE]
    bought: np.ndarray  # bool [sessions, SLATE], a subset of clicked


@dataclass(frozen=True)
class World:
    """The shop after its year."""

    catalogue: Catalogue
    population: Population
    truth: Truth
    log: Log
    sessions: Sessions  # as the last day left them: whoever goes on from here goes on with the same random numbers


def simulate(users: int, items: int, seed: int) -> World:
    """The same arguments give the same world, bit for bit."""
    random = np.random.default_rng(seed)
    catalogue = make_catalogue(items, random)
    population = make_population(users, random)
    truth = Truth(catalogue, population)
    sessions, exposure = Sessions(population, truth, random), Exposure(truth, random)
    days = [_day(day, sessions, exposure, truth, random) for day in range(DAYS)]
    return World(catalogue, population, truth, _join(days), sessions)


def _day(day: int, sessions: Sessions, exposure: Exposure, truth: Truth, random: np.random.Generator) -> Log:
    moments, second = sessions.begin(day)
    items = exposure.slates(day, moments)
    probability = truth.probability(moments, items)
    clicked = random.random(items.shape) < probability * looked(SLATE)
    buy = 1 / (1 + np.exp(-(BUY_BASE + 2 * (probability - 0.5))))
    bought = clicked & (random.random(items.shape) < buy)
    exposure.learn(items, clicked)
    sessions.end(moments, items, clicked)
    return Log(moments, second, items.astype(np.int32), clicked, bought)


def looked(places: int) -> np.ndarray:
    """float64 [places]: the chance that each place of a list is looked at, best first."""
    return 1 / (1 + PATIENCE * np.arange(places))


def _join(days: list[Log]) -> Log:
    names = Moments.__dataclass_fields__
    moments = Moments(*(np.concatenate([getattr(day.moments, name) for day in days]) for name in names))
    columns = ("second", "items", "clicked", "bought")
    return Log(moments, *(np.concatenate([getattr(day, name) for day in days]) for name in columns))
