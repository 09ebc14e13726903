"""What thresholds find without learning: stained (purple) areas are white cells or platelets by size, the rest are red cells."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .data import Scene
from .evaluation import Found, iou

_STAIN = 30  # blue above green, in levels of 255
_WHITE, _PLATELET = 1200, 60  # pixels of the smallest white cell and the smallest platelet at 240×320
_MARGIN = 3  # pixels around what is stained
_RED_SIDE, _RED_RADIUS = 52, 12  # pixels: the usual side of a red cell; the least distance of its middle to its edge


def detect(scene: Scene) -> Found:
    """Boxes of connected stained areas, and of squares around the peaks of the distance to the ground for red cells."""
    pixels = ndimage.gaussian_filter(scene.pixels.astype(np.float32), (1, 1, 0))
    stained = pixels[:, :, 2] - pixels[:, :, 1] > _STAIN
    boxes, scores, classes = _stained(ndimage.binary_opening(stained, iterations=1))
    red = _red(pixels[:, :, 1] < _ground(pixels[:, :, 1]), ndimage.binary_dilation(stained, iterations=3))
    for box, score in red:
        if not boxes or iou(box[None], np.array(boxes)).max() < 0.4:
            boxes.append(box)
            scores.append(score)
            classes.append(0)
    return Found(np.array(boxes, np.float32).reshape(-1, 4), np.array(scores), np.array(classes, np.int64))


def _stained(mask: np.ndarray) -> tuple[list[np.ndarray], list[float], list[int]]:
    boxes, scores, classes = [], [], []
    areas, _ = ndimage.label(mask)
    for number, (rows, columns) in enumerate(ndimage.find_objects(areas), start=1):
        size = int((areas[rows, columns] == number).sum())
        if size >= _PLATELET:
            box = np.array([columns.start, rows.start, columns.stop, rows.stop], float)
            boxes.append(box + [-_MARGIN, -_MARGIN, _MARGIN, _MARGIN])
            classes.append(1 if size >= _WHITE else 2)
            scores.append(min(size / _WHITE, 1.0) if size >= _WHITE else 1 - size / _WHITE)
    return boxes, scores, classes


def _red(dark: np.ndarray, stained: np.ndarray) -> list[tuple[np.ndarray, float]]:
    distance = ndimage.gaussian_filter(ndimage.distance_transform_edt(ndimage.binary_fill_holes(dark & ~stained)), 2)
    peaks = (distance == ndimage.maximum_filter(distance, size=25)) & (distance > _RED_RADIUS)
    half = _RED_SIDE / 2
    limits = [dark.shape[1], dark.shape[0]] * 2
    return [(np.clip([column - half, row - half, column + half, row + half], 0, limits), min(distance[row, column] / half, 1.0))
            for row, column in np.argwhere(peaks)]


def _ground(values: np.ndarray) -> float:
    """The threshold of Otsu (1979) between cells and the bright ground."""
    counts, edges = np.histogram(values, bins=128)
    middles = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)
    sums = np.cumsum(counts * middles)
    with np.errstate(invalid="ignore", divide="ignore"):
        between = (sums[-1] * below / below[-1] - sums) ** 2 / (below * (below[-1] - below))
    return float(middles[np.nanargmax(between[:-1])])
