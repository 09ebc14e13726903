"""Random texts that mean nothing: words, marks, and now and then another script, an emoji or a mark that combines."""

from __future__ import annotations

import numpy as np

_SYLLABLES = ("ka lo mi nu per sol tra ven zi bar con dis fel gor hum jet lan mor out pre qua res sta tor un vis wor ex yes the "
              "and not ing ed er ly ful ness movie card time bank very good bad").split()
_OTHERS = ("é", "ß", "Ω", "я", "ש", "ع", "東", "한", "ก", "न", "😀", "👍🏽", "👨‍👩‍👧",
           "🇳🇱", "e\u0301", "o\u0308", "½", "…", "—", "\u200d", "€", "𝔘", "𠀀")
_MARKS = (",", ".", "!", "?", ";", "'", "\"", "(", ")", "-", "/", "@", "#", "%")


def texts(count: int, seed: int) -> list[str]:
    """`count` texts of 1 to 40 words."""
    random = np.random.default_rng(seed)
    return [_text(random) for _ in range(count)]


def _text(random: np.random.Generator) -> str:
    strange = random.random() < 0.3
    parts = []
    for _ in range(int(random.integers(1, 41))):
        parts.append(_word(random, strange))
        parts.append(str(random.choice(_MARKS)) + " " if random.random() < 0.15 else " ")
    return "".join(parts).rstrip()


def _word(random: np.random.Generator, strange: bool) -> str:
    word = "".join(random.choice(_SYLLABLES, int(random.integers(1, 4))))
    if random.random() < 0.15:
        word = word.capitalize()
    if strange and random.random() < 0.3:
        place = int(random.integers(0, len(word) + 1))
        word = word[:place] + _OTHERS[random.integers(len(_OTHERS))] + word[place:]
    return word
