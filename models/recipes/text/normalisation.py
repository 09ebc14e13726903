"""Normalisation and splitting into words as BERT's tokeniser does it, with the place of every character in the source.

Equal to `BertNormalizer` and `BertPreTokenizer` of Hugging Face's tokenizers.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Iterator, NamedTuple, Sequence

from .categories import category

_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)
_SPACES = frozenset("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
_PLAIN = re.compile(r"[ -~]*")
_PLAIN_WORD = re.compile(r"[0-9A-Za-z]+|[!-/:-@\[-`{-~]")
_REMOVED = frozenset("\x00\ufffd")
_CONTROL = frozenset(("Cc", "Cf", "Co"))


class Character(NamedTuple):
    """A character after normalisation and the code points [start, end) of the source that it stands for."""

    value: str
    start: int
    end: int


class Word(NamedTuple):
    """A word after normalisation, with the code points [start, end) of the source."""

    text: str
    characters: tuple[Character, ...]

    @property
    def start(self) -> int:
        return self.characters[0].start

    @property
    def end(self) -> int:
        return self.characters[-1].end


def words(text: str, lowercase: bool = True) -> list[Word]:
    """The words of `text`; punctuation marks and ideographs are words of their own."""
    if _PLAIN.fullmatch(text):
        return [_plain(match, lowercase) for match in _PLAIN_WORD.finditer(text)]
    return [Word("".join(c.value for c in word), tuple(word)) for word in _split(_normalised(text, lowercase))]


def _plain(match: re.Match[str], lowercase: bool) -> Word:
    """The same for printable ASCII, sooner."""
    value = match.group().lower() if lowercase else match.group()
    return Word(value, tuple(Character(each, place, place + 1) for place, each in enumerate(value, match.start())))


def _split(characters: Sequence[Character]) -> Iterator[list[Character]]:
    current: list[Character] = []
    for character in characters:
        alone = is_punctuation(character.value)
        if (alone or character.value in _SPACES) and current:
            yield current
            current = []
        if alone:
            yield [character]
        elif character.value not in _SPACES:
            current.append(character)
    if current:
        yield current


def _normalised(text: str, lowercase: bool) -> list[Character]:
    characters = [c for place, value in enumerate(text) for c in _cleaned(value, place)]
    if not lowercase:
        return characters
    decomposed = _ordered([Character(part, c.start, c.end) for c in characters for part in _decomposed(c.value)])
    kept = [c for c in decomposed if category(c.value) != "Mn"]
    return [Character(part, c.start, c.end) for c in kept for part in c.value.lower()]


def _cleaned(value: str, place: int) -> Iterator[Character]:
    if value in "\t\n\r":
        yield Character(" ", place, place + 1)
    elif value in _REMOVED or category(value) in _CONTROL:
        return
    elif value in _SPACES:
        yield Character(" ", place, place + 1)
    elif any(low <= ord(value) <= high for low, high in _IDEOGRAPHS):
        yield Character(" ", place, place + 1)
        yield Character(value, place, place + 1)
        yield Character(" ", place, place + 1)
    else:
        yield Character(value, place, place + 1)


def _decomposed(value: str) -> str:
    return value if value.isascii() else unicodedata.normalize("NFD", value)


def _ordered(characters: list[Character]) -> list[Character]:
    """The canonical order of combining marks (Unicode, section 3.11): stable by class within each run of marks."""
    start = 0
    while start < len(characters):
        end = start
        while end < len(characters) and unicodedata.combining(characters[end].value):
            end += 1
        if end - start > 1:
            characters[start:end] = sorted(characters[start:end], key=lambda c: unicodedata.combining(c.value))
        start = max(end, start + 1)
    return characters


def is_punctuation(value: str) -> bool:
    """ASCII's marks and symbols, and everything that Unicode calls punctuation."""
    if value.isascii():
        return value.isprintable() and not value.isalnum() and value != " "
    return category(value).startswith("P")
