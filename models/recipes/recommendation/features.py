"""How a raw value becomes a number; what is fitted here is written to features.json and read by the service."""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import numpy as np
import pandas as pd

RARE = 5  # words of fewer items are unknown
Declaration = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """One categorical feature: its first column in the tensor, how many columns, and how many codes (with 0)."""

    name: str
    start: int
    width: int
    cardinality: int


class FeatureEncoder:
    """Fits and applies a declaration of features (the layout of features.json, with the fitted parts left out).

    Names are `<owner>.<column>`: `user.age` is the column `age` of the users frame, `item.*` of the items frame,
    `context.*` comes with the request or from its time. Code 0 is always "unknown".
    """

    def __init__(
        self,
        features: Declaration,
        models: Mapping[str, Mapping[str, Sequence[str]]],
        users: pd.DataFrame,
        items: pd.DataFrame,
    ) -> None:
        self._features: dict[str, dict[str, Any]] = {name: dict(spec) for name, spec in features.items()}
        self._models = copy.deepcopy({name: dict(model) for name, model in models.items()})
        self._frames = {"user": users, "item": items}
        self._known = {"user": pd.Index(users["id"]), "item": pd.Index(items["id"])}  # those with an identity
        for name, spec in self._features.items():
            self._fit(name, spec)
        self._fit_words()

    def over(self, items: pd.DataFrame) -> "FeatureEncoder":
        """The same for other items: nothing is fitted anew."""
        other = copy.copy(self)
        other._frames = {**self._frames, "item": items}
        return other

    def names(self, model: str, kind: str) -> list[str]:
        """Features of `kind` (categorical, numeric, text, history) of a model, in tensor order."""
        return list(self._models[model].get(kind, []))

    def spec(self, name: str) -> dict[str, Any]:
        """The declaration of one feature, with its fitted parts."""
        return self._features[name]

    @property
    def history_length(self) -> int:
        """Length of the history sequence."""
        return int(self._features["user.history"]["length"])

    def fit_number(self, name: str, values: np.ndarray) -> None:
        """Fits mean and deviation of a number that is no column (retrieval.score)."""
        self._features[name].update(_scale(np.asarray(values, dtype=np.float64), self._features[name]))

    def set_number(self, name: str, mean: float, deviation: float) -> None:
        """Gives such a number the scale with which published models were trained."""
        self._features[name].update(mean=mean, deviation=deviation)

    def to_json(self) -> dict[str, Any]:
        """The content of features.json."""
        return {"features": self._features, "models": self._models}

    def fields(self, names: Sequence[str]) -> list[Field]:
        """Column layout of a categorical tensor."""
        fields, start = [], 0
        for name in names:
            spec = self._features[name]
            width = int(spec.get("length", 1))
            owner = name.split(".")[0]
            codes = len(self._known[owner]) if spec["type"] == "identity" else len(spec["values"])
            fields.append(Field(name, start, width, codes + 1))
            start += width
        return fields

    def codes(self, owner: str, names: Sequence[str]) -> np.ndarray:
        """int64 [rows + 1, columns] for the features of a frame; row 0 is the unknown user or item."""
        columns = [self._column_codes(name) for name in names]
        empty = np.zeros((len(self._frames[owner]) + 1, 0), dtype=np.int64)
        return np.concatenate([empty, *columns], axis=1)

    def numbers(self, owner: str, names: Sequence[str]) -> np.ndarray:
        """float32 [rows + 1, columns] of scaled numbers; row 0 is zero, and so is what is missing."""
        columns = [self.scaled(name, self._values(name).to_numpy(dtype=np.float64)) for name in names]
        table = np.zeros((len(self._frames[owner]) + 1, len(columns)), dtype=np.float32)
        for index, column in enumerate(columns):
            table[1:, index] = column
        return table

    def scaled(self, name: str, values: np.ndarray) -> np.ndarray:
        """float32: (x - mean) / deviation, of log1p(x) where the feature says so; NaN becomes 0."""
        spec = self._features[name]
        raw = np.log1p(values) if spec.get("log") else values
        return np.nan_to_num((raw - spec["mean"]) / spec["deviation"], nan=0.0).astype(np.float32)

    def words(self, names: Sequence[str]) -> np.ndarray:
        """int64 [items + 1, sum of the lengths]: codes of the known words of each text in order, then zeros."""
        rows = len(self._frames["item"])
        columns = [np.zeros((rows + 1, 0), dtype=np.int64)]
        for name in names:
            known = [words_of(text) for text in self._values(name).fillna("")]
            columns.append(self._lists(self._features[name], known))
        return np.concatenate(columns, axis=1)

    def known(self, owner: str) -> list[str]:
        """The ids with an identity, in the order of their codes from 1."""
        return [str(each) for each in self._known[owner]]

    def context_codes(
        self, names: Sequence[str], times: np.ndarray, given: Mapping[str, np.ndarray] | None = None
    ) -> np.ndarray:
        """int64 [n, columns] for `context.*` features at the times (seconds, UTC), or `given` as text."""
        given = given or {}
        values = [pd.Series(given[name]) if name in given else context_values(name, times) for name in names]
        columns = [self._code(name, column) for name, column in zip(names, values)]
        return np.stack(columns, axis=1) if columns else np.zeros((len(times), 0), dtype=np.int64)

    def _values(self, name: str) -> pd.Series:
        owner, column = name.split(".", 1)
        return self._frames[owner][column]

    def _fit(self, name: str, spec: dict[str, Any]) -> None:
        owner = name.split(".")[0]
        if spec["type"] == "number" and owner in self._frames:
            spec.update(_scale(self._values(name).to_numpy(dtype=np.float64), spec))
        if spec["type"] in ("category", "categories") and "values" not in spec:
            values = self._values(name).dropna()
            parts = values.str.split("|").explode() if spec["type"] == "categories" else values
            spec["values"] = [str(value) for value in sorted(parts[parts != ""].unique())]
            if spec["type"] == "categories":
                spec["length"] = spec.pop("length")  # keep `length` last, as the service's documentation shows it

    def _fit_words(self) -> None:
        """All texts share one vocabulary, so that a word has one code wherever it stands."""
        named = {name: spec for name, spec in self._features.items() if spec["type"] == "words"}
        texts = (text for name in named for text in self._values(name).fillna(""))
        counts = Counter(word for text in texts for word in words_of(text))
        for spec in named.values():
            spec["values"] = sorted(word for word, count in counts.items() if count >= RARE)
            spec["length"] = spec.pop("length")

    def _column_codes(self, name: str) -> np.ndarray:
        spec, owner = self._features[name], name.split(".")[0]
        if spec["type"] == "identity":
            rows = self._known[owner].get_indexer(self._frames[owner]["id"]) + 1
            return np.concatenate([[0], rows]).astype(np.int64)[:, None]
        if spec["type"] == "category":
            return np.concatenate([[0], self._code(name, self._values(name))]).astype(np.int64)[:, None]
        return self._lists(spec, [value.split("|") for value in self._values(name).fillna("")])

    @staticmethod
    def _lists(spec: Mapping[str, Any], lists: Sequence[Sequence[str]]) -> np.ndarray:
        """int64 [rows + 1, length]: the codes of what is known of each list, in order, zeros at the end."""
        positions = {value: index + 1 for index, value in enumerate(spec["values"])}
        table = np.zeros((len(lists) + 1, spec["length"]), dtype=np.int64)
        for row, parts in enumerate(lists):
            known = [positions[part] for part in parts if part in positions][: spec["length"]]
            table[row + 1, : len(known)] = known
        return table

    def _code(self, name: str, values: pd.Series) -> np.ndarray:
        positions = {value: index + 1 for index, value in enumerate(self._features[name]["values"])}
        return values.map(lambda value: positions.get(str(value), 0)).to_numpy(dtype=np.int64)


def words_of(text: str) -> list[str]:
    """What is left of the text in lower case when it is split at everything that is no letter and no digit."""
    return re.findall(r"[^\W_]+", text.lower())


def context_values(name: str, times: np.ndarray) -> pd.Series:
    """Raw values of `context.month`, `context.hour` or `context.day_of_week` (1 = Monday), as strings."""
    stamps = pd.to_datetime(pd.Series(times), unit="s", utc=True).dt
    values = {
        "context.month": lambda: stamps.month,
        "context.hour": lambda: stamps.hour,
        "context.day_of_week": lambda: stamps.dayofweek + 1,
    }[name]()
    return values.astype(str)


def _scale(values: np.ndarray, spec: Mapping[str, Any]) -> dict[str, float]:
    raw = np.log1p(values) if spec.get("log") else values
    deviation = float(np.nanstd(raw))
    return {"mean": float(f"{np.nanmean(raw):.7g}"), "deviation": float(f"{deviation:.7g}") or 1.0}
