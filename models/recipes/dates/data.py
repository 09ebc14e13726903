"""Dates in many wordings, drawn without end; no data set is needed.

Wordings in TEST and days of which `reserved` says so are in no training. Slashes put the month first unless that is
impossible, dots and dashes the day; of a year of two digits 00 to 68 are 2000 to 2068 (POSIX, strptime).
"""

from __future__ import annotations

import calendar
import datetime
import random
from typing import Callable

from transformer.characters import UNKNOWN, Characters

START, END = 1, 2
CHARACTERS = Characters(["<pad>", "<s>", "</s>", UNKNOWN], " 0123456789abcdefghijklmnopqrstuvwxyz-./,'()", fold=True)
FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)

_ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
         "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = {2: "twenty", 3: "thirty", 4: "forty", 5: "fifty", 6: "sixty", 7: "seventy", 8: "eighty", 9: "ninety"}
_ORDINALS = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
             "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
             "twentieth", *(f"twenty-{word}" for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh",
                                                          "eighth", "ninth")), "thirtieth", "thirty-first"]

Wording = Callable[[datetime.date, random.Random], str]


def _month(day: datetime.date, draw: random.Random) -> str:
    name = calendar.month_name[day.month]
    short = "Sept" if day.month == 9 and draw.random() < 0.3 else name[:3]
    return draw.choice([name, name, short, short + ("." if short != name else "")])


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _two_digits(year: int, draw: random.Random) -> str:
    """The year in full, or its last two digits where they are told apart by the rule."""
    if 1969 <= year <= 2068 and draw.random() < 0.4:
        return f"{year % 100:02d}"
    return str(year)


def spoken(number: int) -> str:
    """A number below a hundred in words."""
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + ("-" + _ONES[number % 10] if number % 10 else "")


def spoken_year(year: int) -> str:
    """1987: nineteen eighty-seven; 1905: nineteen oh five; 2005: two thousand and five; 2019: twenty nineteen."""
    century, rest = divmod(year, 100)
    if rest == 0:
        return "two thousand" if year == 2000 else spoken(century) + " hundred"
    if 2000 < year < 2010:
        return "two thousand and " + spoken(rest)
    return f"{spoken(century)} {'oh ' if rest < 10 else ''}{spoken(rest)}"


def _padded(number: int, draw: random.Random) -> str:
    return f"{number:02d}" if draw.random() < 0.5 else str(number)


def _weekday(day: datetime.date, draw: random.Random) -> str:
    name = calendar.day_name[day.weekday()]
    return draw.choice([name, name[:3]])


def _slashes(day: datetime.date, draw: random.Random) -> str:
    parts = [day.month, day.day]
    if day.day > 12 and draw.random() < 0.3:
        parts.reverse()
    return "/".join([*(_padded(part, draw) for part in parts), _two_digits(day.year, draw)])


