"""The features of a model, as `preprocess.features` of its model.yaml declares them and the service serves them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Iterator, Mapping, Sequence

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_.$/-]*( [A-Za-z0-9_.$/-]+)*")
_WORDS_OF_YAML = {"yes", "no", "true", "false", "null", "on", "off", "y", "n"}
_WIDTH = 120


@dataclass(frozen=True)
class Feature:
    """One feature.

    `type` is number, integer, boolean, category, date, text or image; `input` the tensor of which it is a column. A category
    has `values`, whose places are its indices; `file` keeps them in a file beside model.yaml. `missing` is nan, default, index
    or error; `unknown` index or error; `out_of_range` accept, clip or error. `further` are the keys of a text's or a
    picture's own preprocessing.
    """

    name: str
    type: str
    input: str
    description: str
    unit: str | None = None
    values: tuple[str, ...] = ()
    file: str | None = None
    range: tuple[float, float] | None = None
    missing: str = "error"
    default: Any = None
    unknown: str = "error"
    out_of_range: str = "accept"
    days: bool = False
    further: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unknown_index(self) -> int:
        """The index of a category that is not in the list."""
        return len(self.values)

    @property
    def missing_index(self) -> int:
        """The index of a category that was not given."""
        return len(self.values) + 1

    def settings(self) -> dict[str, Any]:
        """The keys of model.yaml that are not their default."""
        keys: dict[str, Any] = {"name": self.name, "type": self.type, "input": self.input, "unit": self.unit}
        keys["values"] = list(self.values) if self.values and not self.file else None
        keys["file"] = self.file
        keys["range"] = None if self.range is None else [_short(bound) for bound in self.range]
        keys["days"] = True if self.days else None
        if self.type not in ("text", "image"):
            keys["missing"] = self.missing
            keys["default"] = self.default
        if self.type == "category":
            keys["unknown"] = self.unknown
        if self.range is not None:
            keys["out-of-range"] = self.out_of_range
        keys |= self.further
        keys["description"] = self.description
        return {key: value for key, value in keys.items() if value is not None}


@dataclass(frozen=True)
class Schema:
    """The features in the order of the columns."""

    features: tuple[Feature, ...]

    def __iter__(self) -> Iterator[Feature]:
        return iter(self.features)

    def __len__(self) -> int:
        return len(self.features)

    def __getitem__(self, name: str) -> Feature:
        return next(feature for feature in self.features if feature.name == name)

    @property
    def names(self) -> list[str]:
        return [feature.name for feature in self.features]

    @property
    def inputs(self) -> list[str]:
        """The tensors, in the order of their first feature."""
        return list(dict.fromkeys(feature.input for feature in self.features))

    def columns(self, tensor: str) -> list[Feature]:
        """The columns of one tensor."""
        return [feature for feature in self.features if feature.input == tensor]

    def yaml(self, indent: int = 2) -> str:
        """`features:` as a block of YAML, one flow mapping per feature."""
        margin = " " * indent
        lines = [f"{margin}features:"]
        for feature in self.features:
            lines += _wrapped([f"{key}: {_yaml(value)}" for key, value in feature.settings().items()], margin + "  ")
        return "\n".join(lines)


def _wrapped(entries: Sequence[str], margin: str) -> list[str]:
    """`- {…}` broken after commas where it grows too wide."""
    words = ", ".join(entries).split(", ")
    lines, line = [], f"{margin}- {{"
    for place, word in enumerate(words):
        text = word + (", " if place < len(words) - 1 else "}")
        if len(line + text.rstrip()) > _WIDTH and line.strip():
            lines.append(line.rstrip())
            line = margin + "   "
        line += text
    return [*lines, line.rstrip()]


def _yaml(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_yaml(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, str):
        bare = _BARE.fullmatch(value) and value.lower() not in _WORDS_OF_YAML
        return value if bare else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)


def _short(bound: float) -> float | int:
    """A bound with seven digits, as an integer where it is one."""
    rounded = float(f"{bound:.7g}")
    return int(rounded) if rounded == int(rounded) else rounded
