"""The schema of California housing."""

from __future__ import annotations

from tabular.schema import Feature, Schema


def _number(name: str, low: float, high: float, description: str, unit: str) -> Feature:
    return Feature(name, "number", "numbers", description, unit, range=(low, high), missing="nan")


SCHEMA = Schema((
    _number("longitude", -124.35, -114.31, "longitude of the district's middle", "degrees east"),
    _number("latitude", 32.54, 41.95, "latitude of the district's middle", "degrees north"),
    _number("housing_median_age", 1, 52, "median age of the houses; 52 stands for more, too", "years"),
    _number("total_rooms", 2, 39_320, "rooms of the district", "rooms"),
    _number("total_bedrooms", 1, 6_445, "bedrooms of the district", "rooms"),
    _number("population", 3, 35_682, "people of the district", "people"),
    _number("households", 1, 6_082, "households of the district", "households"),
    _number("median_income", 0.4999, 15.0001, "median income of the households; the ends stand for beyond, too",
            "10,000 dollars of 1990"),
    Feature("ocean_proximity", "category", "categories", "where the district lies to the ocean",
            values=("<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"), missing="index", unknown="index"),
))
COLUMNS = SCHEMA.names
UNIT = "100,000 dollars of 1990"
