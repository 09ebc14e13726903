"""The card of the translator of dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from export.card import card, table
from vision.intervals import Estimate, bootstrap


@dataclass(frozen=True)
class Results:
    """Share of dates that are right, each for held-out days."""

    known: Estimate
    held_out: Estimate
    beams: Estimate
    library_known: Estimate
    library_held_out: Estimate
    wordings: dict[str, float]


def share(right: np.ndarray) -> Estimate:
    return bootstrap(len(right), lambda drawn: float(right[drawn].mean()))


def metrics(results: Results) -> str:
    return table(["", "wordings of the training", "held-out wordings"], [
        ["this network, greedy", results.known, results.held_out],
        ["this network, 4 beams (500 dates)", "", results.beams],
        ["python-dateutil's parser", results.library_known, results.library_held_out],
    ])


def write(results: Results, run: dict[str, object]) -> str:
    wordings = table(["held-out wording", "right"], [[name, f"{value:.3f}"] for name, value in results.wordings.items()])
    return card("Dates to ISO 8601", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((_HOW, metrics(results), wordings)),
        "Limits": _LIMITS,
    })


def decoder_card(run: dict[str, object]) -> str:
    return card("Dates to ISO 8601: the decoder", "The second half of `dates`, whose card has data, metrics and limits.", {
        "Input and output": _DECODER,
        "Training": _TRAINING.format(run=run),
    })


_SUMMARY = """
Makes `2019-03-03` of "the third of March, 2019", "3/3/19" and other wordings: a small encoder and decoder that show text to text.
This is the encoder; `dates-decoder` writes.
"""

_SIGNATURE = """
`input_ids`, `attention_mask` int64 [n, t] → `last_hidden_state` float32 [n, t, 64]. `tokenizer.json`: one token for each
character after NFKC and lowercase; others become `<unk>`. The decoder uses the same file.
"""

_DECODER = """
`input_ids` int64 [n, t], `encoder_hidden_states` float32 [n, s, 64], `encoder_attention_mask` int64 [n, s],
`past_key_values.{0,1}.key` and `.value` float32 [n, 4, past, 16] → `logits` float32 [n, t, 48],
`present.{0,1}.key` and `.value` [n, 4, past + t, 16]. `past` may be 0. It begins with 1 (`<s>`) and ends with 2 (`</s>`).
"""

_DATA = """
None: days from 1900 to 2099 in 27 wordings are drawn by `dates.data`, with slips of commas, hyphens and capitals. One day of ten,
and eight further wordings, are in no training. Slashes put the month first unless that is impossible, dots and dashes the day; of a
year of two digits 00 to 68 are 2000 to 2068.
"""

_TRAINING = """
Two layers of 64 in the encoder, with convolutions of three characters, and two in the decoder, {run[parameters]:,} parameters together; AdamW,
{run[steps]} steps of 512 examples, {run[seconds]:.0f} s on one {run[device]}, which other trainings shared, bfloat16; seed {run[seed]}.
Nothing was chosen by the held-out wordings. From `models/recipes`:

    python3 -m dates --device cuda --out ..
"""

_HOW = """
Exactly right dates of 4,000 draws each, whose days are in no training; bootstrap intervals over dates. The library is told nothing of
wordings either; it reads two digits and ambiguous orders by rules of its own.
"""

_LIMITS = """
English, one date, nothing around it; nothing relative ("Tuesday next week"). It always answers, also to what is no date. Days before
1900 and after 2099 come out wrong.
"""
