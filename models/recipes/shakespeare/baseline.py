"""What counting alone reaches: probabilities after the last characters, backed off by Witten and Bell (1991)."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np

from .data import CHARACTERS


def nats(training: str, validation: str, order: int = 6) -> np.ndarray:
    """float64 [characters - 1] of each character of the validation text but the first, after up to `order` - 1 others."""
    counts: list[dict[str, Counter[str]]] = [defaultdict(Counter) for _ in range(order)]
    for place, character in enumerate(training):
        for length in range(min(order, place + 1)):
            counts[length][training[place - length:place]][character] += 1
    totals = [{context: sum(counter.values()) for context, counter in level.items()} for level in counts]
    losses = np.empty(len(validation) - 1)
    for place in range(1, len(validation)):
        probability = 1 / len(CHARACTERS.characters)
        for length in range(min(order, place + 1)):
            context = validation[place - length:place]
            seen = counts[length].get(context)
            if not seen:
                break
            total, kinds = totals[length][context], len(seen)
            probability = (seen[validation[place]] + kinds * probability) / (total + kinds)
        losses[place - 1] = -math.log(probability)
    return losses
