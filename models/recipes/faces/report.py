"""The card of the face embeddings."""

from __future__ import annotations

from dataclasses import dataclass

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Results:
    """Equal error rates on the test people; false accepts and rejects there at the threshold, which other people chose."""

    network: Estimate
    components: Estimate
    threshold: float
    false_accepts: float
    false_rejects: float
    parameters: int
    steps: int
    seed: int


def metrics(results: Results) -> str:
    return table(["embedding", "equal error rate"], [
        ("this network", results.network), ("64 whitened principal components of the pixels", results.components)])


def write(results: Results) -> str:
    return card("Face embeddings", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(results=results),
        "Metrics": "\n\n".join((_METRICS.strip(), metrics(results), _POINT.format(results=results).strip())),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Turns a photograph of a face into 64 numbers; two photographs of one person point in nearly the same direction.
**For research and demonstration only**, as the data are.
"""

_SIGNATURE = """
`image` float32 [n, 1, 64, 64], gray in 0..1, minus 0.5, divided by 0.25; the face fills the picture. `embedding` float32
[n, 64] of length 1.
"""

_DATA = """
Olivetti faces (Samaria & Harter 1994; credit to Olivetti Research Laboratory, AT&T Laboratories Cambridge), **for research**:
ten photographs of each of 40 people. People 1 to 30 train, people 31 to 40 test: nobody is on both sides. The golden cases are
drawn pictures. In `profile.json` everything comes from the training people.
"""

_TRAINING = """
Seven convolutions and a linear layer, {results.parameters:,} parameters, without pretraining; additive angular margin
(ArcFace). AdamW with a one-cycle rate, {results.steps:,} steps of 60 photographs that are mirrored, turned, scaled, moved, lit and
partly covered at random. Seed {results.seed}, 1 thread. From `models/recipes`:

    python3 -m faces --data <folder of olivetti_64.zip> --out ..
"""

_METRICS = """
All 4,950 pairs of the 100 photographs of the test people, 450 of them of one person. 95 % intervals by bootstrap over
people: with ten of them they are wide.
"""

_POINT = """
The threshold of {results.threshold:.3f} is meant to accept one pair of strangers in a hundred. It was chosen without the test
people: a second network, trained on people 1 to 20 in the same way, was asked about people 21 to 30. On the test people it
accepts {results.false_accepts:.2%} of the strangers and rejects {results.false_rejects:.2%} of the pairs of one person.
"""

_LIMITS = """
Forty people of one laboratory in the early nineties, in front of a dark ground and looking at the camera: nothing is said about
other people, ages, skins, cameras or light, and the error rates among them will differ. It does not find faces and knows no trick
against photographs of photographs. Not for decisions about people.
"""
