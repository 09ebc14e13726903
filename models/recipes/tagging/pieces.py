"""Embeddings of word pieces that know how a piece is written; after training they are one table again."""

from __future__ import annotations

from typing import Sequence

import torch
from torch import nn
from torch.nn import functional

_HASHED = 160


class PieceEmbedding(nn.Module):
    """ids int64 [n, t] → float32 [n, t, width]: a row for each piece plus a linear map of its letters and its shape."""

    def __init__(self, pieces: Sequence[str], width: int) -> None:
        super().__init__()
        self.rows = nn.Embedding(len(pieces), width)
        self.register_buffer("features", torch.tensor([_features(piece) for piece in pieces]), persistent=False)
        self.written = nn.Linear(self.features.size(1), width, bias=False)
        nn.init.normal_(self.rows.weight, std=0.3)
        nn.init.normal_(self.written.weight, std=0.1)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return functional.embedding(ids, self._table())

    def folded(self) -> nn.Embedding:
        """The same as a plain table."""
        return nn.Embedding.from_pretrained(self._table().detach().float())

    def _table(self) -> torch.Tensor:
        return self.rows.weight + self.written(self.features)


def _features(piece: str) -> list[float]:
    inside = piece.startswith("##")
    letters = piece[2:] if inside else piece
    shape = [inside, letters[:1].isupper(), letters.isupper(), letters.islower(), letters.isdigit(), letters.isalpha(),
             not letters[:1].isalnum(), letters in "@#", len(letters) == 1, len(letters) > 4, piece[0] == "[" and len(piece) > 1]
    hashed = [0.0] * _HASHED
    marked = ("" if inside else "^") + letters.lower()
    grams = [marked[start:start + size] for size in (1, 2, 3) for start in range(len(marked) - size + 1)]
    for gram in grams:
        hashed[sum((place + 1) * 31 ** place * ord(character) for place, character in enumerate(gram)) % _HASHED] += len(grams) ** -0.5
    return [*map(float, shape), *hashed]
