"""Training that the recipes of pictures share."""

from __future__ import annotations

import time
from typing import Callable

import torch
from torch import nn


def optimise(network: nn.Module, steps: int, peak: float, decay: float, loss_of: Callable[[int], torch.Tensor]) -> None:
    """AdamW with a one-cycle rate over `steps` values of `loss_of`; channels last, which a CPU's convolutions prefer.

    Use `half` around the network in `loss_of`.
    """
    network.to(memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=peak, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, peak, total_steps=steps, pct_start=0.2)
    started, total, report = time.monotonic(), 0.0, max(steps // 10, 1)
    for step in range(steps):
        loss = loss_of(step)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 10)
        optimiser.step()
        schedule.step()
        total += loss.item()
        if (step + 1) % report == 0:
            print(f"step {step + 1}/{steps}: loss {total / report:.4f}, {time.monotonic() - started:.0f} s", flush=True)
            total = 0.0


def half(enabled: bool = True) -> torch.autocast:
    """Convolutions in bfloat16, the rest in float32: half the time on CPUs that know it, but rare classes may not be learnt."""
    return torch.autocast("cpu", torch.bfloat16, enabled=enabled)


def parameter_count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def convolution(inputs: int, outputs: int, stride: int = 1, size: int = 3, dilation: int = 1) -> nn.Sequential:
    """A convolution with batch normalisation and ReLU that keeps the extents, but for the stride."""
    padding = size // 2 * dilation
    layer = nn.Conv2d(inputs, outputs, size, stride, padding, dilation, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(outputs), nn.ReLU())
