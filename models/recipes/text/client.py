"""One connection to a running service, for texts."""

from __future__ import annotations

import http.client
import json
from typing import Any, Iterator, Sequence
from urllib.parse import urlsplit

BATCH = 64  # texts in a request


class Service:
    """Not thread-safe. An answer other than 200 ends the run."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=120)

    def classify(self, model: str, texts: Sequence[str], version: int | None = None) -> Iterator[dict[str, Any]]:
        """For each text its classes, the best first, and whether it is out of scope."""
        for batch in _batches(texts):
            yield from self._post("/v1/text/classify", {"model": model, "input": batch, **_version(version)})["results"]

    def embed(self, model: str, texts: Sequence[str]) -> Iterator[list[float]]:
        """The vector of each text."""
        for batch in _batches(texts):
            data = self._post("/v1/embeddings", {"model": model, "input": batch})["data"]
            yield from (each["embedding"] for each in sorted(data, key=lambda each: each["index"]))

    def _post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps(content).encode()
        self._connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}: {text.decode(errors='replace')[:500]}")
        return json.loads(text)


def _version(version: int | None) -> dict[str, int]:
    return {} if version is None else {"version": version}


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), BATCH):
        yield list(texts[start:start + BATCH])
