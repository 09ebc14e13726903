"""Trains the U-Net on turned and mirrored pieces of the slices."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from vision.training import half, optimise

from .data import PREPROCESS, Slices
from .network import UNet

BATCH, SIDE = 4, 160
PEAK_RATE = 5e-3
DECAY = 1e-3


def train(network: UNet, slices: Slices, steps: int, seed: int) -> None:
    random = np.random.default_rng(seed)

    def loss_of(step: int) -> torch.Tensor:
        images, masks = zip(*(piece(slices, random) for _ in range(BATCH)))
        with half():
            logits = network(torch.from_numpy(np.stack(images)).to(memory_format=torch.channels_last))
        return functional.binary_cross_entropy_with_logits(logits.float(), torch.from_numpy(np.stack(masks)))

    optimise(network, steps, PEAK_RATE, DECAY, loss_of)


def piece(slices: Slices, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Normalised image and mask, float32 [1, 160, 160]: any place, one of eight turns, other light and contrast."""
    index = random.integers(len(slices.gray))
    top, left = random.integers(0, slices.gray.shape[1] - SIDE + 1, 2)
    turns, mirrored = random.integers(4), random.random() < 0.5
    cut = [np.rot90(part[index, top:top + SIDE, left:left + SIDE], turns) for part in (slices.gray, slices.membrane)]
    gray, membrane = (part[:, ::-1] if mirrored else part for part in cut)
    light = (gray / 255 - 0.5) * random.uniform(0.8, 1.25) + 0.5 + random.uniform(-0.1, 0.1)
    image = (np.clip(light, 0, 1) - PREPROCESS["mean"]) / PREPROCESS["std"]
    return image.astype(np.float32)[None], membrane.astype(np.float32)[None]
