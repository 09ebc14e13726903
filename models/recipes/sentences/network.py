"""The encoder of sentences: what is learnt by contrast, and which rare words there are; ids and mask int64 [n, t] -> float32 [n, 128]."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from text.layers import Encoder, mean
from text.tokenizer import SPECIAL

SIZE = 128
SMALL = {"width": 128, "layers": 2, "heads": 4, "narrow": 64, "dropout": 0.1}


class MeaningEncoder(nn.Module):
    """The mean over the tokens of what the encoder makes of them, and of what it is given, in one linear map."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.encoder = Encoder(pieces, **SMALL)
        self.join = nn.Linear(2 * self.encoder.width, SIZE)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        read = [mean(self.encoder(ids, mask), mask), mean(self.encoder.embedded(ids), mask)]
        return self.join(torch.cat(read, dim=1))


class WordEncoder(nn.Module):
    """The sum of random vectors of the tokens, as long as these are rare: a random projection of tf-idf that nearly keeps its cosines
    (Johnson & Lindenstrauss 1984). A token's vector is a sine of its id at random frequencies, so that no table is needed."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        random = np.random.default_rng(3)
        frequencies, phases = (torch.from_numpy(random.uniform(0, 2 * np.pi, SIZE).astype(np.float32)) for _ in range(2))
        self.frequencies, self.phases = (nn.Parameter(each, requires_grad=False) for each in (frequencies, phases))
        self.rarity = nn.Embedding(pieces, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        vectors = torch.sin(ids.to(torch.float32)[:, :, None] * self.frequencies + self.phases)
        return (vectors * self.rarity(ids) * mask.to(torch.float32)[:, :, None]).sum(1)

    @torch.no_grad()
    def count(self, rows: Sequence[np.ndarray]) -> None:
        """Learns how rare each token is in `rows`; special ones weigh nothing."""
        table = self.rarity.weight
        holding = np.bincount(np.concatenate([np.unique(row) for row in rows]), minlength=len(table))
        table.copy_(torch.from_numpy(np.log((1 + len(rows)) / (1 + holding)).astype(np.float32))[:, None])
        table[:len(SPECIAL)] = 0


class SentenceEncoder(nn.Module):
    """Both, each of length one, `share` times what is learnt."""

    def __init__(self, pieces: int, share: float = 0.0) -> None:
        super().__init__()
        self.meaning, self.words = MeaningEncoder(pieces), WordEncoder(pieces)
        self.share = nn.Parameter(torch.tensor([share]), requires_grad=False)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        learnt, found = functional.normalize(self.meaning(ids, mask), dim=1), functional.normalize(self.words(ids, mask), dim=1)
        return self.share * learnt + found
