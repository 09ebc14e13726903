"""Eight-bit integers for a network whose ONNX graph is a chain of convolutions, additions and pooling.

Weights: symmetric, one scale for each output channel, seven bits (-64..63), so that CPUs without VNNI, whose 16-bit sums of two
products saturate, give the same answers. Activations: uint8, one scale and zero point for each, from the extremes over
calibration images, less the rarest values. Biases: int32 with the product of both scales. Written as QuantizeLinear and
DequantizeLinear around float operators (QDQ), which the runtime replaces by integer kernels. ReLU vanishes where the zero point
of what follows is 0. The last linear layer stays in floats.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .interpreter import Interpreter

_WEIGHT_LIMIT = 63
_RARE = 1e-5  # of the values at each end, which may be cut off


def quantise(source: Path, target: Path, calibration: np.ndarray) -> None:
    """Reads the FP32 model `source`, in which BatchNorm is folded, and writes `target`; `calibration` is an input."""
    model = onnx.load(str(source))
    ranges = _ranges(model, calibration)
    graph = _Rewriter(model.graph, ranges).rewritten()
    onnx.checker.check_model(whole := helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version))
    onnx.save(whole, str(target))


def _ranges(model: onnx.ModelProto, calibration: np.ndarray) -> dict[str, tuple[float, float]]:
    """Least and greatest usual value of each tensor of the graph."""
    values = Interpreter(model).every_value(calibration)
    return {name: tuple(np.quantile(value.astype(np.float64), [_RARE, 1 - _RARE])) for name, value in values.items()}


class _Rewriter:
    """Copies a graph and puts the inputs and outputs of convolutions and additions onto integers."""

    def __init__(self, graph: onnx.GraphProto, ranges: dict[str, tuple[float, float]]) -> None:
        self.graph, self.ranges = graph, ranges
        self.weights = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.scales: dict[str, np.float32] = {}  # of the tensors that are on integers
        self.relus = {node.input[0]: node.output[0] for node in graph.node if node.op_type == "Relu"}

    def rewritten(self) -> onnx.GraphProto:
        for node in self.graph.node:
            self._add(node)
        return helper.make_graph(self.nodes, self.graph.name, list(self.graph.input), list(self.graph.output),
                                 list(self.constants.values()))

    def _add(self, node: onnx.NodeProto) -> None:
        if node.op_type == "Relu" and f"{node.output[0]}_dq" in self.scales:
            return  # done by the zero point of what was before
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        if node.op_type == "Conv":
            self._convolution(copy)
        elif node.op_type in ("Add", "MaxPool"):
            copy.input[:] = [self._on_integers(name) for name in node.input]
            if node.op_type == "MaxPool":
                self.ranges[node.output[0]] = self.ranges[node.input[0]]  # equal scales: pooling needs no arithmetic
        else:
            copy.input[:] = [self._current(name) for name in node.input]
            for name in node.input:
                if name in self.weights:
                    self.constants[name] = numpy_helper.from_array(self.weights[name], name)
        self.nodes.append(copy)
        if node.op_type in ("Conv", "Add", "MaxPool"):
            self._quantise(node.output[0], self.relus.get(node.output[0], node.output[0]))

    def _convolution(self, node: onnx.NodeProto) -> None:
        image, weight, bias = node.input
        node.input[0] = self._on_integers(image)
        values = self.weights[weight]
        scales = np.maximum(np.abs(values).reshape(len(values), -1).max(axis=1) / _WEIGHT_LIMIT, 1e-8).astype(np.float32)
        rounded = np.clip(np.round(values / scales[:, None, None, None]), -_WEIGHT_LIMIT, _WEIGHT_LIMIT).astype(np.int8)
        node.input[1] = self._dequantised(weight, rounded, scales)
        of_bias = (scales * self.scales[node.input[0]]).astype(np.float32)
        node.input[2] = self._dequantised(bias, np.round(self.weights[bias] / of_bias).astype(np.int32), of_bias)

    def _on_integers(self, name: str) -> str:
        if f"{name}_dq" not in self.scales:
            self._quantise(name, name)
        return f"{name}_dq"

    def _current(self, name: str) -> str:
        return f"{name}_dq" if f"{name}_dq" in self.scales else name

    def _quantise(self, made: str, name: str) -> None:
        """Q and DQ of the tensor `made` with the range of `name`, the one after its ReLU; known as `name` from now on."""
        low, high = min(self.ranges[name][0], 0.0), max(self.ranges[name][1], 0.0)
        scale = np.float32(max(high - low, 1e-8) / 255)
        zero = np.uint8(np.clip(np.round(-low / scale), 0, 255))
        self._constant(f"{name}_scale", np.array(scale))
        self._constant(f"{name}_zero", np.array(zero))
        parameters = [f"{name}_scale", f"{name}_zero"]
        self.nodes.append(helper.make_node("QuantizeLinear", [made, *parameters], [f"{name}_q"]))
        self.nodes.append(helper.make_node("DequantizeLinear", [f"{name}_q", *parameters], [f"{name}_dq"]))
        self.scales[f"{name}_dq"] = scale

    def _dequantised(self, name: str, values: np.ndarray, scales: np.ndarray) -> str:
        self._constant(f"{name}_q", values)
        self._constant(f"{name}_scale", scales)
        self._constant(f"{name}_zero", np.zeros(len(scales), values.dtype))
        self.nodes.append(helper.make_node(
            "DequantizeLinear", [f"{name}_q", f"{name}_scale", f"{name}_zero"], [f"{name}_dq"], axis=0))
        return f"{name}_dq"

    def _constant(self, name: str, values: np.ndarray) -> None:
        self.constants[name] = numpy_helper.from_array(values, name)
