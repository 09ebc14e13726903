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
from .training import SIZES


@dataclass(frozen=True)
class Measures:
    """Of one model on the test rows."""

    auc: Estimate
    accuracy: Estimate
    log_loss: Estimate
    calibration: float


@dataclass(frozen=True)
class Results:
    """`row` is what is claimed; `with_text` and `text` are only shown to prove the leak. `runs`: AUC of validation and test."""

    row: Measures
    baseline: Measures
    with_text: Measures
    text: Measures
    runs: Mapping[str, Sequence[tuple[float, float]]]
    kept: tuple[float, Estimate]


def measure(probabilities: np.ndarray, labels: np.ndarray) -> Measures:
    """Of probabilities [n, 2]."""
    positive = probabilities[:, 1]
    return Measures(metrics.auc(positive, labels), metrics.mean(probabilities.argmax(axis=1) == labels),
                    metrics.log_loss(probabilities, labels), metrics.calibration_error(positive, labels))


def baseline(splits: Splits) -> Measures:
    """Logistic regression on numbers in deviations, imputed by medians, and one-hot categories."""
    medians = np.nanmedian(splits.train.numbers, axis=0)
    scale = np.nanstd(splits.train.numbers, axis=0)

    def seen(rows: Columns) -> np.ndarray:
        numbers = np.where(np.isnan(rows.numbers), medians, rows.numbers)
        return columns((numbers - medians) / scale, rows.categories, SIZES)

    model = LogisticRegression(max_iter=1000).fit(seen(splits.train), splits.train.labels)
    return measure(model.predict_proba(seen(splits.test)), splits.test.labels)


def abstaining(probabilities: np.ndarray, labels: np.ndarray, below: float) -> tuple[float, Estimate]:
    """The share of rows that are sure enough, and their accuracy."""
    sure = probabilities.max(axis=1) >= below
    return float(sure.mean()), metrics.mean(probabilities.argmax(axis=1)[sure] == labels[sure])


def row_card(results: Results, run: str, facts: Mapping[str, Any]) -> str:
    share, accuracy = results.kept
    return card("Telco churn: the row", _ROW_SUMMARY, {
        "Input and output": _ROW_INPUT, "Data and licence": _DATA,
        "Training": _ROW_TRAINING + _RUN.format(run=run, **facts) + _COMMAND,
        "Metrics": "\n\n".join((
            "The 1,409 test rows; intervals by the bootstrap over rows. Others report an AUC of .834 to .85 (other splits).",
            _quality({"**telco**": results.row, "logistic regression": results.baseline}),
            "Every variant, means over seeds:", _variants(results.runs),
            f"With the `abstain` of model.yaml {share:.1%} of the test rows are answered, with accuracy {accuracy}.")),
        "Limits": _LIMITS,
    })


def fusion_card(results: Results, run: str, facts: Mapping[str, Any]) -> str:
    first = _FUSION_SUMMARY.format(auc=results.row.auc)
    return card("Telco churn: row and text", first, {
        "Input and output": _FUSION_INPUT, "Data and licence": _DATA,
        "Training": _FUSION_TRAINING + _RUN.format(run=run, **facts) + _COMMAND,
        "Metrics": "\n\n".join((
            "None is claimed. What follows proves the leak, on the 1,409 test rows:",
            table(["given", "AUC (95 % interval)", "what it says"], [
                ("the row (`telco`)", results.row.auc, "the quality to expect"),
                ("the text alone", results.text.auc, "the texts were written with the answer at hand"),
                ("row and text (this model)", results.with_text.auc, "the leak, nothing else")]))),
        "Limits": _FUSION_LIMITS,
    })


def _quality(measures: Mapping[str, Measures]) -> str:
    return table(["model", "AUC (95 % interval)", "accuracy (95 % interval)", "log loss (95 % interval)", "calibration error"],
                 [(name, each.auc, each.accuracy, each.log_loss, f"{each.calibration:.4f}") for name, each in measures.items()])


def _variants(runs: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    return table(["variant", "seeds", "AUC, validation", "AUC, test"], [
        (variant, len(pairs), *(f"{np.mean(each):.4f} (deviation {np.std(each):.4f})" for each in zip(*pairs)))
        for variant, pairs in runs.items()])


_ROW_SUMMARY = "Which customers of a telephone company leave, from what the company knows of them: entity embeddings, a perceptron."
_FUSION_SUMMARY = """
**Its text leaks the label: the feedback was written by a language model that knew who leaves. From the row alone the AUC is
{auc} (`telco`); expect that, not what this model reaches on its data.** It shows how a row and a text enter one graph.
"""
_ROW_INPUT = """
`numbers` float32 [n, 8] (booleans as 0 and 1, NaN where missing) and `categories` int64 [n, 11], columns in the order of the schema
in model.yaml. `probabilities` float32 [n, 2]: stays, leaves.
"""
_FUSION_INPUT = """
As `telco`, and the text as `input_ids` and `attention_mask` int64 [n, t], by tokenizer.json (1,500 WordPieces learnt from the
training texts). `probabilities` float32 [n, 2]: stays, leaves.
"""
_DATA = """
IBM's sample of 7,043 customers (https://github.com/IBM/telco-customer-churn-on-icp4d, Apache-2.0; invented by IBM). Feedback by
gpt-3.5-turbo (Beata Faron, 2025, Kaggle; no licence stated). Stayers and leavers apart, in the order of numpy's `default_rng(0)`:
70 % train, 10 % validate, 20 % test; the test rows chose nothing. The golden cases and `background.csv` are invented: each cell
is drawn from its feature's own distribution.
"""
_ROW_TRAINING = """
Numbers are encoded piecewise linearly between 16 quantiles, 6 numbers a feature, two layers of 64 with dropout; mixup on the vectors
where it is used."""
_FUSION_TRAINING = """
The row's vectors as in `telco`, beside the mean of the tokens' vectors of 12 numbers; one layer of 64 with dropout."""
_RUN = """ {parameters:,} parameters, stored in 16 bits. Run `{run}`, the median seed of the variant that is best
on average by the validation rows, after {epoch} of {epochs} epochs of
batches of {batch}; AdamW, one-cycle rate up to {peak}, weight decay {decay}, mixup {mixup}, dropout {dropout}. {seconds:.0f} s on
one {device}.
"""
_COMMAND = """
From `models/recipes`:

    OMP_NUM_THREADS=1 python3 -m telco --data <folder of both files> --weights <folder>
"""
_LIMITS = """
A sample that IBM made up: do not expect its rules of real customers. Age, gender and family are among the features: mind what may be
used for decisions about people. Whoever is new has no total of charges; it is missing then.
"""
_FUSION_LIMITS = """
It has learnt to read whether a generated text sounds like leaving, in a style that real customers do not write in. With a text of its
kind it follows the text, whatever the row says. Texts are cut at 128 tokens.
"""
