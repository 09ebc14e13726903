"""The recommender's folder: what ties the towers, the ranker and the catalogue together for the service."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from export.repository import write_gzip, write_json
from recommendation.dataset import Encoded

RECOMMENDER = """\
name: {name}
description: {description}
towers: {{user: {prefix}-user-tower, item: {prefix}-item-tower, version: 1}}
ranker: {{model: {prefix}-ranker}}
catalogue: {{items: items.csv.gz, users: users.csv.gz}}
features: features.json
index: auto
popularity: popularity
history: {{length: {length}}}
"""


def write_recommender(folder: Path, name: str, prefix: str, description: str, data: Encoded) -> None:
    """Writes recommender.yaml, features.json, items.csv.gz and users.csv.gz (histories up to the last event)."""
    text = RECOMMENDER.format(name=name, prefix=prefix, description=description, length=data.length)
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("recommender.yaml").write_text(text, encoding="utf-8")
    write_json(folder / "features.json", data.encoder.to_json(), indent=2)
    write_gzip(folder / "items.csv.gz", _csv(data.items))
    write_gzip(folder / "users.csv.gz", _csv(data.users.assign(history=_histories(data))))


def _histories(data: Encoded) -> list[str]:
    ids, interactions = data.items["id"].to_numpy(), data.interactions
    histories = []
    for start, end in zip(interactions.offsets[:-1], interactions.offsets[1:]):
        last = interactions.items[max(start, end - data.length) : end]
        histories.append(" ".join(str(item) for item in ids[last - 1]))
    return histories


def _csv(frame: pd.DataFrame) -> str:
    return frame.to_csv(index=False, lineterminator="\n")
