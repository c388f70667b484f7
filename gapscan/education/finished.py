"""A degree in its text → whether it is finished: by its own line and the lines of its entry.

Plain words first, patterns only where one of their words occurs: most degrees are finished.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gapscan.education.reading import Found, line_of

_IN_ENTRY = (
    "expected", "anticipated", "in progress", "dropped out", "drop out", "dropped-out", "drop-out", "incomplete",
    "not completed", "not yet completed", "did not complete", "did not finish", "did not graduate", "unfinished",
    "withdrew", "withdrawn", "discontinued", "to be completed", "due to complete", "graduating",
)  # fmt: skip
_ON_LINE = (
    *_IN_ENTRY, "pursuing", "candidate", "ongoing", "complete except", "all but dissertation", "currently", "studying",
    "left without", "left before", "left early", "no degree", "abandoned", "final year", "final-year", "coursework in",
    "coursework toward", "credits completed", "credits earned", "credits toward", "-year student", " year student",
)  # fmt: skip
_GOES_ON = re.compile(r"(?:[-–—]|\bto|till|until)\s{0,2}(?:present|current|now|date|today|ongoing)\b|\bsince (?:19|20)\d\d")
_GOES_ON_WORDS = ("present", "current", "now", "date", "today", "ongoing", "since")
_STUDENT = re.compile(r"\b(?:student|estudiante)\b(?! (?:assistant|union|award|council|of the year|government|society))")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_MOST_LINES_BELOW = 4
_REACH_BELOW = 400
_LONGEST_DATE_LINE = 60


def is_finished(text: str, degree: Found, low: int, floor: int, ceiling: int, year: int) -> bool:
    """Tell whether a degree is finished.

    Args:
        text: The whole text.
        degree: The degree.
        low: Where the part of the text starts that it stands in.
        floor: Where the degree before it ends, ``low`` for the first.
        ceiling: Where the next degree starts, or the part ends.
        year: The year of the reference month; a later year of graduation is still to come.
    """
    start, end = line_of(text, degree.start, degree.end, floor, ceiling)
    line = text[start:end].lower()
    if _says(line, _ON_LINE) or _goes_on(line) or _is_later(line, year):
        return False
    if "student" in line or "estudiante" in line:
        return not _STUDENT.search(line)
    above = ""
    if start > low and floor <= low:
        lowest = max(low, start - 1 - _LONGEST_DATE_LINE)
        line_start = text.rfind("\n", lowest, max(low, start - 1)) + 1
        above = text[line_start : max(low, start - 1)].lower() if line_start else ""
    if _YEAR.search(above):
        # The dates stand above the titles here, so what follows is about the next one.
        around = above
    else:
        below = text[end : min(ceiling, end + _REACH_BELOW)].lower()
        around = "\n".join(below.split("\n")[: _MOST_LINES_BELOW + 1])
    return not (_says(around, _IN_ENTRY) or _goes_on(around) or _is_later(around, year))


def _says(words: str, cues: Sequence[str]) -> bool:
    for cue in cues:  # noqa: SIM110 a generator costs more than the comparisons
        if cue in words:
            return True
    return False


def _goes_on(words: str) -> bool:
    return _says(words, _GOES_ON_WORDS) and _GOES_ON.search(words) is not None


def _is_later(words: str, year: int) -> bool:
    return "20" in words and any(int(number) > year for number in _YEAR.findall(words))
