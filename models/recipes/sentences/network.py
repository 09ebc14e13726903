"""The encoder of sentences: ids and mask int64 [n, t] -> vectors float32 [n, size], not yet of length one."""

from __future__ import annotations

import torch
from torch import nn

from text.layers import Encoder, mean

SIZE = 128
SMALL = {"width": 128, "layers": 2, "heads": 4, "narrow": 64, "dropout": 0.1}


class SentenceEncoder(nn.Module):
    """The mean over the tokens of what the encoder makes of them, and of what it is given, in one linear map."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.encoder = Encoder(pieces, **SMALL)
        self.join = nn.Linear(2 * self.encoder.width, SIZE)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        read = [mean(self.encoder(ids, mask), mask), mean(self.encoder.embedded(ids), mask)]
        return self.join(torch.cat(read, dim=1))
