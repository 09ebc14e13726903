"""Teaches the content encoder to put items where the towers put those with a history.

The towers learn first, with identities; looking at every picture in each of their steps would take hours. Their users
then judge the encoder: it has to place an item so that those who took it would find it, and near the place that
its history earned.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from recommendation.content import ContentEncoder, ContentItemTower, Contents
from recommendation.dataset import Encoded
from recommendation.retrieval import Retrieval, batches, rate_at
from recommendation.settings import ContentSettings, TowerSettings

SUBSETS = np.array([(1, 1, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 0, 0), (0, 1, 0), (0, 0, 1)], dtype=bool)
CHANCES = np.array([6, 1, 1, 1, 1, 1, 1]) / 12  # how often an item is seen with these of picture, text, attributes


@dataclass(frozen=True)
class Takings:
    """Who took which item: `users` float32 [t, d] just before, grouped by item; those of item i from starts[i]."""

    users: Tensor
    starts: np.ndarray  # int64 [items + 2]

    def counts(self) -> np.ndarray:
        """int64 [items + 1]."""
        return np.diff(self.starts)

    def draw(self, items: np.ndarray, each: int, generator: np.random.Generator) -> Tensor:
        """[n, each, d]: some of those who took each of the items."""
        count = self.counts()[items][:, None]
        place = (generator.random((len(items), each)) * count).astype(np.int64)
        return self.users[torch.from_numpy(self.starts[items][:, None] + place)]


def takings(data: Encoded, retrieval: Retrieval, size: int) -> Takings:
    """Of all training events, as the trained user tower sees them."""
    tower, users, targets = retrieval.users.tower, [], []
    tower.eval()
    with torch.no_grad():
        for window in batches(data, size, np.random.default_rng(0), data.split.train):
            history, wanted = torch.from_numpy(window.inputs), torch.from_numpy(window.targets)
            vectors = tower(data.user_inputs(window.positions), history, retrieval.contents, history.shape[1])
            users.append(vectors[wanted > 0])
            targets.append(wanted[wanted > 0].numpy())
    items = np.concatenate(targets)
    order = np.argsort(items, kind="stable")
    starts = np.searchsorted(items[order], np.arange(data.item_count + 2))
    return Takings(torch.cat(users)[torch.from_numpy(order)], starts)


def train_content(
    data: Encoded,
    retrieval: Retrieval,
    settings: ContentSettings,
    towers: TowerSettings,
    seed: int,
    taken: Takings,
    chances: np.ndarray = CHANCES,
) -> ContentItemTower:
    """The tower whose items with an identity stand where `retrieval` has them.

    `chances`: of each of the subsets of picture, text and attributes.
    """
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    encoder = _encoder(data, towers.size)
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=settings.rate, weight_decay=settings.weight_decay)
    counts = taken.counts()
    known = np.flatnonzero(counts)
    steps = settings.epochs * max(1, len(known) // settings.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step, steps))
    tower = ContentItemTower(encoder, data.item_count, towers.size)
    for epoch in range(settings.epochs):
        started, losses = time.monotonic(), []
        tower.train()
        for items in np.array_split(generator.permutation(known), max(1, len(known) // settings.batch)):
            seen = SUBSETS[generator.choice(len(SUBSETS), len(items), p=chances)]
            contents = data.contents.take(torch.from_numpy(items)).only(*torch.from_numpy(seen.T))
            vectors = tower.vectors(_shaken(contents, generator))
            users = taken.draw(items, settings.users, generator)
            weight = torch.from_numpy(counts[items] ** settings.fame).float()
            loss = _loss(vectors, users, retrieval.embeddings[items], weight, settings.near, towers.temperature)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        if epoch % 5 == 4 or epoch == settings.epochs - 1:
            seconds = time.monotonic() - started
            print(f"content epoch {epoch + 1}: loss {np.mean(losses):.4f} ({seconds:.1f} s)", flush=True)
    with torch.no_grad():
        tower.eval()
        tower.identity.copy_(_identities(tower, data, retrieval))
    return tower


def content_vectors(tower: ContentItemTower, contents: Contents) -> Tensor:
    """[n, d]: from content alone."""
    tower.eval()
    with torch.no_grad():
        return torch.cat([tower.vectors(contents.take(rows)) for rows in torch.arange(len(contents)).split(512)])


def _loss(
    vectors: Tensor, users: Tensor, places: Tensor, weight: Tensor, near: float, temperature: float
) -> Tensor:
    """Softmax over the items of the batch for those who took them, plus the distance from their places in the towers.

    `vectors` and `places` [b, d], `users` [b, u, d], `weight` [b]. All of the batch are embedded from content: were some
    taken as the towers have them, the encoder would learn that what it embeds is always what is wanted.
    """
    scores = users @ vectors.T / temperature
    own = scores.diagonal(dim1=0, dim2=2).T
    found = (torch.logsumexp(scores, dim=-1) - own).mean(dim=1)
    far = 1 - (vectors * places).sum(dim=1)
    return ((found + near * far) * weight).sum() / weight.sum()


def _shaken(contents: Contents, generator: np.random.Generator) -> Contents:
    """With all pictures of the batch moved by a pixel at most."""
    down, right = (int(step) for step in generator.integers(-1, 2, 2))
    pictures = torch.roll(contents.pictures, (down, right), dims=(1, 2))
    return Contents(contents.codes, contents.numbers, contents.words, pictures)


def _encoder(data: Encoded, size: int) -> ContentEncoder:
    names, encoder = data.encoder.names, data.encoder
    fields = encoder.fields(names("item_tower", "categorical"))[1:]
    words = len(encoder.spec(names("item_tower", "text")[0])["values"]) + 1
    return ContentEncoder(fields, data.item_numbers.shape[1], words, data.contents.pictures.shape[1:3], size)


def _identities(tower: ContentItemTower, data: Encoded, retrieval: Retrieval) -> Tensor:
    """[items + 1, d]: what content leaves unsaid of each item; nothing for the unknown one."""
    rest = retrieval.embeddings - content_vectors(tower, data.contents.take(torch.arange(data.item_count + 1)))
    rest[0] = 0
    return rest
