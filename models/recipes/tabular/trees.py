"""Trees of XGBoost as an ONNX graph: the JSON model's nodes become a TreeEnsemble, in front of which the graph itself
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

from .graphs import save

Nodes = Sequence[onnx.NodeProto]
_SUM, _LESS = 1, 1  # as TreeEnsemble numbers aggregates and comparisons


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
        """A TreeEnsemble, from columns [n, k] to sums [n, 1].

        The base is in the leaves of the first tree, so that sums are rounded in the order of XGBoost's.
        """
        table = _Table()
        for place, tree in enumerate(self.trees):
            table.add(tree, 0.0 if place else self.base)
        return table.node(given, result)


class _Table:
    """The attributes of a TreeEnsemble of version 5 of ai.onnx.ml, one list each."""

    def __init__(self) -> None:
        self.roots: list[int] = []
        self.features: list[int] = []
        self.splits: list[float] = []
        self.missing: list[int] = []
        self.children: dict[bool, list[int]] = {True: [], False: []}
        self.are_leaves: dict[bool, list[int]] = {True: [], False: []}
        self.leaves: list[float] = []

    def add(self, tree: dict[str, Any], base: float) -> None:
        """Appends a tree of XGBoost's, `base` added to its leaves; one that is a leaf becomes a node with that leaf on both
        sides."""
        left, right = tree["left_children"], tree["right_children"]
        values = np.array(tree["split_conditions"], np.float32)
        leaves = values + np.float32(base)
        inner = [place for place, child in enumerate(left) if child != -1] or [0]
        place_of = {place: len(self.features) + rank for rank, place in enumerate(inner)}
        self.roots.append(len(self.features))
        for place in inner:
            lonely = left[place] == -1
            self.features.append(0 if lonely else tree["split_indices"][place])
            self.splits.append(0.0 if lonely else float(values[place]))
            self.missing.append(int(not lonely and bool(tree["default_left"][place])))
            for side, child in ((True, left[place]), (False, right[place])):
                self._branch(side, place if lonely else child, place_of, lonely or left[child] == -1, leaves)

    def _branch(self, side: bool, child: int, place_of: dict[int, int], leaf: bool, leaves: np.ndarray) -> None:
        self.are_leaves[side].append(int(leaf))
        self.children[side].append(len(self.leaves) if leaf else place_of[child])
        if leaf:
            self.leaves.append(float(leaves[child]))

    def node(self, given: str, result: str) -> onnx.NodeProto:
        """An element goes to the true side where it is less than the split, or NaN and `missing` says so."""
        count = len(self.features)
        return helper.make_node(
            "TreeEnsemble", [given], [result], domain="ai.onnx.ml", n_targets=1, aggregate_function=_SUM, post_transform=0,
            tree_roots=self.roots, nodes_featureids=self.features,
            nodes_splits=numpy_helper.from_array(np.array(self.splits, np.float32)),
            nodes_modes=numpy_helper.from_array(np.full(count, _LESS, np.uint8)),
            nodes_missing_value_tracks_true=self.missing,
            nodes_truenodeids=self.children[True], nodes_trueleafs=self.are_leaves[True],
            nodes_falsenodeids=self.children[False], nodes_falseleafs=self.are_leaves[False],
            leaf_targetids=[0] * len(self.leaves), leaf_weights=numpy_helper.from_array(np.array(self.leaves, np.float32)))


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
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 5)]
    save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)


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
