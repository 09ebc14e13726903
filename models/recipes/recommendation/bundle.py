"""The recommender's folder: what ties the towers, the ranker and the catalogue together for the service."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import pandas as pd

from export.png import write_pictures
from export.repository import write_gzip, write_json
from recommendation.dataset import Encoded
from recommendation.publish import VERSION

RECOMMENDER = """\
name: {name}
description: {description}
catalogue: {catalogue}
bundles:
  - version: {version}
    towers: {{user: {prefix}-user-tower, item: {prefix}-item-tower, version: {towers}}}
    ranker: {{model: {prefix}-ranker}}
    features: features.json
    index: auto
popularity: {popularity}
history: {{length: {length}}}
"""


def write_recommender(
    folder: Path,
    name: str,
    prefix: str,
    description: str,
    data: Encoded,
    segments: Sequence[str] = (),
    towers: int = VERSION,
) -> None:
    """Writes recommender.yaml, features.json with the lists of ids that it names, the items with their pictures, and
    the users with their histories up to the last event. `segments`: columns of the users by which popularity is told;
    `towers`: their version.
    """
    pictures = data.pictures is not None
    files = "items: items.csv.gz, users: users.csv.gz" + (", images: images.zip" if pictures else "")
    popularity = f"{{column: popularity, segments: [{', '.join(segments)}]}}"
    text = RECOMMENDER.format(name=name, prefix=prefix, description=description, version=VERSION,
                              towers=towers, catalogue=f"{{{files}}}", popularity=popularity, length=data.length)
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("recommender.yaml").write_text(text, encoding="utf-8")
    features = data.encoder.to_json()
    write_json(folder / "features.json", features, indent=2)
    for feature, spec in features["features"].items():
        if "ids" in spec:
            known = data.encoder.known(feature.split(".")[0])
            folder.joinpath(spec["ids"]).write_text("".join(f"{each}\n" for each in known), encoding="utf-8")
    if pictures:
        write_pictures(folder / "images.zip", data.catalogue["id"], data.pictures)
    write_gzip(folder / "items.csv.gz", _csv(data.catalogue))
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
