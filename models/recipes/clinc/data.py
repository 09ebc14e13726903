"""CLINC150 as rows of ids with intents, and texts about other things."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from text import corpora, ragged
from text.tokenizer import END, SPECIAL, START, Tokenizer

PIECES = 3500
_START, _END = SPECIAL.index(START), SPECIAL.index(END)
LONGEST = 40
OUTSIDE = "oos"


@dataclass(frozen=True)
class Texts:
    """Rows and the index of each one's intent in `labels`, of which the last stands for out of scope."""

    rows: list[np.ndarray]
    intents: np.ndarray


@dataclass(frozen=True)
class Prepared:
    tokenizer: Tokenizer
    labels: list[str]
    train: Texts
    outliers: list[np.ndarray]  # about none of the intents, but for a few by chance
    val: Texts
    test: Texts


def prepare(data: Path, folder: Path) -> None:
    """Learns the tokeniser from the training split and texts about other things, and writes rows to `folder`."""
    train = corpora.clinc(data, "train") + corpora.clinc(data, "oos_train")
    labels = sorted({intent for _, intent in train if intent != OUTSIDE}) + [OUTSIDE]
    outliers = [text for text, _ in corpora.sentences(data, "TREC.train.all")]
    outliers += corpora.captions(data)[:6000] + corpora.posts(data)
    outliers += [text for text in corpora.encyclopedia(data)] + [text for text, _ in corpora.sentences(data, "subj.all")[:4000]]
    tokenizer = Tokenizer.learn([text for text, _ in train] * 3 + outliers[:8000], PIECES)
    tokenizer.write(folder / "tokenizer.json")
    folder.joinpath("labels.json").write_text(json.dumps(labels) + "\n", encoding="utf-8")
    splits = {"train": train, "val": corpora.clinc(data, "val") + corpora.clinc(data, "oos_val"),
              "test": corpora.clinc(data, "test") + corpora.clinc(data, "oos_test"),
              "outliers": [(text, OUTSIDE) for text in outliers]}
    for name, pairs in splits.items():
        rows = [tokenizer.encode(text, most=LONGEST).ids for text, _ in pairs]
        ragged.write(folder / f"{name}.npz", rows, intents=np.array([labels.index(intent) for _, intent in pairs]))
        print(name, len(rows))


def read(folder: Path) -> Prepared:
    """What `prepare` wrote."""
    labels = json.loads(folder.joinpath("labels.json").read_text(encoding="utf-8"))
    parts = {}
    for name in ("train", "val", "test", "outliers"):
        rows, columns = ragged.read(folder / f"{name}.npz")
        parts[name] = Texts(rows, columns["intents"])
    return Prepared(Tokenizer.load(folder / "tokenizer.json"), labels, parts["train"], parts["outliers"].rows, parts["val"],
                    parts["test"])


def varied(rows: list[np.ndarray], count: int, random: np.random.Generator) -> list[np.ndarray]:
    """Rows with tokens left out, changed places or joined with a part of another row; nobody knows what they mean but a teacher."""
    found = []
    for _ in range(count):
        row = rows[random.integers(len(rows))][1:-1]
        kind = random.random()
        if kind < 0.45:
            row = row[random.random(len(row)) > 0.2]
        elif kind < 0.6:
            place = int(random.integers(0, max(1, len(row) - 1)))
            row = np.concatenate([row[:place], row[place:place + 2][::-1], row[place + 2:]])
        elif kind < 0.8:
            start = int(random.integers(0, max(1, len(row) // 2)))
            row = row[start:start + int(random.integers(2, max(3, len(row))))]
        else:
            other = rows[random.integers(len(rows))][1:-1]
            row = np.concatenate([row[:max(1, len(row) // 2)], other[len(other) // 2:]])
        found.append(np.array([_START, *row[:LONGEST - 2], _END], np.int32))
    return found
