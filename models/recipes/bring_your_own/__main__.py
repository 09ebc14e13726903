"""Exports well-known architectures with random weights: `python3 -m bring_your_own --out DIR`

Each folder of DIR/repository is a model as its owner would bring it: the graph, `model.yaml`, the files
that this names, and golden cases at two shapes. Nothing is downloaded and nothing is to be committed:
the whole takes 1 GB.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from export.golden import Case, golden
from export.graph import OPSET
from export.repository import ModelFolder

from .models import ARCHITECTURES, Architecture

SEED = 7


def main() -> None:
    arguments = _arguments()
    for architecture in ARCHITECTURES:
        if not arguments.only or architecture.name in arguments.only:
            _publish(architecture, arguments.out / "repository")


def _publish(architecture: Architecture, repository: Path) -> None:
    torch.manual_seed(SEED)
    module = architecture.build().eval()
    folder = ModelFolder(repository, architecture.name)
    inputs = architecture.inputs(2, False)
    names = [*inputs, architecture.output]
    torch.onnx.export(
        module,
        tuple(torch.from_numpy(array) for array in inputs.values()),
        str(folder.directory / "model.onnx"),
        input_names=list(inputs),
        output_names=[architecture.output],
        dynamic_axes={name: {0: "rows", **architecture.axes.get(name, {})} for name in names},
        opset_version=OPSET,
    )
    folder.write_settings(architecture.settings)
    for file, lines in architecture.files.items():
        folder.directory.parent.joinpath(file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    cases = [
        Case("two rows", inputs, architecture.tolerance),
        Case("one row of another length", architecture.inputs(1, True), architecture.tolerance),
    ]
    folder.write_json("golden.json", golden(module, cases, [architecture.output]))
    folder.write_manifest()
    parameters = sum(each.numel() for each in module.parameters())
    print(f"{architecture.name}: {parameters / 1e6:.1f} M parameters, {folder.sizes()}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bring_your_own", description="Exports well-known architectures with random weights.")
    parser.add_argument("--out", type=Path, required=True, help="a folder outside the repository, or build/bring-your-own")
    parser.add_argument("--only", nargs="*", default=[], help="names of the architectures (default: all)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
