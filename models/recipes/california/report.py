"""What was measured, and the cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import numpy as np
from sklearn.linear_model import LinearRegression

from export.card import card, table
from tabular import metrics
from tabular.answers import mixture_mean, mixture_quantile, mixture_share
from tabular.networks import Preparation
from tabular.trees import columns
from vision.intervals import Estimate

from .data import CAP, Columns, Splits
from .derived import derived
from .models import Models
from .training import SIZES

INTERVAL = 0.9
_LEVELS = np.linspace(0.05, 0.95, 19)


@dataclass(frozen=True)
class Point:
    """Errors of values, in 100,000 dollars."""

    rmse: Estimate
    absolute: Estimate


@dataclass(frozen=True)
class Density:
    """Of distributions: the loss in nats, for all rows and for those below the cap; coverage and mean width of the 90 %
    interval; the mean gap between a quantile's level and the share of rows below it; the loss of each row."""

    loss: Estimate
    below_cap: Estimate
    coverage: Estimate
    width: float
    gap: float
    rmse: Estimate
    losses: np.ndarray


@dataclass(frozen=True)
class Results:
    """`kept`: the share of rows whose interval is not wider than `wider`, and their errors."""

    points: Mapping[str, Point]
    densities: Mapping[str, Density]
    models: Models
    runs: Mapping[str, Sequence[tuple[float, float]]]
    baseline: Point
    wider: float
    kept: tuple[float, Estimate]


def point(values: np.ndarray, rows: Columns) -> Point:
    return Point(metrics.rmse(values, rows.values), metrics.mean(np.abs(values - rows.values)))


def density(outputs: Mapping[str, np.ndarray], rows: Columns) -> Density:
    """Of weights, means and deviations [n, k]."""
    parts = tuple(outputs.values())
    losses = loss(parts, rows.values)
    low, high = interval(parts)
    shares = mixture_share(*parts, rows.values.astype(np.float64))
    return Density(
        metrics.mean(losses), metrics.mean(losses[rows.values < CAP]),
        metrics.mean((rows.values >= low) & (rows.values <= high)), float((high - low).mean()),
        float(np.abs([(shares <= level).mean() - level for level in _LEVELS]).mean()),
        metrics.rmse(mixture_mean(parts[0], parts[1]), rows.values), losses)


def loss(parts: Sequence[np.ndarray], values: np.ndarray) -> np.ndarray:
    """Negative log-likelihood of each row, float64 [n]."""
    weights, means, deviations = (part.astype(np.float64) for part in parts)
    steps = (values[:, None] - means) / deviations
    return -np.log((weights * np.exp(-0.5 * steps ** 2) / deviations / np.sqrt(2 * np.pi)).sum(axis=1) + 1e-300)


