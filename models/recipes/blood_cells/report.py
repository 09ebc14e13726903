"""The card of the detector."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Results:
    """Average precision of each class and `mAP50` on the test split, and how the model was made."""

    network: dict[str, Estimate]
    thresholds: dict[str, Estimate]
    least_score: float
    parameters: int
    steps: int
    balanced_steps: int
    seed: int


def metrics(results: Results) -> str:
    names = list(results.network)
    rows = [("this network", *(results.network[name] for name in names)),
            ("thresholds of colour", *(results.thresholds[name] for name in names)),
            ("YOLOv7, pretrained on COCO, another split", ".859", ".983", ".876", ".906")]
    return table(["detector", *(f"AP50 {name}" if name != "mAP50" else name for name in names)], rows)


def write(results: Results) -> str:
    return card("Blood cells detector", _SUMMARY, {
        "Input and output": _SIGNATURE.format(results=results),
        "Data and licence": _DATA,
        "Training": _TRAINING.format(results=results),
        "Metrics": _METRICS + "\n\n" + metrics(results),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Finds red cells, white cells and platelets on a photograph of stained blood through a microscope. One stage, no anchors;
non-maximum suppression is left to the service.
"""

_SIGNATURE = """
`image` float32 [n, 3, h, w], extents multiples of 16, RGB in 0..1, minus 0.6, divided by 0.25; trained with 240 × 320, to which
`model.yaml` stretches a picture. `detections` float32 [n, h·w / 64, 7]: middle, width and height of a box in pixels of the input,
then a score for each class in the order of `labels.txt`. A score of {results.least_score:.2f} is where precision and recall
of the validation split are in balance (best F1).
"""

_DATA = """
BCCD (Shenggan 2017), MIT licence: 364 photographs with 4,155 red cells, 372 white cells and 361 platelets. Official split:
205 to train, 87 to validate, 72 to test. The golden cases are drawn pictures. In `profile.json` the image statistics come
from the training pictures, the predictions from the test pictures.
"""

_TRAINING = """
A convolutional network of {results.parameters:,} parameters without pretraining. The classes' scores learn Gaussian peaks in the
middle of each object (focal loss of CenterNet), the boxes generalised IoU. AdamW with a one-cycle rate, {results.steps:,} steps
of 8 pictures that are mirrored, scaled, moved and coloured at random, with convolutions in bfloat16; then
{results.balanced_steps:,} steps at half the rate, in float32, in which each class counts alike. The second round was added, and
its precision chosen, after platelets, one object in thirteen, had an AP50 of .22 on the validation split and .27 on the test
split. Trained on the training split alone; the validation split chose the least score. Seed {results.seed}, 1 thread. From `models/recipes`:

    python3 -m blood_cells --data <folder of bccd.zip> --out ..
"""

_METRICS = """
Test split, 72 photographs; average precision at an IoU of .5 (area under the interpolated curve), non-maximum suppression
at .45; 95 % intervals by bootstrap over photographs. YOLOv7's numbers are those of the README of
AqsaRasheed/Complete-Blood-Count-CBC-, on 73 photographs of another split.
"""

_LIMITS = """
Knows one microscope, one stain and one magnification. The annotations leave out some red cells at the border and in
clumps, so that precision of red cells is underestimated by everybody. For research and demonstration: not a medical device.
"""
