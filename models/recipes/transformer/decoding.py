"""Greedy and beam decoding, as plainly as they can be said: the oracle of the service's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

import numpy as np
import torch

from .attention import Cache
from .language import Decoder

Next = Callable[[Sequence[int]], np.ndarray]
"""A prefix of token ids → natural logarithms of the probabilities [tokens] of what follows."""


@dataclass(frozen=True)
class Hypothesis:
    """Tokens that were generated, without the start, with the end if it came; `log_probability` is their sum."""

    tokens: tuple[int, ...]
    log_probability: float

    def score(self, penalty: float) -> float:
        """log_probability / length^penalty."""
        return self.log_probability / max(1, len(self.tokens)) ** penalty


def language_model(decoder: Decoder) -> Next:
    """Runs the whole prefix each time."""
    def following(prefix: Sequence[int]) -> np.ndarray:
        ids = torch.tensor([list(prefix)])
        with torch.no_grad():
            logits, _ = decoder(ids, torch.ones_like(ids))
        return torch.log_softmax(logits[0, -1].double(), dim=0).numpy()
    return following


def translation(decoder: Decoder, seen: torch.Tensor) -> Next:
    """`seen` float32 [1, s, width] are the encoder's states of one text."""
    def following(prefix: Sequence[int]) -> np.ndarray:
        ids = torch.tensor([list(prefix)])
        with torch.no_grad():
            logits, _ = decoder(ids, torch.ones_like(ids), (), seen, torch.ones(seen.shape[:2], dtype=torch.long))
        return torch.log_softmax(logits[0, -1].double(), dim=0).numpy()
    return following


def greedy(following: Next, prefix: Sequence[int], steps: int, end: int | None = None) -> Hypothesis:
    """The most probable token of each step; the lower id of two that are equal."""
    tokens, total = list(prefix), 0.0
    for _ in range(steps):
        scores = following(tokens)
        tokens.append(int(scores.argmax()))
        total += float(scores[tokens[-1]])
        if tokens[-1] == end:
            break
    return Hypothesis(tuple(tokens[len(prefix):]), total)


def greedy_cached(decoder: Decoder, prefix: Sequence[int], steps: int) -> tuple[int, ...]:
    """The same with a cache that keeps the last window - 1 positions."""
    ids = torch.tensor([list(prefix)])
    caches: list[Cache] = []
    generated: list[int] = []
    while len(generated) < steps:
        mask = torch.ones(1, (caches[0].key.size(2) if caches else 0) + ids.size(1), dtype=torch.long)
        with torch.no_grad():
            logits, caches = decoder(ids, mask, caches)
        caches = [Cache(*(tensor[:, :, -(decoder.window - 1):] for tensor in cache)) for cache in caches]
        generated.append(int(logits[0, -1].argmax()))
        ids = torch.tensor([generated[-1:]])
    return tuple(generated)


def beam(following: Next, start: Sequence[int], width: int, steps: int, end: int, penalty: float) -> list[Hypothesis]:
    """The best `width` hypotheses, best first (Wu et al., 2016, section 7, with length^penalty).

    In each step the `width` most probable continuations go on; those that end are put aside and their places are filled
    by the next best. After `steps` those that have not ended count, too. Stops early only when no running hypothesis,
    given the most favourable length, could still enter the best `width`.
    """
    running, ended = [Hypothesis((), 0.0)], []
    for step in range(1, steps + 1):
        candidates = [Hypothesis((*hypothesis.tokens, token), hypothesis.log_probability + float(score))
                      for hypothesis in running
                      for token, score in enumerate(following([*start, *hypothesis.tokens]))]
        candidates.sort(key=lambda hypothesis: -hypothesis.log_probability)
        best = candidates[:2 * width]
        ended += [hypothesis for hypothesis in best[:width] if hypothesis.tokens[-1] == end]
        running = [hypothesis for hypothesis in best if hypothesis.tokens[-1] != end][:width]
        if step < steps and _settled(running, ended, width, steps, penalty):
            running = []
            break
    return sorted(ended + running, key=lambda hypothesis: -hypothesis.score(penalty))[:width]


def _settled(running: list[Hypothesis], ended: list[Hypothesis], width: int, steps: int, penalty: float) -> bool:
    if len(ended) < width:
        return False
    worst = sorted((hypothesis.score(penalty) for hypothesis in ended), reverse=True)[width - 1]
    longest = max(hypothesis.log_probability for hypothesis in running) / steps ** max(0.0, penalty)
    return worst >= longest


def exhaustive(following: Next, start: Sequence[int], steps: int, end: int, penalty: float) -> Hypothesis:
    """The best of all hypotheses of at most `steps` tokens; for tiny vocabularies."""
    best, open_ = [], [Hypothesis((), 0.0)]
    for _ in range(steps):
        grown = [Hypothesis((*hypothesis.tokens, token), hypothesis.log_probability + float(score))
                 for hypothesis in open_ for token, score in enumerate(following([*start, *hypothesis.tokens]))]
        best += [hypothesis for hypothesis in grown if hypothesis.tokens[-1] == end]
        open_ = [hypothesis for hypothesis in grown if hypothesis.tokens[-1] != end]
    return max(best + open_, key=lambda hypothesis: hypothesis.score(penalty))
