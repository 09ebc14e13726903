"""Reference distributions of inputs and predictions, against which the service measures drift."""

from __future__ import annotations

from collections import Counter
from typing import Any, Iterable

import numpy as np


def number_profile(values: np.ndarray) -> dict[str, Any]:
    """Count, missing, extremes and the 0th to 100th percentiles; NaN is a missing value."""
    values = np.asarray(values, dtype=np.float64).reshape(-1)
    present = values[~np.isnan(values)]
    if present.size == 0:
        raise ValueError("a profile needs at least one value")
    quantiles = np.quantile(present, np.linspace(0, 1, 101))
    return {
        "type": "number",
        "count": int(values.size),
        "missing": int(values.size - present.size),
        "min": _rounded(present.min()),
        "max": _rounded(present.max()),
        "quantiles": [_rounded(value) for value in quantiles],
    }


def category_profile(values: Iterable[object], top: int = 100) -> dict[str, Any]:
    """Counts of the `top` most frequent values, most frequent first, ties by value."""
    counter = Counter(str(value) for value in values)
    common = sorted(counter.items(), key=lambda entry: (-entry[1], entry[0]))[:top]
    return {"type": "category", "count": sum(counter.values()), "counts": dict(common)}


def profile(features: dict[str, dict[str, Any]], predictions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The content of profile.json."""
    return {"features": features, "predictions": predictions}


def _rounded(value: float) -> float:
    return float(f"{value:.7g}")
