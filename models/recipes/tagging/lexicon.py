"""What looking words up reaches: each word has the label that it most often has in training, after the same word before it
where that was seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Sequence

from .alignment import Labelled
from .swapping import Names


class Lexicon:
    """Learns by counting."""

    def __init__(self, texts: Sequence[Labelled], lowercase: bool) -> None:
        self._lowercase = lowercase
        self._alone: dict[str, Counter[str]] = defaultdict(Counter)
        self._after: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for text in texts:
            words = self._words(text)
            for before, word, label in zip(["", *words], words, text.labels):
                self._alone[word][label] += 1
                self._after[before, word][label] += 1

    def label(self, text: Labelled) -> list[str]:
        """A label for each word; O for one that was never seen."""
        words = self._words(text)
        return [(self._after.get((before, word)) or self._alone.get(word) or Counter(["O"])).most_common(1)[0][0]
                for before, word in zip(["", *words], words)]

    def _words(self, text: Labelled) -> list[str]:
        return [word.lower() if self._lowercase else word for word in text.words]


class Matcher:
    """The longest match of the names that it is given, from the left; equal spelling, capitals included."""

    def __init__(self, sources: Sequence[Names]) -> None:
        counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for names in sources:
            for kind, entities in names.items():
                for entity in entities:
                    counts[entity][kind] += 1
        self._kinds = {entity: counter.most_common(1)[0][0] for entity, counter in counts.items()}
        self._longest = max(map(len, self._kinds), default=0)

    def label(self, text: Labelled) -> list[str]:
        """A label for each word."""
        labels, place = ["O"] * len(text.words), 0
        while place < len(text.words):
            size = next((size for size in range(self._longest, 0, -1) if text.words[place:place + size] in self._kinds), 0)
            if size:
                kind = self._kinds[text.words[place:place + size]]
                labels[place:place + size] = [f"B-{kind}", *[f"I-{kind}"] * (len(text.words[place:place + size]) - 1)]
            place += max(1, size)
        return labels
