"""Reads the WAV files of a data set, from a folder or from the archives that lie in it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Iterator

from .sound import Sound, read_wav


def clips(folder: Path, original: str) -> dict[str, Sound]:
    """Path inside the folder or archive to sound, sorted; fails with where the original can be had if there is none."""
    found = dict(sorted(_files(folder))) if folder.is_dir() else {}
    if not found:
        raise SystemExit(f"{folder} has no WAV files and no zip archive of them. Download them from {original}")
    return {name: read_wav(content) for name, content in found.items()}


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*.wav"):
        yield str(path.relative_to(folder)), path.read_bytes()
    for path in folder.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".wav"):
                    yield name, archive.read(name)
