"""Verification: pairs of utterances, equal error rate, and the threshold for a false-accept rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from speech.measures import Estimate, bootstrap


@dataclass(frozen=True)
class Trials:
    """Cosines of pairs; whether both are of one speaker; the number of each side's group for the bootstrap."""

    cosines: np.ndarray
    same: np.ndarray
    groups: np.ndarray


def trials(embeddings: np.ndarray, speakers: Sequence[str], groups: Sequence[object], most: int = 20000, seed: int = 0) -> Trials:
    """All pairs of one speaker and of different speakers, at most `most` of each."""
    random = np.random.default_rng(seed)
    first, second = np.triu_indices(len(embeddings), 1)
    names = np.unique(speakers, return_inverse=True)[1]
    numbers = np.unique([str(group) for group in groups], return_inverse=True)[1]
    same = names[first] == names[second]
    kept = np.concatenate([_some(np.flatnonzero(same == kind), most, random) for kind in (True, False)])
    first, second = first[kept], second[kept]
    return Trials(np.sum(embeddings[first] * embeddings[second], axis=1), same[kept], np.stack([numbers[first], numbers[second]], 1))


def _some(rows: np.ndarray, most: int, random: np.random.Generator) -> np.ndarray:
    return rows if len(rows) <= most else random.choice(rows, most, replace=False)


def equal_error_rate(pairs: Trials, resamples: int = 300) -> Estimate:
    """The rate at which false accepts equal false rejects; the interval draws groups, and weighs a pair by both of its
    groups."""
    count = int(pairs.groups.max()) + 1
    order = np.argsort(-pairs.cosines)
    same, groups = pairs.same[order], pairs.groups[order]

    def rate(rows: np.ndarray) -> float:
        weight = np.bincount(rows, minlength=count)[groups].prod(axis=1).astype(float)
        accepted = np.cumsum(weight * ~same) / max(1.0, float((weight * ~same).sum()))
        rejected = 1 - np.cumsum(weight * same) / max(1.0, float((weight * same).sum()))
        best = int(np.argmin(np.abs(accepted - rejected)))
        return float((accepted[best] + rejected[best]) / 2)

    return bootstrap(count, rate, resamples=resamples)


def threshold_of(pairs: Trials, false_accepts: float) -> float:
    """The cosine that a share `false_accepts` of the pairs of different speakers reaches."""
    return float(np.quantile(pairs.cosines[~pairs.same], 1 - false_accepts))


def rates(pairs: Trials, threshold: float) -> tuple[float, float]:
    """False accepts and false rejects at a threshold."""
    accepted = pairs.cosines >= threshold
    return float(accepted[~pairs.same].mean()), float((~accepted[pairs.same]).mean())
