"""Training and answers of a tagger with a conditional random field."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from text.tokenizer import UNKNOWN, Tokenizer
from transformer.readers import Tagger
from transformer.training import Made, Plan, fit

from .alignment import Labelled, Rows, align, back
from .crf import Crf, Transitions


class CrfTagger(nn.Module):
    """The tagger and the scores of label after label, which do not lie in the graph."""

    def __init__(self, tagger: Tagger, labels: int) -> None:
        super().__init__()
        self.tagger, self.crf = tagger, Crf(labels)

    def loss(self, batch: Rows) -> torch.Tensor:
        """Of the labels and, where the tagger has intents, of those."""
        outputs = self.tagger(batch.ids, batch.mask)
        places = batch.firsts[:, :, None].expand(-1, -1, outputs[0].size(2))
        total = self.crf.loss(outputs[0].float().gather(1, places), batch.labels, batch.present)
        if len(outputs) > 1:
            total = total + 0.5 * functional.cross_entropy(outputs[1].float(), batch.intents, label_smoothing=0.05)
        return total


def train(model: CrfTagger, data: Rows, plan: Plan, name: str, unknown: int, batch: int = 256, forget: float = 0.1) -> Made:
    """Of the tokens `forget` become unknown. A batch is drawn from texts of about one length, so that little is padding."""
    order = data.mask.sum(dim=1).argsort()
    data = data.take(order)
    tokens, words = data.mask.sum(dim=1).cummax(dim=0).values.tolist(), data.present.sum(dim=1).cummax(dim=0).values.tolist()
    data, pool, draw = data.to(plan.device), min(4 * batch, len(order)), random.Random(plan.seed)

    def loss(generator: torch.Generator) -> torch.Tensor:
        end = draw.randint(pool, len(order))
        rows = data.take(torch.randint(end - pool, end, (batch,), generator=generator, device=plan.device))
        rows = rows.trim(tokens[end - 1], words[end - 1])
        hidden = torch.rand(rows.ids.shape, generator=generator, device=plan.device) < forget
        hidden[:, 0] = False
        return model.loss(replace(rows, ids=torch.where(hidden & rows.mask.bool(), unknown, rows.ids)))

    return fit(model.to(plan.device), loss, plan, name)


@torch.no_grad()
def scores(tagger: Tagger, tokenizer: Tokenizer, words: Sequence[str]) -> list[np.ndarray]:
    """Scores float64 [words of the tokeniser, labels] of one text and, where there are any, of its intents."""
    one = align(tokenizer, words)
    device = next(tagger.parameters()).device
    ids = torch.tensor([one.ids], device=device)
    outputs = [output[0].double().cpu().numpy() for output in tagger(ids, torch.ones_like(ids))]
    return [outputs[0][one.firsts], *outputs[1:]]


def predict(tagger: Tagger, transitions: Transitions, tokenizer: Tokenizer, texts: Sequence[Labelled],
            labels: Sequence[str]) -> tuple[list[list[str]], np.ndarray]:
    """Labels of the data set's words, and the most probable intent of each text (zeros where there are none)."""
    found, intents = [], []
    for text in texts:
        values = scores(tagger, tokenizer, text.words)
        path = transitions.best(values[0]) if len(values[0]) else []
        found.append(back([labels[label] for label in path], align(tokenizer, text.words).owners, len(text.words)))
        intents.append(int(values[1].argmax()) if len(values) > 1 else 0)
    return found, np.array(intents)


def unknown_id(tokenizer: Tokenizer) -> int:
    return tokenizer.ids[UNKNOWN]
