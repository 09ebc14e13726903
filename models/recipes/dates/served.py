"""Right dates through the running service: `python3 -m dates.served --url URL`."""

from __future__ import annotations

import numpy as np

from transformer.served import Service, arguments
from vision.intervals import bootstrap

from .data import TEST, TRAINING, examples
from .publish import COUNT


def main() -> None:
    options = arguments("dates", data=False)
    service = Service(options.url)
    for name, wordings in (("known wordings", TRAINING), ("held-out wordings", TEST)):
        drawn = examples(COUNT, 21, wordings, held_out=True)
        choices = service.completed(options.model, [text for _, text, _ in drawn], 64, temperature=0)
        right = np.array([choice["text"] == day for choice, (_, _, day) in zip(choices, drawn, strict=True)], float)
        print(name, bootstrap(len(right), lambda drawn: float(right[drawn].mean())))


if __name__ == "__main__":
    main()
