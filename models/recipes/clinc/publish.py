"""Measures the classifier of intents and writes its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import nn

from text import corpora, drawn, endtoend
from text.baseline import support_vectors
from text.compact import round_weights
from text.publication import Version, classes_profile, publish, text_profile
from text.rows import Rows, outputs
from text.training import begin, load, parameter_count
from vision.intervals import Estimate, bootstrap

from . import report
from .data import Prepared, Texts, read
from .rejection import calibration_error, scores, temperature, threshold
from .stages import Workshop, recalls, teachers

NAME = "clinc"
SETTINGS = """
task: text-classification
batching: {{max-rows: 64, max-delay: 2ms}}
warmup: 3
preprocess: {{tokenizer: tokenizer.json, input: input_ids, mask: attention_mask, max-tokens: 64, long: cut}}
postprocess:
  output: logits
  activation: softmax
  temperature: {temperature:.4g}
  labels: labels.txt
  top-k: 5
  out-of-scope: {{{rule}}}
monitor: {{profile: profile.json}}
"""


@dataclass(frozen=True)
class Rule:
    """How texts of no intent are told: `by` a score of `rejection.scores`, above `threshold`."""

    by: str
    threshold: float
    heat: float

    def setting(self) -> str:
        """As model.yaml has it; a probability rejects below its threshold, the others above."""
        limit = 1 - self.threshold if self.by == "probability" else self.threshold
        return f"by: {self.by}, threshold: {limit:.6g}" + (", label: oos" if self.by == "label" else "")

    def rejects(self, logits: np.ndarray) -> np.ndarray:
        return scores(logits, self.heat)[self.by] > self.threshold


def measure_and_publish(shop: Workshop, data: Path, out: Path) -> None:
    begin(1, "cpu")
    prepared = read(shop.work)
    kinds = {kind: _best(shop, kind) for kind in ("plain", "distilled")}
    networks = {kind: _rounded(shop, kind, file, prepared) for kind, file in kinds.items()}
    chosen = max(kinds, key=lambda kind: _record(kinds[kind])["val"])
    val, test = (_logits(networks[chosen], texts) for texts in (prepared.val, prepared.test))
    heat = _heat(val, prepared)
    rule = _rule(val, heat, prepared.val)
    facts = _facts(networks, chosen, prepared, val, test, rule, data, shop.work)
    network, labels = networks[chosen], prepared.labels
    if rule.by != "label":
        network, labels = _without_outside(network), labels[:-1]
    given = endtoend.probabilities(test[:, :len(labels)], heat)
    reference = text_profile(prepared.test.rows, classes_profile(labels, given))
    settings = SETTINGS.format(temperature=heat, rule=rule.setting())
    publish(out / "repository", NAME, "logits", [Version(1, network, reference, report.write(facts))], prepared.tokenizer,
            drawn.REQUESTS, settings, labels)
    print(report.metrics(facts))
    _write_cases(network, labels, rule, prepared, out)


def _write_cases(network: nn.Module, labels: list[str], rule: Rule, prepared: Prepared, out: Path) -> None:
    logits = endtoend.answers(network, prepared.tokenizer, drawn.REQUESTS, 64)
    padded = logits if rule.by == "label" else np.pad(logits, ((0, 0), (0, 1)), constant_values=-1e9)
    outside = [{"out_of_scope": bool(each)} for each in rule.rejects(padded)]
    endtoend.write_classes(NAME, {1: endtoend.probabilities(logits, rule.heat)}, labels, drawn.REQUESTS, out / endtoend.FOLDER, {1: outside})


def _facts(networks: dict[str, nn.Module], chosen: str, prepared: Prepared, val: np.ndarray, test: np.ndarray, rule: Rule, data: Path,
           work: Path) -> report.Facts:
    inside = _inside(prepared.test)
    intents = prepared.test.intents[inside]
    right = {kind: _logits(network, prepared.test)[inside, :-1].argmax(1) == intents for kind, network in networks.items()}
    rejected = rule.rejects(test)
    others = scores(test, rule.heat)
    limits = {name: threshold(score[_inside(prepared.val)]) for name, score in scores(val, rule.heat).items()}
    gain = right["distilled"].astype(float) - right["plain"]
    return report.Facts(
        accuracy=_estimate(right[chosen]), plain=_estimate(right["plain"]), distilled=_estimate(right["distilled"]),
        gain=bootstrap(len(gain), lambda index: gain[index].mean()),
        teachers=_teachers(work, inside, intents), baseline=_estimate(_baseline(data)),
        kept=_estimate(right[chosen] & ~rejected[inside]),
        false_rejection=_estimate(rejected[inside]), recall=_estimate(rejected[~inside]), rule=rule.by, limit=rule.setting(),
        recalls={name: _estimate(score[~inside] > limits[name]) for name, score in others.items()},
        rejections={name: _estimate(score[inside] > limits[name]) for name, score in others.items()},
        val_recalls=recalls(val, _inside(prepared.val), rule.heat),
        heat=rule.heat, calibrated=calibration_error(endtoend.probabilities(test[inside, :-1], rule.heat), intents),
        uncalibrated=calibration_error(endtoend.probabilities(test[inside, :-1]), intents),
        parameters=parameter_count(networks[chosen]), chosen=chosen,
    )


def _rule(val: np.ndarray, heat: float, texts: Texts) -> Rule:
    """The score that finds most of val's texts out of scope where 5 % of the others are rejected."""
    inside = _inside(texts)
    found = recalls(val, inside, heat)
    by = max(found, key=lambda name: found[name])
    return Rule(by, threshold(scores(val, heat)[by][inside]), heat)


