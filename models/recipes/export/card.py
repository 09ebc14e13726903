"""Model cards in Markdown (Mitchell et al., 2019, Model Cards for Model Reporting)."""

from __future__ import annotations

from typing import Mapping, Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [_line(header), _line(["---"] * len(header)), *(_line(row) for row in rows)]
    return "\n".join(lines)


def card(title: str, summary: str, sections: Mapping[str, str]) -> str:
    """A card: title, one paragraph, then the sections in order. Give data, training, metrics and limits."""
    parts = [f"# {title}", summary.strip()]
    for heading, body in sections.items():
        parts.append(f"## {heading}\n\n{body.strip()}")
    return "\n\n".join(parts)


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
