"""Writes the two model folders: the ONNX and the TorchScript form of one trained network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx
from export.profile import category_profile, number_profile, profile
from export.repository import ModelFolder

from . import shapes, torchscript
from .data import LABELS, Split
from .network import Probabilities

SETTINGS = """
task: image-classification
batching: {max-rows: 64, max-delay: 2ms}
warmup: 3
preprocess: {resize: 28, crop: 28, mean: [0], std: [1], layout: nchw}
postprocess: {activation: none, labels: labels.txt, top-k: 3}
monitor: {profile: profile.json}
"""
SIGNATURE = """
signature:
  inputs: [{name: image, datatype: FP32, shape: [-1, 1, 28, 28]}]
  outputs: [{name: probabilities, datatype: FP32, shape: [-1, 10]}]
"""
OUTPUTS = ["probabilities"]
CASES = [
    Case("two rows of drawn shapes", {"image": shapes.drawn(2, seed=1)}),
    Case("five rows of drawn shapes", {"image": shapes.drawn(5, seed=2)}),
]


def publish(model: Probabilities, repository: Path, reference: dict, card: str) -> None:
    """Both folders get the same golden cases, profile and labels; the card names the two."""
    onnx = ModelFolder(repository, "fashion-mnist")
    export_onnx(model, onnx.directory / "model.onnx", CASES[0].inputs, OUTPUTS)
    onnx.write_settings(SETTINGS)
    print(verify_onnx(onnx.directory / "model.onnx", model, CASES))

    script = ModelFolder(repository, "fashion-mnist-torchscript")
    torchscript.export(model, torch.from_numpy(CASES[0].inputs["image"]), script.directory / "model.pt")
    script.write_settings(SETTINGS.strip() + SIGNATURE)
    print(_verify_torchscript(script.directory / "model.pt", model))

    for folder in (onnx, script):
        folder.write_json("golden.json", golden(model, CASES, OUTPUTS))
        folder.write_json("profile.json", reference)
        folder.write_card(card)
        folder.write_manifest()
        folder.directory.parent.joinpath("labels.txt").write_text("\n".join(LABELS) + "\n", encoding="utf-8")
        print(folder.name, folder.sizes())


def reference_profile(train: Split, probabilities: np.ndarray) -> dict:
    """Brightness of the training images; labels and confidence of the predictions [n, 10] for unseen images."""
    pixels = train.images.reshape(len(train.labels), -1)
    features = {
        "image.mean": number_profile(pixels.mean(axis=1)),
        "image.deviation": number_profile(pixels.std(axis=1)),
    }
    labels = [LABELS[index] for index in probabilities.argmax(axis=1)]
    return profile(features, {
        "label": category_profile(labels),
        "confidence": number_profile(probabilities.max(axis=1)),
    })


def _verify_torchscript(path: Path, model: Probabilities) -> str:
    """The saved file against the module it came from, at both batch sizes."""
    saved = torch.jit.load(str(path))
    with torch.no_grad():
        for case in CASES:
            image = torch.from_numpy(case.inputs["image"])
            np.testing.assert_allclose(saved(image).numpy(), model(image).numpy(), rtol=0, atol=case.tolerance)
    return f"TorchScript agrees with PyTorch on {len(CASES)} cases"
