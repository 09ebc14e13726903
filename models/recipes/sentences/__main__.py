"""Trains, measures and publishes the encoder of sentences: `python3 -m sentences --data DIR --work DIR --out ..`

`--stage` runs one stage alone (see `stages`): prepare, pretrain, encoder:both:1, publish.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from . import data
from .stages import SETTINGS, pretrain_encoder, train_encoder

STAGES = ["prepare", "pretrain", *(f"encoder:{name}:1" for name in SETTINGS), "publish"]


def main() -> None:
    arguments = _arguments()
    for stage in arguments.stage or STAGES:
        name, *details = stage.split(":")
        match name:
            case "prepare":
                data.prepare(arguments.data, arguments.work)
            case "pretrain":
                pretrain_encoder(arguments.work, arguments.device, arguments.quick)
            case "encoder":
                train_encoder(arguments.work, details[0], int(details[1]), arguments.device, arguments.quick)
            case "publish":
                from .publish import measure_and_publish  # needs onnx and scikit-learn, which training does not
                measure_and_publish(arguments.work, arguments.data, arguments.out)
            case _:
                raise SystemExit(f"no stage {name}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sentences", description="Trains and exports an encoder of sentences.")
    parser.add_argument("--data", type=Path, help="the folder that has clinc150/ and the other data sets")
    parser.add_argument("--work", type=Path, default=Path("../../build/sentences"), help="where stages leave what they made")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--stage", nargs="*", help="stages to run (default: all)")
    parser.add_argument("--quick", action="store_true", help="a smoke test that learns nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
