"""What was measured, and the card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

import numpy as np

from export.card import card, table
from tabular import metrics
from vision.intervals import Estimate

from .data import Columns
from .network import LEVELS


@dataclass(frozen=True)
class Measures:
    """Errors in percent of clicks; `explained` is the share of the variance."""

    rmse: Estimate
    explained: Estimate
    coverage: Estimate
    width: float
    squares: np.ndarray


def measure(value: np.ndarray, quantiles: np.ndarray, rows: Columns) -> Measures:
    squares = (value.astype(np.float64) - rows.appeal) ** 2
    variance = rows.appeal.astype(np.float64).var()
    inside = (rows.appeal >= quantiles[:, 0]) & (rows.appeal <= quantiles[:, -1])
    return Measures(metrics.rmse(value, rows.appeal), metrics.mean(1 - squares / variance), metrics.mean(inside),
                    float((quantiles[:, -1] - quantiles[:, 0]).mean()), squares)


def write(measured: Mapping[str, Measures], constant: Estimate, run: str, facts: Mapping[str, Any]) -> str:
    rows = [(_NAMES[name], each.rmse, each.explained, each.coverage, f"{each.width:.1f}") for name, each in measured.items()]
    both = measured["both"]
    gains = [(_NAMES[name], metrics.gain(each.squares, both.squares)) for name, each in measured.items() if name != "both"]
    return card("Appeal of a new item, from its row and its picture", _SUMMARY, {
        "Input and output": _SIGNATURE.format(levels=", ".join(map(str, LEVELS))), "Data and licence": _DATA,
        "Training": _TRAINING.format(run=run, **facts),
        "Metrics": "\n\n".join((
            "2,400 test items; in percent of clicks; intervals by the bootstrap over items.",
            table(["given", "RMSE", "share of the variance", "coverage of the 90 % interval", "its mean width"],
                  [*rows, ("nothing: the mean of the training items", constant, "0", "", "")]),
            "By how much the squared error of one falls when the other is added (95 % interval):",
            table(["alone", "fall"], gains))),
        "Limits": _LIMITS,
    })


_NAMES = {"both": "**row and picture**", "row": "the row alone", "picture": "the picture alone"}
_SUMMARY = """
Which share of the customers who look for its category would click on a new item on the day of its launch: a row (category, brand,
colour, price, date) and a picture of 32 x 32 pixels in one graph. The shop is invented (`models/recipes/shop`).
"""
_SIGNATURE = """
`numbers` float32 [n, 1] (price, NaN where missing), `categories` int64 [n, 3] (category, brand, colour), `dates` int64 [n, 1] (days
since 1970; season, weekday and year are made inside the graph), `image` float32 [n, 3, 32, 32] in 0..1. `value` float32 [n] in
percent; `quantiles` float32 [n, 3] at {levels}, which do not cross.
"""
_DATA = """
24,000 items drawn by the simulator of the invented shop (more than the published shop has, so brands differ); no real data. The
appeal is the mean probability of a click, by the simulator's own truth, over 300 customers who look for the item's category on
its launch day (earlier years' days count as those of 2025). The first 19,200 items train, 2,400 validate, the last 2,400 test.
An item's style has eight hidden dimensions, of which the picture shows four and nothing here the other four, nor the quality: so
much of the variance cannot be explained.
"""
_TRAINING = """
Vectors of 8 numbers a feature, the date as points on circles, three convolutions with batch norm, two layers of 96 with dropout;
squared error of the value and pinball loss of the quantiles. {parameters:,} parameters, stored in 16 bits. Run `{run}`, with the
weights of the validation items' best epoch, {epoch} of {epochs} epochs of batches of {batch}; AdamW, one-cycle rate up to {peak}, weight decay {decay}.
{seconds:.0f} s on one {device}, shared with other trainings. From `models/recipes`:

    OMP_NUM_THREADS=1 python3 -m shop_appeal --weights <folder>
"""
_LIMITS = """
Knows the brands, silhouettes and tastes of one simulated year. A photograph is not one of its pictures. The date's year says little: all
items were launched between 2023 and 2025.
"""
