"""Writes the part `embeddings` of the profiles of models that are published, from the vectors that the running service itself makes:

    python3 -m monitoring.embeddings --logged build/logged
    ./salver serve -Dsalver.models.repository=models/recipes/build/logged -Dsalver.prediction-log.enabled=true \\
        -Dsalver.prediction-log.directory=LOG -Dsalver.prediction-log.rotate-size=1G \\
        -Dsalver.store.directory=EMPTY -Dsalver.recommenders.snapshots=EMPTY/snapshots
    python3 -m monitoring.embeddings --data DIR --log LOG [--url URL] [--model sst2 …] [--samples build/samples]

The first line copies the model repository and has every model log its vectors. The last sends what `monitoring.traffic` has of each
model, reads the vectors from the prediction log, and writes `profile.json` and the manifest beside it; weights stay as they are. `--samples`
leaves what was logged of each set (`MODEL-VERSION/SET.ndjson`), on which `DriftOfEmbeddingsTest` measures the detectors.
"""

from __future__ import annotations

import argparse
import json
import shutil
import time
from pathlib import Path
from typing import Any, Iterator

import numpy as np

from export.repository import ModelFolder
from service import Connection

from . import traffic
from .fourier import embedding_profile

_REPOSITORY = Path(__file__).parents[2] / "repository"
_PLAIN, _LOGGED = "monitor: {", "monitor: {log: {embeddings: true}, "
_PATIENCE = 30  # seconds for the log to be written
_EMBEDDED = "shop-item-tower"  # sees the whole catalogue when a service starts whose store is empty


def main() -> None:
    arguments = _arguments()
    if arguments.logged:
        logged(arguments.repository, arguments.logged)
        return
    connection, log = Connection(arguments.url), Log(arguments.log)
    for model in arguments.model or (*traffic.MODELS, _EMBEDDED):
        requests = {} if model == _EMBEDDED else traffic.sets(model, arguments.data)
        for version in _versions(arguments.repository, model):
            if model == _EMBEDDED:
                records = {"reference": Log(arguments.log, behind=False).now(model, version)}
            else:
                records = sent(connection, requests, model, version, log)
            write(ModelFolder(arguments.repository, model, version), records["reference"])
            if arguments.samples:
                _leave(arguments.samples / f"{model}-{version}", records)


def logged(repository: Path, copy: Path) -> None:
    """Copies models; every one logs its vectors."""
    shutil.copytree(repository, copy, dirs_exist_ok=True)
    for settings in copy.glob("*/model.yaml"):
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace(_PLAIN, _LOGGED, 1), encoding="utf-8")


def sent(connection: Connection, requests: traffic.Sets, model: str, version: int, log: Log) -> dict[str, list[dict[str, Any]]]:
    """The records of each set, one set after the other, once all of a set are in the log."""
    records = {}
    for name, part in requests.items():
        for request in part:
            path = f"{request.path}&version={version}" if "?" in request.path else request.path
            connection.send(path, request.body, request.kind)
        records[name] = log.next(model, version, sum(request.count for request in part))
    return records


class Log:
    """The lines of a prediction log, in the order in which they are written; from now on, or from the beginning (`behind` false)."""

    def __init__(self, directory: Path, behind: bool = True) -> None:
        self._directory = directory
        self._read: dict[Path, int] = {}
        if behind:
            self._skip()

    def now(self, model: str, version: int) -> list[dict[str, Any]]:
        """The records of a model version that are there."""
        return list(self._lines(f'"model":"{model}","version":{version},'))

    def next(self, model: str, version: int, count: int) -> list[dict[str, Any]]:
        """The next records of a model version; those of others are passed over."""
        records: list[dict[str, Any]] = []
        until = time.monotonic() + _PATIENCE
        while len(records) < count:
            records += [record for record in self._lines(f'"model":"{model}","version":{version},')]
            if time.monotonic() > until:
                raise SystemExit(f"{model} version {version}: {len(records)} of {count} records are in {self._directory}; is the "
                                 "prediction log enabled?")
            time.sleep(0.2)
        return records

    def _skip(self) -> None:
        for _ in self._lines("nothing but the places is wanted"):
            pass

    def _lines(self, holding: str) -> Iterator[dict[str, Any]]:
        for file in sorted(self._directory.glob("*.ndjson")):
            with file.open("rb") as content:
                content.seek(self._read.get(file, 0))
                whole, _, _ = content.read().rpartition(b"\n")
            self._read[file] = self._read.get(file, 0) + (len(whole) + 1 if whole else 0)
            for line in whole.split(b"\n") if whole else ():
                if holding.encode() in line:
                    yield json.loads(line)


def write(folder: ModelFolder, records: list[dict[str, Any]]) -> None:
    """Writes the profile of the vectors beside what the profile has already."""
    names = sorted({name for record in records for name in record.get("embeddings", {})})
    if not names:
        raise SystemExit(f"{folder.name}: no record has a vector; does the service run on the copy that --logged makes?")
    file = folder.directory / "profile.json"
    profile = json.loads(file.read_text(encoding="utf-8"))
    profile["embeddings"] = {
        name: embedding_profile(np.array([record["embeddings"][name] for record in records], np.float32)) for name in names}
    folder.write_json("profile.json", profile)
    folder.write_manifest()
    print(folder.name, folder.version, {name: part["dimension"] for name, part in profile["embeddings"].items()}, len(records),
          file.stat().st_size, flush=True)


def _versions(repository: Path, model: str) -> list[int]:
    return sorted(int(folder.name) for folder in (repository / model).iterdir() if folder.name.isdigit())


def _leave(folder: Path, records: dict[str, list[dict[str, Any]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in records.items():
        lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in part)
        folder.joinpath(f"{name}.ndjson").write_text("".join(lines), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="monitoring.embeddings", description="Adds embeddings to the published models' profiles.")
    parser.add_argument("--repository", type=Path, default=_REPOSITORY, help="the models whose profiles are written")
    parser.add_argument("--logged", type=Path, help="make a copy of them whose vectors are logged, and end")
    parser.add_argument("--data", type=Path, help="the folder that holds the data sets' folders")
    parser.add_argument("--log", type=Path, help="the directory of the service's prediction log")
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--model", nargs="*", choices=(*traffic.MODELS, _EMBEDDED), help="which (default: all)")
    parser.add_argument("--samples", type=Path, help="where to leave what was logged")
    given = parser.parse_args()
    if not given.logged and not (given.data and given.log):
        parser.error("--data and --log are needed")
    return given


if __name__ == "__main__":
    main()
