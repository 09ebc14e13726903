"""The network: convolutions in time over a log-mel spectrogram that is computed outside."""

from __future__ import annotations

import torch
from torch import nn

from speech.augment import masked

BINS = 40


class KeywordNet(nn.Module):
    """features float32 [n, frames, 40] (log-mel) → logits float32 [n, words]; each bin's mean over time is taken out
    first."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(*_layer(BINS, 64, 1), *_layer(64, 64, 2), *_layer(64, 64, 2), *_layer(64, 96, 2))
        self.classify = nn.Sequential(nn.Dropout(0.3), nn.Linear(2 * 96, words))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        spectrogram = features.transpose(1, 2)
        spectrogram = spectrogram - spectrogram.mean(dim=2, keepdim=True)
        if self.training:
            spectrogram = masked(spectrogram, bands=1, times=1, widest=15)
        hidden = self.layers(spectrogram)
        return self.classify(torch.cat([hidden.mean(dim=2), hidden.amax(dim=2)], dim=1))


def _layer(before: int, after: int, stride: int) -> list[nn.Module]:
    convolution = nn.Conv1d(before, after, 5, stride=stride, padding=2, bias=False)
    return [convolution, nn.BatchNorm1d(after), nn.ReLU(), nn.Dropout(0.1)]
