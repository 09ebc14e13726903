"""Nats per character through the running service: `python3 -m shakespeare.served --data DIR --url URL`.

The validation text in windows of 256 characters that overlap by half; of each but the first the second half counts, so that every
character sees at least 128 before it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from transformer.served import Service, arguments

from .data import text
from .report import estimate

WINDOW, STEP = 256, 128


def main() -> None:
    options = arguments("shakespeare")
    _, validation = text(Path(options.data))
    windows = [validation[start:start + WINDOW] for start in range(0, len(validation) - STEP, STEP)]
    scored = Service(options.url).log_probabilities(options.model, windows)
    nats = [-value for index, values in enumerate(scored) for value in (values[1:] if index == 0 else values[STEP:])]
    if len(nats) != len(validation) - 1:
        raise RuntimeError(f"{len(nats)} characters were scored, {len(validation) - 1} expected")
    print("nats per character", estimate(np.array(nats)))


if __name__ == "__main__":
    main()
