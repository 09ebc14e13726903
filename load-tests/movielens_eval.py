"""HR@10 and NDCG@10 on MovieLens 1M, leave-one-out, asked of a running service one member at a time.

Each request brings the films that the member rated before the last one; the last one has to be found among all others.
Retrieval is measured by its own ten best (ten candidates, in the order of retrieval), the pipeline by the first ten of 500
candidates after ranking.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models" / "recipes"))

from movielens.data import load  # noqa: E402
from recommendation.interactions import Interactions  # noqa: E402
from recommendation.metrics import estimate, hits, ndcg  # noqa: E402

K, CANDIDATES, HISTORY = 10, 500, 50


class Service:
    """One connection to the service."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=60)

    def recommend(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        """The items of the answer; an answer that had to do without a stage ends the measurement."""
        self._connection.request("POST", "/v1/recommendations", json.dumps(request),
                                 {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {body.decode()[:500]}")
        document = json.loads(body)
        if document.get("fallback") or document.get("degraded"):
            raise SystemExit(f"not the whole pipeline: {body.decode()[:500]}")
        return document["items"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--users", type=int, help="only so many members, evenly spread")
    given = parser.parse_args()
    dataset, service = load(given.data), Service(given.url)
    interactions = Interactions.of(dataset.events, dataset.users["id"], dataset.items["id"])
    members, films = dataset.users["id"].to_numpy(), dataset.items["id"].to_numpy()
    rows = np.arange(len(members))[:: max(1, len(members) // (given.users or len(members)))]
    ranks: dict[str, list[float]] = {"retrieval": [], "retrieval + DeepFM": []}
    for count, row in enumerate(rows, 1):
        seen = films[interactions.seen(interactions.offsets[row + 1] - 1) - 1].tolist()
        target = int(films[interactions.items[interactions.offsets[row + 1] - 1] - 1])
        request = {"recommender": "movielens", "user_id": int(members[row]), "history": seen[-HISTORY:],
                   "exclude": seen, "exclude_seen": False, "k": K}  # what is stored holds the last film, too
        first = sorted(service.recommend({**request, "candidates": K}), key=lambda item: item["retrieval_rank"])
        for name, items in (("retrieval", first), ("retrieval + DeepFM", service.recommend(
                {**request, "candidates": CANDIDATES}))):
            places = [item["id"] for item in items]
            ranks[name].append(places.index(target) + 1 if target in places else np.inf)
        if count % 1000 == 0:
            print(f"{count} members", file=sys.stderr, flush=True)
    report({name: np.array(values) for name, values in ranks.items()})


def report(ranks: dict[str, np.ndarray]) -> None:
    """Both orders with 95 % bootstrap intervals over members, and the paired gain."""
    print(f"{len(ranks['retrieval'])} members; 95 % bootstrap intervals over members")
    for name, values in ranks.items():
        print(f"{name:<20} HR@10 {estimate(hits(values, K))}  NDCG@10 {estimate(ndcg(values, K))}")
    before, after = ranks.values()
    print(f"{'paired gain':<20} HR@10 {estimate(hits(after, K) - hits(before, K))}  "
          f"NDCG@10 {estimate(ndcg(after, K) - ndcg(before, K))}")


if __name__ == "__main__":
    main()
