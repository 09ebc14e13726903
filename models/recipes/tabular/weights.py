"""Trained weights between training and publishing: `<run>.npz` and what is known of the run in `<run>.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from export.repository import write_json


def save(folder: Path, run: str, network: nn.Module, about: dict[str, Any]) -> None:
    """Keeps the weights and the facts of a run."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / f"{run}.npz", **{name: value.detach().cpu().numpy() for name, value in _tensors(network).items()})
    write_json(folder / f"{run}.json", about)
    print(run, about, flush=True)


def load(folder: Path, run: str, network: nn.Module) -> nn.Module:
    """The weights of a run, put into `network`; in evaluation mode."""
    with np.load(folder / f"{run}.npz") as arrays, torch.no_grad():
        for name, value in _tensors(network).items():
            value.copy_(torch.from_numpy(arrays[name]))
    return network.eval()


def about(folder: Path, run: str) -> dict[str, Any]:
    """What was written of a run."""
    return json.loads((folder / f"{run}.json").read_text(encoding="utf-8"))


def runs(folder: Path, beginning: str) -> dict[str, dict[str, Any]]:
    """All runs whose names begin so."""
    return {file.stem: about(folder, file.stem) for file in sorted(folder.glob(f"{beginning}*.json"))}


def chosen(folder: Path, beginning: str) -> str:
    """The median run of the variant that is best on average by the validation rows.

    Not the best run of all: that one is best by luck, too, and an ensemble that is weighed by the same rows would trust it too much.
    """
    variants: dict[str, dict[str, float]] = {}
    for run, facts in runs(folder, beginning).items():
        variants.setdefault(run.rsplit("-", 1)[0], {})[run] = facts["validation"]
    if not variants:
        raise SystemExit(f"{folder} has no run {beginning}*: train first")
    seeds = max(variants.values(), key=lambda scores: sum(scores.values()) / len(scores))
    return sorted(seeds, key=seeds.__getitem__)[(len(seeds) - 1) // 2]


def _tensors(network: nn.Module) -> dict[str, torch.Tensor]:
    """Parameters and buffers by name, each once, even where layers share it."""
    return {**dict(network.named_parameters()), **dict(network.named_buffers())}
