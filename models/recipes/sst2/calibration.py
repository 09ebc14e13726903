"""Probabilities that mean what they say: a slope and an offset of the logits, fitted on dev (Platt 1999), in the last layer."""

from __future__ import annotations

import numpy as np
import torch
from scipy import optimize
from torch import nn

from text.rows import Rows, outputs

from .data import Labelled


@torch.no_grad()
def calibrate(network: nn.Module, dev: Labelled) -> nn.Module:
    """Scales the last layer's weights and moves its bias so that the labels of `dev` are likeliest; the slope is positive."""
    logits = outputs(network, Rows(dev.rows))
    margin, sign = (logits[:, 1] - logits[:, 0]).astype(np.float64), np.sign(dev.praise - 0.5)
    found = optimize.minimize(lambda each: np.logaddexp(0, -sign * (np.exp(each[0]) * margin + each[1])).mean(), np.zeros(2))
    slope, offset = float(np.exp(found.x[0])), float(found.x[1])
    network.answer.weight.mul_(slope)
    network.answer.bias.mul_(slope)
    network.answer.bias.add_(torch.tensor([-offset / 2, offset / 2]))
    return network


def calibration_error(praise: np.ndarray, labelled: Labelled, bins: int = 15) -> float:
    """Expected calibration error of the more likely label's probability (Naeini et al. 2015)."""
    confidence = np.maximum(praise, 1 - praise)
    right = (praise > 0.5) == (labelled.praise > 0.5)
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(right[which == each].mean() - confidence[which == each].mean()) * (which == each).mean()
                     for each in range(bins) if (which == each).any()))
