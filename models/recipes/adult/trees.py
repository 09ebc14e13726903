"""XGBoost on Adult: boosted trees (Chen and Guestrin, 2016) on numbers and one-hot categories.

Beside the whole rows the trees see copies of them with few cells, because a split of whole rows only sends what is missing to
a side that nothing has taught it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xgboost

from tabular.trees import columns

from .data import Columns, Splits
from .sparse import copies
from .training import SIZES

ROUNDS, PATIENCE = 430, 40
COPIES, WEIGHT = 2, 0.15  # thinned copies of all training rows, and what one of their rows weighs
PARAMETERS = {
    "objective": "binary:logistic", "eval_metric": "auc", "tree_method": "hist", "grow_policy": "lossguide",
    "max_leaves": 14, "max_depth": 0, "eta": 0.06, "subsample": 0.8, "colsample_bytree": 0.5, "min_child_weight": 2,
    "lambda": 2.0, "nthread": 1, "seed": 7,
}


def seen(rows: Columns) -> np.ndarray:
    """The columns of the trees."""
    return columns(rows.numbers, rows.categories, SIZES)


def train(splits: Splits, quick: bool = False, thinned: int = COPIES) -> xgboost.Booster:
    """Stops when the whole validation rows no longer gain; the booster has the best number of trees only."""
    parts = [splits.train, *copies(splits.train, thinned, np.random.default_rng(PARAMETERS["seed"]))]
    weights = np.repeat([1.0] + [WEIGHT] * thinned, len(splits.train))
    train = xgboost.DMatrix(np.concatenate([seen(part) for part in parts]),
                            np.concatenate([part.labels for part in parts]), weight=weights)
    validation = xgboost.DMatrix(seen(splits.validation), splits.validation.labels)
    booster = xgboost.train(PARAMETERS, train, 20 if quick else ROUNDS, evals=[(validation, "validation")],
                            early_stopping_rounds=PATIENCE, verbose_eval=False)
    return booster[:booster.best_iteration + 1]
