"""A vocabulary of single characters, also as tokenizer.json that Hugging Face's tokenizers read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Sequence

UNKNOWN = "<unk>"


@dataclass(frozen=True)
class Characters:
    """`specials` have the first ids, in their order, and contain UNKNOWN; then come `characters`. With `fold`, text is
    normalised (NFKC), lowercased and its runs of white space become one space. A text cannot contain specials unless they are
    `written`: then `<pad>` in a text is one token."""

    specials: Sequence[str]
    characters: str
    fold: bool = False
    written: bool = False

    def __len__(self) -> int:
        return len(self.specials) + len(self.characters)

    def encode(self, text: str) -> list[int]:
        """One id for each character, without specials."""
        if self.fold:
            text = re.sub(_SPACES, " ", unicodedata.normalize("NFKC", text).lower())
        places, unknown = _places(self.characters, len(self.specials)), list(self.specials).index(UNKNOWN)
        return [places.get(character, unknown) for character in text]

    def decode(self, ids: Sequence[int]) -> str:
        """The characters of ids; specials are left out."""
        return "".join(self.characters[index - len(self.specials)] for index in ids if index >= len(self.specials))

    def tokenizer(self) -> dict[str, Any]:
        """The content of tokenizer.json: word level, one word for each character."""
        tokens = [*self.specials, *self.characters]
        return {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [_special(index, token) for index, token in enumerate(self.specials) if self.written],
            "normalizer": _FOLD if self.fold else None,
            "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "[\\s\\S]"}, "behavior": "Isolated", "invert": False},
            "post_processor": None,
            "decoder": {"type": "Fuse"},
            "model": {"type": "WordLevel", "vocab": {token: index for index, token in enumerate(tokens)}, "unk_token": UNKNOWN},
        }


@lru_cache
def _places(characters: str, first: int) -> dict[str, int]:
    return {character: first + index for index, character in enumerate(characters)}


_SPACES = "[ \\t\\n\\r]+"
_FOLD = {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"},
                                             {"type": "Replace", "pattern": {"Regex": _SPACES}, "content": " "}]}


def _special(index: int, token: str) -> dict[str, Any]:
    return {"id": index, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
            "special": True}
