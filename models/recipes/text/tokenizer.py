"""The tokeniser of the recipes: BERT's, as the service reads it from Hugging Face's `tokenizer.json`."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Sequence

from . import wordpiece
from .normalisation import Word, words

PAD, UNKNOWN, START, END, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
SPECIAL = (PAD, UNKNOWN, START, END, MASK)  # ids 0 to 4


@dataclass(frozen=True)
class Encoding:
    """Tokens of one text or of a pair. `spans` are [start, end) in code points of the token's own text, (0, 0) for [CLS] and [SEP];
    `words` are -1 for those; `types` are 1 for the second text and the [SEP] behind it."""

    ids: list[int]
    types: list[int]
    words: list[int]
    spans: list[tuple[int, int]]


class Tokenizer:
    """Words, then pieces of them; [CLS] before and [SEP] behind each text where `framed`.

    No token of `SPECIAL` is looked for in a text, so that a caller cannot write one.
    """

    def __init__(self, pieces: Sequence[str], lowercase: bool = True, framed: bool = True) -> None:
        self.pieces = list(pieces)
        self.ids = {piece: index for index, piece in enumerate(pieces)}
        self.lowercase = lowercase
        self.framed = framed
        self._read = lru_cache(maxsize=200_000)(lambda word: wordpiece.read(word, self.ids))

    @staticmethod
    def learn(texts: Iterable[str], size: int, lowercase: bool = True, framed: bool = True) -> "Tokenizer":
        """A vocabulary of `size` pieces from the words of `texts`."""
        counts = Counter(word.text for text in texts for word in words(text, lowercase))
        return Tokenizer(wordpiece.learn(counts, size, SPECIAL), lowercase, framed)

    def __len__(self) -> int:
        return len(self.pieces)

    def encode(self, text: str, pair: str | None = None, most: int | None = None) -> Encoding:
        """The tokens of `text`, or of `text` and `pair`; of one text the tokens beyond `most` (with [CLS] and [SEP]) are cut."""
        first = self._tokens(text)
        if most is not None:
            if pair is not None:
                raise ValueError("cut the context of a pair into windows instead")
            first = first[:most - 2 * self.framed]
        encoding = Encoding([], [], [], [])
        if self.framed:
            _append(encoding, [(self.ids[START], -1, 0, 0)], 0)
        _append(encoding, self._closed(first), 0)
        if pair is not None:
            _append(encoding, self._closed(self._tokens(pair)), 1)
        return encoding

    def _closed(self, tokens: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
        return [*tokens, (self.ids[END], -1, 0, 0)] if self.framed else tokens

    def _tokens(self, text: str) -> list[tuple[int, int, int, int]]:
        return [token for index, word in enumerate(words(text, self.lowercase)) for token in self._pieces_of(word, index)]

    def _pieces_of(self, word: Word, index: int) -> list[tuple[int, int, int, int]]:
        found = self._read(word.text)
        if found is None:
            return [(self.ids[UNKNOWN], index, word.start, word.end)]
        return [(piece, index, word.characters[start].start, word.characters[end - 1].end) for piece, start, end in found]

    def spell(self, ids: Iterable[int]) -> str:
        """The words of a row with spaces between them, without [CLS], [SEP] and padding."""
        frame = (self.ids[PAD], self.ids[START], self.ids[END])
        return " ".join(self.pieces[each] for each in ids if each not in frame).replace(" " + wordpiece.PREFIX, "")

    def write(self, path: Path) -> None:
        """Writes `tokenizer.json`; the service does truncation and padding by `model.yaml`."""
        content = {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": [],
            "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None,
                           "lowercase": self.lowercase},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": self._frame() if self.framed else None,
            "decoder": {"type": "WordPiece", "prefix": wordpiece.PREFIX, "cleanup": False},
            "model": {"type": "WordPiece", "unk_token": UNKNOWN, "continuing_subword_prefix": wordpiece.PREFIX,
                      "max_input_chars_per_word": wordpiece.LONGEST, "vocab": self.ids},
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")

    @staticmethod
    def load(path: Path) -> "Tokenizer":
        """What `write` wrote."""
        content = json.loads(path.read_text(encoding="utf-8"))
        vocabulary = content["model"]["vocab"]
        pieces = sorted(vocabulary, key=vocabulary.__getitem__)
        return Tokenizer(pieces, content["normalizer"]["lowercase"], content["post_processor"] is not None)

    def _frame(self) -> dict:
        start, end = ({"SpecialToken": {"id": token, "type_id": 0}} for token in (START, END))
        first, second = ({"Sequence": {"id": name, "type_id": kind}} for name, kind in (("A", 0), ("B", 1)))
        last = {"SpecialToken": {"id": END, "type_id": 1}}
        tokens = {token: {"id": token, "ids": [self.ids[token]], "tokens": [token]} for token in (START, END)}
        return {"type": "TemplateProcessing", "single": [start, first, end], "pair": [start, first, end, second, last],
                "special_tokens": tokens}


def utf16(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in code points as spans in UTF-16 units, by which Java and JavaScript count."""
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if ord(character) > 0xFFFF else 1))
    return [(places[start], places[end]) for start, end in spans]


def _append(encoding: Encoding, tokens: Sequence[tuple[int, int, int, int]], kind: int) -> None:
    for identifier, word, start, end in tokens:
        encoding.ids.append(identifier)
        encoding.types.append(kind)
        encoding.words.append(word)
        encoding.spans.append((start, end))
