"""The card of the U-Net."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table

from .evaluation import Scores


@dataclass(frozen=True)
class Results:
    """Scores on the slices held out, and how the model was made."""

    network: Scores
    threshold: Scores
    spread: float
    level: int
    parameters: int
    steps: int
    seed: int


def metrics(results: Results) -> str:
    rows = [("this network", results.network),
            (f"gray below {results.level}, smoothed with a spread of {results.spread:g} pixels", results.threshold)]
    return table(["segmentation", "pixel error", "IoU membrane", "IoU inside"],
                 [(name, one.pixel_error, one.membrane, one.inside) for name, one in rows])


def write(results: Results) -> str:
    return card("Cell membranes", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(results=results),
        "Metrics": _METRICS + "\n\n" + metrics(results),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Marks the membranes between cells on a slice of nerve tissue under the electron microscope. A U-Net for pictures of any extents.
"""

_SIGNATURE = """
`image` float32 [n, 1, h, w], gray in 0..1, minus 0.5, divided by 0.25; h and w multiples of 16, to which `model.yaml` pads.
`membrane` float32 [n, 1, h, w]: the probability of each pixel to be membrane.
"""

_DATA = """
ISBI 2012 (Cardona et al. 2010, Arganda-Carreras et al. 2015), **for research**: 30 labelled slices of 512 × 512 pixels of the
ventral nerve cord of a fruit fly's larva. Slices 2, 7, 12, 17, 22 and 27 test, the other 24 train. The golden cases are drawn
pictures. In `profile.json` the image statistics come from the slices that train, the predictions from those that test.
"""

_TRAINING = """
Five levels, {results.parameters:,} parameters, cross-entropy. AdamW with a one-cycle rate, {results.steps:,} steps of 4 pieces of
160 × 160 pixels, turned, mirrored and in other light at random. Nothing was chosen on the slices that test. Seed {results.seed},
1 thread. From `models/recipes`:

    python3 -m membranes --data <folder of membrane.zip> --out ..
"""

_METRICS = """
The six slices that test, at a probability of .5; 95 % intervals by bootstrap over 96 tiles of 128 × 128 pixels. Neighbouring
slices of the stack resemble one another, so another stack would be harder than these numbers say.
"""

_LIMITS = """
One tissue, one microscope, one resolution (4 × 4 nm a pixel). The threshold of the baseline was chosen on the training slices.
The challenge itself is judged by the topology of the cells (Rand and warping error), which is not measured here.
"""
