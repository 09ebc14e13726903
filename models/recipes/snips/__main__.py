"""Trains, measures and publishes the model of intents and slots: `python3 -m snips --data DIR --out ..`

The data, in DIR/slu-snips: https://github.com/MiuLab/SlotGated-SLU, folder data/snips.
"""

from __future__ import annotations

import argparse
import random

import numpy as np
import torch

from tagging.alignment import labels_of, rows
from tagging.spans import compare
from tagging.swapping import names_of, swapped
from tagging.training import CrfTagger, predict, train, unknown_id
from text.tokenizer import Tokenizer
from transformer.training import Plan, arguments, save

from .data import SOURCE, texts
from .network import network

PLAN = Plan(steps=5000, rate=2e-3, decay=0.05)
PIECES, COPIES = 1900, 5
RUNS = {"seed1": 1, "seed2": 2}  # name to seed


def main() -> None:
    parser = arguments("snips", SOURCE)
    parser.add_argument("--name", choices=RUNS, nargs="*", default=list(RUNS), help="the runs to train, by name; all by default")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.name:
        if not options.weights.joinpath(f"{name}.npz").is_file():
            _train(options, name)
    if not options.train_only:
        from .publish import publish  # needs onnx, training does not
        publish(options.weights, options.data, options.out / "repository")


def _train(options: argparse.Namespace, name: str) -> None:
    training = texts(options.data, "train")[:200 if options.quick else None]
    labels, intents = labels_of(training), sorted({text.intent for text in training})
    tokenizer = Tokenizer.learn((" ".join(text.words) for text in training), 300 if options.quick else PIECES)
    tokenizer.write(options.weights / f"{name}.tokenizer.json")
    draw, names = random.Random(RUNS[name]), names_of(training)
    grown = [*training, *(swapped(text, names, draw) for _ in range(1 if options.quick else COPIES) for text in training)]
    model = CrfTagger(network(tokenizer, len(labels), len(intents)), len(labels))
    plan = Plan(5 if options.quick else PLAN.steps, PLAN.rate, PLAN.decay, PLAN.rise, options.seconds, options.device, RUNS[name])
    made = train(model, rows(tokenizer, grown, labels, intents), plan, name, unknown_id(tokenizer), 16 if options.quick else 256)
    save(model, options.weights, name, made, labels=labels)
    model.to("cpu")
    measured: dict[str, object] = {"labels": labels, "intents": intents}
    for split in ("valid", "test"):
        cases = texts(options.data, split)[:20 if options.quick else None]
        found, chosen = predict(model.tagger, model.crf.arrays(), tokenizer, cases, labels)
        right = np.array([intents[one] == case.intent for one, case in zip(chosen, cases)])
        measured[split] = {"slots": compare(found, [case.labels for case in cases]).f1().value, "intent": float(right.mean())}
    print(name, made, measured["valid"], measured["test"], flush=True)
    save(model, options.weights, name, made, **measured)


if __name__ == "__main__":
    main()
