"""Reads BCCD (Shenggan 2017): 364 photographs of blood through a microscope, with boxes in Pascal VOC's XML."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from vision.decoding import decode
from vision.preprocess import geometry

LABELS = ("RBC", "WBC", "Platelets")
SOURCE = "https://github.com/Shenggan/BCCD_Dataset (folder BCCD, zipped as bccd.zip)"
HEIGHT, WIDTH = 240, 320
PREPROCESS: dict[str, Any] = {"resize": [HEIGHT, WIDTH], "mean": 0.6, "std": 0.25}


@dataclass(frozen=True)
class Scene:
    """pixels uint8 [240, 320, 3]; boxes float32 [k, 4], left, top, right, bottom in pixels of it; classes int64 [k]."""

    pixels: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray


def load(folder: Path) -> dict[str, list[Scene]]:
    """The official splits: train 205, val 87, test 72."""
    if not (folder / "bccd.zip").is_file():
        raise SystemExit(f"No 'bccd.zip' in '{folder}': download it from {SOURCE} and pass its folder as --data.")
    with zipfile.ZipFile(folder / "bccd.zip") as archive:
        return {split: [_scene(archive, name) for name in _names(archive, split)] for split in ("train", "val", "test")}


def _names(archive: zipfile.ZipFile, split: str) -> list[str]:
    return archive.read(f"BCCD/ImageSets/Main/{split}.txt").decode().split()


def _scene(archive: zipfile.ZipFile, name: str) -> Scene:
    picture = decode(archive.read(f"BCCD/JPEGImages/{name}.jpg"))
    root = ElementTree.fromstring(archive.read(f"BCCD/Annotations/{name}.xml"))
    factors = np.array([WIDTH / picture.shape[1], HEIGHT / picture.shape[0]] * 2)
    found = [(_box(entry) * factors, LABELS.index(entry.findtext("name"))) for entry in root.iter("object")]
    found = [(box, kind) for box, kind in found if (box[2:] - box[:2] > 2).all()]  # a few boxes are empty
    boxes = np.array([box for box, _ in found], np.float32).reshape(-1, 4)
    return Scene(geometry(picture, PREPROCESS), boxes, np.array([kind for _, kind in found], np.int64))


def _box(entry: ElementTree.Element) -> np.ndarray:
    return np.array([float(entry.findtext(f"bndbox/{side}")) for side in ("xmin", "ymin", "xmax", "ymax")])
