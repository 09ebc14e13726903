"""Trains, measures and publishes the encoder of sentences: `python3 -m sentences --data DIR --work DIR --out ..`

`--stage` runs one stage alone (see `stages`): prepare, pretrain, encoder:both:1, publish.
"""

from __future__ import annotations

from text import cli

from . import data
from .stages import SETTINGS, pretrain_encoder, train_encoder

STAGES = ["prepare", "pretrain", *(f"encoder:{name}:1" for name in SETTINGS), "publish"]


def main() -> None:
    arguments = cli.arguments("sentences", "an encoder of sentences", "clinc150")
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


if __name__ == "__main__":
    main()
