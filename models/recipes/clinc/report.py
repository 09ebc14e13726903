"""The card of the classifier of intents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Facts:
    """What was measured on the test split, the thresholds being those of the validation split. `recalls` and `rejections` compare the
    scores; `kept` counts a text as right where its intent is right and it is not rejected."""

    accuracy: Estimate
    plain: Estimate
    distilled: Estimate
    gain: Estimate
    teachers: Estimate
    baseline: Estimate
    kept: Estimate
    false_rejection: Estimate
    recall: Estimate
    rule: str
    limit: str
    recalls: Mapping[str, Estimate]
    rejections: Mapping[str, Estimate]
    val_recalls: Mapping[str, float]
    heat: float
    calibrated: float
    uncalibrated: float
    parameters: int
    chosen: str


_SCORES = {"probability": "largest probability", "energy": "energy", "label": "class for out of scope"}


def metrics(facts: Facts) -> str:
    accuracies = table(["in-scope texts", "accuracy (95 % interval)"], [
        ["this network, nothing rejected", facts.accuracy], ["this network, a rejected text counts as wrong", facts.kept],
        ["the same network without distillation", facts.plain], ["the same network with distillation", facts.distilled],
        ["the difference of these two", facts.gain], ["the teachers together", facts.teachers],
        ["tf-idf and a linear SVM", facts.baseline]])
    scores = table(["rejection by", "out-of-scope recall", "false rejection of in-scope texts", "recall on validation"], [
        [_SCORES[name] + (" (published)" if name == facts.rule else ""), facts.recalls[name], facts.rejections[name],
         f"{facts.val_recalls[name]:.2f}"] for name in _SCORES])
    return accuracies + "\n\n" + scores


def write(facts: Facts) -> str:
    return card("Intents of an assistant, and none of them", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": _TRAINING.format(facts=facts),
        "Metrics": _paragraphs((_METRICS, metrics(facts), _CALIBRATION.format(facts=facts))),
        "Limits": _LIMITS,
    })


def _paragraphs(parts: tuple[str, ...]) -> str:
    return "\n\n".join(part.strip() for part in parts)


_SUMMARY = """
Says which of 150 things a person wants of an assistant, and whether it is any of them.
"""

_SIGNATURE = """
`input_ids` and `attention_mask` int64 [n, t], as `tokenizer.json` (WordPiece, 3,500 pieces, lower case) and the padding make them;
padding changes nothing. `logits` float32 [n, classes], in the order of `labels.txt`.
"""

_DATA = """
CLINC150 (Larson et al. 2019, https://github.com/clinc/oos-eval, data_full.json), CC BY 3.0: 15,000 texts of 150 intents and 100 of none
for training, 3,000 and 100 for validation, 4,500 and 1,000 for the test. As further texts of none, in training only: questions of
TREC-6, English captions of Multi30k, posts of WNUT17, XQuAD, sentences of Subj; a few may be of an intent by chance. Golden cases are
made-up requests.
"""

_TRAINING = """
A transformer of two layers of 128; the vector of a token (64 numbers, widened) has that of its pair with the token before added, from
2,048 hashed ones; mean and maximum over the tokens, and the mean of what the first layer is given; {facts.parameters:,} parameters. Taught to
guess hidden pieces, then by five teachers (two wider transformers, two convolutional networks, support vector machines on words and
characters) on the training texts and on 60,000 variants of them with tokens left out, moved or taken from another text. The published one is the best on validation of those with and
without distillation ({facts.chosen}). Temperature, score and threshold were chosen on validation. Four minutes on one H100 or
H200 for all of this and its teachers, but the support vector machines. Weights have 8 bits with a scale for each row, rounded before anything was measured. From `models/recipes`:

    python3 -m clinc --data <folder of the data sets> --out ..
"""

_METRICS = """
Test split, bootstrap intervals over texts. Each threshold rejects 5 % of the in-scope texts of the validation split.
"""

_CALIBRATION = """
Divided by the temperature {facts.heat:.3g}, the largest probability of an intent is off by {facts.calibrated:.3f} on average (expected calibration
error, 15 bins, in-scope test texts); without, by {facts.uncalibrated:.3f}. The rule of `model.yaml`: {facts.limit}.
"""

_LIMITS = """
Short English requests. Texts out of scope in the test are near the intents; the score was chosen with 100 such texts of the
validation split, so its lead over the other scores is uncertain. Encoders pretrained on much more text reach .96 to .97 here.
"""
