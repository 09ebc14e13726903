"""Trains, measures and publishes the language model: `python3 -m shakespeare --data DIR --out ..`

The data, in DIR/tinyshakespeare: https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt
"""

from __future__ import annotations

import argparse

import torch

from transformer.training import Plan, arguments, load, save

from .data import SOURCE, ids, text
from .training import fresh_losses, losses, model, train

PLAN = Plan(steps=4000, rate=3e-3, decay=0.05)
PARTS = ("alone", "distilled")


def main() -> None:
    parser = arguments("shakespeare", SOURCE)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="which networks to train")
    options = parser.parse_args()
    torch.set_num_threads(1)
    texts = text(options.data)
    training, validation = (ids(part) for part in texts)
    for name in options.only:
        if not options.weights.joinpath(f"{name}.npz").is_file():
            _train(name, options, training, validation)
    if not options.train_only:
        from .publish import publish  # needs onnx, training does not
        publish(options.weights, options.out / "repository", *texts)


def _train(name: str, options: argparse.Namespace, training: torch.Tensor, validation: torch.Tensor) -> None:
    network, master = model(), None
    plan = Plan(3 if options.quick else PLAN.steps, PLAN.rate, PLAN.decay, PLAN.rise, options.seconds, options.device, options.seed)
    if name == "distilled":
        master = model()
        load(master, options.weights, "alone")
        master.to(options.device)
    sizes = {"batch": 2, "excerpt": 300} if options.quick else {}
    made = train(network, training, plan, name, teacher=master, **sizes)
    save(network, options.weights, name, made)
    part = validation[:3000] if options.quick else validation
    measured = {"validation": float(losses(network, part, options.device).mean()),
                "fresh": float(fresh_losses(network, part, options.device).mean())}
    print(name, made, measured, flush=True)
    save(network, options.weights, name, made, **measured)


if __name__ == "__main__":
    main()
