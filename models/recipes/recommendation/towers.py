"""Two towers: what the user did so far, and an item, as unit vectors of one space."""

from __future__ import annotations

from typing import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from recommendation.features import Field
from recommendation.layers import CausalBlock, FieldEmbeddings


class ItemTower(nn.Module):
    """categorical int64 [n, Fi], numeric float32 [n, Gi] -> embedding float32 [n, d] of length 1.

    The first field is the item's identity; its code 0 stands for every item that came after training.
    """

    def __init__(self, fields: Sequence[Field], numeric: int, size: int, feature_size: int = 16) -> None:
        super().__init__()
        self.identity = FieldEmbeddings(fields[:1], size)
        self.features = FieldEmbeddings(fields[1:], feature_size)
        self.project = nn.Linear(len(fields[1:]) * feature_size + numeric, size)

    def content(self, categorical: Tensor, numeric: Tensor) -> Tensor:
        """[n, d] before normalising: identity plus what the features say."""
        identity = self.identity(categorical)[:, 0]
        known = self.features(categorical).flatten(1)
        return identity + self.project(torch.cat([known, numeric], dim=1))

    def forward(self, categorical: Tensor, numeric: Tensor | None = None) -> Tensor:
        if numeric is None:
            numeric = torch.zeros(categorical.shape[0], 0)
        return functional.normalize(self.content(categorical, numeric), dim=1)


class UserTower(nn.Module):
    """A causal transformer over the user's last items (SASRec, Kang and McAuley, 2018) plus the user's features."""

    def __init__(
        self, fields: Sequence[Field], size: int, length: int, layers: int, heads: int, dropout: float
    ) -> None:
        super().__init__()
        self.features = FieldEmbeddings(fields, size)
        self.start = nn.Parameter(torch.randn(size) * 0.02)
        self.blocks = nn.ModuleList(CausalBlock(size, heads, length, dropout) for _ in range(layers))
        self.norm, self.drop = nn.LayerNorm(size), nn.Dropout(dropout)
        square = torch.ones(length, length, dtype=torch.bool)
        self.register_buffer("earlier", square.tril(), persistent=False)
        self.register_buffer("own", torch.eye(length, dtype=torch.bool), persistent=False)

    def forward(self, categorical: Tensor, history: Tensor, items: Tensor, queries: int) -> Tensor:
        """Unit vectors [n, queries, d] for the last `queries` positions of each window.

        `categorical` int64 [n, queries, Fu], user and context at each of these positions; `history` int64 [n, l], zeros in front; `items` [items + 1, d] are the item
        tower's contents, from which the history takes its embeddings.
        """
        present = history > 0
        x = torch.where(present.unsqueeze(-1), functional.embedding(history, items), self.start)
        x = self.drop(x)
        allowed = self.earlier & (present[:, None, :] | self.own)  # the items before, but padding sees itself only
        for index, block in enumerate(self.blocks):
            last = index == len(self.blocks) - 1
            x = block(x, allowed, queries if last else x.shape[1])
        profile = self.features(categorical).sum(dim=-2)
        return functional.normalize(self.norm(x) + profile, dim=-1)


class UserTowerGraph(nn.Module):
    """The user tower as it is served: categorical [n, Fu], history [n, l] -> embedding [n, d].

    Carries a frozen copy of the item contents, so that a request needs item indices only.
    """

    def __init__(self, tower: UserTower, items: Tensor) -> None:
        super().__init__()
        self.tower = tower
        self.register_buffer("items", items.detach().clone())

    def forward(self, categorical: Tensor, history: Tensor) -> Tensor:
        return self.tower(categorical.unsqueeze(1), history, self.items, 1)[:, 0]
