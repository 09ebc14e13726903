"""Intent accuracy and slot F1 through the running service: `python3 -m snips.served --data DIR --url URL`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tagging.served import best_class, labels_of
from tagging.spans import compare
from transformer.served import Service, arguments
from vision.intervals import bootstrap

from .data import texts


def main() -> None:
    options = arguments("snips")
    test = texts(Path(options.data), "test")
    results = Service(options.url).tagged(options.model, [text.words for text in test])
    right = np.array([best_class(result) == text.intent for result, text in zip(results, test, strict=True)], float)
    found = [labels_of(result, len(text.words)) for result, text in zip(results, test)]
    print("intent accuracy", bootstrap(len(right), lambda drawn: float(right[drawn].mean())))
    print("slot F1", compare(found, [text.labels for text in test]).f1())


if __name__ == "__main__":
    main()
