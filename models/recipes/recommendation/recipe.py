"""The whole recipe: train, evaluate, publish."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable, Mapping, Sequence

import numpy as np
from torch import nn

from recommendation.bundle import write_recommender
from recommendation.calibration import Calibration
from recommendation.candidates import TrainingLists, retrieve, training_lists
from recommendation.cards import Facts, texts
from recommendation.dataset import Dataset, Encoded
from recommendation.deepfm import FACTORISATION_MACHINE, LOGISTIC_REGRESSION, DeepFM, Parts, RankerGraph
from recommendation.determinism import deterministic
from recommendation.inputs import RankerInputs
from recommendation.profiles import item_profile, ranker_profile, user_profile
from recommendation.publish import Publisher
from recommendation.ranking import logits, new_ranker, ranks, train_ranker
from recommendation.report import MACHINE, RANKER, REGRESSION, Report, baseline_ranks
from recommendation.retrieval import Retrieval, train_towers
from recommendation.settings import Settings
from recommendation.transitions import train_transitions

VALIDATION_LISTS, PROFILE_LISTS = 2000, 2000
PROFILE_STEP = 10  # every tenth candidate of a list: many users say more than many of their candidates


@dataclass(frozen=True)
class Places:
    """Where the results go: the root of the model repository and the recommender's folder."""

    repository: Path
    recommender: Path


@dataclass(frozen=True)
class Outcome:
    """What was trained, with its report."""

    data: Encoded
    retrieval: Retrieval
    inputs: RankerInputs
    ranker: DeepFM
    report: Report


@dataclass(frozen=True)
class Additions:
    """What a recipe adds to the models and their cards."""

    tower: nn.Module | None = None  # instead of the item tower of the outcome: one that also looks and reads
    calibration: Calibration = Calibration()
    item: Mapping[str, str] = field(default_factory=dict)  # first sections of the item tower's card
    ranker: Mapping[str, str] = field(default_factory=dict)  # further sections of the ranker's card
    segments: Sequence[str] = ()


def run(
    dataset: Dataset, facts: Facts, settings: Settings, places: Places, extra: Mapping[str, str] | None = None
) -> Outcome:
    """Trains, prints the table, writes models and recommender. `extra`: further sections of the ranker's card."""
    started = time.monotonic()
    outcome = learn(dataset, settings)
    print(outcome.report.ranking_table())
    print(f"took {time.monotonic() - started:.0f} s", flush=True)
    publish(outcome, facts, settings, places, Additions(ranker=extra or {}))
    return outcome


More = Callable[[Encoded, Retrieval, TrainingLists], TrainingLists]


def learn(dataset: Dataset, settings: Settings, more: More | None = None) -> Outcome:
    """Towers, then the ranker and its baselines on the towers' candidates, then the test.

    `more` may add training lists of its own to those from retrieval, with the same number of columns.
    """
    deterministic(settings.seed)
    dataset = replace(dataset, users=dataset.users.head(settings.users or len(dataset.users)))
    data, ranker = Encoded(dataset, settings.ranker.events), settings.ranker
    retrieval = train_towers(data, settings.towers, settings.seed, settings.exclude_seen)
    transitions = train_transitions(data, settings.transitions, settings.towers, settings.seed)
    generator = np.random.default_rng(settings.seed)
    lists = training_lists(retrieval, data, ranker, settings.exclude_seen, generator)
    print(f"{len(lists)} candidate lists to train on, of {len(data.split.ranker)} events", flush=True)
    data.encoder.fit_number("retrieval.score", lists.lists.scores)
    lists = TrainingLists.join([lists, more(data, retrieval, lists)]) if more else lists
    step = max(1, len(data.split.validation) // VALIDATION_LISTS)
    validation, test = (
        retrieve(retrieval, data, positions, ranker.candidates, settings.exclude_seen)
        for positions in (data.split.validation[::step], data.split.test)
    )
    inputs, models = RankerInputs(data), {}
    found = baseline_ranks(retrieval, data, test, settings.exclude_seen)
    for name, parts in STAGES.items():
        deterministic(settings.seed)
        model = new_ranker(inputs, transitions, ranker, settings.towers.temperature, parts)
        models[name] = train_ranker(model, inputs, lists, validation, ranker, settings.seed, name)
        found[name] = ranks(models[name], inputs, test)
    return Outcome(data, retrieval, inputs, models[RANKER], Report(found, ranker.candidates))


STAGES = {REGRESSION: LOGISTIC_REGRESSION, MACHINE: FACTORISATION_MACHINE, RANKER: Parts()}


def publish(outcome: Outcome, facts: Facts, settings: Settings, places: Places, additions: Additions) -> None:
    """Writes everything that the service loads."""
    data, retrieval = outcome.data, outcome.retrieval
    words = texts(facts, settings, outcome.report, data)
    publisher = Publisher(places.repository, facts.prefix, data)
    publisher.user_tower(retrieval, user_profile(data, data.split.ranker), words["user"])
    publisher.item_tower(
        additions.tower or retrieval.items, item_profile(data), words["item"].beginning(additions.item)
    )
    calibration = additions.calibration
    graph = RankerGraph(outcome.ranker, calibration.slope, calibration.offset)
    step = max(1, len(data.split.validation) // PROFILE_LISTS)
    served = retrieve(
        retrieval, data, data.split.validation[::step], settings.ranker.candidates, settings.exclude_seen
    ).every(PROFILE_STEP)
    scores = calibration.probability(logits(outcome.ranker, outcome.inputs, served))
    profile = ranker_profile(data, outcome.inputs, served, scores)
    publisher.ranker(graph, outcome.inputs, profile, words["ranker"].adding(additions.ranker))
    write_recommender(places.recommender, facts.name, facts.prefix, facts.description, data, additions.segments)
