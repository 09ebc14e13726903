"""One connection to a running service, for texts."""

from __future__ import annotations

from typing import Any, Iterator, Sequence

from service import Connection, batches

BATCH = 64  # texts in a request


class Service(Connection):
    """A connection that knows the tasks of texts."""

    def classify(self, model: str, texts: Sequence[str], version: int | None = None) -> Iterator[dict[str, Any]]:
        """For each text its classes, the best first, and whether it is out of scope."""
        for batch in batches(texts, BATCH):
            yield from self.post("/v1/text/classify", {"model": model, "input": list(batch), **_version(version)})["results"]

    def embed(self, model: str, texts: Sequence[str]) -> Iterator[list[float]]:
        """The vector of each text."""
        for batch in batches(texts, BATCH):
            data = self.post("/v1/embeddings", {"model": model, "input": list(batch)})["data"]
            yield from (each["embedding"] for each in sorted(data, key=lambda each: each["index"]))


def _version(version: int | None) -> dict[str, int]:
    return {} if version is None else {"version": version}
