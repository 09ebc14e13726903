"""The quality of the bundled speech models, asked of a running service with sounds of speakers that no model was trained on.

Sounds go over the wire as 16-bit WAV at 16 kHz; keywords as the files of the data set are.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path

import numpy as np

from media_client import Service

import digits.data as strings  # noqa: E402  (media_client puts the recipes on the path)
from speakers.data import voices  # noqa: E402
from speakers.evaluation import Trials, equal_error_rate  # noqa: E402
from speech.commands import RATE, WORDS, commands  # noqa: E402
from speech.measures import accuracy, word_error_rate  # noqa: E402
from speech.sound import write_wav  # noqa: E402

SEED = 7
PAIRS = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the data sets' folders")
    given = parser.parse_args()
    service = Service(given.url)
    for model in filter(service.has, ("digits", "digits-wav2vec")):
        digit_strings(service, model, given.data)
    if service.has("keywords"):
        keywords(service, given.data)
    if service.has("speakers"):
        speakers(service, given.data)
    if service.has("voice") and service.has("digits"):
        voice(service)


def digit_strings(service: Service, model: str, data: Path) -> None:
    test = strings.test_strings(strings.load(data)[1], SEED)
    heard = [transcribed(service, model, write_wav(sound, strings.RATE)) for sound in test.sounds]
    print(f"{model}: word error rate {word_error_rate(test.texts, heard)} on {len(heard)} strings", flush=True)


def transcribed(service: Service, model: str, wav: bytes) -> list[str]:
    return service.form("/v1/audio/transcriptions", {"model": model}, [("file", "a.wav", wav)])["text"].split()


def keywords(service: Service, data: Path) -> None:
    test = [clip for clip in commands(data) if clip.split == "testing"]
    predicted = []
    for clip in test:
        wav = write_wav(clip.samples, RATE)
        answer = service.form("/v1/audio/classify?model=keywords&top_k=1", {}, [("file", "a.wav", wav)])
        predicted.append(answer["classes"][0]["index"])
    labels = np.array([WORDS.index(clip.word) for clip in test])
    print(f"keywords: accuracy {accuracy(np.array(predicted), labels)} on {len(test)} clips", flush=True)


def speakers(service: Service, data: Path) -> None:
    """Pairs of the test speakers of Speech Commands: of one speaker all or so many, of two so many."""
    test = voices(data, 0, SEED).test_commands
    random = np.random.default_rng(SEED)
    names = sorted({utterance.speaker for utterance in test})
    pairs = list(combinations(range(len(test)), 2))
    same = [pair for pair in pairs if test[pair[0]].speaker == test[pair[1]].speaker]
    other = [pair for pair in pairs if test[pair[0]].speaker != test[pair[1]].speaker]
    chosen = [group[index] for group in (same, other) for index in random.permutation(len(group))[:PAIRS]]
    wavs = [write_wav(utterance.samples, RATE) for utterance in test]
    cosines = [service.form("/v1/audio/verify?model=speakers", {}, [("first", "a.wav", wavs[a]), ("second", "b.wav", wavs[b])])["similarity"]
               for a, b in chosen]
    groups = np.array([[names.index(test[a].speaker), names.index(test[b].speaker)] for a, b in chosen])
    trials = Trials(np.array(cosines), np.array([test[a].speaker == test[b].speaker for a, b in chosen]), groups)
    print(f"speakers: equal error rate {equal_error_rate(trials)} on {len(chosen)} pairs", flush=True)


def voice(service: Service) -> None:
    """What the recogniser of digits hears when the service speaks digits."""
    random = np.random.default_rng(SEED)
    said = [[strings.WORDS[digit] for digit in random.integers(0, 10, 4)] for _ in range(50)]
    heard = [transcribed(service, "digits", service.speak("voice", " ".join(words))) for words in said]
    print(f"voice: word error rate of digits on its speech {word_error_rate(said, heard)}", flush=True)


if __name__ == "__main__":
    main()
