"""Measures the fusion against row and picture alone, and writes its folder."""

from __future__ import annotations

import base64
from datetime import date
from pathlib import Path

import numpy as np
from torch import nn

from export.png import png
from export.profile import category_profile, number_profile, profile
from shop.pictures import LOOKS, draw_pictures
from shop.vocabulary import CATEGORIES, COLOURS
from tabular import metrics, serving, weights
from tabular.publication import Publication, publish as write

from . import report
from .data import Columns, Splits
from .features import schema
from .network import LEVELS
from .training import build, images

INPUTS = ("numbers", "categories", "dates", "image")
POSTPROCESS = f"""
  output: value
  unit: "% of clicks"
  quantiles: {{output: quantiles, levels: {list(LEVELS)}}}
  interval: 0.9
"""
_EPOCH = date(1970, 1, 1).toordinal()


def publish(splits: Splits, folder: Path, out: Path) -> None:
    runs = {name: weights.chosen(folder, f"shop-appeal-{name}-") for name in ("both", "row", "picture")}
    served = {name: serving.network(_network(splits, folder, run), ["value", "quantiles"], INPUTS)
              for name, run in runs.items()}
    answers = {name: each.run(inputs(splits.test)) for name, each in served.items()}
    measured = {name: report.measure(each["value"], each["quantiles"], splits.test) for name, each in answers.items()}
    constant = metrics.rmse(np.full(len(splits.test), splits.train.appeal.mean()), splits.test.appeal)
    card = report.write(measured, constant, runs["both"], weights.about(folder, runs["both"]))
    print(card[card.index("## Metrics"):card.index("## Limits")], flush=True)
    prices = splits.train.numbers[:, 0]
    features = schema(splits.brands, (float(prices.min()), float(prices.max())))
    write(out / "repository", Publication(
        "shop-appeal", "regression", features, POSTPROCESS, served["both"].run, served["both"].write, card,
        _profile(splits, answers["both"]["value"]), {},
        types={"numbers": np.float32, "categories": np.int64, "dates": np.int64, "image": np.float32},
        drawers={"picture": _picture}, tolerance=1e-4, batch=64))


def inputs(rows: Columns) -> dict[str, np.ndarray]:
    return {"numbers": rows.numbers, "categories": rows.categories, "dates": rows.dates, "image": images(rows)}


def _network(splits: Splits, folder: Path, run: str) -> nn.Module:
    network = weights.load(folder, run, build(run, splits))
    network.look.fuse()
    return network


def _picture(random: np.random.Generator) -> str:
    """Base64 of a newly drawn picture."""
    category, colour = random.integers(len(CATEGORIES), size=1), random.integers(len(COLOURS), size=1)
    pixels = draw_pictures(category, colour, random.normal(0, 1, (1, LOOKS)), random)[0]
    return base64.b64encode(png(pixels)).decode("ascii")


def _profile(splits: Splits, value: np.ndarray) -> dict:
    train = splits.train
    names = {"category": [each.name for each in CATEGORIES], "brand": splits.brands, "colour": COLOURS}
    features = {name: category_profile([values[index] for index in column])
                for (name, values), column in zip(names.items(), train.categories.T)}
    features |= {
        "price": number_profile(train.numbers),
        "launch.month": category_profile([date.fromordinal(_EPOCH + int(day)).isoformat()[:7] for day in train.dates[:, 0]]),
        "picture.mean": number_profile(train.pictures.mean(axis=(1, 2, 3)) / 255),
        "picture.deviation": number_profile(train.pictures.std(axis=(1, 2, 3)) / 255),
    }
    return profile(features, {"value": number_profile(value)})
