"""Reference profiles of the three models, by raw feature name."""

from __future__ import annotations

from typing import Any, Iterable

import numpy as np
import pandas as pd

from export.profile import category_profile, number_profile, profile
from recommendation.candidates import Candidates
from recommendation.dataset import Encoded
from recommendation.features import context_values
from recommendation.inputs import RankerInputs


def user_profile(data: Encoded, positions: np.ndarray) -> dict[str, Any]:
    """Features of the users who act at the positions."""
    features = _features(data, "user_tower", data.interactions.users[positions], np.zeros(0, dtype=int))
    for name in data.encoder.names("user_tower", "categorical"):
        if name.startswith("context."):
            features[name] = category_profile(_context(data, name, positions))
    return profile(features, {})


def item_profile(data: Encoded) -> dict[str, Any]:
    """Features of the catalogue."""
    return profile(_features(data, "item_tower", np.zeros(0, dtype=int), np.arange(data.item_count)), {})


def ranker_profile(data: Encoded, inputs: RankerInputs, lists: Candidates, scores: np.ndarray) -> dict[str, Any]:
    """Features of candidates as they are served, and the scores [g, c] that they got."""
    users = np.repeat(data.interactions.users[lists.positions], lists.items.shape[1])
    features = _features(data, "ranker", users, lists.items.reshape(-1) - 1)
    numeric = inputs.build(lists)[1].numpy()
    for name in data.encoder.names("ranker", "categorical"):
        if name.startswith("context."):
            features[name] = category_profile(_context(data, name, lists.positions))
    for column, name in enumerate(inputs.numeric):
        if name.startswith("cross."):
            features[name] = number_profile(numeric[..., column])
    features["retrieval.score"] = number_profile(lists.scores)
    return profile(features, {"score": number_profile(scores)})


def _context(data: Encoded, name: str, positions: np.ndarray) -> Iterable[str]:
    given = data.interactions.contexts.get(name)
    return context_values(name, data.interactions.times[positions]) if given is None else given[positions]


def _features(data: Encoded, model: str, users: np.ndarray, items: np.ndarray) -> dict[str, Any]:
    """Raw values of user.* and item.* columns at the given rows; identities say nothing about drift."""
    encoder, features = data.encoder, {}
    frames = {"user": (data.users, users), "item": (data.items, items)}
    for name in [*encoder.names(model, "categorical"), *encoder.names(model, "numeric")]:
        owner, column = name.split(".", 1)
        kind = encoder.spec(name)["type"]
        if owner in frames and kind != "identity":
            frame, rows = frames[owner]
            features[name] = _column(frame[column].iloc[rows], kind)
    return features


def _column(values: pd.Series, kind: str) -> dict[str, Any]:
    if kind == "number":
        return number_profile(values.to_numpy(dtype=np.float64))
    present = values.dropna().astype(str)
    return category_profile(present.str.split("|").explode() if kind == "categories" else present)
