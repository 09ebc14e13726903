"""A graph whose inputs are strings: categories by LabelEncoder of ai.onnx.ml, a word of many values by its hash.

The hash is MurmurHash3 with 32 bits (Appleby, 2011) of the word's UTF-8 bytes; ONNX Runtime has it as an operator of its own
domain. So categories need no list in the service, and words that nobody listed still share a vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_WORD = 0xFFFFFFFF


def murmur3(content: bytes, seed: int = 0) -> int:
    """MurmurHash3_x86_32."""
    state = seed
    whole = len(content) // 4 * 4
    for start in range(0, whole, 4):
        state = _rotated(state ^ _scrambled(int.from_bytes(content[start:start + 4], "little")), 13)
        state = (state * 5 + 0xE6546B64) & _WORD
    state ^= _scrambled(int.from_bytes(content[whole:], "little")) if whole < len(content) else 0
    state ^= len(content)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        state = (state ^ state >> shift) * factor & _WORD
    return state ^ state >> 16


@dataclass(frozen=True)
class StringModel:
    """Scores [n, labels] from `categories` STRING [n, columns], `city` STRING [n] and `numbers` FLOAT [n, 1]."""

    values: tuple[tuple[str, ...], ...]  # of each column; the index after them is for all others, "" among them
    tables: tuple[np.ndarray, ...]  # float32 [values + 1, labels] of each column
    buckets: np.ndarray  # float32 [buckets, labels]
    slope: np.ndarray  # float32 [1, labels]

    def scores(self, categories: np.ndarray, city: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """What the graph gives: float32 [n, labels]."""
        total = numbers.astype(np.float32) @ self.slope
        for column, (values, table) in enumerate(zip(self.values, self.tables)):
            total = total + table[[values.index(each) if each in values else len(values) for each in categories[:, column]]]
        return total + self.buckets[[murmur3(each.encode()) % len(self.buckets) for each in city]]

    def write(self, path: Path) -> None:
        """The graph, as ONNX."""
        labels = self.slope.shape[1]
        constants = [numpy_helper.from_array(self.slope, "slope"), numpy_helper.from_array(self.buckets, "buckets"),
                     numpy_helper.from_array(np.array(len(self.buckets), np.int64), "bucket_count")]
        nodes = [helper.make_node("MatMul", ["numbers", "slope"], ["total"])]
        total = "total"
        for column, (values, table) in enumerate(zip(self.values, self.tables)):
            constants += [numpy_helper.from_array(np.array(column, np.int64), f"column{column}"),
                          numpy_helper.from_array(table, f"table{column}")]
            nodes += [
                helper.make_node("Gather", ["categories", f"column{column}"], [f"word{column}"], axis=1),
                helper.make_node("LabelEncoder", [f"word{column}"], [f"index{column}"], domain="ai.onnx.ml",
                                 keys_strings=list(values), values_int64s=list(range(len(values))),
                                 default_int64=len(values)),
                *_added(f"table{column}", f"index{column}", total, f"total{column}")]
            total = f"total{column}"
        nodes += [
            helper.make_node("MurmurHash3", ["city"], ["hash"], domain="com.microsoft", positive=1, seed=0),
            helper.make_node("Cast", ["hash"], ["long_hash"], to=TensorProto.INT64),
            helper.make_node("Mod", ["long_hash", "bucket_count"], ["bucket"]),
            *_added("buckets", "bucket", total, "logits")]
        graph = helper.make_graph(nodes, "strings", self._inputs(), [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", labels])], constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 2), helper.make_opsetid("com.microsoft", 1)]
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), str(path))

    def _inputs(self) -> Sequence[onnx.ValueInfoProto]:
        return [helper.make_tensor_value_info("categories", TensorProto.STRING, ["rows", len(self.values)]),
                helper.make_tensor_value_info("city", TensorProto.STRING, ["rows"]),
                helper.make_tensor_value_info("numbers", TensorProto.FLOAT, ["rows", 1])]


def _added(table: str, index: str, total: str, result: str) -> list[onnx.NodeProto]:
    return [helper.make_node("Gather", [table, index], [result + "_part"]),
            helper.make_node("Add", [total, result + "_part"], [result])]


def _scrambled(block: int) -> int:
    return _rotated(block * 0xCC9E2D51 & _WORD, 15) * 0x1B873593 & _WORD


def _rotated(word: int, by: int) -> int:
    return (word << by | word >> 32 - by) & _WORD
