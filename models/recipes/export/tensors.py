"""Tensors as the Open Inference Protocol V2 writes them in JSON."""

from __future__ import annotations

from typing import Any

import numpy as np

_DATATYPES = {
    "bool": "BOOL",
    "uint8": "UINT8",
    "int8": "INT8",
    "int16": "INT16",
    "int32": "INT32",
    "int64": "INT64",
    "float32": "FP32",
    "float64": "FP64",
}


def to_v2(name: str, array: np.ndarray) -> dict[str, Any]:
    """A V2 tensor: name, datatype, shape and the elements in row-major order."""
    datatype = _DATATYPES[array.dtype.name]
    return {"name": name, "datatype": datatype, "shape": list(array.shape), "data": _elements(array)}


def _elements(array: np.ndarray) -> list[Any]:
    """Flat Python values; nine significant digits give back every float32 exactly."""
    flat = array.reshape(-1)
    if array.dtype == np.float32:
        return [float(f"{value:.9g}") for value in flat]
    return flat.tolist()
