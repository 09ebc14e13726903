"""Reads the weights of a published graph back into the module that it was exported from, so that the recipe's own answers can be had
without the files of its training."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

_MARK = "parameter:"

# how the exporter lays a parameter out: the parameter as it would stand in the graph, or None where its shape forbids it
_FORMS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "same": lambda values: values,
    "transposed": lambda values: values.T,
    "leading": lambda values: values[None],
    "gates": lambda values: _onnx_gates(values)[None],
}
_BACK: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "same": lambda values: values,
    "transposed": lambda values: values.T,
    "leading": lambda values: values[0],
    "gates": lambda values: _torch_gates(values[0]),
    "first": lambda values: values[0, :values.shape[1] // 2],
    "second": lambda values: values[0, values.shape[1] // 2:],
    "first-gates": lambda values: _torch_gates(values[0, :values.shape[1] // 2]),
    "second-gates": lambda values: _torch_gates(values[0, values.shape[1] // 2:]),
}


def note(path: Path, module: nn.Module) -> None:
    """Writes into the graph's metadata which of its constants each parameter became.

    Call it before weights are stored in fewer bits; fails for a parameter that no constant has.
    """
    model = onnx.load(str(path))
    constants = dict(_constants(model))
    parameters = {name: value.detach().cpu().numpy() for name, value in module.named_parameters()}
    del model.metadata_props[:]
    for name, values in parameters.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = _MARK + name, _found(name, values, parameters, constants)
    onnx.save(model, str(path))


def restore(path: Path, module: nn.Module) -> nn.Module:
    """`module` with the weights of the graph, in evaluation mode."""
    model = onnx.load(str(path))
    constants = _widened(model)
    state = module.state_dict()
    for entry in model.metadata_props:
        constant, form = entry.value.rsplit("|", 1)
        state[entry.key.removeprefix(_MARK)] = torch.from_numpy(_BACK[form](constants[constant]).copy())
    module.load_state_dict(state)
    return module.eval()


def _found(name: str, values: np.ndarray, parameters: dict[str, np.ndarray], constants: dict[str, np.ndarray]) -> str:
    for form, lay in _FORMS.items():
        if form == "gates" and len(values) % 4:
            continue
        wanted = lay(values)
        for constant, held in constants.items():
            if held.shape == wanted.shape and np.array_equal(held, wanted):
                return f"{constant}|{form}"
    if "bias_ih" in name or "bias_hh" in name:
        return _found_bias(name, parameters, constants)
    raise ValueError(f"no constant of the graph holds {name} {values.shape}")


def _found_bias(name: str, parameters: dict[str, np.ndarray], constants: dict[str, np.ndarray]) -> str:
    both = [parameters[name.replace("bias_hh", "bias_ih")], parameters[name.replace("bias_ih", "bias_hh")]]
    which = "first" if "bias_ih" in name else "second"
    for form, lay in (("", lambda values: values), ("-gates", _onnx_gates)):
        if form and len(both[0]) % 4:
            continue
        wanted = np.concatenate([lay(bias) for bias in both])[None]
        for constant, held in constants.items():
            if held.shape == wanted.shape and np.array_equal(held, wanted):
                return f"{constant}|{which}{form}"
    raise ValueError(f"no constant of the graph holds {name}")


def _onnx_gates(values: np.ndarray) -> np.ndarray:
    """From torch's order (input, forget, cell, output) to ONNX's (input, output, forget, cell)."""
    i, f, c, o = np.split(values, 4)
    return np.concatenate([i, o, f, c])


def _torch_gates(values: np.ndarray) -> np.ndarray:
    i, o, f, c = np.split(values, 4)
    return np.concatenate([i, f, c, o])


def _constants(model: onnx.ModelProto) -> Iterator[tuple[str, np.ndarray]]:
    for tensor in model.graph.initializer:
        yield tensor.name, numpy_helper.to_array(tensor)
    for node in model.graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            yield node.output[0], numpy_helper.to_array(node.attribute[0].t)


def _widened(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """All constants, those that are stored as bytes with their scales multiplied."""
    constants = dict(_constants(model))
    for name in [name for name in constants if name.endswith(".bytes")]:
        base = name.removesuffix(".bytes")
        constants[base] = constants[name].astype(np.float32) * constants[base + ".scale"].astype(np.float32)
    return constants
