"""The item tower that looks and reads: picture, words and attributes, and identity where an item has a history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from recommendation.features import Field
from recommendation.layers import FieldEmbeddings


@dataclass(frozen=True)
class Contents:
    """What is known of items, one row each; row 0 is the unknown item, all zero.

    codes int64 [n, F] (the identity first), numbers float32 [n, G], words int64 [n, W], pictures uint8
    [n, height, width, 3].
    """

    codes: Tensor
    numbers: Tensor
    words: Tensor
    pictures: Tensor

    def take(self, rows: Tensor) -> "Contents":
        return Contents(self.codes[rows], self.numbers[rows], self.words[rows], self.pictures[rows])

    def only(self, picture: bool | Tensor, text: bool | Tensor, attributes: bool | Tensor) -> "Contents":
        """With the identity and these parts; each a flag for all rows or bool [n]. What is left out is zero."""
        rows = len(self.codes)
        keep_picture, keep_text, keep_attributes = (
            torch.as_tensor(flag).expand(rows) for flag in (picture, text, attributes)
        )
        codes = self.codes * keep_attributes[:, None]
        codes[:, 0] = self.codes[:, 0]
        return Contents(
            codes,
            self.numbers * keep_attributes[:, None],
            self.words * keep_text[:, None],
            self.pictures * keep_picture[:, None, None, None],
        )

    def __len__(self) -> int:
        return len(self.codes)


class PictureEncoder(nn.Module):
    """uint8 [n, 32, 32, 3] -> float32 [n, size]: three convolutions; a picture that is all zero is no picture."""

    def __init__(self, height: int, width: int, size: int, channels: Sequence[int] = (16, 32, 32)) -> None:
        super().__init__()
        before = channels[0]
        layers: list[nn.Module] = [nn.Conv2d(3, before, 4, stride=2, padding=1), nn.BatchNorm2d(before), nn.ReLU()]
        for count in channels[1:]:
            layers += [nn.Conv2d(before, count, 3, padding=1), nn.BatchNorm2d(count), nn.ReLU(), nn.MaxPool2d(2)]
            before = count
        self.look = nn.Sequential(*layers)
        shrunk = 2 ** len(channels)
        self.project = nn.Linear(before * (height // shrunk) * (width // shrunk), size)
        self.missing = nn.Parameter(torch.zeros(size))

    def forward(self, pictures: Tensor) -> Tensor:
        pixels = pictures.float()
        present = pixels.amax(dim=(1, 2, 3)) > 0
        if self.training and not present.any():
            return self.missing.expand(len(pictures), -1)  # nothing to look at
        seen = self.look(pixels.permute(0, 3, 1, 2) / 64 - 2).flatten(1)
        return torch.where(present[:, None], self.project(seen), self.missing)


class TextEncoder(nn.Module):
    """Codes of words int64 [n, W] -> float32 [n, size]: a mean that learns which words matter; code 0 is no word."""

    def __init__(self, words: int, size: int) -> None:
        super().__init__()
        self.words, self.weight = nn.Embedding(words, size), nn.Embedding(words, 1)
        nn.init.normal_(self.words.weight, std=0.1)
        nn.init.zeros_(self.weight.weight)
        self.missing = nn.Parameter(torch.zeros(size))

    def forward(self, words: Tensor) -> Tensor:
        known = (words > 0).float().unsqueeze(-1)
        weight = self.weight(words).exp() * known
        mixed = (self.words(words) * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1e-6)
        return torch.where(known.sum(dim=1) > 0, mixed, self.missing)


class ContentEncoder(nn.Module):
    """Attributes, words and picture, fused by a perceptron: vectors [n, size] before normalising."""

    def __init__(self, fields: Sequence[Field], numbers: int, words: int, picture: Sequence[int], size: int) -> None:
        super().__init__()
        feature, side, hidden = 16, 48, 128
        self.features = FieldEmbeddings(fields, feature)
        self.text = TextEncoder(words, side)
        self.picture = PictureEncoder(*picture, side)
        width = len(fields) * feature + numbers + 2 * side
        self.straight = nn.Linear(width, size)
        self.fuse = nn.Sequential(
            nn.Linear(width, hidden), nn.ReLU(), nn.Dropout(0.2), nn.Linear(hidden, size)
        )

    def forward(self, codes: Tensor, numbers: Tensor, words: Tensor, pictures: Tensor) -> Tensor:
        known = self.features(codes).flatten(1)
        parts = torch.cat([known, numbers, self.text(words), self.picture(pictures)], dim=1)
        return self.straight(parts) + self.fuse(parts)


class ContentItemTower(nn.Module):
    """categorical int64 [n, Fi], numeric float32 [n, Gi], text int64 [n, W], image uint8 [n, h, w, 3] -> embedding.

    Unit vectors [n, d]. The first field is the identity: it adds what the items' history taught beyond their content.
    Code 0 stands for an item without one, which is embedded from its content alone; what it adds is the same for all of
    them and decides how readily arrivals are shown among items that are known better.
    """

    def __init__(self, encoder: ContentEncoder, identities: int, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.register_buffer("identity", torch.zeros(identities + 1, size))

    @property
    def welcome(self) -> Tensor:
        """[d]: what is added to the content of items without an identity."""
        return self.identity[0]

    def vectors(self, contents: Contents) -> Tensor:
        """[n, d], from content alone, of length 1."""
        return functional.normalize(
            self.encoder(contents.codes, contents.numbers, contents.words, contents.pictures), dim=1
        )

    def forward(self, categorical: Tensor, numeric: Tensor, text: Tensor, image: Tensor) -> Tensor:
        content = self.vectors(Contents(categorical, numeric, text, image))
        return functional.normalize(content + functional.embedding(categorical[:, 0], self.identity), dim=1)
