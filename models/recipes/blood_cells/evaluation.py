"""Average precision of boxes, as PASCAL VOC has measured it since 2010: area under the interpolated curve, IoU of .5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from vision.intervals import Estimate, bootstrap

from .data import LABELS, Scene

IOU_OF_A_HIT = 0.5
LEAST_SCORE = 0.02
IOU_OF_TWINS = 0.45
MOST = 300  # boxes of a picture that suppression looks at


@dataclass(frozen=True)
class Found:
    """What a detector says about one picture: boxes [k, 4] left, top, right, bottom; scores [k]; classes [k]."""

    boxes: np.ndarray
    scores: np.ndarray
    classes: np.ndarray


def found_in(rows: np.ndarray, least: float = LEAST_SCORE, twins: float = IOU_OF_TWINS) -> Found:
    """Non-maximum suppression for each class over rows [places, 4 + classes] of centre, extents and scores."""
    places, kinds = np.nonzero(rows[:, 4:] >= least)
    scores = rows[places, 4 + kinds]
    half = rows[places, 2:4] / 2
    boxes = np.concatenate([rows[places, :2] - half, rows[places, :2] + half], axis=1)
    order = np.argsort(-scores, kind="stable")[:MOST]
    kept: list[int] = []
    for index in order:
        rivals = [other for other in kept if kinds[other] == kinds[index]]
        if not rivals or iou(boxes[index][None], boxes[rivals]).max() <= twins:
            kept.append(index)
    return Found(boxes[kept], scores[kept], kinds[kept])


def iou(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """[a, b] of boxes [a, 4] and [b, 4]."""
    low = np.maximum(left[:, None, :2], right[None, :, :2])
    high = np.minimum(left[:, None, 2:], right[None, :, 2:])
    both = np.clip(high - low, 0, None).prod(axis=2)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=1) for boxes in (left, right)]
    return both / np.maximum(areas[0][:, None] + areas[1][None] - both, 1e-9)


def precision_of_classes(found: Sequence[Found], scenes: Sequence[Scene]) -> dict[str, Estimate]:
    """AP50 of each class and their mean as `mAP50`; intervals over pictures."""
    hits = [[_hits(found[index], scenes[index], kind) for index in range(len(scenes))] for kind in range(len(LABELS))]

    def mean(chosen: np.ndarray) -> float:
        return float(np.mean([_average_precision([of_class[index] for index in chosen]) for of_class in hits]))

    results = {name: bootstrap(len(scenes), lambda chosen: _average_precision([hits[kind][index] for index in chosen]))
               for kind, name in enumerate(LABELS)}
    return {**results, "mAP50": bootstrap(len(scenes), mean)}


def _hits(found: Found, scene: Scene, kind: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Scores, whether each found box hits an object that no better one has hit, and the number of objects."""
    of_kind = found.classes == kind
    scores, boxes, objects = found.scores[of_kind], found.boxes[of_kind], scene.boxes[scene.classes == kind]
    hits = np.zeros(len(scores), bool)
    if len(objects):
        overlaps, taken = iou(boxes, objects), set()
        for index in np.argsort(-scores, kind="stable"):
            best = int(overlaps[index].argmax())
            if overlaps[index, best] >= IOU_OF_A_HIT and best not in taken:
                taken.add(best)
                hits[index] = True
    return scores, hits, len(objects)


def _average_precision(pictures: Sequence[tuple[np.ndarray, np.ndarray, int]]) -> float:
    objects = sum(count for _, _, count in pictures)
    if objects == 0:
        return float("nan")
    scores = np.concatenate([part for part, _, _ in pictures])
    hits = np.concatenate([part for _, part, _ in pictures])[np.argsort(-scores, kind="stable")]
    right = np.cumsum(hits)
    precision = right / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * hits).sum() / objects)


def hits_and_misses(found: Sequence[Found], scenes: Sequence[Scene], least: float) -> tuple[int, int, int]:
    """Objects hit, boxes that hit nothing and objects missed, with boxes of at least this score."""
    hits = boxes = objects = 0
    for one, scene in zip(found, scenes):
        sure = one.scores >= least
        kept = Found(one.boxes[sure], one.scores[sure], one.classes[sure])
        counted = [_hits(kept, scene, kind) for kind in range(len(LABELS))]
        hits += sum(int(right.sum()) for _, right, _ in counted)
        boxes += int(sure.sum())
        objects += sum(count for _, _, count in counted)
    return hits, boxes - hits, objects - hits
