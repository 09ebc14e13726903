"""What the voice learns to read: sentences made from templates, rows of words, numbers and spelled-out figures."""

from __future__ import annotations

import numpy as np

SYMBOLS = ("_", " ", ",", ".", "?", "'", "-", *"abcdefghijklmnopqrstuvwxyz", *"0123456789")  # "_" stands at both ends
ALIASES = {"!": ".", ";": ",", ":": ",", "(": ",", ")": ",", '"': " ", "’": "'", "–": ","}  # read as what they resemble

DIGITS = "zero one two three four five six seven eight nine".split()
TENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TIES = "twenty thirty forty fifty sixty seventy eighty ninety".split()
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
PEOPLE = "anna peter maria john susan david emma thomas julia martin laura daniel sarah george alice robert".split()
THINGS = ("house car train table door window book letter phone ticket picture model server message order table garden river "
          "city street school market kitchen coffee water bread apple orange cheese dinner breakfast music song film story "
          "question answer number word sentence voice sound name place room floor light clock hour minute morning evening night "
          "day week month year summer winter spring weather rain snow sun wind sky sea mountain forest tree flower bird dog cat "
          "horse fish friend mother father sister brother child teacher doctor driver customer system request error warning "
          "result test value file page line button screen key code plan part price bill shop bank office company work job").split()
QUALITIES = ("new old big small long short good bad great little high low early late young strong weak hot cold warm cool dark "
             "bright red green blue yellow white black brown quick slow quiet loud easy hard open closed full empty clean ready "
             "happy sad free busy rich poor right wrong true false nice fine simple clear").split()
ACTIONS = ("opens closes takes gives finds loses makes breaks brings sends reads writes sees hears likes loves wants needs buys "
           "sells keeps leaves starts stops moves holds shows hides calls answers asks tells helps changes checks cleans").split()
WAYS = "today tomorrow now soon later again always never often here there together slowly quickly quietly please".split()
SMALL = ("the a this that his her my your our their and or but with without for from to in on at by of is are was were will can "
         "must should has have had do does did not no yes it he she we they you i what when where who why how all some many few "
         "more most very too so then than if because before after about over under between through hello welcome goodbye thank "
         "thanks sorry okay").split()
ALL = (DIGITS, TENS, TIES, DAYS, MONTHS, PEOPLE, THINGS, QUALITIES, ACTIONS, WAYS, SMALL)


def sentences(count: int, seed: int) -> list[str]:
    """Different sentences, in random order; of a prefix of the same seed the same ones."""
    random = np.random.default_rng(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        kind = _KINDS[int(random.choice(len(_KINDS), p=_SHARES))]
        found.setdefault(kind(random))
    return list(found)


def digit_string(random: np.random.Generator, longest: int = 7) -> str:
    return " ".join(_one(random, DIGITS) for _ in range(random.integers(1, longest + 1)))


def encode(text: str) -> np.ndarray:
    """int64 [t]; characters that have no symbol are left out."""
    return np.array([SYMBOLS.index(letter) for letter in text.lower() if letter in SYMBOLS], np.int64)


def _statement(random: np.random.Generator) -> str:
    subject = _one(random, PEOPLE) if random.random() < 0.5 else _noun(random)
    end = f" {_one(random, WAYS)}" if random.random() < 0.5 else ""
    return f"{subject} {_one(random, ACTIONS)} {_noun(random)}{end}."


def _quality(random: np.random.Generator) -> str:
    return f"{_noun(random)} is {_one(random, ('very', 'not', 'too', 'so', 'always'))} {_one(random, QUALITIES)}."


def _question(random: np.random.Generator) -> str:
    return f"{_one(random, ('where', 'when', 'why', 'how'))} is {_noun(random)}?"


def _date(random: np.random.Generator) -> str:
    return f"{_one(random, DAYS)}, {_one(random, MONTHS)} {_number(random)}."


def _count(random: np.random.Generator) -> str:
    return f"{_one(random, PEOPLE)} has {_number(random)} {_one(random, QUALITIES)} {_one(random, THINGS)}s."


def _words(random: np.random.Generator) -> str:
    lists = [ALL[int(random.integers(len(ALL)))] for _ in range(random.integers(2, 7))]
    return " ".join(_one(random, words) for words in lists)


def _figures(random: np.random.Generator) -> str:
    return " ".join(str(random.integers(0, 10)) for _ in range(random.integers(1, 6)))


def _greeting(random: np.random.Generator) -> str:
    return f"{_one(random, ('hello', 'welcome', 'thank you', 'goodbye', 'good morning'))}, {_one(random, PEOPLE)}."


_KINDS = (_statement, _quality, _question, _date, _count, _words, digit_string, _figures, _greeting)
_SHARES = (0.2, 0.08, 0.05, 0.08, 0.09, 0.26, 0.14, 0.06, 0.04)


def _noun(random: np.random.Generator) -> str:
    quality = f"{_one(random, QUALITIES)} " if random.random() < 0.5 else ""
    return f"{_one(random, ('the', 'a', 'my', 'your', 'this', 'our'))} {quality}{_one(random, THINGS)}"


def _number(random: np.random.Generator) -> str:
    value = int(random.integers(0, 100))
    if value < 20:
        return (DIGITS + TENS)[value]
    return TIES[value // 10 - 2] + (f" {DIGITS[value % 10]}" if value % 10 else "")


def _one(random: np.random.Generator, words) -> str:
    return words[int(random.integers(len(words)))]
