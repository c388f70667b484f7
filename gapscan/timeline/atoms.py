"""Text → the single dates in it, each with its months. A year is found first, then what stands beside it is read.

Two literal scans find the few places worth a look; the words left of a year give its month. No pattern ever runs over
the whole text, which keeps the cost at two or three microseconds a date.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gapscan.timeline.words import LETTERS, MONTHS, NOT_DATES, ORDINALS, PARTS, TODAY


class Atom(NamedTuple):
    """One date: its place, its first and last month as ``Month.index``, and how sure it is.

    ``exact`` when the month is written; ``suspect`` when the year may be a number of another kind; ``other`` is the
    month of the other order of "01/02/2019", -1 when there is one order only.
    """

    start: int
    end: int
    first: int
    last: int
    exact: bool
    suspect: bool
    other: int


Token = tuple[int, int, int]

# Literal beginnings, so that the scan runs at memory speed.
_YEARS = (re.compile(r"20[0-4]\d(?!\d)"), re.compile(r"19[5-9]\d(?!\d)"))
_APOSTROPHES = (("'", re.compile(r"'(\d\d)(?![\d\w])")), ("’", re.compile(r"’(\d\d)(?![\d\w])")))
_TWO_DIGITS = (("", re.compile(r"[ /.\-](\d\d)(?![\d\w]|[/.,]\d)")),)

_JOINTS = " \t\u00a0.,'’/-–—\u00ad"
_BLANKS = " \t\u00a0"
_PLAIN_ENDS = ("", " ", "\n", "\t", ")", "-", "–", "—", ";", "|", "]")
_LINKS = ("-", "–", "—", "to", "till", "until", "through")
_MARKS = ("$", "€", "£", "#", "@", "_", "=", "&", "+")
OPEN = re.compile(
    r"[\s,.)\u00a0\u00ad]{0,4}(?:(?:[-–—−‐‑―~→|]{1,3}>?|to|till|until|til|through|thru|bis|hasta|à|a|al)[\s(\u00a0]{0,8}"
    r"(?:the\s|till\s|at\s)?" + TODAY + r"(?![a-z])(?:\s(?:day|time|date)\b)?"
    # Without a connector (lost in conversion) only words that can't begin a sentence about the present.
    r"|[\s,.)\u00a0]{0,2}(?:present|current|to\sdate|till\s(?:date|now)|ongoing|onwards?|\+(?![\w.]))(?![a-z])"
    r"(?=\s*(?:$|\n|[):|,;.·•A-Z]|\s\s)))",
    re.IGNORECASE,
)
_ISO_MONTH = re.compile(r"(?:[-/.]| / )(0[1-9]|1[0-2])(?:[-/.](?:0[1-9]|[12]\d|3[01]))?(?![\d\w]|[-–—]\d(?!\d\d\d))")
_NUMERIC = re.compile(r"(?:(?<!\d)(\d{1,2})\s?[./-]\s?)?(?<!\d)(\d{1,2})$")
_BEFORE_DAYS = tuple("0123456789.thdf")
_DAY_BEFORE = re.compile(r"(?<![\d.,/-])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?[ \u00a0](?:of )?$")
_DAY = re.compile(r"(?<![\d.])(\d{1,2})$")
_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](?:19|20)\d\d")
# How far left of a year its month may stand: "beginning of September, ".
_REACH = 24


def find(text: str, low: int, high: int, reference: int, *, short_years: bool) -> list[Atom]:
    """Find the dates of a part of a text, in order; see ``dates.find`` for the arguments."""
    tokens = _tokens(text, low, high, reference, short_years=short_years)
    atoms: list[Atom] = []
    floor = low
    for start, end, year in tokens:
        if start < floor:
            continue
        atom = _atom(text, floor, start, end, year * 12)
        floor = end
        if atom is not None:
            atoms.append(atom)
            floor = atom.end
    return _settled(text, low, high, atoms)


def _tokens(text: str, low: int, high: int, reference: int, *, short_years: bool) -> list[Token]:
    """Return start, end and number of everything that may be a year, in order."""
    found = [(m.start(), m.end(), int(m.group())) for pattern in _YEARS for m in pattern.finditer(text, low, high)]
    for mark, pattern in (*_APOSTROPHES, *_TWO_DIGITS) if short_years else _APOSTROPHES:
        if mark and text.find(mark, low, high) == -1:
            continue
        for match in pattern.finditer(text, low, high):
            number = int(match.group(1))
            recent = number <= reference // 12 % 100 + 6
            if recent or number >= 50:
                found.append((match.start(1), match.end(), (2000 if recent else 1900) + number))
    found.sort()
    return found


def _settled(text: str, low: int, high: int, atoms: list[Atom]) -> list[Atom]:
    """Decide the dates that can be read in two orders."""
    if not any(atom.other >= 0 for atom in atoms) or _day_first(text, low, high):
        return atoms
    return [atom if atom.other < 0 else atom._replace(first=atom.other, last=atom.other) for atom in atoms]


def _day_first(text: str, low: int, high: int) -> bool:
    """Tell by the dates that allow one reading only whether the day stands first; it does when nothing tells."""
    votes = 0
    for first, second in _FULL_DATE.findall(text, low, high):
        one, two = int(first), int(second)
        if max(one, two) > 12:
            votes += 1 if one > two else -1
        # The first of a month is the commonest day.
        elif (one == 1) != (two == 1):
            votes += 1 if one == 1 else -1
    return votes >= 0


def _atom(text: str, floor: int, start: int, end: int, base: int) -> Atom | None:
    """Return the date that a year belongs to, or None when the number is not a year; ``base`` is its January."""
    left = text[floor if floor > start - _REACH else start - _REACH : start]
    stem = left.rstrip(_JOINTS)
    cut = len(stem.rstrip(LETTERS))
    plain = text[end : end + 1] in _PLAIN_ENDS
    if plain and cut < len(stem):
        # By far the commonest: "Jan 2019".
        months = MONTHS.get(stem[cut:])
        if months:
            return _written(start - len(left) + _with_day(stem, cut), end, base, months)
    if not plain and _is_other_number(text, end):
        return None
    short = end - start == 2
    if stem and stem[-1].isdigit():
        return _numeric(left, stem, start, end, base, short=short)
    if cut < len(stem):
        return _worded(text, left, stem, start, end, base, short=short)
    if left[-1:] == "\n" and (broken := month_word(left.rstrip(_JOINTS + "\n"))):
        # A wrapped line: "… to March" and "2017" on the next.
        return _written(start - len(left) + broken[1], end, base, broken[0])
    if short or left[-1:] in _MARKS or (left[-1:] == ":" and left[-2:-1].isdigit()):
        return None
    return _with_month_after(text, start, end, base, suspect=left[-1:] == "/")


def _with_day(stem: str, cut: int) -> int:
    """Return where a date starts whose month starts at a place: "15th of March" starts with its day."""
    if stem[cut - 2 : cut - 1] not in _BEFORE_DAYS:
        return cut
    match = _DAY_BEFORE.search(stem, max(0, cut - 9), cut)
    return match.start() if match else cut


def _written(start: int, end: int, base: int, months: tuple[int, int]) -> Atom:
    return Atom(start, end, base + months[0] - 1, base + months[1] - 1, True, False, -1)


def _is_other_number(text: str, end: int) -> bool:
    """Tell by what follows that a number is no year: "2010s", "2019 %", "2019,500", "9001:2015"."""
    after = text[end : end + 2]
    if after[0] == "%" or (after[0] in ",.:" and after[1:].isdigit() and not _ISO_MONTH.match(text, end)):
        return True
    return after[0].isalpha() and not OPEN.match(text, end)


def month_word(stem: str) -> tuple[tuple[int, int], int] | None:
    """Return the months and the start of the month or season that a text ends with, or None."""
    cut = len(stem.rstrip(LETTERS))
    months = MONTHS.get(stem[cut:])
    return (months, cut) if months else None


def _with_month_after(text: str, start: int, end: int, base: int, *, suspect: bool) -> Atom:
    """Return the date of a bare year, or of "2018-03" and "2016 / 09"."""
    if text[end : end + 1] in ("-", "/", ".") or text[end : end + 3] == " / ":
        match = _ISO_MONTH.match(text, end)
        if match and _is_month(text, start, match, base // 12 % 100):
            month = base + int(match.group(1)) - 1
            return Atom(start, match.end(), month, month, True, suspect, -1)
    return Atom(start, end, base, base + 11, False, suspect, -1)


def _is_month(text: str, start: int, match: re.Match[str], short_year: int) -> bool:
    """Tell "2010-12" the month from "2010-12" the two years."""
    if int(match.group(1)) <= short_year or match.end() - match.start() > 3:
        return True
    before = text[max(0, start - 9) : start].rstrip(_BLANKS)
    follows = text[match.end() : match.end() + 9].lstrip(_BLANKS)
    return bool(OPEN.match(text, match.end())) or before.endswith(_LINKS) or follows.startswith(_LINKS)


def _numeric(left: str, stem: str, start: int, end: int, base: int, *, short: bool) -> Atom | None:
    """Return the date of "03/2018", "01/02/2019", "March 15, 2018", "Q1 2019"; None for a phone number."""
    joint = left[len(stem) :]
    offset = start - len(left)
    if joint.strip(_BLANKS) in ("/", "-", ".") and len(joint) <= 3:
        match = _NUMERIC.search(stem)
        if match is None or (short and match.group(1)):
            return None
        return _slashed(match, offset + match.start(), end, base)
    if short:
        return None
    part = _part_of_year(stem)
    if part:
        return _written(offset + len(stem) - 2, end, base, part)
    day = _DAY.search(stem)
    month = month_word(stem[: day.start()].rstrip(_JOINTS)) if day else None
    if month:
        return _written(offset + month[1], end, base, month[0])
    # After a number by itself it may be another part of a telephone number.
    suspect = not stem.rstrip("0123456789")[-1:].isalpha()
    return Atom(start, end, base, base + 11, False, suspect, -1)


def _part_of_year(stem: str) -> tuple[int, int] | None:
    """Return the months of the quarter or half that a text ends with: "Q3", "H1"."""
    if len(stem) < 2 or stem[-2] not in "QqHh" or stem[-3:-2].isalnum():
        return None
    length = 3 if stem[-2] in "Qq" else 6
    number = int(stem[-1])
    return ((number - 1) * length + 1, number * length) if 1 <= number <= 12 // length else None


def _slashed(match: re.Match[str], start: int, end: int, base: int) -> Atom | None:
    """Return the date of one or two numbers before a year, day first unless the number can't be a day."""
    month = int(match.group(2))
    other = int(match.group(1)) if match.group(1) else 0
    if not 1 <= month <= 12:
        if not (1 <= other <= 12 and month <= 31):
            return None
        month, other = other, 0
    elif not 1 <= other <= 12:
        other = 0
    index = base + month - 1
    return Atom(start, end, index, index, True, False, base + other - 1 if other and other != month else -1)


def _worded(text: str, left: str, stem: str, start: int, end: int, base: int, *, short: bool) -> Atom | None:
    """Return the date of "15th of March 2018", "May2018", "since 2020"; None for "SQL Server 2012"."""
    joint = left[len(stem) :]
    cut = len(stem.rstrip(LETTERS))
    word = stem[cut:].lower()
    of = word == "of"
    if of:
        stem = stem[:cut].rstrip(_JOINTS)
    elif word in ORDINALS:
        stem = stem[:cut].rstrip("0123456789").rstrip(_JOINTS)
    inner = len(stem.rstrip(LETTERS))
    name = stem[inner:]
    months = MONTHS.get(name) or (PARTS.get(name.lower()) if of else None)
    if months:
        return _written(start - len(left) + inner, end, base, months)
    if short or not joint or word in NOT_DATES:
        return None
    return _with_month_after(text, start, end, base, suspect=joint in ("-", "/", ".", "'"))
