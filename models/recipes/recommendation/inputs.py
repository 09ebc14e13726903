"""The ranker's tensors for lists of candidates."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from recommendation.candidates import Candidates
from recommendation.crosses import history_gap, history_share
from recommendation.dataset import Encoded
from recommendation.features import Field


class RankerInputs:
    """Turns `Candidates` [g, c] into categorical [g, c, Fc], numeric [g, c, Fn] and history [g, l].

    Candidates may be any items of the catalogue; arrivals have no identity. The service does the same from
    features.json, for one user at a time.
    """

    def __init__(self, data: Encoded) -> None:
        encoder, self._data = data.encoder.over(data.catalogue), data
        self._categorical = encoder.names("ranker", "categorical")
        self._numeric = encoder.names("ranker", "numeric")
        self._codes = {
            name: encoder.codes(_owner(name), [name]) for name in self._categorical if _owner(name) != "context"
        }
        crossed = {name: encoder.spec(name) for name in self._numeric if _owner(name) == "cross"}
        self._shares = {
            name: encoder.codes("item", [spec["of"]])[:, 0]
            for name, spec in crossed.items()
            if spec["type"] == "history_share"
        }
        gapped = {name: spec["of"] for name, spec in crossed.items() if spec["type"] == "history_gap"}
        plain = [name for name in self._numeric if _owner(name) in ("user", "item")]
        self._numbers = {name: encoder.numbers(_owner(name), [name])[:, 0] for name in plain}
        self._gaps = {name: encoder.numbers("item", [of])[:, 0] for name, of in gapped.items()}

    @property
    def fields(self) -> list[Field]:
        """Layout of the categorical tensor."""
        return self._data.encoder.fields(self._categorical)

    @property
    def numeric(self) -> list[str]:
        """Names of the numeric columns."""
        return self._numeric

    def spec(self, name: str) -> dict[str, Any]:
        """The declaration of a feature."""
        return self._data.encoder.spec(name)

    def identities(self) -> list[int]:
        """Columns that hold identities."""
        return [field.start for field in self.fields if self._data.encoder.spec(field.name)["type"] == "identity"]

    def build(self, lists: Candidates) -> tuple[Tensor, Tensor, Tensor]:
        """categorical int64, numeric float32, history int64."""
        history = self._data.interactions.histories(lists.positions, self._data.length)
        categorical = [self._category(name, lists) for name in self._categorical]
        numeric = [self._number(name, lists, history) for name in self._numeric]
        return (
            torch.from_numpy(np.concatenate(categorical, axis=2)),
            torch.from_numpy(np.stack(numeric, axis=2)),
            torch.from_numpy(history),
        )

    def _category(self, name: str, lists: Candidates) -> np.ndarray:
        interactions, shape = self._data.interactions, lists.items.shape
        if _owner(name) == "item":
            return self._codes[name][lists.items]
        if _owner(name) == "user":
            codes = self._codes[name][interactions.users[lists.positions] + 1]
        else:
            codes = self._data.context_codes([name], lists.positions)
        return np.broadcast_to(codes[:, None], (*shape, codes.shape[1]))

    def _number(self, name: str, lists: Candidates, history: np.ndarray) -> np.ndarray:
        if name == "retrieval.score":
            return self._data.encoder.scaled(name, lists.scores.astype(np.float64))
        if name in self._shares:
            return history_share(history, lists.items, self._shares[name])
        if name in self._gaps:
            return history_gap(history, lists.items, self._gaps[name])
        if _owner(name) == "item":
            return self._numbers[name][lists.items]
        users = self._data.interactions.users[lists.positions] + 1
        return np.broadcast_to(self._numbers[name][users][:, None], lists.items.shape)


def _owner(name: str) -> str:
    return name.split(".")[0]
