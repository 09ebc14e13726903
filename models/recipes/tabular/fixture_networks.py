"""Small untrained networks for the tests of the service: everything that a graph of rows may have, in a few kilobytes."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from .layers import CategoryEmbeddings, DateParts, NumberEmbeddings

ORIGIN = 18_262  # 2020-01-01
WIDTH = 16


class Rows(nn.Module):
    """Numbers, categories and dates → [n, WIDTH]. `edges` are the bins of each number, `sizes` the values of each category."""

    def __init__(self, edges: list[np.ndarray], sizes: list[int], dates: int, seconds: bool = False) -> None:
        super().__init__()
        medians = np.array([float(np.median(each)) for each in edges])
        self.numbers = NumberEmbeddings(edges, medians, 4)
        self.categories = CategoryEmbeddings(sizes, 4)
        self.dates = DateParts(ORIGIN, seconds)
        self.hidden = nn.Linear(4 * (len(edges) + len(sizes)) + DateParts.PARTS * dates, WIDTH)

    def forward(self, numbers: torch.Tensor, categories: torch.Tensor, dates: torch.Tensor) -> torch.Tensor:
        parts = [self.numbers(numbers).flatten(1), self.categories(categories).flatten(1)]
        if dates is not None:
            parts.append(self.dates(dates).flatten(1))
        return torch.tanh(self.hidden(torch.cat(parts, dim=1)))


class Classifier(nn.Module):
    """(numbers, categories, dates) → logits [n, 3]."""

    def __init__(self, edges: list[np.ndarray], sizes: list[int]) -> None:
        super().__init__()
        self.rows = Rows(edges, sizes, 1, seconds=True)
        self.head = nn.Linear(WIDTH, 3)

    def forward(self, numbers, categories, dates):
        return 2 * self.head(self.rows(numbers, categories, dates))


class Regressor(nn.Module):
    """(numbers double, grade int32 [n], dates, open bool [n, 1]) → value [n], quantiles [n, 3] that rise, attributions."""

    def __init__(self, edges: list[np.ndarray], grades: int, features: int) -> None:
        super().__init__()
        self.rows = Rows(edges, [grades], 2)
        self.door = nn.Linear(1, WIDTH)
        self.middle, self.spread = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 2)
        self.shares = nn.Linear(WIDTH, features)

    def forward(self, numbers, grade, dates, opened):
        hidden = self.rows(numbers.float(), grade.long().unsqueeze(1), dates) + self.door(opened.float())
        middle = self.middle(hidden)
        below, above = nn.functional.softplus(self.spread(hidden)).unbind(dim=1)
        quantiles = torch.stack([middle[:, 0] - below, middle[:, 0], middle[:, 0] + above], dim=1)
        return middle[:, 0], quantiles, self.shares(hidden).softmax(dim=1)


class Mixture(nn.Module):
    """(numbers) → weights, means, deviations [n, 3] (Bishop, 1994)."""

    def __init__(self, edges: list[np.ndarray]) -> None:
        super().__init__()
        self.numbers = NumberEmbeddings(edges, np.array([float(np.median(each)) for each in edges]), 4)
        self.head = nn.Linear(4 * len(edges), 9)

    def forward(self, numbers):
        weights, means, deviations = self.head(torch.tanh(self.numbers(numbers).flatten(1))).chunk(3, dim=1)
        return weights.softmax(dim=1), 3 * means, nn.functional.softplus(deviations) + 0.05


class RowAndText(nn.Module):
    """(numbers, categories, input_ids, attention_mask) → probability of the second label [n]."""

    def __init__(self, edges: list[np.ndarray], sizes: list[int], words: int) -> None:
        super().__init__()
        self.rows = Rows(edges, sizes, 0)
        self.words = nn.Embedding(words, 8)
        self.head = nn.Linear(WIDTH + 8, 1)

    def forward(self, numbers, categories, input_ids, attention_mask):
        mask = attention_mask.float().unsqueeze(2)
        text = (self.words(input_ids) * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
        return torch.sigmoid(self.head(torch.cat([self.rows(numbers, categories, None), text], dim=1)))[:, 0]


class RowAndImage(nn.Module):
    """(numbers, dates, image [n, 3, 8, 8]) → value [n, 1]."""

    def __init__(self, edges: list[np.ndarray]) -> None:
        super().__init__()
        self.numbers = NumberEmbeddings(edges, np.array([float(np.median(each)) for each in edges]), 4)
        self.dates = DateParts(ORIGIN)
        self.look = nn.Conv2d(3, 4, 3, stride=2, padding=1)
        self.head = nn.Linear(4 * len(edges) + DateParts.PARTS + 4, 1)

    def forward(self, numbers, dates, image):
        seen = torch.relu(self.look(image)).mean(dim=(2, 3))
        return self.head(torch.cat([self.numbers(numbers).flatten(1), self.dates(dates).flatten(1), seen], dim=1))
