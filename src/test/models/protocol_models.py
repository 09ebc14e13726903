"""Writes the model repository of the protocol tests to ./protocol; deterministic.

Run from this directory: ``python3 protocol_models.py`` (Debian: python3-onnx).
"""

from __future__ import annotations

from pathlib import Path

from onnx import ModelProto, TensorProto, helper, save

from onnx_models import slow

OUT = Path(__file__).parent / "protocol"

ECHOES = {
    "bool": TensorProto.BOOL,
    "uint8": TensorProto.UINT8,
    "int8": TensorProto.INT8,
    "int16": TensorProto.INT16,
    "int32": TensorProto.INT32,
    "int64": TensorProto.INT64,
    "fp16": TensorProto.FLOAT16,
    "bf16": TensorProto.BFLOAT16,
    "fp32": TensorProto.FLOAT,
    "fp64": TensorProto.DOUBLE,
    "bytes": TensorProto.STRING,
}


def model(name: str, nodes, inputs, outputs) -> ModelProto:
    """A model around one graph."""
    built = helper.make_model(
        helper.make_graph(nodes, name, inputs, outputs),
        opset_imports=[helper.make_opsetid("", 15)],
        producer_name="salver-tests",
    )
    built.ir_version = 8
    return built


def value(name: str, kind: int, *shape: int | str):
    """A graph input or output."""
    return helper.make_tensor_value_info(name, kind, list(shape))


def echo(name: str, kind: int) -> ModelProto:
    """x [n, m] → y, the same."""
    return model(
        name,
        [helper.make_node("Identity", ["x"], ["y"])],
        [value("x", kind, "n", "m")],
        [value("y", kind, "n", "m")],
    )


def arithmetic() -> ModelProto:
    """a, b [n, 2] FP32 → sum and difference."""
    fp32 = TensorProto.FLOAT
    return model(
        "arithmetic",
        [helper.make_node("Add", ["a", "b"], ["sum"]), helper.make_node("Sub", ["a", "b"], ["difference"])],
        [value("a", fp32, "n", 2), value("b", fp32, "n", 2)],
        [value("sum", fp32, "n", 2), value("difference", fp32, "n", 2)],
    )


def failing() -> ModelProto:
    """x [n] FP32 → y [2, 3]; fails unless n is 6."""
    fp32 = TensorProto.FLOAT
    shape = helper.make_node("Constant", [], ["shape"], value_ints=[2, 3])
    return model(
        "failing",
        [shape, helper.make_node("Reshape", ["x", "shape"], ["y"])],
        [value("x", fp32, "n")],
        [value("y", fp32, 2, 3)],
    )


def image() -> ModelProto:
    """image [n, 3, 224, 224] FP32 → mean of each channel; almost all of its cost is the input."""
    fp32 = TensorProto.FLOAT
    return model(
        "image",
        [helper.make_node("GlobalAveragePool", ["image"], ["mean"])],
        [value("image", fp32, "n", 3, 224, 224)],
        [value("mean", fp32, "n", 3, 1, 1)],
    )


def write(name: str, version: int, built: ModelProto) -> None:
    """Stores one version where the repository looks for it."""
    directory = OUT / name / str(version)
    directory.mkdir(parents=True, exist_ok=True)
    save(built, directory / "model.onnx")


if __name__ == "__main__":
    for datatype, element in ECHOES.items():
        write(f"echo-{datatype}", 1, echo(f"echo-{datatype}", element))
    for number in (1, 2):
        write("arithmetic", number, arithmetic())
    (OUT / "arithmetic" / "model.yaml").write_text("versions: all\n", encoding="utf-8")
    write("failing", 1, failing())
    write("image", 1, image())
    write("slow", 1, slow())
    (OUT / "slow" / "model.yaml").write_text("instances: 1\n", encoding="utf-8")
