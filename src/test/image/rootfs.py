"""Root file systems of stages: overlays of folders, in which steps run by chroot."""

from __future__ import annotations

import fnmatch
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from dockerfile import Step

MOUNTS = """
set -e
mount --make-rprivate /
root="$1"; shift
mkdir -p "$root/proc" "$root/dev" "$root/sys"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
"""


class Stages:
    """The folders of stages below one folder; the mounts end with the process."""

    def __init__(self, work: Path, context: Path, cache: Path, bases: dict[str, Path]) -> None:
        self._work, self._context, self._cache = work, context, cache
        self._layers = {name: [folder] for name, folder in bases.items()}
        self._directory: dict[str, str] = {}
        self._ignored = (context / ".dockerignore").read_text().splitlines()

    def root(self, stage: str) -> Path:
        return self._work / stage / "root" if stage in self._directory else self._layers[stage][0]

    def begin(self, stage: str, base: str) -> None:
        lower = self._layers[base]
        folder = self._work / stage
        for name in ("upper", "work", "root"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        options = f"lowerdir={':'.join(map(str, lower))},upperdir={folder}/upper,workdir={folder}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, str(folder / "root")], check=True)
        self._layers[stage] = [folder / "upper", *lower]
        self._directory[stage] = self._directory.get(base, "/")

    def apply(self, stage: str, step: Step) -> None:
        if step.instruction == "WORKDIR":
            self._directory[stage] = step.text
            self._inside(stage, step.text).mkdir(parents=True, exist_ok=True)
        elif step.instruction == "COPY":
            self._copy(stage, step)
        elif step.instruction == "RUN":
            self._run(stage, step)

    def _inside(self, stage: str, path: str) -> Path:
        return self.root(stage) / os.path.join(self._directory[stage], path).lstrip("/")

    def _copy(self, stage: str, step: Step) -> None:
        *sources, target = step.text.split()
        if "from" in step.options:
            for source in sources:
                from_root = self.root(step.options["from"]) / source.lstrip("/")
                self._place(from_root, self._inside(stage, target), step, target.endswith("/"), "")
            return
        for source in sources:
            self._place(self._context / source, self._inside(stage, target), step, target.endswith("/"), source)

    def _place(self, source: Path, target: Path, step: Step, into: bool, relative: str) -> None:
        if source.is_dir():
            ignore = self._ignore if relative else None
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True, ignore=ignore)
        else:
            target = target / source.name if into or target.is_dir() else target
            if relative and self._is_ignored(Path(relative)):
                raise SystemExit(f"COPY {relative}: .dockerignore keeps it out of the context")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
        if "chmod" in step.options:
            for path in [target, *target.rglob("*")] if target.is_dir() else [target]:
                path.chmod(int(step.options["chmod"], 8))

    def _ignore(self, folder: str, names: list[str]) -> list[str]:
        relative = Path(folder).relative_to(self._context)
        return [name for name in names if self._is_ignored(relative / name)]

    def _is_ignored(self, path: Path) -> bool:
        ignored = False
        for line in self._ignored:
            pattern = line.strip().lstrip("!")
            if not pattern or pattern.startswith("#"):
                continue
            parts = [str(path), *map(str, path.parents)]
            any_depth = pattern.removeprefix("**/")
            hit = any(fnmatch.fnmatch(part, pattern) for part in parts) or (
                any_depth != pattern and any(fnmatch.fnmatch(name, any_depth) for name in path.parts))
            if hit:
                ignored = not line.strip().startswith("!")
        return ignored

    def _run(self, stage: str, step: Step) -> None:
        root = self.root(stage)
        namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        script = MOUNTS
        if step.options.get("network") == "none":
            namespaces.append("--net")
            script += "ip link set lo up\n"
        elif not (root / "etc/resolv.conf").exists() or (root / "etc/resolv.conf").stat().st_size == 0:
            (root / "etc").mkdir(exist_ok=True)
            shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        script += self._cache_mount(root, step)
        script += 'exec chroot "$root" /bin/sh -c "$1"\n'
        environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
                       "DEBIAN_FRONTEND": "noninteractive", **step.environment}
        command = f"cd {shlex.quote(self._directory[stage])} && {step.text}"
        with tempfile.NamedTemporaryFile("w", suffix=".sh") as file:
            file.write(script)
            file.flush()
            subprocess.run([*namespaces, "bash", file.name, str(root), command], env=environment, check=True)

    def _cache_mount(self, root: Path, step: Step) -> str:
        if "mount" not in step.options:
            return ""
        settings = dict(part.partition("=")[::2] for part in step.options["mount"].split(","))
        if settings["type"] != "cache":
            raise SystemExit(f"RUN --mount of type {settings['type']} is not known here")
        target = root / settings["target"].lstrip("/")
        return f"mkdir -p {target}\nmount --bind {self._cache} {target}\n"
