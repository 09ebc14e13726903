"""Snips' natural language understanding benchmark (Coucke et al., 2018; CC0), split as by Goo et al. (2018):
https://github.com/MiuLab/SlotGated-SLU, folder data/snips, in DIR/slu-snips."""

from __future__ import annotations

from pathlib import Path

from tagging.alignment import Labelled

SOURCE = "slu-snips/{train,valid,test}"


def texts(data: Path, split: str) -> list[Labelled]:
    """13,084 of train, 700 of valid and test each."""
    folder = data / "slu-snips" / split
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is missing. {__doc__}")
    columns = [folder.joinpath(file).read_text(encoding="utf-8").splitlines() for file in ("seq.in", "seq.out", "label")]
    return [Labelled(tuple(words.split()), tuple(labels.split()), intent.strip()) for words, labels, intent in zip(*columns, strict=True)]
