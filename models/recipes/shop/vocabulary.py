"""The words of the shop: categories, colours, brands and the people who buy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Category:
    """One category; `price` is its typical price, `peak` the month (1..12) and `swing` the strength of its season."""

    name: str
    department: str
    price: float
    peak: int
    swing: float
    nouns: tuple[str, ...]


CATEGORIES = (
    Category("dresses", "clothing", 55, 6, 0.7, ("dress", "tunic", "gown")),
    Category("shirts", "clothing", 32, 5, 0.3, ("shirt", "blouse", "polo")),
    Category("trousers", "clothing", 48, 10, 0.2, ("trousers", "chinos", "jeans")),
    Category("jackets", "clothing", 95, 11, 0.9, ("jacket", "coat", "parka")),
    Category("sneakers", "shoes", 80, 4, 0.3, ("sneakers", "trainers", "runners")),
    Category("boots", "shoes", 110, 11, 1.0, ("boots", "ankle boots", "walking boots")),
    Category("sandals", "shoes", 42, 7, 1.2, ("sandals", "slides", "espadrilles")),
    Category("slippers", "shoes", 25, 12, 0.6, ("slippers", "clogs", "house shoes")),
    Category("lamps", "home", 60, 11, 0.4, ("lamp", "lantern", "desk light")),
    Category("cushions", "home", 22, 9, 0.2, ("cushion", "throw", "pillow")),
    Category("rugs", "home", 120, 10, 0.3, ("rug", "runner rug", "mat")),
    Category("tableware", "home", 35, 12, 0.5, ("bowl set", "plate set", "jug")),
    Category("tents", "outdoor", 180, 6, 1.2, ("tent", "shelter", "tarp")),
    Category("backpacks", "outdoor", 75, 8, 0.6, ("backpack", "daypack", "duffel")),
    Category("garden", "outdoor", 40, 4, 1.1, ("planter", "pruner", "watering can")),
    Category("grills", "outdoor", 150, 5, 1.2, ("grill", "fire bowl", "smoker")),
    Category("running", "sport", 50, 3, 0.5, ("running tights", "vest", "headband")),
    Category("cycling", "sport", 65, 5, 0.7, ("helmet", "pannier", "cycling gloves")),
    Category("yoga", "sport", 30, 1, 0.6, ("yoga mat", "yoga block", "strap set")),
    Category("winter sport", "sport", 130, 12, 1.4, ("ski goggles", "sledge", "base layer")),
    Category("headphones", "electronics", 90, 12, 0.5, ("headphones", "earbuds", "headset")),
    Category("speakers", "electronics", 110, 7, 0.3, ("speaker", "radio", "soundbar")),
    Category("keyboards", "electronics", 70, 9, 0.3, ("keyboard", "mouse", "keypad")),
    Category("chargers", "electronics", 28, 8, 0.2, ("charger", "power bank", "cable kit")),
)
DEPARTMENTS = tuple(dict.fromkeys(category.department for category in CATEGORIES))
COLOURS = ("black", "white", "grey", "navy", "red", "green", "yellow", "brown", "pink", "blue")
AGE_GROUPS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
OCCUPATIONS = ("student", "teacher", "engineer", "nurse", "manager", "craft", "sales", "office", "artist", "driver",
               "retired", "other")
MARKETS = ("north", "south", "east", "west", "coast", "islands", "capital", "mountains")
DEVICES = ("phone", "tablet", "desktop")

_SYLLABLES = (("bra", "cel", "dov", "fen", "hal", "jor", "kel", "lum", "mar", "nor", "ost", "pel", "rav", "sol", "tal",
               "vin"), ("a", "e", "i", "o"), ("dra", "kin", "lo", "mer", "nis", "rum", "sta", "via"))


def brand_names(count: int, random: np.random.Generator) -> list[str]:
    """Distinct invented names of three syllables."""
    heads, links, tails = _SYLLABLES
    numbers = random.permutation(len(heads) * len(links) * len(tails))[:count]
    return [(heads[n % 16] + links[n // 16 % 4] + tails[n // 64]).capitalize() for n in numbers]
