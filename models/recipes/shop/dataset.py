"""The simulated log in the form that the common recommendation library reads."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recommendation.dataset import Dataset

from .catalogue import DAYS, Catalogue
from .population import Population
from .simulation import Log, World
from .pictures import SIDE
from .vocabulary import AGE_GROUPS, CATEGORIES, COLOURS, DEVICES, MARKETS, OCCUPATIONS

YEAR_BEGINS = 1_735_689_600  # 1 January 2025, 00:00 UTC, in seconds since 1970
SECONDS_PER_PLACE = 20  # how long a customer looks at one item of the slate
RECENT_DAYS = 28  # popularity counts the clicks of the last four weeks
HISTORY = 50
ARRIVALS = 0.1  # share of the items that are held out: they take part in nothing that is learned
JUDGED_DAYS = 10  # at the end of the year; what was shown then trains nothing

FEATURES = {
    "user.age_group": {"type": "category", "values": list(AGE_GROUPS)},
    "user.occupation": {"type": "category", "values": list(OCCUPATIONS)},
    "user.market": {"type": "category", "values": list(MARKETS)},
    "user.history": {"type": "sequence", "length": HISTORY},
    "item.id": {"type": "identity", "ids": "item-ids.txt"},
    "item.category": {"type": "category", "values": [each.name for each in CATEGORIES]},
    "item.brand": {"type": "category"},
    "item.colour": {"type": "category", "values": list(COLOURS)},
    "item.markets": {"type": "categories", "values": list(MARKETS), "length": len(MARKETS)},  # to filter by
    "item.price": {"type": "number", "log": True},
    "item.age_days": {"type": "number", "log": True},
    "item.title": {"type": "words", "length": 8},
    "item.description": {"type": "words", "length": 24},
    "item.image": {"type": "image", "height": SIDE, "width": SIDE},
    "context.month": {"type": "category", "values": [str(month) for month in range(1, 13)]},
    "context.hour": {"type": "category", "values": [str(hour) for hour in range(24)]},
    "context.device": {"type": "category", "values": list(DEVICES)},
    "cross.category_share": {"type": "history_share", "of": "item.category"},
    "cross.brand_share": {"type": "history_share", "of": "item.brand"},
    "cross.colour_share": {"type": "history_share", "of": "item.colour"},
    "cross.price_gap": {"type": "history_gap", "of": "item.price"},
    "retrieval.score": {"type": "number"},
}
ABOUT_USER = ["user.age_group", "user.occupation", "user.market"]  # no identity: the history says more, to all
ABOUT_MOMENT = ["context.month", "context.hour", "context.device"]
ABOUT_ITEM = ["item.id", "item.category", "item.brand", "item.colour"]
MODELS = {
    "user_tower": {"categorical": ABOUT_USER + ABOUT_MOMENT, "history": ["user.history"]},
    "item_tower": {
        "categorical": ABOUT_ITEM,
        "numeric": ["item.price", "item.age_days"],
        "text": ["item.title", "item.description"],
        "image": "item.image",
    },
    "ranker": {
        "categorical": ABOUT_USER + ABOUT_ITEM + ABOUT_MOMENT,
        "numeric": ["item.price", "cross.category_share", "cross.brand_share", "cross.colour_share", "cross.price_gap",
                    "retrieval.score"],  # no popularity: it says what was shown more than what is liked
        "history": ["user.history"],
    },
}


def make_dataset(world: World, moments: pd.DataFrame) -> Dataset:
    """Users and items with ids from 1, and the first click of each user on each item.

    The last tenth of the items are the arrivals: as items are drawn independently, it is as random as any.
    `moments` are looked at besides the clicks.
    """
    items = items_frame(world.catalogue)
    events = first_clicks(world.log)
    events = events[events["item"] <= learned(len(items))].reset_index(drop=True)
    items["popularity"] = recent_clicks(events, len(items))
    known = learned(len(items))
    return Dataset(
        users_frame(world.population), items[:known], events, FEATURES, MODELS, arrivals=items[known:],
        pictures=world.catalogue.pictures, moments=moments, until=YEAR_BEGINS + (DAYS - JUDGED_DAYS) * 86400)


def learned(items: int) -> int:
    """How many of the items may be learned from; the others are the arrivals."""
    return items - round(items * ARRIVALS)


def first_clicks(log: Log) -> pd.DataFrame:
    """Columns user, item, time (seconds, UTC), context.device, session (row of the log), bought; by user, then time."""
    session, place = np.nonzero(log.clicked)
    events = pd.DataFrame({
        "user": log.moments.user[session] + 1,
        "item": log.items[session, place].astype(np.int64) + 1,
        "time": YEAR_BEGINS + log.second[session] + SECONDS_PER_PLACE * place,
        "context.device": np.array(DEVICES)[log.moments.device[session]],
        "session": session,
        "bought": log.bought[session, place],
    })
    events = events.sort_values(["user", "time"], kind="stable")
    return events.drop_duplicates(["user", "item"]).reset_index(drop=True)


def recent_clicks(events: pd.DataFrame, items: int) -> np.ndarray:
    """Clicks per item in the last RECENT_DAYS days, without each user's last two, which are kept for evaluation."""
    later = events.groupby("user").cumcount(ascending=False)
    recent = events["time"] >= YEAR_BEGINS + (DAYS - RECENT_DAYS) * 86400
    return np.bincount(events["item"][recent & (later >= 2)] - 1, minlength=items)


def items_frame(catalogue: Catalogue) -> pd.DataFrame:
    """What the shop knows of its items at the end of the year."""
    return pd.DataFrame({
        "id": np.arange(1, len(catalogue) + 1),
        "title": catalogue.titles,
        "description": catalogue.descriptions,
        "category": [CATEGORIES[index].name for index in catalogue.category],
        "department": [CATEGORIES[index].department for index in catalogue.category],
        "brand": [catalogue.brand_names[index] for index in catalogue.brand],
        "colour": [COLOURS[index] for index in catalogue.colour],
        "price": catalogue.price,
        "age_days": DAYS - catalogue.launch_day,
        "available": np.where(catalogue.available, "yes", "no"),
        "markets": ["|".join(np.array(MARKETS)[sold]) for sold in catalogue.sold],
    })


def users_frame(population: Population) -> pd.DataFrame:
    """What the shop knows of its customers."""
    return pd.DataFrame({
        "id": np.arange(1, len(population) + 1),
        "age_group": [AGE_GROUPS[index] for index in population.age_group],
        "occupation": [OCCUPATIONS[index] for index in population.occupation],
        "market": [MARKETS[index] for index in population.market],
    })
