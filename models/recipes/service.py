"""One connection to a running service: what every measurement through the wire begins with."""

from __future__ import annotations

import http.client
import json
from typing import Any, Iterator, Mapping, Sequence, TypeVar
from urllib.parse import urlsplit

Item = TypeVar("Item")


class Connection:
    """Not thread-safe. An answer other than 200 ends the program with what the service said."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=120)

    def has(self, model: str) -> bool:
        """Whether that model is ready."""
        self._connection.request("GET", f"/v2/models/{model}/ready")
        answer = self._connection.getresponse()
        answer.read()
        return answer.status == 200

    def send(self, path: str, body: bytes, kind: str) -> bytes:
        """Posts a body of that content type."""
        self._connection.request("POST", path, body, {"Content-Type": kind})
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}: {content.decode(errors='replace')[:500]}")
        return content

    def post(self, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Posts JSON."""
        return json.loads(self.send(path, json.dumps(content).encode(), "application/json"))


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Up to `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start:start + size]
