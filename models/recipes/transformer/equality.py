"""A thousand invented texts for each model, with the recipe's own answers, and the service's against them.

`python3 -m transformer.equality --weights DIR` writes build/equality/<model>.json; with `--url URL` it compares instead.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any, Callable, Sequence

import torch

from export.repository import write_json

from .served import Service

COUNT = 1000
OUT = Path(__file__).resolve().parents[3] / "build/equality"
_WORDS = """play book weather song Paris tomorrow the a an of to at in on for rainy album movie restaurant table four stars rate add Anna Berlin New York
kettle oak copper weighs made price colour king lord thou art what where who when how is it was will not love night day sea O'Brien don't naïve café
Zürich smörgås año Ελλάδα Москва 東京 서울 नमस्ते שלום مرحبا é ñ ﬁ Ⅳ １２ 😀 👩‍👩‍👧 🇨🇭 @you #tag http://a.b/c?d=1 3.14 1,000 50% €5 $3 _ - — … ! ? . , ; : ( ) " '""".split()


def texts(seed: int, count: int = COUNT, most: int = 14) -> list[str]:
    """Words, marks and scripts in any order; some spaces are doubled, tabs or lines, some words capitals."""
    draw, found = random.Random(seed), []
    for _ in range(count):
        words = [draw.choice(_WORDS) for _ in range(draw.randint(1, most))]
        words = [word.upper() if draw.random() < 0.1 else word for word in words]
        found.append("".join(word + draw.choice([" ", " ", " ", " ", "  ", "\t", "\n", ""]) for word in words).strip() or "a")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="transformer.equality", description="Compares recipes and service on invented texts.")
    parser.add_argument("--weights", type=Path, default=OUT.parent / "weights", help="folder that has shakespeare/, snips/, …")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", nargs="*", choices=RECIPES, default=list(RECIPES))
    parser.add_argument("--url", help="of the service to compare; absent: writes the recipe's answers")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.only:
        file = options.out / f"{name}.json"
        if options.url:
            print(name, COMPARISONS[name](Service(options.url), name, json.loads(file.read_text(encoding="utf-8"))["cases"]))
        else:
            write_json(file, {"model": name, "cases": RECIPES[name](options.weights / name)})


def _tagging(name: str) -> Callable[[Path], list[dict[str, Any]]]:
    def answers(weights: Path) -> list[dict[str, Any]]:
        from importlib import import_module
        tagging = import_module(f"{name}.publish").tagging(weights)
        return [tagging.answer(text) for text in texts(1)]
    return answers


def _answers(weights: Path) -> list[dict[str, Any]]:
    from answers.publish import answer, loaded
    network, tokenizer, _ = loaded(weights)
    contexts, questions = texts(2, most=60), texts(3)
    return [answer(network, tokenizer, question, context) for question, context in zip(questions, contexts)]


def _dates(weights: Path) -> list[dict[str, Any]]:
    from dates.data import TEST, TRAINING, examples
    from dates.publish import loaded
    from dates.training import LONGEST, greedy_answer
    network, _ = loaded(weights)
    drawn = [text for _, text, _ in examples(COUNT // 2, 31, {**TRAINING, **TEST})]
    drawn += [text for text in texts(4, COUNT, 5) if len(text) <= LONGEST // 2][:COUNT - len(drawn)]
    return [{"text": text, "answer": answer, "log_probability": value} for text in drawn for answer, value in (greedy_answer(network, text),)]


def _shakespeare(weights: Path) -> list[dict[str, Any]]:
    from shakespeare.data import CHARACTERS
    from shakespeare.publish import better
    decoder = better(weights)
    found = []
    for text in texts(5):
        ids = torch.tensor([CHARACTERS.encode(text)])
        with torch.no_grad():
            scores = torch.log_softmax(decoder(ids, torch.ones_like(ids))[0][0].double(), dim=1)
        values = scores[:-1].gather(1, ids[0, 1:, None])[:, 0]
        found.append({"text": text, "log_probabilities": [None, *values.tolist()]})
    return found


def _compare_tags(service: Service, model: str, cases: Sequence[dict[str, Any]]) -> str:
    results = service.tagged_texts(model, [case["text"] for case in cases])
    different, largest = 0, 0.0
    for case, result in zip(cases, results, strict=True):
        expected, received = ([(one["label"], one["start"], one["end"]) for one in side["entities"]] for side in (case, result))
        different += expected != received
        if expected == received:
            largest = max([largest, *(abs(one["score"] - other["score"]) for one, other in zip(case["entities"], result["entities"]))])
    return f"{len(cases)} texts, {different} with other entities, largest difference of a score {largest:.2g}"


def _compare_answers(service: Service, model: str, cases: Sequence[dict[str, Any]]) -> str:
    results = service.answered(model, [(case["question"], case["context"]) for case in cases])
    received = [(result["answers"][0]["start"], result["answers"][0]["end"]) if result["answers"] else None for result in results]
    expected = [(case["answer"]["start"], case["answer"]["end"]) if case["answer"] else None for case in cases]
    return f"{len(cases)} questions, {sum(one != other for one, other in zip(received, expected))} answered otherwise"


def _compare_dates(service: Service, model: str, cases: Sequence[dict[str, Any]]) -> str:
    choices = service.completed(model, [case["text"] for case in cases], temperature=0)
    return f"{len(cases)} texts, {sum(choice['text'] != case['answer'] for choice, case in zip(choices, cases))} answered otherwise"


def _compare_characters(service: Service, model: str, cases: Sequence[dict[str, Any]]) -> str:
    scored = service.log_probabilities(model, [case["text"] for case in cases])
    largest = max(abs(one - other) for values, case in zip(scored, cases)
                  for one, other in zip(values[1:], case["log_probabilities"][1:], strict=True))
    return f"{len(cases)} texts, largest difference of a log-probability {largest:.2g}"


RECIPES: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    "shakespeare": _shakespeare, "snips": _tagging("snips"), "entities": _tagging("entities"), "answers": _answers, "dates": _dates}
COMPARISONS: dict[str, Callable[[Service, str, Sequence[dict[str, Any]]], str]] = {
    "shakespeare": _compare_characters, "snips": _compare_tags, "entities": _compare_tags, "answers": _compare_answers, "dates": _compare_dates}


if __name__ == "__main__":
    main()
