"""The arguments that the recipes of pictures share."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(recipe: str, needed: str, **switches: str) -> argparse.Namespace:
    """`data`, `out`, `weights`, `quick` and the `switches`; `needed` says what lies in the data's folder."""
    parser = argparse.ArgumentParser(prog=recipe, description="Trains, measures and exports a model of pictures.")
    parser.add_argument("--data", type=Path, required=True, help=f"the folder of {needed}")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--weights", type=Path, help="keeps trained weights here, and reads them instead of training again")
    parser.add_argument("--quick", action="store_true", help="a smoke test that learns little")
    for name, meaning in switches.items():
        parser.add_argument(f"--{name}", action="store_true", help=meaning)
    return parser.parse_args()
