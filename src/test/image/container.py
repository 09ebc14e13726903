"""Runs an image's entry point as a cluster would: process 1, no root, nothing writable but /tmp and /data."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import signal
import subprocess
import time
from pathlib import Path

NEW_NETWORK, NEW_MOUNTS = 0x40000000, 0x00020000


def unshare(what: int) -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(what) != 0:
        raise OSError(ctypes.get_errno(), "unshare; this needs root")


def own_mounts() -> None:
    """What this process and its children mount from here on, nobody else sees, and it ends with them."""
    unshare(NEW_MOUNTS)
    sh("mount --make-rprivate /")


def own_network() -> None:
    """This process and its children have a loopback of their own: every port is free."""
    unshare(NEW_NETWORK)
    sh("ip link set lo up")


def sh(command: str) -> None:
    subprocess.run(["sh", "-c", command], check=True)


def read_only(root: Path, data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    os.chown(data, 10001, 10001)
    sh(f"mount --bind {root} {root} && mount -o remount,bind,ro {root}")
    sh(f"mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs {root}/tmp && mount --bind {data} {root}/data")
    sh(f"mount -t tmpfs -o mode=755 tmpfs {root}/dev && touch {root}/dev/null {root}/dev/zero {root}/dev/random"
       f" {root}/dev/urandom && for d in null zero random urandom; do mount --bind /dev/$d {root}/dev/$d; done"
       f" && ln -s /proc/self/fd {root}/dev/fd")


class Container:
    """One run of the entry point."""

    def __init__(self, root: Path, command: list[str], environment: dict[str, str], user: str, directory: str,
                 log: Path) -> None:
        uid, _, gid = user.partition(":")
        shell = f'mount -t proc proc {root}/proc && exec "$@"'
        self._enter = ["/usr/sbin/chroot", str(root), "setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups",
                       "--no-new-privs", "--bounding-set=-all", "env", f"--chdir={directory}"]
        self._environment = environment
        self._log = log.open("w")
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(["unshare", "--pid", "--fork", "--kill-child", "sh", "-c", shell, "sh",
                                         *self._enter, *command], env=environment, stdout=self._log,
                                        stderr=subprocess.STDOUT)

    def seconds_until(self, path: str, limit: float = 300) -> float:
        while time.monotonic() - self.started_at < limit:
            if self.process.poll() is not None:
                raise SystemExit(f"the service ended with {self.process.returncode}: {self._log.name}")
            try:
                if get(9000, path)[0] == 200:
                    return time.monotonic() - self.started_at
            except OSError:
                pass
            time.sleep(0.02)
        raise SystemExit(f"{path} was not answered with 200 within {limit} s: {self._log.name}")

    def inside(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """A command as the same user; its process ids are those of the container."""
        return subprocess.run([*self._enter, *command], env=self._environment, text=True, capture_output=True)

    def stop(self) -> tuple[int, float]:
        """SIGTERM to process 1: the exit status, and the seconds it took."""
        begin = time.monotonic()
        parent = self.process.pid
        first = int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])
        os.kill(first, signal.SIGTERM)
        status = self.process.wait(60)
        return status, time.monotonic() - begin


def get(port: int, path: str) -> tuple[int, str]:
    return call(port, "GET", path, None)


def call(port: int, method: str, path: str, document: object) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        body = None if document is None else json.dumps(document)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
