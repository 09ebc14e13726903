"""Traces, freezes and writes a TorchScript file that names no folder of the machine that made it."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import torch
from torch import nn


def export(module: nn.Module, example: torch.Tensor, path: Path) -> None:
    """Writes the traced and frozen module; the batch size of the example is not baked in."""
    with torch.no_grad():
        frozen = torch.jit.freeze(torch.jit.trace(module.eval(), example))
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / path.name
        torch.jit.save(frozen, str(whole))
        _copy_without_debug_records(whole, path)


def _copy_without_debug_records(source: Path, target: Path) -> None:
    """Debug records hold the source lines and absolute paths of the trace; loading does not need them."""
    writer = torch._C.PyTorchFileWriter(str(target))
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            record = name.split("/", 1)[1]
            if not record.endswith(".debug_pkl") and record != "version":  # the writer adds the version itself
                content = archive.read(name)
                writer.write_record(record, content, len(content))
    writer.write_end_of_file()
