"""Structured pruning: whole heads of attention and whole columns of the feed-forward networks go, those whose absence would change the
loss least by its first-order expansion (Michel et al. 2019, Molchanov et al. 2017)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from text.classifiers import Transformer
from text.layers import Encoder, Layer
from text.rows import Rows, mask_of

from .data import Labelled
from .learning import cross_entropy

_BATCH = 64


@dataclass(frozen=True)
class Importance:
    """For each layer the mean absolute change of the loss without a head [heads] and without a column [inner]."""

    heads: list[np.ndarray]
    columns: list[np.ndarray]


def importance(network: Transformer, labelled: Labelled, batches: int, seed: int, device: str) -> Importance:
    """Measured on batches of `labelled`; the derivative by a factor before a head is that by its weights, times them."""
    network.to(device).eval()
    rows = Rows(labelled.rows, device)
    praise = torch.from_numpy(labelled.praise).to(device)
    chosen = rows.shuffled(_BATCH, np.random.default_rng(seed))
    layers = network.encoder.layers
    heads, columns = [0.0] * len(layers), [0.0] * len(layers)
    for _ in range(batches):
        batch = next(chosen)
        ids, wanted = rows.take(batch), praise[torch.from_numpy(batch).to(device)]
        network.zero_grad()
        cross_entropy(network(ids, mask_of(ids)), wanted, torch.ones_like(wanted)).backward()
        for index, layer in enumerate(layers):
            join, outwards = layer.attention.join.weight, layer.outwards.weight
            slopes = (join * join.grad).detach().sum(0).view(layer.attention.heads, -1).sum(1)
            heads[index] = heads[index] + slopes.abs().cpu().numpy() / batches
            columns[index] = columns[index] + (outwards * outwards.grad).detach().sum(0).abs().cpu().numpy() / batches
    return Importance(heads, columns)


@torch.no_grad()
def pruned(network: Transformer, kept: Importance, heads: int, inner: int, dropout: float) -> Transformer:
    """A smaller network with the `heads` and `inner` columns of each layer that matter most."""
    old = network.encoder
    size, table = old.layers[0].attention.size, old.embedding.table
    encoder = Encoder(table.num_embeddings, old.width, len(old.layers), heads, size, inner, table.embedding_dim, dropout=dropout)
    small = Transformer(encoder)
    for name, parameter in small.named_parameters():
        if not name.startswith("encoder.layers"):
            parameter.copy_(network.get_parameter(name))
    for index, layer in enumerate(encoder.layers):
        _shrink(layer, old.layers[index], _most(kept.heads[index], heads), _most(kept.columns[index], inner))
    return small


def _shrink(layer: Layer, old: Layer, heads: np.ndarray, columns: np.ndarray) -> None:
    for name in ("before_attention", "before_feed"):
        getattr(layer, name).load_state_dict(getattr(old, name).state_dict())
    size, many = old.attention.size, old.attention.heads
    places = (heads[:, None] * size + np.arange(size)).ravel()
    three = np.concatenate([part * many * size + places for part in range(3)])
    attention = layer.attention
    attention.project.weight.copy_(old.attention.project.weight[three])
    attention.project.bias.copy_(old.attention.project.bias[three])
    attention.join.weight.copy_(old.attention.join.weight[:, places])
    attention.join.bias.copy_(old.attention.join.bias)
    attention.near.weight.copy_(old.attention.near.weight[:, heads])
    layer.inwards.weight.copy_(old.inwards.weight[columns])
    layer.inwards.bias.copy_(old.inwards.bias[columns])
    layer.outwards.weight.copy_(old.outwards.weight[:, columns])
    layer.outwards.bias.copy_(old.outwards.bias)


def _most(values: np.ndarray, count: int) -> np.ndarray:
    return np.sort(np.argsort(-values, kind="stable")[:count])
