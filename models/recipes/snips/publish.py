"""Measures the model of intents and slots and writes its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

import numpy as np

from export.profile import category_profile, number_profile
from export.repository import write_json
from tagging import publication
from tagging.alignment import Labelled
from tagging.lexicon import Lexicon
from tagging.publication import Parts, Tagging
from tagging.spans import by_kind, compare, spans
from tagging.training import CrfTagger, predict
from text.tokenizer import UNKNOWN, Tokenizer
from transformer.profiles import text_profile
from transformer.publication import CASES
from vision.intervals import Estimate, bootstrap
from vision.publication import Publication

from . import report
from .data import texts
from .network import network

NAME = "snips"
SETTINGS = """
task: token-classification
warmup: 3
batching: {max-rows: 32, max-delay: 2ms}
preprocess: {tokenizer: tokenizer.json, max-tokens: 128, long: cut}
postprocess:
  labels: labels.txt
  decoding: crf
  transitions: transitions.txt
  classification: {output: intents, labels: intents.txt, activation: softmax, top-k: 3}
monitor: {profile: profile.json}
"""
TEXTS = [
    "play some jazz by nina simone on spotify", "add this song to my rainy day playlist", "what's the weather in Oslo tomorrow",
    "book a table for four in a thai restaurant near the station", "rate this novel 4 out of 5 stars", "find the movie schedule for tonight",
    "Play Blue Moon", "will it snow in Boise, Idaho at noon?", "add Anna Kowalska to women of metal", "book a spot for 2 at the Golden Fig in Lyon on friday",
    "give the current series zero points", "i want to see the painting of a lake", "is it going to be chilly in Peru next week",
    "put the latest album by Ren Tor into party hits", "search for the tv show called The Long Night Shift", "tomorrow", "😀 play música de ana torres",
    "WEATHER", "what time does The Last Lamp start at the nearest cinema", "reserve a bistro with wifi for my sister and me in 3 hours",
]


def publish(weights: Path, data: Path, repository: Path) -> None:
    """The run that is best on the validation split."""
    model, run, seeds = loaded(weights)
    tagger, transitions, tokenizer, labels, intents = model
    training, test = texts(data, "train"), texts(data, "test")
    found, kinds = predict(tagger, transitions, tokenizer, test, labels)
    results = _results(training, test, found, [intents[kind] for kind in kinds])
    print(report.metrics(results))
    publication.write(repository, tagger, transitions, tokenizer, Publication(
        NAME, SETTINGS, ["logits", "intents"], publication.golden_cases(tokenizer), _profile(Tagging(*model), tokenizer, test),
        report.write(results, run, seeds), labels, publication.FREE), intents)
    write_json(CASES / f"{NAME}.json", {"model": NAME, "cases": [Tagging(*model).answer(text) for text in TEXTS]})


def loaded(weights: Path) -> tuple[Parts, dict[str, Any], dict[str, dict[str, Any]]]:
    """The run that is best on the validation split; how it was trained; all runs."""
    seeds = publication.runs(weights)
    chosen = max(seeds, key=lambda name: seeds[name]["valid"]["slots"])
    tokenizer, labels, intents = Tokenizer.load(weights / f"{chosen}.tokenizer.json"), seeds[chosen]["labels"], seeds[chosen]["intents"]
    model = CrfTagger(network(tokenizer, len(labels), len(intents)), len(labels))
    tagger, transitions, run = publication.loaded(model, weights, chosen)
    return Parts(tagger, transitions, tokenizer, labels, intents), run, seeds


def tagging(weights: Path) -> Tagging:
    """The served model's answers."""
    return Tagging(*loaded(weights)[0])


def _results(training: Sequence[Labelled], test: Sequence[Labelled], found: list[list[str]], intents: list[str]) -> report.Results:
    present = [text.labels for text in test]
    lexicon = Lexicon(training, lowercase=True)
    right = np.array([one == text.intent for one, text in zip(intents, test)], float)
    whole = np.array([one == text.intent and spans(labels) == spans(text.labels) for one, labels, text in zip(intents, found, test)], float)
    return report.Results(
        intent=_share(right), slots=compare(found, present).f1(), whole=_share(whole), machine=_share(_machine(training, test)),
        lexicon=compare([lexicon.label(text) for text in test], present).f1(), kinds=by_kind(found, present))


def _machine(training: Sequence[Labelled], test: Sequence[Labelled]) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    machine = LinearSVC().fit(vectors.fit_transform([" ".join(text.words) for text in training]), [text.intent for text in training])
    answers = machine.predict(vectors.transform([" ".join(text.words) for text in test]))
    return np.array([answer == text.intent for answer, text in zip(answers, test)], float)


def _share(right: np.ndarray) -> Estimate:
    return bootstrap(len(right), lambda drawn: float(right[drawn].mean()))


def _profile(tagging: Tagging, tokenizer: Tokenizer, test: Sequence[Labelled]) -> dict[str, Any]:
    said = [" ".join(text.words) for text in test]
    answers = [tagging.answer(text) for text in said]
    return text_profile(said, [answer["ids"] for answer in answers], tokenizer.ids[UNKNOWN], {
        "label": category_profile(answer["intent"]["label"] for answer in answers),
        "confidence": number_profile(np.array([answer["intent"]["score"] for answer in answers])),
        "entity": category_profile(entity["label"] for answer in answers for entity in answer["entities"]),
    })
