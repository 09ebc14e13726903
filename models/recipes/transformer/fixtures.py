"""Tiny graphs that learnt nothing, with what decoding makes of them: `python3 -m transformer.fixtures`.

The service's tests of generation, tagging and answering run on them; src/test/resources/text/fixtures/<name>/ is a
model's folder, expected.json beside it holds what this module computed.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
import torch
from torch import nn

from export.golden import Case
from export.profile import profile
from export.repository import write_json
from speech.compact import round_weights
from tagging.crf import Transitions, bio
from tagging.spans import spans
from vision.publication import Publication

from . import cached
from .blocks import Encoder
from .characters import Characters
from .decoding import Hypothesis, Next, beam, exhaustive, greedy, greedy_cached, language_model, translation
from .language import Decoder
from .publication import publish
from .readers import AnswerReader, Tagger

OUT = Path(__file__).resolve().parents[3] / "src/test/resources/text/fixtures"
CHARACTERS = Characters(["<pad>", "<s>", "</s>", "<unk>"], "\n abcdeé", written=True)
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "book", "by", "flight", "from", "is", "mint", "new", "of", "paris", "play",
         "rome", "tea", "the", "to", "weighs", "what", "where", "york", ",", ".", "?"]
LABELS = ["O", "B-city", "I-city", "B-artist", "I-artist"]
INTENTS = ["book", "play", "other"]
TEXTS = ["Book a flight to New York, from Rome.", "play the tea", "to  paris,\n to ROME 😀 of é", "?"]
PAIRS = [("Where is the tea from?", "The mint tea is from Rome. The book is of Paris."),
         ("what weighs the book?", "a book 😀 by é, from New York")]
PROMPTS = ["abc", "a", "bad\ncab é", "xyz", "abcabcab"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="transformer.fixtures", description="Writes untrained graphs for tests.")
    parser.add_argument("--out", type=Path, default=OUT, help="where the folders go")
    out = parser.parse_args().out
    torch.set_num_threads(1)
    language(out)
    translator(out)
    tagger(out)
    reader(out)


def language(out: Path) -> None:
    decoder = _drawn(Decoder(len(CHARACTERS), 16, 2, 24, 2, window=12, silent=2), seed=4)
    cases = [Case("a step", {"input_ids": _ids(len(CHARACTERS), 1, 1), "attention_mask": np.ones((1, 5), np.int64),
                             **cached.past_arrays(decoder, 1, 4)}, 1e-4),
             Case("prompts", {"input_ids": _ids(len(CHARACTERS), 2, 3), "attention_mask": np.array([[0, 1, 1], [1, 1, 1]]),
                              **cached.past_arrays(decoder, 2, 0)}, 1e-4)]
    free = {**cached.free_axes(decoder), "attention_mask": {1: "total"}}
    _publish(out, "gpt", _GPT, cached.CachedLanguageModel(decoder), ["logits", *cached.present_names(decoder)], cases, free,
             CHARACTERS.tokenizer())
    following = language_model(decoder)
    _expect(out, "gpt", {"rule": _RULE, "cases": [_generated(prompt, CHARACTERS.encode(prompt), following, decoder)
                                                  for prompt in PROMPTS]})


def translator(out: Path) -> None:
    torch.manual_seed(5)
    encoder = _drawn(Encoder(len(CHARACTERS), 16, 2, 24, 1), seed=5)
    decoder = _drawn(Decoder(len(CHARACTERS), 16, 2, 24, 1, window=64, cross=True), seed=7)
    cases = [Case(f"{rows} texts of {extent}", _tokens(len(CHARACTERS), rows, extent), 1e-4) for rows, extent in ((2, 5), (3, 4))]
    free = {"input_ids": {1: "tokens"}, "attention_mask": {1: "tokens"}, "last_hidden_state": {1: "tokens"}}
    _publish(out, "seq2seq-encoder", _SEQ2SEQ, encoder, ["last_hidden_state"], cases, free, CHARACTERS.tokenizer())
    steps = [Case(f"{rows} after {past}", _step(decoder, rows, past, seen), 1e-4) for rows, past, seen in ((2, 3, 4), (1, 0, 5))]
    free = {**cached.free_axes(decoder), "encoder_hidden_states": {1: "seen"}, "encoder_attention_mask": {1: "seen"}}
    _publish(out, "seq2seq-decoder", "batching: {max-rows: 8, max-delay: 1ms}\n", cached.CachedTranslationDecoder(decoder),
             ["logits", *cached.present_names(decoder)], steps, free)
    _expect(out, "seq2seq-encoder", {"rule": _RULE, "cases": [_translated(text, encoder, decoder) for text in PROMPTS]})


def tagger(out: Path) -> None:
    module = _drawn(Tagger(Encoder(len(WORDS), 16, 2, 24, 1, local=True), 16, len(LABELS), len(INTENTS)), seed=8)
    cases = [Case(f"{rows} texts of {extent}", _tokens(len(WORDS), rows, extent), 1e-4) for rows, extent in ((2, 6), (3, 4))]
    free = {name: {1: "tokens"} for name in ("input_ids", "attention_mask", "logits")}
    _publish(out, "tagger", _TAGGER, module, ["logits", "intents"], cases, free, _word_tokenizer(), LABELS)
    out.joinpath("tagger/intents.txt").write_text("\n".join(INTENTS) + "\n", encoding="utf-8")
    random = np.random.default_rng(8)
    transitions = Transitions(*(random.normal(size=shape) for shape in ((5,), (5,), (5, 5)))).rounded()
    transitions.write(out / "tagger/transitions.txt")
    _expect(out, "tagger", {"cases": [_tagged(text, module, transitions) for text in TEXTS]})


def reader(out: Path) -> None:
    module = _drawn(AnswerReader(Encoder(len(WORDS), 16, 2, 24, 1, types=2), 16), seed=9)
    cases = [Case(f"{rows} pairs of {extent}", {**_tokens(len(WORDS), rows, extent), "token_type_ids": np.tile(
        (np.arange(extent) > 2).astype(np.int64), (rows, 1))}, 1e-4) for rows, extent in ((2, 6), (3, 5))]
    names = ("input_ids", "attention_mask", "token_type_ids", "start_logits", "end_logits")
    _publish(out, "qa", _QA, module, ["start_logits", "end_logits"], cases, {name: {1: "tokens"} for name in names},
             _word_tokenizer())
    _expect(out, "qa", {"cases": [_answered(question, context, module) for question, context in PAIRS]})


def _generated(prompt: str, ids: list[int], following: Next, decoder: Decoder) -> dict[str, Any]:
    plain = greedy(following, ids, 20)
    if greedy_cached(decoder, ids, 20) != plain.tokens:
        raise AssertionError(f"cache and prefix disagree on {prompt!r}")
    ended = greedy(following, ids, 20, end=2)
    beams = [beam(following, ids, 3, 6, 2, penalty) for penalty in (0.0, 1.0)]
    return {
        "prompt": prompt, "ids": ids,
        "prompt_log_probabilities": [None, *(float(following(ids[:place])[ids[place]]) for place in range(1, len(ids)))],
        "greedy": _hypothesis(plain), "greedy_until_end": _hypothesis(ended),
        "beams_penalty_0": [_hypothesis(one, 0.0) for one in beams[0]],
        "beams_penalty_1": [_hypothesis(one, 1.0) for one in beams[1]],
    }


def _translated(text: str, encoder: Encoder, decoder: Decoder) -> dict[str, Any]:
    ids = torch.tensor([CHARACTERS.encode(text)])
    with torch.no_grad():
        following = translation(decoder, encoder(ids, torch.ones_like(ids)))
    return {
        "text": text, "ids": ids[0].tolist(),
        "greedy": _hypothesis(greedy(following, [1], 8, end=2)),
        "beams": [_hypothesis(one, 1.0) for one in beam(following, [1], 3, 8, 2, 1.0)],
        "best_of_all_up_to_3": _hypothesis(exhaustive(following, [1], 3, 2, 1.0), 1.0),
    }


def _hypothesis(one: Hypothesis, penalty: float | None = None) -> dict[str, Any]:
    entry = {"ids": list(one.tokens), "text": CHARACTERS.decode(one.tokens), "log_probability": one.log_probability}
    return entry if penalty is None else {**entry, "score": one.score(penalty)}


def _tagged(text: str, module: Tagger, transitions: Transitions) -> dict[str, Any]:
    offsets = _offsets(text)
    ids = [2, *(_word(text[first:last]) for first, last in offsets), 3]
    logits, intents = _run(module, ids)
    scores = logits[1:-1].astype(np.float64)
    softmax = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    paths = {"argmax": (scores.argmax(axis=1).tolist(), softmax), "bio": (bio(LABELS).best(scores), softmax),
             "crf": (transitions.best(scores), transitions.marginals(scores))}
    return {"text": text, "ids": ids, "logits": logits.tolist(), "intents": intents.tolist(),
            **{name: {"labels": [LABELS[label] for label in path], "entities": _entities(text, offsets, path, weights)}
               for name, (path, weights) in paths.items()}}


def _entities(text: str, offsets: list[tuple[int, int]], path: Sequence[int], weights: np.ndarray) -> list[dict[str, Any]]:
    """`start` and `end` count UTF-16 units, as Java does."""
    entities = []
    for kind, first, last in spans([LABELS[label] for label in path]):
        begin, stop = offsets[first][0], offsets[last - 1][1]
        score = float(np.mean([weights[word, path[word]] for word in range(first, last)]))
        entities.append({"label": kind, "start": units(text[:begin]), "end": units(text[:stop]), "text": text[begin:stop],
                         "score": score})
    return entities


def _answered(question: str, context: str, module: AnswerReader) -> dict[str, Any]:
    asked, offsets = _offsets(question), _offsets(context)
    first = len(asked) + 2
    ids = [2, *(_word(question[one:other]) for one, other in asked), 3, *(_word(context[one:other]) for one, other in offsets), 3]
    start, end = _run(module, ids, [0] * first + [1] * (len(ids) - first))
    spans_ = [(float(start[first + one] + end[first + other]), one, other)
              for one in range(len(offsets)) for other in range(one, min(len(offsets), one + 3))]
    return {"question": question, "context": context, "ids": ids, "start_logits": start.tolist(), "end_logits": end.tolist(),
            "max_answer_tokens": 3, "no_answer_score": float(start[0] + end[0]),
            "best": [{"start": units(context[:offsets[one][0]]), "end": units(context[:offsets[other][1]]),
                      "text": context[offsets[one][0]:offsets[other][1]], "score": score}
                     for score, one, other in sorted(spans_, key=lambda span: -span[0])[:3]]}


def units(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _run(module: nn.Module, ids: list[int], types: list[int] | None = None) -> list[np.ndarray]:
    tensors = [torch.tensor([ids]), torch.ones(1, len(ids), dtype=torch.long)]
    with torch.no_grad():
        return [output[0].numpy() for output in module(*tensors, *([torch.tensor([types])] if types else []))]


def _drawn(module: nn.Module, seed: int) -> Any:
    """Weights that are large enough for the answers to differ from token to token."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            if parameter.dim() > 1:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * (0.5 if "embed" in name else 0.4))
            elif "before" not in name and "after" not in name:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.3)
    round_weights(module)
    return module.eval()


