"""The quality of the bundled vision models, asked of a running service with the files of the data sets.

Every picture goes over the wire as a PNG or JPEG and is decoded and prepared by the service; the numbers belong beside those of
the cards, which the recipes measured on tensors.
"""

from __future__ import annotations

import argparse
import base64
import io
import zipfile
from pathlib import Path
from typing import Any, Iterator, Sequence

import numpy as np
from PIL import Image

from media_client import Service

import blood_cells.data as cells  # noqa: E402  (media_client puts the recipes on the path)
import faces.data as portraits  # noqa: E402
import fashion_mnist.data as garments  # noqa: E402
import flowers.data as blossoms  # noqa: E402
import membranes.data as tissue  # noqa: E402
from blood_cells.evaluation import Found, precision_of_classes  # noqa: E402
from faces.evaluation import equal_error_over_people  # noqa: E402
from fashion_mnist.evaluation import accuracy  # noqa: E402
from membranes.evaluation import scores  # noqa: E402

BATCH = 32
GARMENTS = ("fashion-mnist", "fashion-mnist-torchscript", "fashion-mnist-resnet", "fashion-mnist-resnet-int8",
            "fashion-mnist-resnet-torchscript", "fashion-mnist-resnet-small", "fashion-mnist-resnet-small-int8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the data sets' folders")
    given = parser.parse_args()
    service = Service(given.url)
    fashion(service, given.data / "fashion-mnist")
    measures = {"flowers": (flowers, "flowers5"), "blood-cells": (blood_cells, "bccd"),
                "membranes": (membranes, "isbi2012-membrane"), "faces": (faces, "olivetti-faces")}
    for model, (measure, folder) in measures.items():
        if service.has(model):
            measure(service, given.data / folder)


def fashion(service: Service, folder: Path) -> None:
    test = garments.load(folder)[1]
    pictures = [png((image[0] * 255).round().astype(np.uint8)) for image in test.images]
    for model in filter(service.has, GARMENTS):
        print(f"{model}: accuracy {accuracy(best(service, model, pictures), test.labels)}", flush=True)


def flowers(service: Service, folder: Path) -> None:
    rows = [line.split(",") for line in (folder / "split.csv").read_text(encoding="utf-8").splitlines()[1:]]
    test = [(file, blossoms.LABELS.index(label)) for file, label, split in rows if split == "test"]
    with zipfile.ZipFile(folder / "flowers.zip") as archive:
        pictures = [archive.read(file) for file, _ in test]
    labels = np.array([label for _, label in test])
    print(f"flowers: accuracy {accuracy(best(service, 'flowers', pictures), labels)}", flush=True)


def blood_cells(service: Service, folder: Path) -> None:
    scenes = cells.load(folder)["test"]
    with zipfile.ZipFile(folder / "bccd.zip") as archive:
        names = archive.read("BCCD/ImageSets/Main/test.txt").decode().split()
        pictures = [archive.read(f"BCCD/JPEGImages/{name}.jpg") for name in names]
    seen = [one for some in batches(pictures, 8)
            for one in service.look("detect", "blood-cells", some, min_score=0.02, max_boxes=300)]
    found = [boxes_of(one) for one in seen]
    print("blood-cells: " + ", ".join(f"{k} {v}" for k, v in precision_of_classes(found, scenes).items()), flush=True)


def membranes(service: Service, folder: Path) -> None:
    test = tissue.load(folder)[1]
    predicted = []
    for slice_ in test.gray:
        mask = service.look("segment", "membranes", [png(slice_)], mask="png")[0]["mask"]
        predicted.append(np.array(Image.open(io.BytesIO(base64.b64decode(mask["png"])))) == 1)
    found = scores(np.stack(predicted), test.membrane)
    print(f"membranes: pixel error {found.pixel_error}, IoU of membranes {found.membrane}, of the inside {found.inside}", flush=True)


def faces(service: Service, folder: Path) -> None:
    test = portraits.load(folder).of(portraits.TEST)
    pictures = [png(gray) for gray in test.gray]
    seen = [one for some in batches(pictures, BATCH) for one in service.look("embed", "faces", some)]
    embeddings = np.array([one["embedding"] for one in seen])
    print(f"faces: equal error rate {equal_error_over_people(embeddings, test.people)}", flush=True)


def best(service: Service, model: str, pictures: Sequence[bytes]) -> np.ndarray:
    """The best class of each picture."""
    seen = [one for some in batches(pictures, BATCH) for one in service.look("classify", model, some, top_k=1)]
    return np.array([one["classes"][0]["index"] for one in seen])


def boxes_of(seen: dict[str, Any]) -> Found:
    """In pixels of the network's input, as the recipe's evaluation wants them."""
    factors = np.array([cells.WIDTH / seen["width"], cells.HEIGHT / seen["height"]] * 2)
    sides = [[each["box"][side] for side in ("left", "top", "right", "bottom")] for each in seen["boxes"]]
    boxes = np.array(sides, float).reshape(-1, 4) * factors
    return Found(boxes, np.array([each["score"] for each in seen["boxes"]]), np.array([each["index"] for each in seen["boxes"]]))


def batches(pictures: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(pictures), size):
        yield pictures[start:start + size]


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


if __name__ == "__main__":
    main()
