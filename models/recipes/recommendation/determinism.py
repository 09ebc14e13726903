"""Settings of the process that make two runs give the same bytes."""

from __future__ import annotations

import ctypes

import torch

_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -3, -1


def deterministic(seed: int) -> None:
    """One thread and a fixed seed: the order of floating-point sums depends on the number of threads."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    _keep_freed_memory()


def _keep_freed_memory() -> None:
    """Tells glibc to reuse large blocks instead of returning them: page faults cost more than the arithmetic."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        libc.mallopt(_M_MMAP_THRESHOLD, 1 << 30)
        libc.mallopt(_M_TRIM_THRESHOLD, (1 << 31) - 1)
    except (OSError, AttributeError):
        pass  # another C library: slower, same result
