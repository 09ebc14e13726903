"""Spans from BIO labels, and their precision, recall and F1 as conlleval counts them (Tjong Kim Sang and De Meulder, 2003)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Sequence

import numpy as np

from vision.intervals import Estimate, bootstrap


class Span(NamedTuple):
    """Words first (inclusive) to last (exclusive) of one kind."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True)
class Counts:
    """Spans of each text: right, predicted, present."""

    right: np.ndarray
    predicted: np.ndarray
    present: np.ndarray

    def f1(self) -> Estimate:
        """Over all spans; the interval draws texts."""
        return bootstrap(len(self.right), self._f1)

    def value(self) -> float:
        """F1 over all spans."""
        return self._f1(np.arange(len(self.right)))

    def precision(self) -> float:
        return float(self.right.sum() / max(1, self.predicted.sum()))

    def recall(self) -> float:
        return float(self.right.sum() / max(1, self.present.sum()))

    def _f1(self, drawn: np.ndarray) -> float:
        return float(2 * self.right[drawn].sum() / max(1, (self.predicted[drawn] + self.present[drawn]).sum()))


def spans(labels: Sequence[str]) -> list[Span]:
    """B-x begins a span, I-x of the same kind goes on; an I-x that follows neither begins one, as in conlleval."""
    found: list[Span] = []
    for place, label in enumerate([*labels, "O"]):
        mark, kind = label[:1], label[2:]
        open_ = found[-1] if found and found[-1].last == place else None
        if mark == "I" and open_ is not None and open_.kind == kind:
            found[-1] = Span(kind, open_.first, place + 1)
        elif mark in ("B", "I"):
            found.append(Span(kind, place, place + 1))
    return found


def compare(predicted: Sequence[Sequence[str]], present: Sequence[Sequence[str]]) -> Counts:
    """Counts spans whose kind, first and last word agree; one entry for each text."""
    pairs = [(set(spans(one)), set(spans(other))) for one, other in zip(predicted, present, strict=True)]
    return Counts(*(np.array(column) for column in zip(*[(len(one & other), len(one), len(other)) for one, other in pairs])))


def by_kind(found: Sequence[Sequence[str]], present: Sequence[Sequence[str]]) -> dict[str, tuple[int, float]]:
    """How many spans of each kind there are, and their F1; the most frequent first."""
    kinds = sorted({kind for labels in present for kind, _, _ in spans(labels)})
    def only(labels: Sequence[str], kind: str) -> list[str]:
        return [label if label[2:] == kind else "O" for label in labels]
    counts = {kind: compare([only(labels, kind) for labels in found], [only(labels, kind) for labels in present]) for kind in kinds}
    rows = {kind: (int(count.present.sum()), count.value()) for kind, count in counts.items()}
    return dict(sorted(rows.items(), key=lambda row: -row[1][0]))
