"""The classifiers: ids and mask int64 [n, t] -> logits float32 [n, classes]."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .layers import Embedding, Encoder, largest, mean


class SimpleRecurrent(nn.Module):
    """One simple recurrent layer (Elman 1990), read from the state after the last token."""

    def __init__(self, pieces: int, classes: int = 2, width: int = 64, state: int = 96, dropout: float = 0.3) -> None:
        super().__init__()
        self.embedding = Embedding(pieces, width, width)
        self.recurrent = nn.RNN(width, state, batch_first=True)
        self.answer = nn.Linear(state, classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        values = self.dropout(self.embedding(ids))
        states = self.recurrent(values, _zero_state(values, self.recurrent.hidden_size))[0]
        last = (mask.sum(1) - 1)[:, None, None].expand(-1, 1, states.shape[2])
        return self.answer(self.dropout(states.gather(1, last)[:, 0]))


class LongShortTerm(nn.Module):
    """Long short-term memory (Hochreiter & Schmidhuber 1997) from both ends, the largest of its states."""

    def __init__(self, pieces: int, classes: int = 2, width: int = 64, state: int = 96, dropout: float = 0.4) -> None:
        super().__init__()
        self.embedding = Embedding(pieces, width, width)
        self.forwards = nn.LSTM(width, state, batch_first=True)
        self.backwards = nn.LSTM(width, state, batch_first=True)
        self.answer = nn.Linear(2 * state, classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        values = self.dropout(self.embedding(ids))
        zero = _zero_state(values, self.forwards.hidden_size)
        onwards = self.forwards(values, (zero, zero))[0]
        back = self.backwards(_reversed(values, mask), (zero, zero))[0]  # the padding stays behind
        states = torch.cat([largest(onwards, mask), largest(back, mask)], dim=1)
        return self.answer(self.dropout(states))


class Convolutional(nn.Module):
    """Filters over three, four and five tokens and the largest answer of each (Kim 2014)."""

    def __init__(self, pieces: int, classes: int = 2, width: int = 64, filters: int = 64, dropout: float = 0.5) -> None:
        super().__init__()
        self.embedding = Embedding(pieces, width, width)
        self.filters = nn.ModuleList(nn.Conv1d(width, filters, size, padding=size // 2) for size in (3, 4, 5))
        self.answer = nn.Linear(3 * filters, classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        present = mask.to(torch.float32)[:, :, None]
        values = (self.dropout(self.embedding(ids)) * present).transpose(1, 2)
        found = [largest(functional.relu(filters(values))[:, :, :ids.shape[1]].transpose(1, 2), mask) for filters in self.filters]
        return self.answer(self.dropout(torch.cat(found, dim=1)))


class Transformer(nn.Module):
    """An encoder, and the mean and the maximum over its tokens; with `wide` also the mean of what it is given."""

    def __init__(self, encoder: Encoder, classes: int = 2, dropout: float = 0.3, wide: bool = False) -> None:
        super().__init__()
        self.encoder, self.wide = encoder, wide
        self.answer = nn.Linear((2 + wide) * encoder.width, classes)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        values = self.encoder(ids, mask)
        read = [mean(values, mask), largest(values, mask)]
        if self.wide:
            read.append(mean(self.encoder.embedded(ids), mask))
        return self.answer(self.dropout(torch.cat(read, dim=1)))


def _zero_state(values: torch.Tensor, state: int) -> torch.Tensor:
    """Zeros [1, n, state], as an exporter can tell for any n."""
    return (values[:, 0, :1] * 0)[None].expand(1, values.shape[0], state).contiguous()


def _reversed(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    places = (mask.sum(1, keepdim=True) - 1 - torch.arange(values.shape[1], device=values.device)[None]).clamp(min=0)
    return values.gather(1, places[:, :, None].expand(-1, -1, values.shape[2]))
