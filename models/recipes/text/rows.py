"""Token rows of equal length on one device, and batches of them."""

from __future__ import annotations

from typing import Iterator, Sequence

import numpy as np
import torch

PAD = 0


class Rows:
    """`ids` int64 [n, longest], padded at the right with 0, on `device`; batches are cut to their own longest row."""

    def __init__(self, rows: Sequence[Sequence[int]], device: str = "cpu") -> None:
        self.lengths = np.array([len(row) for row in rows])
        ids = np.full((len(rows), max(1, int(self.lengths.max(initial=1)))), PAD, np.int64)
        for index, row in enumerate(rows):
            ids[index, :len(row)] = row
        self.ids = torch.from_numpy(ids).to(device)

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, chosen: np.ndarray) -> torch.Tensor:
        """The rows with these indices, int64 [len(chosen), their longest]."""
        index = torch.from_numpy(np.asarray(chosen)).to(self.ids.device)
        return self.ids[index, :int(self.lengths[chosen].max())]

    def shuffled(self, size: int, random: np.random.Generator) -> Iterator[np.ndarray]:
        """Indices of batches without an end: every row once in each epoch, rows of like length together."""
        while True:
            order = np.argsort(self.lengths + random.uniform(0, 12, len(self)), kind="stable")
            count = max(1, len(order) // size)
            for batch in random.permutation(count):
                yield order[batch::count] if count == 1 else order[batch * size:(batch + 1) * size]

    def sequential(self, size: int) -> Iterator[np.ndarray]:
        """Indices of batches from the shortest to the longest row, for evaluation; every row once."""
        order = np.argsort(self.lengths, kind="stable")
        for start in range(0, len(order), size):
            yield order[start:start + size]


def mask_of(ids: torch.Tensor) -> torch.Tensor:
    """1 for a token, 0 for padding."""
    return (ids != PAD).long()


@torch.no_grad()
def outputs(network: torch.nn.Module, rows: Rows, size: int = 512) -> np.ndarray:
    """What `network(ids, mask)` gives for every row, in the order of the rows."""
    network.eval()
    results = None
    for chosen in rows.sequential(size):
        ids = rows.take(chosen)
        values = network(ids, mask_of(ids)).float().cpu().numpy()
        if results is None:
            results = np.zeros((len(rows), *values.shape[1:]), np.float32)
        results[chosen] = values
    return results
