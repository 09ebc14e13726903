"""Writes what the tests of drift are compared with: `python3 -m monitoring.cases`. Needs SciPy, and no data.

cases.json: samples and what scipy.stats says of them (`numbers`, `percentiles`, `categories`), values of survival functions
(`survival`), corrected p-values (`adjusted`), and embeddings with their profile and discrepancies (`embeddings`).
rows.csv and rows.json: rows as the model `adult` reads them, with what it said of them, and their profile; vectors.json: vectors and theirs.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

from export.profile import category_profile, number_profile, profile

from . import fourier

_TARGET = Path(__file__).parents[3] / "src/test/resources/monitor"


def main() -> None:
    parser = argparse.ArgumentParser(prog="monitoring.cases", description="Writes the tests' cases of drift.")
    parser.add_argument("--out", type=Path, default=_TARGET)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    document = {
        "numbers": [numbers(*pair) for pair in pairs()],
        "percentiles": [percentiles(*pair) for pair in large_pairs()],
        "categories": [categories(*pair) for pair in counted_pairs()],
        "survival": survival(),
        "adjusted": [adjusted(values) for values in p_values()],
        "embeddings": embeddings(),
    }
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    columns = rows()
    out.joinpath("rows.csv").write_text(_csv(columns), encoding="utf-8")
    out.joinpath("rows.json").write_text(_document(rows_profile(columns)), encoding="utf-8")
    out.joinpath("vectors.json").write_text(_document(vectors()), encoding="utf-8")
    out.joinpath("cases.json").write_text(text.replace("},{", "},\n{") + "\n", encoding="utf-8")


def pairs() -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Names, references and windows."""
    rng = np.random.default_rng(7)
    normal = rng.normal(size=300)
    return [
        ("the same sample", normal, normal),
        ("two samples of one law", rng.normal(size=300), rng.normal(size=200)),
        ("a shifted mean", rng.normal(size=300), rng.normal(0.5, 1, size=200)),
        ("a larger spread", rng.normal(size=250), rng.normal(0, 1.6, size=250)),
        ("heavy tails", rng.standard_cauchy(size=200), rng.standard_cauchy(size=200) + 0.3),
        ("whole numbers with ties", rng.poisson(3, size=300), rng.poisson(3.6, size=220)),
        ("a flag", rng.random(300) < 0.445, rng.random(240) < 0.6),
        ("many zeros", _sparse(rng, 300, 0.3), _sparse(rng, 200, 0.5)),
        ("no overlap", rng.random(100), rng.random(80) + 2),
        ("a constant that stays", np.full(50, 4.0), np.full(60, 4.0)),
        ("a constant that moves", np.full(50, 4.0), np.full(60, 4.5)),
        ("two values each", np.array([1.0, 2.0]), np.array([1.5, 3.0])),
    ]


