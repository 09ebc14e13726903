"""Writes a recommender of a million random items: the load test of retrieval at size.

Item embeddings are unit vectors in clusters, and the item tower is a table of them, so that the service builds its
index over exactly these vectors. The ranker is a DeepFM of the size of the shop's, with random weights: its scores
mean nothing, its cost is real. Nothing is trained.

    python3 generate.py OUT [--items 1000000] [--users 20000]

OUT gets `repository/` (three models), `recommenders/synthetic/` and `truth.csv`, the exact 100 nearest items of 200
users. Needs torch, onnx, numpy. Deterministic for a given seed and version of numpy.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

DIMENSION = 64
CLUSTERS = 2000
SPREAD = 0.35
HISTORY = 50
CATEGORIES = 100
BRANDS = 1000
TRUTH_USERS = 200
TRUTH_K = 100

NUMBER = {"type": "number", "mean": 0.0, "deviation": 1.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--users", type=int, default=20_000)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    random = np.random.default_rng(1)
    centres = _unit(random.standard_normal((CLUSTERS, DIMENSION), dtype=np.float32))
    items = clustered(random, centres, arguments.items)
    users = clustered(random, centres, arguments.users)
    write_models(arguments.out / "repository", items, users)
    write_recommender(arguments.out / "recommenders" / "synthetic", random, len(items), len(users))
    write_truth(arguments.out / "truth.csv", items, users)


def clustered(random: np.random.Generator, centres: np.ndarray, count: int) -> np.ndarray:
    """float32 [count, DIMENSION]: unit vectors around random centres; clusters differ in size as a Zipf law."""
    weights = 1 / np.arange(1, len(centres) + 1) ** 0.5
    chosen = random.choice(len(centres), count, p=weights / weights.sum())
    noise = random.standard_normal((count, DIMENSION), dtype=np.float32) * (SPREAD / np.sqrt(DIMENSION) * 3)
    return _unit(centres[chosen] + noise)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


class Table(nn.Module):
    """categorical int64 [n, 1] -> embedding float32 [n, DIMENSION]; row 0 is nobody."""

    def __init__(self, vectors: np.ndarray) -> None:
        super().__init__()
        padded = np.concatenate([np.zeros((1, DIMENSION), np.float32), vectors])
        self.register_buffer("table", torch.from_numpy(padded))

    def forward(self, categorical: Tensor) -> Tensor:
        return self.table[categorical[:, 0]]


class Ranker(nn.Module):
    """DeepFM with target attention over the history, as large as the shop's; random weights."""

    def __init__(self, cardinalities: list[int], width: int = 16, numbers: int = 6) -> None:
        super().__init__()
        self.fields = nn.ModuleList(nn.Embedding(size, width) for size in cardinalities)
        self.linear = nn.ModuleList(nn.Embedding(size, 1) for size in cardinalities)
        self.history = nn.Embedding(cardinalities[1], width)
        deep = (len(cardinalities) + 1) * width + numbers
        self.deep = nn.Sequential(nn.Linear(deep, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 1))

    def forward(self, categorical: Tensor, numeric: Tensor, history: Tensor) -> Tensor:
        fields = [table(categorical[:, i]) for i, table in enumerate(self.fields)]
        stacked = torch.stack(fields, dim=1)
        past = self.history(history)
        weights = torch.softmax((past * fields[1].unsqueeze(1)).sum(2), dim=1)
        interest = (weights.unsqueeze(2) * past).sum(1)
        linear = sum(table(categorical[:, i]) for i, table in enumerate(self.linear)).squeeze(1)
        pairs = 0.5 * (stacked.sum(1) ** 2 - (stacked**2).sum(1)).sum(1)
        deep = self.deep(torch.cat([stacked.flatten(1), interest, numeric], dim=1)).squeeze(1)
        return torch.sigmoid(linear + pairs + deep)


def write_models(root: Path, items: np.ndarray, users: np.ndarray) -> None:
    """Three models in the layout of the model repository."""
    _export(root, "synthetic-item-tower", Table(items), {"categorical": torch.ones(2, 1, dtype=torch.long)}, "embedding")
    _export(root, "synthetic-user-tower", Table(users), {"categorical": torch.ones(2, 1, dtype=torch.long)}, "embedding")
    inputs = {
        "categorical": torch.ones(2, 5, dtype=torch.long),
        "numeric": torch.zeros(2, 6),
        "history": torch.zeros(2, HISTORY, dtype=torch.long),
    }
    ranker = Ranker([len(users) + 1, len(items) + 1, CATEGORIES + 1, BRANDS + 1, 13])
    _export(root, "synthetic-ranker", ranker, inputs, "score")


