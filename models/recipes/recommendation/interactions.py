"""What users did, in order: one flat array of events, users beside each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Interactions:
    """Chronological item indices of all users in one array.

    The events of user row `u` are `items[offsets[u]:offsets[u + 1]]`, oldest first. A *position* is an index
    into `items`: it names an event, and the history before that event.
    """

    offsets: np.ndarray  # int64 [users + 1]
    items: np.ndarray  # int64 [events], 1 + row of the item
    times: np.ndarray  # int64 [events], seconds since 1970 UTC
    users: np.ndarray  # int64 [events], row of the user

    @staticmethod
    def of(events: pd.DataFrame, users: pd.Series, items: pd.Series) -> "Interactions":
        """From a frame with `user`, `item`, `time`; order within equal times is the frame's own.

        `users` and `items` are the ids in row order; events of others are dropped.
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
        )

    def windows(self, users: np.ndarray, ends: np.ndarray, length: int) -> np.ndarray:
        """int64 [n, length]: the last `length` items of each user before position `end`, zeros in front."""
        index = ends[:, None] - length + np.arange(length)[None, :]
        inside = index >= self.offsets[users][:, None]
        return np.where(inside, self.items[np.clip(index, 0, len(self.items) - 1)], 0)

    def histories(self, positions: np.ndarray, length: int) -> np.ndarray:
        """int64 [n, length]: what the user had done just before each position."""
        return self.windows(self.users[positions], positions, length)

    def seen(self, position: int) -> np.ndarray:
        """All items of the user before `position`."""
        return self.items[self.offsets[self.users[position]] : position]

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
    def leave_one_out(interactions: Interactions, ranker_events: int, minimum: int = 5) -> "Split":
        """The ranker gets the last `ranker_events` training events of each user, but at most 40 % of them.

        Users with fewer than `minimum` events are only used to train the towers.
        """
        starts, ends = interactions.offsets[:-1], interactions.offsets[1:]
        whole = (ends - starts) >= minimum
        trained = np.where(whole, ends - 2, ends)
        ranked = np.where(whole, np.minimum(ranker_events, (trained - starts) * 2 // 5), 0)
        position = np.arange(len(interactions.items))
        end, first = trained[interactions.users], (trained - ranked)[interactions.users]
        return Split(
            towers=position[position < first],
            ranker=position[(position >= first) & (position < end)],
            validation=ends[whole] - 2,
            test=ends[whole] - 1,
        )
