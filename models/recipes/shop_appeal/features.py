"""The schema of a new item."""

from __future__ import annotations

from shop.vocabulary import CATEGORIES, COLOURS
from tabular.schema import Feature, Schema

PICTURE = {"resize": [32, 32], "range": [0, 1]}


def schema(brands: tuple[str, ...], prices: tuple[float, float]) -> Schema:
    """`brands` in order of index, `prices` what the training items have."""
    return Schema((
        Feature("category", "category", "categories", "category", values=tuple(each.name for each in CATEGORIES),
                missing="index", unknown="index"),
        Feature("brand", "category", "categories", "brand", values=brands, file="brands.txt", missing="index",
                unknown="index"),
        Feature("colour", "category", "categories", "colour", values=COLOURS, missing="index", unknown="index"),
        Feature("price", "number", "numbers", "price", "money of the shop", range=prices, missing="nan"),
        Feature("launch", "date", "dates", "day of the launch; its season counts", days=True, missing="error"),
        Feature("picture", "image", "image", "the item in front of a plain background", further=PICTURE),
    ))
