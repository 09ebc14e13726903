"""Cases of the whole way, from text to text: src/test/resources/text/dates.json."""

from __future__ import annotations

from typing import Any

import torch

from transformer.decoding import beam, translation
from transformer.language import Translator

from .data import CHARACTERS, END, START
from .training import STEPS, encode, greedy_answer

TEXTS = [
    "the third of March, 2019", "3/14/07", "14.3.2007", "March 3rd, 2019", "  1 January 1900 ", "31 December 2099", "MAY 5 2024",
    "Sunday, 3 March 2019", "february twenty-ninth, two thousand", "2024-02-29", "20240229", "Sept. 9, 1999", "on the 2nd of June in 1953",
    "12/11/10", "28/2/1985", "７ July ２００７", "June\t5,\n2005", "in 2001 on May 9", "not a date", "😀", "year 1969, month 7, day 20",
]


@torch.no_grad()
def cases(network: Translator) -> dict[str, Any]:
    """Texts, their tokens, the greedy answer and the best three of three beams."""
    return {"model": "dates", "max_tokens": STEPS, "cases": [_case(network, text) for text in TEXTS]}


def _case(network: Translator, text: str) -> dict[str, Any]:
    ids, mask = encode([text])
    answer, log_probability = greedy_answer(network, text)
    hypotheses = beam(translation(network.decoder, network.encoder(ids, mask)), [START], 3, STEPS, END, 1.0)
    return {
        "text": text, "ids": ids[0].tolist(), "answer": answer, "log_probability": round(log_probability, 5),
        "beams": [{"text": CHARACTERS.decode(one.tokens), "log_probability": round(one.log_probability, 5),
                   "score": round(one.score(1.0), 5)} for one in hypotheses],
    }
