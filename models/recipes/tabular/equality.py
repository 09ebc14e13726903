"""The largest difference between what the recipes and a running service say of the same invented rows:
`python3 -m tabular.equality --url http://127.0.0.1:8080`

The recipes leave 1,000 rows of each model and their own outputs (of PyTorch or XGBoost, not of the graph) in build/equality/rows.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from .client import Service, parts
from .publication import BUILD

Outputs = Mapping[str, Sequence[float]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="tabular.equality", description="Compares recipes and service.")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--cases", type=Path, default=BUILD, help="the recipes' outputs (default: build/equality/rows)")
    parser.add_argument("--model", nargs="*", help="these models only")
    given = parser.parse_args()
    service = Service(given.url)
    for file in sorted(given.cases.glob("*.json")):
        if (not given.model or file.stem in given.model) and service.has(file.stem):
            differences = compare(service, json.loads(file.read_text(encoding="utf-8")))
            print(f"{file.stem}: " + ", ".join(f"{name} {value:.2g}" for name, value in differences.items()), flush=True)


def compare(service: Service, content: Mapping[str, Any]) -> dict[str, float]:
    """The largest difference of each output over all rows."""
    cases = content["cases"]
    explained = {"explain": {"method": "model"}} if "attributions" in cases[0]["outputs"] else {}
    results = service.predict(content["model"], [case["row"] for case in cases], **explained)
    largest: dict[str, float] = {"rows": float(len(cases))}
    for case, result in zip(cases, results, strict=True):
        for name, answered in _answered(result, case["outputs"]).items():
            expected = np.atleast_1d(case["outputs"][name])
            difference = float(np.abs(np.array(answered) - expected).max())
            largest[name] = max(largest.get(name, 0.0), difference)
    return largest


def _answered(result: Mapping[str, Any], outputs: Outputs) -> dict[str, list[float]]:
    """The outputs of the graph, as far as a result tells them."""
    found: dict[str, list[float]] = {}
    if "probabilities" in outputs:
        found["probabilities"] = [each["score"] for each in sorted(result["classes"], key=lambda each: each["index"])]
    if "value" in outputs:
        found["value"] = [result["value"]]
    if "quantiles" in outputs:
        found["quantiles"] = [each["value"] for each in result["quantiles"]]
    if "attributions" in outputs:
        found["attributions"] = [each["value"] for each in result["explanation"]["attributions"]]
    if "deviations" in outputs:
        found |= dict(zip(("weights", "means", "deviations"), parts(result)))
    return found


if __name__ == "__main__":
    main()
