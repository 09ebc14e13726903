#!/usr/bin/env python3
"""Takes the picture of the console in the README, with Chromium, against a running service.

    src/docs/images/console.py [http://localhost:8080] [out.png]

First it asks the model about 900 rows that it draws, feature by feature, from the model's own profile, and makes
people ten years older than they were: so there is something to see. Standard library only.
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

MODEL = "adult-mlp"
ROOT = pathlib.Path(__file__).resolve().parents[3]
ROWS = 900
OLDER = 10
SIZE = "1280,1000"


def drawn(profile: dict, chance: random.Random) -> object:
    """A value of a feature: between two percentiles, or a category by its count."""
    if profile["type"] == "category":
        return chance.choices(list(profile["counts"]), list(profile["counts"].values()))[0]
    low = chance.randrange(len(profile["quantiles"]) - 1)
    return chance.uniform(profile["quantiles"][low], profile["quantiles"][low + 1])


def cell(value: object, feature: dict) -> object:
    """The value as the schema takes it; an empty category stands for a missing one."""
    if value == "":
        return None
    if feature["type"] == "integer":
        return round(value)
    return float(value) if feature["type"] == "number" else value


def rows(service: str) -> list[dict]:
    chance = random.Random(7)
    profile = json.loads((ROOT / f"models/repository/{MODEL}/1/profile.json").read_text())["features"]
    with urllib.request.urlopen(f"{service}/v1/tabular/{MODEL}/schema") as answer:
        features = [each for each in json.load(answer)["features"] if each["name"] in profile]
    made = []
    for _ in range(ROWS):
        row = {each["name"]: cell(drawn(profile[each["name"]], chance), each) for each in features}
        row["age"] = min(90, row["age"] + OLDER)
        made.append(row)
    return made


def ask(service: str, batch: list[dict]) -> None:
    request = urllib.request.Request(
        f"{service}/v1/tabular/predict",
        data=json.dumps({"model": MODEL, "rows": batch}).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request).close()


def traffic(service: str, made: list[dict]) -> None:
    """Asks on while the picture is taken."""
    while True:
        ask(service, made[:1])
        time.sleep(0.02)


def main(service: str = "http://localhost:8080", out: str = str(ROOT / "src/docs/images/console.png")) -> None:
    made = rows(service)
    for begin in range(0, ROWS, 30):
        ask(service, made[begin : begin + 30])
    threading.Thread(target=traffic, args=(service, made), daemon=True).start()
    browser = shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("there is no Chromium")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}",
             f"--window-size={SIZE}", "--virtual-time-budget=12000", f"--screenshot={out}",
             f"{service}/console/#/models/{MODEL}/1"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
