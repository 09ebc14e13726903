"""Trains and measures a translator: `python3 -m multi30k --data DIR --device cuda`

The data, in DIR/multi30k: https://github.com/multi30k/dataset, folder data/task1/raw, unpacked. They are for research only, so nothing of
it is published but the number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import torch
from torch.nn import functional

from text.tokenizer import END, START, Tokenizer
from transformer.blocks import Encoder
from transformer.language import Decoder, Translator
from transformer.training import Made, Plan, arguments, fit, save

from .bleu import bleu
from .data import SOURCE, pairs

PLAN = Plan(steps=5000, rate=1e-3, decay=0.05, rise=0.1)
PIECES, WIDTH, LONGEST, BATCH = 6000, 256, 48, 256


def main() -> None:
    options = arguments("multi30k", SOURCE).parse_args()
    torch.set_num_threads(1)
    training, test = pairs(options.data, "train"), pairs(options.data, "test_2016_flickr")
    if options.quick:
        training, test = training[:200], test[:8]
    german, english = (Tokenizer.learn((pair[side] for pair in training), 400 if options.quick else PIECES) for side in (0, 1))
    network = Translator(Encoder(len(german), WIDTH, 8, 512, 3, dropout=0.2), Decoder(len(english), WIDTH, 8, 512, 3, 64, dropout=0.2, cross=True))
    plan = Plan(3 if options.quick else PLAN.steps, PLAN.rate, PLAN.decay, PLAN.rise, options.seconds, options.device, options.seed)
    made = train(network, (german, english), training, plan, 8 if options.quick else BATCH)
    translations = translate(network, german, english, [pair[0] for pair in test])
    for (source, right), found in list(zip(test, translations))[:3]:
        print(source, "|", right, "|", found)
    score = bleu(translations, [pair[1] for pair in test])
    print("multi30k", made, "BLEU", score, flush=True)
    save(torch.nn.Module(), options.weights, "multi30k", made, bleu=[score.value, score.low, score.high])


def train(network: Translator, tokenizers: Sequence[Tokenizer], training: Sequence[tuple[str, str]], plan: Plan, batch: int) -> Made:
    """Cross-entropy with a tenth of the probability spread over all pieces."""
    source, target = (_padded([tokenizer.encode(pair[side]).ids for pair in training]).to(plan.device)
                      for side, tokenizer in enumerate(tokenizers))

    def loss(generator: torch.Generator) -> torch.Tensor:
        rows = torch.randint(0, len(source), (batch,), generator=generator, device=plan.device)
        aims = target[rows]
        logits = network(source[rows], (source[rows] > 0).long(), aims[:, :-1])
        return functional.cross_entropy(logits.float().flatten(0, 1), aims[:, 1:].flatten(), ignore_index=0, label_smoothing=0.1)

    return fit(network.to(plan.device), loss, plan, "multi30k")


@torch.no_grad()
def translate(network: Translator, german: Tokenizer, english: Tokenizer, texts: Sequence[str], batch: int = 250) -> list[str]:
    """Greedily, [CLS] being the start and [SEP] the end."""
    device = network.decoder.embed.weight.device
    found: list[str] = []
    for first in range(0, len(texts), batch):
        ids = _padded([german.encode(text).ids for text in texts[first:first + batch]]).to(device)
        mask = (ids > 0).long()
        seen, target = network.encoder(ids, mask), torch.full((len(ids), 1), english.ids[START], device=device)
        for _ in range(LONGEST):
            logits = network.decoder(target, torch.ones_like(target), (), seen, mask)[0]
            target = torch.cat([target, logits[:, -1:].argmax(dim=2)], dim=1)
        found += [_written(english, row) for row in target[:, 1:].tolist()]
    return found


def _written(tokenizer: Tokenizer, row: list[int]) -> str:
    end = tokenizer.ids[END]
    pieces = [tokenizer.pieces[token] for token in (row[:row.index(end)] if end in row else row)]
    return " ".join(pieces).replace(" ##", "")


def _padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
    ids = np.zeros((len(rows), min(LONGEST, max(map(len, rows)))), np.int64)
    for place, row in enumerate(rows):
        ids[place, :min(len(row), LONGEST)] = row[:LONGEST]
    return torch.from_numpy(ids)


if __name__ == "__main__":
    main()
