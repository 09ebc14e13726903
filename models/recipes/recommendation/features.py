"""How a raw value becomes a number; what is fitted here is written to features.json and read by the service."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import numpy as np
import pandas as pd

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
    `context.*` comes from the time of the request. Code 0 is always "unknown".
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
        for name, spec in self._features.items():
            self._fit(name, spec)

    def names(self, model: str, kind: str) -> list[str]:
        """Features of `kind` (categorical, numeric, history) of a model, in tensor order."""
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
            codes = len(self._frames[owner]) if spec["type"] == "identity" else len(spec["values"])
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

    def context_codes(self, names: Sequence[str], times: np.ndarray) -> np.ndarray:
        """int64 [n, columns] for `context.*` features at the given times (seconds, UTC)."""
        columns = [self._code(name, context_values(name, times)) for name in names]
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

    def _column_codes(self, name: str) -> np.ndarray:
        spec, rows = self._features[name], len(self._frames[name.split(".")[0]])
        if spec["type"] == "identity":
            return np.arange(rows + 1, dtype=np.int64)[:, None]
        if spec["type"] == "category":
            return np.concatenate([[0], self._code(name, self._values(name))]).astype(np.int64)[:, None]
        positions = {value: index + 1 for index, value in enumerate(spec["values"])}
        table = np.zeros((rows + 1, spec["length"]), dtype=np.int64)
        for row, value in enumerate(self._values(name).fillna("").tolist()):
            known = [positions[part] for part in value.split("|") if part in positions][: spec["length"]]
            table[row + 1, : len(known)] = known
        return table

    def _code(self, name: str, values: pd.Series) -> np.ndarray:
        positions = {value: index + 1 for index, value in enumerate(self._features[name]["values"])}
        return values.map(lambda value: positions.get(str(value), 0)).to_numpy(dtype=np.int64)


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
