"""Pretrains, trains, measures and publishes the flowers' classifier: `python3 -m flowers --data DIR --out ..`

The data: https://www.kaggle.com/datasets/alxmamaev/flowers-recognition, scaled to 128 × 128; `data` says in which form.
"""

from __future__ import annotations

import copy

import numpy as np
from torch import nn

from recommendation.determinism import deterministic
from vision import cli
from vision.publication import Publication, classes_profile, image_cases, picture_profile, publish
from vision.training import parameter_count
from vision.weights import trained

from . import data, report
from .evaluation import accuracy, colours, gain, logits_of
from .network import WIDTHS, FlowerNet
from .training import pretrain, train

SEED = 7
PRETRAINING, EPOCHS, FEW_EPOCHS = 3, 7, 12
FEW = 320
SETTINGS = """
task: image-classification
batching: {max-rows: 32, max-delay: 2ms}
warmup: 3
preprocess: {color: rgb, resize: 72, fit: shortest, crop: 64, range: [0, 1], mean: 0.45, std: 0.27}
postprocess: {activation: softmax, labels: labels.txt, top-k: 3}
monitor: {profile: profile.json}
"""


def main() -> None:
    arguments = cli.arguments("flowers", "flowers.zip and split.csv, made of " + data.SOURCE)
    deterministic(SEED)
    training, test = data.load(arguments.data)
    some = training.take(np.random.default_rng(SEED).permutation(len(training.labels))[:FEW])
    pretraining, epochs, few_epochs = (1, 1, 4) if arguments.quick else (PRETRAINING, EPOCHS, FEW_EPOCHS)

    turned = trained(FlowerNet(4), arguments.weights, "flowers-turned",
                     lambda network: pretrain(network, training.pixels, pretraining, SEED))

    def taught(name: str, start: FlowerNet, photographs: data.Photographs, rounds: int) -> FlowerNet:
        return trained(start, arguments.weights, f"flowers-{name}", lambda network: train(network, photographs, rounds, SEED))

    network = taught("pretrained", transferred(turned), training, epochs)
    networks = {
        "pretrained": network,
        "few-pretrained": taught("few-pretrained", transferred(turned), some, few_epochs),
        "few-scratch": taught("few-scratch", FlowerNet(len(data.LABELS)), some, few_epochs),
        "scratch": taught("scratch", FlowerNet(len(data.LABELS)), training, epochs),
    }
    right = {name: logits_of(one, test).argmax(axis=1) == test.labels for name, one in networks.items()}
    results = report.Results(
        pretrained=accuracy(right["pretrained"]), scratch=accuracy(right["scratch"]),
        gain=gain(right["pretrained"], right["scratch"]),
        few=FEW, few_pretrained=accuracy(right["few-pretrained"]), few_scratch=accuracy(right["few-scratch"]),
        few_gain=gain(right["few-pretrained"], right["few-scratch"]),
        colours=accuracy(colours(training, test) == test.labels),
        parameters=parameter_count(network), epochs=epochs, pretraining=pretraining, few_epochs=few_epochs,
        photographs=len(training.labels), seed=SEED)
    print(report.metrics(results))
    publish(arguments.out / "repository", network, Publication(
        name="flowers", settings=SETTINGS, outputs=["logits"], cases=image_cases([(2, 3, 64, 64), (1, 3, 64, 64)]),
        labels=data.LABELS, reference=_reference(network, training, test), card=report.write(results)))


def transferred(turned: FlowerNet) -> FlowerNet:
    """The pretrained network with a new last layer."""
    network = copy.deepcopy(turned)
    network.classify = nn.Sequential(nn.Dropout(0.1), nn.Linear(WIDTHS[-1], len(data.LABELS)))
    return network


def _reference(network: FlowerNet, training: data.Photographs, test: data.Photographs) -> dict:
    logits = logits_of(network, test).astype(np.float64)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    confidence = weights.max(axis=1) / weights.sum(axis=1)
    labels = [data.LABELS[index] for index in logits.argmax(axis=1)]
    return picture_profile(list(training.pixels), classes_profile(labels, confidence))


if __name__ == "__main__":
    main()
