"""More texts from few: entities change places with others of their kind."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Mapping, Sequence

from .alignment import Labelled
from .spans import spans

Names = Mapping[str, Sequence[tuple[str, ...]]]
"""Kind → entities, each as its words."""


def names_of(texts: Sequence[Labelled]) -> Names:
    """All entities of the texts; frequent ones are there more than once."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text in texts:
        for kind, first, last in spans(text.labels):
            found[kind].append(text.words[first:last])
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
        if draw.random() < share and names.get(kind):
            entity = draw.choice(names[kind])
        words += entity
        labels += [f"B-{kind}", *[f"I-{kind}"] * (len(entity) - 1)]
        place = last
    return Labelled((*words, *text.words[place:]), (*labels, *text.labels[place:]), text.intent)
