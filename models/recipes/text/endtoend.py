"""Cases from the caller's text to the answer, for the tests of the service."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import torch
from torch import nn

from export.graph import run_torch
from export.repository import write_json

from .publication import inputs
from .tokenizer import Tokenizer

FOLDER = Path("../src/test/resources/text")  # from the models folder


def answers(module: nn.Module, tokenizer: Tokenizer, texts: Sequence[str], most: int) -> np.ndarray:
    """What the module gives for each text alone, without padding, as the rounded weights give it."""
    torch.set_num_threads(1)
    return np.concatenate([run_torch(module, inputs(tokenizer, [text], most))[0] for text in texts])


def probabilities(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    scaled = logits.astype(np.float64) / temperature
    raised = np.exp(scaled - scaled.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def write_classes(name: str, versions: dict[int, np.ndarray], labels: Sequence[str], texts: Sequence[str],
                  folder: Path, further: dict[int, list[dict]] | None = None) -> None:
    """`<name>.json`: for each version the label and all probabilities [texts, labels] of made-up texts, and what `further` has to say
    of each."""
    content = {"model": name, "labels": list(labels), "tolerance": 1e-4, "versions": {}}
    for version, found in versions.items():
        cases = [{"text": text, "label": labels[int(row.argmax())], "probability": _short(row.max())}
                 for text, row in zip(texts, found, strict=True)]
        for case, more in zip(cases, (further or {}).get(version, [{}] * len(cases)), strict=True):
            case.update(more)
        content["versions"][str(version)] = cases
    write_json(folder / f"{name}.json", content)


def write_vectors(name: str, vectors: np.ndarray, texts: Sequence[str], folder: Path) -> None:
    """`<name>.json`: the vector, of length one, of each text."""
    cases = [{"text": text, "vector": [_short(value) for value in vector]} for text, vector in zip(texts, vectors, strict=True)]
    write_json(folder / f"{name}.json", {"model": name, "tolerance": 1e-4, "cases": cases})


def _short(value: float) -> float:
    return float(f"{value:.6g}")
