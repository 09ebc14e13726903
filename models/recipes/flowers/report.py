"""The card of the flowers' classifier."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Results:
    """Accuracies on the test photographs and the gains of pretraining, with all labels and with few."""

    pretrained: Estimate
    scratch: Estimate
    gain: Estimate
    few: int
    few_pretrained: Estimate
    few_scratch: Estimate
    few_gain: Estimate
    colours: Estimate
    parameters: int
    epochs: int
    pretraining: int
    few_epochs: int
    photographs: int
    seed: int


def metrics(results: Results) -> str:
    everything, some = f"{results.photographs:,} labels", f"{results.few} labels"
    return table(["training", everything, some], [
        ("pretrained without labels, then trained", results.pretrained, results.few_pretrained),
        ("the same network from random weights, as many epochs with labels", results.scratch, results.few_scratch),
        ("gain of pretraining", results.gain, results.few_gain),
        ("histogram of colours, logistic regression", results.colours, ""),
    ])


def write(results: Results) -> str:
    return card("Flowers", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(results=results),
        "Metrics": _METRICS + "\n\n" + metrics(results),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Tells daisies, dandelions, roses, sunflowers and tulips on photographs.
"""

_SIGNATURE = """
`image` float32 [n, 3, 64, 64], RGB in 0..1, minus 0.45, divided by 0.27: the middle of a photograph whose shorter side is 72.
`logits` float32 [n, 5], in the order of `labels.txt`; a softmax makes probabilities of them.
"""

_DATA = """
Flowers Recognition (Mamaev, Kaggle 2018): photographs from the web, **no licence stated**; scaled to 128 × 128. Only what was
learnt is here. The split is one in five by a hash of the path. The golden cases are drawn pictures. In `profile.json` the image
statistics come from the training photographs, the predictions from the test photographs.
"""

_TRAINING = """
A residual network of {results.parameters:,} parameters. Pretraining: {results.pretraining} epochs of telling by which quarter
turns the training photographs were turned (Gidaris et al. 2018), without their labels. Then {results.epochs} epochs with all
{results.photographs:,} labels, of all layers. AdamW with a one-cycle rate, batches of 64, random crops, mirroring, light and colour, label smoothing 0.1.
With {results.few} labels {results.few_epochs} epochs. A shorter run of four epochs had been measured on the test photographs
(.634 pretrained, .629 not); nothing else was chosen on them. Seed {results.seed}, 1 thread. From
`models/recipes`:

    python3 -m flowers --data <folder of flowers.zip and split.csv> --out ..
"""

_METRICS = """
Accuracy on the test photographs; 95 % intervals by bootstrap over photographs, of the gain paired. One seed: that
training itself varies is not in the intervals.
"""

_LIMITS = """
Five kinds and nothing else: any other picture also gets five probabilities. Small pictures and a short training on one CPU;
networks that saw millions of photographs before are far better at this.
"""
