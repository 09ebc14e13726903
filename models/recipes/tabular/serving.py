"""Networks as they are served, members of an ensemble, and the ensemble itself; each can run in the recipe and as a graph."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
import torch
from torch import nn

from export.graph import export_onnx, run_torch
from speech.compact import round_weights, store_as_half

from .graphs import LEAST, declare, share_constants, shorten, weighted
from .trees import Forest, write_graph

Arrays = Mapping[str, np.ndarray]
STEP = 20  # weights of an ensemble are multiples of 1 / STEP


@dataclass(frozen=True)
class Served:
    """`run` gives the recipe's own outputs by name, `write` the graph for an example of the inputs."""

    run: Callable[[Arrays], dict[str, np.ndarray]]
    write: Callable[[Path, Arrays], None]


class Probabilities(nn.Module):
    """Logits of the network as probabilities."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        return self.network(*inputs).softmax(dim=1)


class Value(nn.Module):
    """[n, 1] of the network as [n]."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        return self.network(*inputs)[:, 0]


def network(
    module: nn.Module, outputs: Sequence[str], inputs: Sequence[str] = ("numbers", "categories"),
    free: Mapping[str, Mapping[int, str]] | None = None,
) -> Served:
    """Rounds the weights of `module` to 16 bits, in which the graph stores them; `inputs` in the order of its `forward`."""
    round_weights(module.eval())

    def ordered(given: Arrays) -> dict[str, np.ndarray]:
        return {name: given[name] for name in inputs}

    def run(given: Arrays) -> dict[str, np.ndarray]:
        return dict(zip(outputs, run_torch(module, ordered(given)), strict=True))

    def write(path: Path, example: Arrays) -> None:
        export_onnx(module, path, ordered(example), outputs, free=free)
        declare(path, run(example))
        share_constants(path)
        store_as_half(path)
        shorten(path)

    return Served(run, write)


def trees(
    booster: Any, seen: Callable[[np.ndarray, np.ndarray], np.ndarray], numbers: int, sizes: Sequence[int],
    probabilities: bool, derive: Any = None,
) -> Served:
    """XGBoost itself in the recipe, its trees as a graph."""
    import xgboost

    forest = Forest.of(booster)

    def run(inputs: Arrays) -> dict[str, np.ndarray]:
        answer = booster.predict(xgboost.DMatrix(seen(inputs["numbers"], inputs["categories"])))
        return {"probabilities": np.stack([1 - answer, answer], axis=1)} if probabilities else {"value": answer}

    return Served(run, lambda path, _: write_graph(path, forest, numbers, sizes, probabilities, derive))


def ensemble(
    members: Mapping[str, Served], weights: Mapping[str, float], output: str, folder: Path, pooled: bool = False
) -> Served:
    """The weighted mean, or a pool of probabilities; the members' graphs are written to `folder` on the way."""
    used = {name: member for name, member in members.items() if weights[name] > 0}

    def run(inputs: Arrays) -> dict[str, np.ndarray]:
        return {output: joined({name: member.run(inputs)[output] for name, member in used.items()}, weights, pooled)}

    def write(path: Path, example: Arrays) -> None:
        files = {name: folder / f"{name}.onnx" for name in used}
        folder.mkdir(parents=True, exist_ok=True)
        for name, member in used.items():
            member.write(files[name], example)
        weighted(path, files, weights, output, pooled)

    return Served(run, write)


def joined(answers: Arrays, weights: Mapping[str, float], pooled: bool) -> np.ndarray:
    """The weighted mean of values, or the weighted geometric mean of probabilities [n, k], made to sum to one."""
    parts = [np.float32(weights[name]) * (np.log(np.clip(answer, np.float32(LEAST), 1)) if pooled else answer)
             for name, answer in answers.items()]
    total = np.sum(parts, axis=0, dtype=np.float32)
    if not pooled:
        return total
    powers = np.exp(total - total.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def chosen_weights(
    answers: Arrays, loss: Callable[[np.ndarray], float], pooled: bool = False
) -> dict[str, float]:
    """The weights, multiples of 1 / STEP with sum one, with which `answers` together have the least loss on the validation rows."""
    names = list(answers)
    steps = [dict(zip(names, (share / STEP for share in each)))
             for each in product(range(STEP + 1), repeat=len(names)) if sum(each) == STEP]
    return min(steps, key=lambda shares: loss(joined(answers, shares, pooled)))
