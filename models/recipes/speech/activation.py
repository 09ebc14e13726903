"""The Gaussian error linear unit (Hendrycks & Gimpel 2016), with a guard.

The backward pass of PyTorch 1.13, as Debian builds it, is wrong without a word where the gradient arrives transposed.
"""

from __future__ import annotations

import torch
from torch.nn import functional


def gelu(values: torch.Tensor) -> torch.Tensor:
    result = functional.gelu(values.contiguous())
    if result.requires_grad:
        result.register_hook(lambda gradient: gradient.contiguous())
    return result