def large_pairs() -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Names, references that only percentiles are kept of, and windows."""
    rng = np.random.default_rng(8)
    return [
        ("normals", rng.normal(size=5000), rng.normal(0.2, 1, size=400)),
        ("normals of one law", rng.normal(size=5000), rng.normal(size=400)),
        ("logarithmic normals", rng.lognormal(size=5000), rng.lognormal(0.1, 1.2, size=400)),
        ("ages", rng.integers(18, 90, size=5000), rng.integers(25, 90, size=400)),
        ("a flag", rng.random(5000) < 0.445, rng.random(400) < 0.445),
        ("many zeros", _sparse(rng, 5000, 0.304), _sparse(rng, 400, 0.304)),
    ]


def counted_pairs() -> list[tuple[str, list[int], list[int]]]:
    """Names and counts of the same categories."""
    return [
        ("equal shares", [400, 300, 300], [40, 30, 30]),
        ("a moved share", [400, 300, 300], [20, 50, 30]),
        ("two categories", [900, 100], [160, 40]),
        ("four of ten", [120, 80, 300, 250, 50, 90, 10, 40, 30, 30], [12, 9, 55, 40, 9, 10, 20, 11, 9, 25]),
        ("a category that is gone", [500, 500, 500], [0, 120, 130]),
    ]


def numbers(name: str, reference: np.ndarray, window: np.ndarray) -> dict[str, Any]:
    reference, window = _rounded(reference), _rounded(window)
    n, m = len(reference), len(window)
    test = stats.ks_2samp(reference, window, method="asymp")
    root = np.sqrt(n * m / (n + m))
    limit = stats.kstwobign.sf((root + 0.12 + 0.11 / root) * test.statistic)
    shares = _cells(reference, window)
    index = stability(*shares, n, m)
    return {
        "name": name,
        "reference": reference.tolist(),
        "window": window.tolist(),
        "ks": {"statistic": test.statistic, "p": float(limit), "scipy": test.pvalue},
        "wasserstein": stats.wasserstein_distance(reference, window),
        "deviation": float(reference.std()),
        "shares": [share.tolist() for share in shares],
        "psi": {"statistic": index, "p": float(stats.chi2.sf(index / (1 / n + 1 / m), len(shares[0]) - 1))},
        "js": float(jensenshannon(*shares, base=2)),
    }


def percentiles(name: str, reference: np.ndarray, window: np.ndarray) -> dict[str, Any]:
    reference, window = np.asarray(reference, dtype=float), _rounded(window)
    of_numbers = number_profile(reference)
    return {
        "name": name,
        "profile": of_numbers,
        "window": window.tolist(),
        "ks": stats.ks_2samp(reference, window, method="asymp").statistic,
        "wasserstein": stats.wasserstein_distance(reference, window),
        "mean": float(reference.mean()),
        "deviation": float(reference.std()),
    }


def categories(name: str, reference: list[int], window: list[int]) -> dict[str, Any]:
    test = stats.chi2_contingency([reference, window], correction=False)
    n, m = sum(reference), sum(window)
    shares = np.array(reference) / n, np.array(window) / m
    index = stability(*shares, n, m)
    return {
        "name": name,
        "reference": reference,
        "window": window,
        "chi2": {"statistic": test[0], "p": test[1]},
        "psi": {"statistic": index, "p": float(stats.chi2.sf(index / (1 / n + 1 / m), len(reference) - 1))},
        "js": float(jensenshannon(*shares, base=2)),
    }


def stability(reference: np.ndarray, window: np.ndarray, n: int, m: int) -> float:
    """The population stability index with half a value more in every cell."""
    cells = len(reference)
    expected = (reference * n + 0.5) / (n + 0.5 * cells)
    actual = (window * m + 0.5) / (m + 0.5 * cells)
    return float(((actual - expected) * np.log(actual / expected)).sum())


def survival() -> dict[str, list[list[float]]]:
    """Arguments, and the function's value last."""
    places = [1e-3, 0.1, 0.4, 0.9, 1.5, 3.0, 8.0, 25.0, 60.0]
    binomial = [(0, 10, 0.1), (1, 10, 0.1), (5, 10, 0.3), (3, 200, 0.004), (60, 500, 0.1), (600, 50_000, 0.01), (10, 10, 0.5)]
    return {
        "chiSquared": [[x, k, float(stats.chi2.sf(x, k))] for k in (1, 2, 9, 40, 300) for x in places + [300.0]],
        "normal": [[z, float(stats.norm.sf(z))] for z in (-8, -2.5, -0.1, 0, 0.3, 1.96, 4, 7)],
        "kolmogorov": [[x, float(stats.kstwobign.sf(x))] for x in (0.05, 0.2, 0.5, 0.9, 1.17, 1.19, 1.36, 2, 4)],
        "gamma": [[x, a, float(stats.gamma.sf(x, a))] for a in (0.3, 1.0, 4.2, 77.0) for x in places],
        "binomial": [[k, n, p, float(stats.binom.sf(k - 1, n, p))] for k, n, p in binomial],
    }


def p_values() -> list[list[float]]:
    rng = np.random.default_rng(9)
    return [[0.01], [0.04, 0.01, 0.03, 0.005], [0.5, 0.5, 0.5], [1.0, 1e-9, 1.0], _rounded(rng.random(12) ** 3).tolist()]


def adjusted(values: list[float]) -> dict[str, list[float]]:
    """By the definitions: the least level at which the procedure would reject, found step by step."""
    count = len(values)
    order = sorted(range(count), key=lambda place: values[place])
    holm, hochberg = [0.0] * count, [0.0] * count
    for rank, place in enumerate(order):
        holm[place] = min(1.0, max((count - other) * values[order[other]] for other in range(rank + 1)))
        hochberg[place] = min(1.0, min(count / (other + 1) * values[order[other]] for other in range(rank, count)))
    return {"p": values, "holm": holm, "hochberg": hochberg}


