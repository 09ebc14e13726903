"""The card of entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from export.card import card, table
from vision.intervals import Estimate


@dataclass(frozen=True)
class Results:
    """On the official test split."""

    f1: Estimate
    precision: float
    recall: float
    listless: Estimate
    lexicon: Estimate
    lists: Estimate
    kinds: dict[str, tuple[int, float]]


def metrics(results: Results) -> str:
    return table(["", "F1 (95 % interval)"], [
        [f"this network (precision {results.precision:.3f}, recall {results.recall:.3f})", results.f1],
        ["run `no-lists`, without the written lists of names", results.listless],
        ["words looked up in the training texts", results.lexicon],
        ["longest match in the names of training texts and lists", results.lists],
    ])


def write(results: Results, run: dict[str, Any], seeds: dict[str, dict[str, Any]]) -> str:
    kinds = table(["kind", "in the test", "F1"], [[name, count, f"{value:.3f}"] for name, (count, value) in results.kinds.items()])
    rows = [[name, f"{one['dev']['f1']:.4f}", one["steps"], one["seed"]] for name, one in seeds.items()]
    return card("Entities in noisy text", _SUMMARY, {
        "Input and output": _SIGNATURE,
        "Data and licence": _DATA,
        "Training": "\n\n".join((_TRAINING.format(run=run), _CHOICE + table(["run", "F1, development", "steps", "seed"], rows), _RUN)),
        "Metrics": "\n\n".join((_HOW, metrics(results), kinds)),
        "Limits": _LIMITS,
    })


_SUMMARY = """
Persons, locations, groups, corporations, products and creative works in tweets, comments and the like: a small tagger that was
taught from nothing, as a worked example of token classification, not as a good finder of names.
"""

_SIGNATURE = """
`input_ids`, `attention_mask` int64 [n, t] → `logits` float32 [n, t, 13], scores of BIO labels (`labels.txt`), of which those at
the first token of each word count. The best sequence of labels is found with `transitions.txt`, the learnt scores of label after
label. Upper and lower case are told apart.
"""

_DATA = """
WNUT-17, novel and emerging entities (Derczynski et al. 2017), CC BY 4.0: 3,394 texts for training, 1,009 for development, 1,287 for
test; entities of the test are hardly ever in the training texts. Lists of some 900 well-known names were written for this recipe
(`entities/names.py`). Golden cases are drawn tokens, the end-to-end cases invented texts.
"""

_TRAINING = """
Word pieces that keep case, embeddings that also know a piece's letters and shape (folded into one table afterwards), two layers of 96
with a convolution before each and rotary positions, a conditional random field; {run[parameters]:,} parameters while learning. Each
training text also twelve times with its entities exchanged for others of their kind: a quarter of the copies takes them from the
training texts, a quarter from the lists, half from blends that nobody has heard of, the beginning of one name and the end of another. A
tenth of the tokens made unknown (`seed1` and `no-lists`: a fifth); strong dropout. AdamW, {run[steps]} steps of 128 texts,
{run[seconds]:.0f} s on one {run[device]}, which other trainings shared, bfloat16; seed {run[seed]}.
"""

_CHOICE = """A first version without blends and with more word pieces had .258 on the development split and .181 on the test, which was thus looked
at once before. Of these runs the one with the best F1 on the development split is served:

"""

_RUN = """
From `models/recipes`:

    python3 -m entities --data <folder that has wnut17/> --device cuda --out ..
"""

_HOW = """
The official test split; F1 counts spans as conlleval does; bootstrap intervals over texts. Systems with pretrained embeddings had
up to .419 in the shared task; with pretrained contextual embeddings .495 (flair). The runs
differ in steps, seed and unknown tokens, so what the lists gain cannot be told from them.
"""

_LIMITS = """
Finds few of the names that it never saw, and is often wrong about their kind: check what it says. English only. Trained on texts of
2010 to 2017.
"""
