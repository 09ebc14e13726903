"""Trains the voice on aligned speech: the mel spectrogram with the true durations, and the durations themselves."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch.nn import functional

from .data import Batch, Spoken, shuffled
from .network import Reader, VoiceNet

ROWS = 16
PEAK_RATE = 2e-3


def train(items: Sequence[Spoken], durations: Sequence[np.ndarray], epochs: int, seed: int) -> Reader:
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    frames = np.concatenate([item.mel for item in items])
    network = VoiceNet(torch.from_numpy(frames.mean(axis=0)), torch.from_numpy(frames.std(axis=0))).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    steps = epochs * -(-len(items) // ROWS)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        losses = []
        for rows in shuffled(items, ROWS, random):
            batch = Batch.of([items[row] for row in rows], [durations[row] for row in rows])
            mel_loss, duration_loss = _losses(network, batch)
            optimiser.zero_grad()
            (mel_loss + duration_loss).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            losses.append((mel_loss.item(), duration_loss.item()))
        if (epoch + 1) % max(1, epochs // 20) == 0:
            mel_mean, duration_mean = np.mean(losses, axis=0)
            print(f"epoch {epoch + 1}/{epochs}: mel {mel_mean:.3f}, durations {duration_mean:.3f}", flush=True)
    return Reader(network).eval()


def _losses(network: VoiceNet, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean absolute difference in deviations of each band; mean squared difference of logarithms of durations."""
    durations = torch.from_numpy(batch.durations)
    mask = (durations > 0).to(torch.float32).unsqueeze(2)
    hidden, lengths = network.encode(torch.from_numpy(batch.symbols), mask)
    mel = network.decode(hidden, durations, torch.arange(batch.mel.shape[1]))
    valid = torch.arange(batch.mel.shape[1]) < torch.from_numpy(batch.frame_counts)[:, None]
    difference = ((mel - torch.from_numpy(batch.mel)) / network.deviation).abs()[valid].mean()
    wrong = (lengths - torch.log(durations.clamp(min=1))) * mask.squeeze(2)
    return difference, functional.mse_loss(wrong, torch.zeros_like(wrong), reduction="sum") / mask.sum()


@torch.no_grad()
def read(reader: Reader, symbols: np.ndarray, speed: float = 1.0) -> np.ndarray:
    """The mel spectrogram float32 [frames, 80] for symbols without the edges."""
    return reader(torch.from_numpy(symbols[None]), torch.tensor([speed]))[0].numpy()
