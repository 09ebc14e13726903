"""Reference distributions of texts: how long they are, and how much of them the tokeniser does not know."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np

from export.profile import number_profile, profile


def text_profile(texts: Sequence[str], ids: Sequence[Sequence[int]], unknown: int, predictions: dict[str, Any]) -> dict[str, Any]:
    """ids are the tokens of each text; `predictions` as `export.profile.profile` wants them."""
    features = {
        "text.characters": number_profile(np.array([len(text) for text in texts])),
        "text.tokens": number_profile(np.array([len(row) for row in ids])),
        "text.unknown": number_profile(np.array([row.count(unknown) / max(1, len(row)) for row in map(list, ids)])),
    }
    return profile(features, predictions)
