"""Graphs of rows: their extents declared, two or more joined into one."""

from __future__ import annotations

from pathlib import Path
from typing import Collection, Mapping

import numpy as np
import onnx


def declare(path: Path, outputs: Mapping[str, np.ndarray], free: Mapping[str, Collection[int]] | None = None) -> None:
    """Says the extents of the outputs' axes after the first, which the exporter cannot always tell; not of those in `free`."""
    model = onnx.load(str(path))
    for output in model.graph.output:
        varying = {0, *(free or {}).get(output.name, ())}
        for axis, dimension in enumerate(output.type.tensor_type.shape.dim):
            if axis not in varying:
                dimension.dim_value = outputs[output.name].shape[axis]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
