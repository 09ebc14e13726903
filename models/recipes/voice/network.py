"""The voice: characters → durations → mel spectrogram, all frames at once (after FastSpeech, Ren et al. 2019,
arXiv:1905.09263).
"""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

from speech.activation import gelu

from .data import MEL
from .text import ALIASES, SYMBOLS

WIDTH, ENCODER, DECODER = 96, 3, 4
PLACE = 5  # numbers that tell a frame where it lies


class VoiceNet(nn.Module):
    """Convolutions with one attention over the characters, the length regulator, convolutions over the frames."""

    def __init__(self, mean: torch.Tensor, deviation: torch.Tensor) -> None:
        super().__init__()
        self.embed = nn.Embedding(len(SYMBOLS), WIDTH)
        self.place = nn.Linear(2, WIDTH)
        self.encoder = nn.ModuleList(_Layer() for _ in range(ENCODER))
        self.attention = _Attention()
        self.lengthen = nn.ModuleList([_Layer(), _Layer()])
        self.duration = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1))
        self.frame_place = nn.Linear(PLACE, WIDTH)
        self.decoder = nn.ModuleList(_Layer() for _ in range(DECODER))
        self.finish = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, MEL.bins))
        nn.init.normal_(self.embed.weight, std=0.3)
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def encode(self, symbols: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """symbols int64 [n, t], mask float32 [n, t, 1] → hidden [n, t, width] and the logarithms of the durations [n,
        t]."""
        position = torch.cumsum(mask, dim=1) / mask.sum(dim=1, keepdim=True)
        hidden = self.embed(symbols) + self.place(torch.cat([position, 1 - position], dim=2))
        hidden = hidden * mask
        for layer in self.encoder:
            hidden = layer(hidden, mask)
        hidden = self.attention(hidden, mask) * mask
        lengths = hidden.detach()
        for layer in self.lengthen:
            lengths = layer(lengths, mask)
        return hidden, self.duration(lengths).squeeze(2)

    def decode(self, hidden: torch.Tensor, durations: torch.Tensor, frames: torch.Tensor) -> torch.Tensor:
        """hidden [n, t, width], durations [n, t] in frames; `frames` int64 [f] counts from zero → mel [n, f, bins].

        The length regulator is a comparison and a product: frame f takes the character whose time contains f + 1/2.
        """
        ends = torch.cumsum(durations, dim=1).unsqueeze(1)
        starts = ends - durations.unsqueeze(1)
        middle = (frames.to(durations.dtype) + 0.5).view(1, -1, 1)
        chosen = ((middle >= starts) & (middle < ends)).to(durations.dtype)  # [n, f, t]
        length = chosen @ durations.unsqueeze(2)
        inside = (middle - chosen @ starts.transpose(1, 2)) / length.clamp(min=0.5)
        whole = middle / ends[:, :, -1:].clamp(min=1)
        place = torch.cat([inside, 1 - inside, length / 10, whole, 1 - whole], dim=2).clamp(-1, 3)
        mask = chosen.sum(dim=2, keepdim=True)
        hidden = (chosen @ hidden + self.frame_place(place)) * mask
        for layer in self.decoder:
            hidden = layer(hidden, mask)
        return self.finish(hidden) * self.deviation + self.mean


class Reader(nn.Module):
    """What is exported: (text int64 [1, t], speed float32 [1]) → mel float32 [1, frames, 80]; speed 2 takes half the
    time."""

    def __init__(self, voice: VoiceNet) -> None:
        super().__init__()
        self.voice = voice

    def forward(self, text: torch.Tensor, speed: torch.Tensor) -> torch.Tensor:
        symbols = functional.pad(text, (1, 1))
        hidden, lengths = self.voice.encode(symbols, torch.ones_like(symbols).unsqueeze(2).to(speed.dtype))
        durations = torch.exp(lengths.clamp(-2, 4.5)) / speed.clamp(0.25, 4).unsqueeze(1)
        frames = torch.arange(torch.ceil(durations.sum()).to(torch.int64).clamp(min=1))
        return self.voice.decode(hidden, durations, frames)


@torch.no_grad()
def with_aliases(reader: Reader) -> Reader:
    """Lets the reader take the aliases, too, whose numbers follow those of the symbols; changes it."""
    known = reader.voice.embed.weight
    copies = known[[SYMBOLS.index(symbol) for symbol in ALIASES.values()]]
    reader.voice.embed = nn.Embedding.from_pretrained(torch.cat([known, copies]))
    return reader


class _Layer(nn.Module):
    """A convolution over five places, normalised, added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.convolution = nn.Conv1d(WIDTH, WIDTH, 5, padding=2)
        self.normalise = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(0.05)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        seen = self.normalise(hidden) * mask  # what is masked must look like the convolution's own padding
        changed = gelu(self.convolution(seen.transpose(1, 2))).transpose(1, 2)
        return (hidden + self.dropout(changed)) * mask


class _Attention(nn.Module):
    """One head over all characters, so that each knows its sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.normalise = nn.LayerNorm(WIDTH)
        self.project = nn.Linear(WIDTH, 3 * WIDTH)
        self.merge = nn.Linear(WIDTH, WIDTH)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        query, key, value = self.project(self.normalise(hidden)).chunk(3, dim=2)
        scores = query @ key.transpose(1, 2) / math.sqrt(WIDTH) - 1e4 * (1 - mask.transpose(1, 2))
        return hidden + self.merge(scores.softmax(dim=2) @ value)
