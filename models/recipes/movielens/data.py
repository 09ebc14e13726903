"""Reads MovieLens 1M into frames."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from recommendation.dataset import Dataset

MISSING = (
    "No MovieLens 1M in {folder}: download ml-1m.zip from https://grouplens.org/datasets/movielens/1m/ (research "
    "use only), unpack it and pass its folder with --data."
)

FEATURES = {
    "user.id": {"type": "identity"},
    "user.gender": {"type": "category"},
    "user.age": {"type": "category"},
    "user.occupation": {"type": "category"},
    "user.history": {"type": "sequence", "length": 50},
    "item.id": {"type": "identity"},
    "item.genres": {"type": "categories", "length": 6},
    "item.genre_mix": {"type": "category"},
    "item.decade": {"type": "category"},
    "item.year": {"type": "number"},
    "item.popularity": {"type": "number", "log": True},
    "cross.genre_mix_share": {"type": "history_share", "of": "item.genre_mix"},
    "cross.decade_share": {"type": "history_share", "of": "item.decade"},
    "cross.year_gap": {"type": "history_gap", "of": "item.year"},
    "cross.popularity_gap": {"type": "history_gap", "of": "item.popularity"},
    "retrieval.score": {"type": "number"},
}

MODELS = {
    "user_tower": {"categorical": ["user.gender", "user.age", "user.occupation"], "history": ["user.history"]},
    "item_tower": {
        "categorical": ["item.id", "item.genres", "item.decade"],
        "numeric": ["item.year", "item.popularity"],
    },
    "ranker": {
        "categorical": [
            "user.id", "user.gender", "user.age", "user.occupation",
            "item.id", "item.genres", "item.genre_mix", "item.decade",
        ],
        "numeric": [
            "item.year", "item.popularity", "cross.genre_mix_share", "cross.decade_share",
            "cross.year_gap", "cross.popularity_gap", "retrieval.score",
        ],
        "history": ["user.history"],
    },
}  # fmt: skip


def load(folder: Path) -> Dataset:
    """Users, films, and ratings (of any value) as events in the order of time."""
    if not (folder / "movies.dat").is_file():
        raise SystemExit(MISSING.format(folder=folder))
    events = _events(folder)
    items = _items(folder)
    return Dataset(_users(folder), items, events, FEATURES, MODELS)


def _users(folder: Path) -> pd.DataFrame:
    names = ["id", "gender", "age", "occupation", "zip"]
    return _read(folder / "users.dat", names).drop(columns="zip")


def _items(folder: Path) -> pd.DataFrame:
    items = _read(folder / "movies.dat", ["id", "title", "genres"])
    year = items["title"].str.extract(r"\((\d{4})\)\s*$")[0].astype(int)
    return items.assign(year=year, decade=year // 10 * 10, genre_mix=items["genres"])


def _events(folder: Path) -> pd.DataFrame:
    """From sequences_sasrec.txt (`user:item item …`, oldest first) where present, else from ratings.dat by time."""
    sequences = folder / "sequences_sasrec.txt"
    if not sequences.is_file():
        ratings = read_ratings(folder)
        return ratings.sort_values(["user", "time"], kind="stable")[["user", "item", "time"]]
    users, items, order = [], [], []
    for line in sequences.read_text(encoding="utf-8").splitlines():
        user, *sequence = (int(part) for part in re.split(r"[: ]+", line.strip()))
        users += [user] * len(sequence)
        items += sequence
        order += range(len(sequence))
    return pd.DataFrame({"user": users, "item": items, "time": order})


def read_ratings(folder: Path) -> pd.DataFrame:
    """`user`, `item`, `rating`, `time`, from ratings.dat, or from ratings.csv.gz where somebody converted it."""
    if (folder / "ratings.dat").is_file():
        return _read(folder / "ratings.dat", ["user", "item", "rating", "time"])
    ratings = pd.read_csv(folder / "ratings.csv.gz", usecols=["user", "movie", "rating", "timestamp"])
    return ratings.rename(columns={"movie": "item", "timestamp": "time"})


def _read(path: Path, names: list[str]) -> pd.DataFrame:
    return pd.read_csv(path, sep="::", engine="python", names=names, encoding="latin-1")
