"""Trains, measures and publishes the voice: `python3 -m voice --out ..`

No data is needed: espeak-ng (https://github.com/espeak-ng/espeak-ng; Debian: `apt install espeak-ng`) speaks what is
learnt.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from speech.compact import round_weights

from . import alignment, data, evaluation, report, text
from .publish import publish
from .training import train

SEED = 7
SENTENCES, HELD_OUT, STRINGS = 900, 40, 60
ALIGNMENT_EPOCHS, EPOCHS = 16, 24
THREADS = 1


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(THREADS)
    count, alignment_epochs, epochs = (64, 2, 1) if arguments.quick else (SENTENCES, ALIGNMENT_EPOCHS, EPOCHS)
    texts = text.sentences(count + HELD_OUT, SEED)
    items = data.spoken(texts)
    training, held_out = items[:count], items[count:]
    reader = train(training, alignment.learn(training, alignment_epochs, SEED), epochs, SEED)
    round_weights(reader)
    random = np.random.default_rng(SEED + 1)
    strings = data.spoken([text.digit_string(random) for _ in range(STRINGS)])
    results = report.Results(*evaluation.distortion(reader, held_out), evaluation.understood(reader, strings, arguments.recogniser))
    print(report.metrics(results))
    minutes = sum(len(item.samples) for item in training) / data.RATE / 60
    run = report.Run(count, minutes, epochs, SEED, THREADS, sum(p.numel() for p in reader.parameters()))
    publish(reader, arguments.out / "repository", texts, report.write(results, run))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="voice", description="Trains and exports the voice.")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--recogniser", type=Path, default=Path("../repository/digits/1/model.onnx"),
                        help="the published recogniser of digits, which listens to the voice (default: the repository's)")
    parser.add_argument("--quick", action="store_true", help="one epoch on 64 sentences, as a smoke test")
    return parser.parse_args()


if __name__ == "__main__":
    main()
