"""Trains, measures and publishes the detector of blood cells: `python3 -m blood_cells --data DIR --out ..`

The data: https://github.com/Shenggan/BCCD_Dataset, its folder BCCD zipped as bccd.zip.
"""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch

from recommendation.determinism import deterministic
from vision import cli
from vision.preprocess import scale
from vision.publication import Publication, classes_profile, image_cases, picture_profile, publish
from vision.training import parameter_count
from vision.weights import trained

from . import baseline, data, report
from .evaluation import LEAST_SCORE, Found, found_in, hits_and_misses, precision_of_classes
from .network import CellNet, Detections
from .training import train

SEED = 7
STEPS, BALANCED_STEPS = 1250, 350
SETTINGS = """
task: object-detection
batching: {{max-rows: 8, max-delay: 2ms}}
warmup: 3
preprocess: {{color: rgb, resize: [240, 320], fit: stretch, range: [0, 1], mean: 0.6, std: 0.25}}
postprocess: {{format: yolo, box: cxcywh, coordinates: pixels, labels: labels.txt, min-score: {least:.2f}, iou: 0.45}}
monitor: {{profile: profile.json}}
"""
FREE = {"image": {2: "height", 3: "width"}, "detections": {1: "places"}}


def main() -> None:
    arguments = cli.arguments("blood_cells", f"bccd.zip of {data.SOURCE}")
    deterministic(SEED)
    splits = data.load(arguments.data)
    steps, balanced = (20, 10) if arguments.quick else (STEPS, BALANCED_STEPS)
    network = trained(CellNet(), arguments.weights, "blood-cells-first", lambda net: train(net, splits["train"], steps, SEED))
    network = trained(network, arguments.weights, "blood-cells",
                      lambda net: train(net, splits["train"], balanced, SEED + 1, "balanced"))
    model = Detections(network).eval()
    least = best_score(detect(model, splits["val"]), splits["val"])
    found = detect(model, splits["test"])
    results = report.Results(
        network=precision_of_classes(found, splits["test"]),
        thresholds=precision_of_classes([baseline.detect(scene) for scene in splits["test"]], splits["test"]),
        least_score=least, parameters=parameter_count(network), steps=steps, balanced_steps=balanced, seed=SEED)
    print(report.metrics(results))
    publish(arguments.out / "repository", model, Publication(
        name="blood-cells", settings=SETTINGS.format(least=least), outputs=["detections"],
        cases=image_cases([(2, 3, 48, 64), (1, 3, 80, 48)]), free=FREE, labels=data.LABELS,
        reference=_reference(splits["train"], found, least), card=report.write(results)))


@torch.no_grad()
def detect(model: Detections, scenes: Sequence[data.Scene]) -> list[Found]:
    """What the model finds in each, down to the least score of the evaluation."""
    images = (torch.from_numpy(scale(scene.pixels, data.PREPROCESS)[None]) for scene in scenes)
    return [found_in(model(image)[0].numpy(), LEAST_SCORE) for image in images]


def best_score(found: Sequence[Found], scenes: Sequence[data.Scene]) -> float:
    """The least score, in steps of .05, with the best F1 over all classes."""

    def f1(least: float) -> float:
        hits, wrong, missed = hits_and_misses(found, scenes, least)
        return 2 * hits / max(2 * hits + wrong + missed, 1)

    return max(np.arange(1, 19) / 20, key=f1)


def _reference(training: Sequence[data.Scene], found: Sequence[Found], least: float) -> dict:
    sure = [(data.LABELS[kind], score) for one in found for kind, score in zip(one.classes, one.scores) if score >= least]
    labels, scores = zip(*sure) if sure else ((data.LABELS[0],), (0.0,))
    return picture_profile([scene.pixels for scene in training], classes_profile(labels, np.array(scores)))


if __name__ == "__main__":
    main()