def _export(root: Path, name: str, module: nn.Module, inputs: dict[str, Tensor], output: str) -> None:
    folder = root / name / "1"
    folder.mkdir(parents=True, exist_ok=True)
    names = [*inputs, output]
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(folder / "model.onnx"),
        input_names=list(inputs),
        output_names=[output],
        dynamic_axes={each: {0: "n"} for each in names},
        opset_version=13,
    )
    (root / name / "model.yaml").write_text("batching: {max-rows: 10000}\n")


def write_recommender(folder: Path, random: np.random.Generator, items: int, users: int) -> None:
    """recommender.yaml, features.json and random tables."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("recommender.yaml").write_text(
        "name: synthetic\ndescription: Random unit vectors in clusters\n"
        "catalogue: {items: items.csv.gz, users: users.csv.gz}\n"
        "bundles:\n"
        "  - version: 1\n"
        "    towers: {user: synthetic-user-tower, item: synthetic-item-tower, version: 1}\n"
        "    ranker: {model: synthetic-ranker}\n"
        "    features: features.json\n"
        f"popularity: popularity\nhistory: {{length: {HISTORY}}}\n"
    )
    folder.joinpath("features.json").write_text(json.dumps(_features(), indent=1))
    table = io.StringIO()
    table.write("id,category,brand,price,popularity\n")
    columns = (random.integers(CATEGORIES, size=items), random.integers(BRANDS, size=items),
               random.integers(1, 1000, size=items), random.integers(100, size=items))  # fmt: skip
    for row, (category, brand, price, popularity) in enumerate(zip(*columns), start=1):
        table.write(f"{row},c{category},b{brand},{price},{popularity}\n")
    _gzip(folder / "items.csv.gz", table.getvalue())
    histories = random.integers(1, items + 1, size=(users, HISTORY))
    lines = [f"{row},{' '.join(map(str, history))}\n" for row, history in enumerate(histories, start=1)]
    _gzip(folder / "users.csv.gz", "id,history\n" + "".join(lines))


def _features() -> dict:
    features = {
        "user.id": {"type": "identity"},
        "user.history": {"type": "sequence", "length": HISTORY},
        "item.id": {"type": "identity"},
        "item.category": {"type": "category", "values": [f"c{each}" for each in range(CATEGORIES)]},
        "item.brand": {"type": "category", "values": [f"b{each}" for each in range(BRANDS)]},
        "item.price": {**NUMBER, "log": True},
        "item.popularity": {**NUMBER, "log": True},
        "context.month": {"type": "category", "values": [str(each) for each in range(1, 13)]},
        "cross.category_share": {"type": "history_share", "of": "item.category"},
        "cross.brand_share": {"type": "history_share", "of": "item.brand"},
        "cross.price_gap": {"type": "history_gap", "of": "item.price"},
        "retrieval.score": NUMBER,
    }
    ranker = {
        "categorical": ["user.id", "item.id", "item.category", "item.brand", "context.month"],
        "numeric": ["item.price", "item.popularity", "cross.category_share", "cross.brand_share", "cross.price_gap",
                    "retrieval.score"],
        "history": ["user.history"],
    }  # fmt: skip
    models = {"user_tower": {"categorical": ["user.id"]}, "item_tower": {"categorical": ["item.id"]}, "ranker": ranker}
    return {"features": features, "models": models}


def write_truth(path: Path, items: np.ndarray, users: np.ndarray) -> None:
    """Lines of `user,item,…`: the exact TRUTH_K nearest items of the first TRUTH_USERS users, by inner product."""
    scores = users[:TRUTH_USERS] @ items.T
    with path.open("w") as out:
        for user, row in enumerate(scores, start=1):
            nearest = np.argpartition(-row, TRUTH_K)[:TRUTH_K] + 1
            out.write(f"{user},{','.join(map(str, nearest))}\n")


def _gzip(path: Path, text: str) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as out:
        out.write(text.encode())


if __name__ == "__main__":
    main()
