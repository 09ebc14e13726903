"""Writes the small models of the tests of rows and what they answer: `python3 -m tabular.cases`. Needs no data.

Each folder has model.onnx, model.yaml, its further files and expected.json:
`cases`: a row, the elements that it becomes in each tensor (null for NaN), the recipe's own outputs, and the names of the
features that were missing, unknown or out of range; `refused`: rows and the feature at fault; `shapley`: exact values against
background.csv, of the probabilities (after temperature and activation) or of the value; `distribution` of mixtures.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np

from export.repository import write_json

from . import shapley
from .answers import distribution, softmax
from .fixtures import Fixture, fixtures
from .graphs import declare
from .rows import Notes, RowFault, tensors
from .schema import Schema

_TARGET = Path(__file__).parents[3] / "src/test/resources/table/fixtures"
_EXPLAINED = 8
_TASKS = {"classifier": "classification", "fusion-text": "classification", "strings": "classification"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tabular.cases", description="Writes the tests' models of rows.")
    parser.add_argument("--out", type=Path, default=_TARGET)
    out = parser.parse_args().out
    for fixture in fixtures():
        folder = out / fixture.name
        write(fixture, folder)
        print(fixture.name, sum(path.stat().st_size for path in folder.iterdir()), "bytes")


def write(fixture: Fixture, folder: Path) -> None:
    """All files of one model."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs, notes = _inputs(fixture, fixture.rows)
    outputs = dict(zip(fixture.outputs, fixture.run(inputs), strict=True))
    fixture.write(folder / "model.onnx", {name: array[:2] for name, array in inputs.items()})
    declare(folder / "model.onnx", outputs)
    folder.joinpath("model.yaml").write_text(settings(fixture), encoding="utf-8")
    for file, content in fixture.files.items():
        folder.joinpath(file).write_text(content, encoding="utf-8")
    if fixture.labels:
        folder.joinpath("labels.txt").write_text("\n".join(fixture.labels) + "\n", encoding="utf-8")
    if fixture.background:
        folder.joinpath("background.csv").write_text(table(fixture.schema, fixture.background), encoding="utf-8")
    write_json(folder / "expected.json", {
        "tolerance": 1e-5,
        "cases": records(fixture.rows, inputs, outputs, notes),
        "refused": [_refused(fixture, row, feature) for row, feature in fixture.refused],
        **({"shapley": _shapley(fixture, inputs)} if fixture.background else {}),
        **({"distribution": distribution(*outputs.values(), interval=0.9)} if "deviations" in outputs else {}),
    })


def settings(fixture: Fixture) -> str:
    """model.yaml."""
    task = _TASKS.get(fixture.name, "regression")
    return f"task: tabular-{task}\npreprocess:\n{fixture.schema.yaml()}\n{fixture.settings}\n"


def records(
    rows: Sequence[Mapping[str, Any]], inputs: Mapping[str, np.ndarray], outputs: Mapping[str, np.ndarray],
    notes: Sequence[Notes],
) -> list[dict[str, Any]]:
    """One record a row: the row, its part of each tensor, the outputs and the notes."""
    return [{
        "row": row,
        "tensors": {name: listed(array[place]) for name, array in inputs.items()},
        "outputs": {name: listed(array[place]) for name, array in outputs.items()},
        "missing": note.missing, "unknown": note.unknown, "outOfRange": note.out_of_range,
    } for place, (row, note) in enumerate(zip(rows, notes))]


def listed(array: np.ndarray) -> Any:
    """Flat Python values, null for NaN; nine significant digits for float32."""
    if isinstance(array, np.ndarray) and array.ndim > 0:
        return [listed(each) for each in array.reshape(-1)]
    if isinstance(array, (np.floating, float)):
        digits = "9g" if isinstance(array, np.float32) else "17g"
        return None if np.isnan(array) else float(f"{array:.{digits}}")
    return array.item() if isinstance(array, np.generic) else array


def table(schema: Schema, rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV with a header; what is missing is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(schema.names)
    for row in rows:
        writer.writerow([_written(row.get(name)) for name in schema.names])
    return text.getvalue()


def _written(value: Any) -> Any:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _inputs(fixture: Fixture, rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, np.ndarray], list[Notes]]:
    return tensors(fixture.schema, rows, fixture.types, fixture.encoder, fixture.vectors)


def _refused(fixture: Fixture, row: Mapping[str, Any], feature: str) -> dict[str, Any]:
    try:
        _inputs(fixture, [row])
    except RowFault as fault:
        assert fault.feature == feature, fault
        return {"row": row, "feature": feature, "reason": fault.reason}
    raise AssertionError(f"{row} was accepted")


def _shapley(fixture: Fixture, inputs: Mapping[str, np.ndarray]) -> list[dict[str, Any]]:
    background, _ = _inputs(fixture, fixture.background)

    def answers(mixed: Mapping[str, np.ndarray]) -> np.ndarray:
        first = fixture.run(mixed)[0]
        return softmax(first, 1.5) if fixture.labels else first

    explained = []
    for row in range(min(_EXPLAINED, len(fixture.rows))):
        base, parts = shapley.exact(answers, fixture.schema, _one(inputs, row), background)
        explained.append({"row": row, "base": listed(base), "values": {
            name: listed(part) for name, part in zip(fixture.schema.names, parts)}})
    return explained


def _one(inputs: Mapping[str, np.ndarray], row: int) -> dict[str, np.ndarray]:
    return {name: array[row:row + 1] for name, array in inputs.items()}


if __name__ == "__main__":
    main()
