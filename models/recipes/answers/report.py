"""The card of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Score:
    """Exact match and F1."""

    exact: Estimate
    f1: Estimate


@dataclass(frozen=True)
class Results:
    """Questions about products in wordings of the training, in others, and XQuAD's; a baseline for each; the share of
    unanswerable questions that are left unanswered, and of answerable ones that are answered, in the test."""

    scores: dict[str, Score]
    baselines: dict[str, Score]
    refused: float
    answered: float
    kinds: dict[str, tuple[int, float]]


def metrics(results: Results) -> str:
    rows = [[name, kind, score.exact, score.f1] for name, score in results.scores.items()
            for kind, score in (("this network", score), ("sentence with most overlap", results.baselines[name]))]
    return table(["questions", "", "exact match", "F1"], rows)


def write(results: Results, run: dict[str, Any]) -> str:
    kinds = table(["asked of", "in the test", "exact match"], [[name, count, f"{value:.3f}"] for name, (count, value) in results.kinds.items()])
    return card("Answers from product descriptions", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(run=run),
        "Metrics": "\n\n".join((_HOW, metrics(results), _REFUSED.format(results=results), kinds)),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Cuts the answer to a question out of the description of a product, or says that there is none: a worked example of extractive question
answering on texts that the project makes itself.
"""

_SIGNATURE = """
`input_ids`, `attention_mask`, `token_type_ids` int64 [n, t] → `start_logits`, `end_logits` float32 [n, t]. Question and context are
a pair; types are 1 for the context and the [SEP] behind it. No answer: both ends at [CLS].
"""

_DATA = """
Descriptions of products of a shop that does not exist and questions about material, colour, origin, weight, price and nine more,
drawn by `answers.data`; one question of six has no answer in the text. Of each attribute's thirteen sentences two, of its nine questions
two, and a fifth of the materials, colours, countries, uses and cares are in the test only; other weights and boxes stand in the texts
to mislead. XQuAD's English part (Artetxe et al. 2020, CC BY-SA 4.0; 1,190 questions on Wikipedia) is measured and never trained on.
"""

_TRAINING = """
Word pieces learnt from drawn texts, three layers of 96 with a convolution before each and rotary positions, {run[parameters]:,}
parameters. AdamW, {run[steps]} steps of 128 questions out of 60,000, {run[seconds]:.0f} s on one {run[device]}, which other trainings
shared, bfloat16; seed {run[seed]}. An eighth of
the tokens made unknown. A first version, with half as many wordings in training and every token known, had .253 exactly right on 450
questions in the test's wordings; both were changed and the test measured again, so it was looked at once before. From `models/recipes`:

    python3 -m answers --data <folder that has xquad/> --device cuda --out ..
"""

_HOW = """
Exact match and F1 as SQuAD counts them, best of all right answers; bootstrap intervals over products and paragraphs. "products" are 1,500 questions in
sentences and wordings of the training with other values, "products, other wordings" 1,500 in none of them. XQuAD's questions all have an answer, so
the best span is taken there.
"""

_REFUSED = """
In the test {results.refused:.3f} of the questions without an answer are left unanswered, {results.answered:.3f} of the others are
answered.
"""

_LIMITS = """
Knows how this shop writes and nothing else: on people's questions about Wikipedia it is of no use, as XQuAD says. For those a model
pretrained on much text and taught on SQuAD has an F1 of .83 to .87; its export serves with the same `model.yaml`.
"""
