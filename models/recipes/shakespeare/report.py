"""The card of the language model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from export.card import card, table
from vision.intervals import Estimate, bootstrap

BLOCK = 1000  # characters; neighbours are alike, so the interval draws blocks


@dataclass(frozen=True)
class Results:
    """Nats per character of the validation text."""

    served: Estimate
    other: Estimate
    gain: Estimate
    counting: Estimate
    fresh: float
    windows: float


def estimate(losses: np.ndarray) -> Estimate:
    """The mean; the interval draws blocks of neighbours."""
    blocks = np.array([block.mean() for block in np.array_split(losses, len(losses) // BLOCK)])
    return bootstrap(len(blocks), lambda drawn: float(blocks[drawn].mean()))


def metrics(results: Results, served: str) -> str:
    other = "alone" if served == "distilled" else "distilled"
    return table(["model", "nats per character (95 % interval)"], [
        [f"this network ({served})", results.served],
        [f"the same network, {other}", results.other],
        ["six characters counted (Witten-Bell)", results.counting],
    ])


def write(results: Results, served: str, runs: dict[str, dict[str, object]]) -> str:
    return card("Characters of Shakespeare", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _training(served, runs),
        "Metrics": "\n\n".join((_HOW, metrics(results, served), _MORE.format(results=results, served=served))),
        "Limits": _LIMITS,
    })


def _training(served: str, runs: dict[str, dict[str, object]]) -> str:
    rows = [[name, f"{run['parameters']:,}", run["steps"], f"{run['seconds']:.0f} s", run["seed"]] for name, run in runs.items()]
    return "\n\n".join((_TRAINING.format(device=runs[served]["device"]), table(["network", "parameters", "steps", "time", "seed"], rows), _RUN))


_SUMMARY = """
A small transformer that continues English as Shakespeare's plays are printed, character by character.
"""

_SIGNATURE = """
Names and shapes of Hugging Face Optimum's exports: `input_ids` int64 [n, t], `attention_mask` int64 [n, past + t],
`past_key_values.{0..5}.key` and `.value` float32 [n, 4, past, 32] → `logits` float32 [n, t, 67],
`present.{0..5}.key` and `.value` [n, 4, past + t, 32]. `past` may be 0. Each character sees the 255 before it, counted by the
mask: positions are relative (rotary), keys are cached unrotated, so that the oldest entries of a cache may be dropped.
`tokenizer.json`: one token for each of 65 characters; others become `<unk>`, which is never generated. There is no end.
"""

_DATA = """
Tiny Shakespeare (Karpathy 2015), public domain text: 1,115,394 characters, the first 90 % for training, the rest for validation,
as in nanoGPT.
"""

_TRAINING = """
Excerpts of 512 characters in which each sees 256, batches of 64, AdamW with a rate that rises and falls as a cosine, dropout,
bfloat16 on one {device}, which other trainings shared. `alone` learns from the text, `distilled` half from the text and half from the
probabilities that `alone` gives (Hinton et al. 2015; a teacher of one's own size: Furlanello et al. 2018). A teacher of 10.7 million
parameters was tried before: the 80 s that it had took it to 1.642, and its student in another 80 s to 1.680.
"""

_RUN = """
From `models/recipes`:

    python3 -m shakespeare --data <folder that has tinyshakespeare/> --device cuda --out ..
"""

_HOW = """
The whole validation text (111,540 characters) read as one stream with a cache that slides, each character seeing up to 255 before
it; intervals by bootstrap over blocks of 1,000 characters. nanoGPT's network of 10.7 million parameters has 1.47 on the same text
in windows of 256.
"""

_MORE = """
Distilled minus alone: {results.gain}; it also made more steps in about the same time, so part of that is theirs. In windows of 256 that do not overlap and begin from nothing: {results.fresh:.4f}. Where the
cache is thrown away and the last 255 characters are read anew for each character (500 characters): {results.windows:+.4f} against
the cache that slides: its older entries still know what lies behind the window. The one of the two that is served was chosen on this
validation text, which has no third part; the difference above says how much that can flatter.
"""

_LIMITS = """
It spells and sets lines, it does not mean: sentences hold together for a few words. It knows no digit and no character outside the
plays.
"""


def gain(one: np.ndarray, other: np.ndarray) -> Estimate:
    """The mean difference of paired losses."""
    return estimate(one - other)
