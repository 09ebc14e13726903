"""Training of the ranker (and of its baselines) on candidate lists, and scoring with it."""

from __future__ import annotations

import copy
import time

import numpy as np
import torch

from recommendation.candidates import Candidates, TrainingLists
from recommendation.deepfm import DeepFM, HistoryAttention, Parts
from recommendation.inputs import RankerInputs
from recommendation.losses import ranking_loss
from recommendation.metrics import ndcg, ranks_of
from recommendation.settings import RankerSettings
from recommendation.transitions import Transitions


def new_ranker(
    inputs: RankerInputs, transitions: Transitions, settings: RankerSettings, temperature: float, parts: Parts
) -> DeepFM:
    """An untrained model that starts from the order of retrieval, on the scale on which the towers were trained."""
    fields = inputs.fields
    attention = HistoryAttention(transitions) if parts.deep else None
    candidate = next(field.start for field in fields if field.name == "item.id")
    model = DeepFM(fields, len(inputs.numeric), parts, attention=attention, candidate=candidate)
    deviation = inputs.spec("retrieval.score")["deviation"]
    with torch.no_grad():
        model.linear.weight[0, inputs.numeric.index("retrieval.score")] = deviation / temperature
        model.linear.bias.fill_(-float(np.log(settings.candidates)))
    return model


def train_ranker(
    model: DeepFM,
    inputs: RankerInputs,
    training: TrainingLists,
    validation: Candidates,
    settings: RankerSettings,
    seed: int,
    label: str = "ranker",
) -> DeepFM:
    """Keeps the epoch with the best NDCG@10 on the validation lists."""
    generator = np.random.default_rng(seed)
    optimiser = torch.optim.AdamW(model.parameters(), lr=settings.rate, weight_decay=settings.weight_decay)
    steps = settings.epochs * (len(training) // settings.groups + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    best, kept = -1.0, copy.deepcopy(model.state_dict())
    for epoch in range(settings.epochs):
        started, losses = time.monotonic(), []
        model.train()
        order = generator.permutation(len(training))
        for chunk in np.array_split(order, max(1, len(training) // settings.groups)):
            categorical, numeric, history = inputs.build(training.lists.part(chunk))
            for column in inputs.identities():
                unknown = torch.from_numpy(generator.random(categorical.shape[:2]) < settings.unknown)
                categorical[..., column][unknown] = 0
            log_q = torch.from_numpy(training.log_q[chunk])
            loss = ranking_loss(model(categorical, numeric, history), log_q, settings.calibration)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        reached = float(ndcg(ranks(model, inputs, validation), 10).mean())
        if reached > best:
            best, kept = reached, copy.deepcopy(model.state_dict())
        results = f"loss {np.mean(losses):.4f} validation NDCG@10 {reached:.4f}"
        print(f"{label} epoch {epoch + 1}: {results} ({time.monotonic() - started:.0f} s)", flush=True)
    model.load_state_dict(kept)
    return model


def logits(model: DeepFM, inputs: RankerInputs, lists: Candidates) -> np.ndarray:
    """float32 [g, c]."""
    model.eval()
    parts = []
    with torch.no_grad():
        for chunk in np.array_split(np.arange(len(lists)), max(1, len(lists) // 16)):
            parts.append(model(*inputs.build(lists.part(chunk))).numpy())
    return np.concatenate(parts)


def ranks(model: DeepFM, inputs: RankerInputs, lists: Candidates) -> np.ndarray:
    """float [g]: rank of each target after re-ranking; infinity where retrieval had not found it."""
    return ranks_of(logits(model, inputs, lists), lists.items, lists.targets)
