"""Descriptions and questions, drawn without end; no data set is needed to train.

For measuring on questions that people wrote about Wikipedia there is XQuAD's English part (Artetxe et al., 2020; CC BY-SA 4.0):
https://github.com/google-deepmind/xquad, in DIR/xquad.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import NamedTuple

from .vocabulary import NOUNS, QUESTIONS, SENTENCES, VALUES, invented

SOURCE = "xquad/xquad.en.json"
_FILLERS = ["A gift that pleases.", "Our customers love it.", "Simple, honest and useful.", "Look at the pictures above.", "Free returns.",
            "You can also find it in our store.", "Quality that you can feel.", "Part of our spring collection.", "A classic."]

_OPENINGS = ["Good to know: ", "By the way: ", "And: ", "Note: ", "Our tip: ", "– ", "* "]

_SUBJECTS = ["This {noun}", "The {noun}", "Our {noun}", "This one", "This piece", "The product", "This beautiful {noun}"]
_POLITE = ["Hello, {}", "Please tell me: {}", "I'd like to know: {}", "Hi! {}", "{} Thanks!", "One question: {}"]


class Question(NamedTuple):
    """An answer begins at code point `start` of the context; without an answer it is empty and `start` is -1. `answers` are
    all that count as right."""

    question: str
    context: str
    answers: tuple[str, ...]
    start: int
    kind: str


def products(count: int, seed: int, test: bool = False, questions: int = 3) -> list[Question]:
    """`questions` about each of `count` products; one in six cannot be answered. In the test, sentences, questions and most
    values of lists are none of the training's."""
    draw, found = random.Random(seed), []
    for _ in range(count):
        noun, context, places = _description(draw, test)
        for _ in range(questions):
            absent = [kind for kind in QUESTIONS if kind not in places]
            kind = draw.choice(absent if draw.random() < 1 / 6 else [kind for kind in QUESTIONS if kind in places])
            question = draw.choice(_part(QUESTIONS[kind], test)).format(noun=noun)
            start, value = places.get(kind, (-1, ""))
            found.append(Question(_sloppy(question, draw), context, (value,) if value else (), start, kind))
    return found


def xquad(data: Path) -> list[Question]:
    """1,190 questions on 240 paragraphs."""
    file = data / SOURCE
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing. {__doc__}")
    content = json.loads(file.read_text(encoding="utf-8"))
    return [Question(pair["question"], paragraph["context"], tuple(answer["text"] for answer in pair["answers"]),
                     pair["answers"][0]["answer_start"], "xquad")
            for article in content["data"] for paragraph in article["paragraphs"] for pair in paragraph["qas"]]


def _description(draw: random.Random, test: bool) -> tuple[str, str, dict[str, tuple[int, str]]]:
    """The noun, the text, and for each attribute in it where its value begins and the value."""
    noun, kinds = draw.choice(NOUNS), [kind for kind in SENTENCES if draw.random() < 0.5]
    if len(kinds) < 2:
        kinds = ["price", "material"]
    draw.shuffle(kinds)
    text = draw.choice([f"The {invented(draw, test)} {noun}.", f"{invented(draw, test)} {noun}.", f"{article(noun).capitalize()} {noun} for life.", ""])
    places: dict[str, tuple[int, str]] = {}
    for kind in kinds:
        if draw.random() < 0.15:
            text = f"{text} {draw.choice(_FILLERS)}".strip()
        value = VALUES[kind](draw, test)
        before, after = draw.choice(_part(SENTENCES[kind], test)).format("\0", noun=noun, a=article(value)).split("\0")
        if before.startswith("It ") and draw.random() < 0.4:
            before = draw.choice(_SUBJECTS).format(noun=noun) + before[2:]
        if draw.random() < 0.15:
            before = draw.choice(_OPENINGS) + before
        text = f"{text} {before}" if text else before
        shown = value[:1].upper() + value[1:] if not before else value
        places[kind] = (len(text), shown)
        text += shown + after
    return noun, text, places


def article(word: str) -> str:
    """a or an."""
    return "an" if word[:1].lower() in "aeiou" else "a"


def _part(templates: list[str], test: bool) -> list[str]:
    """The last two are the test's; sentences that exist to mislead, of which there are but two, are everyone's."""
    if len(templates) == 2:
        return templates
    return templates[-2:] if test else templates[:-2]


def _sloppy(question: str, draw: random.Random) -> str:
    if draw.random() < 0.15:
        question = draw.choice(_POLITE).format(question)
    if draw.random() < 0.1:
        question = question.rstrip("?.")
    return question.lower() if draw.random() < 0.1 else question
