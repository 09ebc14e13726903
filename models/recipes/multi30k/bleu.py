"""BLEU of a corpus (Papineni et al., 2002): lowercased words and marks, up to four of them, one reference, no smoothing."""

from __future__ import annotations

from collections import Counter
from typing import Sequence

import numpy as np

from text.normalisation import words
from vision.intervals import Estimate, bootstrap

ORDER = 4


def bleu(translations: Sequence[str], references: Sequence[str]) -> Estimate:
    """In per cent; the interval draws sentences."""
    counts = np.array([_counts(*pair) for pair in zip(translations, references, strict=True)], float)
    return bootstrap(len(counts), lambda drawn: _score(counts[drawn].sum(axis=0)))


def _counts(translation: str, reference: str) -> list[int]:
    """For each order how many n-grams agree and how many there are; then the lengths of both."""
    said, right = ([word.text for word in words(text)] for text in (translation, reference))
    found = []
    for order in range(1, ORDER + 1):
        one, other = (Counter(tuple(side[place:place + order]) for place in range(len(side) - order + 1)) for side in (said, right))
        found += [sum((one & other).values()), sum(one.values())]
    return [*found, len(said), len(right)]


def _score(sums: np.ndarray) -> float:
    agreed, present = sums[0:2 * ORDER:2], sums[1:2 * ORDER:2]
    if agreed.min() == 0:
        return 0.0
    brevity = min(0.0, 1 - sums[-1] / sums[-2])
    return float(100 * np.exp(brevity + np.log(agreed / present).mean()))
