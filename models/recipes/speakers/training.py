"""Trains the speaker network by telling the training voices apart."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch

from speech.features import Mel, mfcc

from .data import RATE, SPEEDS, Utterance, batches
from .network import AdditiveMargin, SpeakerNet

ROWS = 48
PEAK_RATE = 3e-3


def train(utterances: Sequence[Utterance], steps: int, seed: int) -> SpeakerNet:
    torch.manual_seed(seed)
    speakers = len({utterance.speaker for utterance in utterances})
    network, head = SpeakerNet().train(), AdditiveMargin(speakers * len(SPEEDS))
    optimiser = torch.optim.AdamW([*network.parameters(), *head.parameters()], lr=PEAK_RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=steps, pct_start=0.2)
    mean = 0.0
    for step, (batch, labels) in zip(range(1, steps + 1), batches(utterances, ROWS, seed)):
        embeddings = network(torch.from_numpy(batch.waveforms), torch.from_numpy(batch.lengths))
        loss = head(embeddings, torch.from_numpy(labels))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        mean = loss.item() if step == 1 else 0.98 * mean + 0.02 * loss.item()
        if step % max(1, steps // 20) == 0:
            print(f"step {step}/{steps}: loss {mean:.3f}", flush=True)
    return network.eval()


@torch.no_grad()
def embed(network: SpeakerNet, utterances: Sequence[Utterance]) -> np.ndarray:
    """float32 [n, 64], one utterance at a time."""
    rows = [network(torch.from_numpy(u.samples[None]), torch.tensor([len(u.samples)])) for u in utterances]
    return torch.cat(rows).numpy()


def cepstra(training: Sequence[Utterance], utterances: Sequence[Utterance]) -> np.ndarray:
    """The baseline: means and deviations of 20 cepstral coefficients, standardised on the training voices, of length
    one."""
    known = np.stack([_cepstra(utterance) for utterance in training])
    rows = (np.stack([_cepstra(utterance) for utterance in utterances]) - known.mean(axis=0)) / known.std(axis=0)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _cepstra(utterance: Utterance) -> np.ndarray:
    coefficients = mfcc(np.asarray(utterance.samples, np.float64), RATE, Mel(bins=40, high=3800, floor=1e-5), 20)[:, 1:]
    return np.concatenate([coefficients.mean(axis=0), coefficients.std(axis=0)])
