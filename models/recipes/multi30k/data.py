"""Multi30k, task 1 (Elliott et al., 2016; captions of Flickr30k, non-commercial research only):
https://github.com/multi30k/dataset, folder data/task1/raw, unpacked in DIR/multi30k."""

from __future__ import annotations

from pathlib import Path

SOURCE = "multi30k/{train,val,test_2016_flickr}.{de,en}"


def pairs(data: Path, split: str) -> list[tuple[str, str]]:
    """German and English: 29,000 of train, 1,014 of val, 1,000 of test_2016_flickr."""
    sides = []
    for language in ("de", "en"):
        file = data / "multi30k" / f"{split}.{language}"
        if not file.is_file():
            raise FileNotFoundError(f"{file} is missing. {__doc__}")
        sides.append(file.read_text(encoding="utf-8").strip().split("\n"))
    return [(german.strip(), english.strip()) for german, english in zip(*sides, strict=True)]
