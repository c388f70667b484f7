"""Where dates stand: which parts of a résumé hold dated entries, and which of its dates stand like the date of one.

A date counts where an entry has its date: on a line of its own, at either end of a title line, in a right column. A
date inside a sentence ("cleaned weather data from 1990 to 2015") does not, unless a section is told in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from gapscan.records import Document, Section, SectionKind
from gapscan.timeline import dates
from gapscan.timeline.dates import Dated
from gapscan.timeline.words import BULLETS, DATE_LABELS, JOB_TOOLS, PROSE, TITLE_LABELS

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
WORK = re.compile(
    r"(?i:\b(?:work(?:ed|ing|s)?|joined|served|serving|employed|hired|engineer|developer|programmer|analyst|scientist"
    r"|manager|consultant|architect|administrator|intern(?:ship)?|trainee|assistant|director|lead(?:er)?|head|officer"
    r"|specialist|designer|tester|technician|researcher|professor|lecturer|teacher|tutor|instructor|employee|founder"
    r"|freelanc\w{0,4}|contractor|executive|coordinator|supervisor|fellow|postdoc\w{0,8}|staff|advisor|president|owner)\b)"
)
_EMPLOYED = re.compile(r"\b(?i:work(?:ed|ing) (?:as|with|for|at|in)|employed (?:as|with|by|at)|served as|joined)\b")
_MOST_WORDS = 18
_MOST_WORDS_BETWEEN = 12
_LONGEST_TRIVIA = 48
# A longer line has lost its line breaks; pieces of it are taken for lines.
LONGEST_LINE = 300
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
    for section in document.sections:
        if host is not None and section.kind in _NESTABLE and _nested(document, host, section, reference):
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


def _nested(document: Document, host: Section, section: Section, reference: int) -> bool:
    """Tell whether a section is part of an entry: its heading recurs, or looks smaller and work goes on below it."""
    if section.heading is None or host.heading is None:
        return False
    text = document.text
    name = _name(text, section)
    if sum(1 for other in document.sections if other.heading and _name(text, other) == name) > 1:
        return True
    line_end = text.find("\n", section.heading.end, section.end)
    line_end = section.end if line_end == -1 else line_end
    inline = bool(text[section.heading.end : line_end].strip())
    if not (inline or _is_smaller(text, section, host)):
        return False
    if inline and name in JOB_TOOLS and not text[: section.start].endswith("\n\n"):
        return True
    return any(not dated.single for dated in dates.find(text, reference, line_end, section.end))


def _is_smaller(text: str, section: Section, host: Section) -> bool:
    """Tell whether the heading of a section is written smaller than that of the section around it."""
    if section.heading is None or host.heading is None:
        return False
    heading = text[section.heading.start : section.heading.end]
    above = text[host.heading.start : host.heading.end]
    return (above.isupper() and not heading.isupper()) or (heading.endswith(":") and not above.endswith(":"))


def _name(text: str, section: Section) -> str:
    heading = section.heading
    return text[heading.start : heading.end].strip(STRIP).lower() if heading else ""


# --- how a date stands -------------------------------------------------------------------------


def place(text: str, region: Region, found: Sequence[Dated]) -> list[Placed]:
    """Return the dates of a region with their lines and how they fit, in order."""
    placed: list[Placed] = []
    floor = region.start
    for dated in found:
        placed.append(_place(text, region, floor, dated))
        floor = dated.end
    return placed


def _line(text: str, low: int, high: int, floor: int, dated: Dated) -> tuple[int, int]:
    """Return start and end of the line of a date; of its piece of text where line breaks were lost."""
    start = text.rfind("\n", low, dated.start) + 1 or low
    end = text.find("\n", dated.end, high)
    end = high if end == -1 else end
    if end - start <= LONGEST_LINE:
        return (start if start > floor else floor), end
    near = max(start, floor, dated.start - _REACH)
    cuts = [cut + len(mark) for mark in _PIECES if (cut := text.rfind(mark, near, dated.start)) != -1]
    far = min(end, dated.end + _REACH)
    stops = [stop for mark in _PIECES if (stop := text.find(mark, dated.end, far)) != -1]
    return max(cuts, default=near), min(stops, default=far)


def _place(text: str, region: Region, floor: int, dated: Dated) -> Placed:
    start, end = _line(text, region.start, region.end, floor, dated)
    before, after = text[start : dated.start], text[dated.end : end]
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
    elif dated.suspect:
        fit = Fit.PROSE
    elif not left:
        fit = Fit.PROSE if right[0].islower() else Fit.ENTRY
    else:
        fit = _fit(before, after, left, right, exact=dated.exact)
    return Placed(dated, start, end, fit, not left and not right)


def _fit(before: str, after: str, left: str, right: str, *, exact: bool) -> Fit:
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
    if not right or (exact and words <= _MOST_WORDS_BETWEEN):
        return Fit.ENTRY
    parted = column or before.rstrip(" ")[-1:] in _DELIMITERS
    parted_after = after[:2].isspace() or after.lstrip(" ")[:1] in _DELIMITERS
    return Fit.ENTRY if parted and parted_after else Fit.PROSE


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
            taken = not region.guessed and each.fit is Fit.ENTRY and not within and _stands_apart(text, each)
        elif each.fit is Fit.ENTRY:
            taken = True
        elif within:
            taken = False
        elif each.fit is Fit.BULLET:
            taken = not sure or WORK.search(text, each.line_start, each.line_end) is not None
        else:
            cue = _EMPLOYED if sure else WORK
            taken = cue.search(text, each.line_start, each.line_end) is not None
        if taken:
            yield each
            host = dated


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
    after = text[each.dated.end : each.line_end].strip(STRIP)
    return not after and (before[-1:] in ("(", "\t") or before[-2:].isspace())
