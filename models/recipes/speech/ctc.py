"""Connectionist temporal classification (Graves et al. 2006): symbols, decoding and its training step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.lr_scheduler import LambdaLR, OneCycleLR

BLANK, SEPARATOR = 0, "|"


@dataclass(frozen=True)
class Vocabulary:
    """Symbols by index; the first is the blank, `|` stands between words."""

    symbols: tuple[str, ...]

    @staticmethod
    def of(words: Iterable[str]) -> "Vocabulary":
        return Vocabulary(("<blank>", SEPARATOR, *sorted({letter for word in words for letter in word})))

    def encode(self, words: Sequence[str]) -> list[int]:
        return [self.symbols.index(letter) for letter in SEPARATOR.join(words)]

    def decode(self, indices: Iterable[int]) -> list[str]:
        return [word for word in "".join(self.symbols[index] for index in indices).split(SEPARATOR) if word]


@dataclass(frozen=True)
class Batch:
    """waveforms float32 [n, samples], zeros at the end; lengths in samples; texts as words."""

    waveforms: np.ndarray
    lengths: np.ndarray
    texts: list[list[str]]

    @staticmethod
    def of(sounds: Sequence[np.ndarray], texts: list[list[str]]) -> "Batch":
        lengths = np.array([len(sound) for sound in sounds], np.int64)
        waveforms = np.zeros((len(sounds), lengths.max()), np.float32)
        for row, sound in zip(waveforms, sounds):
            row[: len(sound)] = sound
        return Batch(waveforms, lengths, texts)


def greedy(logits: np.ndarray, vocabulary: Vocabulary) -> list[str]:
    """Words of the best symbol in each of the frames [frames, symbols]: repetitions merged, blanks dropped."""
    best = logits.argmax(axis=1)
    changed = np.concatenate([[True], best[1:] != best[:-1]])
    return vocabulary.decode(best[changed & (best != BLANK)])


def restricted(logits: np.ndarray, vocabulary: Vocabulary, words: Sequence[str]) -> list[str]:
    """The most probable path [frames, symbols] that spells known words with separators between: exact, by Viterbi."""
    states, entries, steps = _word_loop(vocabulary, words)
    scores = np.full(len(states), -np.inf)
    scores[0] = 0.0
    origins = []
    for frame in logits - np.logaddexp.reduce(logits, axis=1, keepdims=True):
        options = scores[steps]
        best = options.argmax(axis=1)
        origins.append(steps[np.arange(len(states)), best])
        scores = options[np.arange(len(states)), best] + frame[states]
        scores[-1] = -np.inf
    return _trace(scores, origins, entries, words)


def _word_loop(vocabulary: Vocabulary, words: Sequence[str]):
    """States of all words' letters with blanks between, of the blank at rest and of the separator; predecessors of
    each."""
    states, steps, entries = [BLANK, vocabulary.symbols.index(SEPARATOR), BLANK], [[0], [1], [2, 1]], {}
    for number, word in enumerate(words):
        previous = None
        for position, letter in enumerate(word):
            before = [0, 1, 2] if previous is None else [previous + 1]
            if previous is not None and word[position - 1] != letter:
                before.append(previous)
            states.append(vocabulary.symbols.index(letter))
            steps.append([len(states) - 1, *before])
            if previous is None:
                entries[len(states) - 1] = number
            previous = len(states) - 1
            states.append(BLANK)
            steps.append([len(states) - 1, previous])
        steps[1] += [previous, previous + 1]
    states.append(BLANK)  # the sentinel, never reached
    width = max(map(len, steps))
    table = np.full((len(states), width), len(states) - 1)
    for row, options in enumerate(steps):
        table[row, : len(options)] = options
    return np.array(states), entries, table


def _trace(scores, origins, entries, words) -> list[str]:
    ends = [state - 1 for state in list(entries)[1:]] + [len(scores) - 2]
    last = {0, *ends, *(end - 1 for end in ends)}
    state = max(last, key=lambda option: scores[option])
    found = []
    for origin in reversed(origins):
        previous = int(origin[state])
        if state in entries and previous != state:
            found.append(words[entries[state]])
        state = previous
    return found[::-1]


def loss(logits: torch.Tensor, lengths: torch.Tensor, texts: list[list[str]], vocabulary: Vocabulary) -> torch.Tensor:
    """The mean over rows of the negative log-likelihood per symbol; logits [n, frames, symbols], lengths in frames."""
    targets = [vocabulary.encode(text) for text in texts]
    flat = torch.tensor([index for target in targets for index in target])
    sizes = torch.tensor([len(target) for target in targets])
    probabilities = logits.log_softmax(dim=2).transpose(0, 1)
    return functional.ctc_loss(probabilities, flat, lengths, sizes, blank=BLANK, zero_infinity=True)


def train(network: nn.Module, batches: Iterable[Batch], steps: int, rate: float, vocabulary: Vocabulary,
          progress: Callable[[str], None] = print, rise: int = 0) -> None:
    """AdamW; `network` maps (waveforms, lengths) to (logits, lengths in frames).

    The rate is one cycle or, where `rise` is given, rises for as many steps and then falls to the end, both linearly.
    """
    network.train()
    parameters = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    schedule = _falling(optimiser, steps, rise) if rise else OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.2)
    mean = 0.0
    for step, batch in zip(range(1, steps + 1), batches):
        logits, lengths = network(torch.from_numpy(batch.waveforms), torch.from_numpy(batch.lengths))
        value = loss(logits, lengths, batch.texts, vocabulary)
        optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimiser.step()
        schedule.step()
        mean = value.item() if step == 1 else 0.98 * mean + 0.02 * value.item()
        if step % max(1, steps // 20) == 0:
            progress(f"step {step}/{steps}: CTC loss {mean:.3f}")
    network.eval()


def _falling(optimiser: torch.optim.Optimizer, steps: int, rise: int) -> LambdaLR:
    return LambdaLR(optimiser, lambda step: min(1.0, (step + 1) / rise) * (1 - step / steps))


@torch.no_grad()
def transcribe(network: nn.Module, sounds: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The logits [frames, symbols] of each sound, one at a time."""
    network.eval()
    results = []
    for sound in sounds:
        logits, _ = network(torch.from_numpy(sound[None]), torch.tensor([len(sound)]))
        results.append(logits[0].numpy())
    return results