def _publish(out: Path, name: str, settings: str, module: nn.Module, outputs: Sequence[str], cases: Sequence[Case],
             free: Mapping[str, Mapping[int, str]], tokenizer: dict[str, Any] | None = None, labels: Sequence[str] = ()) -> None:
    card = f"# {name}\n\nAn untrained graph for tests, written by `python3 -m transformer.fixtures`."
    publish(out, module, Publication(name, settings, outputs, cases, profile({}, {}), card, labels, free), tokenizer)


def _expect(out: Path, name: str, content: dict[str, Any]) -> None:
    write_json(out / name / "expected.json", content)


def _tokens(vocabulary: int, rows: int, extent: int) -> dict[str, np.ndarray]:
    """The last row ends in one token of padding."""
    ids, mask = _ids(vocabulary, rows, extent), np.ones((rows, extent), np.int64)
    ids[-1, -1], mask[-1, -1] = 0, 0
    return {"input_ids": ids, "attention_mask": mask}


def _step(decoder: Decoder, rows: int, past: int, seen: int) -> dict[str, np.ndarray]:
    states = np.round(np.random.default_rng(3).normal(size=(rows, seen, decoder.heads * decoder.extent)) * 4) / 4
    visible = np.ones((rows, seen), np.int64)
    visible[-1, -1] = 0
    return {"input_ids": _ids(len(CHARACTERS), rows, 2 if past == 0 else 1), "encoder_hidden_states": states.astype(np.float32),
            "encoder_attention_mask": visible, **cached.past_arrays(decoder, rows, past)}


