"""Simulates the shop, then trains, measures and publishes its recommender: `python3 -m shop`. Needs no data."""

from __future__ import annotations

import time
from dataclasses import replace

from recommendation.arrivals import learn_content
from recommendation.candidates import TrainingLists
from recommendation.cli import MODELS, Arguments, parse
from recommendation.dataset import Encoded
from recommendation.recipe import Additions, learn, publish
from recommendation.retrieval import Retrieval
from recommendation.settings import ContentSettings, RankerSettings, Settings, TowerSettings, TransitionSettings

from . import lift, report
from .dataset import make_dataset
from .impressions import shown_lists
from .judging import Judged
from .simulation import ITEMS, SEED, USERS, simulate

QUICK_USERS, QUICK_ITEMS = 800, 6_000
LIFT_MOMENTS = 4_000
SHOWN_EVERY = 4  # every fourth event of the ranker also gives a list of what its session showed
SETTINGS = Settings(
    seed=1,
    towers=TowerSettings(size=32, layers=2, heads=2, epochs=8),
    content=ContentSettings(epochs=40, near=10.0),
    transitions=TransitionSettings(size=32, recent=16, epochs=3),
    ranker=RankerSettings(events=4, hard_near=14, hard=10, popular=4, epochs=2, unknown=0.2),
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
    judged = Judged.of(world)
    dataset = make_dataset(world, judged.moments)
    summary = report.summary(world, dataset)
    print(summary, f"simulated in {time.monotonic() - started:.0f} s", sep="\n\n", flush=True)
    sessions = dataset.events["session"].to_numpy()

    def shown(data: Encoded, retrieval: Retrieval, lists: TrainingLists) -> TrainingLists:
        columns = lists.lists.items.shape[1]
        return shown_lists(world.log, sessions, data, retrieval, data.split.ranker[::SHOWN_EVERY], columns)

    outcome = learn(dataset, settings, more=shown)
    print(outcome.report.ranking_table(), flush=True)
    towers = learn_content(outcome.data, outcome.retrieval, settings.content, settings.towers, settings.seed)
    arrivals = judged.arrival_ranks(outcome, towers)
    print(report.cold_start(arrivals, towers), flush=True)
    calibrated = judged.calibrate(world, outcome, towers)
    print(report.calibration(calibrated), flush=True)
    measured = lift.measure(world, sessions, outcome, LIFT_MOMENTS, settings.ranker.candidates)
    print(measured.table(), flush=True)
    publish(outcome, report.facts(summary), settings, arguments.places, Additions(
        tower=towers.served,
        calibration=calibrated.calibration,
        item={"Cold start": report.cold_start(arrivals, towers)},
        ranker={"Calibration": report.calibration(calibrated), "True lift": report.true_lift(measured)},
        segments=("market", "age_group")))
    print(f"took {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
