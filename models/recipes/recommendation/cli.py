"""The command line that recommendation recipes share."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from recommendation.recipe import Places

MODELS = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Arguments:
    """Parsed arguments; `data` is the current folder for recipes that read no data set."""

    data: Path
    out: Path
    recommender: Path
    quick: bool
    published: bool = False

    @property
    def places(self) -> Places:
        """Where the results go."""
        return Places(self.out / "repository", self.recommender)


def parse(description: str, recommender: Path, needs_data: bool, may_reuse: bool = False) -> Arguments:
    """`recommender` is the default folder of the recommender. `may_reuse`: it can be written without training."""
    parser = argparse.ArgumentParser(description=description)
    if needs_data:
        parser.add_argument("--data", type=Path, required=True, help="folder of the original data set")
    parser.add_argument("--out", type=Path, default=MODELS, help="root of the models folder (default: %(default)s)")
    parser.add_argument("--recommender", type=Path, default=recommender, help="default: %(default)s")
    parser.add_argument("--quick", action="store_true", help="a smoke test that learns little")
    if may_reuse:
        parser.add_argument("--published", action="store_true",
                            help="train nothing: only write the recommender's folder, for the published models")
    given = parser.parse_args()
    reuse = getattr(given, "published", False)
    return Arguments(getattr(given, "data", Path()), given.out, given.recommender, given.quick, reuse)
