"""Trains, measures and publishes the classifiers of film reviews: `python3 -m sst2 --data DIR --work DIR --out ..`

`--stage` runs one stage alone (see `stages`): prepare, pretrain:small, teacher:lstm:1, student:distilled:1, publish.
"""

from __future__ import annotations

from text import cli

from . import data
from .stages import Workshop, pretrain_encoder, train_student, train_teacher

STAGES = ("prepare pretrain:small pretrain:large teacher:ngrams:1 teacher:machine:1 teacher:convolutional:1 teacher:convolutional:2 "
          "teacher:lstm:1 teacher:lstm:2 teacher:transformer:1 teacher:transformer:2 student:rnn:1 student:lstm:1 student:cnn:1 student:plain:1 "
          "student:distilled:1 student:distilled:2 student:pruned:1 publish").split()


def main() -> None:
    arguments = cli.arguments("sst2", "classifiers of film reviews", "sentence-classification")
    shop = Workshop(arguments.work, arguments.device, arguments.quick)
    for stage in arguments.stage or STAGES:
        name, *details = stage.split(":")
        match name:
            case "prepare":
                data.prepare(arguments.data, arguments.work)
            case "pretrain":
                pretrain_encoder(shop, details[0])
            case "teacher":
                train_teacher(shop, details[0], int(details[1]))
            case "student":
                train_student(shop, details[0], int(details[1]))
            case "publish":
                from .publish import measure_and_publish  # needs onnx and scikit-learn, which training does not
                measure_and_publish(shop, arguments.data, arguments.out)
            case _:
                raise SystemExit(f"no stage {name}")


if __name__ == "__main__":
    main()
