"""Measures the reader and writes its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

import numpy as np

from export.golden import Case
from export.profile import category_profile, number_profile
from export.repository import write_json
from speech.compact import round_weights
from text.tokenizer import UNKNOWN, Tokenizer, utf16
from transformer.profiles import text_profile
from transformer.publication import CASES, publish as write_model
from transformer.readers import AnswerReader
from transformer.training import load
from vision.publication import Publication

from . import report
from .baseline import Overlap
from .data import Question, products, xquad
from .measures import by_context, exact
from .training import LONGEST, Best, best, encode, reader

NAME = "answers"
PRODUCTS = 500
SETTINGS = f"""
task: question-answering
warmup: 3
batching: {{max-rows: 32, max-delay: 2ms}}
preprocess: {{tokenizer: tokenizer.json, types: token_type_ids, max-tokens: 384, long: windows, stride: 128}}
postprocess: {{max-answer-tokens: {LONGEST}, no-answer: first, threshold: 0}}
monitor: {{profile: profile.json}}
"""
CONTEXT = ("The Velmora kettle. It is made of copper and holds 1.7 litres. Its colour is forest green. The gift box is black. It was designed by "
           "Ines Talqui. It weighs 890 g; with packaging it weighs 1.4 kg. Made in Portugal. You pay €89.90. Delivery takes 3 working days. 😀 Enjoy!")
PAIRS = [
    *((question, CONTEXT) for question in (
        "What is it made of?", "How heavy is it?", "What colour is the kettle?", "Where is it made?", "How much does it cost?", "Who designed it?",
        "How much does it hold?", "How long is the warranty?", "When will it arrive?", "how do i clean it", "What colour is the box?")),
    ("What does it weigh?", "It weighs 2 kg."), ("Where does the lamp come from?", "A lamp for life. It comes from\nthe Netherlands."),
    ("Who makes it?", "Ünal & Søn stands behind this chair. It costs 45 euros."), ("How big is the rug?", "Size: 200 x 140 cm. Colour: sand."),
    ("What is the price?", "No price is given here."), ("What is it ideal for?", "It is ideal for rainy days 🌧 and picnics."),
    ("Since when?", "It has been made since 1987."), ("?", "It is blue."), ("What material is the board?", "The board is made of oak. " * 60),
]


def publish(weights: Path, data: Path, repository: Path) -> None:
    """`answers`."""
    network, tokenizer, run = loaded(weights)
    sets = {"products": products(PRODUCTS, 77), "products, other wordings": products(PRODUCTS, 78, test=True), "XQuAD, English": xquad(data)}
    results, test = _results(network, tokenizer, sets)
    print(report.metrics(results), results.refused, results.answered)
    names = ("input_ids", "attention_mask", "token_type_ids", "start_logits", "end_logits")
    write_model(repository, network, Publication(
        NAME, SETTINGS, ["start_logits", "end_logits"], _golden(tokenizer), _profile(tokenizer, sets["products"], test),
        report.write(results, run), free={name: {1: "tokens"} for name in names}))
    tokenizer.write(repository / NAME / "tokenizer.json")
    write_json(CASES / f"{NAME}.json", {"model": NAME, "cases": [answer(network, tokenizer, *pair) for pair in PAIRS]})


def loaded(weights: Path) -> tuple[AnswerReader, Tokenizer, dict[str, Any]]:
    """The reader with weights of 16 bits, its tokeniser, how it was trained."""
    tokenizer = Tokenizer.load(weights / f"{NAME}.tokenizer.json")
    network = reader(tokenizer)
    run = load(network, weights, NAME)
    round_weights(network)
    return network, tokenizer, run


def answer(network: AnswerReader, tokenizer: Tokenizer, question: str, context: str) -> dict[str, Any]:
    """The best span in UTF-16 units and by how much its logits are above those of no answer; below 0 there is none."""
    found = best(network, tokenizer, question, context)
    ids = encode(tokenizer, question, context).ids
    if found is None:
        return {"question": question, "context": context, "ids": ids, "answer": None}
    (start, end), = utf16(context, [(found.start, found.end)])
    span = {"text": context[found.start:found.end], "start": start, "end": end}
    return {"question": question, "context": context, "ids": ids, "margin": round(found.margin, 5), "best": span,
            "answer": span if found.margin > 0 else None}


def _results(network: AnswerReader, tokenizer: Tokenizer, sets: dict[str, list[Question]]) -> tuple[report.Results, list[Best | None]]:
    scores, baselines, found = {}, {}, {}
    for name, questions in sets.items():
        overlap = Overlap(sorted({question.context for question in questions}))
        found[name] = [best(network, tokenizer, question.question, question.context) for question in questions]
        said = [_said(one, question) for one, question in zip(found[name], questions)]
        scores[name] = report.Score(*by_context(said, questions))
        sentences = [overlap.answer(question.question, question.context) for question in questions]
        baselines[name] = report.Score(*by_context(sentences, questions))
    test, spans = sets["products, other wordings"], found["products, other wordings"]
    empty = np.array([_said(one, question) == "" for one, question in zip(spans, test)])
    without = np.array([not question.answers for question in test])
    right = np.array([exact(_said(one, question), question.answers) for one, question in zip(spans, test)])
    kinds = {kind: np.array([question.kind == kind for question in test]) for kind in sorted({question.kind for question in test})}
    return report.Results(scores, baselines, float(empty[without].mean()), float(1 - empty[~without].mean()),
                          {kind: (int(mask.sum()), float(right[mask].mean())) for kind, mask in kinds.items()}), spans


def _said(found: Best | None, question: Question) -> str:
    """On XQuAD every question has an answer."""
    if found is None or (question.kind != "xquad" and found.margin <= 0):
        return ""
    return question.context[found.start:found.end]


def _golden(tokenizer: Tokenizer) -> list[Case]:
    cases = []
    for rows, extent in ((2, 12), (3, 8)):
        ids, mask = np.random.default_rng(extent).integers(5, len(tokenizer), (rows, extent)), np.ones((rows, extent), np.int64)
        types = np.tile((np.arange(extent) >= 4).astype(np.int64), (rows, 1))
        ids[-1, -2:], mask[-1, -2:], types[-1, -2:] = 0, 0, 0
        cases.append(Case(f"{rows} pairs of {extent} tokens", {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}, 2e-4))
    return cases


def _profile(tokenizer: Tokenizer, questions: Sequence[Question], found: Sequence[Best | None]) -> dict[str, Any]:
    contexts = [question.context for question in questions]
    margins = np.array([one.margin for one in found if one is not None])
    return text_profile(contexts, [encode(tokenizer, question.question, question.context).ids for question in questions],
                        tokenizer.ids[UNKNOWN], {"answered": category_profile("yes" if margin > 0 else "no" for margin in margins),
                                                 "margin": number_profile(margins)})
