"""The words and numbers of the shop's cards."""

from __future__ import annotations

import numpy as np

from export.card import table
from recommendation.arrivals import ArrivalRanks, ContentTowers
from recommendation.calibration import reliability_table
from recommendation.cards import Facts
from recommendation.dataset import Dataset

from .dataset import JUDGED_DAYS
from .judging import Calibrated
from .lift import Lift
from .simulation import World


def summary(world: World, dataset: Dataset) -> str:
    """Size and shape of the log, as a table."""
    log = world.log
    arrivals = 0 if dataset.arrivals is None else len(dataset.arrivals)
    clicks = np.sort(np.bincount(log.items[log.clicked], minlength=len(world.catalogue)))[::-1]
    by_place = log.clicked.mean(axis=0)
    return table(["of the year", ""], [
        ["customers, items", f"{len(world.population):,}, {len(world.catalogue):,}"],
        ["items held out as arrivals", f"{arrivals:,}"],
        ["sessions, views", f"{len(log.second):,}, {log.items.size:,}"],
        ["clicks, purchases", f"{log.clicked.sum():,}, {log.bought.sum():,}"],
        ["first clicks of a customer on an item that is no arrival", f"{len(dataset.events):,}"],
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
        score="the score is the probability of a click when shown, as the shop used to show things",
        known="picture, title and description, and attributes (any of which may be missing: code 0, zeros)",
        content=_CONTENT.rstrip(),
    )


def cold_start(ranks: ArrivalRanks, towers: ContentTowers) -> str:
    """What the item tower makes of items without history, by what it is given of them."""
    count, single = len(ranks.among_all["all"]), ranks.best_single()
    return (
        f"A random tenth of the items was held out: none of their clicks is in any history or list that anything learned "
        f"from, and they have no identity. They are items 5401 to 6000 of the catalogue, where the service meets them as "
        f"new ones. {count:,} test events, one per customer and after everything learned from that customer: a click on "
        f"one of these items, ranked among all items (those seen left out) and among the held-out ones alone; 95 % "
        f"bootstrap intervals.\n\n{ranks.table()}\n\n"
        f"Rows of one modality are encoders of the same shape that learned from nothing else, with the same number of "
        f"epochs; rows of several are the published encoder with the rest withheld. All modalities against the best single "
        f"one ({single}), paired: HR@10 among arrivals {ranks.gain()}, among all items {ranks.gain_among_all()}. "
        f"In each row the arrivals are moved towards the mean user, by as much as gives them a tenth of the lists, which is "
        f"their share of the catalogue (published: {towers.strengths['all']:.3f}); no click on them is looked at for that."
    )


def calibration(calibrated: Calibrated) -> str:
    """How far the scores are off, before and after."""
    before, after, fitted = calibrated.before, calibrated.after, calibrated.calibration
    new = calibrated.of_arrivals()
    return (
        f"Platt scaling, {fitted.slope:.4f} x logit {fitted.offset:+.4f}, fitted on {calibrated.fitted:,} items "
        f"shown to every other customer in the last {JUDGED_DAYS} days of the year, which trained nothing, and judged by "
        f"{len(after.clicked):,} shown to the others (items seen before left out; {after.clicked.mean():.4f} of them "
        f"clicked). The slope is positive: the order does not change. A click when shown includes that places down the "
        f"page are looked at less.\n\nExpected calibration error over ten bins of equal size, with 95 % bootstrap "
        f"intervals over customers: before, as the chance to be the next item taken of all, {before.interval()}, after "
        f"{after.interval()}; log loss {before.log_loss():.4f} and {after.log_loss():.4f}. Of the {len(new.clicked):,} shown items without identity {new.clicked.mean():.4f} were "
        f"clicked, the mean score is {new.probability.mean():.4f}.\n\n{reliability_table(before, after)}"
    )


def true_lift(measured: Lift) -> str:
    """The section that only a simulated data set can have."""
    count = len(next(iter(measured.values.values())))
    return (
        f"Besides its lists from retrieval the ranker learns, for every fourth event, from a list of what the session "
        f"showed: the clicked item against those without a click. So it learns what is liked and not only what used to be "
        f"shown; popularity, which says more of the latter, is no input. These two choices were made after test tables "
        f"of earlier runs had been seen, so take the gains as slightly optimistic.\n\n"
        f"Mean true click probability of the first ten items at {count:,} test moments, if each is looked at; seen "
        f"items and those not sold in the customer's market are left out, except in the shop's own slate, and an item that is not launched yet counts as zero. "
        f"The oracle knows the customer's taste, mood and intent, which no model sees; the shop's own slate was drawn "
        f"with some of that knowledge.\n\n{measured.table()}\n\n"
        f"Paired gain of the ranker over the order of retrieval: {measured.gain()}. As guesses of the "
        f"test items, the most popular items of the last four weeks reach {measured.popular()}."
    )


_CONTENT = """

Then the content encoder (three convolutions over the picture, a weighted mean over the words, embedded attributes, fused
by a perceptron) learns to put items where the towers have them: softmax of those who took an item over the items of a
batch, plus the distance from its place. Half of the items are seen whole, the others without one or two of picture, text
and attributes, so that any of them may be missing. With an identity, the tower gives the item's place in the towers, moved
by what changed in its content since; without one, what content says.
"""

_DATA = """
One year of a shop that does not exist, drawn by the simulator beside this recipe (seed 11): invented brands, pictures drawn
from outlines, texts from a small grammar (each tells another part of an item's style), customers with hidden tastes that drift, intents and moods that carry over from visit to visit, seasons,
launches, popularity that feeds on itself, and attention that fades down the page. No person and no product is real; the
data belong to the project and carry its licence. The first click of a customer on an item is an event.
"""

_LIMITS = """
A simulated world: the numbers say that the pipeline learns what is there to learn, not how it would do in a real shop.
Pictures, texts and attributes were drawn so that each tells something of its own: that the encoder finds it says nothing
of how much real ones tell.
The log was made by the shop's own slates, so items that were rarely shown are known badly. Popularity and age are those
of the last day of the year. The score is calibrated for items as the old shop chose and placed them; for items that a
recommender chose and put first it runs low or high: calibrate anew on the service's own impressions.
"""
