#!/usr/bin/env python3
"""Compares starts of the packaged service with and without an AOT cache, without an image.

    ./mvnw -B -q -DskipTests -Dquarkus.package.jar.aot.enabled=true package
    src/test/image/starts.py [--starts 5] [--application target/quarkus-app] [--jdk FOLDER]

Trains a cache as the image does, below build/starts, then starts the service in turns. Needs a JDK 25.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "build/starts"
HTTP, GRPC, MANAGEMENT = 28080, 28081, 28900
QUESTIONS = (
    ("/v2", None),
    ("/v2/repository/index", b"{}"),
    ("/v1/recommendations", b'{"user_id": 42, "k": 5, "recommender": "shop"}'),
    ("/v1/text/classify", b'{"model": "sst2", "input": ["A joy from start to end."]}'),
)


def answers(port: int, path: str, body: bytes | None = None) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body,
                                     headers={"Content-Type": "application/json"})
    try:
        return urllib.request.urlopen(request, timeout=30).status == 200
    except (urllib.error.URLError, OSError):
        return False


class Service:
    """The service as a process; times are from its start."""

    def __init__(self, java: Path, options: list[str], log: Path) -> None:
        environment = {
            **os.environ,
            "QUARKUS_HTTP_HOST": "127.0.0.1", "QUARKUS_HTTP_PORT": str(HTTP),
            "QUARKUS_GRPC_SERVER_PORT": str(GRPC), "QUARKUS_MANAGEMENT_PORT": str(MANAGEMENT),
            "SALVER_MODELS_REPOSITORY": str(ROOT / "models/repository"),
            "SALVER_RECOMMENDERS_DIRECTORY": str(ROOT / "models/recommenders"),
            "SALVER_STORE_DIRECTORY": str(WORK / "data"),
            "SALVER_RECOMMENDERS_SNAPSHOTS": str(WORK / "data/snapshots"),
        }
        self.begin = time.monotonic()
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [str(java), "-XX:+UseG1GC", *options, "-jar", str(WORK / "application/quarkus-run.jar")],
                cwd=WORK / "application", env=environment, stdout=output, stderr=subprocess.STDOUT)

    def seconds_until(self, path: str) -> float:
        while not answers(MANAGEMENT, path):
            if self.process.poll() is not None:
                raise SystemExit(self.log.read_text())
            time.sleep(0.02)
        return time.monotonic() - self.begin

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def train(java: Path, cache: Path) -> None:
    service = Service(java, [f"-XX:AOTCacheOutput={cache}"], WORK / "train.log")
    service.seconds_until("/q/health/started")
    for path, body in QUESTIONS:
        answers(HTTP, path, body)
    service.stop()
    print(f"cache of {cache.stat().st_size / 1e6:.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--application", type=Path, default=ROOT / "target/quarkus-app")
    parser.add_argument("--jdk", type=Path, default=Path(os.environ.get("JAVA_HOME", "/opt/java/openjdk")))
    options = parser.parse_args()
    java = options.jdk / "bin/java"
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    # The cache is bound to paths and times of the jars.
    shutil.copytree(options.application, WORK / "application", copy_function=shutil.copy2)
    cache = WORK / "application/salver.aot"
    train(java, cache)
    modes = {"with the AOT cache": [f"-XX:AOTCache={cache}"], "without": ["-XX:AOTMode=off"]}
    seconds: dict[str, list[tuple[float, float]]] = {mode: [] for mode in modes}
    for _ in range(options.starts):
        for mode, arguments in modes.items():
            service = Service(java, arguments, WORK / "start.log")
            seconds[mode].append((service.seconds_until("/q/health/live"), service.seconds_until("/q/health/started")))
            service.stop()
    for mode, pairs in seconds.items():
        live, loaded = (statistics.median(column) for column in zip(*pairs))
        print(f"{mode}: {live:.2f} s until it answers, {loaded:.2f} s until every model is loaded, of {pairs}")


if __name__ == "__main__":
    main()
