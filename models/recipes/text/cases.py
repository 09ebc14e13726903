"""Writes the cases that hold the recipes' tokeniser and the service's together: `python3 -m text.cases`

A tokeniser learnt from made-up texts, and texts of many scripts with their tokens, to `src/test/resources/text`.
"""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path

from export.repository import write_json

from . import drawn
from .generator import texts
from .tokenizer import Encoding, Tokenizer, utf16

PIECES = 600


def main() -> None:
    parser = argparse.ArgumentParser(prog="text.cases", description="Writes cases of tokens.")
    parser.add_argument("--out", type=Path, default=Path("../../src/test/resources/text"), help="where they go")
    out = parser.parse_args().out
    known = [*drawn.REVIEWS, *drawn.REQUESTS, *drawn.SENTENCES, *drawn.SCRIPTS[:-6]]
    tokenizer = Tokenizer.learn(known * 2, PIECES)
    tokenizer.write(out / "tokenizers" / "recipes.json")
    cases = [_case(tokenizer, text) for text in (*drawn.SCRIPTS, *texts(40, seed=3))]
    pairs = [_pair(tokenizer, one, other) for one, other in zip(drawn.SCRIPTS[2:12], drawn.SCRIPTS[8:18])]
    write_json(out / "tokens.json", {"tokenizer": "tokenizers/recipes.json", "unicode": unicodedata.unidata_version,
                                     "cases": cases, "pairs": pairs})
    print(len(tokenizer), "pieces,", len(cases), "texts,", len(pairs), "pairs")


def _case(tokenizer: Tokenizer, text: str) -> dict:
    encoding = tokenizer.encode(text)
    return {"text": text, **_columns(encoding, utf16(text, encoding.spans))}


def _pair(tokenizer: Tokenizer, first: str, second: str) -> dict:
    encoding = tokenizer.encode(first, second)
    spans = [utf16((first, second)[kind], [span])[0] for kind, span in zip(encoding.types, encoding.spans)]
    return {"first": first, "second": second, **_columns(encoding, spans)}


def _columns(encoding: Encoding, spans: list[tuple[int, int]]) -> dict:
    return {"ids": encoding.ids, "types": encoding.types, "words": encoding.words,
            "starts": [start for start, _ in spans], "ends": [end for _, end in spans]}


if __name__ == "__main__":
    main()
