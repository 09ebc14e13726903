"""Training that the recipes of text share."""

from __future__ import annotations

import copy
import time
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from torch import nn

_CHECK = 50  # steps


def begin(seed: int, device: str) -> None:
    """One thread and a seed; matrix products in TF32 on a GPU."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    if device.startswith("cuda"):
        torch.set_float32_matmul_precision("high")


def optimise(network: nn.Module, steps: int, peak: float, decay: float, loss_of: Callable[[int], torch.Tensor],
             average: float = 0.0, warm: float = 0.1, seconds: float = float("inf")) -> None:
    """AdamW with a linear warm-up and a cosine over `steps` values of `loss_of`, matrices decayed.

    With `average` the network ends with the exponential average of its weights of that decay. Where it turns out that `seconds`
    will not do, fewer steps are done and the schedule ends sooner.
    """
    started, total, report = time.monotonic(), None, max(steps // 10, 1)
    matrices = [p for p in network.parameters() if p.dim() > 1]
    others = [p for p in network.parameters() if p.dim() <= 1]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
    fast = {"fused": True} if matrices[0].is_cuda else {}
    optimiser = torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.98), **fast)
    mean = copy.deepcopy(network) if average else None
    network.train()
    step, planned = 0, steps
    while step < steps:
        if step % _CHECK == 0 and seconds != float("inf"):
            steps = _affordable(step, planned, seconds, started)
        for group in optimiser.param_groups:
            group["lr"] = peak * _rate(step / steps, warm)
        loss = loss_of(step)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        if mean is not None:
            _blend(mean, network, min(average, (1 + step) / (10 + step)))
        total = loss.detach() if total is None else total + loss.detach()
        step += 1
        if step % report == 0:
            print(f"step {step}/{steps}: loss {total.item() / report:.4f}, {time.monotonic() - started:.0f} s", flush=True)
            total = None
    if mean is not None:
        network.load_state_dict(mean.state_dict())
    network.eval()


def save(network: nn.Module, file: Path) -> None:
    """Writes the weights as NumPy arrays of 16 bits."""
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, **{name: value.half().cpu().numpy() for name, value in network.state_dict().items()})


def load(network: nn.Module, file: Path) -> nn.Module:
    """`network` with the weights that `save` wrote, in evaluation mode."""
    with np.load(file) as arrays:
        network.load_state_dict({name: torch.from_numpy(arrays[name].astype(np.float32)) for name in arrays.files})
    return network.eval()


def parameter_count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def _rate(progress: float, warm: float) -> float:
    if progress < warm:
        return (progress + 1e-3) / warm
    return 0.5 * (1 + float(np.cos(np.pi * (progress - warm) / (1 - warm)))) + 1e-3


def _affordable(step: int, planned: int, seconds: float, started: float) -> int:
    """How many steps there will be at the speed seen so far; the first steps, which are slow, are not told from others."""
    if step < 2 * _CHECK:
        return planned
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return max(step + 1, min(planned, int(step * seconds / (time.monotonic() - started))))


@torch.no_grad()
def _blend(mean: nn.Module, network: nn.Module, decay: float) -> None:
    held, new = list(mean.parameters()), list(network.parameters())
    torch._foreach_mul_(held, decay)
    torch._foreach_add_(held, [value.detach() for value in new], alpha=1 - decay)
