"""F1 of entities through the running service: `python3 -m entities.served --data DIR --url URL`."""

from __future__ import annotations

from pathlib import Path

from tagging.served import labels_of
from tagging.spans import compare
from transformer.served import Service, arguments

from .data import texts


def main() -> None:
    options = arguments("entities")
    test = texts(Path(options.data), "test")
    results = Service(options.url).tagged(options.model, [text.words for text in test])
    counts = compare([labels_of(result, len(text.words)) for result, text in zip(results, test, strict=True)], [text.labels for text in test])
    print(f"F1 {counts.f1()}, precision {counts.precision():.4f}, recall {counts.recall():.4f}")


if __name__ == "__main__":
    main()
