"""Decoders as graphs with a cache, in the names and shapes of Hugging Face Optimum's exports.

`past_key_values.{layer}.key` and `.value` float32 [n, heads, past, d] go in, `present.{layer}.key` and `.value`
[n, heads, past + t, d] come out. past may be 0, so that one graph reads the prompt and makes the steps.
"""

from __future__ import annotations

from typing import Mapping

import numpy as np
import torch
from torch import nn

from .attention import Cache
from .language import Decoder


class CachedLanguageModel(nn.Module):
    """input_ids int64 [n, t], attention_mask int64 [n, past + t], caches → logits [n, t, tokens], caches."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor, *past: torch.Tensor) -> tuple[torch.Tensor, ...]:
        logits, caches = self.decoder(input_ids, attention_mask, _pairs(past))
        return (logits, *(tensor for cache in caches for tensor in cache))


class CachedTranslationDecoder(nn.Module):
    """input_ids int64 [n, t], encoder_hidden_states float32 [n, s, width], encoder_attention_mask int64 [n, s], caches →
    logits [n, t, tokens], caches of the self-attention."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        self.decoder = decoder

    def forward(self, input_ids: torch.Tensor, encoder_hidden_states: torch.Tensor, encoder_attention_mask: torch.Tensor,
                *past: torch.Tensor) -> tuple[torch.Tensor, ...]:
        before = torch.ones_like(past[0][:, 0, :, 0]).long()
        mask = torch.cat([before, torch.ones_like(input_ids)], dim=1)
        logits, caches = self.decoder(input_ids, mask, _pairs(past), encoder_hidden_states, encoder_attention_mask)
        return (logits, *(tensor for cache in caches for tensor in cache))


def past_names(decoder: Decoder) -> list[str]:
    """The caches that go in, in the order of `forward`."""
    return [f"past_key_values.{layer}.{part}" for layer in range(len(decoder.blocks)) for part in ("key", "value")]


def present_names(decoder: Decoder) -> list[str]:
    """The caches that come out."""
    return [f"present.{layer}.{part}" for layer in range(len(decoder.blocks)) for part in ("key", "value")]


def past_arrays(decoder: Decoder, rows: int, past: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Caches of `past` drawn entries; multiples of 1/4, which are short in JSON."""
    random = np.random.default_rng(seed)
    shape = (rows, decoder.heads, past, decoder.extent)
    return {name: (np.round(random.normal(size=shape) * 4) / 4).astype(np.float32) for name in past_names(decoder)}


def free_axes(decoder: Decoder) -> Mapping[str, Mapping[int, str]]:
    """The axes that vary besides the first."""
    axes: dict[str, Mapping[int, str]] = {"input_ids": {1: "tokens"}, "logits": {1: "tokens"}}
    axes.update({name: {2: "past"} for name in past_names(decoder)})
    axes.update({name: {2: "total"} for name in present_names(decoder)})
    return axes


def _pairs(past: tuple[torch.Tensor, ...]) -> list[Cache]:
    return [Cache(key, value) for key, value in zip(past[::2], past[1::2])]
