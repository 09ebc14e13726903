"""Graphs of rows: their extents declared, two or more joined into one."""

from __future__ import annotations

from pathlib import Path
from typing import Collection, Mapping

import numpy as np
import onnx
from onnx import helper, numpy_helper


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


def weighted(path: Path, members: Mapping[str, Path], weights: Mapping[str, float], output: str) -> None:
    """One graph that runs `members`, which take the same inputs, and gives the weighted mean of their output `output`.

    The members are the graphs of the other models, node for node.
    """
    models = {name: onnx.load(str(file)) for name, file in members.items()}
    first = next(iter(models.values()))
    shared = {value.name for value in first.graph.input}
    nodes, constants, parts = [], [], []
    for name, model in models.items():
        prefixed = _prefixed(model.graph, f"{name}/", shared)
        nodes += prefixed.node
        constants += [*prefixed.initializer, numpy_helper.from_array(np.array(weights[name], np.float32), f"{name}/weight")]
        nodes.append(helper.make_node("Mul", [f"{name}/{output}", f"{name}/weight"], [f"{name}/part"]))
        parts.append(f"{name}/part")
    nodes.append(helper.make_node("Sum", parts, [output]))
    declared = next(each for each in first.graph.output if each.name == output)
    graph = helper.make_graph(nodes, "ensemble", first.graph.input, [declared], constants)
    domains = {opset.domain: opset for model in models.values() for opset in model.opset_import}
    joined = helper.make_model(graph, opset_imports=list(domains.values()), ir_version=8)
    onnx.checker.check_model(joined)
    onnx.save(joined, str(path))


def _prefixed(graph: onnx.GraphProto, prefix: str, shared: Collection[str]) -> onnx.GraphProto:
    """A copy whose names, but for the inputs and for what was left out, begin with `prefix`."""
    copy = onnx.GraphProto()
    copy.CopyFrom(graph)
    for tensor in copy.initializer:
        tensor.name = prefix + tensor.name
    for place, node in enumerate(copy.node):
        if any(attribute.type in (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS) for attribute in node.attribute):
            raise ValueError(f"{node.name} has a graph of its own")
        node.name = f"{prefix}{place}"
        node.input[:] = [name if name in shared or not name else prefix + name for name in node.input]
        node.output[:] = [prefix + name if name else name for name in node.output]
    return copy
