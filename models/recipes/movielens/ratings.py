"""A second look at DeepFM: who will like what (AutoInt's protocol, Song et al., 2019).

Ratings of 3 are dropped, the label is rating > 3, rows are split at random 80/10/10. Users and items appear on all
sides, so identities carry most of the signal; there is no history and no retrieval.
"""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score
from torch.nn import functional

from export.card import table
from movielens.data import FEATURES, MODELS, read_ratings
from recommendation.dataset import Dataset
from recommendation.deepfm import FACTORISATION_MACHINE, LOGISTIC_REGRESSION, DeepFM, Parts
from recommendation.features import FeatureEncoder
from recommendation.metrics import Estimate

MODEL_PARTS = {
    "logistic regression": LOGISTIC_REGRESSION,
    "factorisation machine": FACTORISATION_MACHINE,
    "DeepFM": Parts(),
}
BATCH, EPOCHS, RATE, RESAMPLES = 2048, 8, 2e-3, 200
NUMERIC = ["item.year"]


def compare(folder: Path, dataset: Dataset, seed: int, epochs: int = EPOCHS) -> str:
    """Trains the three models and returns the table of their AUC on the test rows, with 95 % intervals."""
    rows = []
    parts = _parts(folder, dataset, seed)
    for name, model_parts in MODEL_PARTS.items():
        torch.manual_seed(seed)
        model = DeepFM(parts.fields, len(NUMERIC), model_parts, size=16, dropout=0.2)
        _train(model, parts, seed, epochs)
        auc = _interval(parts.labels[parts.test], _scores(model, parts, parts.test))
        print(f"ratings, {name}: AUC {auc}", flush=True)
        rows.append([name, auc])
    return table(["", "AUC"], rows)


class _Rows:
    """Encoded rating rows: categorical int64 [n, F], numeric float32 [n, G], labels float32 [n], three parts."""

    def __init__(self, ratings: pd.DataFrame, dataset: Dataset, seed: int) -> None:
        known = {name: spec for name, spec in FEATURES.items() if name != "item.popularity"}
        names = MODELS["ranker"]["categorical"]
        encoder = FeatureEncoder(known, {}, dataset.users, dataset.items)
        users = encoder.codes("user", [name for name in names if name.startswith("user.")])
        items = encoder.codes("item", [name for name in names if name.startswith("item.")])
        user_rows = pd.Index(dataset.users["id"]).get_indexer(ratings["user"]) + 1
        item_rows = pd.Index(dataset.items["id"]).get_indexer(ratings["item"]) + 1
        self.fields = encoder.fields(names)
        self.categorical = torch.from_numpy(np.concatenate([users[user_rows], items[item_rows]], axis=1))
        self.numeric = torch.from_numpy(encoder.numbers("item", NUMERIC)[item_rows])
        self.labels = torch.from_numpy((ratings["rating"].to_numpy() > 3).astype(np.float32))
        order = np.random.default_rng(seed).permutation(len(ratings))
        tenth = len(ratings) // 10
        self.test, self.validation, self.train = order[:tenth], order[tenth : 2 * tenth], order[2 * tenth :]


def _parts(folder: Path, dataset: Dataset, seed: int) -> _Rows:
    ratings = read_ratings(folder)
    return _Rows(ratings[ratings["rating"] != 3], dataset, seed)


def _train(model: DeepFM, rows: _Rows, seed: int, epochs: int) -> None:
    """Adam with early stopping: the epoch with the best validation AUC is kept, one worse epoch ends it."""
    generator = np.random.default_rng(seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=RATE, weight_decay=1e-6)
    best, kept = 0.0, copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        model.train()
        order = generator.permutation(rows.train)
        for chunk in np.array_split(order, max(1, len(order) // BATCH)):
            logits = model(rows.categorical[chunk], rows.numeric[chunk])
            loss = functional.binary_cross_entropy_with_logits(logits, rows.labels[chunk])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        reached = roc_auc_score(rows.labels[rows.validation], _scores(model, rows, rows.validation))
        if reached <= best:
            break
        best, kept = reached, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)


def _scores(model: DeepFM, rows: _Rows, part: np.ndarray) -> np.ndarray:
    model.eval()
    with torch.no_grad():
        chunks = np.array_split(part, max(1, len(part) // 8192))
        return np.concatenate([model(rows.categorical[chunk], rows.numeric[chunk]).numpy() for chunk in chunks])


def _interval(labels: torch.Tensor, scores: np.ndarray) -> Estimate:
    """AUC with a percentile bootstrap over rows."""
    generator, truth = np.random.default_rng(7), labels.numpy()
    draws = (generator.integers(0, len(truth), len(truth)) for _ in range(RESAMPLES))
    low, high = np.quantile([roc_auc_score(truth[draw], scores[draw]) for draw in draws], [0.025, 0.975])
    return Estimate(float(roc_auc_score(truth, scores)), float(low), float(high))
