"""Sounds as float arrays: reading and writing WAV files, mixing to mono."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

_INTEGER, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


@dataclass(frozen=True)
class Sound:
    """samples float64 [frames, channels] in -1..1; rate in Hz."""

    samples: np.ndarray
    rate: int

    @property
    def mono(self) -> np.ndarray:
        """The mean of the channels, float64 [frames]."""
        return self.samples.mean(axis=1)

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def read_wav(content: bytes) -> Sound:
    """Decodes integers of 8 (unsigned), 16, 24 and 32 bits and floats of 32 and 64 bits; 2^(bits-1) is full scale.

    A `data` chunk that claims more than there is (a stream of unknown length) ends with the file.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise ValueError("not a WAV file")
    chunks = _chunks(content)
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunks[b"fmt "][:16])
    if kind == _EXTENSIBLE:
        kind = struct.unpack("<H", chunks[b"fmt "][24:26])[0]
    data = chunks[b"data"]
    data = data[: len(data) // (channels * bits // 8) * (channels * bits // 8)]
    return Sound(_samples(data, kind, bits).reshape(-1, channels), rate)


def _chunks(content: bytes) -> dict[bytes, bytes]:
    chunks, position = {}, 12
    while position + 8 <= len(content):
        name, size = struct.unpack("<4sI", content[position:position + 8])
        chunks.setdefault(name, content[position + 8:position + 8 + size])
        position += 8 + size + size % 2
    return chunks


def _samples(data: bytes, kind: int, bits: int) -> np.ndarray:
    if kind == _FLOAT:
        return np.frombuffer(data, f"<f{bits // 8}").astype(np.float64)
    if kind != _INTEGER:
        raise ValueError(f"WAV encoding {kind} is not known")
    if bits == 8:
        return (np.frombuffer(data, np.uint8).astype(np.float64) - 128) / 128
    if bits == 24:
        bytes_ = np.frombuffer(data, np.uint8).reshape(-1, 3)
        wide = np.concatenate([np.zeros((len(bytes_), 1), np.uint8), bytes_], axis=1)
        return wide.reshape(-1).view("<i4").astype(np.float64) / 2**31
    return np.frombuffer(data, f"<i{bits // 8}").astype(np.float64) / 2 ** (bits - 1)


def write_wav(samples: np.ndarray, rate: int, bits: int = 16, floating: bool = False) -> bytes:
    """A WAV file of float [frames] or [frames, channels] in -1..1; integers are rounded and clipped."""
    samples = np.asarray(samples, np.float64).reshape(len(samples), -1)
    channels, width = samples.shape[1], bits // 8
    data = samples.astype(f"<f{width}").tobytes() if floating else _integers(samples, bits)
    header = struct.pack("<HHIIHH", _FLOAT if floating else _INTEGER, channels, rate, rate * channels * width,
                         channels * width, bits)
    body = b"WAVE" + _chunk(b"fmt ", header) + _chunk(b"data", data)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _integers(samples: np.ndarray, bits: int) -> bytes:
    scale = 2 ** (bits - 1)
    values = np.clip(np.round(samples * scale), -scale, scale - 1).astype("<i8")
    if bits == 8:
        return (values + 128).astype(np.uint8).tobytes()
    return np.ascontiguousarray(values.reshape(-1)).view(np.uint8).reshape(-1, 8)[:, : bits // 8].tobytes()


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
