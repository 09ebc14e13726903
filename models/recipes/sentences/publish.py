"""Measures the encoder of sentences against plain vectors of words and writes its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Sequence

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from export.profile import number_profile
from text import corpora, drawn, endtoend
from text.compact import round_weights
from text.normalisation import words
from text.publication import Version, publish, text_profile
from text.rows import Rows, outputs
from text.training import begin, parameter_count
from vision.intervals import Estimate, bootstrap

from . import report
from .data import Prepared, read, searches, split_intents, unlabelled
from .evaluation import Found, search
from .network import SentenceEncoder
from .stages import chosen, found_by, joined

NAME = "sentences"
SETTINGS = """
task: text-embedding
batching: {max-rows: 64, max-delay: 2ms}
warmup: 3
preprocess: {tokenizer: tokenizer.json, input: input_ids, mask: attention_mask, max-tokens: 128, long: windows, stride: 32}
postprocess: {output: sentence_embedding, pooling: none, normalize: true}
monitor: {profile: profile.json}
"""
TASKS = ("held", "snips")


def measure_and_publish(work: Path, data: Path, out: Path) -> None:
    begin(1, "cpu")
    prepared = read(work)
    network, shares = joined(work, prepared)
    round_weights(network)
    parts = {"this network": network, "its part learnt by contrast, alone": network.meaning, "its words, alone": network.words}
    found = {name: {task: found_by(part, getattr(prepared, task)) for task in TASKS} for name, part in parts.items()}
    texts = searches(data)
    for name, embed in {"tf-idf": _rarity(data), "mean of word vectors": _means(data)}.items():
        found[name] = {task: _search(embed, *texts[task]) for task in TASKS}
    facts = report.Facts(
        tasks={name: {task: (_estimate(each.reciprocal), _estimate(each.first)) for task, each in of.items()} for name, of in found.items()},
        gain={task: _estimate(found["this network"][task].reciprocal - found["tf-idf"][task].reciprocal) for task in TASKS},
        settings=chosen(work).stem.rsplit("-", 1)[0], shares=shares, parameters=parameter_count(network), intents=len(split_intents(data)[0]),
    )
    reference = text_profile(prepared.held.queries.rows, _norms(network, prepared))
    publish(out / "repository", NAME, "sentence_embedding", [Version(1, network, reference, report.write(facts))], prepared.tokenizer,
            drawn.SENTENCES, SETTINGS)
    print(report.metrics(facts))
    vectors = endtoend.answers(network, prepared.tokenizer, drawn.SENTENCES, 128)
    endtoend.write_vectors(NAME, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), drawn.SENTENCES, out / endtoend.FOLDER)


def _norms(network: SentenceEncoder, prepared: Prepared) -> dict:
    vectors = outputs(network, Rows(prepared.held.queries.rows))
    return {"norm": number_profile(np.linalg.norm(vectors, axis=1))}


def _training(data: Path) -> list[str]:
    learnt = set(split_intents(data)[0])
    return [text for text, intent in corpora.clinc(data, "train") if intent in learnt] + unlabelled(data)


def _rarity(data: Path) -> Callable[[Sequence[str]], np.ndarray]:
    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=1)
    vectorizer.fit([*_training(data), *(text for index, _ in searches(data).values() for text, _ in index)])
    return lambda texts: vectorizer.transform(texts).toarray().astype(np.float32)


def _means(data: Path) -> Callable[[Sequence[str]], np.ndarray]:
    """Vectors of words from how often they stand within five words of one another: positive pointwise mutual information and its
    singular values (Levy et al. 2015), learnt from the same texts as the network."""
    texts = [[word.text for word in words(text)] for text in _training(data)]
    counts: dict[str, int] = {}
    for text in texts:
        for word in text:
            counts[word] = counts.get(word, 0) + 1
    known = {word: index for index, word in enumerate(sorted(word for word, count in counts.items() if count >= 3))}
    vectors = TruncatedSVD(128, random_state=1).fit_transform(_information(texts, known))
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def embed(asked: Sequence[str]) -> np.ndarray:
        found = [[known[word.text] for word in words(text) if word.text in known] for text in asked]
        return np.stack([vectors[each].mean(0) if each else np.zeros(128) for each in found])

    return embed


def _information(texts: list[list[str]], known: dict[str, int]) -> sparse.csr_matrix:
    rows, columns = [], []
    for text in texts:
        ids = [known[word] for word in text if word in known]
        for distance in range(1, 6):
            rows += ids[distance:] + ids[:-distance]
            columns += ids[:-distance] + ids[distance:]
    pairs = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), (len(known), len(known))).tocsr().tocoo()
    sums = np.asarray(pairs.sum(0)).ravel() + 1e-9
    context = sums ** 0.75
    value = np.log(pairs.data * context.sum() / (sums[pairs.row] * context[pairs.col]))
    return sparse.coo_matrix((np.maximum(value, 0), (pairs.row, pairs.col)), pairs.shape).tocsr()


def _search(embed: Callable[[Sequence[str]], np.ndarray], index: list[tuple[str, str]], queries: list[tuple[str, str]]) -> Found:
    names = sorted({intent for _, intent in index})
    numbers = [np.array([names.index(intent) for _, intent in each]) for each in (index, queries)]
    vectors = [embed([text for text, _ in each]) for each in (index, queries)]
    return search(vectors[0], numbers[0], vectors[1], numbers[1])


def _estimate(values: np.ndarray) -> Estimate:
    return bootstrap(len(values), lambda index: values[index].mean())
