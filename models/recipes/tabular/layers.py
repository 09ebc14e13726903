"""Layers that prepare rows inside the graph, so that training and serving cannot differ.

Numbers are imputed, then encoded piecewise linearly (Gorishniy et al., 2022, On Embeddings for Numerical Features in Tabular
Deep Learning); categories have an embedding each, also for unknown and missing ones (Guo and Berkhahn, 2016, Entity
Embeddings of Categorical Variables).
"""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch import nn

_MARCH_OF_YEAR_0 = 719_468  # days from the first of March of the year 0 to 1970
_MUCH = 0.2  # the share of a column from which on a value has an edge of its own
_LARGEST = 3e38  # of a float, about


class Imputation(nn.Module):
    """Puts the training median where a number is NaN: [n, k] → [n, k]."""

    def __init__(self, medians: np.ndarray) -> None:
        super().__init__()
        self.register_buffer("medians", torch.as_tensor(medians, dtype=torch.float32))

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        return torch.where(torch.isnan(numbers), self.medians, numbers)


class PiecewiseLinear(nn.Module):
    """Each number among its training quantiles: [n, k] → [n, k, bins], 1 for bins below, 0 above, a share inside.

    What lies outside the training range is as its end, infinities too.
    """

    def __init__(self, edges: Sequence[np.ndarray]) -> None:
        super().__init__()
        bins = max(len(each) - 1 for each in edges)
        low, scale = np.zeros((len(edges), bins)), np.zeros((len(edges), bins))
        for row, each in enumerate(edges):
            low[row, :len(each) - 1] = each[:-1]
            scale[row, :len(each) - 1] = 1 / np.diff(each)
        self.register_buffer("low", torch.tensor(low, dtype=torch.float32))
        self.register_buffer("scale", torch.tensor(scale, dtype=torch.float32))

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        return ((numbers.clamp(-_LARGEST, _LARGEST).unsqueeze(2) - self.low) * self.scale).clamp(0, 1)


class NumberEmbeddings(nn.Module):
    """A vector for each number: [n, k] → [n, k, size]; a missing one also adds a vector of its own."""

    def __init__(self, edges: Sequence[np.ndarray], medians: np.ndarray, size: int) -> None:
        super().__init__()
        self.impute = Imputation(medians)
        self.encode = PiecewiseLinear(edges)
        count, bins = self.encode.low.shape
        self.weight = nn.Parameter(torch.randn(count, bins, size) / bins ** 0.5)
        self.bias = nn.Parameter(torch.zeros(count, size))
        self.missing = nn.Parameter(torch.randn(count, size) * 0.05)

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        encoded = self.encode(self.impute(numbers)).transpose(0, 1)
        vectors = torch.matmul(encoded, self.weight).transpose(0, 1) + self.bias
        return vectors + torch.isnan(numbers).float().unsqueeze(2) * self.missing


class CategoryEmbeddings(nn.Module):
    """A vector for each category: int64 [n, c] → [n, c, size]. `sizes` are the numbers of values; two more indices stand for
    unknown and missing, and an index beyond them is read as the nearest."""

    def __init__(self, sizes: Sequence[int], size: int) -> None:
        super().__init__()
        rows = np.array(sizes) + 2
        self.register_buffer("offsets", torch.tensor(np.cumsum(rows) - rows, dtype=torch.int64))
        self.register_buffer("last", torch.tensor(rows - 1, dtype=torch.int64))
        self.table = nn.Embedding(int(rows.sum()), size)
        nn.init.normal_(self.table.weight, std=0.3)

    def forward(self, categories: torch.Tensor) -> torch.Tensor:
        inside = torch.minimum(categories.clamp(min=0), self.last)
        return self.table(inside + self.offsets)


class DateParts(nn.Module):
    """Days (or `seconds`) since 1970, int64 [n, d], → float [n, d, 7]: years since the day `origin`, day of the year and of the
    week as points on a circle, day of the month and month in 0..1. Gregorian, from the year 0 on (Hinnant, chrono-compatible
    date algorithms); what lies before is as its first day."""

    PARTS = 7

    def __init__(self, origin: int, seconds: bool = False) -> None:
        super().__init__()
        self.origin = origin
        self.unit = 86_400 if seconds else 1

    def forward(self, dates: torch.Tensor) -> torch.Tensor:
        shifted = _quotient((dates + _MARCH_OF_YEAR_0 * self.unit).clamp(min=0), self.unit)
        of_era = shifted % 146_097
        year = _quotient(of_era - _quotient(of_era, 1_460) + _quotient(of_era, 36_524) - _quotient(of_era, 146_096), 365)
        of_year = of_era - (365 * year + _quotient(year, 4) - _quotient(year, 100))  # from the first of March
        march = _quotient(5 * of_year + 2, 153)
        day = of_year - _quotient(153 * march + 2, 5)  # 0..30
        month = (march + 2) % 12  # 0..11
        season = 2 * np.pi * of_year.float() / 365.25
        week = 2 * np.pi * ((shifted + 2) % 7).float() / 7
        years = (shifted - (_MARCH_OF_YEAR_0 + self.origin)).float() / 365.25
        parts = [years, season.sin(), season.cos(), week.sin(), week.cos(), day.float() / 30, month.float() / 11]
        return torch.stack(parts, dim=2)


def quantile_edges(values: np.ndarray, bins: int) -> np.ndarray:
    """Distinct training quantiles of one column, NaN left out; two edges at least.

    Where one value makes up much of the column, it is an edge and the quantiles are those of the others.
    """
    present = values[~np.isnan(values)].astype(np.float64)
    distinct, counts = np.unique(present, return_counts=True)
    common = distinct[counts.argmax()]
    rest = present[present != common] if counts.max() > _MUCH * len(present) and len(distinct) > 2 else present
    edges = np.unique(np.append(np.quantile(rest, np.linspace(0, 1, bins + 1)), common).astype(np.float32))
    return edges if len(edges) > 1 else np.array([edges[0], edges[0] + 1])


def fitted(numbers: np.ndarray, bins: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Edges and medians of training columns [n, k]."""
    return [quantile_edges(column, bins) for column in numbers.T], np.nanmedian(numbers, axis=0)


def _quotient(dividend: torch.Tensor, divisor: int) -> torch.Tensor:
    """Integer division of what is not negative."""
    return torch.div(dividend, divisor, rounding_mode="trunc")
