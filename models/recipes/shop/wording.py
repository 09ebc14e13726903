"""Titles and descriptions: a small grammar whose adjectives tell one half of the hidden style, its promises quality.

What the words say is what a careful copywriter would say: each of four scales from one end to the other, not quite
exactly. Neither the picture nor the attributes know it.
"""

from __future__ import annotations

import numpy as np

from .vocabulary import Category

SCALES = (
    (("bare", "spartan"), ("minimal", "plain"), ("understated", "simple"), ("detailed", "decorated"),
     ("ornate", "elaborate"), ("lavish", "opulent")),
    (("delicate", "airy"), ("soft", "gentle"), ("loose", "supple"), ("firm", "solid"), ("sturdy", "robust"),
     ("rugged", "hardy")),
    (("antique", "vintage"), ("traditional", "classic"), ("timeless", "familiar"), ("modern", "current"),
     ("contemporary", "sleek"), ("futuristic", "experimental")),
    (("sober", "solemn"), ("calm", "serene"), ("relaxed", "easygoing"), ("lively", "cheerful"), ("bold", "playful"),
     ("wild", "exuberant")),
)
_PROMISES = ("an honest bargain", "easy to clean", "packed without plastic", "back by popular demand",
             "sold with a two-year promise", "tested by our own team")  # the better the item, the later the promise
_STEPS = np.array([-1.2, -0.6, 0.0, 0.6, 1.2])  # between the words of a scale
_SLIP, _FLATTERY = 0.3, 0.5  # how far the writer is off, in deviations of the style and of the quality
_MATERIALS = {
    "clothing": ("cotton", "linen", "wool", "jersey"),
    "shoes": ("leather", "canvas", "suede", "knit"),
    "home": ("oak", "ceramic", "glass", "woven"),
    "outdoor": ("ripstop", "steel", "cedar", "waxed"),
    "sport": ("padded", "ribbed", "recycled", "feather-light"),
    "electronics": ("aluminium", "matte", "braided", "walnut"),
}
_USES = {
    "clothing": ("long days at work", "warm evenings", "travelling with one bag", "weekends in town"),
    "shoes": ("wet pavements", "all-day walking", "short trips", "slow mornings"),
    "home": ("small flats", "a quiet corner", "a full table", "reading late"),
    "outdoor": ("a weekend away", "first campers", "balconies and back gardens", "bad weather"),
    "sport": ("early training", "the daily commute", "beginners", "long sessions"),
    "electronics": ("shared offices", "train journeys", "crowded desks", "music at home"),
}


class Copywriter:
    """Writes the title and the description of one item after the other; the same random numbers, the same words."""

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random

    def write(self, category: Category, colour: str, style: np.ndarray, quality: float) -> tuple[str, str]:
        """Title and description for the style [len(SCALES)], of deviation 1. Example: Sturdy linen shirt, navy."""
        random = self._random
        material, noun = random.choice(_MATERIALS[category.department]), random.choice(category.nouns)
        felt = style + random.normal(0, _SLIP, len(SCALES))
        words = [scale[step][random.integers(2)] for scale, step in zip(SCALES, np.searchsorted(_STEPS, felt))]
        first, second, line, mood = words
        promise = _PROMISES[np.searchsorted(_STEPS, quality + random.normal(0, _FLATTERY))]
        title = f"{words[np.abs(felt).argmax()].capitalize()} {material} {noun}, {colour}"
        return title, (f"{material.capitalize()} {noun}, {first} and {second}, {line} in line, {mood} in mood; "
                       f"for {random.choice(_USES[category.department])}; {promise}.")
