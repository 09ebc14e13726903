"""XGBoost on Adult: boosted trees (Chen and Guestrin, 2016) on numbers and one-hot categories."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xgboost

from tabular.trees import columns

from .data import Columns, Splits
from .training import SIZES

ROUNDS, PATIENCE = 700, 40
PARAMETERS = {
    "objective": "binary:logistic", "eval_metric": "auc", "tree_method": "hist", "grow_policy": "lossguide",
    "max_leaves": 14, "max_depth": 0, "eta": 0.06, "subsample": 0.8, "colsample_bytree": 0.5, "min_child_weight": 2,
    "lambda": 2.0, "nthread": 1, "seed": 7,
}


def seen(rows: Columns) -> np.ndarray:
    """The columns of the trees."""
    return columns(rows.numbers, rows.categories, SIZES)


def train(splits: Splits, quick: bool = False) -> xgboost.Booster:
    """Stops when the validation rows no longer gain; the booster has the best number of trees only."""
    train, validation = (xgboost.DMatrix(seen(each), each.labels) for each in (splits.train, splits.validation))
    booster = xgboost.train(PARAMETERS, train, 20 if quick else ROUNDS, [(validation, "validation")],
                            early_stopping_rounds=PATIENCE, verbose_eval=False)
    return booster[:booster.best_iteration + 1]

