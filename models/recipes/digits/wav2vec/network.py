"""wav2vec 2.0 (Baevski et al. 2020), small: convolutions on the waveform, convolutional positions, a transformer.

As in the paper: seven convolutions with strides of 320 samples (20 ms) in all, layer normalisation and GELU (the
variant of the large model, in which padding changes nothing), a grouped convolution for positions, masked latents
replaced by a learned vector. Otherwise: 16 to 96 channels instead of 512, three pre-normalised transformer layers of
width 96 instead of twelve of 768.
"""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

from speech.activation import gelu
from speech.frontend import valid

CONVOLUTIONS = ((16, 10, 5), (24, 3, 2), (48, 3, 2), (64, 3, 2), (96, 3, 2), (96, 2, 2), (96, 2, 2))  # channels, kernel, stride
FRAME = 400  # samples that a latent sees
WIDTH, HEADS, LAYERS, POSITIONS = 96, 4, 3, 33


class Encoder(nn.Module):
    """Latents of a normalised waveform, and their contexts."""

    def __init__(self) -> None:
        super().__init__()
        channels = [1, *(width for width, _, _ in CONVOLUTIONS)]
        self.convolutions = nn.ModuleList(
            _Convolution(before, after, kernel, stride)
            for before, (after, kernel, stride) in zip(channels, CONVOLUTIONS))
        self.normalise = nn.LayerNorm(WIDTH)
        self.hidden_latent = nn.Parameter(torch.randn(WIDTH) * 0.1)
        self.positions = nn.Conv1d(WIDTH, WIDTH, POSITIONS, padding=POSITIONS // 2, groups=8)
        self.layers = nn.ModuleList(_TransformerLayer() for _ in range(LAYERS))
        self.finish = nn.LayerNorm(WIDTH)

    def latents(self, waveform: torch.Tensor) -> torch.Tensor:
        """float32 [n, samples] → [n, frames, width]."""
        hidden = waveform.unsqueeze(1)
        for convolution in self.convolutions:
            hidden = convolution(hidden)
        return self.normalise(hidden.transpose(1, 2))

    def frames(self, lengths: torch.Tensor) -> torch.Tensor:
        """The number of whole frames in a number of samples."""
        for _, kernel, stride in CONVOLUTIONS:
            lengths = torch.div(lengths - kernel, stride, rounding_mode="floor") + 1
        return lengths

    def contexts(self, latents: torch.Tensor, frames: torch.Tensor, hidden: torch.Tensor | None = None) -> torch.Tensor:
        """[n, frames, width]; the latents where `hidden` (bool [n, frames]) is true are not seen."""
        if hidden is not None:
            latents = torch.where(hidden.unsqueeze(2), self.hidden_latent, latents)
        mask = valid(frames, latents.transpose(1, 2))
        latents = latents * mask.transpose(1, 2)
        positions = gelu(self.positions(latents.transpose(1, 2))).transpose(1, 2)
        contexts = latents + positions
        ignored = (1 - mask).unsqueeze(1) * -1e4  # [n, 1, 1, frames]
        for layer in self.layers:
            contexts = layer(contexts, ignored)
        return self.finish(contexts)


class Recogniser(nn.Module):
    """(waveform float32 [n, samples] normalised, lengths int64 [n]) → (logits [n, frames, symbols], lengths in frames
    [n])."""

    def __init__(self, encoder: Encoder, symbols: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.classify = nn.Linear(WIDTH, symbols)

    def forward(self, waveform: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        latents = self.encoder.latents(functional.pad(waveform, (0, FRAME)))  # even the shortest sound has a frame
        frames = self.encoder.frames(lengths).clamp(min=0)
        hidden = spans(latents, 0.02, 6) if self.training else None
        return self.classify(self.encoder.contexts(latents, frames, hidden)), frames


def spans(latents: torch.Tensor, share: float, length: int) -> torch.Tensor:
    """bool [n, frames]: spans of `length` frames, beginning anywhere with probability `share`."""
    starts = (torch.rand(latents.shape[:2]) < share).float().unsqueeze(1)
    covered = functional.max_pool1d(functional.pad(starts, (length - 1, 0)), length, stride=1)
    return covered.squeeze(1) > 0


class _Convolution(nn.Module):
    def __init__(self, before: int, after: int, kernel: int, stride: int) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(before, after, kernel, stride=stride, bias=False)
        self.normalise = nn.LayerNorm(after)
        nn.init.kaiming_normal_(self.convolution.weight)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        hidden = self.normalise(self.convolution(hidden).transpose(1, 2)).transpose(1, 2)
        return gelu(hidden)


class _TransformerLayer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.before_attention, self.before_expansion = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.project = nn.Linear(WIDTH, 3 * WIDTH)
        self.merge = nn.Linear(WIDTH, WIDTH)
        self.expand, self.contract = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: torch.Tensor, ignored: torch.Tensor) -> torch.Tensor:
        hidden = hidden + self.dropout(self._attention(self.before_attention(hidden), ignored))
        expanded = gelu(self.expand(self.before_expansion(hidden)))
        return hidden + self.dropout(self.contract(expanded))

    def _attention(self, hidden: torch.Tensor, ignored: torch.Tensor) -> torch.Tensor:
        query, key, value = (self._heads(part) for part in self.project(hidden).chunk(3, dim=2))
        scores = query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + ignored
        joined = (scores.softmax(dim=3) @ value).transpose(1, 2)
        return self.merge(joined.flatten(2))

    @staticmethod
    def _heads(part: torch.Tensor) -> torch.Tensor:
        rows, frames, _ = part.shape
        return part.view(rows, frames, HEADS, WIDTH // HEADS).transpose(1, 2)
