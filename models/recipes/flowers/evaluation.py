"""Accuracy, what pretraining gains, and a baseline that sees colours only."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from vision.intervals import Estimate, bootstrap
from vision.preprocess import geometry, scale

from .data import PREPROCESS, Photographs
from .network import FlowerNet


@torch.no_grad()
def logits_of(network: FlowerNet, photographs: Photographs) -> np.ndarray:
    """float32 [n, classes], of the middle of each photograph."""
    images = np.stack([scale(geometry(pixels, {"crop": PREPROCESS["crop"]}), PREPROCESS) for pixels in photographs.pixels])
    return np.concatenate([network(torch.from_numpy(images[start:start + 256])).numpy() for start in range(0, len(images), 256)])


def accuracy(right: np.ndarray) -> Estimate:
    """`right` bool [n]."""
    return bootstrap(len(right), lambda chosen: float(right[chosen].mean()))


def gain(right: np.ndarray, before: np.ndarray) -> Estimate:
    """Difference of two accuracies on the same photographs."""
    difference = right.astype(float) - before
    return bootstrap(len(difference), lambda chosen: float(difference[chosen].mean()))


def colours(training: Photographs, test: Photographs) -> np.ndarray:
    """What logistic regression says of the test photographs by their histograms of hue, saturation and value."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=300))
    model.fit(_histograms(training.pixels), training.labels)
    return model.predict(_histograms(test.pixels))


def _histograms(pixels: np.ndarray) -> np.ndarray:
    """[n, 512]: square roots of shares in 8 × 8 × 8 bins."""
    bins = np.stack([np.asarray(Image.fromarray(one).convert("HSV")) >> 5 for one in pixels]).astype(np.int64)
    index = (bins[..., 0] * 64 + bins[..., 1] * 8 + bins[..., 2]).reshape(len(pixels), -1)
    return np.sqrt(np.stack([np.bincount(row, minlength=512) for row in index]) / index.shape[1])
