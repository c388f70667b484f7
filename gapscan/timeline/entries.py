"""Dates → the dated entries of a résumé: which date belongs to a role, project or study, and which text that entry covers.

A date counts where it stands like the date of an entry: on a line of its own, at either end of a title line, in a right
column. A date inside a sentence ("cleaned weather data from 1990 to 2015") does not. Whether the title stands above its
date, beside it or below it is read off the first entry of a section, where nothing but the title can stand between the
heading and the date, and kept for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gapscan.records import Document, Month, Period, Section, SectionKind
from gapscan.timeline import dates
from gapscan.timeline.dates import Dated

# Tuples, not sets: looking an enumeration member up in a set costs ten times as much.
_DATED_KINDS = (SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.EDUCATION, SectionKind.VOLUNTEERING)
# "Technologies: …" and "Key achievements" inside a job open a section of their own; the job goes on below them.
_NESTABLE = (
    SectionKind.SKILLS,
    SectionKind.AWARDS,
    SectionKind.SUMMARY,
    SectionKind.OTHER,
    SectionKind.PROJECTS,
    SectionKind.COURSES,
)
_HOSTS = (SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING)
# Where work may hide in a text whose headings are unknown.
_PLAUSIBLE = (SectionKind.HEADER, SectionKind.SUMMARY, SectionKind.OBJECTIVE, SectionKind.OTHER, SectionKind.SKILLS)
_JOB_TOOLS = frozenset(("technologies", "tools", "technical environment", "tech stack", "technology stack", "tools and technologies"))

_BULLETS = frozenset("•‣◦▪▫■□●○◆◇►▶➢➤✓✔★·⋅∙*-–—o§")
_STRIP = " \t\r\u00a0,.;:|()[]{}*_•‣◦▪▫■●○◆►➢➤✓·∙-–—~/\\"
_DELIMITERS = frozenset("(|,–—-·:[)];/\t•")
_LABELS = frozenset("from since duration period date dates tenure timeline year years time when worked".split())
_PROSE = frozenset(
    "from in between during of since until till for and by with the after before over around about at on to as into than "
    "von bis zwischen seit entre depuis desde".split()
)
_TITLES_LABELS = frozenset(
    "client company role title position project employer organization organisation designation location team "
    "project name job title company name".split()
)
_TABLE_WORDS = frozenset("role company from to title employer start end date dates position period duration location organization".split())
_TRIVIA = re.compile(
    r"(?:\d{1,2}(?:\.\d)?\s?\+?\s?(?:years?|yrs?|months?|mos?)\W{0,3}|and\s|full[- ]?time|part[- ]?time|remote|hybrid|contract"
    r"|permanent|freelance|on-?site|internship|\W{1,3}){1,6}",
    re.IGNORECASE,
)
_ABBREVIATED = ("Inc.", "Ltd.", "Corp.", "Co.", "LLC.", "L.P.", "Jr.", "Sr.", "S.A.", "B.V.", "Pvt.", "U.S.", "U.K.", "U.S.A.")
_VERB_FIRST = re.compile(r"(?:[A-Z][a-z]{2,}ed|Led|Built|Ran|Wrote|Made|Grew|Won|Taught|Drove|Oversaw|Uses|Responsible|Working) (?:[a-z]|\d)")
_WORK = re.compile(
    r"(?i:\b(?:work(?:ed|ing|s)?|joined|served|serving|employed|hired|engineer|developer|programmer|analyst|scientist|manager"
    r"|consultant|architect|administrator|intern(?:ship)?|trainee|assistant|director|lead(?:er)?|head|officer|specialist"
    r"|designer|tester|technician|researcher|professor|lecturer|teacher|tutor|instructor|employee|founder|freelanc\w{0,4}"
    r"|contractor|executive|coordinator|supervisor|fellow|postdoc\w{0,8}|staff|advisor|president|owner)\b)"
)
_EMPLOYED = re.compile(r"\b(?i:work(?:ed|ing) (?:as|with|for|at|in)|employed (?:as|with|by|at)|served as|joined)\b")
# By first letters, upper case: the search can then skip to them.
_DEGREE = re.compile(
    r"(?:Bachelor|BACHELOR|Master['’]?s? (?:of|in|Degree|degree)|MASTER|B\.[A-Z]|B\.Tech|BSc|M\.S|MSc|Ph\.?D|MBA|Diplom|GPA|Licence)"
)
_SCHOOL = re.compile(r"(?:High School|Degree|Universi|UNIVERSI|College|Institute of Tech|Student|Certificate of Ed)")
_MOST_TITLE_LINES = 4
_LONGEST_TITLE = 90
# A longer line has lost its line breaks; pieces of it are taken for lines.
_LONGEST_LINE = 300
_REACH = 160


class _Fit(IntEnum):
    """How much a date looks like the date of an entry."""

    NONE = 0
    PROSE = 1
    BULLET = 2
    ENTRY = 3


class _Region(NamedTuple):
    """A stretch of text whose entries have one kind.

    ``guessed`` where no heading says that it holds entries; ``mixed`` where studies are headed and work is not.
    """

    kind: SectionKind
    start: int
    end: int
    guessed: bool = False
    mixed: bool = False


class _Placed(NamedTuple):
    """A date, the line it stands in, how it fits, and whether nothing else stands on the line."""

    dated: Dated
    line_start: int
    line_end: int
    fit: _Fit
    bare: bool


def find(document: Document, reference: int, *, guess: bool = False, short_years: bool = False) -> list[Period]:
    """Return the dated entries, in text order.

    Args:
        document: With its sections; dates in hidden text are left out.
        reference: ``Month.index`` of the month that "present" means.
        guess: Look for work in sections that usually hold none; only ranges are taken there.
        short_years: See ``dates.find``.
    """
    found: list[Period] = []
    for region in _guessed(document) if guess else _regions(document, reference):
        inside = dates.find(document.text, reference, region.start, region.end, short_years=short_years)
        if document.hidden:
            inside = [d for d in inside if not any(h.start < d.end and d.start < h.end for h in document.hidden)]
        if inside:
            found.extend(_periods(document.text, region, inside))
    return found


# --- where entries may stand -------------------------------------------------------------------


def _regions(document: Document, reference: int) -> list[_Region]:
    """Return the sections that hold entries, each with the headed lines inside its entries joined to it."""
    regions: list[_Region] = []
    host: Section | None = None
    for section in document.sections:
        if host is not None and section.kind in _NESTABLE and _nested(document, host, section, reference):
            regions[-1] = regions[-1]._replace(end=section.end)
        elif section.kind in _DATED_KINDS:
            start = section.heading.end if section.heading else section.start
            regions.append(_Region(section.kind, start, section.end))
            host = section if section.kind in _HOSTS else None
        else:
            host = None
    if not any(region.kind is SectionKind.EXPERIENCE for region in regions):
        return [region._replace(mixed=True) for region in regions]
    return regions


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
    heading, above = text[section.heading.start : section.heading.end], text[host.heading.start : host.heading.end]
    smaller = inline or (above.isupper() and not heading.isupper()) or (heading.endswith(":") and not above.endswith(":"))
    if not smaller:
        return False
    if inline and name in _JOB_TOOLS and not text[: section.start].endswith("\n\n"):
        return True
    return any(not dated.single for dated in dates.find(text, reference, line_end, section.end))


def _name(text: str, section: Section) -> str:
    heading = section.heading
    return text[heading.start : heading.end].strip(_STRIP).lower() if heading else ""


def _guessed(document: Document) -> list[_Region]:
    if not document.sections:
        return [_Region(SectionKind.HEADER, 0, len(document.text), guessed=True)]
    return [_Region(s.kind, s.start, s.end, guessed=True) for s in document.sections if s.kind in _PLAUSIBLE]


# --- which dates are dates of entries ----------------------------------------------------------


def _line(text: str, low: int, high: int, floor: int, dated: Dated) -> tuple[int, int]:
    """Return start and end of the line of a date; of its piece of text where line breaks were lost."""
    start = text.rfind("\n", low, dated.start) + 1 or low
    end = text.find("\n", dated.end, high)
    end = high if end == -1 else end
    if end - start <= _LONGEST_LINE:
        return (start if start > floor else floor), end
    start = max(start, floor)
    near = max(start, dated.start - _REACH)
    cut = max(text.rfind(mark, near, dated.start) + len(mark) if mark in text[near : dated.start] else 0 for mark in _PIECES)
    far = min(end, dated.end + _REACH)
    stops = [stop for stop in (text.find(mark, dated.end, far) for mark in _PIECES) if stop != -1]
    return max(near, cut), min(stops, default=far)


_PIECES = ("  ", "• ", ". ", "\t")


def _place(text: str, region: _Region, floor: int, dated: Dated) -> _Placed:
    start, end = _line(text, region.start, region.end, floor, dated)
    before, after = text[start : dated.start], text[dated.end : end]
    left, right = before.strip(_STRIP), after.strip(_STRIP)
    if left and left.lower() in _LABELS:
        left = ""
    if right and len(right) < 48 and _TRIVIA.fullmatch(right):
        right = ""
    if dated.single and start == floor > region.start and text[floor - 1] != "\n":
        # Another date stands before it on the line: a list of years.
        fit = _Fit.PROSE
    elif not left and not right:
        fit = _Fit.ENTRY
    elif dated.suspect:
        fit = _Fit.PROSE
    else:
        fit = _fit(before, after, left, right, exact=dated.exact)
    return _Placed(dated, start, end, fit, not left and not right)


def _fit(before: str, after: str, left: str, right: str, *, exact: bool) -> _Fit:
    """Judge a date by what stands left and right of it on its line; one of both is not empty."""
    if not left:
        return _Fit.PROSE if right[0].islower() else _Fit.ENTRY
    if before.rstrip()[-5:].lower().strip(" ,") in ("from", "since") and left[:-5].rstrip(" ")[-1:] in _DELIMITERS:
        # "Engineer at Acme, since 2020" stands like a date; "worked at Acme since 2020" is a sentence.
        left = left[:-5].rstrip(_STRIP)
    column = before[-1] == "\t" or before[-2:].isspace() and len(before) > 2
    if column and not right:
        return _Fit.ENTRY
    last_word = left[left.rfind(" ") + 1 :].lower()
    words = left.count(" ") + right.count(" ") + 2
    bullet = before.lstrip()[0] in _BULLETS and (before.lstrip()[0] != "o" or before.lstrip()[1:2] == " ")
    if last_word in _PROSE or left[0].islower() or words > 18 or _VERB_FIRST.match(left):
        return _Fit.PROSE
    if not right:
        if after.lstrip().startswith(".") and words > 8:
            return _Fit.PROSE
        return _Fit.BULLET if bullet else _Fit.ENTRY
    if bullet:
        return _Fit.PROSE if words > 12 else _Fit.BULLET
    parted = before.rstrip(" ")[-1:] in _DELIMITERS or column
    parted_after = after.lstrip(" ")[:1] in _DELIMITERS or after[:2].isspace()
    return _Fit.ENTRY if (parted and parted_after) or (exact and words <= 12) else _Fit.PROSE


def _accepted(text: str, region: _Region, placed: Sequence[_Placed]) -> Iterator[_Placed]:
    """Yield the dates that date an entry, in text order."""
    sure = any(p.fit is _Fit.ENTRY and not p.dated.single for p in placed)
    host: Dated | None = None
    for place in placed:
        dated = place.dated
        within = host is not None and host.first <= dated.first and dated.last <= host.last
        if dated.single:
            taken = not region.guessed and place.fit is _Fit.ENTRY and _dates_alone(text, place) and not within
        elif place.fit is _Fit.ENTRY:
            taken = True
        elif place.fit is _Fit.BULLET:
            taken = not within and (not sure or _WORK.search(text, place.line_start, place.line_end) is not None)
        else:
            cue = _EMPLOYED if sure else _WORK
            taken = not within and cue.search(text, place.line_start, place.line_end) is not None
        if taken:
            yield place
            host = dated


def _dates_alone(text: str, place: _Placed) -> bool:
    """Tell whether a single date dates an entry: it stands apart, or after a title with its month written."""
    if place.bare:
        return True
    before = text[place.line_start : place.dated.start]
    label, colon, _ = before.partition(":")
    if colon and label.strip(_STRIP).lower() not in _TITLES_LABELS:
        return False
    if place.dated.exact:
        return True
    after = text[place.dated.end : place.line_end].strip(_STRIP)
    return not after and (before[-1:] in ("(", "\t") or before[-2:].isspace())


# --- which text an entry covers ----------------------------------------------------------------


def _periods(text: str, region: _Region, found: Sequence[Dated]) -> Iterator[Period]:
    placed: list[_Placed] = []
    floor = region.start
    for dated in found:
        placed.append(_place(text, region, floor, dated))
        floor = dated.end
    accepted = _refined(list(_accepted(text, region, placed)))
    if not accepted:
        return
    starts = _starts(text, region, accepted)
    ends = [*(b if b > a else 0 for a, b in pairwise(starts)), region.end]
    for index in range(len(ends) - 2, -1, -1):
        # Two ranges of one entry ("2015–2017, 2019–2020") share its text.
        ends[index] = ends[index] or ends[index + 1]
    for place, start, end in zip(accepted, starts, ends, strict=True):
        dated = place.dated
        kind = _kind(text, region, place, start, end)
        if kind is None:
            continue
        yield Period(
            first=_month(dated.first),
            last=_month(dated.last),
            start=start,
            end=end,
            kind=kind,
            quote=" ".join(text[dated.start : dated.end].split()),
            current=dated.current,
        )


def _refined(accepted: list[_Placed]) -> list[_Placed]:
    """Let written months beat written years: "Acme 2014–2022" above "Jun 2014 – Dec 2018" starts in June."""
    for index, place in enumerate(accepted):
        years = place.dated
        if years.exact or years.single:
            continue
        inner: list[Dated] = []
        for other in accepted[index + 1 :]:
            if other.dated.first // 12 < years.first // 12 or other.dated.last // 12 > years.last // 12:
                break
            inner.append(other.dated)
        if inner and all(dated.exact for dated in inner):
            first, last = min(d.first for d in inner), max(d.last for d in inner)
            first = first if first // 12 == years.first // 12 else years.first
            last = last if last // 12 == years.last // 12 else years.last
            accepted[index] = place._replace(dated=years._replace(first=first, last=last))
    return accepted


@lru_cache(maxsize=2048)
def _month(index: int) -> Month:
    return Month(index // 12, index % 12 + 1)


def _starts(text: str, region: _Region, accepted: Sequence[_Placed]) -> list[int]:
    starts: list[int] = []
    floor = region.start
    limit, over_blank = _MOST_TITLE_LINES if not region.guessed else 2, True
    for index, place in enumerate(accepted):
        if index and accepted[index - 1].dated.end <= place.dated.start:
            between = text[accepted[index - 1].dated.end : place.dated.start]
            if "\n" not in between and not between.strip(_STRIP + "&"):
                starts.append(starts[-1])
                floor = place.line_end
                continue
        if place.fit is not _Fit.ENTRY:
            starts.append(place.line_start)
        else:
            start, lines, blanks = _title(text, floor, place.line_start, limit, over_blank=over_blank)
            starts.append(start)
            if limit == _MOST_TITLE_LINES or index == 0:
                limit, over_blank = lines, blanks
        floor = place.line_end
    return starts


def _title(text: str, floor: int, start: int, limit: int, *, over_blank: bool) -> tuple[int, int, bool]:
    """Walk up over the title lines above a date.

    Returns:
        Where the title starts, how many lines were taken, and whether blank lines stand between them.
    """
    lines, blanks, crossed = 0, 0, False
    position = start
    while lines < limit and position > floor:
        above = max(floor, text.rfind("\n", floor, position - 1) + 1)
        line = text[above:position].strip()
        if not line:
            blanks += 1
            if blanks > 2 or not over_blank:
                break
        elif _is_title(line):
            crossed = crossed or blanks > 0
            start, lines, blanks = above, lines + 1, 0
        else:
            break
        position = above
    return start, lines, crossed


def _is_title(line: str) -> bool:
    """Tell whether a line above a date may be the title of its entry: no bullet, sentence, list or table heading."""
    if _VERB_FIRST.match(line) or _TABLE_WORDS.issuperset(line.replace("|", " ").lower().split()):
        return False
    if len(line) > _LONGEST_TITLE or line[0] in _BULLETS and not line[:2].isalpha() or line[0].islower():
        return False
    if line[-1] in ".;" and not line.endswith(_ABBREVIATED):
        return False
    label, colon, rest = line.partition(":")
    return not (colon and rest.strip()) or label.strip(_STRIP).lower() in _TITLES_LABELS


def _kind(text: str, region: _Region, place: _Placed, start: int, end: int) -> SectionKind | None:
    """Return the kind of an entry, None when a guess is not borne out; studies among the work are studies."""
    kind = region.kind
    if not (region.guessed or kind is SectionKind.EXPERIENCE or (region.mixed and kind is SectionKind.EDUCATION)):
        return kind
    title = text[start : place.line_end]
    if place.bare and (region.guessed or region.mixed):
        title += text[place.line_end : min(end, place.line_end + _LONGEST_TITLE)].lstrip().split("  ", 1)[0]
    title = title[-_LONGEST_LINE:]
    if kind is SectionKind.EXPERIENCE:
        return SectionKind.EDUCATION if _DEGREE.search(title) and not _WORK.search(title) else kind
    works = _WORK.search(title) is not None
    studies = _DEGREE.search(title) is not None or (not works and _SCHOOL.search(title) is not None)
    if studies and not works:
        return SectionKind.EDUCATION
    # A text of some length under a date is more than a line in a list of memberships.
    told = end - place.line_end > _LONGEST_TITLE
    if kind is SectionKind.EDUCATION:
        flat = told and "\n" not in text[start:end]
        return SectionKind.EXPERIENCE if not studies and (works or flat) else kind
    return SectionKind.EXPERIENCE if works or told or kind is SectionKind.HEADER else None
