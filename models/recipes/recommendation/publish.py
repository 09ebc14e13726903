"""Writes the three models of a recommender to the model repository."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import numpy as np
from torch import nn

from export.card import card
from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx
from export.repository import ModelFolder
from recommendation.dataset import Encoded
from recommendation.deepfm import DeepFM, RankerGraph
from recommendation.examples import cases
from recommendation.inputs import RankerInputs
from recommendation.retrieval import Retrieval

USER_SETTINGS = """\
backend: onnx
threads: 1
batching: {max-rows: 64, max-delay: 1ms, queue: 256}
timeout: 1s
warmup: 3
monitor: {profile: profile.json}
"""
ITEM_SETTINGS = USER_SETTINGS.replace("max-rows: 64", "max-rows: 1024").replace("timeout: 1s", "timeout: 10s")
RANKER_SETTINGS = USER_SETTINGS.replace("max-rows: 64", "max-rows: 10000")  # the most candidates of a request


@dataclass(frozen=True)
class Texts:
    """The words of one model's card."""

    title: str
    summary: str
    sections: Mapping[str, str]

    def adding(self, sections: Mapping[str, str]) -> "Texts":
        """With further sections at the end."""
        return Texts(self.title, self.summary, {**self.sections, **sections})


def publish_user_tower(root: Path, name: str, retrieval: Retrieval, data: Encoded, profile: dict, texts: Texts) -> None:
    """categorical [n, Fu], history [n, l] -> embedding [n, d]."""
    fields = data.encoder.fields(data.encoder.names("user_tower", "categorical"))
    examples = cases(fields, 0, data.length, data.item_count)
    folder = ModelFolder(root, name)
    folder.write_settings(USER_SETTINGS)
    _publish(folder, retrieval.users, examples, "embedding", profile, texts)


def publish_item_tower(root: Path, name: str, retrieval: Retrieval, data: Encoded, profile: dict, texts: Texts) -> None:
    """categorical [n, Fi] and, where there are numbers, numeric [n, Gi] -> embedding [n, d]."""
    fields = data.encoder.fields(data.encoder.names("item_tower", "categorical"))
    examples = cases(fields, data.item_numbers.shape[1], 0, data.item_count)
    folder = ModelFolder(root, name)
    folder.write_settings(ITEM_SETTINGS)
    _publish(folder, retrieval.items, examples, "embedding", profile, texts)


def publish_ranker(
    root: Path, name: str, model: DeepFM, inputs: RankerInputs, data: Encoded, profile: dict, texts: Texts
) -> None:
    """categorical [n, Fc], numeric [n, Fn], history [n, l] -> score [n]."""
    examples = cases(inputs.fields, len(inputs.numeric), data.length, data.item_count)
    folder = ModelFolder(root, name)
    folder.write_settings(RANKER_SETTINGS)
    _publish(folder, RankerGraph(model), examples, "score", profile, texts)


def _publish(
    folder: ModelFolder, module: nn.Module, examples: list[Case], output: str, profile: dict, texts: Texts
) -> None:
    module.eval()
    path = folder.directory / "model.onnx"
    export_onnx(module, path, examples[0].inputs, [output])
    folder.write_json("golden.json", golden(module, examples, [output]))
    folder.write_json("profile.json", profile)
    verified = verify_onnx(path, module, examples)
    inputs = ", ".join(f"`{name}` {_shape(array)}" for name, array in examples[0].inputs.items())
    sections = {"Signature": f"{inputs} -> `{output}`; the first axis is free.", **texts.sections}
    folder.write_card(card(texts.title, texts.summary, sections))
    folder.write_manifest()
    print(f"{folder.name}: {folder.sizes()}; {verified}", flush=True)


def _shape(array: np.ndarray) -> str:
    return f"{array.dtype.name} [n{''.join(f', {size}' for size in array.shape[1:])}]"
