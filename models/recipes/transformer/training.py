"""One loop for all: AdamW with a rate that rises, then falls as a cosine; weights kept as numpy files."""

from __future__ import annotations

import argparse
import json
import math
import time
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Callable, ContextManager

import numpy as np
import torch
from torch import nn


@dataclass(frozen=True)
class Plan:
    """`seconds` ends a training that is slower than expected in time: the rate then falls with the clock."""

    steps: int
    rate: float
    decay: float = 0.05
    rise: float = 0.05
    seconds: float = math.inf
    device: str = "cpu"
    seed: int = 1


@dataclass(frozen=True)
class Made:
    """What a training was: steps made, seconds taken, the device, the last loss, parameters, seed."""

    steps: int
    seconds: float
    device: str
    loss: float
    parameters: int
    seed: int


def fit(module: nn.Module, loss: Callable[[torch.Generator], torch.Tensor], plan: Plan, name: str = "") -> Made:
    """Trains in place; `loss` draws a batch with the generator that it is given."""
    torch.manual_seed(plan.seed)
    generator = torch.Generator(device=plan.device).manual_seed(plan.seed)
    optimiser = torch.optim.AdamW(_groups(module, plan.decay), lr=plan.rate, betas=(0.9, 0.98))
    module.train()
    begun, step, value = time.monotonic(), 0, math.nan
    while True:
        progress = max(step / plan.steps, (time.monotonic() - begun) / plan.seconds)
        if progress >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * _share(progress, plan.rise)
        optimiser.zero_grad(set_to_none=True)
        with autocast(plan.device):
            result = loss(generator)
        result.backward()
        nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimiser.step()
        step += 1
        if step % 100 == 0 or step == 1:
            value = float(result)
            print(f"{name} step {step} loss {value:.4f} {time.monotonic() - begun:.0f} s", flush=True)
    module.eval()
    parameters = sum(parameter.numel() for parameter in module.parameters())
    kind = torch.cuda.get_device_name() if plan.device == "cuda" else "cpu"
    return Made(step, round(time.monotonic() - begun, 1), kind, value, parameters, plan.seed)


def autocast(device: str) -> ContextManager[object]:
    """bfloat16 on a GPU; PyTorch 1.13 learns badly with it on a CPU."""
    return torch.autocast("cuda", dtype=torch.bfloat16) if device == "cuda" else nullcontext()


def save(module: nn.Module, folder: Path, name: str, made: Made, **measured: object) -> None:
    """Writes <name>.npz and <name>.json: the weights, and how they came to be."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / f"{name}.npz", **{key: value.detach().float().cpu().numpy().astype(np.float16)
                                        for key, value in module.state_dict().items()})
    folder.joinpath(f"{name}.json").write_text(json.dumps({**asdict(made), **measured}, indent=1) + "\n", encoding="utf-8")


def load(module: nn.Module, folder: Path, name: str) -> dict[str, object]:
    """Reads what `save` wrote; the module evaluates from then on."""
    with np.load(folder / f"{name}.npz") as arrays:
        module.load_state_dict({key: torch.from_numpy(arrays[key].astype(np.float32)) for key in arrays.files})
    module.eval()
    return json.loads(folder.joinpath(f"{name}.json").read_text(encoding="utf-8"))


def arguments(recipe: str, data: str = "") -> argparse.ArgumentParser:
    """What the recipes of text share."""
    parser = argparse.ArgumentParser(prog=recipe, description="Trains, measures and exports a model of text.")
    if data:
        parser.add_argument("--data", type=Path, required=True, help=f"folder of the data sets: {data}")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--weights", type=Path, default=Path("../../build/weights") / recipe,
                        help="keeps trained weights here, and reads them instead of training again")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    parser.add_argument("--seconds", type=float, default=math.inf, help="the longest that one training may take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--train-only", action="store_true", help="writes weights and nothing else")
    parser.add_argument("--quick", action="store_true", help="a smoke test that learns little")
    return parser


def _share(progress: float, rise: float) -> float:
    if progress < rise:
        return progress / rise + 1e-3
    return 0.5 * (1 + math.cos(math.pi * (progress - rise) / (1 - rise))) + 1e-3


def _groups(module: nn.Module, decay: float) -> list[dict[str, object]]:
    """Weight decay for matrices only."""
    matrices = [parameter for parameter in module.parameters() if parameter.dim() > 1]
    others = [parameter for parameter in module.parameters() if parameter.dim() <= 1]
    return [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
