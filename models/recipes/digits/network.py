"""The recogniser: log-mel below 3.8 kHz, then residual convolutions in time; 300,000 parameters, receptive field 0.9 s."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from speech.augment import masked
from speech.features import Mel
from speech.frontend import LogMel, centred, valid

CHANNELS = 96
DILATIONS = (1, 1, 2, 2, 2, 1)
MEL = Mel(bins=40, fft=400, low=80, high=3800, floor=1e-5)


class DigitNet(nn.Module):
    """(waveform float32 [n, samples] at 16 kHz, lengths int64 [n]) → (logits [n, frames, symbols], lengths in frames [n]).

    A frame is 20 ms. What lies after a row's length has no influence on its valid frames.
    """

    def __init__(self, symbols: int) -> None:
        super().__init__()
        self.spectrogram = LogMel(16000, MEL)
        self.reduce = _Layer(MEL.bins, 1, stride=2)
        self.layers = nn.ModuleList(_Layer(CHANNELS, dilation) for dilation in DILATIONS)
        self.classify = nn.Conv1d(CHANNELS, symbols, 1)

    def forward(self, waveform: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.spectrogram(waveform)
        frames = torch.div(lengths, self.spectrogram.hop, rounding_mode="floor") + 1
        features = centred(features, valid(frames, features))
        if self.training:
            features = masked(features, bands=2, times=2)
        hidden = self.reduce(features)
        frames = torch.div(frames + 1, 2, rounding_mode="floor")
        mask = valid(frames, hidden)
        hidden = hidden * mask
        for layer in self.layers:
            hidden = (hidden + layer(hidden)) * mask
        return self.classify(hidden).transpose(1, 2), frames


class _Layer(nn.Module):
    def __init__(self, channels: int, dilation: int, stride: int = 1) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(channels, CHANNELS, 5, stride=stride, padding=2 * dilation, dilation=dilation, bias=False)
        self.normalise = nn.BatchNorm1d(CHANNELS)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return self.dropout(functional.relu(self.normalise(self.convolution(hidden))))
