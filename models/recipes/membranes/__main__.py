"""Trains, measures and publishes the U-Net of membranes: `python3 -m membranes --data DIR --out ..`

The data: https://github.com/zhixuhao/unet, folder data/membrane/train, zipped as membrane.zip.
"""

from __future__ import annotations

import numpy as np
import torch

from recommendation.determinism import deterministic
from vision import cli
from vision.preprocess import scale
from vision.publication import Publication, image_cases, picture_profile, publish
from vision.training import parameter_count
from vision.weights import trained
from export.profile import number_profile

from . import data, report
from .evaluation import below, scores, threshold_of
from .network import Probabilities, UNet
from .training import train

SEED = 7
STEPS = 450
SETTINGS = """
task: semantic-segmentation
batching: {max-rows: 4, max-delay: 2ms}
warmup: 3
preprocess: {color: gray, multiple: 16, fill: 128, range: [0, 1], mean: 0.5, std: 0.25}
postprocess: {output: membrane, activation: none, threshold: 0.5, labels: labels.txt}
monitor: {profile: profile.json}
"""
FREE = {name: {2: "height", 3: "width"} for name in ("image", "membrane")}


def main() -> None:
    arguments = cli.arguments("membranes", f"membrane.zip of {data.SOURCE}")
    deterministic(SEED)
    training, test = data.load(arguments.data)
    steps = 10 if arguments.quick else STEPS
    network = trained(UNet(), arguments.weights, "membranes", lambda net: train(net, training, steps, SEED))
    model = Probabilities(network).eval()
    probabilities = segment(model, test.gray)
    spread, level = threshold_of(training)
    results = report.Results(
        network=scores(probabilities >= 0.5, test.membrane),
        threshold=scores(below(test.gray, spread, level), test.membrane),
        spread=spread, level=level, parameters=parameter_count(network), steps=steps, seed=SEED)
    print(report.metrics(results))
    share = number_profile((probabilities >= 0.5).mean(axis=(1, 2)))
    publish(arguments.out / "repository", model, Publication(
        name="membranes", settings=SETTINGS, outputs=["membrane"],
        cases=image_cases([(2, 1, 48, 64), (1, 1, 80, 48)]), free=FREE, labels=data.LABELS,
        reference=picture_profile(list(training.gray), {"membrane": share}), card=report.write(results)))


@torch.no_grad()
def segment(model: Probabilities, slices: np.ndarray) -> np.ndarray:
    """float32 [n, h, w] for gray uint8 [n, h, w], one after the other."""
    images = (torch.from_numpy(scale(one[:, :, None], data.PREPROCESS)[None]) for one in slices)
    return np.concatenate([model(image)[:, 0].numpy() for image in images])


if __name__ == "__main__":
    main()
