"""Hiding tokens: for masked language models (Devlin et al. 2019) and as noise on inputs (word dropout, Iyyer et al. 2015)."""

from __future__ import annotations

import torch

from .tokenizer import SPECIAL, MASK, UNKNOWN

_SPECIAL = len(SPECIAL)


def hide(ids: torch.Tensor, pieces: int, share: float = 0.15) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids with some tokens hidden, and targets that are -100 but for those: 80 % become [MASK], 10 % another piece."""
    chosen = (torch.rand(ids.shape, device=ids.device) < share) & (ids >= _SPECIAL)
    targets = ids.masked_fill(~chosen, -100)
    kind = torch.rand(ids.shape, device=ids.device)
    hidden = ids.masked_fill(chosen & (kind < 0.8), SPECIAL.index(MASK))
    other = torch.randint(_SPECIAL, pieces, ids.shape, device=ids.device)
    return torch.where(chosen & (kind >= 0.9), other, hidden), targets


def drop(ids: torch.Tensor, share: float) -> torch.Tensor:
    """Ids with a share of the tokens made [UNK]."""
    chosen = (torch.rand(ids.shape, device=ids.device) < share) & (ids >= _SPECIAL)
    return ids.masked_fill(chosen, SPECIAL.index(UNKNOWN))
