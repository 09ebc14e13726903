"""Trains, measures and publishes the translator of dates: `python3 -m dates --out ..`; needs no data."""

from __future__ import annotations

import numpy as np
import torch

from transformer.training import Plan, arguments, save

from .data import TEST, TRAINING, examples
from .training import greedy_answers, train, translator

PLAN = Plan(steps=6000, rate=3e-3, decay=0.02)
EXAMPLES = 300_000


def main() -> None:
    options = arguments("dates").parse_args()
    torch.set_num_threads(1)
    if not options.weights.joinpath("dates.npz").is_file():
        network = translator()
        plan = Plan(30 if options.quick else PLAN.steps, PLAN.rate, PLAN.decay, PLAN.rise, options.seconds, options.device, options.seed)
        made = train(network, 2000 if options.quick else EXAMPLES, plan, 64 if options.quick else 512)
        save(network, options.weights, "dates", made)
        measured = {}
        for name, wordings in (("known wordings", TRAINING), ("held-out wordings", TEST)):
            cases = examples(300 if options.quick else 4000, 9, wordings, held_out=True)
            answers = greedy_answers(network, [text for _, text, _ in cases])
            measured[name] = float(np.mean([answer == day for answer, (_, _, day) in zip(answers, cases)]))
            for wording in wordings:
                right = [answer == day for answer, (name_, _, day) in zip(answers, cases) if name_ == wording]
                print(f"{wording}: {np.mean(right):.3f}", flush=True)
        print(made, measured, flush=True)
        save(network, options.weights, "dates", made, **measured)
    if not options.train_only:
        from .publish import publish  # needs onnx, training does not
        publish(options.weights, options.out / "repository")


if __name__ == "__main__":
    main()
