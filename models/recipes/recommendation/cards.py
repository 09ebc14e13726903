"""The words of the three cards; numbers come from the report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recommendation.dataset import Encoded
from recommendation.publish import Texts
from recommendation.report import MACHINE, RANKER, REGRESSION, RETRIEVAL, Report
from recommendation.settings import Settings

AUC_ROWS = {
    "order of retrieval": RETRIEVAL,
    "logistic regression": REGRESSION,
    "factorisation machine": MACHINE,
    "DeepFM": RANKER,
}


@dataclass(frozen=True)
class Facts:
    """What a recipe says about its data set."""

    name: str  # of the recommender
    prefix: str  # of the model names
    title: str  # of the data set
    description: str  # one line, for recommender.yaml
    data: str  # source and licence
    command: str  # that reproduces the run
    limits: str
    score: str = "the score estimates the probability that the candidate is the next one taken"
    known: str = "features"  # of an item
    content: str = ""  # how the item tower learned to look and read, where it does


def texts(facts: Facts, settings: Settings, report: Report, data: Encoded) -> dict[str, Texts]:
    """Cards for the user tower, the item tower and the ranker."""
    numbers = _numbers(facts, data)
    results = _results(report, settings)
    retrieval = {"Data and licence": numbers, "Training": _towers(facts, settings), "Results": results}
    limits = {"Limits": facts.limits}
    return {
        "user": Texts(
            f"{facts.title}: user tower",
            "Turns what a user did last, with the user's features and the context of the request where there are any, "
            "into a unit vector. Items whose vectors have the largest inner product with it are the candidates of a "
            "recommendation. Serve it with the item tower of the same training only: they share one space.",
            {**retrieval, **limits},
        ),
        "item": Texts(
            f"{facts.title}: item tower",
            f"Turns an item's identity and {facts.known} into a unit vector for the index of a recommendation. Identity 0 "
            "gives an item that came after training a vector from these alone.",
            {**retrieval, "Training": retrieval["Training"] + facts.content, **limits},
        ),
        "ranker": Texts(
            f"{facts.title}: ranker",
            "DeepFM with attention over the history. Scores the candidates that the towers retrieved for one user, "
            f"whose history is given once; {facts.score}.",
            {
                "Data and licence": numbers,
                "Training": _ranker(facts, settings),
                "Results": results + "\n\n" + _gain(report) + "\n\n" + report.auc_table(AUC_ROWS),
                **limits,
            },
        ),
    }


def _numbers(facts: Facts, data: Encoded) -> str:
    split = data.split
    return (
        f"{facts.data}\n\n{len(data.users)} users, {data.item_count} items, {data.interactions.events} events. "
        f"Leave-one-out: the last event of each user is the test ({len(split.test)}), the one before it validation; "
        f"of the others, {len(split.towers)} train the towers and the latest {len(split.ranker)} the ranker."
    )


def _towers(facts: Facts, settings: Settings) -> str:
    towers = settings.towers
    return (
        f"Sampled softmax over the items of the batch with logQ correction (Yi et al., 2019) plus uniform negatives; "
        f"the user side is a causal transformer over the history ({towers.layers} layers, {towers.size} numbers, "
        f"SASRec), trained at every position. Temperature {towers.temperature}, {towers.epochs} epochs, Adam.\n\n"
        + _run(facts, settings)
    )


def _ranker(facts: Facts, settings: Settings) -> str:
    ranker = settings.ranker
    return (
        f"On events that the towers were not trained on: the event against {ranker.hard_near} of the "
        f"first {ranker.near} and {ranker.hard} of all its {ranker.candidates} candidates (hard negatives), and "
        f"{ranker.popular} items drawn by popularity. Softmax over the list plus binary cross-entropy, both corrected "
        f"for how often each negative is drawn. The epoch with the best validation NDCG@10 is kept.\n\n"
        + _run(facts, settings)
    )


def _run(facts: Facts, settings: Settings) -> str:
    return f"Seed {settings.seed}, 1 thread, PyTorch on a CPU:\n\n    {facts.command}"


def _results(report: Report, settings: Settings) -> str:
    seen = " not seen by the user before" if settings.exclude_seen else ""
    return (
        f"Each test event ranked among all items{seen} (all items in the row \"most popular\"); 95 % bootstrap "
        f"intervals over users, 1000 resamples.\n\n"
        f"{report.ranking_table()}\n\n"
        f"Retrieval finds {100 * report.found:.1f} % of the targets within its {report.candidates} candidates."
    )


def _gain(report: Report) -> str:
    listed = int(np.isfinite(report.ranks[RETRIEVAL]).sum())
    return (
        f"Paired gain of the ranker over the order of retrieval, NDCG@10: {report.gain(RANKER, RETRIEVAL)}; over "
        f"the factorisation machine {report.gain(RANKER, MACHINE)}.\n\nAUC of the target against the other "
        f"candidates of its list, mean over the {listed} users whose target was retrieved; all models have the "
        f"same features and training lists (only DeepFM has the history itself):"
    )
