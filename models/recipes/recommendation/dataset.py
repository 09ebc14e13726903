"""A data set as the recipes see it, and its encoded form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Mapping, Sequence

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from recommendation.content import Contents
from recommendation.features import Declaration, FeatureEncoder
from recommendation.interactions import Interactions, Split


@dataclass(frozen=True)
class Dataset:
    """Frames and declarations: all that a new data set has to bring.

    `users` and `items` have an integer `id` and the columns that the features name; `events` has `user`, `item`,
    `time` (seconds, UTC) and the columns `context.*` that the features name and the time does not give. A column
    `popularity` (training events per item) is added to the items if absent.

    `arrivals` are items that came after training: in the catalogue, but in no history. `pictures` uint8
    [items and arrivals, height, width, 3]. `moments` (`user`, `time`, `context.*`) are looked at besides the events.
    Events from `until` on (seconds, UTC) train nothing.
    """

    users: pd.DataFrame
    items: pd.DataFrame
    events: pd.DataFrame
    features: Declaration
    models: Mapping[str, Mapping[str, Sequence[str] | str]]
    arrivals: pd.DataFrame | None = None
    pictures: np.ndarray | None = None
    moments: pd.DataFrame | None = None
    until: int | None = None


class Encoded:
    """A data set as index tables; row 0 of each table is the unknown user or item.

    `moments` int64 are the positions of the data set's further moments, in their order.
    """

    def __init__(self, dataset: Dataset, ranker_events: int) -> None:
        self.interactions = Interactions.of(dataset.events, dataset.users["id"], dataset.items["id"])
        self.split = Split.leave_one_out(self.interactions, ranker_events, dataset.until)
        self.moments = np.zeros(0, dtype=np.int64)
        if dataset.moments is not None:
            self.interactions, self.moments = self.interactions.observing(dataset.moments, dataset.users["id"])
        self.users, self.items = dataset.users, with_popularity(dataset.items, self.interactions, self.split)
        self.catalogue = self.items if dataset.arrivals is None else pd.concat([self.items, dataset.arrivals])
        self.pictures = dataset.pictures
        self.encoder = FeatureEncoder(dataset.features, dataset.models, self.users, self.items)
        self.length = self.encoder.history_length
        self.item_count = len(self.items)
        self.popularity = self.interactions.popularity(self.split.train, self.item_count)
        encoder = self.encoder
        about_user, about_moment = split_context(encoder.names("user_tower", "categorical"))
        self.user_codes = torch.from_numpy(encoder.codes("user", about_user))
        self.moment_codes = torch.from_numpy(self.context_codes(about_moment, np.arange(len(self.interactions.items))))
        self.item_codes = torch.from_numpy(encoder.codes("item", encoder.names("item_tower", "categorical")))
        self.item_numbers = torch.from_numpy(encoder.numbers("item", encoder.names("item_tower", "numeric")))

    @cached_property
    def contents(self) -> Contents:
        """Of all items of the catalogue, arrivals last; row 0 is unknown."""
        encoder, blank = self.encoder.over(self.catalogue), np.zeros_like(self.pictures[:1])
        names = encoder.names
        return Contents(
            torch.from_numpy(encoder.codes("item", names("item_tower", "categorical"))),
            torch.from_numpy(encoder.numbers("item", names("item_tower", "numeric"))),
            torch.from_numpy(encoder.words(names("item_tower", "text"))),
            torch.from_numpy(np.concatenate([blank, self.pictures])),
        )

    @property
    def arrivals(self) -> np.ndarray:
        """int64 [a]: the rows of `contents` that came after training."""
        return np.arange(len(self.items), len(self.catalogue)) + 1

    def user_inputs(self, positions: np.ndarray) -> Tensor:
        """int64 [..., Fu]: the user at each of the positions [...] and the context of the moment."""
        users = self.user_codes[torch.from_numpy(self.interactions.users[positions] + 1)]
        return torch.cat([users, self.moment_codes[torch.from_numpy(positions)]], dim=-1)

    def context_codes(self, names: Sequence[str], positions: np.ndarray) -> np.ndarray:
        """int64 [n, columns] for `context.*` features at the positions."""
        interactions = self.interactions
        given = {name: values[positions] for name, values in interactions.contexts.items()}
        return self.encoder.context_codes(names, interactions.times[positions], given)

    def histories(self, positions: np.ndarray) -> Tensor:
        """int64 [n, length] before each position."""
        return torch.from_numpy(self.interactions.histories(positions, self.length))


def split_context(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The features of the user, then those of the moment; they must come in this order."""
    about_user = [name for name in names if not name.startswith("context.")]
    about_moment = list(names[len(about_user) :])
    if not all(name.startswith("context.") for name in about_moment):
        raise ValueError(f"features of the context must come last, got {list(names)}")
    return about_user, about_moment


def with_popularity(items: pd.DataFrame, interactions: Interactions, split: Split) -> pd.DataFrame:
    """Adds `popularity`, the training events of each item, unless the recipe brought its own."""
    if "popularity" in items.columns:
        return items
    counts = interactions.popularity(split.train, len(items))[1:]
    return items.assign(popularity=counts)
