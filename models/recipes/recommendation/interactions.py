"""What users did, in order: one flat array of events, users beside each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Mapping

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Interactions:
    """Chronological item indices of all users in one array.

    The events of user row `u` are `items[offsets[u]:offsets[u + 1]]`, oldest first. A *position* names a moment: an
    event and the history before it. Positions after the last event name further moments at which nothing known
    was taken; their item is 0.
    """

    offsets: np.ndarray  # int64 [users + 1]
    items: np.ndarray  # int64 [positions], 1 + row of the item
    times: np.ndarray  # int64 [positions], seconds since 1970 UTC
    users: np.ndarray  # int64 [positions], row of the user
    ends: np.ndarray  # int64 [positions], where the history before it ends; for an event the position itself
    contexts: Mapping[str, np.ndarray]  # text [positions], what a request says besides the time, by feature name

    @staticmethod
    def of(events: pd.DataFrame, users: pd.Series, items: pd.Series) -> "Interactions":
        """From a frame with `user`, `item`, `time`; order within equal times is the frame's own.

        `users` and `items` are the ids in row order; events of others are dropped. Columns named `context.*` are kept.
        """
        user_rows = pd.Series(np.arange(len(users)), index=users.to_numpy())
        item_rows = pd.Series(np.arange(len(items)) + 1, index=items.to_numpy())
        known = events[events["user"].isin(user_rows.index) & events["item"].isin(item_rows.index)]
        rows = user_rows.loc[known["user"]].to_numpy()
        order = np.lexsort((np.arange(len(known)), known["time"].to_numpy(), rows))
        counts = np.bincount(rows, minlength=len(users))
        return Interactions(
            offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            items=item_rows.loc[known["item"]].to_numpy()[order].astype(np.int64),
            times=known["time"].to_numpy()[order].astype(np.int64),
            users=rows[order].astype(np.int64),
            ends=np.arange(len(known)),
            contexts={name: known[name].to_numpy()[order] for name in known.columns if name.startswith("context.")},
        )

    def observing(self, moments: pd.DataFrame, users: pd.Series) -> tuple["Interactions", np.ndarray]:
        """With a further position for each of the moments (`user`, `time`, `context.*`), and these positions.

        The history of a moment is everything before its time.
        """
        rows = pd.Index(users).get_indexer(moments["user"])
        times = moments["time"].to_numpy(dtype=np.int64)
        events, span = self.offsets[-1], 1 << 33  # seconds; orders by user, then time
        keys = self.users[:events] * span + self.times[:events]
        ends = np.searchsorted(keys, rows * span + times, side="left")
        further = replace(
            self,
            items=np.concatenate([self.items, np.zeros(len(rows), dtype=np.int64)]),
            times=np.concatenate([self.times, times]),
            users=np.concatenate([self.users, rows]),
            ends=np.concatenate([self.ends, ends]),
            contexts={name: np.concatenate([known, moments[name].to_numpy()]) for name, known in self.contexts.items()},
        )
        return further, np.arange(len(self.items), len(further.items))

    @property
    def events(self) -> int:
        """How many events there are."""
        return int(self.offsets[-1])

    def windows(self, users: np.ndarray, ends: np.ndarray, length: int) -> np.ndarray:
        """int64 [n, length]: the last `length` items of each user before position `end`, zeros in front."""
        index = ends[:, None] - length + np.arange(length)[None, :]
        inside = index >= self.offsets[users][:, None]
        return np.where(inside, self.items[np.clip(index, 0, len(self.items) - 1)], 0)

    def histories(self, positions: np.ndarray, length: int) -> np.ndarray:
        """int64 [n, length]: what the user had done just before each position."""
        return self.windows(self.users[positions], self.ends[positions], length)

    def seen(self, position: int) -> np.ndarray:
        """All items of the user before `position`."""
        return self.items[self.offsets[self.users[position]] : self.ends[position]]

    def popularity(self, positions: np.ndarray, item_count: int) -> np.ndarray:
        """int64 [item_count + 1]: how often each item index occurs at the positions."""
        return np.bincount(self.items[positions], minlength=item_count + 1)


@dataclass(frozen=True)
class Split:
    """Positions of each part. Per user: last is test, the one before validation, then the ranker's, then the towers'.

    The ranker learns from events that the towers have not seen, because retrieval scores of events that a tower was
    trained on look better than they will be at serving time.
    """

    towers: np.ndarray
    ranker: np.ndarray
    validation: np.ndarray
    test: np.ndarray

    @property
    def train(self) -> np.ndarray:
        """All positions before validation."""
        return np.concatenate([self.towers, self.ranker])

    @staticmethod
    def leave_one_out(
        interactions: Interactions, ranker_events: int, until: int | None = None, minimum: int = 5
    ) -> "Split":
        """The ranker gets the last `ranker_events` training events of each user, but at most 40 % of them.

        Users with fewer than `minimum` events are only used to train the towers. Nothing from the time `until` on
        trains anything: what was shown then can judge the models.
        """
        starts, ends = interactions.offsets[:-1], interactions.offsets[1:]
        whole = (ends - starts) >= minimum
        trained = np.where(whole, ends - 2, ends)
        ranked = np.where(whole, np.minimum(ranker_events, (trained - starts) * 2 // 5), 0)
        position, users = np.arange(interactions.events), interactions.users[: interactions.events]
        end, first = trained[users], (trained - ranked)[users]
        early = interactions.times[: interactions.events] < until if until else np.ones(len(position), dtype=bool)
        return Split(
            towers=position[(position < first) & early],
            ranker=position[(position >= first) & (position < end) & early],
            validation=ends[whole] - 2,
            test=ends[whole] - 1,
        )
