"""The arguments that the recipes of rows share."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def arguments(recipe: str, needed: str | None) -> argparse.Namespace:
    """`data` (unless nothing is needed), `weights`, `out`, `only`, `seeds`, `device`, `quick`, `train`, `publish`."""
    parser = argparse.ArgumentParser(prog=recipe, description="Trains, measures and publishes models of rows.")
    if needed:
        parser.add_argument("--data", type=Path, required=True, help=f"the folder of {needed}")
    parser.add_argument("--weights", type=Path, default=Path("../../build/weights"), help="where trained weights are kept")
    parser.add_argument("--out", type=Path, default=Path(".."), help="the models folder (default: ..)")
    parser.add_argument("--only", nargs="*", help="train these variants only")
    parser.add_argument("--seeds", type=int, help="how often each variant is trained")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--quick", action="store_true", help="a smoke test that learns little")
    parser.add_argument("--train", action="store_true", help="train only")
    parser.add_argument("--publish", action="store_true", help="publish only, from the weights that are there")
    given = parser.parse_args()
    torch.set_num_threads(1)
    return given
