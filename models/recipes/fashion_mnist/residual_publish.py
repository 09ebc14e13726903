"""Writes the folders of the residual networks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Mapping

import numpy as np
import torch
from torch import nn

from export.golden import Case, verify_onnx
from export.graph import export_onnx
from export.repository import ModelFolder
from vision.publication import Publication, write_beside

from . import residual_report, torchscript
from .data import LABELS, Split
from .publish import CASES, OUTPUTS, SIGNATURE, reference_profile

NAME = "fashion-mnist-resnet"
SETTINGS = """
task: image-classification
batching: {max-rows: 64, max-delay: 2ms}
warmup: 3
preprocess: {color: gray, resize: [28, 28], fit: letterbox, fill: 0, range: [0, 1], layout: nchw}
postprocess: {activation: none, labels: labels.txt, top-k: 3}
monitor: {profile: profile.json}
"""
_INTEGERS_DIFFER = 0.05  # kernels may round half of a step up or down where the oracle does the other


def export(model: nn.Module, path: Path) -> None:
    export_onnx(model, path, CASES[0].inputs, OUTPUTS)


def publish(repository: Path, models: Mapping[str, nn.Module], integers: Path, training: Split,
            probabilities: Mapping[str, np.ndarray], results: residual_report.Results) -> None:
    """`models` and `probabilities` (of the test images) by `large`, `int8` and maybe `small`; `integers` is the graph in INT8."""
    for name, suffix in (("large", ""), *((("small", "-small"),) if "small" in models else ())):
        folder = ModelFolder(repository, NAME + suffix)
        export(models[name], folder.directory / "model.onnx")
        print(verify_onnx(folder.directory / "model.onnx", models[name], CASES))
        _beside(folder, models[name], CASES, SETTINGS, training, probabilities[name], residual_report.write(results, name))

    folder = ModelFolder(repository, f"{NAME}-int8")
    shutil.copyfile(integers, folder.directory / "model.onnx")
    cases = [Case(case.name, case.inputs, _INTEGERS_DIFFER) for case in CASES]
    print(verify_onnx(integers, models["int8"], cases))
    _beside(folder, models["int8"], cases, SETTINGS, training, probabilities["int8"], residual_report.write(results, "int8"))

    folder = ModelFolder(repository, f"{NAME}-torchscript")
    torchscript.export(models["large"], torch.from_numpy(CASES[0].inputs["image"]), folder.directory / "model.pt")
    _beside(folder, models["large"], CASES, SETTINGS.strip() + SIGNATURE, training, probabilities["large"],
            residual_report.write(results, "large"))


def _beside(folder: ModelFolder, model: nn.Module, cases: list[Case], settings: str, training: Split,
            probabilities: np.ndarray, card: str) -> None:
    write_beside(folder, model, Publication(
        name=folder.name, settings=settings, outputs=OUTPUTS, cases=cases,
        reference=reference_profile(training, probabilities), card=card, labels=LABELS))
