"""Weights in half the bytes: rounded to 16 bits before anything is measured, stored so, and cast back when the graph is
loaded.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

_SMALLEST = 1024  # elements; below that a cast costs more than it saves


@torch.no_grad()
def round_weights(module: nn.Module) -> None:
    """Rounds every parameter to what a 16-bit float can hold; results change a little, so do it before measuring."""
    for parameter in module.parameters():
        parameter.copy_(parameter.half().float())


def store_as_half(path: Path) -> None:
    """Stores as 16-bit floats those weights of a graph that lose nothing by it; a Cast, which is folded on loading,
    gives them back."""
    model = onnx.load(str(path))
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size >= _SMALLEST and np.array_equal(values, values.astype(np.float16)):
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + ".half"))
            casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
