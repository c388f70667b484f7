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
from gapscan.timeline.words import COMMON_CONNECTORS, CONNECTORS, LETTERS, SINCE, TODAY


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
_DASHES = ("-", "–", "—", "−", "‐", "t", "u")
_DANGLING = re.compile(r"[ \t\u00a0]{0,3}(?:[-–—−‐]|to|till|until)[ \t\u00a0]{0,40}(?:\n|$)", re.IGNORECASE)
_TODAY_ENDS_LINE = re.compile(TODAY + r"[ \t)]{0,8}$", re.IGNORECASE)
_END_OF_RANGE = re.compile(r"\s?[-–—/]\s?['’]?(\d\d)(?![\d\w]|[.,/:%]\d)")
_BEFORE_MONTH = ("-", "–", "—", "/", "o", "\u00ad")
_LONGEST_MONTH = 18
# No working life is longer; a "range" that is was something else.
_MOST_MONTHS = 60 * 12


def find(
    text: str, reference: int, start: int = 0, end: int | None = None, *, short_years: bool = False
) -> list[Dated]:
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
        index += 1
        if following is not None and _connected(text, atom, following):
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


def _connected(text: str, one: Atom, two: Atom) -> bool:
    """Tell whether two neighbouring dates are the ends of a range."""
    if two.start - one.end > _LONGEST_CONNECTOR:
        return _over_two_lines(text, one, two)
    gap = text[one.end : two.start]
    if gap in COMMON_CONNECTORS:
        return True
    core = gap.strip(_CONNECTOR_NOISE).lower()
    if core:
        return core in CONNECTORS or "_".join(core.replace(".", "").split()) in CONNECTORS
    if gap.strip() or not gap or one.suspect or two.suspect or one.first > two.first:
        return False
    # Only white space: the dash was lost, or both stand on lines of their own.
    if "\n" not in gap:
        return one.exact == two.exact
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
    opened = (
        OPEN.match(text, atom.end) if text[atom.end : atom.end + 6].lstrip(_BEFORE_OPENING)[:1] in _OPENING else None
    )
    if opened is not None:
        return _until_now(atom, opened.end(), reference)
    if not atom.exact and (match := _END_OF_RANGE.match(text, atom.end)):
        short = _short_range(atom, match, reference)
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
    """Return the range of "2017 - 19", None when the second number is not a later year."""
    year = atom.first // 12
    last = year - year % 100 + int(match.group(1))
    if last <= year:
        if year % 100 <= 90:
            return None
        last += 100
    two = Atom(match.start(1), match.end(), last * 12, last * 12 + 11, False, False, -1)
    return _range(atom, two, match.end(), reference)


def _going_on(text: str, atom: Atom) -> int | None:
    """Return the end of "since 2020" or of "Jan 2019 –" at the end of its line; None for a date that does not go on."""
    dangling = _DANGLING.match(text, atom.end) if _dashed(text, atom.end) else None
    if dangling is not None:
        line_end = text.find("\n", dangling.end())
        line = text[dangling.end() : len(text) if line_end == -1 else line_end]
        return dangling.end() if _TODAY_ENDS_LINE.search(line[-24:]) else atom.end
    before = text[max(0, atom.start - 8) : atom.start].rstrip(_BLANKS + ":").lower()
    return atom.end if before[len(before.rstrip(LETTERS)) :] in SINCE else None


def _until_now(atom: Atom, end: int, reference: int) -> Dated | None:
    first = atom.first if atom.exact else min(atom.first + 6, max(reference, atom.first))
    if first > reference or reference - first > _MOST_MONTHS:
        return None
    return Dated(atom.start, end, first, reference, True, False, atom.exact, atom.suspect)
