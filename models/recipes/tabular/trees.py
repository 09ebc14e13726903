"""Trees of XGBoost as an ONNX graph: the JSON model's nodes become a TreeEnsembleRegressor, in front of which the graph itself
makes the columns that the trees ask for.

Numbers are columns as they are, NaN where missing; `derive` may add columns. A category becomes one column for each of its
values and one for `missing`; an unknown one is zero in all of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Nodes = Sequence[onnx.NodeProto]


def one_hot_tables(sizes: Sequence[int]) -> list[np.ndarray]:
    """float32 [size + 2, size + 1] for each category: the rows of its values, of unknown and of missing."""
    tables = []
    for size in sizes:
        table = np.zeros((size + 2, size + 1), np.float32)
        table[np.arange(size), np.arange(size)] = 1
        table[size + 1, size] = 1
        tables.append(table)
    return tables


def columns(numbers: np.ndarray, categories: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    """What the trees see: float32 [n, numbers + one-hot columns]."""
    hot = [table[categories[:, place]] for place, table in enumerate(one_hot_tables(sizes))]
    return np.concatenate([numbers, *hot], axis=1).astype(np.float32)


@dataclass(frozen=True)
class Forest:
    """The trees of a booster of XGBoost. `base` is added to the sum of their leaves."""

    trees: list[dict[str, Any]]
    base: float

    @classmethod
    def of(cls, booster: Any) -> "Forest":
        """Reads the booster's own JSON; binary logistic and squared error are known."""
        model = json.loads(booster.save_raw("json").decode())["learner"]
        score = float(model["learner_model_param"]["base_score"])
        objective = model["objective"]["name"]
        if objective not in ("binary:logistic", "reg:squarederror"):
            raise ValueError(f"objective {objective} is not known")
        base = float(np.log(score / (1 - score))) if objective == "binary:logistic" else score
        return cls(model["gradient_booster"]["model"]["trees"], base)

    @property
    def leaves(self) -> int:
        return sum(child == -1 for tree in self.trees for child in tree["left_children"])

    def margins(self, columns: np.ndarray) -> np.ndarray:
        """The sum of the leaves: float32 [n], summed tree by tree."""
        total = np.full(len(columns), self.base, np.float32)
        for tree in self.trees:
            total += _leaves(tree, columns)
        return total

    def node(self, given: str, result: str) -> onnx.NodeProto:
        """A TreeEnsembleRegressor from columns [n, k] to sums [n, 1]."""
        nodes: dict[str, list[Any]] = {key: [] for key in (
            "treeids", "nodeids", "featureids", "modes", "values", "truenodeids", "falsenodeids",
            "missing_value_tracks_true")}
        targets: dict[str, list[Any]] = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}
        for number, tree in enumerate(self.trees):
            for place, left in enumerate(tree["left_children"]):
                leaf = left == -1
                row = (number, place, 0 if leaf else tree["split_indices"][place], "LEAF" if leaf else "BRANCH_LT",
                       0.0 if leaf else tree["split_conditions"][place], 0 if leaf else left,
                       0 if leaf else tree["right_children"][place], int(not leaf and bool(tree["default_left"][place])))
                for key, value in zip(nodes, row):
                    nodes[key].append(value)
                if leaf:
                    for key, value in zip(targets, (number, place, 0, tree["split_conditions"][place])):
                        targets[key].append(value)
        return helper.make_node(
            "TreeEnsembleRegressor", [given], [result], domain="ai.onnx.ml", n_targets=1, aggregate_function="SUM",
            post_transform="NONE", base_values=[self.base],
            **{f"nodes_{key}": value for key, value in nodes.items()},
            **{f"target_{key}": value for key, value in targets.items()})


def write_graph(
    path: Path, forest: Forest, numbers: int, sizes: Sequence[int], probabilities: bool,
    derive: Callable[[str, str], tuple[Nodes, Sequence[onnx.TensorProto]]] | None = None,
) -> None:
    """(numbers [n, k], categories [n, c]) → probabilities [n, 2], or value [n]."""
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []
    parts = ["numbers"]
    if derive:
        further, fixed = derive("numbers", "derived")
        nodes += further
        constants += fixed
        parts = ["derived"]
    for place, table in enumerate(one_hot_tables(sizes)):
        constants += [numpy_helper.from_array(np.array(place, np.int64), f"place{place}"),
                      numpy_helper.from_array(np.array(len(table) - 1, np.int64), f"last{place}"),
                      numpy_helper.from_array(table, f"values{place}")]
        nodes += [helper.make_node("Gather", ["categories", f"place{place}"], [f"category{place}"], axis=1),
                  helper.make_node("Clip", [f"category{place}", "first", f"last{place}"], [f"index{place}"]),
                  helper.make_node("Gather", [f"values{place}", f"index{place}"], [f"hot{place}"])]
        parts.append(f"hot{place}")
    constants.append(numpy_helper.from_array(np.array(0, np.int64), "first"))
    nodes += [helper.make_node("Concat", parts, ["columns"], axis=1), forest.node("columns", "sum")]
    nodes += _probabilities() if probabilities else _value(constants)
    output = ("probabilities", ["rows", 2]) if probabilities else ("value", ["rows"])
    graph = helper.make_graph(nodes, "trees", [
        helper.make_tensor_value_info("numbers", TensorProto.FLOAT, ["rows", numbers]),
        helper.make_tensor_value_info("categories", TensorProto.INT64, ["rows", len(sizes)])],
        [helper.make_tensor_value_info(output[0], TensorProto.FLOAT, output[1])], constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def kept(folder: Path, name: str, train: Callable[[], Any]) -> Any:
    """The booster that an earlier run left as `<name>.booster`, or a new one."""
    import xgboost

    file = folder / f"{name}.booster"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(train().save_raw("json"))
    booster = xgboost.Booster()
    booster.load_model(bytearray(file.read_bytes()))
    return booster


def _probabilities() -> Nodes:
    return [helper.make_node("Neg", ["sum"], ["opposite"]), helper.make_node("Concat", ["opposite", "sum"], ["both"], axis=1),
            helper.make_node("Sigmoid", ["both"], ["probabilities"])]


def _value(constants: list[onnx.TensorProto]) -> Nodes:
    constants.append(numpy_helper.from_array(np.array([1], np.int64), "last_axis"))
    return [helper.make_node("Squeeze", ["sum", "last_axis"], ["value"])]


def _leaves(tree: dict[str, Any], columns: np.ndarray) -> np.ndarray:
    left, right = np.array(tree["left_children"]), np.array(tree["right_children"])
    split = np.array(tree["split_indices"])
    values = np.array(tree["split_conditions"], np.float32)
    default = np.array(tree["default_left"]).astype(bool)
    at, rows = np.zeros(len(columns), np.int64), np.arange(len(columns))
    while (left[at] != -1).any():
        cell = columns[rows, split[at]]
        goes_left = np.where(np.isnan(cell), default[at], cell < values[at])
        at = np.where(left[at] == -1, at, np.where(goes_left, left[at], right[at]))
    return values[at]
