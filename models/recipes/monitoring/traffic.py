"""What is sent to the published models of pictures, sounds and texts and to towers to see their vectors: a reference that no training saw (of faces,
where there are few, any), other inputs of the same kind (`held`), and shifts of those. Some shifts leave brightness, loudness or length as
they are, so that cheap statistics cannot see them: `turned`, `reversed`, `shuffled words`.
"""

from __future__ import annotations

import io
import json
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
from PIL import Image, ImageFilter

import faces.data
import fashion_mnist.data
import flowers.data
import movielens.data
from digits.data import RATE as DIGITS_RATE
from digits.data import load as digits
from recommendation.dataset import Encoded
from recommendation.settings import Settings
from sentences.data import split_intents
from service import batches
from speech.commands import RATE, commands
from speech.sound import write_wav
from text import corpora

TEXTS = 64  # in a request
SEED = 3
NOISE = 25  # of a picture's 255
SIGNAL_TO_NOISE = 20  # decibels
_MODELS_FOLDER = Path(__file__).parents[2]


@dataclass(frozen=True)
class Request:
    """Body, content type, and how many pictures, sounds or texts it brings."""

    path: str
    body: bytes
    kind: str
    count: int = 1


Sets = Mapping[str, Sequence[Request]]


def sets(model: str, data: Path) -> Sets:
    """`reference`, `held` and the shifts of a model, by name."""
    return _MODELS[model](model, data)


def fashion(model: str, data: Path) -> Sets:
    test = (fashion_mnist.data.load(data / "fashion-mnist")[1].images[:, 0] * 255).round().astype(np.uint8)
    others = [_sized(face, 28) for face in faces.data.load(data / "olivetti-faces").gray]
    return _pictures(model, "classify", test[:5000], test[5000:], {"faces": others})


def photographs(model: str, data: Path) -> Sets:
    pixels = flowers.data.load(data / "flowers5")[1].pixels
    pixels = pixels[np.random.default_rng(SEED).permutation(len(pixels))]
    others = [_sized(np.repeat(face[:, :, None], 3, axis=2), flowers.data.SIDE) for face in faces.data.load(data / "olivetti-faces").gray]
    return _pictures(model, "classify", pixels[::2], pixels[1::2], {"faces": others})


def portraits(model: str, data: Path) -> Sets:
    gray = faces.data.load(data / "olivetti-faces").gray
    gray = gray[np.random.default_rng(SEED).permutation(len(gray))]
    clothes = (fashion_mnist.data.load(data / "fashion-mnist")[1].images[:400, 0] * 255).round().astype(np.uint8)
    return _pictures(model, "embed", gray[::2], gray[1::2], {"clothes": [_sized(each, faces.data.SIDE) for each in clothes]})


def keywords(model: str, data: Path) -> Sets:
    """There are few clips: `held` are those of the reference."""
    clips = [clip.samples for clip in commands(data) if clip.split != "training"]
    others = [clip.samples for clip in digits(data)[1][:200]]
    return {name: [_sound(model, clip, RATE) for clip in part] for name, part in _sounds(clips, clips, others).items()}


def voices(model: str, data: Path) -> Sets:
    clips = [clip.samples for clip in digits(data)[1]]
    order = np.random.default_rng(SEED).permutation(len(clips))
    clips = [clips[place] for place in order]
    others = [clip.samples for clip in commands(data) if clip.split == "testing"]
    parts = _sounds(clips[::2], clips[1::2], others)
    return {name: [_pair(model, first, second) for first, second in zip(part[::2], part[1::2])] for name, part in parts.items()}


def reviews(model: str, data: Path) -> Sets:
    test = [text for text, _ in corpora.sentences(data, "stsa.binary.test")]
    reference = [text for text, _ in corpora.sentences(data, "stsa.binary.dev")] + test[::2]
    products = [text for text, _ in corpora.sentences(data, "custrev.all")][:1000]
    questions = [text for text, _ in corpora.sentences(data, "TREC.train.all")][:1000]
    return _texts(model, "/v1/text/classify", reference, test[1::2], {"products": products, "questions": questions})


