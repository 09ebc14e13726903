#!/usr/bin/env python3
"""Asks a real Keycloak for tokens and the running service what it makes of them.

    src/test/oidc/try.py [--work build/oidc] [--keycloak 26.7.3]

Keycloak comes from Maven Central (about 200 MB, kept in --work) and runs at 127.0.0.1:8180 with the realm beside this
file; the service runs as `./salver serve` starts it, at 8080. Both end with the script, which fails where an answer is
not what it should be.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT = Path(__file__).resolve().parents[3]
ISSUER = "http://127.0.0.1:8180/realms/shop"
SERVICE = "http://127.0.0.1:8080"
SECURITY = {
    "salver.security.enabled": "true",
    "salver.security.tokens.issuer": ISSUER,
    "salver.security.tokens.audience": "salver",
    "salver.security.tokens.jwks": f"{ISSUER}/protocol/openid-connect/certs",
    "salver.security.tokens.roles-claim": "realm_access.roles",
    "salver.security.tokens.skew": "0s",
}


def keycloak(work: Path, version: str) -> Path:
    home = work / f"keycloak-{version}"
    if not home.exists():
        subprocess.run(
            ["./mvnw", "-q", "-B", "dependency:copy", f"-DoutputDirectory={work}",
             f"-Dartifact=org.keycloak:keycloak-quarkus-dist:{version}:zip"], cwd=CONTEXT, check=True)
        with zipfile.ZipFile(work / f"keycloak-quarkus-dist-{version}.zip") as archive:
            archive.extractall(work)
    imported = home / "data/import"
    imported.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).parent / "realm.json", imported)
    return home


@contextmanager
def running(command: list[str], folder: Path, log: Path, ready: str) -> Iterator[None]:
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            wait(process, ready, log)
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def wait(process: subprocess.Popen[bytes], address: str, log: Path, seconds: float = 600) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(1)
    raise SystemExit(f"{address} never answered; see {log}")


def token(client: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": "only-for-this-try"}
    request = urllib.request.Request(f"{ISSUER}/protocol/openid-connect/token", urllib.parse.urlencode(form).encode())
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)["access_token"]


def status(path: str, bearer: str | None) -> int:
    request = urllib.request.Request(SERVICE + path, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def forged(bearer: str) -> str:
    """The token with the role of an operator written into it."""
    head, body, signature = bearer.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["realm_access"]["roles"].append("operate")
    text = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{head}.{text}.{signature}"


def check(what: str, found: int, expected: int) -> None:
    print(f"{'holds' if found == expected else 'FAILS'}: {what} ({found})", flush=True)
    if found != expected:
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=CONTEXT / "build/oidc")
    parser.add_argument("--keycloak", default="26.7.3")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    home = keycloak(work, options.keycloak)
    provider = ["sh", "bin/kc.sh", "start-dev", "--http-host=127.0.0.1", "--http-port=8180", "--import-realm"]
    settings = [f"-D{name}={value}" for name, value in SECURITY.items()]
    with (running(provider, home, work / "keycloak.log", f"{ISSUER}/.well-known/openid-configuration"),
          running(["./salver", "serve", *settings], CONTEXT, work / "service.log", f"{SERVICE}/v2/health/live")):
        good = token("backend")
        check("a token of the realm may infer", status("/v2/models/adult", good), 200)
        check("its role does not allow monitoring", status("/v1/monitoring/models", good), 403)
        check("a role that was written into it does not count", status("/v1/monitoring/models", forged(good)), 401)
        check("one for another audience is none", status("/v2/models/adult", token("stranger")), 401)
        short = token("hasty")
        time.sleep(3)
        check("an expired one is none", status("/v2/models/adult", short), 401)
        check("without one nothing is told", status("/v2/models/adult", None), 401)
    log = (work / "service.log").read_text()
    check("no token is in the log", int(any(each in log for each in (good, short))), 0)


if __name__ == "__main__":
    main()
