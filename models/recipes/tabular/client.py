"""Rows posted to a running service."""

from __future__ import annotations

import http.client
import json
from typing import Any, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

BATCH = 500


class Service:
    """One connection. Not thread-safe. An answer other than 200 ends the program with what the service said."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=120)

    def has(self, model: str) -> bool:
        """Whether that model is ready."""
        self._connection.request("GET", f"/v2/models/{model}/ready")
        answer = self._connection.getresponse()
        answer.read()
        return answer.status == 200

    def predict(self, model: str, rows: Sequence[Mapping[str, Any]], **options: Any) -> list[dict[str, Any]]:
        """The result of each row, asked for in batches."""
        return [result for some in _batches(rows) for result in self._post({"model": model, "rows": some, **options})]

    def _post(self, request: Mapping[str, Any]) -> list[dict[str, Any]]:
        body = json.dumps(request).encode()
        self._connection.request("POST", "/v1/tabular/predict", body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{request['model']}: {answer.status}: {content.decode(errors='replace')[:500]}")
        return json.loads(content)["results"]


def probability(result: Mapping[str, Any], label: str) -> float:
    """Of one label in a result."""
    return next(each["score"] for each in result["classes"] if each["label"] == label)


def parts(result: Mapping[str, Any]) -> tuple[list[float], list[float], list[float]]:
    """Weights, means and deviations of a result's mixture."""
    each = result["components"]
    return tuple([component[name] for component in each] for name in ("weight", "mean", "deviation"))


def _batches(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start:start + BATCH]
