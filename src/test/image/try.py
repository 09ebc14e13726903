#!/usr/bin/env python3
"""Runs the steps of the Dockerfile without a container engine, then the image as a cluster would run it.

    sudo src/test/image/try.py [--work build/image] [--debian FOLDER] [--faiss FOLDER] [--maven FOLDER] [--starts N]

Debian's root file system is made by debootstrap, the JDK's base image is the JDK of this machine below
/opt/java/openjdk; stages are overlays, RUN is a chroot. Needs root, debootstrap, a JDK 25 and Debian's archive and
Maven Central. --maven is the cache mount of ~/.m2. --faiss gives the step that builds FAISS a folder that it made
before, to save its minutes. --starts N also compares N starts with and without the AOT cache.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import container  # noqa: E402
from dockerfile import Stage, read  # noqa: E402
from rootfs import Stages  # noqa: E402

CONTEXT = Path(__file__).resolve().parents[3]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=CONTEXT / "build/image")
    parser.add_argument("--debian", type=Path)
    parser.add_argument("--faiss", type=Path)
    parser.add_argument("--maven", type=Path)
    parser.add_argument("--jdk", type=Path, default=Path(os.environ.get("JAVA_HOME", "/opt/java/openjdk")))
    parser.add_argument("--starts", type=int, default=0)
    parser.add_argument("--built", action="store_true", help="serve from the layers of the run before")
    return parser.parse_args()


def debian(folder: Path) -> Path:
    if not (folder / "etc/debian_version").exists():
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", str(folder)], check=True,
                       stdout=subprocess.DEVNULL)
    return folder


def jdk_image(work: Path, jdk: Path) -> Path:
    target = work / "jdk/opt/java/openjdk"
    if not target.exists():
        if not (jdk / "bin/java").exists():
            raise SystemExit(f"no JDK at {jdk}: say JAVA_HOME or --jdk")
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-aL", str(jdk), str(target)], check=True)
    return work / "jdk"


def build(stages: Stages, description: dict[str, Stage], faiss: Path | None) -> None:
    for stage in description.values():
        if stage.base not in description and stage.base not in ("debian:12-slim",):
            continue
        stages.begin(stage.name, stage.base)
        for step in stage.steps:
            if faiss and step.instruction == "RUN" and "provide-faiss.sh" in step.text:
                subprocess.run(["cp", "-a", str(faiss), str(stages.root(stage.name) / "opt/faiss")], check=True)
            begin = time.monotonic()
            stages.apply(stage.name, step)
            print(f"{time.monotonic() - begin:7.1f} s  {stage.name}: {step.instruction} {step.text[:90]}", flush=True)


def start(root: Path, image: Stage, log: Path, more: dict[str, str]) -> container.Container:
    environment = {"PATH": "/usr/bin:/bin", **image.environment, **more}
    return container.Container(root, image.command("ENTRYPOINT"), environment, image.last("USER"),
                               image.last("WORKDIR"), log)


def check(what: str, holds: bool, seen: object) -> None:
    print(f"{'holds' if holds else 'FAILS'}: {what} ({seen})", flush=True)
    if not holds:
        raise SystemExit(1)


def serve(root: Path, image: Stage, work: Path) -> None:
    service = start(root, image, work / "service.log", {})
    check("it starts", True, f"{service.seconds_until('/q/health/started'):.2f} s until every model was loaded")
    check("ready", container.get(9000, "/q/health/ready")[0] == 200, "200")
    written = service.inside(["sh", "-c", "touch /opt/salver/x /etc/x /var/x 2>&1; id -u; touch /tmp/x /data/x"])
    check("the root is read-only, /tmp and /data are not, the user is 10001",
          written.stdout.count("Read-only") == 3 and "10001" in written.stdout and written.returncode == 0,
          written.stdout.splitlines()[-1])
    status, answer = container.call(8080, "POST", "/v1/recommendations", {"user_id": 42, "k": 2})
    check("it recommends (FAISS, ONNX Runtime)", status == 200, answer[:100])
    status, answer = container.call(8080, "POST", "/v1/text/classify", {"model": "sst2", "input": ["A joy."]})
    check("it classifies (tokenizers)", status == 200, answer[:100])
    states = container.get(9000, "/q/health/ready")[1]
    check("no model is missing, also PyTorch's", "torchscript@1\": \"READY" in states, "fashion-mnist-torchscript")
    healthy = image.command("HEALTHCHECK")
    check("the health check passes", service.inside(healthy).returncode == 0, healthy)
    status, seconds = service.stop()
    check("SIGTERM to process 1 ends it in order", status == 143, f"status {status} after {seconds:.1f} s")
    log = (work / "service.log").read_text()
    check("the AOT cache is used", "[warning][aot]" not in log and "[error][aot]" not in log, "no warning")


def compare(root: Path, image: Stage, work: Path, starts: int) -> None:
    modes = {"with the AOT cache": "", "without": "-XX:AOTMode=off"}
    seconds: dict[str, list[tuple[float, float]]] = {mode: [] for mode in modes}
    for _ in range(starts):
        for mode, option in modes.items():
            service = start(root, image, work / "start.log", {"JDK_JAVA_OPTIONS": option} if option else {})
            seconds[mode].append((service.seconds_until("/q/health/live"), service.seconds_until("/q/health/started")))
            service.stop()
    for mode, pairs in seconds.items():
        live, loaded = (statistics.median(column) for column in zip(*pairs))
        print(f"{mode}: {live:.2f} s until it answers, {loaded:.2f} s until every model is loaded, of {pairs}")


def main() -> None:
    options = arguments()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    description = read(CONTEXT / "Dockerfile", {})
    bases = {"debian:12-slim": debian((options.debian or work / "debian").resolve())}
    maven = (options.maven or work / "m2").resolve()
    maven.mkdir(parents=True, exist_ok=True)
    container.own_mounts()
    stages = Stages(work, CONTEXT, maven, {**bases, "jdk": jdk_image(work, options.jdk)})
    description.pop("jdk")
    if options.built:
        stages.begin("system-cpu", "debian:12-slim")
        stages.begin("image", "system-cpu")
    else:
        build(stages, description, options.faiss)
    print(f"{time.monotonic() - begin:7.1f} s  for all steps", flush=True)
    root = stages.root("image")
    container.own_network()
    container.read_only(root, work / "data")
    serve(root, description["image"], work)
    if options.starts:
        compare(root, description["image"], work, options.starts)


if __name__ == "__main__":
    main()
