"""The outline of each category, drawn with boxes, ellipses and trapezoids in the square [-1, 1]², y downwards."""

from __future__ import annotations

from typing import Callable, Mapping

import numpy as np

Shape = Callable[[np.ndarray, np.ndarray], np.ndarray]  # x, y -> inside


def _box(left: float, right: float, top: float, bottom: float) -> Shape:
    return lambda x, y: (x >= left) & (x <= right) & (y >= top) & (y <= bottom)


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> Shape:
    return lambda x, y: ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1


def _cushion(rx: float, ry: float, cy: float = 0.0) -> Shape:
    return lambda x, y: (x / rx) ** 4 + ((y - cy) / ry) ** 4 <= 1


def _wedge(upper: float, lower: float, top: float, bottom: float, cx: float = 0.0) -> Shape:
    """A trapezoid by its half widths at the top and at the bottom."""
    def inside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        width = upper + (lower - upper) * (y - top) / (bottom - top)
        return (np.abs(x - cx) <= width) & (y >= top) & (y <= bottom)
    return inside


def _all(*shapes: Shape) -> Shape:
    return lambda x, y: np.logical_or.reduce([shape(x, y) for shape in shapes])


def _without(shape: Shape, *holes: Shape) -> Shape:
    return lambda x, y: shape(x, y) & ~_all(*holes)(x, y)


def _ring(cx: float, cy: float, outer: float, inner: float) -> Shape:
    return _without(_ellipse(cx, cy, outer, outer), _ellipse(cx, cy, inner, inner))


SILHOUETTES: Mapping[str, Shape] = {
    "dresses": _all(_wedge(0.4, 0.22, -0.9, -0.2), _wedge(0.22, 0.8, -0.2, 0.9)),
    "shirts": _without(_all(_box(-0.48, 0.48, -0.7, 0.8), _box(-0.9, 0.9, -0.7, -0.2)), _ellipse(0, -0.75, 0.2, 0.2)),
    "trousers": _all(_box(-0.5, 0.5, -0.9, -0.4), _box(-0.5, -0.1, -0.4, 0.9), _box(0.1, 0.5, -0.4, 0.9)),
    "jackets": _without(_all(_wedge(0.5, 0.6, -0.9, 0.9), _wedge(0.6, 0.98, -0.9, 0.4)), _box(-0.05, 0.05, -0.9, 0.9)),
    "sneakers": _all(_wedge(0.35, 0.6, -0.4, 0.3, -0.3), _wedge(0.95, 0.95, 0.3, 0.6), _ellipse(0.4, 0.3, 0.5, 0.3)),
    "boots": _all(_box(-0.6, 0.05, -0.95, 0.6), _box(-0.6, 0.8, 0.3, 0.85)),
    "sandals": _all(_box(-0.95, 0.95, 0.4, 0.62), _without(_ellipse(0.1, 0.4, 0.7, 0.7), _ellipse(0.1, 0.4, 0.45, 0.45),
                                                          _box(-1, 1, 0.6, 1))),
    "slippers": _without(_cushion(0.95, 0.42, 0.3), _ellipse(-0.4, 0.1, 0.4, 0.25)),
    "lamps": _all(_wedge(0.25, 0.7, -0.95, -0.1), _box(-0.08, 0.08, -0.1, 0.7), _box(-0.4, 0.4, 0.7, 0.92)),
    "cushions": _cushion(0.8, 0.8),
    "rugs": _all(_box(-0.85, 0.85, -0.55, 0.55), *(_box(-0.98, 0.98, y, y + 0.1) for y in (-0.5, -0.2, 0.1, 0.4))),
    "tableware": _all(_without(_ellipse(0, -0.3, 0.9, 0.95), _box(-1, 1, -1.3, -0.3)), _box(-0.4, 0.4, 0.6, 0.8)),
    "tents": _without(_wedge(0.0, 0.98, -0.8, 0.8), _wedge(0.0, 0.3, 0.0, 0.8)),
    "backpacks": _all(_cushion(0.6, 0.75, 0.15), _ring(0, -0.65, 0.3, 0.16), _box(-0.8, 0.8, 0.2, 0.6)),
    "garden": _all(_wedge(0.6, 0.4, 0.1, 0.9), _ellipse(0, -0.4, 0.16, 0.55), _ellipse(-0.4, -0.2, 0.16, 0.35),
                   _ellipse(0.4, -0.2, 0.16, 0.35)),
    "grills": _all(_without(_ellipse(0, -0.2, 0.9, 0.6), _box(-1, 1, -1, -0.25)), _wedge(0.1, 0.1, 0.2, 0.9, -0.5),
                   _wedge(0.1, 0.1, 0.2, 0.9, 0.5), _box(-0.6, 0.6, -0.6, -0.45)),
    "running": _without(_wedge(0.45, 0.6, -0.9, 0.8), _ellipse(0, -0.9, 0.25, 0.5), _ellipse(-0.65, -0.5, 0.25, 0.3),
                        _ellipse(0.65, -0.5, 0.25, 0.3)),
    "cycling": _without(_ellipse(0, 0.3, 0.95, 0.95), _box(-1, 1, 0.3, 1.3), _ellipse(-0.3, -0.1, 0.1, 0.35),
                        _ellipse(0.3, -0.1, 0.1, 0.35)),
    "yoga": _all(_box(-0.95, 0.6, 0.3, 0.6), _ring(0.5, 0.15, 0.45, 0.15)),
    "winter sport": _without(_cushion(0.98, 0.45), _ellipse(0, 0.5, 0.2, 0.3), _box(-0.75, 0.75, -0.15, -0.05)),
    "headphones": _all(_without(_ring(0, 0.1, 0.9, 0.72), _box(-1, 1, 0.2, 1)), _ellipse(-0.75, 0.4, 0.22, 0.42),
                       _ellipse(0.75, 0.4, 0.22, 0.42)),
    "speakers": _without(_box(-0.55, 0.55, -0.95, 0.95), _ring(0, 0.4, 0.4, 0.2), _ring(0, -0.45, 0.25, 0.1)),
    "keyboards": _without(_box(-0.98, 0.98, -0.45, 0.45), *(_box(-0.85, 0.85, y, y + 0.08) for y in (-0.25, 0.0, 0.2))),
    "chargers": _all(_box(-0.45, 0.45, -0.3, 0.9), _box(-0.3, -0.12, -0.85, -0.3), _box(0.12, 0.3, -0.85, -0.3)),
}
