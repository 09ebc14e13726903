"""Lists of what a session showed: an item clicked among items that were seen and not clicked.

The next click of the log depends on what the old shop chose to show; among the items of one slate that choice is made,
and what is left is the customer's own (as in conditional logit, McFadden, 1974). Lists from retrieval teach the ranker
where the log goes, these teach it what is liked.
"""

from __future__ import annotations

import numpy as np
import torch

from recommendation.candidates import Candidates, TrainingLists
from recommendation.dataset import Encoded
from recommendation.retrieval import Retrieval

from .simulation import Log


def shown_lists(
    log: Log, sessions: np.ndarray, data: Encoded, retrieval: Retrieval, positions: np.ndarray, columns: int
) -> TrainingLists:
    """One list of `columns` items per position: the item clicked, then those of its session without a click.

    Arrivals are left out: nothing is learned from them, not even that they were not clicked.

    `sessions` int64 [events] is the row of the log in which each event took place. The items without a click are
    repeated until the columns are full; `log_q` takes the repetition back out of the loss.
    """
    usable = ~log.clicked & (log.items < data.item_count)
    unclicked = usable[sessions[positions]].sum(axis=1)
    positions, unclicked = positions[unclicked > 0], unclicked[unclicked > 0]
    rows = sessions[positions]
    order = np.argsort(~usable[rows], axis=1, kind="stable")  # those without a click first
    place = np.arange(columns - 1) % unclicked[:, None]
    others = np.take_along_axis(log.items[rows], np.take_along_axis(order, place, axis=1), axis=1) + 1
    targets = data.interactions.items[positions]
    items = np.concatenate([targets[:, None], others], axis=1).astype(np.int64)
    users = retrieval.user_embeddings(data, positions)
    scores = torch.einsum("gd,gcd->gc", users, retrieval.embeddings[torch.from_numpy(items)]).numpy()
    times = (columns - 1) // unclicked[:, None] + (place < (columns - 1) % unclicked[:, None])
    log_q = np.concatenate([np.zeros((len(rows), 1)), np.log(times)], axis=1).astype(np.float32)
    return TrainingLists(Candidates(positions, targets, items, scores), log_q)
