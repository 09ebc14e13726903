"""Trains embeddings with an additive angular margin (Deng et al. 2019, ArcFace, arXiv:1801.07698)."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from vision.training import optimise

from .data import PREPROCESS, SIDE, Faces
from .network import EMBEDDING, FaceNet

BATCH = 60
PEAK_RATE = 4e-3
DECAY = 5e-2
MARGIN, SHARPNESS = 0.25, 16.0


def train(network: FaceNet, faces: Faces, steps: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    people, index = np.unique(faces.people, return_inverse=True)
    centres = torch.nn.Parameter(torch.randn(len(people), EMBEDDING))
    network.register_parameter("centres", centres)
    gray = torch.from_numpy(faces.gray.astype(np.float32) / 255)[:, None]

    def loss_of(step: int) -> torch.Tensor:
        rows = random.choice(len(index), BATCH, replace=False)
        images = augment(gray[rows], random).to(memory_format=torch.channels_last)
        cosines = network(images) @ functional.normalize(centres, dim=1).T
        labels = torch.from_numpy(index[rows])
        own = functional.one_hot(labels, len(people)).bool()
        angles = cosines.clamp(-1 + 1e-6, 1 - 1e-6).acos() + MARGIN * own
        return functional.cross_entropy(SHARPNESS * angles.cos(), labels)

    optimise(network, steps, PEAK_RATE, DECAY, loss_of)
    del network.centres


def augment(gray: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
    """Normalised [n, 1, 64, 64]: mirrored, turned by up to 15 degrees, scaled, moved, lit from a side, partly covered."""
    count = len(gray)
    turn, scale = random.uniform(-0.26, 0.26, count), np.exp(random.uniform(-0.18, 0.18, count))
    mirror, move = np.where(random.random(count) < 0.5, -1, 1), random.uniform(-0.12, 0.12, (count, 2))
    rows = [np.stack([mirror * np.cos(turn) * scale, -np.sin(turn) * scale, move[:, 0]], axis=1),
            np.stack([mirror * np.sin(turn) * scale, np.cos(turn) * scale, move[:, 1]], axis=1)]
    grid = functional.affine_grid(torch.from_numpy(np.stack(rows, axis=1)).float(), list(gray.shape), align_corners=False)
    moved = functional.grid_sample(gray, grid, padding_mode="border", align_corners=False)
    down, right = np.meshgrid(np.linspace(-1, 1, SIDE), np.linspace(-1, 1, SIDE), indexing="ij")
    slopes = random.uniform(-0.15, 0.15, (3, count, 1, 1, 1))
    light = torch.from_numpy(slopes[0] * down + slopes[1] * right + slopes[2]).float()
    contrast = torch.from_numpy(random.uniform(0.7, 1.3, (count, 1, 1, 1))).float()
    lit = ((moved - 0.5) * contrast + 0.5 + light).clamp(0, 1)
    for row in np.flatnonzero(random.random(count) < 0.5):
        top, left, height, width = *random.integers(0, SIDE - 12, 2), *random.integers(8, 24, 2)
        lit[row, :, top:top + height, left:left + width] = random.random()
    return (lit - PREPROCESS["mean"]) / PREPROCESS["std"]
