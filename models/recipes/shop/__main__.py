"""Simulates the shop, then trains, measures and publishes its recommender: `python3 -m shop`. Needs no data."""

from __future__ import annotations

import time
from dataclasses import replace

from recommendation.cards import Facts
from recommendation.cli import MODELS, Arguments, parse
from recommendation.recipe import learn, publish
from recommendation.settings import RankerSettings, Settings, TowerSettings, TransitionSettings

from . import lift, report
from .dataset import make_dataset
from .simulation import simulate

USERS, ITEMS, SEED = 20_000, 6_000, 11
QUICK_USERS, QUICK_ITEMS = 800, 6_000
LIFT_MOMENTS = 4_000
SETTINGS = Settings(
    seed=1,
    towers=TowerSettings(size=32, layers=2, heads=2, epochs=3),
    transitions=TransitionSettings(size=32, recent=16, epochs=3),
    ranker=RankerSettings(events=4, hard_near=14, hard=10, popular=4, epochs=1, unknown=0.2),
)


def main() -> None:
    """The same command gives the same bytes."""
    arguments = parse(__doc__ or "", MODELS / "recommenders" / "shop", needs_data=False)
    settings = SETTINGS.quick() if arguments.quick else SETTINGS
    settings = replace(settings, users=None)
    run(arguments, settings, QUICK_USERS if arguments.quick else USERS, QUICK_ITEMS if arguments.quick else ITEMS)


def run(arguments: Arguments, settings: Settings, users: int, items: int) -> None:
    started = time.monotonic()
    world = simulate(users, items, SEED)
    dataset = make_dataset(world)
    summary = report.summary(world, dataset)
    print(summary, f"simulated in {time.monotonic() - started:.0f} s", sep="\n\n", flush=True)
    outcome = learn(dataset, settings)
    print(outcome.report.ranking_table(), flush=True)
    sessions = dataset.events["session"].to_numpy()
    measured = lift.measure(world, sessions, outcome, LIFT_MOMENTS, settings.ranker.candidates)
    print(measured.table(), flush=True)
    facts: Facts = report.facts(summary)
    publish(outcome, facts, settings, arguments.places, {"True lift": report.true_lift(measured)})
    print(f"took {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
