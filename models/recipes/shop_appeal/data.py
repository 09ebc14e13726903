"""New items of the invented shop and how many would click on them: drawn, so that no data is needed.

The appeal of an item is the share, in percent, of the customers who look for its category on the day of its launch and click
when they see it: by the shop's own truth, a mean over CUSTOMERS of them. It depends on taste, price, season, colour and on
the quality, which neither row nor picture tells; so no model can be exact.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from shop.catalogue import DAYS, Catalogue, make_catalogue
from shop.population import make_population
from shop.simulation import SEED, USERS
from shop.truth import Moments, Truth
from shop.vocabulary import DEVICES

ITEMS = 24_000  # more than the published shop has, drawn by the same simulator
CUSTOMERS = 300
TEST, VALIDATION = 2_400, 2_400  # the last items, and the ones before
FIRST_DAY = 20_089  # of the shop's year: 2025-01-01, in days since 1970
_CHUNK = 500


@dataclass(frozen=True)
class Columns:
    """numbers float32 [n, 1], categories int64 [n, 3], dates int64 [n, 1], pictures uint8 [n, 32, 32, 3], appeal [n]."""

    numbers: np.ndarray
    categories: np.ndarray
    dates: np.ndarray
    pictures: np.ndarray
    appeal: np.ndarray

    def __len__(self) -> int:
        return len(self.appeal)

    def take(self, rows: slice) -> "Columns":
        return Columns(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Splits:
    """Training, validation and test items; `brands` in order of index."""

    train: Columns
    validation: Columns
    test: Columns
    brands: tuple[str, ...]


def load() -> Splits:
    """A season of the shop, always the same."""
    random = np.random.default_rng(SEED)
    catalogue = make_catalogue(ITEMS, random)
    truth = Truth(_launched_this_year(catalogue), make_population(USERS, random))
    columns = Columns(
        numbers=catalogue.price.astype(np.float32)[:, None],
        categories=np.stack([catalogue.category, catalogue.brand, catalogue.colour], axis=1).astype(np.int64),
        dates=(FIRST_DAY + catalogue.launch_day)[:, None].astype(np.int64),
        pictures=catalogue.pictures,
        appeal=(100 * appeal(truth, np.random.default_rng(SEED + 1))).astype(np.float32))
    known = ITEMS - TEST
    return Splits(columns.take(slice(0, known - VALIDATION)), columns.take(slice(known - VALIDATION, known)),
                  columns.take(slice(known, ITEMS)), tuple(catalogue.brand_names))


def appeal(truth: Truth, random: np.random.Generator) -> np.ndarray:
    """float64 [items]: the mean probability of a click over customers who look for the item's category at its launch."""
    shop = truth.catalogue
    customers = random.choice(len(truth.population), CUSTOMERS, replace=False)
    hours, devices = random.integers(0, 24, CUSTOMERS), random.integers(0, len(DEVICES), CUSTOMERS)
    means = []
    for start in range(0, len(shop), _CHUNK):
        items = np.repeat(np.arange(start, min(start + _CHUNK, len(shop))), CUSTOMERS)
        repeats = len(items) // CUSTOMERS
        moments = Moments(
            user=np.tile(customers, repeats), day=shop.launch_day[items], hour=np.tile(hours, repeats),
            device=np.tile(devices, repeats), intent=shop.category[items],
            mood=np.zeros((len(items), shop.style.shape[1]), np.float32))
        means.append(truth.probability(moments, items[:, None]).reshape(repeats, CUSTOMERS).mean(axis=1))
    return np.concatenate(means)


def _launched_this_year(catalogue: Catalogue) -> Catalogue:
    """Earlier launches moved into the year whose seasons and tastes the truth knows."""
    return dataclasses.replace(catalogue, launch_day=catalogue.launch_day % DAYS)
