"""Teaches an encoder to guess hidden pieces of texts that nobody labelled."""

from __future__ import annotations

import numpy as np
import torch

from .layers import Encoder, MaskedLanguageModel
from .masking import hide
from .rows import Rows, mask_of
from .training import optimise


def pretrain(encoder: Encoder, rows: list[np.ndarray], steps: int, peak: float, batch: int, seed: int, device: str,
             seconds: float = float("inf")) -> Encoder:
    model = MaskedLanguageModel(encoder).to(device)
    data, pieces = Rows(rows, device), encoder.embedding.table.num_embeddings
    batches = data.shuffled(batch, np.random.default_rng(seed))

    def loss_of(step: int) -> torch.Tensor:
        hidden, targets = hide(data.take(next(batches)), pieces, 0.2)
        return model.loss(hidden, mask_of(hidden), targets)

    optimise(model, steps, peak, 0.01, loss_of, seconds=seconds)
    return encoder
