"""Training and serving give the same: `python3 -m text.equality --model sst2 --version 4 --url http://127.0.0.1:8080`

Makes random texts of many scripts, and what the recipe's own tokeniser and network make of them: with `--out` as a file, with `--url`
compared with a running service. The weights are read from the published graph, so that nothing of the training is needed.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from clinc.stages import ENCODERS as CLINC
from export.repository import write_json
from sentences.network import SentenceEncoder
from sst2.stages import network_of

from . import endtoend, generator
from .classifiers import Transformer
from .client import Service
from .layers import Encoder
from .restore import restore
from .tokenizer import Tokenizer
from .training import begin

_REVIEWS = {1: "rnn", 2: "lstm", 3: "cnn", 4: "distilled", 5: "pruned"}
_MOST = {"sst2": 128, "clinc": 64, "sentences": 128}


def main() -> None:
    given = _arguments()
    begin(given.seed, "cpu")
    folder = given.repository / given.model
    tokenizer = Tokenizer.load(folder / "tokenizer.json")
    texts = [text for text in generator.texts(3 * given.count, given.seed)
             if len(tokenizer.encode(text).ids) <= _MOST[given.model]][:given.count]  # none is cut or read in windows
    network = restore(folder / str(given.version) / "model.onnx", _network(given.model, given.version, tokenizer, folder))
    outputs = endtoend.answers(network, tokenizer, texts, _MOST[given.model])
    wanted = _answers(given.model, outputs, folder)
    if given.out:
        write_json(given.out, {"model": given.model, "version": given.version, "seed": given.seed,
                               "cases": [{"text": text, "output": [float(f"{value:.9g}") for value in row]}
                                         for text, row in zip(texts, wanted, strict=True)]})
    if given.url:
        found = _served(Service(given.url), given.model, given.version, texts, folder)
        print(f"{given.model} version {given.version}: {len(texts)} texts, largest difference {_largest(found, wanted):.3g}")


def _network(model: str, version: int, tokenizer: Tokenizer, folder: Path) -> nn.Module:
    pieces = len(tokenizer)
    match model:
        case "sst2":
            return network_of(_REVIEWS[version], pieces)
        case "clinc":
            return Transformer(Encoder(pieces, **CLINC["small"]), len(_labels(folder)), wide=True)
        case "sentences":
            return SentenceEncoder(pieces)
    raise ValueError(f"no model {model}")


def _answers(model: str, outputs: np.ndarray, folder: Path) -> np.ndarray:
    """Probabilities in the order of the labels, or vectors of length one."""
    if model == "sentences":
        return outputs / np.linalg.norm(outputs, axis=1, keepdims=True)
    heat = re.search(r"temperature: ([\d.e+-]+)", folder.joinpath("model.yaml").read_text(encoding="utf-8"))
    return endtoend.probabilities(outputs, float(heat.group(1)) if heat else 1.0)


def _served(service: Service, model: str, version: int, texts: list[str], folder: Path) -> list[Any]:
    if model == "sentences":
        return [dict(enumerate(vector)) for vector in service.embed(model, texts)]
    order = {label: index for index, label in enumerate(_labels(folder))}
    return [{order[each["label"]]: each["score"] for each in answer["classes"]}
            for answer in service.classify(model, texts, version)]


def _largest(found: list[dict[int, float]], wanted: np.ndarray) -> float:
    """Over all that the service gave, which may be the best few classes only."""
    return max(abs(value - row[index]) for given, row in zip(found, wanted, strict=True) for index, value in given.items())


def _labels(folder: Path) -> list[str]:
    return folder.joinpath("labels.txt").read_text(encoding="utf-8").split("\n")[:-1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="text.equality", description="Compares a recipe's answers with the service's.")
    parser.add_argument("--model", required=True, choices=tuple(_MOST))
    parser.add_argument("--version", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000, help="how many texts")
    parser.add_argument("--repository", type=Path, default=Path("../repository"))
    parser.add_argument("--out", type=Path, help="a file below build/ for the texts and the recipe's answers")
    parser.add_argument("--url", help="a running service to compare with")
    return parser.parse_args()


if __name__ == "__main__":
    main()
