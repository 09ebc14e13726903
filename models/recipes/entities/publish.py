"""Measures the tagger of entities and writes its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

import numpy as np

from export.profile import category_profile, number_profile
from export.repository import write_json
from tagging import publication
from tagging.alignment import Labelled
from tagging.lexicon import Lexicon, Matcher
from tagging.publication import Parts, Tagging
from tagging.spans import by_kind, compare
from tagging.swapping import names_of
from tagging.training import CrfTagger, predict
from text.tokenizer import UNKNOWN, Tokenizer
from transformer.profiles import text_profile
from transformer.publication import CASES
from vision.publication import Publication

from . import report
from .data import texts
from .names import names
from .network import network

NAME = "entities"
LISTLESS = "no-lists"
SETTINGS = """
task: token-classification
warmup: 3
batching: {max-rows: 32, max-delay: 2ms}
preprocess: {tokenizer: tokenizer.json, max-tokens: 256, long: windows, stride: 64}
postprocess: {labels: labels.txt, decoding: crf, transitions: transitions.txt}
monitor: {profile: profile.json}
"""
TEXTS = [
    "just landed in Chicago, see you soon @marie", "RT @someone: Taylor and James at the Empire State Building", "i love my new iPhone",
    "Who else is watching Game of Thrones tonight?", "Manchester United vs Real Madrid, what a game!", "Obama visits Berlin on Tuesday",
    "Microsoft buys a small company from Oslo", "my cousin Peter Novak works for Siemens now", "going 2 new york with sarah 2morrow",
    "LOL", "😂😂 Kim Tanaka is back in London", "The Rolling Stones played Hyde Park", "check http://example.org/a?b=1 #weekend", "Ask Anna.",
    "Flight from São Paulo to Zürich delayed", "WE ARE THE CHAMPIONS", "Sony's PlayStation is cheaper at Walmart", "Good morning!",
    "Dr. Jane O'Neill (MIT) wrote \"The Quiet Lake\"", "نور in Paris",
]


def publish(weights: Path, data: Path, repository: Path) -> None:
    """The run that is best on the development split."""
    model, run, runs = loaded(weights)
    tagger, transitions, tokenizer, labels, _ = model
    training, test = texts(data, "train"), texts(data, "test")
    present = [text.labels for text in test]
    found, _ = predict(tagger, transitions, tokenizer, test, labels)
    counts, lexicon, lists = compare(found, present), Lexicon(training, lowercase=False), Matcher([names_of(training), names(0, 1)])
    results = report.Results(
        f1=counts.f1(), precision=counts.precision(), recall=counts.recall(), listless=compare(_listless(weights, test), present).f1(),
        lexicon=compare([lexicon.label(text) for text in test], present).f1(),
        lists=compare([lists.label(text) for text in test], present).f1(), kinds=by_kind(found, present))
    print(report.metrics(results))
    publication.write(repository, tagger, transitions, tokenizer, Publication(
        NAME, SETTINGS, ["logits"], publication.golden_cases(tokenizer), _profile(Tagging(*model), tokenizer, test),
        report.write(results, run, runs), labels, publication.FREE))
    write_json(CASES / f"{NAME}.json", {"model": NAME, "cases": [Tagging(*model).answer(text, 256) for text in TEXTS]})


def loaded(weights: Path) -> tuple[Parts, dict[str, Any], dict[str, dict[str, Any]]]:
    """The run that is best on the development split; how it was trained; all runs."""
    runs = publication.runs(weights)
    chosen = max((name for name in runs if name != LISTLESS), key=lambda name: runs[name]["dev"]["f1"])
    return _parts(weights, chosen, runs[chosen]["labels"]), runs[chosen], runs


def tagging(weights: Path) -> Tagging:
    """The served model's answers."""
    return Tagging(*loaded(weights)[0])


def _parts(weights: Path, name: str, labels: list[str]) -> Parts:
    tokenizer = Tokenizer.load(weights / f"{name}.tokenizer.json")
    tagger, transitions, _ = publication.loaded(CrfTagger(network(tokenizer, len(labels)), len(labels)), weights, name)
    return Parts(tagger, transitions, tokenizer, labels)


def _listless(weights: Path, test: Sequence[Labelled]) -> list[list[str]]:
    model = _parts(weights, LISTLESS, publication.runs(weights)[LISTLESS]["labels"])
    return predict(model.tagger, model.transitions, model.tokenizer, test, model.labels)[0]


def _profile(tagging: Tagging, tokenizer: Tokenizer, test: Sequence[Labelled]) -> dict[str, Any]:
    said = [" ".join(text.words) for text in test]
    answers = [tagging.answer(text, 256) for text in said]
    entities = [entity for answer in answers for entity in answer["entities"]]
    return text_profile(said, [answer["ids"] for answer in answers], tokenizer.ids[UNKNOWN], {
        "entity": category_profile(entity["label"] for entity in entities),
        "confidence": number_profile(np.array([entity["score"] for entity in entities] or [0.0])),
    })
