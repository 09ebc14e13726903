"""The arguments that the staged recipes of texts share."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(recipe: str, makes: str, needed: str) -> argparse.Namespace:
    """`data`, `work`, `out`, `device`, `stage` and `quick`; `needed` is the data set's folder below the data's."""
    parser = argparse.ArgumentParser(prog=recipe, description=f"Trains and exports {makes}.")
    parser.add_argument("--data", type=Path, help=f"the folder that has {needed}/ and the other data sets")
    parser.add_argument("--work", type=Path, default=Path("../../build") / recipe, help="where stages leave what they made")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--stage", nargs="*", help="stages to run (default: all)")
    parser.add_argument("--quick", action="store_true", help="a smoke test that learns nothing")
    return parser.parse_args()
