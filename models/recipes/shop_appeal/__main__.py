"""Draws the shop's items, trains, measures and publishes `shop-appeal`: `python3 -m shop_appeal --weights DIR`. Needs no data."""

from __future__ import annotations

from tabular.cli import arguments

from . import data, training

SEEDS = 3


def main() -> None:
    given = arguments("shop_appeal", None)
    splits = data.load()
    names = given.only or list(training.variants(splits))
    if not given.publish:
        training.train(splits, names, given.weights, given.seeds or SEEDS, given.device, given.quick)
    if not given.train:
        from . import publish

        publish.publish(splits, given.weights, given.out)


if __name__ == "__main__":
    main()
