"""The running service as a recipe sees it: measures are taken through its interface."""

from __future__ import annotations

import argparse
from typing import Any, Sequence

from service import Connection, batches


class Service(Connection):
    """A connection that knows the tasks of tagging, answering and writing."""

    def tagged(self, model: str, texts: Sequence[Sequence[str]], size: int = 64) -> list[dict[str, Any]]:
        """What /v1/text/tag finds in texts that are split into words."""
        return [result for part in batches(texts, size)
                for result in self.post("/v1/text/tag", {"model": model, "words": [list(words) for words in part]})["results"]]

    def tagged_texts(self, model: str, texts: Sequence[str], size: int = 64) -> list[dict[str, Any]]:
        """The same of whole texts, with places in UTF-16 units."""
        return [result for part in batches(texts, size) for result in self.post(
            "/v1/text/tag", {"model": model, "input": list(part), "offset_unit": "utf16"})["results"]]

    def answered(self, model: str, pairs: Sequence[tuple[str, str]], size: int = 32) -> list[dict[str, Any]]:
        """What /v1/text/answer cuts out of (question, context)."""
        return [result for part in batches(pairs, size) for result in self.post("/v1/text/answer", {
            "model": model, "offset_unit": "utf16",
            "inputs": [{"question": question, "context": context} for question, context in part]})["results"]]

    def completed(self, model: str, prompts: Sequence[str], size: int = 16, **settings: Any) -> list[dict[str, Any]]:
        """The first choice of /v1/completions for each prompt."""
        found = []
        for part in batches(prompts, size):
            choices = self.post("/v1/completions", {"model": model, "prompt": list(part), **settings})["choices"]
            found += sorted(choices, key=lambda choice: choice["index"])
        return found

    def log_probabilities(self, model: str, prompts: Sequence[str], size: int = 16) -> list[list[float | None]]:
        """Of each token of each prompt, as OpenAI's interface gives them with echo and no new token; the first is None."""
        choices = self.completed(model, prompts, size, echo=True, max_tokens=0, logprobs=1)
        return [choice["logprobs"]["token_logprobs"] for choice in choices]


def arguments(recipe: str, data: bool = True) -> argparse.Namespace:
    """`--data`, `--url`, `--model`."""
    parser = argparse.ArgumentParser(prog=f"{recipe}.served", description="Measures the model through the running service.")
    parser.add_argument("--data", required=data, help="folder of the data sets")
    parser.add_argument("--url", default="http://127.0.0.1:8080", help="of the service")
    parser.add_argument("--model", default=recipe, help="name of the model")
    return parser.parse_args()
