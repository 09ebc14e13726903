"""Training of the towers, and exact retrieval with them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from recommendation.dataset import Encoded
from recommendation.losses import sampled_softmax
from recommendation.metrics import hits, ndcg
from recommendation.settings import TowerSettings
from recommendation.towers import ItemTower, UserTower, UserTowerGraph


@dataclass(frozen=True)
class Retrieval:
    """Trained towers with the item tables that they imply."""

    users: UserTowerGraph
    items: ItemTower
    contents: Tensor  # [items + 1, d]
    embeddings: Tensor  # [items + 1, d], unit vectors

    def user_embeddings(self, data: Encoded, positions: np.ndarray) -> Tensor:
        """[n, d]: the user just before each position."""
        self.users.eval()
        parts = []
        with torch.no_grad():
            for chunk in np.array_split(positions, max(1, len(positions) // 256)):
                parts.append(self.users(data.user_inputs(chunk), data.histories(chunk)))
        return torch.cat(parts)

    def scores(self, data: Encoded, positions: np.ndarray, users: Tensor, exclude_seen: bool) -> np.ndarray:
        """float32 [n, items + 1]: inner products of `users` [n, d], the embeddings before each position, with all
        items; the unknown item, and what was seen, at minus infinity."""
        scores = (users @ self.embeddings.T).numpy()
        scores[:, 0] = -np.inf
        if exclude_seen:
            for row, position in enumerate(positions):
                scores[row, data.interactions.seen(position)] = -np.inf
        return scores


def train_towers(data: Encoded, settings: TowerSettings, seed: int, exclude_seen: bool) -> Retrieval:
    """Next-item prediction at every position of the towers' part of each sequence."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    encoder = data.encoder
    item_fields = encoder.fields(encoder.names("item_tower", "categorical"))
    items = ItemTower(item_fields, data.item_numbers.shape[1], settings.size)
    user_fields = encoder.fields(encoder.names("user_tower", "categorical"))
    users = UserTower(
        user_fields, settings.size, data.length, settings.layers, settings.heads, settings.dropout
    )
    parameters = [*items.parameters(), *users.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=settings.rate)
    steps = settings.epochs * sum(1 for _ in batches(data, settings.windows, np.random.default_rng(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step, steps))
    sampler = Negatives(data, settings)
    for epoch in range(settings.epochs):
        started, losses = time.monotonic(), []
        items.train(), users.train()
        for window in batches(data, settings.windows, generator):
            loss = _step(data, settings, users, items, sampler, window, generator)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        report = _validate(freeze(data, users, items), data, exclude_seen)
        seconds = time.monotonic() - started
        print(f"towers epoch {epoch + 1}: loss {np.mean(losses):.4f} {report} ({seconds:.0f} s)", flush=True)
    return freeze(data, users, items)


def freeze(data: Encoded, users: UserTower, items: ItemTower) -> Retrieval:
    """The towers with their current item tables."""
    items.eval(), users.eval()
    with torch.no_grad():
        contents = items.content(data.item_codes, data.item_numbers)
    return Retrieval(UserTowerGraph(users, contents), items, contents, functional.normalize(contents, dim=1))


class Negatives:
    """Draws negatives from the batch and uniformly, and knows the probability of each item to be drawn."""

    def __init__(self, data: Encoded, settings: TowerSettings) -> None:
        counts = data.interactions.popularity(data.split.towers, data.item_count).astype(np.float64)
        uniform = np.full(data.item_count + 1, 1 / data.item_count)
        share = settings.batch_negatives / (settings.batch_negatives + settings.uniform_negatives)
        drawn = share * counts / counts.sum() + (1 - share) * uniform
        self.log_q = torch.from_numpy(np.log(drawn)).float()
        self._settings, self._items = settings, data.item_count

    def draw(self, targets: np.ndarray, generator: np.random.Generator) -> Tensor:
        """int64 [s]."""
        own = generator.choice(targets, min(self._settings.batch_negatives, len(targets)), replace=False)
        uniform = generator.integers(1, self._items + 1, self._settings.uniform_negatives)
        return torch.from_numpy(np.concatenate([own, uniform]))


@dataclass(frozen=True)
class Window:
    """A batch of windows: positions, inputs and targets int64 [n, l]; target 0 is padding."""

    positions: np.ndarray  # of the targets; any of the user's where the target is padding
    inputs: np.ndarray
    targets: np.ndarray


def batches(
    data: Encoded, size: int, generator: np.random.Generator, part: np.ndarray | None = None
) -> Iterator[Window]:
    """Cuts each user's tower events into windows at a random offset; inputs are the targets shifted by one.

    `part`: other positions instead of the towers', for each user its first ones.

    Inputs may run on beyond the last target: a position never sees what comes after it, so nothing leaks.
    """
    chosen = data.split.towers if part is None else part
    counts = np.bincount(data.interactions.users[chosen], minlength=len(data.users))
    starts, length = data.interactions.offsets[:-1], data.length
    users = np.repeat(np.arange(len(counts)), np.where(counts > 0, counts // length + 2, 0))
    first = np.concatenate([[True], users[1:] != users[:-1]])
    number = np.arange(len(users)) - np.maximum.accumulate(np.where(first, np.arange(len(users)), 0))
    shift = generator.integers(0, length, len(counts))[users]
    begin = starts[users] - shift + number * length
    stop = (starts + counts)[users]
    keep = generator.permutation(np.flatnonzero((begin < stop) & (begin + length > starts[users])))
    for chunk in np.array_split(keep, max(1, round(len(keep) / size))):
        ends = begin[chunk] + length
        targets = data.interactions.windows(users[chunk], ends, length)
        positions = ends[:, None] - length + np.arange(length)
        targets[positions >= stop[chunk][:, None]] = 0
        positions = np.clip(positions, starts[users[chunk]][:, None], stop[chunk][:, None] - 1)
        yield Window(positions, data.interactions.windows(users[chunk], ends - 1, length), targets)


def _step(
    data: Encoded,
    settings: TowerSettings,
    users: UserTower,
    items: ItemTower,
    sampler: Negatives,
    window: Window,
    generator: np.random.Generator,
) -> Tensor:
    """The loss of one batch of windows."""
    codes = data.item_codes.clone()
    codes[torch.from_numpy(generator.random(len(codes)) < settings.unknown), 0] = 0
    contents = items.content(codes, data.item_numbers)
    categorical = data.user_inputs(window.positions)
    categorical[torch.from_numpy(generator.random(len(categorical)) < settings.unknown)] = 0
    history, targets = torch.from_numpy(window.inputs), torch.from_numpy(window.targets)
    embeddings = users(categorical, history, contents, history.shape[1])
    chosen = targets > 0
    negatives = sampler.draw(targets[chosen].numpy(), generator)
    table = functional.normalize(contents, dim=1)
    return sampled_softmax(
        embeddings[chosen], targets[chosen], table, negatives, sampler.log_q, settings.temperature
    )


def rate_at(step: int, steps: int) -> float:
    """Warm-up over 2 % of the steps, then linear decay to zero."""
    warm = max(1, steps // 50)
    return min((step + 1) / warm, (steps - step) / max(1, steps - warm))


def _validate(retrieval: Retrieval, data: Encoded, exclude_seen: bool, users: int = 1500) -> str:
    """HR@10 and NDCG@10 on the validation events of some users, spread evenly."""
    positions = data.split.validation[:: max(1, len(data.split.validation) // users)]
    scores = retrieval.scores(data, positions, retrieval.user_embeddings(data, positions), exclude_seen)
    ranks = full_ranks(scores, data.interactions.items[positions])
    return f"validation HR@10 {hits(ranks, 10).mean():.4f} NDCG@10 {ndcg(ranks, 10).mean():.4f}"


def full_ranks(scores: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """float [n]: rank of each target among all items; ties rank by item index. Infinity where it is excluded."""
    own = scores[np.arange(len(targets)), targets][:, None]
    before = (scores == own) & (np.arange(scores.shape[1]) < targets[:, None])
    ranks = 1.0 + (scores > own).sum(axis=1) + before.sum(axis=1)
    return np.where(np.isfinite(own[:, 0]), ranks, np.inf)
