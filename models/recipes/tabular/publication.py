"""Writes what one model of rows consists of, and the cases and rows with which the service is compared with the recipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from export.profile import category_profile, number_profile, profile
from export.repository import ModelFolder, write_json
from export.tensors import to_v2

from . import drawn
from .cases import records, table
from .rows import Encoder, tensors
from .schema import Schema

Arrays = Mapping[str, np.ndarray]
CASES = Path(__file__).parents[3] / "src/test/resources/table"
BUILD = Path(__file__).parents[3] / "build/equality/rows"
_GOLDEN = (("2 invented rows", 2, 2, drawn.USUAL), ("3 invented rows", 3, 3, drawn.USUAL),
           ("2 invented rows with few cells", 2, 5, drawn.SPARSE))
_CASES, _EQUAL = 20, 1000
BACKGROUND = 24


@dataclass(frozen=True)
class Publication:
    """`run` gives the recipe's own outputs (of PyTorch or XGBoost, not of the graph), `write` the graph.

    `columns` are the training values of each feature, for the background; `files` go beside model.yaml. `tolerance` is
    absolute, for each output.
    """

    name: str
    task: str
    schema: Schema
    postprocess: str
    run: Callable[[Arrays], dict[str, np.ndarray]]
    write: Callable[[Path, Arrays], None]
    card: str
    profile: dict[str, Any]
    columns: Mapping[str, Sequence[Any]]
    labels: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, Any] = field(default_factory=lambda: {"numbers": np.float32, "categories": np.int64})
    encoder: Encoder | None = None
    drawers: Mapping[str, Callable[[np.random.Generator], Any]] = field(default_factory=dict)
    tolerance: float = 1e-5
    batch: int = 512


def publish(repository: Path, what: Publication) -> None:
    """The model's folder, `src/test/resources/table/<name>.json` and `build/equality/rows/<name>.json`; the cases leave out the
    tensors of pictures, which are long."""
    folder = ModelFolder(repository, what.name)
    golden = {name: _short(_inputs(what, drawn.rows(what.schema, count, seed, habits, what.drawers))[0])
              for name, count, seed, habits in _GOLDEN}
    what.write(folder.directory / "model.onnx", next(iter(golden.values())))
    folder.write_settings(_settings(what))
    folder.write_json("golden.json", {"cases": [_golden(what, *case) for case in golden.items()]}, allow_nan=True)
    folder.write_json("profile.json", what.profile)
    folder.write_card(what.card)
    folder.write_manifest()
    beside = dict(what.files)
    if what.labels:
        beside["labels.txt"] = "\n".join(what.labels) + "\n"
    beside |= {feature.file: "\n".join(feature.values) + "\n" for feature in what.schema if feature.file}
    if "background: background.csv" in what.postprocess:
        rows = drawn.background(what.schema, what.columns, BACKGROUND, seed=1)
        beside["background.csv"] = table(what.schema, rows)
    for file, content in beside.items():
        folder.directory.parent.joinpath(file).write_text(content, encoding="utf-8")
    write_json(CASES / f"{what.name}.json", _compared(what, _CASES, 3))
    write_json(BUILD / f"{what.name}.json", _compared(what, _EQUAL, 4))
    print(folder.name, folder.sizes(), flush=True)


def features_profile(schema: Schema, columns: Mapping[str, Sequence[Any]], predictions: dict[str, Any]) -> dict[str, Any]:
    """Reference distributions of the training rows and of the predictions for test rows."""
    features = {}
    for feature in schema:
        if feature.type in ("number", "integer"):
            features[feature.name] = number_profile(np.array(
                [np.nan if value is None else value for value in columns[feature.name]], float))
        elif feature.type in ("category", "boolean"):
            features[feature.name] = category_profile(
                ["" if value is None else str(value).lower() if isinstance(value, bool) else value
                 for value in columns[feature.name]])
    return profile(features, predictions)


def training_columns(schema: Schema, arrays: Arrays) -> dict[str, list[Any]]:
    """The values of each feature from the tensors of the training rows, None where missing."""
    found: dict[str, list[Any]] = {}
    for tensor, array in arrays.items():
        for place, feature in enumerate(schema.columns(tensor)):
            column = array[:, place]
            if feature.type == "category":
                found[feature.name] = [feature.values[index] if index < len(feature.values) else None for index in column]
            elif feature.type == "boolean":
                found[feature.name] = [None if np.isnan(value) else bool(value) for value in column]
            else:
                found[feature.name] = [None if np.isnan(value) else float(value) for value in column]
    return found


def _settings(what: Publication) -> str:
    return "\n".join((
        f"task: tabular-{what.task}", f"batching: {{max-rows: {what.batch}, max-delay: 2ms}}", "warmup: 3", "preprocess:",
        what.schema.yaml(), "postprocess:", what.postprocess.strip("\n"), "monitor: {profile: profile.json}"))


def _inputs(what: Publication, rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, np.ndarray], Any]:
    return tensors(what.schema, rows, what.types, what.encoder)


def _golden(what: Publication, name: str, inputs: Arrays) -> dict[str, Any]:
    return {"name": name, "tolerance": what.tolerance,
            "inputs": [to_v2(name, array) for name, array in inputs.items()],
            "outputs": [to_v2(name, array) for name, array in what.run(inputs).items()]}


def _compared(what: Publication, count: int, seed: int) -> dict[str, Any]:
    rows = drawn.rows(what.schema, count, seed, drawn.WILD, what.drawers)
    inputs, notes = _inputs(what, rows)
    shown = {name: array for name, array in inputs.items() if not _is_picture(array)}
    return {"model": what.name, "tolerance": what.tolerance, "cases": records(rows, shown, what.run(inputs), notes)}


def _short(inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Pictures in three shades, which are short in JSON."""
    return {name: np.round(array * 2) / 2 if _is_picture(array) else array for name, array in inputs.items()}


def _is_picture(array: np.ndarray) -> bool:
    return array.ndim == 4
