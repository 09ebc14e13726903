"""More texts from few: entities change places with others of their kind."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Mapping, Sequence

from .alignment import Labelled
from .spans import spans

Names = Mapping[str, Sequence[tuple[str, ...]]]
"""Kind → entities, each as its words. Where texts have an intent, a kind is `intent/kind`: one slot holds other things in another."""


def names_of(texts: Sequence[Labelled]) -> Names:
    """All entities of the texts; frequent ones are there more than once."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text in texts:
        for kind, first, last in spans(text.labels):
            found[_key(text, kind)].append(text.words[first:last])
    return found


def blended(names: Names, count: int, draw: random.Random) -> Names:
    """`count` entities of each kind that nobody has heard of: in each word the beginning of one and the end of another."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for kind, entities in names.items():
        words = sorted({word for entity in entities for word in entity if len(word) > 3 and word.isalpha()})
        shapes = [draw.choice(entities) for _ in range(count)]
        found[kind] = [tuple(_blend(word, words, draw) for word in shape) for shape in shapes] if words else list(shapes)
    return found


def swapped(text: Labelled, names: Names, draw: random.Random, share: float = 0.7) -> Labelled:
    """Each entity becomes another with the probability `share`."""
    words: list[str] = []
    labels: list[str] = []
    place = 0
    for kind, first, last in spans(text.labels):
        words += text.words[place:first]
        labels += text.labels[place:first]
        entity = text.words[first:last]
        if draw.random() < share and names.get(_key(text, kind)):
            entity = draw.choice(names[_key(text, kind)])
        words += entity
        labels += [f"B-{kind}", *[f"I-{kind}"] * (len(entity) - 1)]
        place = last
    return Labelled((*words, *text.words[place:]), (*labels, *text.labels[place:]), text.intent)


def _blend(word: str, words: Sequence[str], draw: random.Random) -> str:
    if len(word) <= 3 or not word.isalpha():
        return word
    other = draw.choice(words)
    return word[:(len(word) + 1) // 2] + other[len(other) // 2:].lower()


def _key(text: Labelled, kind: str) -> str:
    return f"{text.intent}/{kind}" if text.intent else kind
