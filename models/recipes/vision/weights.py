"""Trained weights that are kept between runs, so that measuring and publishing can be repeated without training."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import torch
from torch import nn


def trained(network: nn.Module, folder: Path | None, name: str, train: Callable[[nn.Module], None]) -> nn.Module:
    """`network`, trained by `train` or read from `<folder>/<name>.pt` where an earlier run left it; in evaluation mode."""
    file = folder / f"{name}.pt" if folder else None
    if file and file.is_file():
        network.load_state_dict(torch.load(file, map_location="cpu"))
        return network.eval()
    train(network)
    network.to(memory_format=torch.contiguous_format).eval()
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.save(network.state_dict(), file)
    return network
