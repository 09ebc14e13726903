"""The text: https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt (public domain), in
DIR/tinyshakespeare. The first 90 % are for training, the rest for validation, as in nanoGPT."""

from __future__ import annotations

from pathlib import Path

import torch

from transformer.characters import UNKNOWN, Characters

SOURCE = "tinyshakespeare/input.txt"
CHARACTERS = Characters(["<pad>", UNKNOWN], "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def text(data: Path) -> tuple[str, str]:
    """The training and the validation text."""
    file = data / SOURCE
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing. {__doc__}")
    whole = file.read_text(encoding="utf-8")
    border = int(0.9 * len(whole))
    return whole[:border], whole[border:]


def ids(part: str) -> torch.Tensor:
    """int64 [characters]."""
    return torch.tensor(CHARACTERS.encode(part))
