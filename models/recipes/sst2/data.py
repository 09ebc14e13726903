"""What the classifier of film reviews learns from, as rows of ids with the probability of praise and a weight."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

import numpy as np

from text import corpora, ragged
from text.overlap import HeldOut
from text.tokenizer import END, SPECIAL, START, Tokenizer

PIECES = 4000
_START, _END = SPECIAL.index(START), SPECIAL.index(END)
LONGEST = 64
# five degrees of sentiment as probabilities of praise; the middle one is in no test, but tells where the others end
_DEGREES = (0.02, 0.12, 0.5, 0.88, 0.98)
_SOURCES = ("stsa.fine.train", "rt-polarity.all", "custrev.all", "mpqa.all")
_WEIGHTS = {"rt-polarity.all": 0.7, "custrev.all": 0.4, "mpqa.all": 0.4}


@dataclass(frozen=True)
class Labelled:
    """Rows with `praise` float32 [n] in 0..1 and `weight` float32 [n]."""

    rows: list[np.ndarray]
    praise: np.ndarray
    weight: np.ndarray


@dataclass(frozen=True)
class Prepared:
    """`official` has the sentences of SST-2 with their two labels, `further` all other labelled texts and the degrees of the official ones."""

    tokenizer: Tokenizer
    official: Labelled
    further: Labelled
    unlabelled: list[np.ndarray]
    dev: Labelled
    test: Labelled


def prepare(data: Path, folder: Path) -> None:
    """Reads the corpora, learns the tokeniser from what is not held out, and writes rows of ids to `folder`."""
    held = HeldOut(text for split in ("dev", "test") for text, _ in corpora.sentences(data, f"stsa.binary.{split}"))
    official = corpora.sentences(data, "stsa.binary.train")
    known = {_key(text) for text, _ in corpora.sentences(data, "stsa.fine.train")}
    further, removed = _further(data, held, known)
    others = list(_unlabelled(data))
    unlabelled = [text for text in others if not held.has(text)]
    removed["unlabelled"] = len(others) - len(unlabelled)
    tokenizer = Tokenizer.learn([text for text, _ in official] + [text for text, _, _ in further] + unlabelled[:20000], PIECES)
    tokenizer.write(folder / "tokenizer.json")
    _write(folder / "official.npz", tokenizer, [(text, float(label), 1.0) for text, label in official])
    _write(folder / "further.npz", tokenizer, further)
    _write(folder / "unlabelled.npz", tokenizer, [(text, 0.5, 1.0) for text in unlabelled])
    for split in ("dev", "test"):
        texts = corpora.sentences(data, f"stsa.binary.{split}")
        _write(folder / f"{split}.npz", tokenizer, [(text, float(label), 1.0) for text, label in texts])
    counts = {"official": len(official), "further": len(further), "unlabelled": len(unlabelled), "removed": removed}
    folder.joinpath("counts.json").write_text(str(counts).replace("'", '"') + "\n", encoding="utf-8")
    print(counts)


def read(folder: Path) -> Prepared:
    """What `prepare` wrote."""
    parts = {name: _read(folder / f"{name}.npz") for name in ("official", "further", "unlabelled", "dev", "test")}
    return Prepared(Tokenizer.load(folder / "tokenizer.json"), parts["official"], parts["further"], parts["unlabelled"].rows,
                    parts["dev"], parts["test"])


def spans(rows: Iterable[np.ndarray], tokenizer: Tokenizer, count: int, random: np.random.Generator) -> list[np.ndarray]:
    """Random runs of two words or more of the rows, as rows; they are to a sentence what phrases are to its parse."""
    inner = np.array([piece.startswith("##") for piece in tokenizer.pieces])
    rows = [row[1:-1] for row in rows if len(row) > 5]
    found = []
    while len(found) < count:
        row = rows[random.integers(len(rows))]
        starts = np.flatnonzero(~inner[row])
        size = int(random.integers(2, max(3, len(starts))))
        first = int(random.integers(0, max(1, len(starts) - size + 1)))
        ends = [*starts, len(row)]
        piece = row[starts[first]:ends[min(first + size, len(starts))]]
        found.append(np.array([_START, *piece, _END], np.int32))
    return found


def _further(data: Path, held: HeldOut, known: set[str]) -> tuple[list[tuple[str, float, float]], dict[str, int]]:
    found, removed = [], {}
    for source in _SOURCES:
        texts = corpora.sentences(data, source)
        if source == "stsa.fine.train":
            found += [(text, _DEGREES[label], 1.0) for text, label in texts]
            continue
        clean = [(text, label) for text, label in texts if not held.has(text)]
        removed[source] = len(texts) - len(clean)
        new = [(text, label) for text, label in clean if _key(text) not in known]
        found += [(text, (0.05, 0.95)[label], _WEIGHTS[source]) for text, label in new]
    return found, removed


def _unlabelled(data: Path) -> Iterable[str]:
    yield from (text for text, _ in corpora.sentences(data, "subj.all"))
    yield from corpora.captions(data)[:8000]
    yield from corpora.encyclopedia(data)
    yield from corpora.posts(data)
    yield from (text for text, _ in corpora.clinc(data, "train")[::3])


def _key(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalpha())


def _write(path: Path, tokenizer: Tokenizer, texts: list[tuple[str, float, float]]) -> None:
    rows = [tokenizer.encode(text, most=LONGEST).ids for text, _, _ in texts]
    ragged.write(path, rows, praise=np.array([praise for _, praise, _ in texts], np.float32),
                 weight=np.array([weight for _, _, weight in texts], np.float32))


def _read(path: Path) -> Labelled:
    rows, columns = ragged.read(path)
    return Labelled(rows, columns["praise"], columns["weight"])

