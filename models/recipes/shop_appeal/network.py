"""A row and a picture in one network: embeddings with the parts of the date, convolutions, and both together."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

from tabular.layers import CategoryEmbeddings, DateParts, NumberEmbeddings
from tabular.networks import Perceptron, Preparation

from .data import FIRST_DAY

LEVELS = (0.05, 0.5, 0.95)
SIZE, SEEN = 8, 64


class Look(nn.Module):
    """[n, 3, 32, 32] in 0..1 → [n, SEEN]."""

    def __init__(self) -> None:
        super().__init__()
        widths = (3, 16, 32, 48)
        layers: list[nn.Module] = []
        for inputs, outputs in zip(widths, widths[1:]):
            layers += [nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Flatten(), nn.Linear(48 * 16, SEEN), nn.ReLU())

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return self.layers(image * 4 - 2)

    def fuse(self) -> None:
        """Puts the norms into the convolutions, for serving."""
        for place, layer in enumerate(self.layers):
            if isinstance(layer, nn.BatchNorm2d):
                self.layers[place - 1] = fuse_conv_bn_eval(self.layers[place - 1], layer)
                self.layers[place] = nn.Identity()


class Appeal(nn.Module):
    """(numbers, categories, dates, image) → [n, 4]: a value and, around it, quantiles that do not cross.

    `sees` and `reads` leave the picture or the row out, to tell what each of them is worth.
    """

    def __init__(self, preparation: Preparation, sees: bool = True, reads: bool = True) -> None:
        super().__init__()
        self.sees, self.reads = sees, reads
        self.numbers = NumberEmbeddings(preparation.edges, preparation.medians, SIZE)
        self.categories = CategoryEmbeddings(preparation.sizes, SIZE)
        self.dates = DateParts(FIRST_DAY)
        self.look = Look()
        row = preparation.features * SIZE + DateParts.PARTS
        self.perceptron = Perceptron(row * reads + SEEN * sees, 96, 2, 0.2, 4)

    def encode(self, numbers, categories, dates, image):
        parts = []
        if self.reads:
            parts += [self.numbers(numbers).flatten(1), self.categories(categories).flatten(1), self.dates(dates).flatten(1)]
        if self.sees:
            parts.append(self.look(image))
        return torch.cat(parts, dim=1)

    def decode(self, encoded):
        value, middle, below, above = self.perceptron(encoded).split(1, dim=1)
        return torch.cat([value, middle - functional.softplus(below), middle, middle + functional.softplus(above)], dim=1)

    def forward(self, numbers, categories, dates, image):
        answer = self.decode(self.encode(numbers, categories, dates, image))
        return answer[:, 0], answer[:, 1:]
