"""Trains the network: AdamW, one-cycle learning rate, random flips and shifts of up to two pixels."""

from __future__ import annotations

import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .data import Split
from .network import FashionNet

BATCH = 128
PEAK_RATE = 4e-3


def train(split: Split, epochs: int, seed: int) -> FashionNet:
    """A trained network in evaluation mode. Same seed and thread count: same weights, bit for bit."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = FashionNet()
    optimiser = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=0.01)
    steps = epochs * -(-len(split.labels) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=steps)
    for epoch in range(epochs):
        started = time.monotonic()
        loss = _epoch(network, split, optimiser, schedule, random)
        print(f"epoch {epoch + 1}/{epochs}: loss {loss:.4f}, {time.monotonic() - started:.0f} s", flush=True)
    return network.eval()


def _epoch(network, split: Split, optimiser, schedule, random: np.random.Generator) -> float:
    network.train()
    order = random.permutation(len(split.labels))
    total = 0.0
    for start in range(0, len(order), BATCH):
        rows = order[start:start + BATCH]
        images = torch.from_numpy(augment(split.images[rows], random))
        loss = functional.cross_entropy(network(images), torch.from_numpy(split.labels[rows]), label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        total += loss.item() * len(rows)
    return total / len(order)


def augment(images: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Mirrors half of the images [n, 1, 28, 28] at random and shifts the batch by up to two pixels; zeros move in."""
    mirrored = random.random(len(images)) < 0.5
    images = np.where(mirrored[:, None, None, None], images[..., ::-1], images)
    down, right = random.integers(0, 5, size=2)
    padded = np.pad(images, ((0, 0), (0, 0), (2, 2), (2, 2)))
    return np.ascontiguousarray(padded[:, :, down:down + 28, right:right + 28])


@torch.no_grad()
def predict(model: nn.Module, images: np.ndarray) -> np.ndarray:
    """Outputs of the model for all images, computed in chunks of 1,000: float32 [n, 10]."""
    chunks = [model(torch.from_numpy(images[start:start + 1000])) for start in range(0, len(images), 1000)]
    return torch.cat(chunks).numpy()
