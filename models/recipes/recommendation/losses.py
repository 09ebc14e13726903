"""Losses of the two stages."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def sampled_softmax(
    users: Tensor, targets: Tensor, items: Tensor, negatives: Tensor, log_q: Tensor, temperature: float
) -> Tensor:
    """Sampled softmax with logQ correction (Yi et al., 2019, Sampling-Bias-Corrected Neural Modeling).

    `users` [t, d] and `items` [items + 1, d] are vectors (of length 1 for the towers), `targets` [t] and `negatives`
    [s] item indices, `log_q` [items + 1] the logarithm of the probability that an item is drawn. Without the
    correction popular items, drawn most, would be pushed down most. A negative that is the row's target is left out.
    """
    own = (users * items[targets]).sum(dim=1) / temperature - log_q[targets]
    other = users @ items[negatives].T / temperature - log_q[negatives]
    other = other.masked_fill(targets[:, None] == negatives[None, :], -1e9)
    return (torch.logsumexp(torch.cat([own[:, None], other], dim=1), dim=1) - own).mean()


def ranking_loss(logits: Tensor, log_q: Tensor, calibration: float) -> Tensor:
    """Loss of candidate lists [g, c] whose first column is the target, the others sampled negatives.

    Softmax over the list orders it (ListNet with one relevant item, Cao et al., 2007); binary cross-entropy, weighed
    by `calibration`, ties the sigmoid to a probability. `log_q` [g, c], how often an item is expected among the
    negatives, is taken off first: so the order is not bent towards what is sampled rarely, and the sigmoid means the
    probability to be the next one in the full list, not in the sampled one.
    """
    corrected = logits - log_q
    order = functional.cross_entropy(corrected, torch.zeros(logits.shape[0], dtype=torch.long))
    labels = torch.zeros_like(logits)
    labels[:, 0] = 1
    binary = functional.binary_cross_entropy_with_logits(corrected, labels, reduction="sum") / logits.shape[0]
    return order + calibration * binary
