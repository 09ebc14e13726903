"""Training with labels, and pretraining without: telling by which quarter turns photographs were turned.

Gidaris et al. 2018, arXiv:1803.07728: to see that a flower stands on its head, a network has to know stalks, leaves and petals.
"""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from vision.training import half, optimise

from .data import CROP, PREPROCESS, SIDE, Photographs
from .network import FlowerNet

BATCH = 64
PEAK_RATE = 3e-3
DECAY = 5e-2


def pretrain(network: FlowerNet, pixels: np.ndarray, epochs: int, seed: int) -> None:
    """`network` has four classes: 0, 90, 180 and 270 degrees."""
    random = np.random.default_rng(seed)

    def batch(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        turns = random.integers(0, 4, len(rows))
        images = augment(pixels[rows], random)
        return np.stack([np.rot90(image, turn, axes=(1, 2)) for image, turn in zip(images, turns)]), turns

    _train(network, len(pixels), epochs, random, batch)


def train(network: FlowerNet, photographs: Photographs, epochs: int, seed: int) -> None:
    random = np.random.default_rng(seed)

    def batch(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return augment(photographs.pixels[rows], random), photographs.labels[rows]

    _train(network, len(photographs.labels), epochs, random, batch)


def _train(network: FlowerNet, count: int, epochs: int, random: np.random.Generator, batch) -> None:
    steps = epochs * (count // BATCH)
    order = np.concatenate([random.permutation(count)[:count // BATCH * BATCH] for _ in range(epochs)]).reshape(steps, BATCH)

    def loss_of(step: int) -> torch.Tensor:
        images, labels = batch(order[step])
        with half():
            logits = network(torch.from_numpy(images).to(memory_format=torch.channels_last))
        return functional.cross_entropy(logits.float(), torch.from_numpy(labels), label_smoothing=0.1)

    optimise(network, steps, PEAK_RATE, DECAY, loss_of)


def augment(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Normalised float32 [n, 3, 64, 64]: any crop, scaled, mirrored, in other light and colour."""
    images = torch.from_numpy(pixels.transpose(0, 3, 1, 2).astype(np.float32) / 255)
    count = len(images)
    scale = CROP / SIDE * np.exp(random.uniform(-0.3, 0.1, count))
    move = random.uniform(-1, 1, (count, 2)) * (1 - np.minimum(scale, 1))[:, None]
    mirror = np.where(random.random(count) < 0.5, -1, 1)
    matrix = np.zeros((count, 2, 3), np.float32)
    matrix[:, 0, 0], matrix[:, 1, 1], matrix[:, :, 2] = mirror * scale, scale, move
    grid = functional.affine_grid(torch.from_numpy(matrix), [count, 3, CROP, CROP], align_corners=False)
    moved = functional.grid_sample(images, grid, padding_mode="reflection", align_corners=False).numpy()
    contrast, light = random.uniform(0.75, 1.25, (count, 1, 1, 1)), random.uniform(-0.1, 0.1, (count, 1, 1, 1))
    tint = random.uniform(0.92, 1.08, (count, 3, 1, 1))
    lit = np.clip(((moved - 0.5) * contrast + 0.5 + light) * tint, 0, 1)
    return ((lit - PREPROCESS["mean"]) / PREPROCESS["std"]).astype(np.float32)
