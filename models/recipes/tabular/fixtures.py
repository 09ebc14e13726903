"""The schemas, networks and rows of the tests' small models. Nobody is behind the rows: they are invented."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
import torch
from torch import nn

from export.graph import export_onnx, run_torch
from export.png import png

from . import fixture_networks as networks
from .hashing import StringModel
from .rows import Encoder
from .schema import Feature, Schema
from .words import WordLevel

FLOAT, DOUBLE, LONG, INT, BOOL = np.float32, np.float64, np.int64, np.int32, np.bool_
Row = dict[str, Any]


@dataclass(frozen=True)
class Fixture:
    """One model of the tests. `run` gives the recipe's own outputs, `write` the graph; `refused` are (row, feature)."""

    name: str
    schema: Schema
    types: Mapping[str, Any]
    settings: str
    outputs: tuple[str, ...]
    run: Callable[[Mapping[str, np.ndarray]], Sequence[np.ndarray]]
    write: Callable[[Path, Mapping[str, np.ndarray]], None]
    rows: Sequence[Row]
    refused: Sequence[tuple[Row, str]] = ()
    background: Sequence[Row] = ()
    labels: Sequence[str] = ()
    vectors: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    encoder: Encoder | None = None


def fixtures() -> list[Fixture]:
    """All of them, always the same."""
    return [_classifier(), _regressor(), _mixture(), _row_and_text(), _row_and_image(), _strings()]


def _network(build: Callable[[], nn.Module], outputs: Sequence[str]) -> dict[str, Any]:
    """`run` and `write` of a network of torch, seeded."""
    torch.manual_seed(6)
    module = build().eval()

    def write(path: Path, example: Mapping[str, np.ndarray]) -> None:
        free = {name: {1: "tokens"} for name in ("input_ids", "attention_mask") if name in example}
        export_onnx(module, path, example, outputs, free=free)

    return {"outputs": tuple(outputs), "run": lambda inputs: run_torch(module, inputs), "write": write}


_REGIONS = ("Île-de-France", "Baden, Württemberg", "København", "東京", "Yes")
_CLASSIFIER = Schema((
    Feature("age", "number", "numbers", "age at the last birthday", unit="years", range=(17, 90), missing="nan"),
    Feature("workclass", "category", "categories", "who pays", values=("private", "public", "self-employed", "none"),
            missing="index", unknown="index"),
    Feature("hours", "number", "numbers", "hours worked in a week", unit="hours", range=(0, 80), missing="default",
            default=40, out_of_range="clip"),
    Feature("joined", "date", "dates", "moment of joining", missing="default", default="2020-01-01"),
    Feature("region", "category", "categories", "where", values=_REGIONS, file="region.txt", missing="index",
            unknown="error"),
    Feature("children", "integer", "numbers", "children below 18", range=(0, 12), missing="nan", out_of_range="error"),
    Feature("married", "boolean", "numbers", "whether married", missing="nan"),
))


def _classifier() -> Fixture:
    edges = [np.array(each, float) for each in ([17, 25, 33, 41, 50, 65, 90], [0, 20, 38, 42, 60, 80], [0, 1, 2, 12], [0, 1])]
    full = {"age": 39, "workclass": "private", "hours": 40, "joined": "2021-03-01T12:30:00+02:00",
            "region": "København", "children": 2, "married": True}
    rows = [
        full,
        {**full, "age": 61.5, "workclass": "public", "married": False, "joined": "1969-12-31"},
        {**full, "age": None, "children": None, "married": None, "hours": None},
        {},
        {**full, "workclass": "astronaut"},
        {**full, "workclass": None, "region": "Yes"},
        {**full, "workclass": "", "region": "Baden, Württemberg"},
        {**full, "age": 130, "hours": 99},
        {**full, "age": -4, "hours": -1, "joined": "2024-02-29T23:59:59Z"},
        {**full, "region": "東京", "joined": "2000-02-29", "children": 0},
        {**full, "region": "Île-de-France", "joined": "1900-03-01T00:00:00.750", "age": 1e30},
        {**full, "workclass": "none", "joined": "2038-01-19T03:14:08-11:00", "children": 12},
    ]
    refused = [
        ({**full, "age": "39"}, "age"), ({**full, "age": True}, "age"), ({**full, "children": 2.5}, "children"),
        ({**full, "children": 13}, "children"), ({**full, "region": "Atlantis"}, "region"),
        ({**full, "married": "true"}, "married"), ({**full, "married": 1}, "married"),
        ({**full, "joined": "last May"}, "joined"), ({**full, "joined": "2023-02-29"}, "joined"),
        ({**full, "workclass": 3}, "workclass"), ({**full, "shoe": 44}, "shoe"),
    ]
    background = [
        {"age": 25, "workclass": "private", "hours": 38, "joined": "2019-05-17", "region": "東京", "children": 0,
         "married": False},
        {"age": 33, "workclass": "public", "hours": 40, "joined": "2022-11-02", "region": "København", "children": 1,
         "married": True},
        {"age": 41, "workclass": None, "hours": 20, "joined": "2016-01-31", "region": None, "children": None,
         "married": None},
        {"age": None, "workclass": "self-employed", "hours": 60, "joined": "2024-08-09", "region": "Baden, Württemberg",
         "children": 3, "married": True},
    ]
    return Fixture("classifier", _CLASSIFIER, {"numbers": FLOAT, "categories": LONG, "dates": LONG},
                   "postprocess: {output: logits, activation: softmax, temperature: 1.5, labels: labels.txt, "
                   "background: background.csv, abstain: {below: 0.5}}",
                   **_network(lambda: networks.Classifier(edges, [4, len(_REGIONS)]), ["logits"]), rows=rows,
                   refused=refused, background=background, labels=("low", "middle", "high"),
                   files={"region.txt": "\n".join(_REGIONS) + "\n"})


