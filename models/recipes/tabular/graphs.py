"""Graphs of rows: their extents declared, two or more joined into one."""

from __future__ import annotations

from pathlib import Path
from typing import Collection, Mapping

import numpy as np
import onnx
from onnx import helper, numpy_helper

_KNOWN = 3  # the version of ai.onnx.ml that Debian's onnx can check
LEAST = 1e-7  # of a probability, before its logarithm


def save(model: onnx.ModelProto, path: Path) -> None:
    """Writes a graph, checked as far as the installed onnx knows its operators."""
    if all(opset.version <= _KNOWN for opset in model.opset_import if opset.domain == "ai.onnx.ml"):
        onnx.checker.check_model(model)
    onnx.save(model, str(path))


def declare(path: Path, outputs: Mapping[str, np.ndarray], free: Mapping[str, Collection[int]] | None = None) -> None:
    """Says the extents of the outputs' axes after the first, which the exporter cannot always tell; not of those in `free`."""
    model = onnx.load(str(path))
    for output in model.graph.output:
        varying = {0, *(free or {}).get(output.name, ())}
        for axis, dimension in enumerate(output.type.tensor_type.shape.dim):
            if axis not in varying:
                dimension.dim_value = outputs[output.name].shape[axis]
    save(model, path)


def shorten(path: Path) -> None:
    """Gives what flows between nodes short names: the exporter's are longer than small weights."""
    model = onnx.load(str(path))
    outputs = {value.name for value in model.graph.output}
    flowing = [name for node in model.graph.node for name in node.output if name and name not in outputs]
    names = {name: f"v{place}" for place, name in enumerate(flowing)}
    for node in model.graph.node:
        node.ClearField("name")
        node.ClearField("doc_string")
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    del model.graph.value_info[:]
    save(model, path)


def share_constants(path: Path) -> None:
    """Keeps one of each set of equal constants; the exporter writes a layer that is used twice twice."""
    model = onnx.load(str(path))
    kept: dict[bytes, str] = {}
    names = {}
    for tensor in model.graph.initializer:
        content = onnx.TensorProto()
        content.CopyFrom(tensor)
        content.ClearField("name")
        names[tensor.name] = kept.setdefault(content.SerializeToString(), tensor.name)
    constants = [tensor for tensor in model.graph.initializer if names[tensor.name] == tensor.name]
    del model.graph.initializer[:]
    model.graph.initializer.extend(constants)
    for node in model.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
    save(model, path)


def weighted(path: Path, members: Mapping[str, Path], weights: Mapping[str, float], output: str, pooled: bool) -> None:
    """One graph that runs `members`, which take the same inputs, and joins their output `output`: to its weighted mean, or,
    where `pooled`, to probabilities in proportion to the weighted geometric mean (a logarithmic opinion pool).

    The members are the graphs of the other models, node for node.
    """
    models = {name: onnx.load(str(file)) for name, file in members.items()}
    first = next(iter(models.values()))
    shared = {value.name for value in first.graph.input}
    nodes, parts = [], []
    constants = [numpy_helper.from_array(np.array(bound, np.float32), name) for name, bound in (
        ("least", LEAST), ("most", 1.0))] if pooled else []
    for name, model in models.items():
        prefixed = _prefixed(model.graph, f"{name}/", shared)
        nodes += prefixed.node
        constants += [*prefixed.initializer, numpy_helper.from_array(np.array(weights[name], np.float32), f"{name}/weight")]
        answer = f"{name}/{output}"
        if pooled:
            nodes += [helper.make_node("Clip", [answer, "least", "most"], [f"{answer}/inside"]),
                      helper.make_node("Log", [f"{answer}/inside"], [f"{answer}/logarithm"])]
            answer = f"{answer}/logarithm"
        nodes.append(helper.make_node("Mul", [answer, f"{name}/weight"], [f"{name}/part"]))
        parts.append(f"{name}/part")
    nodes.append(helper.make_node("Sum", parts, ["sum" if pooled else output]))
    if pooled:
        nodes.append(helper.make_node("Softmax", ["sum"], [output], axis=1))
    declared = next(each for each in first.graph.output if each.name == output)
    graph = helper.make_graph(nodes, "ensemble", first.graph.input, [declared], constants)
    domains = {opset.domain: opset for model in models.values() for opset in model.opset_import}
    joined = helper.make_model(graph, opset_imports=list(domains.values()), ir_version=8)
    save(joined, path)


def _prefixed(graph: onnx.GraphProto, prefix: str, shared: Collection[str]) -> onnx.GraphProto:
    """A copy whose names, but for the inputs and for what was left out, begin with `prefix`."""
    copy = onnx.GraphProto()
    copy.CopyFrom(graph)
    for tensor in copy.initializer:
        tensor.name = prefix + tensor.name
    for node in copy.node:
        if any(attribute.type in (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS) for attribute in node.attribute):
            raise ValueError(f"{node.name} has a graph of its own")
        node.ClearField("name")
        node.input[:] = [name if name in shared or not name else prefix + name for name in node.input]
        node.output[:] = [prefix + name if name else name for name in node.output]
    return copy