def interval(parts: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of the central interval."""
    return tuple(mixture_quantile(*parts, level) for level in ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))


def baseline(splits: Splits) -> Point:
    """Least squares on the derived numbers, imputed, and one-hot ocean."""
    medians = Preparation.of(derived(splits.train.numbers), SIZES, 2).medians

    def seen(rows: Columns) -> np.ndarray:
        numbers = derived(rows.numbers)
        return columns(np.where(np.isnan(numbers), medians, numbers), rows.categories, SIZES)

    model = LinearRegression().fit(seen(splits.train).astype(np.float64), splits.train.values)
    return point(model.predict(seen(splits.test)), splits.test)


def quality(points: Mapping[str, Point]) -> str:
    return table(["model", "RMSE (95 % interval)", "absolute error (95 % interval)"],
                 [(name, each.rmse, each.absolute) for name, each in points.items()])


def spread(densities: Mapping[str, Density]) -> str:
    rows = [(name, each.loss, each.below_cap, each.coverage, f"{each.width:.3f}", f"{each.gap:.4f}", each.rmse)
            for name, each in densities.items()]
    return table(["model", "negative log-likelihood, nats", "the same, below the cap", "coverage of the 90 % interval",
                  "its mean width", "quantiles off by", "RMSE of the mean"], rows)


def card_of(name: str, results: Results, run: Mapping[str, Any]) -> str:
    measured = _densities(results) if name == "california-mdn" else _points(name, results)
    return card(_TITLES[name], _SUMMARIES[name], {
        "Input and output": _INPUT + _OUTPUTS["mixture" if name == "california-mdn" else "value"],
        "Data and licence": _DATA,
        "Training": _training(name, results, run),
        "Metrics": "The 4,128 test rows; in 100,000 dollars; intervals by the bootstrap over rows.\n\n" + measured,
        "Limits": _LIMITS,
    })


def _points(name: str, results: Results) -> str:
    shown = {f"**{each}**" if each == name else each: value for each, value in results.points.items()}
    parts = [quality(shown | {"least squares": results.baseline})]
    if name == "california-mlp":
        rows = [(variant, len(pairs), *(f"{np.mean(each):.4f} (deviation {np.std(each):.4f})" for each in zip(*pairs)))
                for variant, pairs in results.runs.items()]
        parts += ["Every variant, means over seeds:", table(["variant", "seeds", "RMSE, validation", "RMSE, test"], rows)]
    return "\n\n".join(parts)


def _densities(results: Results) -> str:
    ours = results.densities["california-mdn"]
    gains = [(name, metrics.gain(each.losses, ours.losses)) for name, each in results.densities.items() if each is not ours]
    share, rmse = results.kept
    return "\n\n".join((
        spread(results.densities), "What the mixture gains over each, in nats a row (95 % interval):",
        table(["against", "gain"], gains),
        f"With the `abstain` of model.yaml, {share:.1%} of the test rows are answered: those whose interval is not wider than "
        f"{results.wider}. RMSE of their mean: {rmse}.", _DENSITY_NOTE))


def _training(name: str, results: Results, run: Mapping[str, Any]) -> str:
    models = results.models
    if name == "california":
        return _ENSEMBLE.format(shares=", ".join(f"{each} {share:.2f}" for each, share in models.shares.items())) + _COMMAND
    if name == "california-xgboost":
        return _TREES.format(models=models) + _COMMAND
    text = _NETWORK + (_MIXTURE if name == "california-mdn" else "") + _RUN
    return text.format(run=models.runs[name], **run) + _COMMAND


_TITLES = {"california-mlp": "California housing: a perceptron", "california-xgboost": "California housing: boosted trees",
           "california": "California housing: ensemble", "california-mdn": "California housing: a mixture density network"}
_SUMMARIES = {
    "california-mlp": "The median value of a district's houses in 1990, by a perceptron on embedded numbers.",
    "california-xgboost": "The median value of a district's houses in 1990, by trees of XGBoost as one ONNX graph.",
    "california": "The median value of a district's houses in 1990: the weighted mean of networks and trees, as one graph.",
    "california-mdn": "The distribution of the median value of a district's houses in 1990, as a mixture of five Gaussians.",
}
_INPUT = """
`numbers` float32 [n, 8] (NaN where missing) and `categories` int64 [n, 1], columns in the order of the schema in model.yaml. What
is made of them (rooms, people and bedrooms in relation, axes along the coast, imputation, scaling) is inside the graph.
"""
_OUTPUTS = {
    "value": "`value` float32 [n], in 100,000 dollars of 1990.\n",
    "mixture": """
`weights`, `means` and `deviations` float32 [n, 5] of Gaussians (Bishop, 1994), in 100,000 dollars of 1990; weights sum to one.
""",
}
_DATA = """
California housing (Pace and Barry, 1997; public domain) as housing.csv of handson-ml2 (Apache-2.0): 20,640 districts of the
census of 1990, with ocean_proximity and 207 missing bedrooms. The rows of the file in the order of numpy's
`default_rng(0).permutation(20640)`: the first 14,448 train, the next 2,064 validate, the last 4,128 test; they were seen while the trees were sized.
Figures elsewhere use other splits and eight averaged features, so they are only a rough comparison (perceptron .499,
XGBoost .433). The golden cases and `background.csv` are invented: each cell is drawn from its feature's own distribution.
"""
_NETWORK = """
Numbers are encoded piecewise linearly between 48 quantiles (Gorishniy et al., 2022), 8 numbers a feature; two layers of 160 with
dropout."""
_MIXTURE = """ The loss is the negative log-likelihood; deviations are .03 at least, or the mixture would put a spike on the cap."""
_RUN = """ {parameters:,} parameters, stored in 16 bits. Run `{run}`, the median seed of the variant that is best on
average by the validation rows ({validation:.4f} there, where higher is better), after {epoch} of {epochs} epochs of batches of {batch}; AdamW, one-cycle rate up to
{peak}, weight decay {decay}, mixup {mixup}, dropout {dropout}. {seconds:.0f} s on one {device}, shared with other trainings.
"""
_TREES = """
XGBoost 1.7.4, {models.trees} trees with {models.leaves:,} leaves in all, stopped by the error of the validation rows; seconds on
one CPU core. The error still falls there; the number of trees is kept at 700 for the file's size. The graph's TreeEnsemble is of
version 5 of ai.onnx.ml, which ONNX Runtime knows since 1.20; on the test rows it gives XGBoost's own values.
"""
_ENSEMBLE = """
Weights of the members, multiples of .05 with the least error of the validation rows: {shares}. The members are graphs of the
other models, node for node; TabNet is published only here.
"""
_COMMAND = """
From `models/recipes`:

    OMP_NUM_THREADS=1 python3 -m california --data <folder of housing.csv> --weights <folder>
"""
_DENSITY_NOTE = """
The Gaussian network has one component with a deviation of its own for each row, the homoscedastic one a single deviation for all;
trunk, training and choice of the run are the same. About one row in twenty is exactly 5.00001, which the cap made: part of what the
mixture gains is that it learns this spike, so the loss of the rows below the cap is given, too.
"""
_LIMITS = """
California in 1990, districts of some hundred households: not a house, not today. Values above 500,000 dollars are written as
500,001, ages above 52 as 52. Districts of one place are in training and test alike: for a place that was never seen, expect
larger errors.
"""
