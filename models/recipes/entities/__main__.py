"""Trains, measures and publishes the tagger of entities: `python3 -m entities --data DIR --out ..`

The data, in DIR/wnut17: https://github.com/leondz/emerging_entities_17.
"""

from __future__ import annotations

import argparse
import random

import torch

from tagging.alignment import Labelled, labels_of, rows
from tagging.spans import compare
from tagging.swapping import blended, names_of, swapped
from tagging.training import CrfTagger, predict, train, unknown_id
from text.tokenizer import Tokenizer
from transformer.training import Plan, arguments, save

from .data import SOURCE, texts
from .names import names
from .network import network

PLAN = Plan(steps=2500, rate=2e-3, decay=0.1)
PIECES, COPIES, FORGET = 2400, 12, 0.1
RUNS = {"seed1": 1, "seed2": 2, "no-lists": 1}  # name to seed
LISTLESS = "no-lists"


def main() -> None:
    parser = arguments("entities", SOURCE)
    parser.add_argument("--name", choices=RUNS, nargs="*", default=list(RUNS), help="the runs to train, by name; all by default")
    parser.add_argument("--forget", type=float, default=FORGET, help="share of the tokens that become unknown")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.name:
        if not options.weights.joinpath(f"{name}.npz").is_file():
            _train(options, name)
    if not options.train_only:
        from .publish import publish  # needs onnx, training does not
        publish(options.weights, options.data, options.out / "repository")


def _train(options: argparse.Namespace, name: str) -> None:
    training = texts(options.data, "train")[:300 if options.quick else None]
    labels, grown = labels_of(training), _grown(training, name, options.quick)
    tokenizer = Tokenizer.learn((" ".join(text.words) for text in grown), 500 if options.quick else PIECES, lowercase=False)
    tokenizer.write(options.weights / f"{name}.tokenizer.json")
    model = CrfTagger(network(tokenizer, len(labels)), len(labels))
    plan = Plan(5 if options.quick else PLAN.steps, PLAN.rate, PLAN.decay, PLAN.rise, options.seconds, options.device, RUNS[name])
    made = train(model, rows(tokenizer, grown, labels), plan, name, unknown_id(tokenizer), 16 if options.quick else 128, options.forget)
    save(model, options.weights, name, made, labels=labels)
    model.to("cpu")
    measured: dict[str, object] = {"labels": labels}
    for split in ("dev", "test"):
        cases = texts(options.data, split)[:30 if options.quick else None]
        found, _ = predict(model.tagger, model.crf.arrays(), tokenizer, cases, labels)
        counts = compare(found, [case.labels for case in cases])
        measured[split] = {"f1": counts.f1().value, "precision": counts.precision(), "recall": counts.recall()}
    print(name, made, measured["dev"], measured["test"], flush=True)
    save(model, options.weights, name, made, **measured)


def _grown(training: list[Labelled], name: str, quick: bool) -> list[Labelled]:
    """The texts, and copies with other entities of the texts and, unless told otherwise, of the lists, and with blends of both."""
    draw, own = random.Random(RUNS[name]), names_of(training)
    lists = own if name == LISTLESS else names(2000, RUNS[name])
    sources = [own, lists, blended(own, 500, draw), blended(lists, 2000, draw)]
    grown = list(training)
    for copy in range(1 if quick else COPIES):
        for text in training:
            changed = swapped(text, sources[copy % len(sources)], draw)
            grown.append(_lower(changed) if draw.random() < 0.08 else changed)
    return grown


def _lower(text: Labelled) -> Labelled:
    """Many write no capitals."""
    return Labelled(tuple(word.lower() for word in text.words), text.labels)


if __name__ == "__main__":
    main()
