"""Sends simulated customers of the shop to a running service, half of them to each arm, and measures what they click.

The customers go on from the last day of the simulated year. Each looks down the list with fading attention and clicks by
the truth, which the service does not know. The unit that is drawn into an arm is the customer, so the intervals resample
customers. Impressions and clicks are told to the service where it takes them, and its next answers take note.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import math
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models" / "recipes"))

from shop.catalogue import DAYS  # noqa: E402
from shop.simulation import ITEMS, SEED, USERS, World, looked, simulate  # noqa: E402
from shop.truth import Moments  # noqa: E402
from shop.vocabulary import DEVICES, MARKETS  # noqa: E402

ARMS = ("popularity", "pipeline")
RESAMPLES, HISTORY, BATCH = 2000, 50, 500


class Service:
    """The REST interface of the service; counts what it takes of events."""

    def __init__(self, url: str) -> None:
        self._url, self._takes_events, self.events = url, True, 0

    def post(self, path: str, body: Any) -> Any:
        request = urllib.request.Request(
            self._url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def tell(self, events: list[dict[str, Any]]) -> None:
        """Nothing is told to a service that takes no events."""
        for start in range(0, len(events), BATCH):
            if not self._takes_events:
                return
            part = events[start : start + BATCH]
            try:
                self.post("/v1/recommenders/shop/events", part)
                self.events += len(part)
            except urllib.error.HTTPError as refusal:
                if refusal.code not in (404, 405):
                    raise SystemExit(f"events refused: {refusal.code} {refusal.read().decode()[:500]}") from refusal
                self._takes_events = False


def arm_of(user: int, salt: str) -> int:
    """Half of the customers each, by a hash: the same customer always meets the same arm."""
    return hashlib.sha256(f"{salt}:{user}".encode()).digest()[0] & 1


class Experiment:
    """Runs days of sessions and keeps clicks and impressions per customer."""

    def __init__(self, world: World, service: Service, salt: str, k: int) -> None:
        self._world, self._service, self._salt, self._k = world, service, salt, k
        self._seen: dict[int, list[int]] = _histories(world)
        self.clicks = np.zeros(len(world.population))
        self.views = np.zeros(len(world.population))
        self.expected = np.zeros(len(world.population))  # clicks by the truth, without the luck of the draw
        self._names = 0

    def day(self, random: np.random.Generator) -> None:
        """One more last day of the year."""
        world = self._world
        moments, _ = world.sessions.begin(DAYS - 1)
        shown = np.zeros((len(moments.user), self._k), dtype=np.int64)
        clicked = np.zeros(shown.shape, dtype=bool)
        events: list[dict[str, Any]] = []
        for row, user in enumerate(moments.user):
            answer = self._ask(int(user), moments, row)
            items = np.array([item["id"] for item in answer["items"]], dtype=np.int64)
            chance = world.truth.probability(moments.take(np.array([row])), items[None] - 1)[0] * looked(len(items))
            drawn = random.random(len(items)) < chance
            shown[row, : len(items)], clicked[row, : len(items)] = items - 1, drawn
            self.views[user] += len(items)
            self.clicks[user] += drawn.sum()
            self.expected[user] += chance.sum()
            self._seen[int(user)] += [int(item) for item in items[drawn] if int(item) not in self._seen[int(user)]]
            events += self._events(int(user), items, drawn, answer)
            if len(events) >= BATCH:
                self._service.tell(events)
                events = []
        self._service.tell(events)
        world.sessions.end(moments, shown, clicked)

    def _ask(self, user: int, moments: Moments, row: int) -> dict[str, Any]:
        market = MARKETS[self._world.population.market[user]]
        request: dict[str, Any] = {
            "recommender": "shop", "k": self._k, "filter": {"available": ["yes"], "markets": [market]},
            "context": {"month": "12", "hour": str(moments.hour[row]), "device": DEVICES[moments.device[row]]}}
        if ARMS[arm_of(user, self._salt)] == "pipeline":
            return self._service.post("/v1/recommendations", {**request, "user_id": user + 1})
        return self._service.post("/v1/recommendations", {**request, "exclude": self._seen[user]})  # as seen

    def _events(self, user: int, items: np.ndarray, clicked: np.ndarray, answer: dict[str, Any]) -> list[dict[str, Any]]:
        at = datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
        shared = {"user_id": user + 1, "at": at}
        if answer.get("id"):
            shared["recommendation_id"] = answer["id"]
        events = []
        for place, item in enumerate(items):
            for kind in ("impression", "click") if clicked[place] else ("impression",):
                self._names += 1
                events.append({"id": f"ab-{self._salt}-{self._names}", "type": kind, "item_id": int(item),
                               "position": place + 1, **shared})
        return events


def _histories(world: World) -> dict[int, list[int]]:
    """What each customer clicked in the year, as far as the service knows of the items, each once."""
    log, known = world.log, ITEMS - ITEMS // 10
    session, place = np.nonzero(log.clicked)
    histories: dict[int, dict[int, None]] = {user: {} for user in range(len(world.population))}
    for user, item in zip(log.moments.user[session], log.items[session, place] + 1):
        if item <= known:
            histories[int(user)].setdefault(int(item))
    return {user: list(items)[-HISTORY:] for user, items in histories.items()}


def report(experiment: Experiment, salt: str, random: np.random.Generator) -> str:
    """Click-through rate per arm, and the lift with a bootstrap interval over customers."""
    users = np.flatnonzero(experiment.views)
    arms = np.array([arm_of(int(user), salt) for user in users])
    lines = [f"{'arm':<12}{'customers':>10}{'impressions':>13}{'clicks':>9}{'CTR':>9}{'by the truth':>14}"]
    draws, exact = [], []
    for arm, name in enumerate(ARMS):
        mine = users[arms == arm]
        clicks, views, expected = experiment.clicks[mine], experiment.views[mine], experiment.expected[mine]
        picks = random.integers(0, len(mine), (RESAMPLES, len(mine)))
        draws.append(clicks[picks].sum(axis=1) / views[picks].sum(axis=1))
        exact.append((clicks.sum() / views.sum(), expected.sum() / views.sum()))
        lines.append(f"{name:<12}{len(mine):>10}{views.sum():>13.0f}{clicks.sum():>9.0f}"
                     f"{exact[-1][0]:>9.4f}{exact[-1][1]:>14.4f}")
    low, high = np.quantile(draws[1] / draws[0] - 1, [0.025, 0.975])
    gain_low, gain_high = np.quantile(draws[1] - draws[0], [0.025, 0.975])
    lines.append(f"lift of the pipeline: {exact[1][0] / exact[0][0] - 1:+.1%} [{low:+.1%}, {high:+.1%}] of the CTR; "
                 f"difference {exact[1][0] - exact[0][0]:+.4f} [{gain_low:+.4f}, {gain_high:+.4f}]; "
                 f"95 % bootstrap over customers; by the truth {exact[1][1] / exact[0][1] - 1:+.1%}")
    count, one = len(arms), int(arms.sum())
    chance = math.erfc(abs(2 * one - count) / math.sqrt(2 * count))
    verdict = "no sign of a mismatch" if chance > 0.001 else "MISMATCH: distrust the result"
    lines.append(f"sample ratio: {count - one} to {one}, p = {chance:.3f} for half and half: {verdict}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--days", type=int, default=5, help="days of sessions, about 1,200 each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--k", type=int, default=10)
    given = parser.parse_args()
    world, service = simulate(USERS, ITEMS, SEED), Service(given.url)
    salt, random = f"shop-ab-{given.seed}", np.random.default_rng(given.seed)
    experiment = Experiment(world, service, salt, given.k)
    for day in range(given.days):
        experiment.day(random)
        print(f"day {day + 1}: {experiment.views.sum():.0f} impressions so far", file=sys.stderr, flush=True)
    told = f"{service.events} events told to the service" if service.events else "the service takes no events"
    print(report(experiment, salt, random), told, sep="\n")


if __name__ == "__main__":
    main()
