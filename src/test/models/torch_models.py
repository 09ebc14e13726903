"""Writes the tiny TorchScript models of the tests to ./torch.

Run from this directory: ``python3 torch_models.py`` (Debian: python3-torch).
"""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Tuple

import torch

OUT = Path(__file__).parent / "torch"


class Add(torch.nn.Module):
    """a, b [n, 2] FP32 → their sum."""

    def forward(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return a + b


class Lookup(torch.nn.Module):
    """ids [n] INT64 → rows [n, 2] of a table of 4; fails beyond."""

    def __init__(self) -> None:
        super().__init__()
        self.table = torch.nn.Parameter(torch.arange(8.0).reshape(4, 2))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.embedding(ids, self.table)


class Pair(torch.nn.Module):
    """x [n] FP32 → (x transposed from [n, 2], the sum of each row) as a tuple; the first is not contiguous."""

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        return x.transpose(0, 1), x.sum(dim=1)


class Named(torch.nn.Module):
    """x [n] INT64 → a dictionary in another order than the signature's."""

    def forward(self, x: torch.Tensor) -> Dict[str, torch.Tensor]:
        return {"negative": -x, "double": x * 2}


class Identities(torch.nn.Module):
    """Eight inputs of any datatype, unchanged."""

    def forward(
        self,
        a: torch.Tensor,
        b: torch.Tensor,
        c: torch.Tensor,
        d: torch.Tensor,
        e: torch.Tensor,
        f: torch.Tensor,
        g: torch.Tensor,
        h: torch.Tensor,
    ) -> List[torch.Tensor]:
        return [a.clone(), b.clone(), c.clone(), d.clone(), e.clone(), f.clone(), g.clone(), h.clone()]


class Short(torch.nn.Module):
    """x [n] INT64 → the same as INT16, a type that cannot be declared."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.to(torch.int16)


class Float(torch.nn.Module):
    """x [n] INT64 → the same as FP32."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.to(torch.float32)


def main() -> None:
    """Writes them all."""
    OUT.mkdir(exist_ok=True)
    for name, module in {
        "add": Add(),
        "lookup": Lookup(),
        "pair": Pair(),
        "named": Named(),
        "identities": Identities(),
        "short": Short(),
        "float": Float(),
    }.items():
        torch.jit.script(module.eval()).save(str(OUT / f"{name}.pt"))
    (OUT / "corrupt.pt").write_bytes((OUT / "add.pt").read_bytes()[:200])


if __name__ == "__main__":
    main()
