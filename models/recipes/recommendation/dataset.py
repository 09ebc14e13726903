"""A data set as the recipes see it, and its encoded form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

import numpy as np
import pandas as pd
import torch
from torch import Tensor

from recommendation.features import Declaration, FeatureEncoder
from recommendation.interactions import Interactions, Split


@dataclass(frozen=True)
class Dataset:
    """Frames and declarations: all that a new data set has to bring.

    `users` and `items` have an integer `id` and the columns that the features name; `events` has `user`, `item`,
    `time` (seconds, UTC). A column `popularity` (training events per item) is added to the items if absent.
    """

    users: pd.DataFrame
    items: pd.DataFrame
    events: pd.DataFrame
    features: Declaration
    models: Mapping[str, Mapping[str, Sequence[str]]]


class Encoded:
    """A data set as index tables; row 0 of each table is the unknown user or item."""

    def __init__(self, dataset: Dataset, ranker_events: int) -> None:
        self.interactions = Interactions.of(dataset.events, dataset.users["id"], dataset.items["id"])
        self.split = Split.leave_one_out(self.interactions, ranker_events)
        self.users, self.items = dataset.users, with_popularity(dataset.items, self.interactions, self.split)
        self.encoder = FeatureEncoder(dataset.features, dataset.models, self.users, self.items)
        self.length = self.encoder.history_length
        self.item_count = len(self.items)
        self.popularity = self.interactions.popularity(self.split.train, self.item_count)
        encoder = self.encoder
        self.user_codes = torch.from_numpy(encoder.codes("user", encoder.names("user_tower", "categorical")))
        self.item_codes = torch.from_numpy(encoder.codes("item", encoder.names("item_tower", "categorical")))
        self.item_numbers = torch.from_numpy(encoder.numbers("item", encoder.names("item_tower", "numeric")))

    def user_inputs(self, users: np.ndarray) -> Tensor:
        """int64 [n, Fu] for rows of users."""
        return self.user_codes[torch.from_numpy(users + 1)]

    def histories(self, positions: np.ndarray) -> Tensor:
        """int64 [n, length] before each position."""
        return torch.from_numpy(self.interactions.histories(positions, self.length))


def with_popularity(items: pd.DataFrame, interactions: Interactions, split: Split) -> pd.DataFrame:
    """Adds `popularity`, the training events of each item, unless the recipe brought its own."""
    if "popularity" in items.columns:
        return items
    counts = interactions.popularity(split.train, len(items))[1:]
    return items.assign(popularity=counts)
