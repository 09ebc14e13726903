"""How long networks take for one text, beside one another."""

from __future__ import annotations

import time
from typing import Mapping

import torch
from torch import nn


@torch.no_grad()
def milliseconds(networks: Mapping[str, nn.Module], tokens: int = 32, rounds: int = 300) -> dict[str, float]:
    """The shortest time of one row of `tokens` on one thread in PyTorch of many; the networks take turns, so that what else the
    machine does troubles all of them."""
    torch.set_num_threads(1)
    ids, mask = torch.randint(5, 1000, (1, tokens)), torch.ones(1, tokens, dtype=torch.long)
    times: dict[str, list[float]] = {name: [] for name in networks}
    for turn in range(rounds + 10):
        for name, network in networks.items():
            started = time.perf_counter()
            network(ids, mask)
            if turn >= 10:
                times[name].append(time.perf_counter() - started)
    return {name: 1000 * min(each) for name, each in times.items()}
