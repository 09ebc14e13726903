"""The translator, its training and its answers."""

from __future__ import annotations

from typing import Sequence

import numpy as np
import torch
from torch.nn import functional

from transformer.blocks import Encoder
from transformer.decoding import beam, greedy, translation
from transformer.language import Decoder, Translator
from transformer.training import Made, Plan, fit

from .data import CHARACTERS, END, START, TRAINING, examples

WIDTH, LONGEST = 64, 64
STEPS = 12  # ten characters and the end, one to spare
BATCH = 512


def translator() -> Translator:
    """Two layers of each."""
    return Translator(Encoder(len(CHARACTERS), WIDTH, 4, 160, 2, dropout=0.05, local=True),
                      Decoder(len(CHARACTERS), WIDTH, 4, 160, 2, window=64, dropout=0.05, cross=True))


def encode(texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """ids and mask int64 [n, longest]."""
    rows = [CHARACTERS.encode(text)[:LONGEST] for text in texts]
    ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for place, row in enumerate(rows):
        ids[place, :len(row)] = row
    mask = np.arange(ids.shape[1])[None, :] < np.array([len(row) for row in rows])[:, None]
    return torch.from_numpy(ids), torch.from_numpy(mask.astype(np.int64))


def train(network: Translator, count: int, plan: Plan, batch: int = BATCH) -> Made:
    """On `count` examples, drawn once."""
    drawn = examples(count, plan.seed, TRAINING)
    ids, mask = (tensor.to(plan.device) for tensor in encode([text for _, text, _ in drawn]))
    aims = torch.tensor([[START, *CHARACTERS.encode(day), END] for _, _, day in drawn]).to(plan.device)

    def loss(generator: torch.Generator) -> torch.Tensor:
        rows = torch.randint(0, count, (batch,), generator=generator, device=plan.device)
        logits = network(ids[rows], mask[rows], aims[rows, :-1])
        return functional.cross_entropy(logits.float().flatten(0, 1), aims[rows, 1:].flatten())

    return fit(network.to(plan.device), loss, plan, "dates")


@torch.no_grad()
def greedy_answers(network: Translator, texts: Sequence[str]) -> list[str]:
    """All texts at once, without a cache."""
    device = network.decoder.embed.weight.device
    ids, mask = (tensor.to(device) for tensor in encode(texts))
    seen, target = network.encoder(ids, mask), torch.full((len(texts), 1), START, device=device)
    for _ in range(STEPS):
        logits = network.decoder(target, torch.ones_like(target), (), seen, mask)[0]
        target = torch.cat([target, logits[:, -1:].argmax(dim=2)], dim=1)
    return [_until_end(row) for row in target[:, 1:].tolist()]


@torch.no_grad()
def beam_answer(network: Translator, text: str, width: int) -> str:
    """The best hypothesis of `width`."""
    ids, mask = encode([text])
    best = beam(translation(network.decoder, network.encoder(ids, mask)), [START], width, STEPS, END, 1.0)[0]
    return CHARACTERS.decode(best.tokens)


@torch.no_grad()
def greedy_answer(network: Translator, text: str) -> tuple[str, float]:
    """The answer and the sum of its tokens' log-probabilities."""
    ids, mask = encode([text])
    best = greedy(translation(network.decoder, network.encoder(ids, mask)), [START], STEPS, END)
    return CHARACTERS.decode(best.tokens), best.log_probability


def _until_end(row: list[int]) -> str:
    return CHARACTERS.decode(row[:row.index(END)] if END in row else row)
