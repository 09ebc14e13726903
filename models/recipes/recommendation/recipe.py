"""The whole recipe: train, evaluate, publish."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Mapping

import numpy as np

from recommendation.bundle import write_recommender
from recommendation.candidates import TrainingLists, retrieve, training_lists
from recommendation.cards import Facts, texts
from recommendation.dataset import Dataset, Encoded
from recommendation.deepfm import FACTORISATION_MACHINE, LOGISTIC_REGRESSION, DeepFM, Parts
from recommendation.determinism import deterministic
from recommendation.inputs import RankerInputs
from recommendation.profiles import item_profile, ranker_profile, user_profile
from recommendation.publish import publish_item_tower, publish_ranker, publish_user_tower
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


def run(
    dataset: Dataset, facts: Facts, settings: Settings, places: Places, extra: Mapping[str, str] | None = None
) -> Outcome:
    """Trains, prints the table, writes models and recommender. `extra`: further sections of the ranker's card."""
    started = time.monotonic()
    outcome = learn(dataset, settings)
    print(outcome.report.ranking_table())
    print(f"took {time.monotonic() - started:.0f} s", flush=True)
    publish(outcome, facts, settings, places, extra or {})
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


def publish(
    outcome: Outcome, facts: Facts, settings: Settings, places: Places, extra: Mapping[str, str]
) -> None:
    """Writes everything that the service loads."""
    data, retrieval, root = outcome.data, outcome.retrieval, places.repository
    words = texts(facts, settings, outcome.report, data)
    publish_user_tower(
        root, f"{facts.prefix}-user-tower", retrieval, data, user_profile(data, data.split.ranker), words["user"]
    )
    publish_item_tower(root, f"{facts.prefix}-item-tower", retrieval, data, item_profile(data), words["item"])
    step = max(1, len(data.split.validation) // PROFILE_LISTS)
    served = retrieve(
        retrieval, data, data.split.validation[::step], settings.ranker.candidates, settings.exclude_seen
    ).every(PROFILE_STEP)
    scores = 1 / (1 + np.exp(-logits(outcome.ranker, outcome.inputs, served).astype(np.float64)))
    profile = ranker_profile(data, outcome.inputs, served, scores)
    ranker = words["ranker"].adding(extra)
    publish_ranker(root, f"{facts.prefix}-ranker", outcome.ranker, outcome.inputs, data, profile, ranker)
    write_recommender(places.recommender, facts.name, facts.prefix, facts.description, data)
