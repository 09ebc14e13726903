"""What the graph makes of a district's numbers before anything is learned."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn


class Derived(nn.Module):
    """[n, 8] → [n, 13]: also rooms, people and bedrooms in relation, and the coast's own axes. NaN stays NaN."""

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        east, north, _, rooms, bedrooms, people, households, _ = numbers.split(1, dim=1)
        further = [rooms / households, people / households, bedrooms / rooms, east + north, east - north]
        return torch.cat([numbers, *further], dim=1)


def derived(numbers: np.ndarray) -> np.ndarray:
    """As `Derived`, of float32 columns."""
    return Derived()(torch.from_numpy(numbers)).numpy()
