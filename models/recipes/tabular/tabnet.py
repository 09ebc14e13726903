"""TabNet (Arik and Pfister, 2021): steps that each look at a few features, chosen by a sparse mask.

A feature is here the vector of its embedding, and a mask has one number for each feature, so that it says which feature was
looked at. Batch normalisation is over ghost batches (Hoffer et al., 2017) in training; for serving it is folded into the
layers before it (`folded`).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import nn

from .networks import Preparation, RowEncoder

_HALF = 0.5 ** 0.5


@dataclass(frozen=True)
class TabNetSettings:
    """`width` is that of the decision and of the attention; `relaxation` the paper's gamma, `sparsity` its lambda."""

    size: int = 4
    width: int = 16
    steps: int = 4
    relaxation: float = 1.5
    sparsity: float = 1e-4
    ghost: int = 256
    momentum: float = 0.05


class GhostNorm(nn.Module):
    """Batch normalisation with the statistics of `ghost` rows at a time; a batch must be a multiple of it in training."""

    def __init__(self, width: int, ghost: int, momentum: float) -> None:
        super().__init__()
        self.ghost, self.momentum = ghost, momentum
        self.weight, self.bias = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("variance", torch.ones(width))

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        if not self.training:
            scale, shift = self.affine()
            return hidden * scale + shift
        ghosts = hidden.view(-1, min(self.ghost, len(hidden)), hidden.shape[1])
        mean = ghosts.mean(dim=1, keepdim=True)
        variance = ((ghosts - mean) ** 2).mean(dim=1, keepdim=True)
        with torch.no_grad():
            self.mean.lerp_(mean.mean(dim=(0, 1)), self.momentum)
            self.variance.lerp_(variance.mean(dim=(0, 1)), self.momentum)
        return ((ghosts - mean) / (variance + 1e-5).sqrt()).view_as(hidden) * self.weight + self.bias

    def affine(self) -> tuple[torch.Tensor, torch.Tensor]:
        """What it does when it no longer learns: a factor and a summand for each column."""
        scale = self.weight / (self.variance + 1e-5).sqrt()
        return scale, self.bias - self.mean * scale


class Gated(nn.Module):
    """Linear, ghost norm, gated linear unit; the linear layer may be shared with other steps."""

    def __init__(self, linear: nn.Linear, norm: nn.Module) -> None:
        super().__init__()
        self.linear, self.norm = linear, norm

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        value, gate = self.norm(self.linear(hidden)).chunk(2, dim=1)
        return value * torch.sigmoid(gate)


class Step(nn.Module):
    """Two shared and two own gated layers with residual connections."""

    def __init__(self, shared: list[nn.Linear], settings: TabNetSettings) -> None:
        super().__init__()
        width = 2 * settings.width
        own = [nn.Linear(width, 2 * width, bias=False) for _ in range(2)]
        self.layers = nn.ModuleList([Gated(linear, GhostNorm(2 * width, settings.ghost, settings.momentum))
                                     for linear in (*shared, *own)])

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        hidden = self.layers[0](hidden)
        for layer in self.layers[1:]:
            hidden = (hidden + layer(hidden)) * _HALF
        return hidden


class TabNet(nn.Module):
    """(numbers [n, k], categories [n, c]) → (outputs, attributions [n, k + c], which sum to one)."""

    def __init__(self, preparation: Preparation, outputs: int, settings: TabNetSettings, derive: nn.Module | None = None):
        super().__init__()
        self.settings, self.features = settings, preparation.features
        self.derive = derive or nn.Identity()
        self.rows = RowEncoder(preparation, settings.size)
        inputs, width = preparation.features * settings.size, 2 * settings.width
        shared = [nn.Linear(inputs, 2 * width, bias=False), nn.Linear(width, 2 * width, bias=False)]
        self.norm = GhostNorm(inputs, settings.ghost, settings.momentum)
        self.first = Step(shared, settings)
        self.steps = nn.ModuleList([Step(shared, settings) for _ in range(settings.steps)])
        self.attention = nn.ModuleList([
            nn.Sequential(nn.Linear(settings.width, preparation.features, bias=False),
                          GhostNorm(preparation.features, settings.ghost, settings.momentum))
            for _ in range(settings.steps)])
        self.head = nn.Linear(settings.width, outputs)

    def encode(self, numbers: torch.Tensor, categories: torch.Tensor) -> torch.Tensor:
        return self.rows(self.derive(numbers), categories).flatten(1)

    def decode(self, encoded: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Outputs, attributions and the masks' entropy, a mean over rows and steps."""
        width = self.settings.width
        features = self.norm(encoded)
        apart = features.view(-1, self.features, self.settings.size)
        focus = self.first(features)[:, width:]
        prior = torch.ones_like(apart[:, :, 0])
        decision, weighed, entropy = 0.0, 0.0, 0.0
        for attention, step in zip(self.attention, self.steps):
            mask = sparsemax(attention(focus) * prior)
            entropy = entropy - (mask * (mask + 1e-10).log()).sum(dim=1).mean() / len(self.steps)
            prior = prior * (self.settings.relaxation - mask)
            hidden = step((apart * mask.unsqueeze(2)).flatten(1))
            part = torch.relu(hidden[:, :width])
            focus = hidden[:, width:]
            decision = decision + part
            weighed = weighed + mask * part.sum(dim=1, keepdim=True)
        total = weighed.sum(dim=1, keepdim=True)
        return self.head(decision), weighed / total.clamp(min=1e-12), entropy

    def forward(self, numbers: torch.Tensor, categories: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        outputs, attributions, _ = self.decode(self.encode(numbers, categories))
        return outputs, attributions


def sparsemax(scores: torch.Tensor) -> torch.Tensor:
    """The nearest point of the probability simplex (Martins and Astudillo, 2016), along the second axis of [n, k]."""
    ordered, _ = torch.sort(scores, dim=1, descending=True)
    rank = torch.arange(1, scores.shape[1] + 1, device=scores.device, dtype=scores.dtype)
    sums = ordered.cumsum(dim=1) - 1
    kept = (ordered * rank > sums).to(scores.dtype)
    count = kept.sum(dim=1, keepdim=True)
    threshold = (ordered * kept).sum(dim=1, keepdim=True) - 1
    return torch.relu(scores - threshold / count)


class _Affine(nn.Module):
    def __init__(self, scale: torch.Tensor, shift: torch.Tensor) -> None:
        super().__init__()
        self.scale, self.shift = nn.Parameter(scale), nn.Parameter(shift)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden * self.scale + self.shift


@torch.no_grad()
def folded(network: TabNet) -> TabNet:
    """A copy for serving without statistics: a step's own layers take the norm into their weights, shared ones, which
    every step normalises differently, keep a factor and a summand."""
    served = copy.deepcopy(network).eval()
    served.norm = _Affine(*served.norm.affine())
    for step in (served.first, *served.steps):
        for place, layer in enumerate(step.layers):
            scale, shift = layer.norm.affine()
            if place < 2:
                layer.norm = _Affine(scale, shift)
            else:
                layer.linear, layer.norm = _scaled(layer.linear, scale, shift), nn.Identity()
    for place, (linear, norm) in enumerate(served.attention):
        served.attention[place] = nn.Sequential(_scaled(linear, *norm.affine()))
    return served


def _scaled(linear: nn.Linear, scale: torch.Tensor, shift: torch.Tensor) -> nn.Linear:
    """A linear layer, and the affine one after it, as one."""
    result = nn.Linear(linear.in_features, linear.out_features)
    result.weight.copy_(linear.weight * scale[:, None])
    result.bias.copy_(shift)
    return result
