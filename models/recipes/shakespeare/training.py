"""Training, with and without a teacher."""

from __future__ import annotations

from typing import Optional

import torch
from torch.nn import functional

from transformer.attention import Cache
from transformer.language import Decoder
from transformer.training import Made, Plan, autocast, fit

from .data import CHARACTERS

WINDOW = 256  # positions that a character sees, itself included
EXCERPT = 512  # characters; longer than the window, so that states behind it are as they are when a cache slides
BATCH = 64


def model() -> Decoder:
    """The network, of the teacher and of the student."""
    return Decoder(len(CHARACTERS), 128, 4, 448, 6, WINDOW, dropout=0.1, silent=2)


def train(decoder: Decoder, text: torch.Tensor, plan: Plan, name: str, batch: int = BATCH, excerpt: int = EXCERPT,
          teacher: Optional[Decoder] = None, share: float = 0.5) -> Made:
    """text int64 [characters]. With a teacher, `share` of the loss is the divergence from its probabilities (Hinton et al.,
    2015), at a temperature of 1."""
    text, reach = text.to(plan.device), torch.arange(excerpt + 1, device=plan.device)
    everything = torch.ones(1, excerpt, dtype=torch.long, device=plan.device)

    def loss(generator: torch.Generator) -> torch.Tensor:
        starts = torch.randint(0, len(text) - excerpt, (batch, 1), generator=generator, device=plan.device)
        excerpts = text[starts + reach]
        logits = decoder(excerpts[:, :-1], everything)[0].float().flatten(0, 1)
        direct = functional.cross_entropy(logits, excerpts[:, 1:].flatten())
        if teacher is None:
            return direct
        with torch.no_grad():
            aim = torch.softmax(teacher(excerpts[:, :-1], everything)[0].float().flatten(0, 1), dim=1)
        return (1 - share) * direct + share * functional.cross_entropy(logits, aim)

    return fit(decoder.to(plan.device), loss, plan, name)


@torch.no_grad()
def losses(decoder: Decoder, text: torch.Tensor, device: str = "cpu", chunk: int = 256) -> torch.Tensor:
    """Nats float32 [characters - 1] of each character but the first, the text read as one stream: each sees the window
    before it, from a cache that slides."""
    decoder.eval()
    text, caches, results = text.to(device), [], []
    for first in range(0, len(text) - 1, chunk):
        ids = text[first:first + chunk][None, : len(text) - 1 - first]
        past = caches[0].key.size(2) if caches else 0
        mask = torch.ones(1, past + ids.size(1), dtype=torch.long, device=device)
        logits, caches = decoder(ids, mask, caches)
        caches = [Cache(*(tensor[:, :, 1 - decoder.window:] for tensor in cache)) for cache in caches]
        results.append(functional.cross_entropy(logits[0].float(), text[first + 1:first + 1 + ids.size(1)], reduction="none"))
    return torch.cat(results).cpu()


@torch.no_grad()
def fresh_losses(decoder: Decoder, text: torch.Tensor, device: str = "cpu") -> torch.Tensor:
    """The same in windows that do not overlap and begin from nothing, as nanoGPT measures."""
    decoder.eval()
    count = (len(text) - 1) // WINDOW
    ids = text[:count * WINDOW].reshape(count, WINDOW)
    aims = text[1:count * WINDOW + 1].reshape(count, WINDOW)
    results = []
    for rows, aim in zip(ids.split(16), aims.split(16)):
        logits = decoder(rows.to(device), torch.ones_like(rows, device=device))[0]
        results.append(functional.cross_entropy(logits.float().flatten(0, 1), aim.flatten().to(device), reduction="none"))
    return torch.cat(results).cpu()
