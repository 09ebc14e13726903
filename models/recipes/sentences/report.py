"""The card of the encoder of sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Facts:
    """For each method and task the mean reciprocal rank and the precision of the nearest; `gain` is the network's reciprocal rank less
    that of tf-idf on the same queries."""

    tasks: Mapping[str, Mapping[str, tuple[Estimate, Estimate]]]
    gain: Mapping[str, Estimate]
    settings: str
    shares: Mapping[float, float]
    parameters: int
    intents: int


_TASKS = {"held": "50 intents of CLINC150", "snips": "7 intents of Snips"}


def metrics(facts: Facts) -> str:
    rows = [[_TASKS[task], method, *facts.tasks[method][task]] for task in _TASKS for method in facts.tasks]
    return table(["intents never seen", "vectors", "mean reciprocal rank (95 % interval)", "nearest has the same intent"], rows)


def write(facts: Facts) -> str:
    return card("Sentences near where the meaning is", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA.format(facts=facts),
        "Training": _TRAINING.format(facts=facts, shares=", ".join(f"{share:g} gives {rank:.3f}" for share, rank in facts.shares.items())),
        "Metrics": _paragraphs((_METRICS, metrics(facts), _GAIN.format(held=facts.gain["held"], snips=facts.gain["snips"]))),
        "Limits": _LIMITS,
    })


def _paragraphs(parts: tuple[str, ...]) -> str:
    return "\n\n".join(part.strip() for part in parts)


_SUMMARY = """
A vector of 128 numbers for a sentence; those of requests for the same thing have a large cosine.
"""

_SIGNATURE = """
`input_ids` and `attention_mask` int64 [n, t], as `tokenizer.json` (WordPiece, 4,000 pieces, lower case) and the padding make them;
padding changes nothing. `sentence_embedding` float32 [n, 128], not of length one: the service makes it so.
"""

_DATA = """
With labels: the texts of {facts.intents} of the 150 intents of CLINC150 (Larson et al. 2019, CC BY 3.0). Without: TREC-6, Subj and CR (research
use), English captions of Multi30k, XQuAD (CC BY-SA 4.0), WNUT17. 15 further intents of CLINC150 were for choosing, the other 50 and all of
Snips (Coucke et al. 2018, CC0) for the test: no text of them was in any training, nor in the learning of the tokeniser. Golden cases
are made-up sentences.
"""

_TRAINING = """
The sum of two vectors of length one, {facts.parameters:,} parameters in all. One is learnt: a transformer of two layers of 128 on vectors of
64, the mean over its tokens and the mean of what it is given, in one linear map. The other is of the words: random vectors of the
tokens, as long as these are rare in the training texts, a projection of tf-idf to 128 numbers. The learnt one alone is worse than tf-idf on
intents that it never saw; both together are better than each. That the words were joined
to it was decided after it alone had been measured on the test's intents; the share was chosen on the choosing intents (reciprocal rank
there: {shares}).

The learnt one was first taught to guess hidden pieces, then by contrast: texts of one intent belong together (Khosla et al. 2020), and
in some settings two readings of the same unlabelled text with other neurons and tokens left out do (Gao et al. 2021). Of four
settings the one with the best reciprocal rank on the choosing intents is published: {facts.settings}. Two minutes
on one H100 or H200 that others used too: it was still learning. Weights have 8
bits with a scale for each row, rounded before anything was measured. From `models/recipes`:

    python3 -m sentences --data <folder of the data sets> --out ..
"""

_METRICS = """
Each query (a text of the test split) searches 100 texts of each of the intents (of the training split) by cosine; the nearest text's
intent is also what a classifier by the nearest neighbour would say. Bootstrap intervals over queries. The word vectors are from
pointwise mutual information and singular values on the texts that the network learnt from.
"""

_GAIN = """
Reciprocal rank less that of tf-idf on the same queries: {held} on CLINC150, {snips} on Snips.
"""

_LIMITS = """
Short English texts, requests above all. What it calls near is the same intent, not the same facts: "wake me at six" is near "wake me at
nine".
"""
