"""Exact match and F1 of answers as SQuAD counts them (Rajpurkar et al., 2016)."""

from __future__ import annotations

import re
import string
from collections import Counter
from typing import Callable, Sequence

import numpy as np

from vision.intervals import Estimate, bootstrap

from .data import Question

_ARTICLES = re.compile(r"\b(a|an|the)\b")


def exact(answer: str, right: Sequence[str]) -> float:
    """1 where the answer is one of the right ones, or both are empty."""
    return max(float(_plain(answer) == _plain(one)) for one in right or ("",))


def f1(answer: str, right: Sequence[str]) -> float:
    """The best overlap in words with one of the right ones."""
    return max(_overlap(_plain(answer).split(), _plain(one).split()) for one in right or ("",))


def by_context(said: Sequence[str], questions: Sequence[Question]) -> tuple[Estimate, Estimate]:
    """Exact match and F1; the intervals draw contexts, of which several questions are asked."""
    groups: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        groups.setdefault(question.context, []).append(place)
    return _estimate(exact, said, questions, list(groups.values())), _estimate(f1, said, questions, list(groups.values()))


def _estimate(measure: Callable[[str, Sequence[str]], float], said: Sequence[str], questions: Sequence[Question],
              groups: list[list[int]]) -> Estimate:
    values = np.array([measure(one, question.answers) for one, question in zip(said, questions, strict=True)])
    sums, sizes = np.array([values[group].sum() for group in groups]), np.array([len(group) for group in groups])
    return bootstrap(len(groups), lambda drawn: float(sums[drawn].sum() / sizes[drawn].sum()))


def _plain(answer: str) -> str:
    kept = "".join(character for character in answer.lower() if character not in string.punctuation)
    return " ".join(_ARTICLES.sub(" ", kept).split())


def _overlap(one: list[str], other: list[str]) -> float:
    if not one or not other:
        return float(one == other)
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other))
