"""Where dates stand: which parts of a résumé hold dated entries, and which of its dates stand like the date of one.

A date counts where an entry has its date: on a line of its own, at either end of a title line, in a right column. A
date inside a sentence ("cleaned weather data from 1990 to 2015") does not, unless a section is told in sentences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from gapscan.records import Document, Section, SectionKind
from gapscan.timeline import dates
from gapscan.timeline.dates import Dated
from gapscan.timeline.words import BULLETS, DATE_LABELS, JOB_TOOLS, PROSE, TITLE_LABELS, WORK

# Tuples, not sets: looking an enumeration member up in a set costs ten times as much.
_DATED_KINDS = (SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.EDUCATION, SectionKind.VOLUNTEERING)
_HOSTS = (SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING)
# "Technologies: …" and "Key achievements" inside a job open a section of their own; the job goes on below them.
_NESTABLE = (
    SectionKind.SKILLS,
    SectionKind.AWARDS,
    SectionKind.SUMMARY,
    SectionKind.OTHER,
    SectionKind.PROJECTS,
    SectionKind.COURSES,
)
# Where work may hide in a text whose headings are unknown.
_PLAUSIBLE = (
    SectionKind.HEADER,
    SectionKind.SUMMARY,
    SectionKind.OBJECTIVE,
    SectionKind.OTHER,
    SectionKind.SKILLS,
)
STRIP = " \t\r\u00a0,.;:|()[]{}*_•‣◦▪▫■●○◆►➢➤✓·∙-–—~/\\"
_DELIMITERS = frozenset("(|,–—-·:[)];/\t•")
_TRIVIA = re.compile(
    r"(?:\d{1,2}(?:\.\d)?\s?\+?\s?(?:years?|yrs?|months?|mos?)\W{0,3}|and\s|full[- ]?time|part[- ]?time|remote|hybrid"
    r"|contract|permanent|freelance|on-?site|internship|\W{1,3}){1,6}",
    re.IGNORECASE,
)
VERB_FIRST = re.compile(
    r"(?:[A-Z][a-z]{2,}ed|Led|Built|Ran|Wrote|Made|Grew|Won|Taught|Drove|Oversaw|Uses|Responsible|Working) (?:[a-z]|\d)"
)
_WORDS_ONLY = str.maketrans(dict.fromkeys("\t\n,.;:|/()[]{}&+–—-*'’\"•", " "))
_EMPLOYED = re.compile(r"\b(?i:work(?:ed|ing) (?:as|with|for|at|in)|employed (?:as|with|by|at)|served as|joined)\b")
# "February 10, 2026", "10th of March 2018", "01/02/2019".
_DAY_OF_MONTH = re.compile(
    r"[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th|\.)? (?:of )?[A-Za-z]{3,9}\.?,? \d{4}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
)
_MOST_WORDS = 18
_MOST_WORDS_BETWEEN = 12
_LONGEST_TRIVIA = 48
_DEEPEST_WRAP = 8
# A longer line has lost its line breaks; pieces of it are taken for lines.
LONGEST_LINE = 300
_LONGEST_ONLY_LINE = 120
_REACH = 160
_PIECES = ("  ", "• ", ". ", "\t")


class Fit(IntEnum):
    """How much a date stands like the date of an entry."""

    PROSE = 1
    BULLET = 2
    ENTRY = 3


class Region(NamedTuple):
    """A stretch of text whose entries have one kind.

    ``guessed`` where no heading says that it holds entries; ``mixed`` where studies are headed and work is not.
    """

    kind: SectionKind
    start: int
    end: int
    guessed: bool = False
    mixed: bool = False


class Placed(NamedTuple):
    """A date, the line it stands in, how it fits, and whether nothing else stands on the line (``bare``)."""

    dated: Dated
    line_start: int
    line_end: int
    fit: Fit
    bare: bool


# --- where entries may stand -------------------------------------------------------------------


def regions(document: Document, reference: int) -> list[Region]:
    """Return the sections that hold entries, each with the headed lines inside its entries joined to it."""
    found: list[Region] = []
    host: Section | None = None
    names: Counter[str] = Counter()
    for section in document.sections:
        if host is not None and section.kind in _NESTABLE and not names:
            names = Counter(_name(document.text, each) for each in document.sections if each.heading)
        if host is not None and section.kind in _NESTABLE and _nested(document.text, host, section, reference, names):
            found[-1] = found[-1]._replace(end=section.end)
        elif section.kind in _DATED_KINDS:
            start = section.heading.end if section.heading else section.start
            found.append(Region(section.kind, start, section.end))
            host = section if section.kind in _HOSTS else None
        else:
            host = None
    if not any(region.kind is SectionKind.EXPERIENCE for region in found):
        return [region._replace(mixed=True) for region in found]
    return found


def plausible(document: Document) -> list[Region]:
    """Return the parts where unheaded work may stand: the whole text when it has no sections."""
    if not document.sections:
        return [Region(SectionKind.HEADER, 0, len(document.text), guessed=True)]
    return [Region(s.kind, s.start, s.end, guessed=True) for s in document.sections if s.kind in _PLAUSIBLE]


def _nested(text: str, host: Section, section: Section, reference: int, names: Mapping[str, int]) -> bool:
    """Tell whether a section is part of an entry: its heading recurs, or looks smaller and work goes on below it."""
    if section.heading is None or host.heading is None:
        return False
    name = _name(text, section)
    if names[name] > 1:
        return True
    line_end = text.find("\n", section.heading.end, section.end)
    line_end = section.end if line_end == -1 else line_end
    inline = bool(text[section.heading.end : line_end].strip())
    smaller = _is_smaller(text, section, host)
    if not _after_blank(text, section):
        # Where sections are parted by blank lines and this one is not, it is part of what it follows.
        labelled = smaller or text[section.heading.end - 1] == ":"
        if (inline and name in JOB_TOOLS) or (labelled and not inline and _after_blank(text, host)):
            return True
    return (inline or smaller) and any(not dated.single for dated in dates.find(text, reference, line_end, section.end))


def _is_smaller(text: str, section: Section, host: Section) -> bool:
    """Tell whether the heading of a section is written smaller than that of the section around it."""
    if section.heading is None or host.heading is None:
        return False
    heading = text[section.heading.start : section.heading.end]
    above = text[host.heading.start : host.heading.end]
    return (above.isupper() and not heading.isupper()) or (heading.endswith(":") and not above.endswith(":"))


def _after_blank(text: str, section: Section) -> bool:
    return section.start < 2 or text[section.start - 2 : section.start] == "\n\n"


def _name(text: str, section: Section) -> str:
    heading = section.heading
    return text[heading.start : heading.end].strip(STRIP).lower() if heading else ""


# --- how a date stands -------------------------------------------------------------------------


def place(text: str, region: Region, found: Sequence[Dated]) -> list[Placed]:
    """Return the dates of a region with their lines and how they fit, in order."""
    placed: list[Placed] = []
    floor = region.start
    for index, dated in enumerate(found):
        ceiling = found[index + 1].start if index + 1 < len(found) else region.end
        placed.append(_place(text, region, floor, ceiling, dated))
        floor = dated.end
    return placed


def _line(text: str, low: int, high: int, floor: int, dated: Dated) -> tuple[int, int]:
    """Return start and end of the line of a date; of its piece of text where line breaks were lost."""
    # Only so far: a text that is one endless line must not be searched again for each of its dates.
    lowest = max(low, dated.start - LONGEST_LINE)
    highest = min(high, dated.end + LONGEST_LINE)
    start = text.rfind("\n", lowest, dated.start) + 1
    end = text.find("\n", dated.end, highest)
    if (start or lowest == low) and (end != -1 or highest == high):
        start, end = start or low, high if end == -1 else end
        # A part without line breaks has lost them, however short it is.
        flat = start == low and end == high and end - start > _LONGEST_ONLY_LINE
        if end - start <= LONGEST_LINE and not flat:
            return (start if start > floor else floor), end
    start, end = start or lowest, highest if end == -1 else end
    near = max(start, floor, dated.start - _REACH)
    cuts = [cut + len(mark) for mark in _PIECES if (cut := text.rfind(mark, near, dated.start)) != -1]
    far = min(end, dated.end + _REACH)
    stops = [stop for mark in _PIECES if (stop := text.find(mark, dated.end, far)) != -1]
    return max(cuts, default=near), min(stops, default=far)


def _place(text: str, region: Region, floor: int, ceiling: int, dated: Dated) -> Placed:
    start, end = _line(text, region.start, region.end, floor, dated)
    before, after = text[start : dated.start], text[dated.end : end if end < ceiling else ceiling]
    left, right = before.strip(STRIP), after.strip(STRIP)
    if left and left.lower() in DATE_LABELS:
        left = ""
    if right and len(right) < _LONGEST_TRIVIA and _TRIVIA.fullmatch(right):
        right = ""
    if dated.single and start == floor > region.start and text[floor - 1] != "\n":
        # Another date stands before it on the line: a list of years.
        fit = Fit.PROSE
    elif not left and not right:
        fit = Fit.ENTRY
    elif dated.suspect and (dated.single or right[:1].isdigit()):
        fit = Fit.PROSE
    elif not left:
        fit = Fit.PROSE if right[0].islower() else Fit.ENTRY
    elif dated.single and after.startswith("."):
        fit = Fit.PROSE
    else:
        fit = _fit(before, after, left, right, dated)
    if fit is Fit.ENTRY and not left and start > region.start and _continues(text, region.start, start, before):
        fit = Fit.PROSE
    return Placed(dated, start, end, fit, not left and not right)


def _continues(text: str, low: int, start: int, before: str) -> bool:
    """Tell whether a line only goes on with the one above: that ends in the middle, or is a bullet wrapped by an indent."""
    lowest = max(low, start - LONGEST_LINE)
    above = text[text.rfind("\n", lowest, start - 1) + 1 or lowest : start - 1]
    if not above.strip():
        return False
    if above[above.rfind(" ") + 1 :] in PROSE:
        return True
    bullet = above.lstrip()
    indent = len(above) - len(bullet)
    wrapped = indent < len(before) - len(before.lstrip(" ")) <= _DEEPEST_WRAP
    return wrapped and bullet[0] in BULLETS and not bullet[:2].isalpha()


def _fit(before: str, after: str, left: str, right: str, dated: Dated) -> Fit:
    """Judge a date by what stands left (not empty) and right of it on its line."""
    if before.rstrip()[-5:].lower().strip(" ,") in ("from", "since") and left[:-5].rstrip(" ")[-1:] in _DELIMITERS:
        # "Engineer at Acme, since 2020" stands like a date; "worked at Acme since 2020" is a sentence.
        left = left[:-5].rstrip(STRIP)
    column = before[-1] == "\t" or (before[-2:].isspace() and len(before) > 2)
    if column and not right:
        return Fit.ENTRY
    words = left.count(" ") + right.count(" ") + 2
    if _is_prose(left, words) or (not right and after.lstrip().startswith(".") and words > 8):
        return Fit.PROSE
    opening = before.lstrip()[:2]
    bullet = opening[0] in BULLETS and not opening.isalpha()
    if bullet:
        return Fit.BULLET if not right or words <= _MOST_WORDS_BETWEEN else Fit.PROSE
    if not right or (dated.exact and words <= _MOST_WORDS_BETWEEN):
        return Fit.ENTRY
    parted = column or before.rstrip(" ")[-1:] in _DELIMITERS
    parted_after = after[:2].isspace() or after.lstrip(" ")[:1] in _DELIMITERS
    if parted and parted_after:
        return Fit.ENTRY
    return Fit.ENTRY if parted_after and not dated.single and words <= _MOST_WORDS_BETWEEN else Fit.PROSE


def _is_prose(left: str, words: int) -> bool:
    if not left or words > _MOST_WORDS or left[0].islower():
        return bool(left)
    return left[left.rfind(" ") + 1 :].lower() in PROSE or VERB_FIRST.match(left) is not None


# --- which dates are dates of entries ----------------------------------------------------------


def accepted(text: str, region: Region, placed: Sequence[Placed]) -> Iterator[Placed]:
    """Yield the dates that date an entry, in text order.

    Where titles are dated, a date in a bullet or sentence dates an entry only when it names a job and says more than
    the entry around it; where no title is, every range that names a job does.
    """
    sure = any(each.fit is Fit.ENTRY and not each.dated.single for each in placed)
    host: Dated | None = None
    for each in placed:
        dated = each.dated
        within = host is not None and host.first <= dated.first and dated.last <= host.last
        if dated.single:
            dates_entry = each.fit is Fit.ENTRY and not _names_day(text, dated) and _stands_apart(text, each)
            taken = dates_entry and not within and not region.guessed
        elif each.fit is Fit.ENTRY:
            taken = True
        elif within:
            taken = False
        elif each.fit is Fit.BULLET:
            taken = not sure or names_work(text[each.line_start : each.line_end])
        else:
            line = text[each.line_start : each.line_end]
            taken = _EMPLOYED.search(line) is not None if sure else names_work(line)
        if taken:
            yield each
            host = dated


def names_work(words: str) -> bool:
    """Tell whether some words name a job or say that somebody worked."""
    # A set of words is five times as fast as a pattern of them.
    return not WORK.isdisjoint(words.translate(_WORDS_ONLY).lower().split())


def _names_day(text: str, dated: Dated) -> bool:
    """Tell whether a single date is a day: of a letter or the foot of a page, never of employment."""
    return _DAY_OF_MONTH.search(text, dated.start, dated.end) is not None


def _stands_apart(text: str, each: Placed) -> bool:
    """Tell whether a single date dates an entry: it stands alone, or after a title with its month written."""
    if each.bare:
        return True
    before = text[each.line_start : each.dated.start]
    label, colon, _ = before.partition(":")
    if colon and label.strip(STRIP).lower() not in TITLE_LABELS:
        return False
    if each.dated.exact:
        return True
    if text[each.dated.end : each.line_end].strip(STRIP):
        return False
    if before[-1:] in ("(", "\t") or before[-2:].isspace():
        return True
    return before.rstrip(" ")[-1:] in (",", "|", "–", "—") and names_work(before)
