"""Text → the dates and date ranges in it, as months. Whether one dates an entry is for ``layout`` to say.

Two dates with nothing but a connector between them are a range, a date and "present" are one too. How a date becomes
months (the published rule; a month counts whole on both sides):

* "Jan 2019 – Mar 2020": from January 2019 to March 2020, 15 months.
* Years only: "2017–2019" counts two years, July 2017 to June 2019. Nobody knows the months; the middle of the year is
  right on average, where January to December would add a year and overlap the neighbouring job.
* "2018" or "2018–2018": the whole year, 12 months.
* A season is three months (spring is March to May, winter January to March), a quarter three, "early" is February,
  "mid" July, "late" November.
* "Present" is the reference month; nothing reaches beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gapscan.timeline import atoms
from gapscan.timeline.atoms import OPEN, Atom
from gapscan.timeline.words import COMMON_CONNECTORS, CONNECTORS, LETTERS, MONTHS, ORDINALS, SINCE, TODAY


class Dated(NamedTuple):
    """A date or range: where it stands, its first and last month as ``Month.index``, and how it was written.

    ``current`` when it goes on to the reference month or beyond; ``single`` for one date instead of a range;
    ``exact`` when the months are written; ``suspect`` when the year may be a number of another kind.
    """

    start: int
    end: int
    first: int
    last: int
    current: bool
    single: bool
    exact: bool
    suspect: bool


_BLANKS = " \t\u00a0"
_CONNECTOR_NOISE = " \t\n\r\u00a0()[],.'’·*_"
_LONGEST_CONNECTOR = 24
# What may open "– present" after a date, behind the marks that may stand before it.
_OPENING = tuple("-–—−‐‑―~→|+pPcCtTuUoObBhHàaA")
_BEFORE_OPENING = " \t\n\r\u00a0\u00ad,.)"
_DASHES = ("-", "–", "—", "−", "‐", "t", "u", "o", "/")
_DANGLING = re.compile(r"[ \t\u00a0]{0,3}(?:[-–—−‐]|to|till|until)[ \t\u00a0]{0,40}(?:\n|$)", re.IGNORECASE)
_TODAY_ENDS_LINE = re.compile(TODAY + r"[ \t)]{0,8}$", re.IGNORECASE)
_END_OF_RANGE = re.compile(r"\s?[-–—/]\s?['’]?(\d\d)(?![\d\w]|[.,/:%]\d)")
_SHORT_END = re.compile(r"\s?(?:[-–—]|to)\s?(?:([^\W\d_]{3,9})\.?[ '’.-]{0,2}|(0?[1-9]|1[0-2])[/.])(\d\d)(?![\d\w]|[.,/:%]\d)")
_DAY_AT_END = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?$")
_OPEN_BRACKET = re.compile(r"[ \t]{0,3}[-–—][ \t]{0,3}\)")
_TODAY_BEFORE = re.compile(TODAY + r"\s{0,2}(?:[-–—]|to)\s{0,2}$", re.IGNORECASE)
_BEFORE_MONTH = ("-", "–", "—", "/", "o", "\u00ad")
_LONGEST_MONTH = 18
# No working life is longer; a "range" that is was something else.
_MOST_MONTHS = 60 * 12


def find(text: str, reference: int, start: int = 0, end: int | None = None, *, short_years: bool = False) -> list[Dated]:
    """Find every date and range in a part of a text, in order, none overlapping.

    Args:
        text: Searched as it is.
        reference: ``Month.index`` of the month that "present" means; later months are cut off.
        start: Where the part starts.
        end: Where it ends; None for the end of the text.
        short_years: Also take "Jan 19 – Mar 20" and "03/18 – 05/20"; slower, and only ranges are taken.

    Returns:
        Dates and ranges that start by the reference month, at most 60 years long.
    """
    singles = atoms.find(text, start, len(text) if end is None else end, reference, short_years=short_years)
    if not singles:
        return []
    found = _paired(text, start, singles, reference)
    return [dated for dated in found if not dated.single] if short_years else found


def _paired(text: str, floor: int, singles: Sequence[Atom], reference: int) -> list[Dated]:
    found: list[Dated] = []
    index = 0
    while index < len(singles):
        atom = singles[index]
        following = singles[index + 1] if index + 1 < len(singles) else None
        third = singles[index + 2] if index + 2 < len(singles) else None
        index += 1
        if following is not None and _connected(text, atom, following, third):
            index += 1
            dated = _range(atom, following, following.end, reference)
        else:
            widened = _from_month(text, atom, found[-1].end if found else floor)
            dated = _alone(text, widened, reference)
            if dated is not None and widened is not atom:
                dated = dated._replace(single=False)
        if dated is not None:
            found.append(dated)
    return found


# --- two dates ---------------------------------------------------------------------------------


def _connected(text: str, one: Atom, two: Atom, third: Atom | None) -> bool:
    """Tell whether two neighbouring dates are the ends of a range; ``third`` is the date after them."""
    if two.start - one.end > _LONGEST_CONNECTOR:
        return _over_two_lines(text, one, two)
    gap = text[one.end : two.start]
    if gap in COMMON_CONNECTORS:
        return True
    core = gap.strip(_CONNECTOR_NOISE).lower()
    if core[-1:].isdigit() or core[-2:] in ORDINALS:
        core = _DAY_AT_END.sub("", core).rstrip()
    if core:
        if core in CONNECTORS or "_".join(core.replace(".", "").split()) in CONNECTORS:
            return True
        return "\n" in gap and _over_two_lines(text, one, two)
    if gap.strip() or not gap or one.suspect or two.suspect or one.first > two.first:
        return False
    # Only white space: the dash was lost, or both stand on lines of their own.
    if "\n" not in gap:
        taken = third is not None and text[two.end : third.start] in COMMON_CONNECTORS
        return one.exact == two.exact and not taken
    return one.exact and two.exact and gap.count("\n") == 1 and _own_line(text, one) and _own_line(text, two)


def _over_two_lines(text: str, one: Atom, two: Atom) -> bool:
    """Tell whether a right column holds a range: "… Jan 2019 –" and, at the end of the next line, "Mar 2020"."""
    match = _DANGLING.match(text, one.end) if _dashed(text, one.end) else None
    if match is None:
        return False
    line_end = text.find("\n", match.end())
    line_end = len(text) if line_end == -1 else line_end
    return two.end <= line_end and not text[two.end : line_end].strip(" \t)")


def _dashed(text: str, end: int) -> bool:
    return text[end : end + 3].lstrip()[:1] in _DASHES


def _own_line(text: str, atom: Atom) -> bool:
    start = text.rfind("\n", 0, atom.start) + 1
    end = text.find("\n", atom.end)
    return not text[start : atom.start].strip() and not text[atom.end : len(text) if end == -1 else end].strip()


def _from_month(text: str, atom: Atom, floor: int) -> Atom:
    """Widen "Mar 2019" to "Jan – Mar 2019" when a month without a year stands before it."""
    if not atom.exact or text[max(floor, atom.start - 2) : atom.start].rstrip()[-1:] not in _BEFORE_MONTH:
        return atom
    low = max(floor, atom.start - _LONGEST_MONTH)
    left = text[low : atom.start].rstrip(_BLANKS)
    stem = left.rstrip("-–—/\u00ad")
    if len(stem) == len(left):
        if not left.endswith(" to"):
            return atom
        stem = left[:-3]
    found = atoms.month_word(stem.rstrip(_BLANKS + "."))
    if found is None:
        return atom
    first = atom.first - atom.first % 12 + found[0][0] - 1
    return atom._replace(start=low + found[1], first=first) if first <= atom.last else atom


def _range(one: Atom, two: Atom, end: int, reference: int) -> Dated | None:
    """Return the range between two dates; None when it is too long or starts after the reference month."""
    start = one.start
    if two.first < one.first:
        # Newest first: "2019 – 2017".
        one, two = two, one
    first, last = _months(one, two)
    if last - first > _MOST_MONTHS or first > reference:
        return None
    suspect = one.suspect or two.suspect
    return Dated(start, end, first, min(last, reference), last > reference, False, one.exact and two.exact, suspect)


def _months(one: Atom, two: Atom) -> tuple[int, int]:
    """Return the first and last month of a range by the rule of this module."""
    first = one.first if one.exact else one.first + 6
    last = two.last if two.exact else two.last - 6
    within_a_year = one.first // 12 == two.last // 12 and not one.exact and not two.exact
    if first <= last and not within_a_year:
        return first, last
    return one.first, max(one.first, two.last)


# --- one date ----------------------------------------------------------------------------------


def _alone(text: str, atom: Atom, reference: int) -> Dated | None:
    """Return what a date without a partner says: it goes on, it ends in a short year, or it is a single date."""
    opened = OPEN.match(text, atom.end) if text[atom.end : atom.end + 6].lstrip(_BEFORE_OPENING)[:1] in _OPENING else None
    if opened is not None:
        return _until_now(atom, opened.end(), reference)
    match = (_SHORT_END if atom.exact else _END_OF_RANGE).match(text, atom.end) if _dashed(text, atom.end) else None
    short = _short_range(atom, match, reference) if match else None
    if short is not None:
        return short
    end = _going_on(text, atom)
    if end is not None:
        return _until_now(atom, end, reference)
    if atom.first > reference:
        return None
    last = min(atom.last, reference)
    return Dated(atom.start, atom.end, atom.first, last, atom.last > reference, True, atom.exact, atom.suspect)


def _short_range(atom: Atom, match: re.Match[str], reference: int) -> Dated | None:
    """Return the range of "2017 - 19" or "Jan 2021 – Dec 21", None when the second number is not a later year."""
    year = atom.first // 12
    last = year - year % 100 + int(match.groups()[-1])
    if last < year and year % 100 > 90:
        last += 100
    if last < year or (last == year and not atom.exact):
        return None
    months = (1, 12)
    if atom.exact:
        name, number, _ = match.groups()
        months = MONTHS.get(name, (0, 0)) if name else (int(number), int(number))
    if not months[0]:
        return None
    two = Atom(match.start(), match.end(), last * 12 + months[0] - 1, last * 12 + months[1] - 1, atom.exact, False, -1)
    return _range(atom, two, match.end(), reference)


def _going_on(text: str, atom: Atom) -> int | None:
    """Return the end of "since 2020" or of "Jan 2019 –" at the end of its line; None for a date that does not go on."""
    dashed = _dashed(text, atom.end)
    if dashed and _OPEN_BRACKET.match(text, atom.end):
        return atom.end
    dangling = _DANGLING.match(text, atom.end) if dashed else None
    if dangling is not None:
        line_end = text.find("\n", dangling.end())
        line = text[dangling.end() : len(text) if line_end == -1 else line_end]
        return dangling.end() if _TODAY_ENDS_LINE.search(line[-24:]) else atom.end
    before = text[max(0, atom.start - 16) : atom.start]
    word = before.rstrip(_BLANKS + ":").lower()
    if word[len(word.rstrip(LETTERS)) :] in SINCE:
        return atom.end
    # Newest first: "Present – Jan 2024".
    return atom.end if word[-1:] in _DASHES and _TODAY_BEFORE.search(before) else None


def _until_now(atom: Atom, end: int, reference: int) -> Dated | None:
    # Of a year that is not over, the middle of what has passed of it.
    first = atom.first if atom.exact else atom.first + max(0, min(6, (reference - atom.first + 1) // 2))
    if first > reference or reference - first > _MOST_MONTHS:
        return None
    return Dated(atom.start, end, first, reference, True, False, atom.exact, atom.suspect)
