"""A tagger's graph and the files beside it, and its answers as the service gives them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple, Sequence

import numpy as np
import torch

from export.golden import Case
from speech.compact import round_weights
from text.tokenizer import Tokenizer, utf16
from transformer.publication import publish
from transformer.readers import Tagger
from transformer.training import load
from vision.publication import Publication

from .crf import Transitions
from .spans import spans
from .training import CrfTagger

FREE = {name: {1: "tokens"} for name in ("input_ids", "attention_mask", "logits")}


class Parts(NamedTuple):
    """What answers for a text."""

    tagger: Tagger
    transitions: Transitions
    tokenizer: Tokenizer
    labels: Sequence[str]
    intents: Sequence[str] = ()


def runs(weights: Path) -> dict[str, dict[str, Any]]:
    """Name of a run to how it was trained and what it reached."""
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(weights.glob("*.json"))
            if not file.name.endswith(".tokenizer.json")}


def loaded(model: CrfTagger, weights: Path, name: str) -> tuple[Tagger, Transitions, dict[str, Any]]:
    """The tagger as it is served: embeddings folded into one table, weights of 16 bits, transitions of four digits."""
    run = load(model, weights, name)
    model.tagger.encoder.embed = model.tagger.encoder.embed.folded()
    round_weights(model.tagger)
    return model.tagger.eval(), model.crf.arrays().rounded(), run


def write(repository: Path, tagger: Tagger, transitions: Transitions, tokenizer: Tokenizer, what: Publication,
          intents: Sequence[str] = ()) -> None:
    """The model's folder."""
    publish(repository, tagger, what)
    folder = repository / what.name
    tokenizer.write(folder / "tokenizer.json")
    transitions.write(folder / "transitions.txt")
    if intents:
        folder.joinpath("intents.txt").write_text("\n".join(intents) + "\n", encoding="utf-8")


def golden_cases(tokenizer: Tokenizer) -> list[Case]:
    """Drawn tokens at two shapes; the last row of each is shorter."""
    found = []
    for rows, extent in ((2, 9), (3, 6)):
        ids, mask = np.random.default_rng(extent).integers(5, len(tokenizer), (rows, extent)), np.ones((rows, extent), np.int64)
        ids[-1, -2:], mask[-1, -2:] = 0, 0
        found.append(Case(f"{rows} texts of {extent} tokens", {"input_ids": ids, "attention_mask": mask}, 2e-4))
    return found


class Tagging:
    """One text as the service answers it."""

    def __init__(self, tagger: Tagger, transitions: Transitions, tokenizer: Tokenizer, labels: Sequence[str], intents: Sequence[str] = ()) -> None:
        self._tagger, self._transitions, self._tokenizer = tagger, transitions, tokenizer
        self._labels, self._intents = labels, intents

    @torch.no_grad()
    def answer(self, text: str, most: int = 128) -> dict[str, Any]:
        """Entities with places in UTF-16 units and the mean marginal probability of their words; intents with theirs."""
        encoding = self._tokenizer.encode(text, most=most)
        words = sorted({word for word in encoding.words if word >= 0})
        tokens = [[place for place, owner in enumerate(encoding.words) if owner == word] for word in words]
        ids = torch.tensor([encoding.ids])
        outputs = [output[0].double().numpy() for output in self._tagger(ids, torch.ones_like(ids))]
        places = [(encoding.spans[token[0]][0], encoding.spans[token[-1]][1]) for token in tokens]
        answer = {"text": text, "ids": encoding.ids, "entities": self._entities(text, outputs[0][[token[0] for token in tokens]], places)}
        if self._intents:
            weights = np.exp(outputs[1] - outputs[1].max())
            best = int(weights.argmax())
            answer["intent"] = {"label": self._intents[best], "score": round(float(weights[best] / weights.sum()), 6)}
        return answer

    def _entities(self, text: str, values: np.ndarray, places: list[tuple[int, int]]) -> list[dict[str, Any]]:
        if not len(values):
            return []
        path, marginals = self._transitions.best(values), self._transitions.marginals(values)
        found = []
        for kind, first, last in spans([self._labels[label] for label in path]):
            start, end = places[first][0], places[last - 1][1]
            score = float(np.mean([marginals[word, path[word]] for word in range(first, last)]))
            (begin, stop), = utf16(text, [(start, end)])
            found.append({"label": kind, "start": begin, "end": stop, "text": text[start:end], "score": round(score, 6),
                          "first_word": first, "end_word": last})
        return found