_REGRESSOR = Schema((
    Feature("area", "number", "numbers", "floor area", unit="m²", range=(10, 400), missing="nan"),
    Feature("grade", "category", "grade", "energy grade", values=("A", "B", "C", "D"), missing="index", unknown="index"),
    Feature("built", "date", "dates", "day of completion", days=True, missing="error"),
    Feature("open", "boolean", "open", "whether it may be visited", missing="default", default=True),
    Feature("seen", "date", "dates", "day of the visit", days=True, missing="default", default="2025-06-30"),
    Feature("noise", "number", "numbers", "noise at the window", unit="dB", range=(20, 90), missing="default", default=45,
            out_of_range="clip"),
))


def _regressor() -> Fixture:
    edges = [np.array(each, float) for each in ([10, 40, 60, 90, 150, 400], [20, 40, 50, 60, 90])]
    full = {"area": 82.5, "grade": "B", "built": "1974-10-01", "open": False, "seen": "2025-07-01", "noise": 51}
    rows = [full, {"built": "2001-09-09"}, {**full, "grade": "Z", "open": True}, {**full, "grade": None, "noise": 300},
            {**full, "built": "1887-03-31", "area": 1200}, {**full, "seen": "2024-02-29T23:00:00-05:00", "area": None}]
    refused = [({**full, "built": None}, "built"), ({**full, "built": 1974}, "built"), ({**full, "open": "no"}, "open")]
    background = [full, {**full, "area": 45, "grade": "D", "noise": 62, "built": "1999-05-05"}]
    return Fixture("regressor", _REGRESSOR, {"numbers": DOUBLE, "grade": INT, "dates": LONG, "open": BOOL},
                   "postprocess: {output: value, unit: k€, quantiles: {output: quantiles, levels: [0.05, 0.5, 0.95]}, "
                   "interval: 0.9, abstain: {wider: 2.5}, attributions: {output: attributions}, background: background.csv}",
                   **_network(lambda: networks.Regressor(edges, 4, len(_REGRESSOR)),
                              ["value", "quantiles", "attributions"]),
                   rows=rows, refused=refused, background=background, vectors=("grade",))


_MIXTURE = Schema((
    Feature("depth", "number", "numbers", "depth of the well", unit="m", range=(0, 100), missing="nan"),
    Feature("flow", "number", "numbers", "flow", unit="l/s", range=(0, 5), missing="nan"),
))


def _mixture() -> Fixture:
    edges = [np.array([0, 25, 50, 75, 100.0]), np.array([0, 1, 2, 5.0])]
    rows = [{"depth": depth, "flow": flow} for depth, flow in
            ((0, 0), (12.5, 4), (50, 1.5), (77, None), (None, 0.2), (None, None), (100, 5), (1e6, -3))]
    return Fixture("mixture", _MIXTURE, {"numbers": FLOAT},
                   "postprocess: {mixture: {weights: weights, means: means, deviations: deviations}, interval: 0.9, "
                   "unit: °C, abstain: {wider: 12}}",
                   **_network(lambda: networks.Mixture(edges), ["weights", "means", "deviations"]), rows=rows,
                   refused=[({"depth": "deep"}, "depth")])


