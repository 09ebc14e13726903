"""Writes what one model of text consists of; weights lie in the graph as 16-bit floats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
from torch import nn

from export.golden import verify_onnx
from export.graph import export_onnx, run_torch
from export.repository import ModelFolder, write_json
from speech.compact import store_as_half
from vision.publication import Publication, write_beside


CASES = Path(__file__).resolve().parents[3] / "src/test/resources/text"


def publish(repository: Path, module: nn.Module, what: Publication, tokenizer: dict[str, Any] | None = None) -> None:
    """Exports `module`, whose weights `speech.compact.round_weights` has rounded, and writes its folder."""
    folder = ModelFolder(repository, what.name)
    file = folder.directory / "model.onnx"
    write_graph(file, module, what)
    print(verify_onnx(file, module, what.cases))
    if tokenizer is not None:
        write_json(folder.directory.parent / "tokenizer.json", tokenizer)
    write_beside(folder, module, what)


def write_graph(file: Path, module: nn.Module, what: Publication) -> None:
    """The graph, with the extents that are fixed said."""
    export_onnx(module, file, what.cases[0].inputs, what.outputs, free=what.free)
    model = onnx.load(str(file))
    for output, example in zip(model.graph.output, run_torch(module, what.cases[0].inputs), strict=True):
        varying = {0, *what.free.get(output.name, {})}
        for axis, dimension in enumerate(output.type.tensor_type.shape.dim):
            if axis not in varying:
                dimension.dim_value = example.shape[axis]
    _shorten(model.graph)
    onnx.save(model, str(file))
    store_as_half(file)


def _shorten(graph: onnx.GraphProto) -> None:
    """Gives what lies inside the graph short names: of a small graph the exporter's take more room than the weights."""
    kept = {value.name for value in (*graph.input, *graph.output)}
    names: dict[str, str] = {"": ""}
    for node in graph.node:
        for name in (*node.input, *node.output):
            names.setdefault(name, name if name in kept else f"v{len(names)}")
    for node in graph.node:
        node.name, node.doc_string = "", ""
        node.input[:], node.output[:] = [names[name] for name in node.input], [names[name] for name in node.output]
    for tensor in graph.initializer:
        tensor.name = names.get(tensor.name, tensor.name)
    del graph.value_info[:]
