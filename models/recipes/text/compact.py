"""Weights of 8 bits: every row of a matrix has a scale of its own. They are rounded before anything is measured, stored so, and
widened when the graph is loaded, so that only the file is smaller."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

_SMALLEST = 1024  # elements; below that it costs more than it saves
_MOST = 127


@torch.no_grad()
def round_weights(module: nn.Module) -> nn.Module:
    """Rounds each row (along the first axis) of every parameter with 1,024 elements or more to multiples of its scale, a float16."""
    for parameter in module.parameters():
        if parameter.dim() > 1 and parameter.numel() >= _SMALLEST:
            values = parameter.cpu().numpy()
            scale = _scale(values, 0)
            parameter.copy_(torch.from_numpy(np.clip(np.rint(values / scale), -_MOST, _MOST).astype(np.float32) * scale))
    return module


def store_as_bytes(path: Path) -> None:
    """Stores as 8-bit integers and scales those weights of a graph that lose nothing by it, along whichever axis that is."""
    model = onnx.load(str(path))
    nodes = []
    for tensor in list(model.graph.initializer):
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _SMALLEST:
            continue
        found = _integers(values)
        if found is None:
            continue
        integers, scale = found
        name = tensor.name
        model.graph.initializer.remove(tensor)
        model.graph.initializer.extend([numpy_helper.from_array(integers, name + ".bytes"),
                                        numpy_helper.from_array(scale.astype(np.float16), name + ".scale")])
        nodes += [helper.make_node("Cast", [name + ".bytes"], [name + ".integers"], to=TensorProto.FLOAT),
                  helper.make_node("Cast", [name + ".scale"], [name + ".scales"], to=TensorProto.FLOAT),
                  helper.make_node("Mul", [name + ".integers", name + ".scales"], [name])]
    nodes += list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def shorten_names(path: Path) -> None:
    """Numbers instead of the names that the exporter gives to nodes and to what flows between them, a tenth of a small file."""
    model = onnx.load(str(path))
    graph = model.graph
    kept = {each.name for each in (*graph.input, *graph.output, *graph.initializer)}
    short: dict[str, str] = {"": ""}
    for node in graph.node:
        node.name, node.doc_string = "", ""
        for names in (node.input, node.output):
            for place, name in enumerate(names):
                names[place] = name if name in kept else short.setdefault(name, str(len(short)))
    del graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _integers(values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    for axis in range(values.ndim):
        scale = _scale(values, axis)
        integers = np.clip(np.rint(values / scale), -_MOST, _MOST).astype(np.int8)
        if np.array_equal(integers.astype(np.float32) * scale, values):
            return integers, scale
    return None


def _scale(values: np.ndarray, axis: int) -> np.ndarray:
    """float32 that a float16 holds, so that 127 times it, and that divided by 127, are exact."""
    others = tuple(each for each in range(values.ndim) if each != axis)
    wanted = np.maximum(np.abs(values).max(axis=others, keepdims=True) / _MOST, 2.0 ** -24)
    scale = wanted.astype(np.float16)
    above = np.where(scale.astype(np.float32) < wanted, np.nextafter(scale, np.float16(np.inf)), scale)
    return above.astype(np.float32)
