"""Which frames belong to which character: learnt from texts and spectrograms alone (Badlani et al. 2022,
arXiv:2108.10447).

A frame attends to the characters whose learnt vectors lie near its own. All monotonic ways through the sentence are
summed up, which is the loss of connectionist temporal classification with the characters' positions as labels. The
best way gives the durations.
"""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .data import MEL, Batch, Spoken, shuffled
from .text import SYMBOLS

WIDTH = 48
_BLANK = -1.0  # the logit of "no character"


class Aligner(nn.Module):
    """(symbols [n, t], mel [n, frames, 80]) → logits [n, frames, t]."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(len(SYMBOLS), WIDTH)
        self.keys = _convolutions(WIDTH)
        self.queries = _convolutions(MEL.bins)

    def forward(self, symbols: torch.Tensor, mel: torch.Tensor) -> torch.Tensor:
        keys = self.keys(self.embed(symbols).transpose(1, 2)).transpose(1, 2)
        queries = self.queries((mel + 5).transpose(1, 2) / 4).transpose(1, 2)
        return -0.05 * torch.cdist(queries, keys) ** 2


def learn(items: Sequence[Spoken], epochs: int, seed: int) -> list[np.ndarray]:
    """The durations of all items' characters in frames, int64 [t]; each at least one."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    aligner = Aligner().train()
    optimiser = torch.optim.Adam(aligner.parameters(), lr=2e-3)
    for epoch in range(epochs):
        losses = []
        for rows in shuffled(items, 16, random):
            loss = _loss(aligner, Batch.of([items[row] for row in rows]), diagonal=epoch < epochs // 2)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        print(f"alignment {epoch + 1}/{epochs}: {np.mean(losses):.3f}", flush=True)
    return [_durations(aligner.eval(), item) for item in items]


def _loss(aligner: Aligner, batch: Batch, diagonal: bool) -> torch.Tensor:
    logits = aligner(torch.from_numpy(batch.symbols), torch.from_numpy(batch.mel))
    counts = torch.from_numpy(batch.symbol_counts)
    positions = torch.arange(logits.shape[2])
    logits = logits.masked_fill(positions >= counts[:, None, None], -1e4)
    if diagonal:
        logits = logits + _diagonal(batch)
    scores = functional.pad(logits, (1, 0), value=_BLANK).log_softmax(dim=2).transpose(0, 1)
    targets = (positions + 1).expand(len(counts), -1)
    return functional.ctc_loss(scores, targets, torch.from_numpy(batch.frame_counts), counts, zero_infinity=True)


def _diagonal(batch: Batch) -> torch.Tensor:
    """A prior for the beginning: speech runs evenly through the text."""
    where = np.arange(batch.mel.shape[1])[None, :, None] / batch.frame_counts[:, None, None]
    place = (np.arange(batch.symbols.shape[1])[None, None, :] + 0.5) / batch.symbol_counts[:, None, None]
    return torch.from_numpy((-((where - place) / 0.1) ** 2 / 2).astype(np.float32))


@torch.no_grad()
def _durations(aligner: Aligner, item: Spoken) -> np.ndarray:
    scores = aligner(torch.from_numpy(item.symbols[None]), torch.from_numpy(item.mel[None]))[0].log_softmax(dim=1).numpy()
    return best_way(scores.astype(np.float64))


def best_way(scores: np.ndarray) -> np.ndarray:
    """The best monotonic way through [frames, t] that visits each column: its frames in each column, int64 [t]."""
    frames, columns = scores.shape
    total = np.full((frames, columns), -np.inf)
    total[0, 0] = scores[0, 0]
    for frame in range(1, frames):
        moved = np.concatenate([[-np.inf], total[frame - 1, :-1]])
        total[frame] = np.maximum(total[frame - 1], moved) + scores[frame]
    durations, column = np.zeros(columns, np.int64), columns - 1
    for frame in range(frames - 1, -1, -1):
        durations[column] += 1
        if frame and column and total[frame - 1, column - 1] >= total[frame - 1, column]:
            column -= 1
    return durations


def _convolutions(channels: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv1d(channels, WIDTH, 3, padding=1), nn.ReLU(), nn.Conv1d(WIDTH, WIDTH, 3, padding=1), nn.ReLU(),
                         nn.Conv1d(WIDTH, WIDTH, 1))