def intents(model: str, data: Path) -> Sets:
    reference, held = (_shuffled([text for text, _ in corpora.clinc(data, split)]) for split in ("val", "test"))
    outside = [text for text, _ in corpora.clinc(data, "oos_test")]
    films = [text for text, _ in corpora.sentences(data, "stsa.binary.test")][:1000]
    return _texts(model, "/v1/text/classify", reference, held, {"out of scope": outside, "films": films})


def commands_of_assistants(model: str, data: Path) -> Sets:
    reference, held = ([text for text, _ in corpora.snips(data, split)] for split in ("valid", "test"))
    others = [text for text, _ in corpora.clinc(data, "test")][:1000]
    return _texts(model, "/v1/text/tag", reference, held, {"other assistants": _shuffled(others)})


def sentences(model: str, data: Path) -> Sets:
    """Of intents that no training saw."""
    intents = set(split_intents(data)[2])
    texts = _shuffled([text for split in ("train", "val", "test") for text, intent in corpora.clinc(data, split) if intent in intents])
    others = [text for text, _ in corpora.snips(data, "test")]
    films = [text for text, _ in corpora.sentences(data, "stsa.binary.test")][:1000]
    return _texts(model, "/v1/embeddings", texts[:3000], texts[3000:], {"other assistants": others, "films": films})


def customers(model: str, data: Path) -> Sets:
    """Customers of the bundled shop, at moments as the profile has them; and such as have done nothing yet."""
    contexts = json.loads((_MODELS_FOLDER / "repository" / model / "2" / "profile.json").read_text(encoding="utf-8"))["features"]
    random = np.random.default_rng(SEED)

    def asked(user: int, **more: Any) -> Request:
        moment = {name: _drawn(profile["counts"], random) for name, profile in contexts.items() if name.startswith("context.")}
        content = {"recommender": "shop", "user_id": user, "context": {name.removeprefix("context."): each for name, each in moment.items()},
                   "k": 1, "candidates": 1, **more}
        return Request("/v1/recommendations", json.dumps(content).encode(), "application/json")

    users = random.permutation(20_000)[:6_000] + 1
    return {"reference": [asked(int(user)) for user in users[:4_000]], "held": [asked(int(user)) for user in users[4_000:]],
            "no history": [asked(int(user), history=[]) for user in users[4_000:5_000]]}


def members(model: str, data: Path) -> Sets:
    """Members of MovieLens before ratings that trained no tower; and such as have rated nothing yet."""
    encoded = _movielens(data)
    positions = np.random.default_rng(SEED).permutation(encoded.split.ranker)[:8_000]
    codes, histories = encoded.user_inputs(positions).numpy(), encoded.histories(positions).numpy()
    parts = {"reference": (codes[:4_000], histories[:4_000]), "held": (codes[4_000:], histories[4_000:]),
             "no history": (codes[4_000:5_000], np.zeros_like(histories[4_000:5_000]))}
    return {name: _tensors(model, categorical=each[0], history=each[1]) for name, each in parts.items()}


def films(model: str, data: Path) -> Sets:
    """All films: the catalogue is what the tower sees."""
    encoded = _movielens(data)
    return {"reference": _tensors(model, categorical=encoded.item_codes[1:].numpy(), numeric=encoded.item_numbers[1:].numpy())}


def _movielens(data: Path) -> Encoded:
    return Encoded(movielens.data.load(data / "ml-1m"), Settings().ranker.events)


def _tensors(model: str, **inputs: np.ndarray) -> list[Request]:
    """Requests of the Open Inference Protocol; the vector has the name of the output, `embedding`."""
    requests = []
    for rows in batches(range(len(next(iter(inputs.values())))), TEXTS):
        body = {"inputs": [{"name": name, "shape": [len(rows), *values.shape[1:]], "data": values[rows].reshape(-1).tolist(),
                            "datatype": "FP32" if values.dtype.kind == "f" else "INT64"} for name, values in inputs.items()]}
        requests.append(Request(f"/v2/models/{model}/infer", json.dumps(body).encode(), "application/json", len(rows)))
    return requests


