"""A row and a text in one network: embedded rows, and the mean of the embedded tokens."""

from __future__ import annotations

import torch
from torch import nn

from tabular.networks import Perceptron, Preparation, RowEncoder

SIZE, WORDS = 6, 12
WIDTH = 64


class RowAndText(nn.Module):
    """(numbers, categories, input_ids [n, t], attention_mask [n, t]) → logits [n, 2]; `reads_row` leaves the row out."""

    def __init__(self, preparation: Preparation, tokens: int, dropout: float, reads_row: bool = True) -> None:
        super().__init__()
        self.reads_row = reads_row
        self.rows = RowEncoder(preparation, SIZE)
        self.words = nn.Embedding(tokens, WORDS)
        self.perceptron = Perceptron(preparation.features * SIZE * reads_row + WORDS, WIDTH, 1, dropout, 2)

    def encode(self, numbers, categories, input_ids, attention_mask):
        mask = attention_mask.float().unsqueeze(2)
        text = (self.words(input_ids) * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
        if not self.reads_row:
            return text
        return torch.cat([self.rows(numbers, categories).flatten(1), text], dim=1)

    def decode(self, encoded):
        return self.perceptron(encoded)

    def forward(self, numbers, categories, input_ids, attention_mask):
        return self.decode(self.encode(numbers, categories, input_ids, attention_mask))
