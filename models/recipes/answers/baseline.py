"""What overlap alone reaches: the sentence that shares most words with the question, each weighed by its rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Sequence

_WORD = re.compile(r"\w+")


class Overlap:
    """Counts in how many contexts each word is."""

    def __init__(self, contexts: Sequence[str]) -> None:
        self._counts = Counter(word for context in contexts for word in set(_words(context)))
        self._contexts = len(contexts)

    def answer(self, question: str, context: str) -> str:
        """One whole sentence."""
        asked = set(_words(question))
        sentences = re.split(r"(?<=[.!?])\s+", context)
        return max(sentences, key=lambda sentence: sum(self._weight(word) for word in asked & set(_words(sentence))))

    def _weight(self, word: str) -> float:
        return math.log((1 + self._contexts) / (1 + self._counts[word]))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