def _drawn(counts: Mapping[str, int], random: np.random.Generator) -> str:
    weights = np.array(list(counts.values()), float)
    return str(random.choice(list(counts), p=weights / weights.sum()))


def _pictures(model: str, task: str, reference: Sequence[np.ndarray], held: Sequence[np.ndarray],
              others: Mapping[str, Sequence[np.ndarray]]) -> Sets:
    random = np.random.default_rng(SEED)
    shifted = held[:1000]
    parts = {
        "reference": reference,
        "held": held,
        "noise": [np.clip(each + random.normal(0, NOISE, each.shape), 0, 255).round().astype(np.uint8) for each in shifted],
        "blur": [np.asarray(Image.fromarray(each).filter(ImageFilter.GaussianBlur(len(each) / 40))) for each in shifted],
        "turned": [np.ascontiguousarray(np.rot90(each)) for each in shifted],
        **others,
    }
    return {name: [Request(f"/v1/images/{task}?model={model}", _png(each), "image/png") for each in part] for name, part in parts.items()}


def _sounds(reference: Sequence[np.ndarray], held: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> dict[str, list[np.ndarray]]:
    random = np.random.default_rng(SEED)
    return {
        "reference": list(reference),
        "held": list(held),
        "noise": [_noisy(each, random) for each in held],
        "reversed": [np.ascontiguousarray(each[::-1]) for each in held],
        "other words": list(others),
    }


def _texts(model: str, path: str, reference: Sequence[str], held: Sequence[str], others: Mapping[str, Sequence[str]]) -> Sets:
    random = np.random.default_rng(SEED)
    parts = {"reference": reference, "held": held, **others,
             "shuffled words": [" ".join(random.permutation(text.split())) for text in held[:1000]]}
    return {name: [Request(f"{path}?model={model}", json.dumps({"input": list(some)}).encode(), "application/json", len(some))
                   for some in batches(part, TEXTS)] for name, part in parts.items()}


def _shuffled(texts: Sequence[str]) -> list[str]:
    return [texts[place] for place in np.random.default_rng(SEED).permutation(len(texts))]


def _sized(pixels: np.ndarray, side: int) -> np.ndarray:
    return np.asarray(Image.fromarray(pixels).resize((side, side), Image.BILINEAR))


def _png(pixels: np.ndarray) -> bytes:
    content = io.BytesIO()
    Image.fromarray(pixels).save(content, "PNG")
    return content.getvalue()


def _noisy(samples: np.ndarray, random: np.random.Generator) -> np.ndarray:
    level = np.sqrt((samples.astype(np.float64) ** 2).mean()) * 10 ** (-SIGNAL_TO_NOISE / 20)
    return np.clip(samples + random.normal(0, level, len(samples)), -1, 1).astype(np.float32)


def _sound(model: str, samples: np.ndarray, rate: int) -> Request:
    return Request(f"/v1/audio/classify?model={model}", write_wav(samples, rate), "audio/wav")


def _pair(model: str, *samples: np.ndarray) -> Request:
    files = {name: b64encode(write_wav(each, DIGITS_RATE)).decode() for name, each in zip(("first", "second"), samples)}
    return Request(f"/v1/audio/verify?model={model}", json.dumps(files).encode(), "application/json", 2)


_FASHION = ("fashion-mnist", "fashion-mnist-resnet", "fashion-mnist-resnet-int8", "fashion-mnist-resnet-torchscript",
            "fashion-mnist-torchscript")
_MODELS: dict[str, Callable[[str, Path], Sets]] = {
    **{name: fashion for name in _FASHION}, "flowers": photographs, "faces": portraits, "keywords": keywords, "speakers": voices,
    "sst2": reviews, "clinc": intents, "snips": commands_of_assistants, "sentences": sentences,
    "shop-user-tower": customers, "ml-1m-user-tower": members, "ml-1m-item-tower": films}
MODELS = tuple(_MODELS)
