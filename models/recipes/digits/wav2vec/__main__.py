"""Pretrains, trains, compares and publishes the wav2vec 2.0 style recogniser: `python3 -m digits.wav2vec --data DIR
--out ..`

The data, in DIR: fsdd (https://github.com/Jakobovski/free-spoken-digit-dataset, folder recordings),
speech-commands-3w (http://download.tensorflow.org/data/speech_commands_v0.01.tar.gz, folders bed, cat and happy) and
yesno (https://www.openslr.org/1). espeak-ng must be installed.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import torch

from digits.data import LONGEST, RATE, SOURCE, WORDS, Strings, batches, load, synthesised, test_strings
from digits.evaluation import Rates, evaluate
from export.repository import ModelFolder
from speech import recogniser
from speech.compact import round_weights
from speech.ctc import Vocabulary, train

from . import data, report
from .network import Encoder, Recogniser
from .pretraining import pretrain

SEED = 7
PRETRAINING, STEPS, FEW_STEPS = 400, 1500, 800
SYNTHETIC = 400
ROWS = 8
FEW = 10
THREADS = 1


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(THREADS)
    pretraining, steps, few_steps, synthetic = (10, 10, 10, 20) if arguments.quick else (PRETRAINING, STEPS, FEW_STEPS, SYNTHETIC)
    spoken, test = load(arguments.data)
    sounds = data.unlabelled(arguments.data, spoken)
    encoder = _encoder()
    found = pretrain(encoder, sounds, pretraining, 8, 2e-3, SEED)
    artificial = synthesised(synthetic, SEED, LONGEST)
    strings = data.normalised_strings(test_strings(test, SEED))
    amounts = {"all": (spoken, artificial, steps)}
    if arguments.few:
        amounts[f"one in {FEW}"] = data.labelled_share(spoken, FEW), _share(artificial, FEW), few_steps
    comparisons, published = [], None
    for labels, (clips, synthetic_strings, count) in amounts.items():
        results = []
        for start in (encoder, _encoder()):
            network = _train(start, clips, synthetic_strings, count)
            published = published or network
            results.append(evaluate(network, strings, _vocabulary()))
            print(labels, results[-1].greedy, results[-1].restricted, flush=True)
        comparisons.append(report.Comparison(labels, *results))
    minutes = sum(map(len, sounds)) / RATE / 60
    size = sum(p.numel() for p in published.parameters())
    run = report.Run(pretraining, steps, minutes, found, SEED, THREADS, size)
    _publish(published, arguments.out, strings, comparisons, run)


def _publish(network: Recogniser, out: Path, strings: Strings, comparisons: list[report.Comparison], run: report.Run) -> None:
    print(report.metrics(comparisons))
    reference = recogniser.reference_profile(strings.sounds, RATE, comparisons[0].pretrained.heard)
    folder = ModelFolder(out / "repository", "digits-wav2vec")
    recogniser.publish(network, folder, _vocabulary(), WORDS, True, reference, report.write(comparisons, run))


def _encoder() -> Encoder:
    torch.manual_seed(SEED)
    return Encoder()


def _vocabulary() -> Vocabulary:
    return Vocabulary.of(WORDS)


def _train(start: Encoder, clips, synthetic: Strings, steps: int) -> Recogniser:
    torch.manual_seed(SEED)
    network = Recogniser(copy.deepcopy(start), len(_vocabulary().symbols))
    train(network, data.normalised_batches(batches(clips, synthetic, ROWS, SEED, short=steps // 3)), steps, 1e-3, _vocabulary(), rise=20)
    round_weights(network)
    return network


def _share(strings: Strings, share: int) -> Strings:
    return Strings(strings.sounds[::share], strings.texts[::share], strings.speakers[::share])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="digits.wav2vec", description="Pretrains and trains the recogniser on waveforms.")
    parser.add_argument("--data", type=Path, required=True, help=f"folder of the data sets: {SOURCE}; {data.COMMANDS_SOURCE}; "
                                                                 f"{data.YESNO_SOURCE}")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--quick", action="store_true", help="a few steps, as a smoke test")
    parser.add_argument("--few", action="store_true", help=f"also compares with one in {FEW} of the labels")
    return parser.parse_args()


if __name__ == "__main__":
    main()
