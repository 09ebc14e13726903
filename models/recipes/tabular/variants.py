"""Runs of a recipe: what is varied, and for which seeds."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Mapping

import torch
from torch import nn

from . import weights
from .training import Dropper, Loss, Plan, Rows, fit


@dataclass(frozen=True)
class Variant:
    """A network and a plan; `build` makes the network anew."""

    name: str
    build: Callable[[], nn.Module]
    plan: Plan
    loss: Loss
    score: Loss
    penalty: float = 0.0
    known: Mapping[str, Any] = field(default_factory=dict)


def run(
    variant: Variant, train: Rows, validation: Rows, drop: Dropper, folder: Path, seeds: int, device: str, quick: bool
) -> None:
    """Trains once a seed and keeps each as `<name>-<seed>`."""
    plan = dataclasses.replace(variant.plan, epochs=2) if quick else variant.plan
    for seed in range(1, seeds + 1):
        torch.manual_seed(seed)
        network = variant.build().to(device)
        trained = fit(network, train.to(device), validation.to(device), plan, variant.loss, variant.score, drop, seed,
                      variant.penalty)
        weights.save(folder, f"{variant.name}-{seed}", network, {
            "validation": round(trained.score, 6), "epoch": trained.epoch, "seconds": round(trained.seconds, 1),
            "device": _device(device), "parameters": sum(each.numel() for each in network.parameters()),
            **dataclasses.asdict(plan), **variant.known})


def _device(device: str) -> str:
    return torch.cuda.get_device_name() if device.startswith("cuda") else "CPU core"
