"""Labels of words from what the service finds."""

from __future__ import annotations

from typing import Any, Sequence


def labels_of(result: dict[str, Any], words: int) -> list[str]:
    """BIO labels of `words` words; places are `first_word` and `end_word`."""
    labels = ["O"] * words
    for entity in result["entities"]:
        first, end = entity["first_word"], entity["end_word"]
        labels[first:end] = [f"B-{entity['label']}", *[f"I-{entity['label']}"] * (end - first - 1)]
    return labels


def best_class(result: dict[str, Any]) -> str:
    """What the whole text is."""
    classes: Sequence[dict[str, Any]] = result["classes"]
    return classes[0]["label"]
