"""Writes what the tests of quality by late labels are compared with: `python3 -m monitoring.quality`. Needs scikit-learn
and SciPy, and no data.

quality.json: predictions, labels and what scikit-learn says of them (`classes`, `values`), with standard errors by the textbook
(DeLong's of the area under the curve from all pairs), intervals of shares by SciPy (`shares`), and differences of shares by Newcombe's
method (`differences`).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

_TARGET = Path(__file__).parents[3] / "src/test/resources/monitor"
_Z = stats.norm.ppf(0.975)
_BINS = 10


def main() -> None:
    parser = argparse.ArgumentParser(prog="monitoring.quality", description="Writes the tests' cases of quality.")
    parser.add_argument("--out", type=Path, default=_TARGET)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(11)
    document = {
        "classes": [
            two("calibrated", *binary(rng, 400, 1.0)),
            two("too sure", *binary(rng, 400, 3.0)),
            two("few", *binary(rng, 12, 1.0)),
            several("three classes", *multiple(rng, 300, 3)),
            several("ten classes", *multiple(rng, 300, 10)),
        ],
        "values": [values("normal errors", rng, 300), values("few", rng, 5)],
        "shares": [share(*pair) for pair in [(0, 1), (1, 1), (0, 30), (3, 30), (30, 30), (871, 1000), (99_999, 100_000)]],
        "differences": [
            difference(*pairs) for pairs in [((56, 70), (48, 80)), ((10, 10), (0, 20)), ((9, 10), (3, 10)), ((6, 7), (2, 7))]
        ],
    }
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    out.joinpath("quality.json").write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")


def binary(rng: np.random.Generator, size: int, sharpness: float) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of two classes that are too sharp by that factor, and labels 0 or 1."""
    odds = rng.normal(-0.5, 1.5, size)
    truth = (rng.random(size) < 1 / (1 + np.exp(-odds))).astype(int)
    truth[:2] = [0, 1]
    one = 1 / (1 + np.exp(-sharpness * odds))
    return np.stack([1 - one, one], axis=1), truth


def multiple(rng: np.random.Generator, size: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    probabilities = rng.dirichlet(np.full(classes, 0.5), size)
    truth = np.array([rng.choice(classes, p=row) for row in probabilities])
    truth[:classes] = np.arange(classes)
    return probabilities, truth


def two(name: str, probabilities: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    area, error = delong(probabilities[:, 1], truth)
    case = classes(name, probabilities, truth)
    case["metrics"]["auc"] = [area, error]
    brier = (probabilities[:, 1] - truth) ** 2
    case["metrics"]["brier_score"] = [metrics.brier_score_loss(truth, probabilities[:, 1]), standard_error(brier)]
    return case


def several(name: str, probabilities: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    case = classes(name, probabilities, truth)
    area = metrics.roc_auc_score(truth, probabilities, multi_class="ovr", average="macro")
    errors = [delong(probabilities[:, k], truth == k)[1] for k in range(probabilities.shape[1])]
    case["metrics"]["auc"] = [area, float(np.mean(errors))]
    distances = ((probabilities - np.eye(probabilities.shape[1])[truth]) ** 2).sum(axis=1)
    case["metrics"]["brier_score"] = [float(distances.mean()), standard_error(distances)]
    return case


def classes(name: str, probabilities: np.ndarray, truth: np.ndarray) -> dict[str, Any]:
    said = probabilities.argmax(axis=1)
    losses = -np.log(np.clip(probabilities[np.arange(len(truth)), truth], 1e-15, 1))
    recalls = metrics.recall_score(truth, said, average=None, zero_division=0)
    counts = np.bincount(truth, minlength=probabilities.shape[1])
    error, of_error, bins = calibration(probabilities.max(axis=1), said == truth)
    return {
        "name": name,
        "probabilities": probabilities.tolist(),
        "truth": truth.tolist(),
        "metrics": {
            "accuracy": [metrics.accuracy_score(truth, said), None],
            "balanced_accuracy": [
                metrics.balanced_accuracy_score(truth, said),
                float(np.sqrt((recalls * (1 - recalls) / counts).sum()) / len(counts)),
            ],
            "log_loss": [metrics.log_loss(truth, probabilities), standard_error(losses)],
            "calibration_error": [error, of_error],
        },
        "recalls": recalls.tolist(),
        "precisions": metrics.precision_score(truth, said, average=None, zero_division=0).tolist(),
        "bins": bins,
    }


def calibration(sure: np.ndarray, right: np.ndarray) -> tuple[float, float, list[list[float]]]:
    """The expected calibration error, its standard error, and scikit-learn's reliability curve with the bins' sizes."""
    shares, means = calibration_curve(right, sure, n_bins=_BINS)
    places = np.searchsorted(np.linspace(0, 1, _BINS + 1)[1:-1], sure)
    groups = [np.flatnonzero(places == place) for place in range(_BINS) if (places == place).any()]
    sizes = np.array([len(group) for group in groups])
    weights = sizes / sizes.sum()
    variances = [np.var(right[group] - sure[group], ddof=1) / len(group) if len(group) > 1 else 0 for group in groups]
    return (
        float((weights * np.abs(shares - means)).sum()),
        float(np.sqrt((weights**2 * variances).sum())),
        np.stack([sizes, means, shares], axis=1).tolist(),
    )


def delong(scores: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """The area under the curve by scikit-learn, and its standard error from all pairs."""
    positives, negatives = scores[truth == 1], scores[truth == 0]
    pairs = (positives[:, None] > negatives).astype(float) + 0.5 * (positives[:, None] == negatives)
    variance = 0.0
    for placements in (pairs.mean(axis=1), pairs.mean(axis=0)):
        variance += np.var(placements, ddof=1) / len(placements) if len(placements) > 1 else 0
    return metrics.roc_auc_score(truth, scores), float(np.sqrt(variance))


def values(name: str, rng: np.random.Generator, size: int) -> dict[str, Any]:
    truth = rng.normal(50, 10, size)
    said = truth + rng.normal(1, 4, size)
    low, high = said - 5, said + 6
    squares = (said - truth) ** 2
    spread = _Z * standard_error(squares)
    return {
        "name": name,
        "said": said.tolist(),
        "truth": truth.tolist(),
        "low": low.tolist(),
        "high": high.tolist(),
        "rmse": [
            metrics.mean_squared_error(truth, said, squared=False),
            float(np.sqrt(max(0, squares.mean() - spread))),
            float(np.sqrt(squares.mean() + spread)),
        ],
        "mae": [metrics.mean_absolute_error(truth, said), standard_error(np.abs(said - truth))],
        "bias": [float((said - truth).mean()), standard_error(said - truth)],
        "covered": int(((low <= truth) & (truth <= high)).sum()),
    }


def share(hits: int, samples: int) -> list[float]:
    interval = stats.binomtest(hits, samples).proportion_ci(0.95, method="wilson")
    return [hits, samples, interval.low, interval.high]


def difference(one: tuple[int, int], other: tuple[int, int]) -> list[float]:
    """Newcombe (1998), method 10."""
    (p, l, u), (q, m, v) = ((hits / samples, *share(hits, samples)[2:]) for hits, samples in (one, other))
    return [*one, *other, p - q - np.hypot(p - l, v - q), p - q + np.hypot(u - p, q - m)]


def standard_error(sample: np.ndarray) -> float:
    return float(np.std(sample, ddof=1) / np.sqrt(len(sample)))


if __name__ == "__main__":
    main()
