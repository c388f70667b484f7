"""Text → the lengths of time it states, in years: "5+ years", "Less than 1 year", "2 years 6 months", "a decade".

What a figure is worth: "3-5 years" is 3, "5+ years" and "over 5 years" are 5, "almost 8 years" is 8; "less than 1 year"
is half a year, "less than" in general half a year below the figure; "2 years 6 months" is 2.5, a decade is 10.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from gapscan.timeline.words import NOT_MINE, NUMBERS, QUALIFIERS


class Figure(NamedTuple):
    """A length of time that a text states, from its first word to the end of its unit; ``years`` is above 0."""

    start: int
    end: int
    years: float


class Found(NamedTuple):
    """What a text says of lengths of time: the figures, and where a unit stands alone, as in a table heading."""

    figures: tuple[Figure, ...]
    headings: tuple[int, ...]


_YEAR = 12
# Literal beginnings, so that the scan runs at memory speed; the value is the unit in months.
_UNITS = (
    (re.compile(r"y(?:ears?|rs?)(?![a-z])"), _YEAR),
    (re.compile(r"Y(?:ears?|EARS?|rs?|RS?)(?![A-Za-z])"), _YEAR),
    (re.compile(r"months?(?![a-z])"), 1),
    (re.compile(r"Months?(?![a-z])"), 1),
    (re.compile(r"decades?(?![a-z])"), 120),
)
_NUMBER = re.compile(
    r"(?<![\w.,$€£/])(?:(\d{1,2}(?:\.\d)?)\s?(?:\+\s?)?(?:[-–—]|to)\s?)?(\d{1,2})(?:([.,]\d{1,2})|(½|[ -]1/2))?$"
)
_AFTER_NUMBER = " \t\n\r\u00a0+)-–"
_AFTER_NUMBER_WORDS = (" plus", " or more", " or so", " full", " solid")
_QUALIFIER = re.compile(
    r"(less\s+than|under|below|<)|(?:more\s+than|at\s+least|up\s+to|total\s+of|[\w.]+|[~≈>±+])", re.IGNORECASE
)
_AND_MONTHS = re.compile(r"(?:['’]s?)?\s{0,3}(?:,|&|and)?\s{0,3}(\d{1,2})\s{0,2}(?:months?|mos?|mths?)\b\.?", re.IGNORECASE)
_NOT_PRACTICE = re.compile(
    r"['’]?\s?-?\s?(?:ago|old|later|warranty|in\s+a\s+row|to\s+year|on\s+year|over\s+year|end|plan|strategy|contract"
    r"|degree|program(?:me)?|course|diploma|lease|term|period|roadmap|grant|internship|scholarship|history|running"
    r"|straight|before|earlier|from\s+now)\b",
    re.IGNORECASE,
)
_REACH = 40
_LONGEST_NUMBER = 16
_LONGEST_QUALIFIER = 14
_MOST_YEARS = 60.0


@lru_cache(maxsize=1)
def find(text: str) -> Found:
    """Find every length of time that may be one of practice, in order. Only the last text is remembered."""
    found: list[Figure] = []
    headings: list[int] = []
    for pattern, unit in _UNITS:
        for match in pattern.finditer(text):
            figure = _figure(text, match.start(), match.end(), unit)
            if figure is not None:
                found.append(figure)
            elif unit == _YEAR:
                headings.append(match.start())
    found.sort()
    kept: list[Figure] = []
    for figure in found:
        # "2 years 6 months" is one figure; its months are found again by themselves.
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return Found(tuple(kept), tuple(headings))


def _figure(text: str, unit_start: int, unit_end: int, months: int) -> Figure | None:
    """Return the figure that a unit of time belongs to, or None."""
    low = unit_start - _REACH if unit_start > _REACH else 0
    left = text[low:unit_start]
    stem = left.rstrip(_AFTER_NUMBER)
    if stem[-1:].isalpha() and stem.endswith(_AFTER_NUMBER_WORDS):
        stem = stem[: stem.rfind(" or ") if " or " in stem[-8:] else stem.rfind(" ")].rstrip(_AFTER_NUMBER)
    number = _number(stem)
    if number is None:
        return None
    value, start = number
    spelled = stem[: start - 1].rstrip() if stem[start - 1 : start] == "(" else ""
    if spelled and spelled.rpartition(" ")[2].lower() in NUMBERS:
        # The number is repeated in brackets, as contracts do: fifteen (15).
        start = spelled.rfind(" ") + 1
    start, value = _qualified(stem, start, value * months / _YEAR)
    rest = text[unit_end : unit_end + 24]
    # "(5 years)" is complete.
    closed = rest[:1] == ")"
    if not closed and _is_no_practice(stem[:start], left, rest):
        return None
    more = _AND_MONTHS.match(text, unit_end) if months == _YEAR and not closed else None
    if more:
        value, unit_end = value + int(more.group(1)) / _YEAR, more.end()
    return Figure(low + start, unit_end, round(value, 2)) if 0 < value <= _MOST_YEARS else None


def _is_no_practice(before: str, left: str, rest: str) -> bool:
    """Tell by what stands around it that a figure is no time of practice: "in 2 years", "2-year contract"."""
    if before.rstrip().rpartition(" ")[2].lower().strip("(") in NOT_MINE or _NOT_PRACTICE.match(rest):
        return True
    return left[-1:] in ("-", "–") and "experience" not in rest.lower()


def _qualified(stem: str, start: int, years: float) -> tuple[int, float]:
    """Return where a figure starts with the words that qualify it ("less than", "over"), and what it is then worth."""
    left = stem[:start].rstrip()
    word = left[max(left.rfind(" "), left.rfind("\n"), left.rfind("(")) + 1 :].lower()
    if word not in QUALIFIERS:
        return start, years
    for match in _QUALIFIER.finditer(left, max(0, len(left) - _LONGEST_QUALIFIER)):
        if match.end() == len(left):
            if match.group(1):
                years = max(years - 0.5, years / 2)
            return match.start(), years / 2 if word == "half" else years
    return start, years


def _number(stem: str) -> tuple[float, int] | None:
    """Return the number that a text ends with, and where it starts: the lower one of "3-5"."""
    if stem[-1:].isdigit() or stem[-1:] == "½":
        match = _NUMBER.search(stem, max(0, len(stem) - _LONGEST_NUMBER))
        if match is None:
            return None
        lower, whole, fraction, half = match.groups()
        if lower:
            return float(lower), match.start()
        part = float("0" + fraction.replace(",", ".")) if fraction else 0.5 if half else 0.0
        return int(whole) + part, match.start()
    if stem[-9:].lower() == "couple of":
        stem = stem[:-3]
    start = max(stem.rfind(" "), stem.rfind("\n"), stem.rfind("("), stem.rfind("-")) + 1
    worth = NUMBERS.get(stem[start:].lower())
    return (float(worth), start) if worth else None
