"""Contrastive pretraining: tell what is hidden from the other hidden frames of the same sound. No transcript is used.

Unlike the paper's, the targets are not the network's own quantised latents but learnt projections of the log-mel of
the same 25 ms: with half an hour of speech and some hundred steps these leave chance at once, where the latents as
targets did not yet.
"""

from __future__ import annotations

from typing import Callable, Iterator, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from speech import augment, features
from speech.features import Mel
from speech.frontend import LogMel

from .network import WIDTH, Encoder, spans

CROP = 32_000  # samples: 2 s
TEMPERATURE = 0.1
SHARE, SPAN = 0.12, 5  # about half of the latents are hidden, as in the paper, in shorter spans
_RISE = 20  # steps until the full rate; a slow rise stayed at chance
MEL = Mel(bins=40, fft=400, hop=20, low=80, high=3800, floor=1e-3)


class _Contrast(nn.Module):
    """Both sides of the comparison."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.spectrogram = LogMel(16000, MEL)
        self.spectrogram.padding = 0  # a frame then begins and ends with the samples of the latent of the same number
        self.predict, self.target = nn.Linear(WIDTH, 64), nn.Linear(MEL.bins, 64)

    def forward(self, waveform: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The loss and the share of hidden latents that were found."""
        latents = self.encoder.latents(waveform)
        hidden = spans(latents, SHARE, SPAN)
        frames = torch.full((len(waveform),), latents.shape[1])
        predicted = functional.normalize(self.predict(self.encoder.contexts(latents, frames, hidden)), dim=2)
        mel = self.spectrogram(waveform).transpose(1, 2)
        targets = functional.normalize(self.target((mel - mel.mean(dim=1, keepdim=True)) / 3), dim=2)
        similarity = predicted @ targets.transpose(1, 2) / TEMPERATURE
        similarity = similarity.masked_fill(~hidden.unsqueeze(1), -1e4)[hidden]
        own = torch.arange(latents.shape[1]).expand(hidden.shape)[hidden]
        found = (similarity.argmax(dim=1) == own).float().mean()
        return functional.cross_entropy(similarity, own), found


def pretrain(encoder: Encoder, sounds: Sequence[np.ndarray], steps: int, rows: int, rate: float, seed: int,
             progress: Callable[[str], None] = print) -> float:
    """Trains the encoder in place; the share of hidden latents found, averaged over the last steps."""
    model = _Contrast(encoder).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1.0, (step + 1) / _RISE) * (1 - step / steps))
    average = 0.0
    for step, batch in zip(range(1, steps + 1), _crops(sounds, rows, seed)):
        loss, found = model(torch.from_numpy(batch))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        average = float(found) if step == 1 else 0.98 * average + 0.02 * float(found)
        if step % max(1, steps // 20) == 0:
            progress(f"pretraining {step}/{steps}: loss {loss.item():.3f}, found {average:.3f}")
    return average


def _crops(sounds: Sequence[np.ndarray], rows: int, seed: int) -> Iterator[np.ndarray]:
    """Random stretches of random sounds, joined where they are shorter; varied and normalised; float32 [rows, CROP]."""
    random = np.random.default_rng(seed)
    while True:
        yield np.stack([_crop(sounds, random) for _ in range(rows)])


def _crop(sounds: Sequence[np.ndarray], random: np.random.Generator) -> np.ndarray:
    parts: list[np.ndarray] = []
    while sum(map(len, parts)) < CROP:
        sound = augment.speed(sounds[int(random.integers(len(sounds)))], random.uniform(0.85, 1.2))
        start = int(random.integers(0, max(1, len(sound) - CROP)))
        parts += [sound[start:start + CROP], np.zeros(int(random.integers(0, 4000)), np.float32)]
    sound = augment.noisy(augment.coloured(np.concatenate(parts)[:CROP], random), random)
    return features.normalise(sound).astype(np.float32)