def _ids(vocabulary: int, rows: int, extent: int) -> np.ndarray:
    return np.random.default_rng(rows * 100 + extent).integers(4, vocabulary, (rows, extent))


def _offsets(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\w+|[^\w\s]+", text)]


def _word(word: str) -> int:
    return WORDS.index(word.lower()) if word.lower() in WORDS else 1


def _word_tokenizer() -> dict[str, Any]:
    """Whole words, lowercased, between [CLS] and [SEP]."""
    special = [{"id": index, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                "special": True} for index, token in enumerate(WORDS[:4])]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [_part("SpecialToken", "[CLS]", 0), _part("Sequence", "A", 0), _part("SpecialToken", "[SEP]", 0)],
            "pair": [_part("SpecialToken", "[CLS]", 0), _part("Sequence", "A", 0), _part("SpecialToken", "[SEP]", 0),
                     _part("Sequence", "B", 1), _part("SpecialToken", "[SEP]", 1)],
            "special_tokens": {token: {"id": token, "ids": [index], "tokens": [token]}
                               for index, token in ((2, "[CLS]"), (3, "[SEP]"))},
        },
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": {word: index for index, word in enumerate(WORDS)}, "unk_token": "[UNK]"},
    }


def _part(kind: str, name: str, row: int) -> dict[str, Any]:
    return {kind: {"id": name, "type_id": row}}


_GPT = """
task: text-generation
preprocess: {tokenizer: tokenizer.json}
postprocess: {end: 2, context: 12, slide: true, max-tokens: 20, temperature: 0}
"""
_SEQ2SEQ = """
task: text-to-text
preprocess: {tokenizer: tokenizer.json, max-tokens: 64}
postprocess: {decoder: seq2seq-decoder, start: 1, end: 2, max-tokens: 8, beams: 3}
"""
_TAGGER = """
task: token-classification
preprocess: {tokenizer: tokenizer.json, max-tokens: 64}
postprocess: {labels: labels.txt, decoding: crf, transitions: transitions.txt, classification: {output: intents, labels: intents.txt}}
"""
_QA = """
task: question-answering
preprocess: {tokenizer: tokenizer.json, max-tokens: 64, types: token_type_ids}
postprocess: {max-answer-tokens: 3}
"""
_RULE = ("log-probabilities are natural, of softmax over all tokens in double precision; ids are without start, with the end "
         "if it came; beams: transformer/decoding.py, score = log_probability / length^penalty, length counts the end")


if __name__ == "__main__":
    main()
