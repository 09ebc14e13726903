"""Cases of the whole way, from text to text: src/test/resources/text/shakespeare.json."""

from __future__ import annotations

from typing import Any

from transformer.decoding import beam, greedy, greedy_cached, language_model
from transformer.language import Decoder

from .data import CHARACTERS

PROMPTS = [
    "ROMEO:\n", "JULIET:\nO ", "First Citizen:\nBefore we", "The king is", "What say you", "\n", " ", "To be, or not to be", "a", "QUEEN",
    "My lord,\n", "I'll tell thee what:", "Good morrow, cousin.\n\nROMEO:\n", "Whither go we, sir?\n", "Thou art 3 years old",
    "naïve café", "😀 smile", "tabs\tand\nlines\n\n", "the the the the", "Exeunt. --", "MENENIUS:\n" + "What work's, my countrymen, in hand? " * 3,
]


def cases(decoder: Decoder) -> dict[str, Any]:
    """Prompts, their tokens, how probable each was, and 40 characters that follow."""
    following = language_model(decoder)
    return {"model": "shakespeare", "cases": [_case(prompt, decoder, following) for prompt in PROMPTS]}


def _case(prompt: str, decoder: Decoder, following: Any) -> dict[str, Any]:
    ids = CHARACTERS.encode(prompt)
    plain = greedy(following, ids, 40)
    if greedy_cached(decoder, ids, 40) != plain.tokens:
        raise AssertionError(f"cache and prefix disagree on {prompt!r}")
    beams = beam(following, ids, 3, 12, -1, 1.0)
    scores = [round(float(following(ids[:place])[ids[place]]), 5) for place in range(1, len(ids))]
    return {
        "prompt": prompt, "ids": ids, "prompt_log_probabilities": [None, *scores],
        "continuation": CHARACTERS.decode(plain.tokens), "log_probability": round(plain.log_probability, 4),
        "beams": [{"text": CHARACTERS.decode(one.tokens), "log_probability": round(one.log_probability, 4)} for one in beams],
    }
