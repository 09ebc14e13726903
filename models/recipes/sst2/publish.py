"""Measures the five versions and writes their folders."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import nn

from text import corpora, drawn, endtoend
from text.baseline import support_vectors
from text.compact import round_weights
from text.latency import milliseconds
from text.publication import Version, classes_profile, publish, text_profile
from text.training import begin, load, parameter_count
from vision.intervals import Estimate, bootstrap

from . import report
from .calibration import calibrate, calibration_error
from .data import Labelled, Prepared
from .learning import accuracy, praise_of
from .stages import Workshop, best, network_of, teachers

NAME = "sst2"
LABELS = ("negative", "positive")
KINDS = {1: "rnn", 2: "lstm", 3: "cnn", 4: "distilled", 5: "pruned"}
SETTINGS = """
task: text-classification
versions: all
batching: {max-rows: 64, max-delay: 2ms}
warmup: 3
preprocess: {tokenizer: tokenizer.json, input: input_ids, mask: attention_mask, max-tokens: 128, long: windows, stride: 32}
postprocess: {output: logits, activation: softmax, labels: labels.txt, top-k: 2}
monitor: {profile: profile.json}
"""


@dataclass(frozen=True)
class Measured:
    """A network with its answers on the test split."""

    network: nn.Module
    right: np.ndarray
    accuracy: Estimate
    praise: np.ndarray


def measure_and_publish(shop: Workshop, data: Path, out: Path) -> None:
    begin(1, "cpu")
    prepared = shop.prepared()
    found = {kind: _measured(shop, kind, prepared) for kind in (*KINDS.values(), "plain")}
    times = milliseconds({kind: each.network for kind, each in found.items()})
    facts = report.Facts(
        accuracies={kind: each.accuracy for kind, each in found.items()},
        dev={kind: json.loads(best(shop.work, kind).with_suffix(".json").read_text(encoding="utf-8"))["dev"] for kind in found},
        gain=_difference(found["distilled"].right, found["plain"].right),
        loss=_difference(found["pruned"].right, found["distilled"].right),
        teachers=_estimate(_right(teachers(shop.work, "test"), prepared.test)),
        baseline=_estimate(_baseline(data)),
        errors={kind: calibration_error(each.praise, prepared.test) for kind, each in found.items()},
        parameters={kind: parameter_count(each.network) for kind, each in found.items()},
        times=times,
        counts=json.loads(shop.work.joinpath("counts.json").read_text(encoding="utf-8")),
    )
    cards = {kind: report.write(kind, facts) for kind in KINDS.values()}
    versions = [Version(number, found[kind].network, _profile(prepared, found[kind]), cards[kind]) for number, kind in KINDS.items()]
    publish(out / "repository", NAME, "logits", versions, prepared.tokenizer, drawn.REVIEWS, SETTINGS, LABELS)
    sizes = {kind: (out / "repository" / NAME / str(number) / "model.onnx").stat().st_size for number, kind in KINDS.items()}
    print(report.metrics(facts, sizes))
    answers = {number: endtoend.probabilities(endtoend.answers(found[kind].network, prepared.tokenizer, drawn.REVIEWS, 128))
               for number, kind in KINDS.items()}
    endtoend.write_classes(NAME, answers, LABELS, drawn.REVIEWS, out / endtoend.FOLDER)


def _measured(shop: Workshop, kind: str, prepared: Prepared) -> Measured:
    network = load(network_of(kind, len(prepared.tokenizer)), best(shop.work, kind))
    round_weights(calibrate(network, prepared.dev))
    praise = praise_of(network, prepared.test.rows, "cpu")
    right = _right(praise, prepared.test)
    print(kind, f"dev {accuracy(praise_of(network, prepared.dev.rows, 'cpu'), prepared.dev):.4f}, test {right.mean():.4f}", flush=True)
    return Measured(network, right, _estimate(right), praise)


def _right(praise: np.ndarray, labelled: Labelled) -> np.ndarray:
    return (praise > 0.5) == (labelled.praise > 0.5)


def _baseline(data: Path) -> np.ndarray:
    train, test = (corpora.sentences(data, f"stsa.binary.{split}") for split in ("train", "test"))
    given = support_vectors([text for text, _ in train], [str(label) for _, label in train], [text for text, _ in test])
    return given == np.array([str(label) for _, label in test])


def _estimate(right: np.ndarray) -> Estimate:
    return bootstrap(len(right), lambda chosen: right[chosen].mean())


def _difference(one: np.ndarray, other: np.ndarray) -> Estimate:
    change = one.astype(float) - other
    return bootstrap(len(change), lambda chosen: change[chosen].mean())


def _profile(prepared: Prepared, measured: Measured) -> dict:
    probabilities = np.stack([1 - measured.praise, measured.praise], axis=1)
    return text_profile(prepared.test.rows, classes_profile(LABELS, probabilities))
