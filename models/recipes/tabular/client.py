"""Rows posted to a running service."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from service import Connection, batches

BATCH = 500


class Service(Connection):
    """A connection that knows rows."""

    def predict(self, model: str, rows: Sequence[Mapping[str, Any]], **options: Any) -> list[dict[str, Any]]:
        """The result of each row, asked for in batches."""
        return [result for some in batches(rows, BATCH)
                for result in self.post("/v1/tabular/predict", {"model": model, "rows": list(some), **options})["results"]]


def probability(result: Mapping[str, Any], label: str) -> float:
    """Of one label in a result."""
    return next(each["score"] for each in result["classes"] if each["label"] == label)


def parts(result: Mapping[str, Any]) -> tuple[list[float], list[float], list[float]]:
    """Weights, means and deviations of a result's mixture."""
    each = result["components"]
    return tuple([component[name] for component in each] for name in ("weight", "mean", "deviation"))
