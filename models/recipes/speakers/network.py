"""The network: log-mel below 3.8 kHz, convolutions in time, mean and deviation over time (x-vector, Snyder et al. 2018)."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from speech.augment import masked
from speech.features import Mel
from speech.frontend import LogMel, valid

CHANNELS, WIDTH = 64, 64
DILATIONS = (1, 2, 3)
DEVIATION = 3.0  # about that of log-mel values
MEL = Mel(bins=40, fft=400, low=80, high=3800, floor=1e-5)


class SpeakerNet(nn.Module):
    """(waveform float32 [n, samples] at 16 kHz, lengths int64 [n]) → embedding float32 [n, 64] of length one."""

    def __init__(self) -> None:
        super().__init__()
        self.spectrogram = LogMel(16000, MEL)
        channels = [MEL.bins, *[CHANNELS] * len(DILATIONS)]
        self.layers = nn.ModuleList(_Layer(before, dilation) for before, dilation in zip(channels, DILATIONS))
        self.embed = nn.Sequential(nn.BatchNorm1d(2 * CHANNELS), nn.Dropout(0.2), nn.Linear(2 * CHANNELS, WIDTH))

    def forward(self, waveform: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        features = self.spectrogram(waveform)
        frames = torch.div(lengths, self.spectrogram.hop, rounding_mode="floor") + 1
        mask = valid(frames, features)
        hidden = (features - _level(features, mask)) / DEVIATION * mask
        if self.training:
            hidden = masked(hidden, bands=1, times=1)
        for layer in self.layers:
            hidden = layer(hidden) * mask
        count = mask.sum(dim=2).clamp(min=1)
        mean = hidden.sum(dim=2) / count
        variance = ((hidden - mean.unsqueeze(2)) ** 2 * mask).sum(dim=2) / count
        return functional.normalize(self.embed(torch.cat([mean, torch.sqrt(variance + 1e-5)], dim=1)), dim=1)


def _level(features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The mean over bins and valid frames, [n, 1, 1]: the loudness goes, the colour of the voice stays."""
    return (features.mean(dim=1, keepdim=True) * mask).sum(dim=2, keepdim=True) / mask.sum(dim=2, keepdim=True).clamp(min=1)


class AdditiveMargin(nn.Module):
    """Softmax over cosines in which the own speaker's must lead by a margin (Wang et al. 2018, arXiv:1801.05599)."""

    def __init__(self, speakers: int, margin: float = 0.15, scale: float = 16.0) -> None:
        super().__init__()
        self.centres = nn.Parameter(torch.randn(speakers, WIDTH))
        self.margin, self.scale = margin, scale

    def forward(self, embeddings: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        cosines = embeddings @ functional.normalize(self.centres, dim=1).t()
        margins = functional.one_hot(labels, len(self.centres)) * self.margin
        return functional.cross_entropy(self.scale * (cosines - margins), labels)


class _Layer(nn.Module):
    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(channels, CHANNELS, 5, padding=2 * dilation, dilation=dilation, bias=False)
        self.normalise = nn.BatchNorm1d(CHANNELS)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return functional.relu(self.normalise(self.convolution(hidden)))
