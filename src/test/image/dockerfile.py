"""Reads as much of a Dockerfile as Salver's uses: stages of steps, with build arguments filled in."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")


@dataclass(frozen=True)
class Step:
    """One instruction: its options (--from=…), its text, and the variables that hold where it stands."""

    instruction: str
    options: dict[str, str]
    text: str
    environment: dict[str, str]


@dataclass
class Stage:
    name: str
    base: str
    environment: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def last(self, instruction: str) -> str:
        return next(step.text for step in reversed(self.steps) if step.instruction == instruction)

    def command(self, instruction: str) -> list[str]:
        return json.loads(self.last(instruction).removeprefix("CMD").strip())


def instructions(file: Path) -> list[tuple[str, str]]:
    lines = [line for line in file.read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(name, text.strip()) for name, _, text in (line.partition(" ") for line in joined.splitlines() if line)]


def substitute(text: str, variables: dict[str, str]) -> str:
    return VARIABLE.sub(lambda match: variables.get(match[1] or match[2], match[0]), text)


def options_of(text: str) -> tuple[dict[str, str], str]:
    options = {}
    while text.startswith("--"):
        option, _, text = text.partition(" ")
        name, _, value = option[2:].partition("=")
        options[name] = value
        text = text.strip()
    return options, text


def read(file: Path, arguments: dict[str, str]) -> dict[str, Stage]:
    """The stages by name. Unknown instructions are an error: what is not tried must not look tried."""
    globals_: dict[str, str] = {}
    stages: dict[str, Stage] = {}
    stage: Stage | None = None
    for name, text in instructions(file):
        if name == "FROM":
            base, _, alias = substitute(text, globals_).partition(" AS ")
            parent = stages.get(base)
            stage = Stage(alias, base, dict(parent.environment) if parent else {})
            stages[alias] = stage
        elif name == "ARG":
            key, _, default = text.partition("=")
            value = arguments.get(key, globals_.get(key, default))
            (globals_ if stage is None else stage.environment)[key] = value
        elif name == "ENV":
            for pair in shlex.split(substitute(text, stage.environment)):
                key, _, value = pair.partition("=")
                stage.environment[key] = value
        elif name in {"RUN", "COPY", "WORKDIR", "USER", "LABEL", "EXPOSE", "VOLUME", "STOPSIGNAL", "HEALTHCHECK",
                      "ENTRYPOINT"}:
            options, rest = options_of(text)
            rest = rest if name in {"RUN", "ENTRYPOINT"} else substitute(rest, stage.environment)
            stage.steps.append(Step(name, options, rest, dict(stage.environment)))
        else:
            raise SystemExit(f"{file}: the instruction {name} is not known here")
    return stages
