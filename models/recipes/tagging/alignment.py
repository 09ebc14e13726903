"""Words of a data set against words of a tokeniser, which also splits at punctuation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Sequence

import numpy as np
import torch

from text.tokenizer import Tokenizer


class Labelled(NamedTuple):
    """A text as its data set splits it; one BIO label for each word; what the whole is, where that is known."""

    words: tuple[str, ...]
    labels: tuple[str, ...]
    intent: str = ""


class Aligned(NamedTuple):
    """ids of the tokens; the first token of each of the tokeniser's words; the word of the data set that each comes from."""

    ids: list[int]
    firsts: list[int]
    owners: list[int]


@dataclass(frozen=True)
class Rows:
    """Padded texts: ids, mask int64 [n, t]; firsts, labels int64 [n, w]; present bool [n, w]; intents int64 [n]."""

    ids: torch.Tensor
    mask: torch.Tensor
    firsts: torch.Tensor
    labels: torch.Tensor
    present: torch.Tensor
    intents: torch.Tensor

    def to(self, device: str) -> "Rows":
        return Rows(*(tensor.to(device) for tensor in vars(self).values()))

    def take(self, places: torch.Tensor) -> "Rows":
        return Rows(*(tensor[places] for tensor in vars(self).values()))

    def trim(self, tokens: int, words: int) -> "Rows":
        return Rows(self.ids[:, :tokens], self.mask[:, :tokens], self.firsts[:, :words], self.labels[:, :words],
                    self.present[:, :words], self.intents)


def align(tokenizer: Tokenizer, words: Sequence[str]) -> Aligned:
    """The words joined by spaces, as a caller would send them."""
    encoding = tokenizer.encode(" ".join(words))
    starts = np.cumsum([0, *(len(word) + 1 for word in words)])[:-1]
    firsts, owners, seen = [], [], -1
    for place, word in enumerate(encoding.words):
        if word > seen:
            firsts.append(place)
            owners.append(int(np.searchsorted(starts, encoding.spans[place][0], side="right")) - 1)
            seen = word
    return Aligned(encoding.ids, firsts, owners)


def rows(tokenizer: Tokenizer, texts: Sequence[Labelled], labels: Sequence[str], intents: Sequence[str] = ("",)) -> Rows:
    """A word that the tokeniser splits further goes on with I."""
    aligned = [align(tokenizer, text.words) for text in texts]
    tokens, widest = max(len(one.ids) for one in aligned), max(1, max(len(one.firsts) for one in aligned))
    shape, wide = (len(texts), tokens), (len(texts), widest)
    ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    firsts, aims, present = np.zeros(wide, np.int64), np.zeros(wide, np.int64), np.zeros(wide, bool)
    index = {label: place for place, label in enumerate(labels)}
    for row, (text, one) in enumerate(zip(texts, aligned)):
        ids[row, :len(one.ids)], mask[row, :len(one.ids)] = one.ids, 1
        firsts[row, :len(one.firsts)], present[row, :len(one.firsts)] = one.firsts, True
        for place, owner in enumerate(one.owners):
            label = text.labels[owner]
            if place > 0 and one.owners[place - 1] == owner and label.startswith("B-"):
                label = "I-" + label[2:]
            aims[row, place] = index.get(label, 0)
    kinds = np.array([intents.index(text.intent) if text.intent in intents else 0 for text in texts])
    return Rows(*(torch.from_numpy(array) for array in (ids, mask, firsts, aims, present, kinds)))


def labels_of(texts: Sequence[Labelled]) -> list[str]:
    """O, then B and I of each kind, by name."""
    kinds = sorted({label[2:] for text in texts for label in text.labels if label != "O"})
    return ["O", *(f"{mark}-{kind}" for kind in kinds for mark in ("B", "I"))]


def back(path: Sequence[str], owners: Sequence[int], words: int) -> list[str]:
    """Labels of the data set's words: each has that of its first part; a word that the tokeniser drops has O."""
    found = ["O"] * words
    for label, owner in reversed(list(zip(path, owners))):
        found[owner] = label
    return found
