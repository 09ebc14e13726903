"""What the encoder of sentences learns from: texts of 100 intents of CLINC150, questions with their paragraphs' sentences, and
texts that nobody labelled. Fifty intents of CLINC150 and all of Snips are kept for the test.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from text import corpora, ragged
from text.tokenizer import Tokenizer

PIECES = 4000
LONGEST = 48
HELD = 50
CHOOSING = 15  # of the other intents, by which settings are chosen
SEED = 150


@dataclass(frozen=True)
class Texts:
    """Rows and the number of each one's intent."""

    rows: list[np.ndarray]
    intents: np.ndarray


@dataclass(frozen=True)
class Search:
    """Texts to search among and texts that search; a hit has the same intent."""

    index: Texts
    queries: Texts


@dataclass(frozen=True)
class Prepared:
    tokenizer: Tokenizer
    train: Texts
    unlabelled: list[np.ndarray]
    choosing: Search
    held: Search
    snips: Search


def split_intents(data: Path) -> tuple[list[str], list[str], list[str]]:
    """The intents to learn, those to choose by and those to test with."""
    intents = sorted({intent for _, intent in corpora.clinc(data, "train")})
    order = [intents[index] for index in np.random.default_rng(SEED).permutation(len(intents))]
    return sorted(order[HELD + CHOOSING:]), sorted(order[HELD:HELD + CHOOSING]), sorted(order[:HELD])


def searches(data: Path) -> dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    """Texts with intents of `choosing`, `held` and `snips`: those to search among, and those that search."""
    _, choosing, held = split_intents(data)
    chosen = {name: (_of(data, "train", intents), _of(data, query, intents))
              for name, intents, query in (("choosing", choosing, "val"), ("held", held, "test"))}
    order = np.random.default_rng(SEED).permutation(len(snips := corpora.snips(data, "train")))
    kept: dict[str, list[tuple[str, str]]] = {}
    for index in order:
        text, intent = snips[index]
        if len(kept.setdefault(intent, [])) < 100:
            kept[intent].append((text, intent))
    chosen["snips"] = ([pair for intent in sorted(kept) for pair in kept[intent]], corpora.snips(data, "test"))
    return chosen


def unlabelled(data: Path) -> list[str]:
    """Texts of no label; none is of CLINC150 or Snips."""
    texts = [text for text, _ in corpora.sentences(data, "TREC.train.all")]
    texts += [text for text, _ in corpora.sentences(data, "subj.all")[:6000]]
    texts += [text for text, _ in corpora.sentences(data, "custrev.all")]
    return texts + corpora.captions(data)[:10000] + corpora.encyclopedia(data) + corpora.posts(data)


def prepare(data: Path, folder: Path) -> None:
    """Learns the tokeniser from the texts that train, and writes rows to `folder`."""
    learnt, _, _ = split_intents(data)
    train = _of(data, "train", learnt) + _of(data, "val", learnt)
    others = unlabelled(data)
    tokenizer = Tokenizer.learn([text for text, _ in train] * 3 + others, PIECES)
    tokenizer.write(folder / "tokenizer.json")
    _write(folder / "train.npz", tokenizer, train)
    _write(folder / "unlabelled.npz", tokenizer, [(text, "") for text in others])
    for name, (index, queries) in searches(data).items():
        names = sorted({intent for _, intent in index})
        _write(folder / f"{name}-index.npz", tokenizer, index, names)
        _write(folder / f"{name}-queries.npz", tokenizer, queries, names)
        print(name, len(names), len(index), len(queries))
    folder.joinpath("intents.json").write_text(json.dumps(learnt) + "\n", encoding="utf-8")
    print(len(train), len(others), len(tokenizer))


def read(folder: Path) -> Prepared:
    """What `prepare` wrote."""
    search = {name: Search(_read(folder / f"{name}-index.npz"), _read(folder / f"{name}-queries.npz"))
              for name in ("choosing", "held", "snips")}
    return Prepared(Tokenizer.load(folder / "tokenizer.json"), _read(folder / "train.npz"), _read(folder / "unlabelled.npz").rows,
                    **search)


def _of(data: Path, split: str, intents: list[str]) -> list[tuple[str, str]]:
    wanted = set(intents)
    return [(text, intent) for text, intent in corpora.clinc(data, split) if intent in wanted]


def _write(path: Path, tokenizer: Tokenizer, pairs: list[tuple[str, str]], names: list[str] | None = None) -> None:
    order = {name: index for index, name in enumerate(names or sorted({name for _, name in pairs}))}
    rows = [tokenizer.encode(text, most=LONGEST).ids for text, _ in pairs]
    ragged.write(path, rows, intents=np.array([order[name] for _, name in pairs]))


def _read(path: Path) -> Texts:
    rows, columns = ragged.read(path)
    return Texts(rows, columns["intents"])
