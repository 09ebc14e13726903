"""Golden cases: inputs and the recipe's own outputs, which every backend must reproduce."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from torch import nn

from export.graph import run_torch
from export.tensors import to_v2


@dataclass(frozen=True)
class Case:
    """One golden case; `inputs` in the order of the module's `forward`."""

    name: str
    inputs: Mapping[str, np.ndarray]
    tolerance: float = 1e-5


def golden(module: nn.Module, cases: Sequence[Case], outputs: Sequence[str]) -> dict[str, Any]:
    """The content of golden.json. Two cases at least must differ in their first input's shape: exports like to bake it."""
    shapes = {next(iter(case.inputs.values())).shape for case in cases}
    if len(shapes) < 2:
        raise ValueError("golden cases must cover at least two shapes of the first input")
    return {"cases": [_record(module, case, outputs) for case in cases]}


def _record(module: nn.Module, case: Case, outputs: Sequence[str]) -> dict[str, Any]:
    results = run_torch(module, case.inputs)
    return {
        "name": case.name,
        "tolerance": case.tolerance,
        "inputs": [to_v2(name, array) for name, array in case.inputs.items()],
        "outputs": [to_v2(name, array) for name, array in zip(outputs, results, strict=True)],
    }


def verify_onnx(path: Path, module: nn.Module, cases: Sequence[Case]) -> str:
    """Compares ONNX Runtime with PyTorch where onnxruntime is installed; says what was done."""
    try:
        import onnxruntime  # not packaged by Debian
    except ImportError:
        return "onnxruntime is not installed: the service's own golden test does the comparison"
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for case in cases:
        answers = session.run(None, dict(case.inputs))
        for answer, expected in zip(answers, run_torch(module, case.inputs), strict=True):
            np.testing.assert_allclose(answer, expected, rtol=0, atol=case.tolerance, err_msg=case.name)
    return f"ONNX Runtime agrees with PyTorch on {len(cases)} cases"
