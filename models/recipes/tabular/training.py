"""Training of networks of rows: AdamW, mixup, dropped cells, the best epoch by the validation rows."""

from __future__ import annotations

import copy
import time
from dataclasses import dataclass
from typing import Callable, Sequence

import torch
from torch import nn

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Rows:
    """Inputs of the network, one tensor each, and targets; all with n rows."""

    inputs: tuple[torch.Tensor, ...]
    targets: torch.Tensor

    def __len__(self) -> int:
        return len(self.targets)

    def take(self, rows: torch.Tensor) -> "Rows":
        return Rows(tuple(each[rows] for each in self.inputs), self.targets[rows])

    def to(self, device: str) -> "Rows":
        return Rows(tuple(each.to(device) for each in self.inputs), self.targets.to(device))


@dataclass(frozen=True)
class Plan:
    """`mixup` is the parameter of its beta distribution (Zhang et al., 2018), 0 for none; `dropped` the share of cells that
    are shown as missing, or as unknown, so that their vectors learn; `average` the share that an epoch's end keeps of the
    running mean of the weights, a step at a time."""

    epochs: int
    batch: int = 512
    peak: float = 3e-3
    decay: float = 1e-4
    mixup: float = 0.0
    dropped: float = 0.01
    average: float = 0.98


@dataclass(frozen=True)
class Trained:
    """`score` of the validation rows at the best epoch; `seconds` of the whole training."""

    score: float
    epoch: int
    seconds: float


Dropper = Callable[[tuple[torch.Tensor, ...], float], tuple[torch.Tensor, ...]]


def fit(
    network: nn.Module, train: Rows, validation: Rows, plan: Plan, loss: Loss, score: Loss, drop: Dropper,
    seed: int, penalty: float = 0.0,
) -> Trained:
    """Trains in place and leaves the weights with the highest `score` of the validation rows.

    The network has `encode` and `decode`; where decode gives (outputs, …, entropy), `penalty` weighs the entropy.
    """
    torch.manual_seed(seed)
    started = time.monotonic()
    steps = len(train) // plan.batch
    optimiser = torch.optim.AdamW(_groups(network, plan.decay), lr=plan.peak)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, plan.peak, total_steps=plan.epochs * steps, pct_start=0.1)
    averaged, best, best_score, best_epoch = copy.deepcopy(network).eval(), None, -float("inf"), 0
    for epoch in range(plan.epochs):
        network.train()
        order = torch.randperm(len(train), device=train.targets.device)
        for step in range(steps):
            batch = train.take(order[step * plan.batch:(step + 1) * plan.batch])
            value = _loss(network, batch, plan, loss, drop, penalty)
            optimiser.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            _average(averaged, network, plan.average if epoch else 0.0)
        reached = float(score(predict(averaged, validation.inputs), validation.targets))
        if reached > best_score:
            best, best_score, best_epoch = copy.deepcopy(averaged.state_dict()), reached, epoch + 1
        if (epoch + 1) % max(1, plan.epochs // 8) == 0:
            print(f"epoch {epoch + 1}: loss {value.item():.4f}, validation {reached:.4f}, "
                  f"{time.monotonic() - started:.0f} s", flush=True)
    network.load_state_dict(best)
    network.eval()
    return Trained(best_score, best_epoch, time.monotonic() - started)


@torch.no_grad()
def predict(network: nn.Module, inputs: Sequence[torch.Tensor], rows: int = 16_384) -> torch.Tensor:
    """The outputs of `decode`, the first where it gives several."""
    network.eval()
    parts = []
    for start in range(0, len(inputs[0]), rows):
        result = network.decode(network.encode(*(each[start:start + rows] for each in inputs)))
        parts.append(result[0] if isinstance(result, tuple) else result)
    return torch.cat(parts)


def dropper(unknown: torch.Tensor) -> Dropper:
    """Shows some numbers as NaN and some categories as unknown (`unknown` [c], the index of each) or missing (one more)."""

    def drop(inputs: tuple[torch.Tensor, ...], share: float) -> tuple[torch.Tensor, ...]:
        numbers, categories, *rest = inputs
        nan = torch.full_like(numbers, float("nan"))
        numbers = torch.where(torch.rand_like(numbers) < share, nan, numbers)
        chance = torch.rand(categories.shape, device=categories.device)
        lost = unknown.to(categories.device) + (chance < share / 2).long()
        return numbers, torch.where(chance < share, lost, categories), *rest

    return drop


def _loss(network: nn.Module, batch: Rows, plan: Plan, loss: Loss, drop: Dropper, penalty: float) -> torch.Tensor:
    encoded = network.encode(*drop(batch.inputs, plan.dropped))
    if not plan.mixup:
        outputs, entropy = _outputs(network.decode(encoded))
        return loss(outputs, batch.targets).mean() + penalty * entropy
    beta = torch.distributions.Beta(plan.mixup, plan.mixup)
    share = beta.sample((len(batch), 1)).to(encoded.device)
    partner = torch.randperm(len(batch), device=encoded.device)
    outputs, entropy = _outputs(network.decode(share * encoded + (1 - share) * encoded[partner]))
    own, other = loss(outputs, batch.targets), loss(outputs, batch.targets[partner])
    return (share[:, 0] * own + (1 - share[:, 0]) * other).mean() + penalty * entropy


def _outputs(result: torch.Tensor | tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, torch.Tensor | float]:
    return (result[0], result[-1]) if isinstance(result, tuple) else (result, 0.0)


@torch.no_grad()
def _average(averaged: nn.Module, network: nn.Module, kept: float) -> None:
    """The running mean of the weights and of the statistics of norms."""
    ours, theirs = _learned(averaged), _learned(network)
    torch._foreach_mul_(ours, kept)
    torch._foreach_add_(ours, theirs, alpha=1 - kept)


def _learned(network: nn.Module) -> list[torch.Tensor]:
    """Parameters and statistics, each once, even where layers share it."""
    return [*(each.data for each in network.parameters()), *(each for each in network.buffers() if each.is_floating_point())]


def _groups(network: nn.Module, decay: float) -> list[dict]:
    """Biases and factors are not decayed."""
    matrices = [each for each in network.parameters() if each.dim() > 1]
    vectors = [each for each in network.parameters() if each.dim() <= 1]
    return [{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}]
