"""Runs the few ONNX operators of the residual networks in PyTorch: the oracle of the graph on integers."""

from __future__ import annotations

from typing import Any, Callable

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional


class Interpreter(nn.Module):
    """A model of one input and one output as a module; Q and DQ round as ONNX says, half to even."""

    def __init__(self, model: onnx.ModelProto) -> None:
        super().__init__()
        self.graph = model.graph
        self.weights = {entry.name: torch.from_numpy(numpy_helper.to_array(entry).copy()) for entry in model.graph.initializer}

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self._run(image)[self.graph.output[0].name]

    @torch.no_grad()
    def every_value(self, image: np.ndarray) -> dict[str, np.ndarray]:
        """Each tensor that the graph makes of `image`, and `image` itself."""
        return {name: value.numpy() for name, value in self._run(torch.from_numpy(image)).items() if name not in self.weights}

    def _run(self, image: torch.Tensor) -> dict[str, torch.Tensor]:
        values = {**self.weights, self.graph.input[0].name: image}
        for node in self.graph.node:
            attributes = {entry.name: onnx.helper.get_attribute_value(entry) for entry in node.attribute}
            values[node.output[0]] = _OPERATORS[node.op_type](attributes, *(values[name] for name in node.input))
        return values


def _constant(attributes: dict[str, Any]) -> torch.Tensor:
    return torch.from_numpy(numpy_helper.to_array(attributes["value"]).copy())


def _convolution(attributes: dict[str, Any], image, weight, bias) -> torch.Tensor:
    return functional.conv2d(image, weight, bias, attributes["strides"], attributes["pads"][:2])


def _maximum(attributes: dict[str, Any], image) -> torch.Tensor:
    return functional.max_pool2d(image, attributes["kernel_shape"], attributes["strides"])


def _linear(attributes: dict[str, Any], rows, weight, bias) -> torch.Tensor:
    return functional.linear(rows, weight, bias)


def _quantise(attributes: dict[str, Any], values, scale, zero) -> torch.Tensor:
    return (torch.round(values / scale) + zero.float()).clamp(0, 255).to(torch.uint8)


def _dequantise(attributes: dict[str, Any], values, scale, zero) -> torch.Tensor:
    if scale.dim() and values.dim() > 1:
        return values.float() * scale.reshape(-1, *[1] * (values.dim() - 1))
    return (values.float() - zero.float()) * scale


_OPERATORS: dict[str, Callable[..., torch.Tensor]] = {
    "Constant": _constant,
    "Sub": lambda attributes, left, right: left - right,
    "Div": lambda attributes, left, right: left / right,
    "Add": lambda attributes, left, right: left + right,
    "Relu": lambda attributes, values: values.relu(),
    "Conv": _convolution,
    "MaxPool": _maximum,
    "GlobalAveragePool": lambda attributes, image: image.mean(dim=(2, 3), keepdim=True),
    "Flatten": lambda attributes, values: values.flatten(attributes.get("axis", 1)),
    "Gemm": _linear,
    "Softmax": lambda attributes, values: values.softmax(dim=attributes.get("axis", -1)),
    "QuantizeLinear": _quantise,
    "DequantizeLinear": _dequantise,
}
