"""Random Fourier features of embeddings (Rahimi and Recht, 2007), drawn as the service draws them, and their profile."""

from __future__ import annotations

from typing import Any

import numpy as np

_MASK = (1 << 64) - 1


def frequencies(dimension: int, count: int, bandwidth: float, seed: int) -> np.ndarray:
    """[count, dimension]: standard normals by Box and Muller from SplitMix64, over the bandwidth."""
    pairs = (dimension * count + 1) // 2
    uniform = _uniform(2 * pairs, seed).reshape(pairs, 2)
    radius = np.sqrt(-2 * np.log(uniform[:, 0]))
    angle = 2 * np.pi * uniform[:, 1]
    normals = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).reshape(-1)
    return normals[: dimension * count].reshape(count, dimension) / bandwidth


def features(vectors: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """[vectors, 2 * count]: cosines, then sines."""
    phase = np.asarray(vectors, dtype=np.float64) @ drawn.T
    return np.concatenate([np.cos(phase), np.sin(phase)], axis=1) / np.sqrt(len(drawn))


def median_bandwidth(vectors: np.ndarray, most: int = 1000) -> float:
    """The median distance between two vectors, of the first `most`."""
    some = np.asarray(vectors[:most], dtype=np.float64)
    squares = (some**2).sum(1)
    distances = squares[:, None] + squares[None, :] - 2 * some @ some.T
    return float(np.sqrt(np.median(distances[np.triu_indices(len(some), 1)])))


def embedding_profile(vectors: np.ndarray, count: int = 128, seed: int = 1) -> dict[str, Any]:
    """The part of profile.json under `embeddings`; see `monitor.profile.EmbeddingProfile` of the service."""
    vectors = np.asarray(vectors, dtype=np.float64)
    bandwidth = float(f"{median_bandwidth(vectors):.7g}")
    mapped = features(vectors, frequencies(vectors.shape[1], count, bandwidth, seed))
    covariance = np.cov(mapped, rowvar=False)
    return {
        "count": len(vectors),
        "dimension": vectors.shape[1],
        "bandwidth": bandwidth,
        "seed": seed,
        "means": [float(f"{mean:.7g}") for mean in mapped.mean(axis=0)],
        "trace": float(f"{np.trace(covariance):.7g}"),
        "squaredTrace": float(f"{(covariance**2).sum():.7g}"),
    }


def _uniform(count: int, seed: int) -> np.ndarray:
    """In (0, 1): the upper 53 bits of SplitMix64's numbers and a half, over 2^53."""
    state = seed & _MASK
    drawn = np.empty(count)
    for place in range(count):
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        z ^= z >> 31
        drawn[place] = ((z >> 11) + 0.5) * 2.0**-53
    return drawn
