"""Verification: are two photographs of the same person? Every pair of photographs of the people is asked once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vision.intervals import Estimate, bootstrap


@dataclass(frozen=True)
class Pairs:
    """cosines [p] of pairs; same [p]: whether of one person."""

    cosines: np.ndarray
    same: np.ndarray


def pairs(embeddings: np.ndarray, people: np.ndarray) -> Pairs:
    """All pairs of different photographs; embeddings [n, d] need not be of length 1."""
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    left, right = np.triu_indices(len(unit), 1)
    return Pairs((unit @ unit.T)[left, right], people[left] == people[right])


def equal_error_rate(of: Pairs) -> float:
    """Where as many strangers are accepted as acquaintances are rejected."""
    order = np.argsort(-of.cosines, kind="stable")
    same = of.same[order]
    rejected = 1 - np.cumsum(same) / same.sum()
    accepted = np.cumsum(~same) / (~same).sum()
    nearest = np.abs(rejected - accepted).argmin()
    return float((rejected[nearest] + accepted[nearest]) / 2)


def equal_error_over_people(embeddings: np.ndarray, people: np.ndarray) -> Estimate:
    """The interval draws people; a person drawn twice counts as two, and pairs between the two are left out."""
    names = np.unique(people)
    rows = [np.flatnonzero(people == name) for name in names]

    def rate(chosen: np.ndarray) -> float:
        taken = np.concatenate([rows[person] for person in chosen])
        drawn = np.repeat(np.arange(len(chosen)), [len(rows[person]) for person in chosen])
        of = pairs(embeddings[taken], drawn)
        left, right = np.triu_indices(len(taken), 1)
        honest = of.same | (people[taken][left] != people[taken][right])
        return equal_error_rate(Pairs(of.cosines[honest], of.same[honest]))

    return bootstrap(len(names), rate, draws=300)


def threshold_for(of: Pairs, false_accepts: float) -> float:
    """The least cosine that accepts at most this share of strangers."""
    strangers = np.sort(of.cosines[~of.same])
    return float(strangers[int(np.ceil(len(strangers) * (1 - false_accepts))) - 1])


def rates_at(of: Pairs, threshold: float) -> tuple[float, float]:
    """Shares of strangers accepted and of acquaintances rejected above this cosine."""
    accepted = of.cosines > threshold
    return float(accepted[~of.same].mean()), float((~accepted)[of.same].mean())


def principal_components(training: np.ndarray, others: np.ndarray, count: int = 64) -> np.ndarray:
    """Projections [n, count] of pixels [n, p] on the whitened principal components of `training` (Turk & Pentland 1991)."""
    mean = training.mean(axis=0)
    _, spread, axes = np.linalg.svd(training - mean, full_matrices=False)
    return (others - mean) @ axes[:count].T / spread[:count]
