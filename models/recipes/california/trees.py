"""XGBoost on California housing: boosted trees (Chen and Guestrin, 2016) on the derived numbers and one-hot ocean."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import onnx
import xgboost
from onnx import helper, numpy_helper

from tabular.trees import columns

from .data import Columns, Splits
from .derived import derived
from .training import SIZES

ROUNDS, PATIENCE = 700, 40
PARAMETERS = {
    "objective": "reg:squarederror", "tree_method": "hist", "grow_policy": "lossguide", "max_leaves": 20, "max_depth": 0,
    "eta": 0.08, "subsample": 0.8, "colsample_bytree": 0.6, "min_child_weight": 4, "lambda": 2.0, "nthread": 1, "seed": 7,
    "max_bin": 512, "base_score": 2.0,
}


def seen(rows: Columns) -> np.ndarray:
    """The columns of the trees."""
    return columns(derived(rows.numbers), rows.categories, SIZES)


def train(splits: Splits, quick: bool = False) -> xgboost.Booster:
    """Stops when the validation rows no longer gain; the booster has the best number of trees only."""
    train, validation = (xgboost.DMatrix(seen(each), each.values) for each in (splits.train, splits.validation))
    booster = xgboost.train(PARAMETERS, train, 20 if quick else ROUNDS, [(validation, "validation")],
                            early_stopping_rounds=PATIENCE, verbose_eval=False)
    return booster[:booster.best_iteration + 1]


def derive(given: str, result: str) -> tuple[Sequence[onnx.NodeProto], Sequence[onnx.TensorProto]]:
    """`Derived` as nodes."""
    names = ["east", "north", "age", "rooms", "bedrooms", "people", "households", "income"]
    pairs = [("Div", "rooms", "households"), ("Div", "people", "households"), ("Div", "bedrooms", "rooms"),
             ("Add", "east", "north"), ("Sub", "east", "north")]
    further = [f"further{place}" for place in range(len(pairs))]
    nodes = [helper.make_node("Split", [given, "ones"], names, axis=1),
             *(helper.make_node(kind, [left, right], [name]) for (kind, left, right), name in zip(pairs, further)),
             helper.make_node("Concat", [given, *further], [result], axis=1)]
    return nodes, [numpy_helper.from_array(np.ones(len(names), np.int64), "ones")]
