"""Trains the detector: Gaussian peaks for the scores, generalised IoU for the boxes, mirrored and moved pictures."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch.nn import functional

from vision.training import half, optimise

from .data import HEIGHT, LABELS, PREPROCESS, WIDTH, Scene
from .network import COLUMNS, ROWS, STRIDE, CellNet, decode

BATCH = 8
PEAK_RATES = {"all": 3e-3, "balanced": 1.5e-3}
DECAY = 1e-3
BOX_WEIGHT = 1.0
_LOW = 0.2  # where a peak is at least this high, a place also learns the box


def train(network: CellNet, scenes: Sequence[Scene], steps: int, seed: int, losses: str = "all") -> None:
    """Trains in place. `losses`: places count alike (`all`), or classes do (`balanced`): most objects are red cells.

    The first in bfloat16, in which the rare platelets are hardly learnt at all, the second in float32.
    """
    random = np.random.default_rng(seed)
    middles = _middles()

    def loss_of(step: int) -> torch.Tensor:
        chosen = [augment(scenes[index], random) for index in random.choice(len(scenes), BATCH)]
        targets = [targets_of(boxes, classes, middles) for _, boxes, classes in chosen]
        images = torch.from_numpy(np.stack([image for image, _, _ in chosen])).to(memory_format=torch.channels_last)
        with half(losses == "all"):
            scores, boxes = network(images)
        peaks, wanted, weights = (torch.from_numpy(np.stack(part)) for part in zip(*targets))
        return _score_loss(scores.float(), peaks, losses == "balanced") + BOX_WEIGHT * _box_loss(boxes.float(), wanted, weights)

    optimise(network, steps, PEAK_RATES[losses], DECAY, loss_of)


def augment(scene: Scene, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Normalised image [3, 240, 320], boxes, classes: mirrored, scaled by 0.8 to 1.25, moved, other light and colour."""
    image = torch.from_numpy(scene.pixels.transpose(2, 0, 1).astype(np.float32) / 255)[None]
    scale, move = np.exp(random.uniform(-0.22, 0.22)), random.uniform(-0.15, 0.15, 2)
    signs = np.where(random.random(2) < 0.5, -1.0, 1.0)
    matrix = torch.tensor([[[signs[0] / scale, 0, move[0]], [0, signs[1] / scale, move[1]]]], dtype=torch.float32)
    grid = functional.affine_grid(matrix, [1, 3, HEIGHT, WIDTH], align_corners=False)
    image = functional.grid_sample(image, grid, padding_mode="reflection", align_corners=False)[0].numpy()
    light = random.uniform(0.8, 1.2, (3, 1, 1)) ** 0.5 * random.uniform(0.85, 1.15)
    image = ((image - 0.6) * random.uniform(0.8, 1.2) + 0.6) * light
    extent = np.array([WIDTH, HEIGHT])
    corners = scene.boxes.reshape(-1, 2, 2) / extent * 2 - 1
    corners = np.sort((corners - move) * scale * signs, axis=1)
    whole = (np.clip(corners, -9, 9)[:, 1] - corners[:, 0]).prod(axis=1)
    corners = np.clip(corners, -1, 1)
    kept = (corners[:, 1] - corners[:, 0]).prod(axis=1) > 0.4 * whole
    boxes = ((corners + 1) / 2 * extent).reshape(-1, 4)[kept].astype(np.float32)
    mean, std = PREPROCESS["mean"], PREPROCESS["std"]
    return ((np.clip(image, 0, 1) - mean) / std).astype(np.float32), boxes, scene.classes[kept]


def targets_of(boxes: np.ndarray, classes: np.ndarray, middles: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Peaks [3, 30, 40] that are 1 at the place nearest to each middle; the box [4, 30, 40] of the highest peak, its weight."""
    peaks = np.zeros((len(LABELS), ROWS, COLUMNS), np.float32)
    highest = np.zeros((ROWS, COLUMNS), np.float32)
    wanted = np.zeros((4, ROWS, COLUMNS), np.float32)
    for box, kind in zip(boxes, classes):
        middle, extent = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
        nearest = np.clip((middle // STRIDE).astype(int), 0, [COLUMNS - 1, ROWS - 1])
        spread = np.maximum(extent / 8, 0.5 * STRIDE)[:, None, None]
        distance = (middles - middles[:, nearest[1], nearest[0]][:, None, None]) / spread
        peak = np.exp(-0.5 * (distance ** 2).sum(axis=0)).astype(np.float32)
        peaks[kind] = np.maximum(peaks[kind], peak)
        better = peak > highest
        highest = np.where(better, peak, highest)
        wanted[:, better] = box[:, None]
    return peaks, wanted, np.where(highest > _LOW, highest, 0).astype(np.float32)


def _score_loss(logits: torch.Tensor, peaks: torch.Tensor, balanced: bool) -> torch.Tensor:
    """The focal loss of CenterNet: places near a peak are hardly told to be nothing. Per object, or per object of each class."""
    scores = logits.sigmoid().clamp(1e-4, 1 - 1e-4)
    top = (peaks == 1).float()
    right = top * (1 - scores) ** 2 * scores.log()
    wrong = (1 - top) * (1 - peaks) ** 4 * scores ** 2 * (1 - scores).log()
    axes = (0, 2, 3) if balanced else (0, 1, 2, 3)
    return -((right + wrong).sum(dim=axes) / top.sum(dim=axes).clamp(min=1)).mean()


def _box_loss(boxes: torch.Tensor, wanted: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """1 - generalised IoU (Rezatofighi et al. 2019, arXiv:1902.09630), by the weights of the places."""
    centres, extents = decode(boxes, torch.from_numpy(_middles())[None])
    low, high = centres - extents / 2, centres + extents / 2
    both = (torch.minimum(high, wanted[:, 2:]) - torch.maximum(low, wanted[:, :2])).clamp(min=0).prod(dim=1)
    union = extents.prod(dim=1) + (wanted[:, 2:] - wanted[:, :2]).prod(dim=1) - both
    hull = (torch.maximum(high, wanted[:, 2:]) - torch.minimum(low, wanted[:, :2])).prod(dim=1)
    gain = both / union.clamp(min=1e-6) - (hull - union) / hull.clamp(min=1e-6)
    return ((1 - gain) * weights).sum() / weights.sum().clamp(min=1)


def _middles() -> np.ndarray:
    """float32 [2, 30, 40]: x and y in pixels of the middle of each place."""
    rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
    return ((np.stack([columns, rows]) + 0.5) * STRIDE).astype(np.float32)
