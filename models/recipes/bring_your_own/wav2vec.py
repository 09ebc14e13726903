"""wav2vec 2.0 base with a CTC head (Baevski et al. 2020, https://arxiv.org/abs/2006.11477)."""

from __future__ import annotations

import torch
from torch import nn

from .attention import Attention

WIDTH, HEADS, LAYERS, SYMBOLS = 768, 12, 12, 32
KERNELS = (10, 3, 3, 3, 3, 2, 2)
STRIDES = (5, 2, 2, 2, 2, 2, 2)


class Extractor(nn.Module):
    """waveform [n, samples] -> [n, frames, 512], a frame every 320 samples; group norm after the first layer only."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index, (kernel, stride) in enumerate(zip(KERNELS, STRIDES)):
            layers.append(nn.Conv1d(1 if index == 0 else 512, 512, kernel, stride, bias=False))
            if index == 0:
                layers.append(nn.GroupNorm(512, 512))
            layers.append(nn.GELU())
        self.layers = nn.Sequential(*layers)

    def forward(self, waveform: torch.Tensor) -> torch.Tensor:
        return self.layers(waveform.unsqueeze(1)).transpose(1, 2)


class Layer(nn.Module):
    """One layer with the norms after its two parts: [n, frames, WIDTH] -> the same."""

    def __init__(self) -> None:
        super().__init__()
        self.attention, self.attention_norm = Attention(WIDTH, HEADS), nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.attention_norm(x + self.attention(x, x))
        return self.norm(x + self.mlp(x))


class Wav2Vec2(nn.Module):
    """input_values FLOAT [n, samples] -> logits FLOAT [n, frames, SYMBOLS]; 94.4 M parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.extractor = Extractor()
        self.projection = nn.Sequential(nn.LayerNorm(512), nn.Linear(512, WIDTH))
        self.positions = nn.Conv1d(WIDTH, WIDTH, 128, padding=64, groups=16)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.Sequential(*(Layer() for _ in range(LAYERS)))
        self.head = nn.Linear(WIDTH, SYMBOLS)

    def forward(self, waveform: torch.Tensor) -> torch.Tensor:
        x = self.projection(self.extractor(waveform))
        positions = self.positions(x.transpose(1, 2))[:, :, :-1].transpose(1, 2)
        x = self.norm(x + nn.functional.gelu(positions))
        return self.head(self.layers(x))
