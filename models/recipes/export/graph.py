"""Export of a PyTorch module as an ONNX graph whose first axis is dynamic."""

from __future__ import annotations

from pathlib import Path
from typing import Collection, Mapping, Sequence

import numpy as np
import onnx
import torch
from torch import nn

OPSET = 17


def export_onnx(
    module: nn.Module,
    path: Path,
    inputs: Mapping[str, np.ndarray],
    outputs: Sequence[str],
    opset: int = OPSET,
    fixed: Collection[str] = (),
    free: Mapping[str, Mapping[int, str]] | None = None,
) -> None:
    """Writes `module` to `path`.

    `inputs` maps each input's name, in the order of `forward`, to an example; only the first axis of
    inputs and outputs may vary, and not even that of the inputs named in `fixed`. `free` names further axes that may vary:
    tensor to axis to a name. Use an example of at least two rows: some constants are folded for one.
    """
    module.eval()
    axes = {name: {} if name in fixed else {0: "rows"} for name in (*inputs, *outputs)}
    for name, further in (free or {}).items():
        axes[name].update(further)
    torch.onnx.export(
        module,
        tuple(torch.from_numpy(array) for array in inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes=axes,
        opset_version=opset,
        do_constant_folding=True,
    )
    onnx.checker.check_model(onnx.load(str(path)))


def run_torch(module: nn.Module, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """The module's own outputs for named inputs, in evaluation mode."""
    module.eval()
    with torch.no_grad():
        result = module(*(torch.from_numpy(array) for array in inputs.values()))
    results = result if isinstance(result, (tuple, list)) else [result]
    return [tensor.numpy() for tensor in results]
