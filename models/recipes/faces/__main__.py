"""Trains, measures and publishes the face embeddings: `python3 -m faces --data DIR --out ..`

The data, for research only: https://cam-orl.co.uk/facedatabase.html, scaled to 64 × 64 and zipped as olivetti_64.zip.
"""

from __future__ import annotations

import numpy as np
import torch

from export.profile import number_profile
from recommendation.determinism import deterministic
from vision import cli
from vision.preprocess import scale
from vision.publication import Publication, image_cases, picture_profile, publish
from vision.training import parameter_count
from vision.weights import trained

from . import data, report
from .evaluation import equal_error_over_people, pairs, principal_components, rates_at, threshold_for
from .network import FaceNet
from .training import train

SEED = 7
STEPS = 250
FALSE_ACCEPTS = 0.01
FIRST, SECOND = range(1, 21), range(21, 31)  # of the training people: those of the second network, those that choose its threshold
SETTINGS = """
task: image-embedding
batching: {{max-rows: 16, max-delay: 2ms}}
warmup: 3
preprocess: {{color: gray, resize: [64, 64], fit: stretch, range: [0, 1], mean: 0.5, std: 0.25}}
postprocess: {{output: embedding, normalize: true, threshold: {threshold:.3f}, false-accept-rate: 0.01}}
monitor: {{profile: profile.json}}
"""


def main() -> None:
    arguments = cli.arguments("faces", "olivetti_64.zip, made of the faces of " + data.SOURCE)
    deterministic(SEED)
    faces = data.load(arguments.data)
    training, test = faces.of(data.TRAINING), faces.of(data.TEST)
    steps = 20 if arguments.quick else STEPS
    network = trained(FaceNet(), arguments.weights, "faces", lambda net: train(net, training, steps, SEED))
    second = trained(FaceNet(), arguments.weights, "faces-second", lambda net: train(net, faces.of(FIRST), steps, SEED))
    threshold = threshold_for(_pairs(second, faces.of(SECOND)), FALSE_ACCEPTS)
    accepts, rejects = rates_at(_pairs(network, test), threshold)
    components = principal_components(*(part.gray.reshape(len(part.gray), -1) / 255 for part in (training, test)))
    results = report.Results(
        network=equal_error_over_people(embed(network, test), test.people),
        components=equal_error_over_people(components, test.people),
        threshold=threshold, false_accepts=accepts, false_rejects=rejects,
        parameters=parameter_count(network), steps=steps, seed=SEED)
    print(report.metrics(results), f"\nat {threshold:.3f}: false accepts {accepts:.4f}, false rejects {rejects:.4f}")
    reference = picture_profile(list(training.gray), {"cosine": number_profile(_pairs(network, training).cosines)})
    publish(arguments.out / "repository", network, Publication(
        name="faces", settings=SETTINGS.format(threshold=threshold), outputs=["embedding"],
        cases=image_cases([(2, 1, 64, 64), (3, 1, 64, 64)]), reference=reference, card=report.write(results)))


@torch.no_grad()
def embed(network: FaceNet, faces: data.Faces) -> np.ndarray:
    """float32 [n, 64]."""
    images = np.stack([scale(gray[:, :, None], data.PREPROCESS) for gray in faces.gray])
    return network(torch.from_numpy(images)).numpy()


def _pairs(network: FaceNet, faces: data.Faces):
    return pairs(embed(network, faces), faces.people)


if __name__ == "__main__":
    main()
