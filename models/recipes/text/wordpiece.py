"""WordPiece: a vocabulary of word pieces (Schuster & Nakajima 2012), learnt by merging the most frequent pairs (Sennrich et al.
2016), and the longest match first that reads with it (Devlin et al. 2019).
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from typing import Mapping, Sequence

PREFIX = "##"
LONGEST = 100  # characters of a word; longer ones are unknown


def learn(words: Mapping[str, int], size: int, reserved: Sequence[str], least: int = 2) -> list[str]:
    """The `reserved` tokens, the characters, then merged pieces until there are `size`; `words` has their counts.

    Characters and pairs that occur less than `least` times are left out.
    """
    alphabet = _alphabet(words, least)
    pieces = [*reserved, *alphabet]
    known = set(pieces)
    corpus = [(_characters(word), count) for word, count in sorted(words.items())
              if all(symbol in known for symbol in _characters(word))]
    merges = _Merges(corpus)
    while len(pieces) < size:
        merged = merges.best(least)
        if merged is None:
            break
        if merged not in known:
            known.add(merged)
            pieces.append(merged)
    return pieces


def read(word: str, pieces: Mapping[str, int]) -> list[tuple[int, int, int]] | None:
    """The pieces of a word as (id, start, end) in its characters; None where it cannot be spelled with them."""
    if len(word) > LONGEST:
        return None
    found, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start:
            identifier = pieces.get(PREFIX + word[start:end] if start else word[start:end])
            if identifier is not None:
                break
            end -= 1
        if end == start:
            return None
        found.append((identifier, start, end))
        start = end
    return found


def _characters(word: str) -> list[str]:
    return [word[0], *(PREFIX + character for character in word[1:])]


def _alphabet(words: Mapping[str, int], least: int) -> list[str]:
    counts: Counter[str] = Counter()
    for word, count in words.items():
        for symbol in _characters(word):
            counts[symbol] += count
    return sorted(symbol for symbol, count in counts.items() if count >= least)


class _Merges:
    """The counts of all neighbouring pairs, kept up to date while pairs are merged."""

    def __init__(self, corpus: Sequence[tuple[list[str], int]]) -> None:
        self._words = [symbols for symbols, _ in corpus]
        self._counts = [count for _, count in corpus]
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._where: dict[tuple[str, str], set[int]] = defaultdict(set)
        for index in range(len(self._words)):
            self._add(index, 1)
        self._heap = [(-count, pair) for pair, count in self._pairs.items()]
        heapq.heapify(self._heap)

    def best(self, least: int) -> str | None:
        """Merges the most frequent pair (ties by text) and gives what came of it."""
        while self._heap:
            count, pair = heapq.heappop(self._heap)
            if -count != self._pairs[pair]:
                continue  # out of date; a newer entry exists
            if -count < least:
                return None
            return self._merge(pair)
        return None

    def _merge(self, pair: tuple[str, str]) -> str:
        merged = pair[0] + pair[1][len(PREFIX):]
        touched: set[tuple[str, str]] = set()
        for index in sorted(self._where[pair]):
            touched |= self._add(index, -1)
            self._words[index] = _joined(self._words[index], pair, merged)
            touched |= self._add(index, 1)
        for changed in touched - {pair}:
            if self._pairs[changed] > 0:
                heapq.heappush(self._heap, (-self._pairs[changed], changed))
        return merged

    def _add(self, index: int, sign: int) -> set[tuple[str, str]]:
        symbols = self._words[index]
        pairs = list(zip(symbols, symbols[1:]))
        for pair in pairs:
            self._pairs[pair] += sign * self._counts[index]
            if sign > 0:
                self._where[pair].add(index)
            else:
                self._where[pair].discard(index)
        return set(pairs)


def _joined(symbols: list[str], pair: tuple[str, str], merged: str) -> list[str]:
    result, place = [], 0
    while place < len(symbols):
        if place + 1 < len(symbols) and (symbols[place], symbols[place + 1]) == pair:
            result.append(merged)
            place += 2
        else:
            result.append(symbols[place])
            place += 1
    return result
