"""Encoders with heads: labels for words and a class for the whole, and the span that answers a question."""

from __future__ import annotations

from typing import Sequence

import torch
from torch import nn

from .blocks import Encoder


class Tagger(nn.Module):
    """input_ids, attention_mask int64 [n, t] → logits float32 [n, t, labels], with `intents` also intents [n, intents]."""

    def __init__(self, encoder: Encoder, width: int, labels: int, intents: int = 0, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(dropout)
        self.label = nn.Linear(width, labels)
        self.intent = nn.Linear(2 * width, intents) if intents else None

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Sequence[torch.Tensor]:
        hidden = self.drop(self.encoder(input_ids, attention_mask))
        if self.intent is None:
            return (self.label(hidden),)
        weights = attention_mask[:, :, None].to(hidden.dtype)
        mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
        return self.label(hidden), self.intent(torch.cat([hidden[:, 0], mean], dim=1))


class AnswerReader(nn.Module):
    """input_ids, attention_mask, token_type_ids int64 [n, t] → start_logits, end_logits float32 [n, t]."""

    def __init__(self, encoder: Encoder, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.ends = nn.Linear(width, 2)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor) -> Sequence[torch.Tensor]:
        scores = self.ends(self.encoder(input_ids, attention_mask, token_type_ids))
        return scores[:, :, 0], scores[:, :, 1]
