"""The items of the shop: what a customer reads and sees, and the hidden style and quality that make them click."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .pictures import LOOKS, draw_pictures
from .vocabulary import CATEGORIES, COLOURS, DEPARTMENTS, MARKETS, brand_names
from .wording import SCALES, Copywriter

STYLES = 8  # dimensions of the hidden style space, shared by items and customers
SEEN, TOLD, UNSAID = 0.75, 0.7, 0.15  # deviations of the style by what shows in pictures, in words, and nowhere
BRANDS = 96
LAUNCHED_BEFORE = 0.65  # share of the items that exist when the year begins
DAYS = 365


@dataclass(frozen=True)
class Catalogue:
    """Columns over the items; row = item index from 0. Hidden: style, quality, relative_price."""

    category: np.ndarray  # int64 [items], index into CATEGORIES
    brand: np.ndarray  # int64 [items], index into brand_names
    colour: np.ndarray  # int64 [items]
    price: np.ndarray  # float64 [items], in units of money
    launch_day: np.ndarray  # int64 [items], 0 = first day of the year, negative = before
    style: np.ndarray  # float32 [items, STYLES]
    quality: np.ndarray  # float32 [items]
    relative_price: np.ndarray  # float32 [items], log of the price over the typical price of the category
    titles: list[str]
    descriptions: list[str]
    brand_names: list[str]
    pictures: np.ndarray  # uint8 [items, 32, 32, 3], RGB
    sold: np.ndarray  # bool [items, MARKETS], where the item is sold
    available: np.ndarray  # bool [items], at the end of the year

    def __len__(self) -> int:
        return len(self.category)


def make_catalogue(items: int, random: np.random.Generator) -> Catalogue:
    """Brands lean to one department, a style and a price level; items scatter around their brand and category.

    Pictures tell one half of an item's own style and words the other: neither brand nor category gives it away.
    """
    home = np.arange(BRANDS) % len(DEPARTMENTS)
    brand_style = random.normal(0, 0.35, (BRANDS, STYLES))
    brand_level = random.normal(0, 0.35, BRANDS)
    brand_weight = 1 / (1 + np.arange(BRANDS) // len(DEPARTMENTS)) ** 0.7
    category_style = random.normal(0, 0.2, (len(CATEGORIES), STYLES))

    category = random.choice(len(CATEGORIES), items, p=_zipf(len(CATEGORIES), 0.5, random))
    brand = _brands(category, home, brand_weight, random)
    own = random.normal(0, 1, (items, STYLES))
    style = brand_style[brand] + category_style[category] + _own_style(own, random)
    quality = random.normal(0, 1, items)
    relative_price = brand_level[brand] + random.normal(0, 0.3, items)
    typical = np.array([each.price for each in CATEGORIES])[category]
    colour = random.choice(len(COLOURS), items, p=_zipf(len(COLOURS), 0.6, random))
    old = random.random(items) < LAUNCHED_BEFORE
    launch = np.where(old, -random.integers(1, 700, items), random.integers(0, DAYS - 15, items))
    writer = Copywriter(random)
    told = zip(category, colour, own[:, LOOKS:], quality)
    texts = [writer.write(CATEGORIES[c], COLOURS[h], s, q) for c, h, s, q in told]
    return Catalogue(
        category=category, brand=brand, colour=colour, launch_day=launch, style=style.astype(np.float32),
        price=np.round(typical * np.exp(relative_price), 0) - 0.01,
        quality=quality.astype(np.float32), relative_price=relative_price.astype(np.float32),
        titles=[title for title, _ in texts], descriptions=[description for _, description in texts],
        brand_names=brand_names(BRANDS, random), pictures=draw_pictures(category, colour, own[:, :LOOKS], random),
        sold=_markets(items, random), available=random.random(items) < 0.97)


def _own_style(own: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """float [items, STYLES]: what pictures and words tell, in directions of their own, and a rest that nothing does."""
    assert LOOKS + len(SCALES) == STYLES
    directions, _ = np.linalg.qr(random.normal(0, 1, (STYLES, STYLES)))
    deviation = np.array([SEEN] * LOOKS + [TOLD] * len(SCALES))
    return (own * deviation) @ directions.T + random.normal(0, UNSAID, own.shape)


def _markets(items: int, random: np.random.Generator) -> np.ndarray:
    """bool [items, MARKETS]: most items are sold everywhere, the others in some markets."""
    sold = (random.random((items, 1)) < 0.85) | (random.random((items, len(MARKETS))) < 0.6)
    sold[np.arange(items), random.integers(0, len(MARKETS), items)] = True
    return sold


def _brands(category: np.ndarray, home: np.ndarray, weight: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A brand for each item, from the item's department."""
    department = np.array([DEPARTMENTS.index(each.department) for each in CATEGORIES])[category]
    brand = np.empty(len(category), dtype=np.int64)
    for index in range(len(DEPARTMENTS)):
        rows, brands = np.flatnonzero(department == index), np.flatnonzero(home == index)
        brand[rows] = random.choice(brands, len(rows), p=weight[brands] / weight[brands].sum())
    return brand


def _zipf(count: int, exponent: float, random: np.random.Generator) -> np.ndarray:
    """Weights 1/rank^exponent in random order; they sum to one."""
    weight = (1.0 + random.permutation(count)) ** -exponent
    return weight / weight.sum()
