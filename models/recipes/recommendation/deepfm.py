"""DeepFM (Guo et al., 2017) with target attention over the history (Deep Interest Network, Zhou et al., 2018)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from recommendation.features import Field
from recommendation.layers import FieldEmbeddings
from recommendation.transitions import Transitions


@dataclass(frozen=True)
class Parts:
    """Which parts of DeepFM a model has; the baselines are the same model with parts left out."""

    second_order: bool = True
    deep: bool = True


LOGISTIC_REGRESSION = Parts(second_order=False, deep=False)
FACTORISATION_MACHINE = Parts(second_order=True, deep=False)


class HistoryAttention(nn.Module):
    """What in the last items calls for the candidate: attention with a learned weight per recency.

    Tables start from item-to-item transitions and stay as they are; what is learned here is whom to attend to. Only
    the most recent items are looked at, so that a run of many candidates gathers little.
    """

    def __init__(self, transitions: Transitions) -> None:
        super().__init__()
        self.register_buffer("before", transitions.before)
        self.register_buffer("after", transitions.after)
        self.decay = nn.Parameter(transitions.recency.clone())
        self.recency = nn.Parameter(torch.zeros_like(transitions.recency))
        self.sharpness = nn.Parameter(torch.ones(1))
        self.width = transitions.before.shape[1] + 3

    def forward(self, candidates: Tensor, history: Tensor) -> tuple[Tensor, Tensor]:
        """candidates [g, c], history [g, l], int64 -> inputs of the perceptron [g, c, width], transition [g, c]."""
        recent = history[:, -len(self.decay) :]
        after, before = functional.embedding(candidates, self.after), functional.embedding(recent, self.before)
        present = (recent > 0).unsqueeze(1)
        scores = after @ before.transpose(1, 2) * present
        transition = (scores * self.decay).sum(dim=-1)
        weights = (scores * self.sharpness + self.recency).masked_fill(~present, -1e4).softmax(dim=-1) * present
        mixed = weights @ before
        scalars = [transition, scores.amax(dim=-1), scores[..., -1]]
        return torch.cat([after * mixed, torch.stack(scalars, dim=-1)], dim=-1), transition


class DeepFM(nn.Module):
    """categorical int64 [g, c, Fc], numeric float32 [g, c, Fn], history int64 [g, l] -> logits [g, c].

    Linear part + second-order interactions of all fields (each number is a field too) + a perceptron on everything.
    `candidate` is the column of the item's identity, for the attention.
    """

    def __init__(
        self,
        fields: Sequence[Field],
        numeric: int,
        parts: Parts = Parts(),
        size: int = 12,
        hidden: Sequence[int] = (128, 64),
        dropout: float = 0.1,
        attention: HistoryAttention | None = None,
        candidate: int = 0,
    ) -> None:
        super().__init__()
        self.parts, self.candidate = parts, candidate
        self.first = FieldEmbeddings(fields, 1, deviation=0.0)
        self.linear = nn.Linear(numeric, 1)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        self.second = FieldEmbeddings(fields, size) if parts.second_order or parts.deep else None
        self.numbers = nn.Parameter(torch.randn(numeric, size) * 0.02)
        self.attention = attention if parts.deep else None
        self.transition = nn.Parameter(torch.full((1,), 0.3))
        if parts.deep:
            width = len(fields) * size + numeric + (self.attention.width if self.attention else 0)
            self.deep = _perceptron(width, hidden, dropout)

    def forward(self, categorical: Tensor, numeric: Tensor, history: Tensor | None = None) -> Tensor:
        logits = self.first(categorical).sum(dim=(-1, -2)) + self.linear(numeric).squeeze(-1)
        if self.second is None:
            return logits
        fields = self.second(categorical)
        if self.parts.second_order:
            logits = logits + self._second_order(fields, numeric)
        if self.parts.deep:
            logits = logits + self._deep(fields, categorical, numeric, history)
        return logits

    def _second_order(self, fields: Tensor, numeric: Tensor) -> Tensor:
        """Sum of the products of all pairs, as half of (square of sum - sum of squares)."""
        weighted = numeric.unsqueeze(-1) * self.numbers
        total = fields.sum(dim=-2) + weighted.sum(dim=-2)
        squares = fields.square().sum(dim=-2) + weighted.square().sum(dim=-2)
        return 0.5 * (total.square() - squares).sum(dim=-1)

    def _deep(self, fields: Tensor, categorical: Tensor, numeric: Tensor, history: Tensor | None) -> Tensor:
        inputs = [fields.flatten(-2), numeric]
        if self.attention is not None and history is not None:
            attended, transition = self.attention(categorical[..., self.candidate], history)
            inputs.append(attended)
            return self.deep(torch.cat(inputs, dim=-1)).squeeze(-1) + self.transition * transition
        return self.deep(torch.cat(inputs, dim=-1)).squeeze(-1)


class RankerGraph(nn.Module):
    """The ranker as it is served: the candidates of one user and the history [1, l], once for all -> score [n].

    The score is a probability: the sigmoid of `slope` * logit + `offset`.
    """

    def __init__(self, model: DeepFM, slope: float = 1.0, offset: float = 0.0) -> None:
        super().__init__()
        if slope <= 0:
            raise ValueError(f"the slope must be positive, or the order would change; got {slope}")
        self.model, self.slope, self.offset = model, slope, offset

    def forward(self, categorical: Tensor, numeric: Tensor, history: Tensor) -> Tensor:
        logits = self.model(categorical.unsqueeze(0), numeric.unsqueeze(0), history).squeeze(0)
        return torch.sigmoid(logits * self.slope + self.offset)


def _perceptron(width: int, hidden: Sequence[int], dropout: float) -> nn.Sequential:
    """Ends in one number whose weights start at zero: training begins at the linear part's order."""
    layers: list[nn.Module] = []
    for size in hidden:
        layers += [nn.Linear(width, size), nn.ReLU(), nn.Dropout(dropout)]
        width = size
    last = nn.Linear(width, 1)
    nn.init.zeros_(last.weight)
    nn.init.zeros_(last.bias)
    return nn.Sequential(*layers, last)
