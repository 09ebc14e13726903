"""What each architecture needs to be served: its graph's tensors, its `model.yaml`, the files that this names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable, Mapping

import numpy as np
from torch import nn

from . import resnet, vit, wav2vec, whisper, yolo

Inputs = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Architecture:
    """One model folder.

    `inputs(rows, long)` makes an example of so many rows; `long` asks for another extent of the free axes.
    `axes` names the free axes of each tensor beside the first.
    """

    name: str
    build: Callable[[], nn.Module]
    inputs: Callable[[int, bool], Inputs]
    output: str
    settings: str
    axes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    files: Mapping[str, list[str]] = field(default_factory=dict)
    tolerance: float = 1e-3


def _pixels(name: str, side: int) -> Callable[[int, bool], Inputs]:
    def example(rows: int, long: bool) -> Inputs:
        return {name: _noise(rows, 3, side, side)}

    return example


def _noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(7).standard_normal(shape, dtype=np.float32)


def _classes(count: int) -> dict[str, list[str]]:
    return {"labels.txt": [f"class {index}" for index in range(count)]}


def _letters() -> list[str]:
    """The symbols of wav2vec 2.0's English head: padding is the blank, `|` stands between words."""
    return ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAONIHSRDLUMWCFGYPBVK'XJQZ"]


def _tokens() -> list[str]:
    """A stand-in for Whisper's byte-level tokens: the printable bytes, then pairs of them, then special ones."""
    bytes_ = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 256))]
    bytes_ += [chr(256 + index) for index in range(256 - len(bytes_))]
    pairs = [first + second for first in bytes_ for second in bytes_]
    words = (bytes_ + pairs)[:50_257]
    return words + [f"<|{index}|>" for index in range(50_257, whisper.TOKENS)]


ARCHITECTURES = [
    Architecture(
        "resnet-50", resnet.resnet50, _pixels("pixel_values", 224), "logits",
        """
task: image-classification
preprocess: {resize: 256, crop: 224, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
postprocess: {activation: softmax, labels: labels.txt, top-k: 5}
batching: {max-rows: 8}
""",
        files=_classes(1000),
    ),
    Architecture(
        "vit-b-16", vit.VisionTransformer, _pixels("pixel_values", 224), "logits",
        """
task: image-classification
preprocess: {resize: [224, 224], mean: 0.5, std: 0.5}
postprocess: {activation: softmax, labels: labels.txt, top-k: 5}
batching: {max-rows: 8}
""",
        files=_classes(1000),
    ),
    Architecture(
        "yolo-v8-n", yolo.Yolo, _pixels("images", 640), "output0",
        """
task: object-detection
preprocess: {resize: [640, 640], fit: letterbox, fill: 114}
postprocess: {format: yolo, channels-first: true, labels: labels.txt, min-score: 0.25, iou: 0.45, max-boxes: 100}
batching: {max-rows: 4}
""",
        files=_classes(80),
        tolerance=5e-3,
    ),
    Architecture(
        "wav2vec2-base", wav2vec.Wav2Vec2,
        lambda rows, long: {"input_values": _noise(rows, 24_000 if long else 16_000)}, "logits",
        """
task: speech-recognition
preprocess: {sample-rate: 16000, normalize: utterance}
postprocess: {decoder: ctc, vocabulary: vocabulary.txt, blank: 0, separator: "|", frame: 20ms, window: 20s, overlap: 2s}
batching: {max-rows: 4}
""",
        axes={"input_values": {1: "samples"}, "logits": {1: "frames"}},
        files={"vocabulary.txt": _letters()},
    ),
    Architecture(
        "whisper-tiny-decoder", whisper.Decoder,
        lambda rows, long: {
            "tokens": np.arange(1, (9 if long else 5) * rows + 1, dtype=np.int64).reshape(rows, -1),
            "encoded": _noise(rows, whisper.FRAMES // 2, whisper.WIDTH),
        },
        "logits",
        """
batching: {max-rows: 4}
""",
        axes={"tokens": {1: "tokens"}, "logits": {1: "tokens"}},
        tolerance=5e-3,
    ),
    Architecture(
        "whisper-tiny", whisper.Encoder,
        lambda rows, long: {"input_features": _noise(rows, whisper.BINS, whisper.FRAMES)}, "encoded",
        """
task: speech-recognition
preprocess:
  sample-rate: 16000
  features: mel
  layout: nft
  length: 480000
  normalize: whisper
  mel: {bins: 80, window: 25ms, hop: 10ms, fft: 400, low: 0, high: 8000, scale: slaney, norm: slaney, log: log10}
postprocess:
  decoder: attention
  model: whisper-tiny-decoder
  tokens: tokens.txt
  start: [50258, 50259, 50359, 50363]
  end: 50257
  max-tokens: 32
  bytes: true
  window: 30s
  overlap: 1s
batching: {max-rows: 2}
""",
        files={"tokens.txt": _tokens()},
    ),
]
