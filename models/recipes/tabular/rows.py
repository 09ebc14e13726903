"""From rows as a caller writes them to the tensors of a graph, as the service does it; the service is compared with this.

A row is an object by feature name. A name that is absent or null is missing. Numbers are JSON numbers, booleans true or false,
dates ISO 8601 (a day, or a moment with or without an offset; without one it is UTC), categories and texts strings, pictures
base64. Nothing is guessed: a string where a number belongs is a fault.
"""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from vision.preprocess import tensor as picture_tensor

from .schema import Feature, Schema

_DAY = 86_400
_INTEGERS = np.iinfo(np.int64)
Encoder = Callable[[Sequence[str]], Mapping[str, np.ndarray]]


class RowFault(ValueError):
    """A cell that its feature does not allow."""

    def __init__(self, feature: str, reason: str) -> None:
        super().__init__(f"{feature}: {reason}")
        self.feature = feature
        self.reason = reason


@dataclass
class Notes:
    """What a row had that the model should not see often: names of features."""

    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    out_of_range: list[str] = field(default_factory=list)


def tensors(
    schema: Schema,
    rows: Sequence[Mapping[str, Any]],
    types: Mapping[str, Any],
    encoder: Encoder | None = None,
    vectors: Sequence[str] = (),
) -> tuple[dict[str, np.ndarray], list[Notes]]:
    """The inputs of the graph and the notes of each row.

    `types` says the numpy type of each tensor; `encoder` makes input_ids and attention_mask of texts; `vectors` are tensors
    [n] instead of [n, 1].
    """
    notes = [Notes() for _ in rows]
    for row in rows:
        extra = set(row) - set(schema.names)
        if extra:
            raise RowFault(sorted(extra)[0], "is not a feature of the model")
    found: dict[str, np.ndarray] = {}
    for name in schema.inputs:
        columns = schema.columns(name)
        if columns[0].type == "text":
            found |= (encoder or _no_encoder)([_text(row, columns[0]) for row in rows])
        elif columns[0].type == "image":
            found[name] = np.stack([picture_tensor(_bytes(row, columns[0]), columns[0].further) for row in rows])
        else:
            cells = [[cell(each, row.get(each.name), types[name], note) for each in columns]
                     for row, note in zip(rows, notes)]
            array = np.array(cells, dtype=types[name]).reshape(len(rows), len(columns))
            found[name] = array[:, 0] if name in vectors else array
    return found, notes


def cell(feature: Feature, value: Any, kind: Any, note: Notes) -> Any:
    """The element of one cell; `kind` is the tensor's numpy type (object for strings)."""
    if value is None:
        note.missing.append(feature.name)
        if feature.missing == "default":
            return cell(feature, feature.default, kind, Notes())
        if feature.missing == "index":
            return "" if kind is object else feature.missing_index
        if feature.missing == "nan":
            return math.nan
        raise RowFault(feature.name, "is missing")
    if feature.type == "category":
        return _category(feature, value, kind, note)
    return _bounded(feature, _scalar(feature, value), note)


def _category(feature: Feature, value: Any, kind: Any, note: Notes) -> Any:
    if not isinstance(value, str):
        raise RowFault(feature.name, "must be a string")
    if value in feature.values:
        return value if kind is object else feature.values.index(value)
    if feature.unknown == "error":
        raise RowFault(feature.name, "is not one of its values")
    note.unknown.append(feature.name)
    return value if kind is object else feature.unknown_index


def _scalar(feature: Feature, value: Any) -> Any:
    if feature.type == "boolean":
        if not isinstance(value, bool):
            raise RowFault(feature.name, "must be true or false")
        return value
    if feature.type == "date":
        return seconds(feature.name, value) // (_DAY if feature.days else 1)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise RowFault(feature.name, "must be a number")
    if feature.type == "integer" and (value != int(value) or not _INTEGERS.min <= value <= _INTEGERS.max):
        raise RowFault(feature.name, "must be an integer")
    return value


def _bounded(feature: Feature, value: Any, note: Notes) -> Any:
    if feature.range is None or feature.range[0] <= value <= feature.range[1]:
        return value
    if feature.out_of_range == "error":
        raise RowFault(feature.name, "is out of range")
    note.out_of_range.append(feature.name)
    return min(max(value, feature.range[0]), feature.range[1]) if feature.out_of_range == "clip" else value


def seconds(name: str, value: Any) -> int:
    """Seconds since 1970 of an ISO 8601 date or moment, rounded down."""
    if not isinstance(value, str):
        raise RowFault(name, "must be an ISO 8601 date")
    try:
        if "T" not in value:
            return date.fromisoformat(value).toordinal() * _DAY - date(1970, 1, 1).toordinal() * _DAY
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return math.floor(moment.timestamp())
    except ValueError as unreadable:
        raise RowFault(name, "must be an ISO 8601 date") from unreadable


def _text(row: Mapping[str, Any], feature: Feature) -> str:
    value = row.get(feature.name)
    if not isinstance(value, str):
        raise RowFault(feature.name, "is missing" if value is None else "must be a string")
    return value


def _bytes(row: Mapping[str, Any], feature: Feature) -> bytes:
    return base64.b64decode(_text(row, feature), validate=True)


def _no_encoder(texts: Sequence[str]) -> Mapping[str, np.ndarray]:
    raise ValueError("a text feature needs an encoder")
