"""The running service as a recipe sees it: measures are taken through its interface."""

from __future__ import annotations

import argparse
import json
import urllib.error
import urllib.request
from typing import Any, Iterator, Sequence, TypeVar

Item = TypeVar("Item")


class Service:
    """Sends JSON to a service at `url`; what it refuses is an error that repeats its words."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        content = json.dumps(body).encode("utf-8")
        request = urllib.request.Request(self._url + path, content, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path} answers {error.code}: {error.read(2000).decode('utf-8', 'replace')}") from error

    def tagged(self, model: str, texts: Sequence[Sequence[str]], size: int = 64) -> list[dict[str, Any]]:
        """What /v1/text/tag finds in texts that are split into words."""
        return [result for part in parts(texts, size)
                for result in self.post("/v1/text/tag", {"model": model, "words": [list(words) for words in part]})["results"]]

    def tagged_texts(self, model: str, texts: Sequence[str], size: int = 64) -> list[dict[str, Any]]:
        """The same of whole texts, with places in UTF-16 units."""
        return [result for part in parts(texts, size) for result in self.post(
            "/v1/text/tag", {"model": model, "input": list(part), "offset_unit": "utf16"})["results"]]

    def answered(self, model: str, pairs: Sequence[tuple[str, str]], size: int = 32) -> list[dict[str, Any]]:
        """What /v1/text/answer cuts out of (question, context)."""
        return [result for part in parts(pairs, size) for result in self.post("/v1/text/answer", {
            "model": model, "offset_unit": "utf16",
            "inputs": [{"question": question, "context": context} for question, context in part]})["results"]]

    def completed(self, model: str, prompts: Sequence[str], size: int = 16, **settings: Any) -> list[dict[str, Any]]:
        """The first choice of /v1/completions for each prompt."""
        found = []
        for part in parts(prompts, size):
            choices = self.post("/v1/completions", {"model": model, "prompt": list(part), **settings})["choices"]
            found += sorted(choices, key=lambda choice: choice["index"])
        return found

    def log_probabilities(self, model: str, prompts: Sequence[str], size: int = 16) -> list[list[float | None]]:
        """Of each token of each prompt, as OpenAI's interface gives them with echo and no new token; the first is None."""
        choices = self.completed(model, prompts, size, echo=True, max_tokens=0, logprobs=1)
        return [choice["logprobs"]["token_logprobs"] for choice in choices]


def parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Up to `size` at a time."""
    for first in range(0, len(items), size):
        yield items[first:first + size]


def arguments(recipe: str, data: bool = True) -> argparse.Namespace:
    """`--data`, `--url`, `--model`."""
    parser = argparse.ArgumentParser(prog=f"{recipe}.served", description="Measures the model through the running service.")
    parser.add_argument("--data", required=data, help="folder of the data sets")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="of the service")
    parser.add_argument("--model", default=recipe, help="name of the model")
    return parser.parse_args()
