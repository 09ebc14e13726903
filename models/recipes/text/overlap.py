"""Texts that (nearly) occur among those that are held out, so that nothing is learnt from them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Iterable

_RUN = 3  # words
_SHARE = 0.5  # of the shorter text's runs


class HeldOut:
    """Finds texts that equal a held-out one but for case and anything that is no letter, that share half of the shorter one's
    runs of three words with it, or lie wholly in it."""

    def __init__(self, texts: Iterable[str]) -> None:
        held = [_words(text) for text in texts]
        self._letters = {"".join(words) for words in held}
        self._runs = [_runs(words) for words in held]
        self._where: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index, runs in enumerate(self._runs):
            for run in runs:
                self._where[run].append(index)

    def has(self, text: str) -> bool:
        words = _words(text)
        runs = _runs(words)
        if "".join(words) in self._letters:
            return True
        common = Counter(index for run in runs for index in self._where.get(run, ()))
        return any(count >= _SHARE * max(1, min(len(runs), len(self._runs[index]))) for index, count in common.items())


def _words(text: str) -> list[str]:
    return [word for word in (re.sub("[^a-z]", "", each) for each in text.lower().split()) if word]


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[place:place + _RUN]) for place in range(len(words) - _RUN + 1)}