TRAINING: dict[str, Wording] = {
    "March 3, 2019": lambda d, r: f"{_month(d, r)} {d.day}, {d.year}",
    "March 3 2019": lambda d, r: f"{_month(d, r)} {d.day} {d.year}",
    "March 3rd, 2019": lambda d, r: f"{_month(d, r)} {_ordinal(d.day)}, {d.year}",
    "3 March 2019": lambda d, r: f"{d.day} {_month(d, r)} {d.year}",
    "3rd March 2019": lambda d, r: f"{_ordinal(d.day)} {_month(d, r)} {d.year}",
    "3rd of March, 2019": lambda d, r: f"{_ordinal(d.day)} of {_month(d, r)}, {d.year}",
    "the 3rd of March 2019": lambda d, r: f"the {_ordinal(d.day)} of {_month(d, r)} {d.year}",
    "the third of March, 2019": lambda d, r: f"the {_ORDINALS[d.day]} of {calendar.month_name[d.month]}, {d.year}",
    "third of March nineteen eighty-seven": lambda d, r: f"{_ORDINALS[d.day]} of {calendar.month_name[d.month]} {spoken_year(d.year)}",
    "March third, nineteen eighty-seven": lambda d, r: f"{calendar.month_name[d.month]} {_ORDINALS[d.day]}, {spoken_year(d.year)}",
    "3/14/07": _slashes,
    "14.3.2007": lambda d, r: f"{_padded(d.day, r)}.{_padded(d.month, r)}.{_two_digits(d.year, r)}",
    "14-03-2007": lambda d, r: f"{_padded(d.day, r)}-{_padded(d.month, r)}-{d.year}",
    "2007-03-14": lambda d, r: d.isoformat(),
    "2007/03/14": lambda d, r: f"{d.year}/{_padded(d.month, r)}/{_padded(d.day, r)}",
    "20070314": lambda d, r: f"{d.year}{d.month:02d}{d.day:02d}",
    "14-Mar-2007": lambda d, r: f"{_padded(d.day, r)}-{calendar.month_abbr[d.month]}-{_two_digits(d.year, r)}",
    "Sunday, 3 March 2019": lambda d, r: f"{_weekday(d, r)}, {d.day} {_month(d, r)} {d.year}",
    "Sunday, March 3, 2019": lambda d, r: f"{_weekday(d, r)}, {_month(d, r)} {d.day}, {d.year}",
    "2019, 3 March": lambda d, r: f"{d.year}, {d.day} {_month(d, r)}",
    "2019 March 3rd": lambda d, r: f"{d.year} {_month(d, r)} {_ordinal(d.day)}",
    "on 3 March 2019": lambda d, r: f"on {d.day} {_month(d, r)} {d.year}",
    "on the 3rd of March in 2019": lambda d, r: f"on the {_ordinal(d.day)} of {_month(d, r)} in {d.year}",
    "day 3 of March 2019": lambda d, r: f"day {d.day} of {_month(d, r)} {d.year}",
    "March of 2019, the 3rd": lambda d, r: f"{_month(d, r)} of {d.year}, the {_ordinal(d.day)}",
    "Mar 3 '19": lambda d, r: f"{_month(d, r)} {d.day} '{d.year % 100:02d}" if 1969 <= d.year <= 2068 else f"{_month(d, r)} {d.day} {d.year}",
    "year 2019, month 3, day 3": lambda d, r: f"year {d.year}, month {d.month}, day {d.day}",
}
TEST: dict[str, Wording] = {
    "March the 3rd, 2019": lambda d, r: f"{_month(d, r)} the {_ordinal(d.day)}, {d.year}",
    "the third day of March, 2019": lambda d, r: f"the {_ORDINALS[d.day]} day of {calendar.month_name[d.month]}, {d.year}",
    "2019, March third": lambda d, r: f"{d.year}, {calendar.month_name[d.month]} {_ORDINALS[d.day]}",
    "Sunday the 3rd of March 2019": lambda d, r: f"{_weekday(d, r)} the {_ordinal(d.day)} of {_month(d, r)} {d.year}",
    "3 March, nineteen eighty-seven": lambda d, r: f"{d.day} {calendar.month_name[d.month]}, {spoken_year(d.year)}",
    "2019.03.14": lambda d, r: f"{d.year}.{d.month:02d}.{d.day:02d}",
    "in 2019 on March 3": lambda d, r: f"in {d.year} on {_month(d, r)} {d.day}",
    "3.Mar.2019": lambda d, r: f"{d.day}.{calendar.month_abbr[d.month]}.{d.year}",
}


def reserved(day: datetime.date) -> bool:
    """One day of ten is in no training."""
    return random.Random(day.toordinal()).random() < 0.1


def examples(count: int, seed: int, wordings: dict[str, Wording], held_out: bool = False) -> list[tuple[str, str, str]]:
    """(wording, text, ISO 8601), with days that training has not (held_out) or may have."""
    draw, found, names = random.Random(seed), [], sorted(wordings)
    while len(found) < count:
        day = datetime.date.fromordinal(draw.randint(FIRST.toordinal(), LAST.toordinal()))
        if reserved(day) == held_out:
            name = draw.choice(names)
            found.append((name, _slip(wordings[name](day, draw), draw), day.isoformat()))
    return found


def _slip(text: str, draw: random.Random) -> str:
    """What people do to spaces, commas and capitals."""
    if draw.random() < 0.15:
        text = text.replace(", ", draw.choice([" ", ","]))
    if draw.random() < 0.1:
        text = text.replace("-", " ") if any(character.isalpha() for character in text) else text
    if draw.random() < 0.1:
        text = text.upper()
    return f" {text} " if draw.random() < 0.05 else text
