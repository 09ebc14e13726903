"""Writes the tiny ONNX models of the tests to ./onnx; deterministic.

Run from this directory: ``python3 onnx_models.py`` (Debian: python3-onnx).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from onnx import ModelProto, TensorProto, external_data_helper, helper, numpy_helper, save

OUT = Path(__file__).parent / "onnx"

DENSE = {
    "BOOL": TensorProto.BOOL,
    "UINT8": TensorProto.UINT8,
    "INT8": TensorProto.INT8,
    "INT16": TensorProto.INT16,
    "INT32": TensorProto.INT32,
    "INT64": TensorProto.INT64,
    "FP16": TensorProto.FLOAT16,
    "BF16": TensorProto.BFLOAT16,
    "FP32": TensorProto.FLOAT,
    "FP64": TensorProto.DOUBLE,
}


def value(name: str, kind: int, *shape: int | str):
    """A graph input or output; a string in the shape is a symbol, ``?`` an extent without one."""
    return helper.make_tensor_value_info(name, kind, [None if d == "?" else d for d in shape])


def model(name: str, nodes, inputs, outputs, weights=(), opset: int = 15) -> ModelProto:
    """A model around one graph."""
    graph = helper.make_graph(list(nodes), name, list(inputs), list(outputs), list(weights))
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="salver-tests")
    built.ir_version = 8
    return built


def identities() -> ModelProto:
    """One input and one output of every datatype that can go both ways, all of shape [n]."""
    nodes = [helper.make_node("Identity", [f"in_{k}"], [f"out_{k}"]) for k in DENSE]
    return model(
        "identities",
        nodes,
        [value(f"in_{k}", kind, "n") for k, kind in DENSE.items()],
        [value(f"out_{k}", kind, "n") for k, kind in DENSE.items()],
    )


def wide_unsigned() -> ModelProto:
    """INT64 [n] cast to the unsigned types that Java can only read."""
    kinds = {"UINT16": TensorProto.UINT16, "UINT32": TensorProto.UINT32, "UINT64": TensorProto.UINT64}
    return model(
        "wide-unsigned",
        [helper.make_node("Cast", ["x"], [k], to=kind) for k, kind in kinds.items()],
        [value("x", TensorProto.INT64, "n")],
        [value(k, kind, "n") for k, kind in kinds.items()],
    )


def single(name: str, op: str, inputs, outputs, weights=(), **attributes) -> ModelProto:
    """A graph of one node whose inputs are the graph's inputs, then the weights."""
    names = [i.name for i in inputs] + [w.name for w in weights]
    node = helper.make_node(op, names, [o.name for o in outputs], **attributes)
    return model(name, [node], inputs, outputs, weights)


def weights(name: str, data: np.ndarray):
    return numpy_helper.from_array(data, name)


def multilayer_perceptron() -> ModelProto:
    """[n, 4] FP32 → relu(x·A + a)·B, [n, 3]."""
    a = (np.arange(32, dtype=np.float32).reshape(4, 8) - 16) / 16
    b = (np.arange(24, dtype=np.float32).reshape(8, 3) - 12) / 12
    nodes = [
        helper.make_node("Gemm", ["x", "A", "bias"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("MatMul", ["active", "B"], ["y"]),
    ]
    return model(
        "mlp",
        nodes,
        [value("x", TensorProto.FLOAT, "n", 4)],
        [value("y", TensorProto.FLOAT, "n", 3)],
        [weights("A", a), weights("B", b), weights("bias", np.full(8, 0.5, np.float32))],
    )


def missing_external_data() -> ModelProto:
    """Its weights are said to lie in a file that is not there."""
    built = single(
        "missing-external-data",
        "MatMul",
        [value("x", TensorProto.FLOAT, "n", 2)],
        [value("y", TensorProto.FLOAT, "n", 2)],
        [weights("W", np.eye(2, dtype=np.float32))],
    )
    tensor = built.graph.initializer[0]
    external_data_helper.set_external_data(tensor, "nowhere.bin", offset=0, length=16)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    return built


def slow() -> ModelProto:
    """x [n] FP32, trips [1] INT64 → y = x + trips, by so many additions of one; runs as long as it is told to."""
    fp32, int64, flag = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
    body = helper.make_graph(
        [
            helper.make_node("Constant", [], ["one"], value_float=1.0),
            helper.make_node("Add", ["before", "one"], ["after"]),
            helper.make_node("Identity", ["go"], ["go_on"]),
        ],
        "step",
        [value("trip", int64), value("go", flag), value("before", fp32, "n")],
        [value("go_on", flag), value("after", fp32, "n")],
    )
    return model(
        "slow",
        [helper.make_node("Loop", ["trips", "", "x"], ["y"], body=body)],
        [value("x", fp32, "n"), value("trips", int64, 1)],
        [value("y", fp32, "n")],
    )


def models() -> dict[str, ModelProto]:
    """Every model by file name."""
    fp32, int64, text = TensorProto.FLOAT, TensorProto.INT64, TensorProto.STRING
    return {
        "identities": identities(),
        "wide-unsigned": wide_unsigned(),
        "unsigned-input": single(
            "unsigned-input", "Identity", [value("x", TensorProto.UINT64, "n")], [value("y", TensorProto.UINT64, "n")]
        ),
        "add": single(
            "add", "Add", [value("a", fp32, "n", 2), value("b", fp32, "n", 2)], [value("sum", fp32, "n", 2)]
        ),
        "text": single("text", "Identity", [value("text", text, "n", "m")], [value("same", text, "n", "m")]),
        "scalar": single("scalar", "Neg", [value("x", fp32)], [value("y", fp32)]),
        # The output is one longer than its symbol says.
        "lying": single(
            "lying", "Concat", [value("x", fp32, "n")], [value("y", fp32, "n")], [weights("one", np.ones(1, np.float32))], axis=0
        ),
        # The extent of the output depends on the values.
        "nonzero": single("nonzero", "NonZero", [value("x", fp32, "n")], [value("at", int64, 1, "?")]),
        # Fails on ids beyond 3.
        "lookup": model(
            "lookup",
            [helper.make_node("Gather", ["table", "ids"], ["rows"])],
            [value("ids", int64, "n")],
            [value("rows", fp32, "n", 2)],
            [weights("table", np.arange(8, dtype=np.float32).reshape(4, 2))],
        ),
        # Fails unless n is 6.
        "reshape": single(
            "reshape", "Reshape", [value("x", fp32, "n")], [value("y", fp32, 2, 3)], [weights("shape", np.array([2, 3]))]
        ),
        "slow": slow(),
        "mlp": multilayer_perceptron(),
        "future-opset": single("future-opset", "Neg", [value("x", fp32, "n")], [value("y", fp32, "n")]),
        "missing-external-data": missing_external_data(),
        "sequence": model(
            "sequence",
            [helper.make_node("SequenceConstruct", ["x"], ["s"])],
            [value("x", fp32, "n")],
            [helper.make_tensor_sequence_value_info("s", fp32, ["n"])],
        ),
    }


def main() -> None:
    """Writes them all."""
    os.makedirs(OUT, exist_ok=True)
    for name, built in models().items():
        if name == "future-opset":
            built.opset_import[0].version = 99
        save(built, str(OUT / f"{name}.onnx"))
    (OUT / "corrupt.onnx").write_bytes((OUT / "mlp.onnx").read_bytes()[:100])


if __name__ == "__main__":
    main()