_WORDS = ("the line is slow fast dead good bad bill too high low thank you never always . , ! ?").split()
_TEXT = Schema((
    Feature("tenure", "number", "numbers", "time as a customer", unit="months", range=(0, 72), missing="nan"),
    Feature("contract", "category", "categories", "contract", values=("month", "year", "two years"), missing="index",
            unknown="index"),
    Feature("feedback", "text", "input_ids", "what the customer wrote",
            further={"tokenizer": "tokenizer.json", "mask": "attention_mask", "max-tokens": 16, "long": "cut"}),
))


def _row_and_text() -> Fixture:
    tokenizer = WordLevel.of(_WORDS)
    full = {"tenure": 12, "contract": "month", "feedback": "The line is slow, the bill too high!"}
    rows = [full, {**full, "feedback": "Thank you"}, {**full, "feedback": ""}, {"feedback": "never 🚀 ever"},
            {**full, "contract": "lifetime", "feedback": "bad " * 40}, {**full, "tenure": 900, "feedback": "GOOD."}]
    return Fixture("fusion-text", _TEXT,
                   {"numbers": FLOAT, "categories": LONG, "input_ids": LONG, "attention_mask": LONG},
                   "postprocess: {output: probability, activation: none, labels: labels.txt, abstain: {below: 0.55}}",
                   **_network(lambda: networks.RowAndText([np.array([0, 6, 12, 24, 48, 72.0])], [3], len(tokenizer)),
                              ["probability"]),
                   rows=rows, refused=[({**full, "feedback": None}, "feedback"), ({**full, "feedback": 5}, "feedback")],
                   labels=("stays", "leaves"), files={"tokenizer.json": tokenizer.json()},
                   encoder=lambda texts: tokenizer.tensors(texts, 16))


_IMAGE = Schema((
    Feature("price", "number", "numbers", "price", unit="€", range=(1, 500), missing="nan"),
    Feature("launch", "date", "dates", "day of the launch", days=True, missing="default", default="2025-01-01"),
    Feature("photo", "image", "image", "the item", further={"resize": [8, 8], "range": [0, 1]}),
))


def _row_and_image() -> Fixture:
    random = np.random.default_rng(6)
    photos = [base64.b64encode(png(random.integers(0, 256, (side, side + 2, 3)).astype(np.uint8))).decode()
              for side in (8, 6, 12)]
    full = {"price": 19.99, "launch": "2025-03-30", "photo": photos[0]}
    rows = [full, {**full, "photo": photos[1], "price": None}, {"photo": photos[2]}, {**full, "price": 9000}]
    return Fixture("fusion-image", _IMAGE, {"numbers": FLOAT, "dates": LONG, "image": FLOAT},
                   "postprocess: {output: value}",
                   **_network(lambda: networks.RowAndImage([np.array([1, 10, 30, 60, 120, 500.0])]), ["value"]), rows=rows,
                   refused=[({**full, "photo": None}, "photo"), ({**full, "launch": "2025-13-01"}, "launch")])


_STRINGS = Schema((
    Feature("plan", "category", "categories", "plan", values=("basic", "plus", "gold"), missing="index", unknown="index"),
    Feature("city", "category", "city", "where; hashed in the graph, so that any name will do", missing="index",
            unknown="index"),
    Feature("channel", "category", "categories", "how they came", values=("shop", "web", "téléphone"), missing="index",
            unknown="index"),
    Feature("spent", "number", "numbers", "spent so far", unit="€", range=(0, 1000), missing="default", default=0),
))


def _strings() -> Fixture:
    random = np.random.default_rng(6)

    def table(*shape: int) -> np.ndarray:
        return random.normal(0, 1, shape).astype(FLOAT)

    model = StringModel(tuple(_STRINGS[name].values for name in ("plan", "channel")), (table(4, 2), table(4, 2)),
                        table(16, 2), table(1, 2) / FLOAT(500))
    rows = [{"plan": "gold", "city": "Zürich", "channel": "téléphone", "spent": 120.5},
            {"plan": "platinum", "city": "Niimi", "channel": "web"}, {"plan": None, "city": None, "channel": None},
            {"plan": "basic", "city": "a longer name …", "channel": "shop", "spent": 1e4}]
    return Fixture("strings", _STRINGS, {"categories": object, "city": object, "numbers": FLOAT},
                   "postprocess: {output: logits, activation: softmax, labels: labels.txt}", outputs=("logits",),
                   run=lambda inputs: [model.scores(inputs["categories"], inputs["city"], inputs["numbers"])],
                   write=lambda path, _: model.write(path), rows=rows, refused=[({**rows[0], "plan": 3}, "plan")],
                   labels=("no", "yes"), vectors=("city",))
