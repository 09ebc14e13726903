"""Trains, measures and publishes the models of Adult: `python3 -m adult --data DIR --weights DIR`

The data: https://archive.ics.uci.edu/dataset/2/adult, files adult.data and adult.test.
"""

from __future__ import annotations

from tabular.cli import arguments

from . import data, training

SEEDS = 3


def main() -> None:
    given = arguments("adult", f"adult.data and adult.test of {data.SOURCE}")
    splits = data.load(given.data)
    names = given.only or list(training.variants(splits.train))
    if not given.publish:
        training.train(splits, names, given.weights, given.seeds or SEEDS, given.device, given.quick)
    if not given.train:
        from . import publish

        publish.publish(splits, given.weights, given.out)


if __name__ == "__main__":
    main()
