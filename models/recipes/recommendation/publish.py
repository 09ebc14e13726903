"""Writes the three models of a recommender to the model repository."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Collection, Mapping

import numpy as np
from torch import nn

from export.card import card
from export.golden import Case, golden, verify_onnx
from export.graph import export_onnx
from export.repository import ModelFolder
from recommendation.dataset import Encoded
from recommendation.deepfm import RankerGraph
from recommendation.examples import Layout, cases
from recommendation.features import Field
from recommendation.inputs import RankerInputs
from recommendation.retrieval import Retrieval

VERSION = 2  # of the three models; the signatures of version 1 were others
USER_SETTINGS = """\
backend: onnx
threads: 1
batching: {max-rows: 64, max-delay: 1ms, queue: 256}
timeout: 1s
warmup: 3
monitor: {profile: profile.json}
"""
ITEM_SETTINGS = USER_SETTINGS.replace("max-rows: 64", "max-rows: 1024").replace("timeout: 1s", "timeout: 10s")
RANKER_SETTINGS = """\
backend: onnx
threads: 1
batching: {queue: 256, join: never}
timeout: 1s
warmup: 3
monitor: {profile: profile.json}
"""  # nothing to join: each run has one history


@dataclass(frozen=True)
class Texts:
    """The words of one model's card."""

    title: str
    summary: str
    sections: Mapping[str, str]

    def beginning(self, sections: Mapping[str, str]) -> "Texts":
        """With further sections at the beginning."""
        return Texts(self.title, self.summary, {**sections, **self.sections})

    def adding(self, sections: Mapping[str, str]) -> "Texts":
        """With further sections at the end."""
        return Texts(self.title, self.summary, {**self.sections, **sections})


@dataclass(frozen=True)
class Publisher:
    """Writes the models of one recommender, `<prefix>-user-tower` and so on, to the repository `root`."""

    root: Path
    prefix: str
    data: Encoded

    def user_tower(self, retrieval: Retrieval, profile: dict, texts: Texts) -> None:
        """categorical [n, Fu], history [n, l] -> embedding [n, d]."""
        data = self.data
        layout = Layout(self._fields("user_tower"), history=data.length, items=data.item_count)
        folder = self._folder("user-tower", USER_SETTINGS)
        _publish(folder, retrieval.users, cases(layout), "embedding", profile, texts)

    def item_tower(self, tower: nn.Module, profile: dict, texts: Texts) -> None:
        """categorical [n, Fi] and, where there are any, numeric [n, Gi], text [n, W], image [n, h, w, 3] -> the same."""
        data, names, spec = self.data, self.data.encoder.names, self.data.encoder.spec
        layout = Layout(self._fields("item_tower"), numeric=data.item_numbers.shape[1])
        if names("item_tower", "text"):
            texts_of_item = [spec(name) for name in names("item_tower", "text")]
            layout = replace(
                layout,
                words=len(texts_of_item[0]["values"]),
                text=[each["length"] for each in texts_of_item],
                image=data.contents.pictures.shape[1:3],
            )
        _publish(self._folder("item-tower", ITEM_SETTINGS), tower, cases(layout), "embedding", profile, texts)

    def ranker(self, graph: RankerGraph, inputs: RankerInputs, profile: dict, texts: Texts) -> None:
        """categorical [n, Fc], numeric [n, Fn], history [1, l] -> score [n]."""
        data = self.data
        layout = Layout(inputs.fields, len(inputs.numeric), data.length, data.item_count, shared_history=True)
        folder = self._folder("ranker", RANKER_SETTINGS)
        _publish(folder, graph, cases(layout), "score", profile, texts, fixed=["history"])

    def _folder(self, kind: str, settings: str) -> ModelFolder:
        folder = ModelFolder(self.root, f"{self.prefix}-{kind}", VERSION)
        folder.write_settings(settings)
        return folder

    def _fields(self, model: str) -> list[Field]:
        return self.data.encoder.fields(self.data.encoder.names(model, "categorical"))


def _publish(
    folder: ModelFolder,
    module: nn.Module,
    examples: list[Case],
    output: str,
    profile: dict,
    texts: Texts,
    fixed: Collection[str] = (),
) -> None:
    module.eval()
    path = folder.directory / "model.onnx"
    export_onnx(module, path, examples[0].inputs, [output], fixed=fixed)
    folder.write_json("golden.json", golden(module, examples, [output]))
    folder.write_json("profile.json", profile)
    verified = verify_onnx(path, module, examples)
    inputs = ", ".join(f"`{name}` {_shape(array, name in fixed)}" for name, array in examples[0].inputs.items())
    sections = {"Signature": f"{inputs} -> `{output}`; n is free.", **texts.sections}
    folder.write_card(card(texts.title, texts.summary, sections))
    folder.write_manifest()
    print(f"{folder.name}: {folder.sizes()}; {verified}", flush=True)


def _shape(array: np.ndarray, fixed: bool) -> str:
    first = len(array) if fixed else "n"
    return f"{array.dtype.name} [{first}{''.join(f', {size}' for size in array.shape[1:])}]"
