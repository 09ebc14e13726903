"""Trains, measures and publishes the reader: `python3 -m answers --data DIR --out ..`

Trained on descriptions that it draws itself. The data, for measuring only, in DIR/xquad: https://github.com/google-deepmind/xquad.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch

from text.tokenizer import Tokenizer
from transformer.training import Plan, arguments, save

from .data import SOURCE, Question, products, xquad
from .measures import exact, f1
from .training import best, reader, train

PLAN = Plan(steps=3000, rate=2e-3, decay=0.1)
PIECES, PRODUCTS = 1500, 20_000


def main() -> None:
    options = arguments("answers", SOURCE).parse_args()
    torch.set_num_threads(1)
    if not options.weights.joinpath("answers.npz").is_file():
        _train(options)
    if not options.train_only:
        from .publish import publish  # needs onnx, training does not
        publish(options.weights, options.data, options.out / "repository")


def _train(options: argparse.Namespace) -> None:
    questions = products(100 if options.quick else PRODUCTS, options.seed)
    some = questions[:6000]
    tokenizer = Tokenizer.learn((text for one in some for text in (one.question, one.context)), 300 if options.quick else PIECES)
    tokenizer.write(options.weights / "answers.tokenizer.json")
    network = reader(tokenizer)
    plan = Plan(4 if options.quick else PLAN.steps, PLAN.rate, PLAN.decay, PLAN.rise, options.seconds, options.device, options.seed)
    made = train(network, tokenizer, questions, plan, 16 if options.quick else 128)
    save(network, options.weights, "answers", made)
    network.to("cpu")
    measured = {}
    count = 10 if options.quick else 150
    for name, cases in (("known", products(count, 77)), ("test", products(count, 78, test=True)), ("xquad", xquad(options.data)[:count])):
        results = np.array([_judged(network, tokenizer, case) for case in cases])
        measured[name] = dict(zip(("exact", "f1"), results.mean(axis=0).tolist()))
    print(made, measured, flush=True)
    save(network, options.weights, "answers", made, **measured)


def _judged(network: torch.nn.Module, tokenizer: Tokenizer, case: Question) -> tuple[float, float]:
    found = best(network, tokenizer, case.question, case.context)
    none = found is None or (case.kind != "xquad" and found.margin < 0)
    answer = "" if none else case.context[found.start:found.end]
    return exact(answer, case.answers), f1(answer, case.answers)


if __name__ == "__main__":
    main()
