"""The words and numbers of the shop's cards."""

from __future__ import annotations

import numpy as np

from export.card import table
from recommendation.cards import Facts
from recommendation.dataset import Dataset

from .lift import Lift
from .simulation import World


def summary(world: World, dataset: Dataset) -> str:
    """Size and shape of the log, as a table."""
    log = world.log
    clicks = np.sort(np.bincount(log.items[log.clicked], minlength=len(world.catalogue)))[::-1]
    by_place = log.clicked.mean(axis=0)
    return table(["of the year", ""], [
        ["customers, items", f"{len(world.population):,}, {len(world.catalogue):,}"],
        ["sessions, views", f"{len(log.second):,}, {log.items.size:,}"],
        ["clicks, purchases", f"{log.clicked.sum():,}, {log.bought.sum():,}"],
        ["first clicks of a customer on an item", f"{len(dataset.events):,}"],
        ["share of the clicks on the top tenth of the items", f"{clicks[:len(clicks) // 10].sum() / clicks.sum():.2f}"],
        ["click rate in the first, fourth, last place", ", ".join(f"{by_place[at]:.3f}" for at in (0, 3, -1))],
    ])


def facts(summary: str) -> Facts:
    return Facts(
        name="shop",
        prefix="shop",
        title="Shop",
        description="Items of a simulated shop, from what its customers clicked last",
        data=f"{_DATA.strip()}\n\n{summary}",
        command="cd models/recipes && OMP_NUM_THREADS=1 python3 -m shop",
        limits=" ".join(_LIMITS.split()),
    )


def true_lift(measured: Lift) -> str:
    """The section that only a simulated data set can have."""
    count = len(next(iter(measured.values.values())))
    return (
        f"Besides its lists from retrieval the ranker learns, for every fourth event, from a list of what the session "
        f"showed: the clicked item against those without a click. So it learns what is liked and not only what used to be "
        f"shown; popularity, which says more of the latter, is no input. These two choices were made after the test\n"
        f"tables of two earlier runs had been seen, so take the gains as slightly optimistic.\n\n"
        f"Mean true click probability of the first ten items at {count:,} test moments, if each is looked at; seen "
        f"items are left out, except in the shop's own slate, and an item that is not launched yet counts as zero. "
        f"The oracle knows the customer's taste, mood and intent, which no model sees; the shop's own slate was drawn "
        f"with some of that knowledge.\n\n{measured.table()}\n\n"
        f"Paired gain of the ranker over the order of retrieval: {measured.gain()}. As guesses of the "
        f"test items, the most popular items of the last four weeks reach {measured.popular()}."
    )


_DATA = """
One year of a shop that does not exist, drawn by the simulator beside this recipe (seed 11): invented brands, titles from
a small grammar, customers with hidden tastes that drift, intents and moods that carry over from visit to visit, seasons,
launches, popularity that feeds on itself, and attention that fades down the page. No person and no product is real; the
data belong to the project and carry its licence. The first click of a customer on an item is an event.
"""

_LIMITS = """
A simulated world: the numbers say that the pipeline learns what is there to learn, not how it would do in a real shop.
The log was made by the shop's own slates, so items that were rarely shown are known badly. Popularity and age are those
of the last day of the year. The device changes what customers click but is no input. The score is the estimated chance to
be the next item clicked in the log, which is not the chance to be clicked when shown: see the true lift.
"""
