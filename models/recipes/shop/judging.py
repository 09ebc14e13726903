"""Moments that judge the models and train nothing: clicks on arrivals, and what the last sessions of the year showed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch

from recommendation.arrivals import ArrivalRanks, ContentTowers, arrival_ranks
from recommendation.calibration import Calibration, Reliability
from recommendation.candidates import Candidates
from recommendation.ranking import logits
from recommendation.recipe import Outcome

from .dataset import JUDGED_DAYS, YEAR_BEGINS, first_clicks, learned
from .catalogue import DAYS
from .simulation import Log, World
from .vocabulary import DEVICES

JUDGED_FROM = YEAR_BEGINS + (DAYS - JUDGED_DAYS) * 86400


@dataclass(frozen=True)
class Judged:
    """`moments` for the data set: first the clicks on `arrivals` (rows of the catalogue from 1), then the sessions."""

    moments: pd.DataFrame
    arrivals: np.ndarray  # int64 [a]
    sessions: np.ndarray  # int64 [s], rows of the log

    @staticmethod
    def of(world: World) -> "Judged":
        """The last click of each customer on an arrival that comes after all that is learned from the customer; all
        sessions from JUDGED_FROM on."""
        clicks, known = first_clicks(world.log), learned(len(world.catalogue))
        warm, cold = clicks[clicks["item"] <= known], clicks[clicks["item"] > known]
        learned_until = warm.groupby("user")["time"].nth(-3)  # the last two events are validation and test
        if learned_until.index.name != "user":
            learned_until = learned_until.set_axis(warm.loc[learned_until.index, "user"])
        until = np.minimum(cold["user"].map(learned_until).fillna(np.inf), JUDGED_FROM)
        arrivals = cold[cold["time"] > until].groupby("user").tail(1)
        sessions = np.flatnonzero(YEAR_BEGINS + world.log.second >= JUDGED_FROM)
        return Judged(pd.concat([arrivals, session_moments(world.log, sessions)]),
                      arrivals["item"].to_numpy(), sessions)

    def arrival_ranks(self, outcome: Outcome, towers: ContentTowers) -> ArrivalRanks:
        positions = outcome.data.moments[: len(self.arrivals)]
        return arrival_ranks(outcome.retrieval, towers, outcome.data, positions, self.arrivals)

    def calibrate(self, world: World, outcome: Outcome, towers: ContentTowers) -> "Calibrated":
        """Fits on the sessions of every other customer and judges by the others'."""
        data = outcome.data
        positions = data.moments[len(self.arrivals) :]
        items = world.log.items[self.sessions].astype(np.int64) + 1
        score = self._logits(outcome, towers, positions, items)
        clicked, users = world.log.clicked[self.sessions], data.interactions.users[positions]
        seen = np.stack([np.isin(row, data.interactions.seen(at)) for row, at in zip(items, positions)])
        fitted, judged = ~seen & (users % 2 == 0)[:, None], ~seen & (users % 2 == 1)[:, None]
        calibration = Calibration.fit(score[fitted], clicked[fitted])
        groups = np.broadcast_to(users[:, None], items.shape)[judged]

        def reliability(given: Calibration) -> Reliability:
            return Reliability(given.probability(score[judged]), clicked[judged], groups)

        return Calibrated(calibration, reliability(Calibration()), reliability(calibration),
                          (items > data.item_count)[judged], int(fitted.sum()))

    def _logits(
        self, outcome: Outcome, towers: ContentTowers, positions: np.ndarray, items: np.ndarray
    ) -> np.ndarray:
        """float32 [s, slate]."""
        data, retrieval = outcome.data, outcome.retrieval
        arrivals = towers.vectors("all", data.contents.take(torch.from_numpy(data.arrivals)))
        table = torch.cat([retrieval.embeddings, arrivals])
        users = retrieval.user_embeddings(data, positions)
        scores = torch.einsum("gd,gcd->gc", users, table[torch.from_numpy(items)]).numpy()
        return logits(outcome.ranker, outcome.inputs, Candidates(positions, items[:, 0], items, scores))


@dataclass(frozen=True)
class Calibrated:
    """The calibration with the impressions that judge it, before and after; `arrival` tells items without identity."""

    calibration: Calibration
    before: Reliability
    after: Reliability
    arrival: np.ndarray  # bool [n]
    fitted: int  # impressions

    def of_arrivals(self) -> Reliability:
        """After calibration, arrivals only."""
        chosen, after = self.arrival, self.after
        return Reliability(after.probability[chosen], after.clicked[chosen], after.groups[chosen])


def session_moments(log: Log, sessions: np.ndarray) -> pd.DataFrame:
    """Columns user, time, context.device: when the sessions began."""
    return pd.DataFrame({
        "user": log.moments.user[sessions] + 1,
        "time": YEAR_BEGINS + log.second[sessions],
        "context.device": np.array(DEVICES)[log.moments.device[sessions]],
    })
