"""WNUT-17, novel and emerging entities (Derczynski et al., 2017; CC BY 4.0):
https://github.com/leondz/emerging_entities_17, in DIR/wnut17."""

from __future__ import annotations

from pathlib import Path

from tagging.alignment import Labelled

SOURCE = "wnut17/{wnut17train.conll,emerging.dev.conll,emerging.test.annotated}"
_FILES = {"train": "wnut17train.conll", "dev": "emerging.dev.conll", "test": "emerging.test.annotated"}


def texts(data: Path, split: str) -> list[Labelled]:
    """3,394 of train, 1,009 of dev, 1,287 of test."""
    file = data / "wnut17" / _FILES[split]
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing. {__doc__}")
    found, words, labels = [], [], []
    for line in [*file.read_text(encoding="utf-8").split("\n"), ""]:
        word, _, label = line.partition("\t")
        if label.strip():
            words.append(word.strip() or "_")
            labels.append(label.strip())
        elif words:
            found.append(Labelled(tuple(words), tuple(labels)))
            words, labels = [], []
    return found
