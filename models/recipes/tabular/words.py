"""A tokenizer of whole words for the tests: lower case, words and marks, one identifier each; and its tokenizer.json."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Sequence

import numpy as np

_PAD, _UNKNOWN = "[PAD]", "[UNK]"


@dataclass(frozen=True)
class WordLevel:
    """`words` by identifier; 0 pads, 1 stands for every word that is not listed."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> "WordLevel":
        return cls((_PAD, _UNKNOWN, *words))

    def __len__(self) -> int:
        return len(self.words)

    def ids(self, text: str) -> list[int]:
        known = {word: place for place, word in enumerate(self.words)}
        return [known.get(word, 1) for word in re.findall(r"\w+|[^\w\s]+", text.lower())]

    def tensors(self, texts: Sequence[str], most: int) -> dict[str, np.ndarray]:
        """input_ids and attention_mask, int64 [n, t]: cut at `most`, padded to the longest, a multiple of eight."""
        rows = [self.ids(text)[:most] for text in texts]
        length = max(8, -(-max(map(len, rows)) // 8) * 8)
        ids = np.zeros((len(rows), length), np.int64)
        mask = np.zeros_like(ids)
        for row, each in enumerate(rows):
            ids[row, :len(each)] = each
            mask[row, :len(each)] = 1
        return {"input_ids": ids, "attention_mask": mask}

    def json(self) -> str:
        """The content of tokenizer.json."""
        special = [{"id": place, "content": self.words[place], "single_word": False, "lstrip": False, "rstrip": False,
                    "normalized": False, "special": True} for place in (0, 1)]
        return json.dumps({
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
            "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": None,
            "decoder": None,
            "model": {"type": "WordLevel", "vocab": {word: place for place, word in enumerate(self.words)},
                      "unk_token": _UNKNOWN},
        }, ensure_ascii=False) + "\n"
