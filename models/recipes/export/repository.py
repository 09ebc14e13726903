"""The folder of one model version, as the service's model repository expects it."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ModelFolder:
    """`<root>/<name>/model.yaml` and `<root>/<name>/<version>/…`; folders are made when first written to."""

    root: Path
    name: str
    version: int = 1

    @property
    def directory(self) -> Path:
        """The folder of the version."""
        directory = self.root / self.name / str(self.version)
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def write_settings(self, text: str) -> None:
        """Writes model.yaml; `text` is YAML with the keys that the service knows."""
        self.directory.parent.joinpath("model.yaml").write_text(text.strip() + "\n", encoding="utf-8")

    def write_json(self, file: str, value: Any, allow_nan: bool = False) -> None:
        """Writes `value` as JSON beside the model; golden.json may hold NaN, which the service reads there."""
        write_json(self.directory / file, value, allow_nan=allow_nan)

    def write_card(self, text: str) -> None:
        """Writes card.md."""
        self.directory.joinpath("card.md").write_text(text.strip() + "\n", encoding="utf-8")

    def write_manifest(self) -> None:
        """Writes SHA256SUMS over all other files of the version, as `sha256sum` does; call it last."""
        manifest = self.directory / "SHA256SUMS"
        manifest.unlink(missing_ok=True)
        manifest.write_text(digests(self.directory) + "\n", encoding="utf-8")

    def sizes(self) -> dict[str, int]:
        """File name to bytes, for the files of the version."""
        return {path.name: path.stat().st_size for path in sorted(self.directory.iterdir())}


def write_json(path: Path, value: Any, indent: int | None = None, allow_nan: bool = False) -> None:
    """Writes compact JSON (or indented) that ends with a newline; keys keep their order."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, allow_nan=allow_nan, indent=indent, separators=separators)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")


def write_gzip(path: Path, text: str) -> None:
    """Writes `text` gzipped without a file name or a time in the header: equal text, equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        packed.write(text.encode("utf-8"))


def digests(root: Path) -> str:
    """One line `sha256  path` for each file under `root`, sorted, to compare two runs."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root)}"
        for path in sorted(root.rglob("*"))
        if path.is_file()
    ]
    return "\n".join(lines)
