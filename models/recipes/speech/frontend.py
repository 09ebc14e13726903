"""The log-mel spectrogram inside a graph: the Fourier transform is a convolution with cosines and sines."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .features import Mel, frame_window, mel_filters


class LogMel(nn.Module):
    """waveform float32 [n, samples] → float32 [n, bins, 1 + samples // hop]; zeros, not reflections, pad both ends.

    Only the bins of the transform that some filter uses are computed.
    """

    def __init__(self, rate: int, mel: Mel) -> None:
        super().__init__()
        filters = mel_filters(rate, mel)
        used = np.flatnonzero(filters.any(axis=0))
        angle = 2 * np.pi * used[:, None] * np.arange(mel.fft)[None, :] / mel.fft
        window = frame_window(rate, mel)
        kernel = np.concatenate([np.cos(angle), np.sin(angle)]) * window
        self.register_buffer("kernel", torch.tensor(kernel[:, None], dtype=torch.float32))
        self.register_buffer("filters", torch.tensor(filters[:, used, None], dtype=torch.float32))
        self.hop, self.padding, self.floor = mel.samples(mel.hop, rate), mel.fft // 2, mel.floor

    def forward(self, waveform: torch.Tensor) -> torch.Tensor:
        parts = functional.conv1d(waveform.unsqueeze(1), self.kernel, stride=self.hop, padding=self.padding)
        real, imaginary = parts.chunk(2, dim=1)
        return torch.log(functional.conv1d(real**2 + imaginary**2, self.filters) + self.floor)


def valid(lengths: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
    """float32 [n, 1, frames]: one in the first `lengths` frames of each row, zero after."""
    return (torch.arange(frames.shape[-1], device=frames.device).unsqueeze(0) < lengths.unsqueeze(1)).unsqueeze(1).to(frames.dtype)


def centred(features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Features [n, c, frames] without each channel's mean over the valid frames, zero in the others."""
    mean = (features * mask).sum(dim=2, keepdim=True) / mask.sum(dim=2, keepdim=True).clamp(min=1)
    return (features - mean) * mask
