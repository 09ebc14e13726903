"""The quality of the published models of texts, asked of a running service with the data sets' official test splits:
`python3 -m text.served --task sst2 --data DIR --url http://127.0.0.1:8080`

The texts go over the wire as they stand in the files; the numbers belong beside those of the cards, which the recipes measured on
tensors.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from clinc.data import OUTSIDE
from sentences.data import searches
from sentences.evaluation import search
from vision.intervals import Estimate, bootstrap

from . import corpora
from .client import Service


def main() -> None:
    parser = argparse.ArgumentParser(prog="text.served", description="Measures the published models of texts in a running service.")
    parser.add_argument("--task", required=True, choices=tuple(_TASKS), help="which model")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the data sets' folders")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--versions", type=int, nargs="*", help="of sst2 (default: 1 to 5)")
    given = parser.parse_args()
    _TASKS[given.task](Service(given.url), given.data, given.versions)


def reviews(service: Service, data: Path, versions: list[int] | None) -> None:
    test = corpora.sentences(data, "stsa.binary.test")
    wanted = np.array([("negative", "positive")[label] for _, label in test])
    for version in versions or range(1, 6):
        found = [answer["classes"][0]["label"] for answer in service.classify("sst2", [text for text, _ in test], version)]
        print(f"sst2 version {version}: accuracy {_share(np.array(found) == wanted)}", flush=True)


def intents(service: Service, data: Path, versions: list[int] | None) -> None:
    inside, outside = corpora.clinc(data, "test"), corpora.clinc(data, "oos_test")
    answers = list(service.classify("clinc", [text for text, _ in inside]))
    best = [next(each["label"] for each in answer["classes"] if each["label"] != OUTSIDE) for answer in answers]
    right = np.array([label == intent for label, (_, intent) in zip(best, inside, strict=True)])
    rejected = np.array([answer["out_of_scope"] for answer in answers])
    found = np.array([answer["out_of_scope"] for answer in service.classify("clinc", [text for text, _ in outside])])
    print(f"clinc: accuracy of {len(inside)} in-scope texts {_share(right)}, right and not rejected {_share(right & ~rejected)}")
    print(f"clinc: out-of-scope recall of {len(outside)} texts {_share(found)}, false rejection {_share(rejected)}", flush=True)


def vectors(service: Service, data: Path, versions: list[int] | None) -> None:
    for name, (index, queries) in searches(data).items():
        if name == "choosing":
            continue
        labels = sorted({intent for _, intent in index})
        numbers = [np.array([labels.index(intent) for _, intent in pairs]) for pairs in (index, queries)]
        found = [np.array(list(service.embed("sentences", [text for text, _ in pairs]))) for pairs in (index, queries)]
        hits = search(found[0], numbers[0], found[1], numbers[1])
        print(f"sentences, {name}: mean reciprocal rank {_share(hits.reciprocal)}, nearest has the same intent {_share(hits.first)}",
              flush=True)


def _share(values: np.ndarray) -> Estimate:
    return bootstrap(len(values), lambda chosen: values[chosen].mean())


_TASKS = {"sst2": reviews, "clinc": intents, "sentences": vectors}


if __name__ == "__main__":
    main()
