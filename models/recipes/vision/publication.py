"""Writes what one model of pictures consists of: graph, settings, golden cases, profile, card, labels, manifest."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np
import onnx
from torch import nn

from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx, run_torch
from export.profile import category_profile, number_profile, profile
from export.repository import ModelFolder

from . import drawn


@dataclass(frozen=True)
class Publication:
    """`free` names the axes of inputs and outputs that may vary besides the first."""

    name: str
    settings: str
    outputs: Sequence[str]
    cases: Sequence[Case]
    reference: dict
    card: str
    labels: Sequence[str] = ()
    free: Mapping[str, Mapping[int, str]] = field(default_factory=dict)


def publish(repository: Path, module: nn.Module, what: Publication) -> None:
    """Exports `module` and writes its folder."""
    folder = ModelFolder(repository, what.name)
    file = folder.directory / "model.onnx"
    export_onnx(module, file, what.cases[0].inputs, what.outputs, free=what.free)
    _declare(file, module, what)
    print(verify_onnx(file, module, what.cases))
    write_beside(folder, module, what)


def write_beside(folder: ModelFolder, module: nn.Module, what: Publication) -> None:
    """Everything but the graph."""
    folder.write_settings(what.settings)
    folder.write_json("golden.json", golden(module, what.cases, what.outputs))
    folder.write_json("profile.json", what.reference)
    folder.write_card(what.card)
    folder.write_manifest()
    if what.labels:
        folder.directory.parent.joinpath("labels.txt").write_text("\n".join(what.labels) + "\n", encoding="utf-8")
    print(folder.name, folder.sizes())


def _declare(file: Path, module: nn.Module, what: Publication) -> None:
    """Says the extents of the outputs' fixed axes, which the exporter cannot always tell."""
    model = onnx.load(str(file))
    for output, example in zip(model.graph.output, run_torch(module, what.cases[0].inputs), strict=True):
        varying = {0, *what.free.get(output.name, {})}
        for axis, dimension in enumerate(output.type.tensor_type.shape.dim):
            if axis not in varying:
                dimension.dim_value = example.shape[axis]
    onnx.save(model, str(file))


def image_cases(shapes: Sequence[tuple[int, int, int, int]], tolerance: float = 1e-4) -> list[Case]:
    """Golden cases of drawn pictures for an input `image` of normalised values; multiples of 1/4, which are short in JSON."""
    return [Case(f"{shape[0]} drawn pictures of {shape[2]}x{shape[3]}", {"image": _images(shape, seed)}, tolerance)
            for seed, shape in enumerate(shapes)]


def picture_profile(pictures: Sequence[np.ndarray], predictions: dict) -> dict:
    """Brightness and contrast in 0..1 of pictures in 0..255; `predictions` as `profile` wants them."""
    features = {
        "image.mean": number_profile(np.array([picture.mean() / 255 for picture in pictures])),
        "image.deviation": number_profile(np.array([picture.std() / 255 for picture in pictures])),
    }
    return profile(features, predictions)


def classes_profile(labels: Sequence[str], confidence: np.ndarray) -> dict:
    """Predictions of a classifier or detector: the labels and their scores."""
    return {"label": category_profile(labels), "confidence": number_profile(confidence)}


def _images(shape: tuple[int, int, int, int], seed: int) -> np.ndarray:
    rows, channels, height, width = shape
    scenes = np.stack([drawn.scene(height, width, 100 * seed + row) for row in range(rows)])
    values = np.round((scenes[..., :channels] / 255 - 0.5) * 16) / 4
    return np.ascontiguousarray(values.transpose(0, 3, 1, 2)).astype(np.float32)
