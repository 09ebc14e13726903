"""The reader, its training and its answers."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Optional, Sequence

import numpy as np
import torch
from torch.nn import functional

from text.tokenizer import END, UNKNOWN, Encoding, Tokenizer
from transformer.blocks import Encoder
from transformer.readers import AnswerReader
from transformer.training import Made, Plan, fit

from .data import Question

NARROW, WIDTH, LAYERS = 64, 96, 3
LONGEST = 30  # tokens of an answer


class Pair(NamedTuple):
    """Tokens of question and context; `first` is the context's first; spans in code points of the context."""

    ids: list[int]
    types: list[int]
    first: int
    spans: list[tuple[int, int]]


class Best(NamedTuple):
    """The best span of the context, and by how much its score is above that of no answer."""

    start: int
    end: int
    margin: float


def reader(tokenizer: Tokenizer) -> AnswerReader:
    """Three layers, each with a convolution before it."""
    encoder = Encoder(len(tokenizer), WIDTH, 4, 192, LAYERS, dropout=0.15, types=2, narrow=NARROW, local=True)
    return AnswerReader(encoder, WIDTH)


def encode(tokenizer: Tokenizer, question: str, context: str) -> Pair:
    """[CLS] question [SEP] context [SEP]."""
    asked, told = tokenizer.encode(question), _told(tokenizer, context)
    first = len(asked.ids)
    return Pair([*asked.ids, *told.ids[1:]], [0] * first + [1] * (len(told.ids) - 1), first, told.spans[1:-1])


@lru_cache(maxsize=256)
def _told(tokenizer: Tokenizer, context: str) -> Encoding:
    """Several questions are asked about one context."""
    return tokenizer.encode(context)


def aims(pair: Pair, question: Question) -> tuple[int, int]:
    """The first and last token of the answer; the first token of all where there is none."""
    if question.start < 0:
        return 0, 0
    stop = question.start + len(question.answers[0])
    inside = [place for place, (start, end) in enumerate(pair.spans) if start < stop and end > question.start]
    return pair.first + inside[0], pair.first + inside[-1]


def train(network: AnswerReader, tokenizer: Tokenizer, questions: Sequence[Question], plan: Plan, batch: int = 128,
          forget: float = 0.12) -> Made:
    """Cross-entropy of both ends over all tokens of the pair, of which `forget` become unknown: one word alone should not decide."""
    pairs = [encode(tokenizer, question.question, question.context) for question in questions]
    longest = max(len(pair.ids) for pair in pairs)
    ids, types, mask = (torch.zeros(len(pairs), longest, dtype=torch.int16) for _ in range(3))
    for row, pair in enumerate(pairs):
        ids[row, :len(pair.ids)], types[row, :len(pair.ids)], mask[row, :len(pair.ids)] = (
            torch.tensor(pair.ids).short(), torch.tensor(pair.types).short(), 1)
    ids, types, mask = (tensor.to(plan.device) for tensor in (ids, types, mask))
    ends = torch.tensor([aims(pair, question) for pair, question in zip(pairs, questions)]).to(plan.device)

    unknown, separator = tokenizer.ids[UNKNOWN], tokenizer.ids[END]

    def loss(generator: torch.Generator) -> torch.Tensor:
        rows = torch.randint(0, len(pairs), (batch,), generator=generator, device=plan.device)
        seen = mask[rows].long()
        tokens = ids[rows].long()
        hidden = (torch.rand(tokens.shape, generator=generator, device=plan.device) < forget) & (tokens > separator)
        scores = network(torch.where(hidden, unknown, tokens), seen, types[rows].long())
        padding = (1.0 - seen.float()) * -1.0e4
        return sum(functional.cross_entropy(score.float() + padding, ends[rows, side]) for side, score in enumerate(scores))

    return fit(network.to(plan.device), loss, plan, "answers")


@torch.no_grad()
def best(network: AnswerReader, tokenizer: Tokenizer, question: str, context: str, window: int = 384, stride: int = 128) -> Optional[Best]:
    """The best span over windows of the context that share `stride` tokens; None for a context without tokens."""
    pair = encode(tokenizer, question, context)
    room = max(stride + 1, window - pair.first - 1)
    found, first = [], 0
    while first < len(pair.spans):
        part = slice(pair.first + first, pair.first + min(len(pair.spans), first + room))
        ids = [*pair.ids[:pair.first], *pair.ids[part], tokenizer.ids[END]]
        found.append(_best_of(network, ids, pair.first, pair.spans[first:first + room]))
        if first + room >= len(pair.spans):
            break
        first += room - stride
    if not found:
        return None
    score, none = max(found, key=lambda one: one[0][0])[0], min(one[1] for one in found)
    return Best(score[1], score[2], score[0] - none)


def _best_of(network: AnswerReader, ids: list[int], first: int, spans: list[tuple[int, int]]) -> tuple[tuple[float, int, int], float]:
    device = next(network.parameters()).device
    tokens = torch.tensor([ids], device=device)
    types = (torch.arange(len(ids), device=device) >= first).long()[None]
    start, end = (score[0].double().cpu().numpy() for score in network(tokens, torch.ones_like(tokens), types))
    inside = slice(first, first + len(spans))
    sums = start[inside, None] + end[None, inside]
    distance = np.arange(len(spans))[None, :] - np.arange(len(spans))[:, None]
    sums[(distance < 0) | (distance >= LONGEST)] = -np.inf
    one, other = np.unravel_index(int(sums.argmax()), sums.shape)
    return (float(sums[one, other]), spans[one][0], spans[other][1]), float(start[0] + end[0])
