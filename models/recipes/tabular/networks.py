"""A multilayer perceptron on embedded rows, in two halves between which mixup works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np
import torch
from torch import nn

from .layers import CategoryEmbeddings, NumberEmbeddings, fitted


@dataclass(frozen=True)
class Preparation:
    """What the layers learn from the training rows without training: bins and medians of numbers, lengths of lists."""

    edges: Sequence[np.ndarray]
    medians: np.ndarray
    sizes: Sequence[int]

    @classmethod
    def of(cls, numbers: np.ndarray, sizes: Sequence[int], bins: int) -> "Preparation":
        return cls(*fitted(numbers, bins), sizes)

    @property
    def features(self) -> int:
        return len(self.edges) + len(self.sizes)


class RowEncoder(nn.Module):
    """(numbers [n, k], categories [n, c]) → a vector for each feature, [n, k + c, size]."""

    def __init__(self, preparation: Preparation, size: int) -> None:
        super().__init__()
        self.numbers = NumberEmbeddings(preparation.edges, preparation.medians, size)
        self.categories = CategoryEmbeddings(preparation.sizes, size)

    def forward(self, numbers: torch.Tensor, categories: torch.Tensor) -> torch.Tensor:
        return torch.cat([self.numbers(numbers), self.categories(categories)], dim=1)


class Perceptron(nn.Module):
    """Linear layers with ReLU and dropout, then one without."""

    def __init__(self, inputs: int, width: int, depth: int, dropout: float, outputs: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for layer in range(depth):
            layers += [nn.Linear(inputs if layer == 0 else width, width), nn.ReLU(), nn.Dropout(dropout)]
        self.layers = nn.Sequential(*layers, nn.Linear(width, outputs))

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return self.layers(hidden)


class RowNetwork(nn.Module):
    """Entity embeddings and a perceptron: `encode`, then `decode`; outputs [n, outputs]."""

    def __init__(
        self, preparation: Preparation, outputs: int, size: int = 8, width: int = 128, depth: int = 2,
        dropout: float = 0.0, derive: nn.Module | None = None,
    ) -> None:
        super().__init__()
        self.derive = derive or nn.Identity()
        self.rows = RowEncoder(preparation, size)
        self.perceptron = Perceptron(preparation.features * size, width, depth, dropout, outputs)

    def encode(self, numbers: torch.Tensor, categories: torch.Tensor) -> torch.Tensor:
        return self.rows(self.derive(numbers), categories).flatten(1)

    def decode(self, encoded: torch.Tensor) -> torch.Tensor:
        return self.perceptron(encoded)

    def forward(self, numbers: torch.Tensor, categories: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(numbers, categories))
