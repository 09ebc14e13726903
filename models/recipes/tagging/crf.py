"""A linear-chain conditional random field over the labels of words (Lafferty et al., 2001)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn


class Crf(nn.Module):
    """Scores of the first label, of the last, and of each label after each: row i is from label i."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.zeros(labels))
        self.end = nn.Parameter(torch.zeros(labels))
        self.transitions = nn.Parameter(torch.randn(labels, labels) * 0.01)

    def loss(self, scores: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Mean negative log-likelihood per word; scores float [n, w, L], labels int64 [n, w], mask bool [n, w] with the
        words first."""
        scores = scores.float()
        total = self._partition(scores, mask) - self._path(scores, labels, mask)
        return total.sum() / mask.sum()

    def _path(self, scores: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        weights = mask.to(scores.dtype)
        chosen = (scores.gather(2, labels[:, :, None])[:, :, 0] * weights).sum(dim=1)
        moves = (self.transitions[labels[:, :-1], labels[:, 1:]] * weights[:, 1:]).sum(dim=1)
        last = labels.gather(1, (mask.sum(dim=1, keepdim=True) - 1).clamp(min=0))[:, 0]
        return chosen + moves + self.start[labels[:, 0]] + self.end[last]

    def _partition(self, scores: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        alpha = self.start + scores[:, 0]
        for word in range(1, scores.size(1)):
            following = torch.logsumexp(alpha[:, :, None] + self.transitions, dim=1) + scores[:, word]
            alpha = torch.where(mask[:, word, None], following, alpha)
        return torch.logsumexp(alpha + self.end, dim=1)

    def arrays(self) -> "Transitions":
        """The learnt scores."""
        return Transitions(*(parameter.detach().double().cpu().numpy() for parameter in (self.start, self.end, self.transitions)))


class Transitions:
    """Start float64 [L], end [L] and between [L, L], as transitions.txt holds them."""

    def __init__(self, start: np.ndarray, end: np.ndarray, between: np.ndarray) -> None:
        self.start, self.end, self.between = start, end, between

    def rounded(self) -> "Transitions":
        """What the file can hold."""
        return Transitions(*(np.round(part, 4) for part in (self.start, self.end, self.between)))

    def write(self, path: Path) -> None:
        """Start, end, then one row for each label; four digits after the point."""
        rows = [self.start, self.end, *self.between]
        path.write_text("".join(" ".join(f"{value:.4f}" for value in row) + "\n" for row in rows), encoding="utf-8")

    def best(self, scores: np.ndarray) -> list[int]:
        """The most probable labels (Viterbi 1967) of the words of scores [w, L]."""
        value, back = self.start + scores[0], []
        for row in scores[1:]:
            candidates = value[:, None] + self.between
            back.append(candidates.argmax(axis=0))
            value = candidates.max(axis=0) + row
        path = [int((value + self.end).argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return path[::-1]

    def marginals(self, scores: np.ndarray) -> np.ndarray:
        """The probability [w, L] of each label of each word, all paths considered."""
        forward, backward = [self.start + scores[0]], [self.end]
        for row in scores[1:]:
            forward.append(_logsumexp(forward[-1][:, None] + self.between, axis=0) + row)
        for row in scores[:0:-1]:
            backward.append(_logsumexp(self.between + (row + backward[-1])[None, :], axis=1))
        joint = np.stack(forward) + np.stack(backward[::-1])
        return np.exp(joint - _logsumexp(joint, axis=1)[:, None])


def _logsumexp(values: np.ndarray, axis: int) -> np.ndarray:
    largest = values.max(axis=axis, keepdims=True)
    return np.log(np.exp(values - largest).sum(axis=axis)) + largest.squeeze(axis)


def bio(labels: list[str], forbidden: float = -1.0e9) -> Transitions:
    """Nothing is learnt: I-x only after B-x or I-x."""
    count = len(labels)
    between, start = np.zeros((count, count)), np.zeros(count)
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            start[column] = forbidden
            for row, before in enumerate(labels):
                if before[2:] != label[2:] or before == "O":
                    between[row, column] = forbidden
    return Transitions(start, np.zeros(count), between)
