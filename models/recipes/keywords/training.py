"""Trains the keyword network on clips that are varied anew in each epoch."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch.nn import functional

from speech import augment
from speech.commands import RATE, WORDS, Command
from speech.preprocess import tensor
from speech.sound import Sound

from .network import KeywordNet

SETTINGS = {"features": "mel", "sample-rate": RATE, "length": RATE, "normalize": "utterance",
            "mel": {"bins": 40, "low": 60, "high": 7600, "floor": 1e-4}}
BATCH = 32
PEAK_RATE = 3e-3


def train(commands: Sequence[Command], epochs: int, seed: int) -> KeywordNet:
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = KeywordNet(len(WORDS)).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=epochs * (len(commands) // BATCH))
    for epoch in range(epochs):
        order = random.permutation(len(commands))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = [commands[index] for index in order[start:start + BATCH]]
            features = rows([_varied(command.samples, random) for command in chosen])
            labels = torch.tensor([WORDS.index(command.word) for command in chosen])
            loss = functional.cross_entropy(network(torch.from_numpy(features)), labels, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        if (epoch + 1) % max(1, epochs // 10) == 0:
            print(f"epoch {epoch + 1}/{epochs}: loss {loss.item():.3f}", flush=True)
    return network.eval()


def rows(sounds: Sequence[np.ndarray]) -> np.ndarray:
    """The network's input for sounds at 16 kHz, by the settings that model.yaml gives to the service."""
    return np.stack([tensor(Sound(sound[:, None], RATE), SETTINGS) for sound in sounds])


@torch.no_grad()
def predict(network: KeywordNet, features: np.ndarray) -> np.ndarray:
    """Probabilities float32 [n, words]."""
    return network(torch.from_numpy(features)).softmax(dim=1).numpy()


def _varied(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    moved = augment.speed(samples, random.uniform(0.8, 1.25))
    shift = int(random.integers(-2400, 2400))
    moved = np.pad(moved, (max(0, shift), 0))[max(0, -shift):]
    return augment.noisy(augment.coloured(moved, random), random, 5, 40)
