"""The Gaussian error linear unit (Hendrycks & Gimpel 2016), written out.

PyTorch 1.13's own, as Debian builds it, gives wrong gradients without a word where the gradient arrives transposed.
"""

from __future__ import annotations

import math

import torch


def gelu(values: torch.Tensor) -> torch.Tensor:
    return values * 0.5 * (1 + torch.erf(values / math.sqrt(2)))