def embeddings() -> dict[str, Any]:
    """A profile of 2,000 vectors, windows, and the squared discrepancies by features and by the kernel itself."""
    rng = np.random.default_rng(10)
    mixing = rng.normal(size=(8, 8)) / 2
    reference = (rng.normal(size=(2000, 8)) @ mixing).astype(np.float32)
    mapped = fourier.embedding_profile(reference, count=256, seed=42)
    drawn = fourier.frequencies(8, 256, mapped["bandwidth"], 42)
    means = fourier.features(reference, drawn).mean(axis=0)
    windows = []
    for shift in (0.0, 0.3, 1.0):
        window = np.round((rng.normal(size=(60, 8)) + shift * np.eye(8)[0]) @ mixing, 4)
        apart = fourier.features(window, drawn).mean(axis=0) - means
        windows.append({
            "shift": shift,
            "vectors": window.tolist(),
            "distance": float(apart @ apart),
            "kernel": _discrepancy(reference, window, mapped["bandwidth"]),
        })
    return {"profile": mapped, "frequencies": drawn[:3].tolist(), "windows": windows}


def rows() -> dict[str, list[Any]]:
    """Some features of `adult` and two predictions, None where missing."""
    rng = np.random.default_rng(11)
    count = 350
    work = ["Private", "State-gov", "Self-emp-inc", "Local, \"odd\""]
    return {
        "age": _gaps(rng, rng.integers(17, 91, size=count).tolist(), 0.05),
        "workclass": _gaps(rng, [work[place] for place in rng.choice(4, size=count, p=[0.6, 0.2, 0.15, 0.05])], 0.1),
        "hours-per-week": rng.integers(1, 100, size=count).tolist(),
        "sex": [["Female", "Male"][place] for place in rng.integers(0, 2, size=count)],
        "label": [["at most 50K", "more than 50K"][place] for place in rng.integers(0, 2, size=count)],
        "confidence": np.round(rng.uniform(0.5, 1, size=count), 6).tolist(),
    }


def rows_profile(columns: dict[str, list[Any]]) -> dict[str, Any]:
    """As recipes write it."""
    numbers = {name: number_profile(np.array([np.nan if value is None else value for value in columns[name]], float))
               for name in ("age", "hours-per-week", "confidence")}
    names = {name: category_profile("" if value is None else value for value in columns[name])
             for name in ("workclass", "sex", "label")}
    return profile({"age": numbers["age"], "workclass": names["workclass"], "hours-per-week": numbers["hours-per-week"],
                    "sex": names["sex"]}, {"label": names["label"], "confidence": numbers["confidence"]})


def vectors() -> dict[str, Any]:
    """Vectors and their profile of 16 frequencies."""
    drawn = np.round(np.random.default_rng(12).normal(size=(50, 4)), 3)
    return {"vectors": drawn.tolist(), "profile": fourier.embedding_profile(drawn, count=16)}


def _gaps(rng: np.random.Generator, values: list[Any], share: float) -> list[Any]:
    return [None if gap else value for value, gap in zip(values, rng.random(len(values)) < share)]


def _csv(columns: dict[str, list[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values()))
    return text.getvalue()


def _document(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False) + "\n"


def _discrepancy(first: np.ndarray, second: np.ndarray, bandwidth: float) -> float:
    """The squared maximum mean discrepancy by the kernel (the biased estimate)."""
    return float(_kernel(first, first, bandwidth) + _kernel(second, second, bandwidth) - 2 * _kernel(first, second, bandwidth))


def _kernel(first: np.ndarray, second: np.ndarray, bandwidth: float) -> float:
    squares = (first**2).sum(1)[:, None] + (second**2).sum(1)[None, :] - 2 * first @ second.T
    return np.exp(-squares / (2 * bandwidth**2)).mean()


def _cells(reference: np.ndarray, window: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares in the reference's tenths; a value with a tenth or more to itself has its own cell."""
    edges = set(np.quantile(reference, np.arange(1, 10) / 10, method="inverted_cdf").tolist())
    values, counts = np.unique(reference, return_counts=True)
    for value in values[counts / len(reference) >= 0.1]:
        edges |= {float(np.nextafter(value, -np.inf)), float(value)}
    if len(values) > 1:
        edges = {edge for edge in edges if values[0] <= edge < values[-1]}
    ordered = sorted(edges)
    return tuple(  # type: ignore[return-value]
        np.bincount(np.searchsorted(ordered, sample, side="left"), minlength=len(ordered) + 1) / len(sample)
        for sample in (reference, window)
    )


def _sparse(rng: np.random.Generator, count: int, zeros: float) -> np.ndarray:
    return np.where(rng.random(count) < zeros, 0.0, rng.exponential(size=count))


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.round(np.asarray(values, dtype=np.float64), 5)


if __name__ == "__main__":
    main()
