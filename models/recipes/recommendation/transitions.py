"""Item-to-item transitions: which item follows which, as two embeddings per item.

A factorised Markov chain over the last few items (FPMC, Rendle et al., 2010; Fossil, He and McAuley, 2016). On its own
it is weaker than the towers, but it errs elsewhere: a unit vector of the whole history blurs what exactly came last.
Its embeddings become the attention tables of the ranker.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from recommendation.dataset import Encoded
from recommendation.losses import sampled_softmax
from recommendation.retrieval import Negatives, batches, rate_at
from recommendation.settings import TowerSettings, TransitionSettings


@dataclass(frozen=True)
class Transitions:
    """`before` [items + 1, k] of what was taken, `after` [items + 1, k] of what follows, `recency` [r], newest last."""

    before: Tensor
    after: Tensor
    recency: Tensor


class _Chain(nn.Module):
    def __init__(self, items: int, settings: TransitionSettings) -> None:
        super().__init__()
        self.before = nn.Parameter(torch.randn(items + 1, settings.size) * 0.05)
        self.after = nn.Parameter(torch.randn(items + 1, settings.size) * 0.05)
        self.bias = nn.Parameter(torch.zeros(items + 1))
        self.recency = nn.Parameter(1.0 / torch.arange(settings.recent, 0, -1))
        self.drop = nn.Dropout(settings.dropout)

    def forward(self, history: Tensor) -> Tensor:
        """history int64 [n, l] -> [n, l, k + 1]: what each position expects next, and a 1 for the bias."""
        present = (history > 0).unsqueeze(-1)
        taken = self.drop(nn.functional.embedding(history, self.before)) * present
        mixed = self._banded(history.shape[1]) @ taken
        return torch.cat([mixed, torch.ones_like(mixed[..., :1])], dim=-1)

    def _banded(self, length: int) -> Tensor:
        """[l, l]: the weight of each earlier position, by distance; zero beyond the recent ones and ahead."""
        distance = torch.arange(length)[:, None] - torch.arange(length)[None, :]
        recent = len(self.recency)
        inside = (distance >= 0) & (distance < recent)
        return self.recency.flip(0)[distance.clamp(0, recent - 1)] * inside


def train_transitions(data: Encoded, settings: TransitionSettings, towers: TowerSettings, seed: int) -> Transitions:
    """Trains on the towers' events with the towers' sampled softmax."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    chain, sampler = _Chain(data.item_count, settings), Negatives(data, towers)
    optimiser = torch.optim.Adam(chain.parameters(), lr=settings.rate)
    steps = settings.epochs * sum(1 for _ in batches(data, towers.windows, np.random.default_rng(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step, steps))
    for epoch in range(settings.epochs):
        started, losses = time.monotonic(), []
        for window in batches(data, towers.windows, generator):
            history, targets = torch.from_numpy(window.inputs), torch.from_numpy(window.targets)
            chosen = targets > 0
            negatives = sampler.draw(targets[chosen].numpy(), generator)
            table = torch.cat([chain.after, chain.bias[:, None]], dim=1)
            expected = chain(history)[chosen]
            loss = sampled_softmax(expected, targets[chosen], table, negatives, sampler.log_q, 1.0)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        seconds = time.monotonic() - started
        print(f"transitions epoch {epoch + 1}: loss {np.mean(losses):.4f} ({seconds:.0f} s)", flush=True)
    return Transitions(chain.before.detach(), chain.after.detach(), chain.recency.detach())