def _heat(val: np.ndarray, prepared: Prepared) -> float:
    inside = _inside(prepared.val)
    return temperature(val[inside, :-1].astype(np.float64), prepared.val.intents[inside])


def _without_outside(network: nn.Module) -> nn.Module:
    """Without the last class, which is not needed to reject."""
    answer = nn.Linear(network.answer.in_features, network.answer.out_features - 1)
    answer.load_state_dict({"weight": network.answer.weight[:-1], "bias": network.answer.bias[:-1]})
    network.answer = answer
    return network


def _teachers(work: Path, inside: np.ndarray, intents: np.ndarray) -> Estimate:
    """From their answers, or from the best of each, which `teachers-test.npz` may hold."""
    file = work / "teachers-test.npz"
    if not file.is_file():
        return _estimate(teachers(work, "test")[inside, :-1].argmax(1) == intents)
    with np.load(file) as arrays:
        return _estimate(arrays["best"][inside] == intents)


def _baseline(data: Path) -> np.ndarray:
    train, test = (corpora.clinc(data, split) for split in ("train", "test"))
    given = support_vectors([text for text, _ in train], [intent for _, intent in train], [text for text, _ in test])
    return given == np.array([intent for _, intent in test])


def _best(shop: Workshop, kind: str) -> Path:
    files = sorted((shop.work / "students").glob(f"{kind}-*.json"))
    return max(files, key=lambda file: json.loads(file.read_text(encoding="utf-8"))["val"]).with_suffix(".npz")


def _record(file: Path) -> dict:
    return json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))


def _rounded(shop: Workshop, kind: str, file: Path, prepared: Prepared) -> nn.Module:
    return round_weights(load(shop.network(kind, len(prepared.tokenizer), len(prepared.labels)), file))


def _logits(network: nn.Module, texts: Texts) -> np.ndarray:
    return outputs(network, Rows(texts.rows))


def _inside(texts: Texts) -> np.ndarray:
    return texts.intents < 150


def _estimate(right: np.ndarray) -> Estimate:
    return bootstrap(len(right), lambda chosen: right[chosen].mean())
