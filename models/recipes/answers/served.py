"""Exact match and F1 of answers through the running service: `python3 -m answers.served --data DIR --url URL`.

XQuAD's questions all have an answer; the service may find none, which counts as wrong here.
"""

from __future__ import annotations

from pathlib import Path

from transformer.served import Service, arguments

from .data import products, xquad
from .measures import by_context


def main() -> None:
    options = arguments("answers")
    service = Service(options.url)
    for name, questions in (("products", products(500, 77)), ("products, other wordings", products(500, 78, test=True)),
                            ("XQuAD, English", xquad(Path(options.data)))):
        results = service.answered(options.model, [(question.question, question.context) for question in questions])
        said = [result["answers"][0]["text"] if result["answers"] else "" for result in results]
        exact, f1 = by_context(said, questions)
        print(f"{name}: exact match {exact}, F1 {f1}")


if __name__ == "__main__":
    main()
