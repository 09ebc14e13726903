"""Sounds and the tensors that they become, for the tests of the service: `python3 -m speech.cases`.

Sounds are made from formulas (`drawn`); no data set is needed. Each is written in one of the formats that the service
reads, and for each of some settings the expected tensor: raw little-endian float32, gzipped. `index.json` lists
{file, preprocess, shape, tensor, tolerance}; the tolerance is absolute. Entries of MP3 and OGG Vorbis also have
`shift`: a decoder may keep the codec's padding, so the expected tensor may lie anywhere in the first `shift` + 1
positions of the decoded waveform, and be shorter.

What the tensors follow: `sound` (8-bit samples are (x - 128) / 128, others x / 2^(bits - 1); mono is the mean of the
channels), `resampling` (windowed sinc, Kaiser window with beta 12, 32 zero crossings on each side at the lower of the
two Nyquist frequencies, cutoff 0.95 of it, zero phase, each phase's weights sum to 1, ceil(n·to / from) samples),
`features` (mel, cepstra), `preprocess` (their order). `resampling` and `features` give the formulas.

Debian: `apt install flac lame vorbis-tools`.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from export.repository import write_json

from . import drawn
from .preprocess import tensor
from .sound import Sound, read_wav, write_wav

_TARGET = Path(__file__).parents[3] / "src/test/resources/speech"
_LOG_TOLERANCE = 1e-3

WAVEFORM: dict[str, Any] = {}
SETTINGS: dict[str, dict[str, Any]] = {
    "waveform": WAVEFORM,
    "utterance": {"normalize": "utterance"},
    "length": {"length": 2000, "normalize": "utterance"},
    "mel": {"features": "mel"},
    "mel-slaney": {"features": "mel", "mel": {"scale": "slaney", "norm": "slaney", "power": 1, "log": "log10"}},
    "mel-linear": {"features": "mel", "mel": {"bins": 40, "low": 60, "high": 7600, "log": "none"}},
    "mel-nft": {"features": "mel", "layout": "nft", "normalize": "utterance",
                "mel": {"window": "20ms", "hop": "12.5ms", "fft": 400, "center": False, "floor": 1e-5}},
    "mel-8k": {"features": "mel", "sample-rate": 8000, "mel": {"bins": 32, "fft": 256, "high": 4000}},
    "mel-length": {"features": "mel", "length": 4000},
    "mfcc": {"features": "mfcc"},
    "mfcc-slaney": {"features": "mfcc", "mel": {"bins": 40, "scale": "slaney"}, "mfcc": {"coefficients": 40}},
}
ALL = tuple(SETTINGS)


@dataclass(frozen=True)
class Case:
    """A file's name and bytes, the sound in it, the settings to try, and how far a decoder may shift it (samples at 16
    kHz)."""

    file: str
    content: bytes
    sound: Sound
    settings: Sequence[str] = ("waveform",)
    shift: int = 0
    tolerance: float = field(default=1e-5)


def main() -> None:
    parser = argparse.ArgumentParser(prog="speech.cases", description="Writes sounds and the tensors they become.")
    parser.add_argument("--out", type=Path, default=_TARGET)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    index = [entry for case in (*wav_cases(), *coded_cases()) for entry in _write(out, case)]
    write_json(out / "index.json", index, indent=1)
    print(len(index), "cases,", sum(path.stat().st_size for path in out.iterdir()), "bytes")


def wav_cases() -> list[Case]:
    left, right = drawn.chirp(44100, 0.12, 200, 15000), drawn.tones(44100, 0.12, 440, 3100, 9000)
    return [
        _wav("voice-16k-16bit-mono", drawn.vowels(16000, 0.4, 1), 16000, 16, settings=ALL),
        _wav("chirp-44k1-24bit-stereo", np.stack([left, right], 1), 44100, 24, settings=ALL),
        _wav("bursts-8k-16bit-mono", drawn.bursts(8000, 0.3, 2), 8000, 16, settings=("waveform", "mel", "mfcc", "mel-8k")),
        _wav("tones-22k05-8bit-mono", drawn.tones(22050, 0.15, 330, 2500), 22050, 8, settings=("waveform", "mel")),
        _wav("chirp-48k-float-stereo", np.stack([drawn.chirp(48000, 0.1, 20000, 100), np.zeros(4800)], 1), 48000, 32, True),
        _wav("voice-11k025-32bit-mono", drawn.vowels(11025, 0.2, 3), 11025, 32),
        _wav("bursts-32k-float64-mono", drawn.bursts(32000, 0.1, 4), 32000, 64, True),
        _wav("alias-48k-16bit-mono", drawn.tones(48000, 0.1, 12000), 48000, 16),  # must all but vanish at 16 kHz
        _wav("short-16k-16bit-mono", drawn.tones(16000, 0.005, 700), 16000, 16, settings=("waveform", "mel", "mel-nft", "mfcc")),
        _wav("short-44k1-16bit-stereo", np.full((3, 2), 0.5), 44100, 16, settings=("waveform", "mel")),
        _wav("silence-16k-16bit-mono", np.zeros(800), 16000, 16, settings=("waveform", "utterance", "mel", "mfcc")),
    ]


def _wav(name: str, samples: np.ndarray, rate: int, bits: int, floating: bool = False, settings=("waveform",)) -> Case:
    content = write_wav(samples, rate, bits, floating)
    return Case(f"{name}.wav", content, read_wav(content), settings)


def coded_cases() -> list[Case]:
    """FLAC is exact; for MP3 and OGG the reference decoders of LAME and libvorbis say what is in the file."""
    voice = write_wav(drawn.vowels(16000, 0.4, 5), 16000)
    music = np.stack([drawn.chirp(44100, 0.1, 100, 8000), drawn.tones(44100, 0.1, 500, 1200)], 1)
    long_voice = write_wav(drawn.vowels(22050, 0.5, 6), 22050)
    stereo = write_wav(music * np.linspace(1, 0.3, len(music))[:, None], 44100, 24)
    return [
        Case("voice-16k-16bit.flac", _run(["flac", "-s", "-8", "--no-padding", "-o", "{out}", "{in}"], voice), read_wav(voice),
             ("waveform", "mel")),
        Case("chirp-44k1-24bit-stereo.flac", _run(["flac", "-s", "-8", "--no-padding", "-o", "{out}", "{in}"], stereo),
             read_wav(stereo)),
        _lossy("voice-22k05-mono.mp3", ["lame", "--quiet", "-b", "64", "{in}", "{out}"],
               ["lame", "--quiet", "--decode", "{in}", "{out}"], long_voice),
        _lossy("voice-22k05-mono.ogg", ["oggenc", "-Q", "-q", "4", "--serial", "1", "-o", "{out}", "{in}"],
               ["oggdec", "-Q", "-o", "{out}", "{in}"], long_voice),
    ]


def _lossy(file: str, encode: list[str], decode: list[str], wav: bytes) -> Case:
    content = _run(encode, wav)
    return Case(file, content, read_wav(_run(decode, content, ".wav")), shift=4000, tolerance=2e-3)


def _run(command: list[str], content: bytes, suffix: str = ".out") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "sound.in", Path(folder) / f"sound{suffix}"
        source.write_bytes(content)
        names = {"{in}": str(source), "{out}": str(target)}
        subprocess.run([names.get(word, word) for word in command], check=True, capture_output=True)
        return target.read_bytes()


def _write(out: Path, case: Case) -> list[dict[str, Any]]:
    (out / case.file).write_bytes(case.content)
    entries = []
    for name in case.settings:
        expected = tensor(case.sound, SETTINGS[name])
        file = f"{case.file}.{name}.f32.gz"
        (out / file).write_bytes(gzip.compress(expected.astype("<f4").tobytes(), 9, mtime=0))
        entry = {"file": case.file, "preprocess": SETTINGS[name], "shape": list(expected.shape), "tensor": file,
                 "tolerance": _tolerance(case, SETTINGS[name], expected)}
        entries.append({**entry, "shift": case.shift} if case.shift else entry)
    return entries


def _tolerance(case: Case, settings: dict[str, Any], expected: np.ndarray) -> float:
    if settings.get("features", "waveform") == "waveform":
        return case.tolerance
    if settings.get("mel", {}).get("log") == "none":
        return float(f"{1e-5 * np.abs(expected).max():.3g}")
    return _LOG_TOLERANCE * (2 if settings["features"] == "mfcc" else 1)


if __name__ == "__main__":
    main()
