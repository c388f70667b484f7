"""Text → the years it states: "5+ years of Python", "Java (2 years)", "over a decade of experience".

A figure belongs to the item it stands in. In brackets or after a colon or dash it belongs to the name before it, before
"of", "in" or "with" to the list of names that follows in the same clause, never to more. What a figure is worth:

* "3-5 years" is 3, "5+ years" and "over 5 years" are 5, "almost 8 years" is 8;
* "less than 1 year" is 0.5, half a year below the figure in general;
* "2 years 6 months" is 2.5, "18 months" is 1.5, a decade is 10.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from gapscan.records import Document, Mention, SectionKind, SkillId, Stance


class Figure(NamedTuple):
    """A length of time that a text states, from its first word to the end of its unit."""

    start: int
    end: int
    years: float


_YEAR = 12
# Literal beginnings, so that the scan runs at memory speed; the value is the unit in months.
_UNITS = (
    (re.compile(r"y(?:ears?|rs?)(?![a-z])"), _YEAR),
    (re.compile(r"Y(?:ears?|EARS?|rs?|RS?)(?![A-Za-z])"), _YEAR),
    (re.compile(r"months?(?![a-z])"), 1),
    (re.compile(r"Months?(?![a-z])"), 1),
    (re.compile(r"decades?(?![a-z])"), 120),
)
_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "couple": 2, "thirty": 30, "forty": 40}
_NUMBER = re.compile(
    r"(?<![\w.,$€£/])(?:(\d{1,2}(?:\.\d)?)\s?(?:\+\s?)?(?:[-–—]|to)\s?)?(\d{1,2})(?:([.,]\d{1,2})|(½|[ -]1/2))?$"
)
_AFTER_NUMBER = " \t\n\r\u00a0+)-–"
_AFTER_NUMBER_WORDS = (" plus", " or more", " or so", " full", " solid")
_QUALIFIER = re.compile(r"(less\s+than|under|below|<)|(?:more\s+than|at\s+least|up\s+to|total\s+of|[\w.]+|[~≈>±+])", re.IGNORECASE)
_QUALIFIER_WORDS = frozenset(
    "than under below over above least nearly almost approximately approx approx. about around roughly to a half of < > ~ ≈ ± +".split()
)
_AND_MONTHS = re.compile(r"(?:['’]s?)?\s{0,3}(?:,|&|and)?\s{0,3}(\d{1,2})\s{0,2}(?:months?|mos?|mths?)\b\.?", re.IGNORECASE)
# After the figure: not a time of practice. Before it: not one of the person's.
_NOT_PRACTICE = re.compile(
    r"['’]?\s?-?\s?(?:ago|old|later|warranty|in\s+a\s+row|to\s+year|on\s+year|over\s+year|end|plan|strategy|contract|degree|program(?:me)?|course"
    r"|diploma|lease|term|period|roadmap|grant|internship|scholarship|history|running|straight|before|earlier|from\s+now)\b",
    re.IGNORECASE,
)
_NOT_MINE = frozenset("within in every per each next after first another second third final last-minute age aged by".split())
_MOST_YEARS = 60.0


class Found(NamedTuple):
    """What a text says of lengths of time: the figures, and where a unit stands alone, as in a table heading."""

    figures: tuple[Figure, ...]
    headings: tuple[int, ...]


@lru_cache(maxsize=1)
def figures(text: str) -> Found:
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
    low = unit_start - 40 if unit_start > 40 else 0
    left = text[low:unit_start]
    stem = left.rstrip(_AFTER_NUMBER)
    if stem[-1:].isalpha() and stem.endswith(_AFTER_NUMBER_WORDS):
        stem = stem[: stem.rfind(" or ") if " or " in stem[-8:] else stem.rfind(" ")].rstrip(_AFTER_NUMBER)
    number = _number(stem)
    if number is None:
        return None
    value, start = number
    if stem[start - 1 : start] == "(":
        # "fifteen (15) years"
        start = stem.rfind(" ", 0, start - 1) + 1 if stem[: start - 1].strip() else start
    start, value = _qualified(stem, start, value * months / 12)
    word = stem[:start].rstrip().rpartition(" ")[2].lower().strip("(")
    rest = text[unit_end : unit_end + 24]
    if word in _NOT_MINE or _NOT_PRACTICE.match(rest) or (left[-1:] in ("-", "–") and "experience" not in rest.lower()):
        return None
    more = _AND_MONTHS.match(text, unit_end) if months == _YEAR else None
    if more:
        value, unit_end = value + int(more.group(1)) / 12, more.end()
    return Figure(low + start, unit_end, round(value, 2)) if 0 < value <= _MOST_YEARS else None


def _qualified(stem: str, start: int, years: float) -> tuple[int, float]:
    """Return where a figure starts with the words that qualify it ("less than", "over"), and what it is then worth."""
    left = stem[:start].rstrip()
    word = left[max(left.rfind(" "), left.rfind("\n"), left.rfind("(")) + 1 :].lower()
    if word not in _QUALIFIER_WORDS:
        return start, years
    for match in _QUALIFIER.finditer(left, max(0, len(left) - 14)):
        if match.end() == len(left):
            if match.group(1):
                years = max(years - 0.5, years / 2)
            return match.start(), years / 2 if word == "half" else years
    return start, years


def _number(stem: str) -> tuple[float, int] | None:
    """Return the number that a text ends with, and where it starts: the lower one of "3-5"."""
    if stem[-1:].isdigit() or stem[-1:] == "½":
        match = _NUMBER.search(stem, max(0, len(stem) - 16))
        if match is None:
            return None
        lower, whole, fraction, half = match.groups()
        if lower:
            return float(lower), match.start()
        value = int(whole) + (float("0" + fraction.replace(",", ".")) if fraction else 0.5 if half else 0.0)
        return value, match.start()
    if stem[-9:].lower() == "couple of":
        stem = stem[:-3]
    start = max(stem.rfind(" "), stem.rfind("\n"), stem.rfind("("), stem.rfind("-")) + 1
    worth = _WORDS.get(stem[start:].lower())
    return (float(worth), start) if worth else None


# --- years of a skill --------------------------------------------------------------------------

_SUFFIX_MARKS = " \t\n\r\u00a0()[]{}|:=~,.;-–—•·*/"
# Between a name and its figure: "Python (expert, 5 years)", "Java developer with 5 years", "used SQL for 3 years".
_BETWEEN = frozenset(
    "expert advanced intermediate proficient beginner basic experienced strong fluent senior level skill skills experience exp "
    "programming development for with of having developer engineer programmer analyst scientist architect administrator "
    "consultant specialist tester designer professional lead used since years total approx hands-on and over".split()
)
_PREFIX_STARTS = frozenset(
    "of in with on as working using experience exp developing building designing hands-on professional commercial industry "
    "practical programming coding writing solid strong extensive administering managing ' ’ ’s 's s worth's".split()
)
_PREFIX_STOPS = frozenset(
    "including incl and but while also plus knowledge familiar proficient skilled exposure which where having well both "
    "currently where who".split()
)
_WORD = re.compile(r"[a-z][a-z-]*")
_CLAUSE_ENDS = re.compile(r"[.;,(|•:]\s|\n\s{0,3}(?:\n|[-•*▪◦‣–])|[(|•\t]|\s{3}")
_JOINED = re.compile(r"\s{0,3}(?:/|&|\+|and|or)\s{0,3}", re.IGNORECASE)
_LISTED = re.compile(r"[ ,/&+(\n]{0,4}(?:(?:and|or|using|with|as\s+well\s+as|&)\b)?[ (\n]{0,3}", re.IGNORECASE)
_LONGEST_GAP = 90
_LONGEST_HEADING = 60
_MOST_WORDS = 8
_HEADER_WORDS = frozenset("skill skills technology technologies tool tools language languages years yrs year of experience level exp used".split())
_ROW = re.compile(r"[^\n]{1,60}?[ \t|:–—-]{1,20}\(?(\d{1,2}(?:\.\d)?)\+?\)?[ \t|]{0,8}")


def stated_years(document: Document, mentions: Sequence[Mention]) -> Mapping[SkillId, float]:
    """Return the years of practice that a résumé states for skills.

    Args:
        document: The résumé.
        mentions: What was found in it, ordered by span; only mentions that are held or unclear take part.

    Returns:
        Years by skill, above 0, the largest figure where there are several; skills without a figure are left out.
    """
    text = document.text
    found, headings = figures(text)
    if not found and not headings:
        return {}
    held = [m for m in mentions if m.stance in (Stance.HELD, Stance.UNCERTAIN)]
    starts = [mention.span.start for mention in held]
    given: dict[SkillId, float] = {}
    owned: set[int] = set()
    forward: list[tuple[Figure, int]] = []
    prefixed = False
    for figure in found:
        index = bisect_left(starts, figure.start)
        before = _suffix(text, held, index, figure)
        # "hands-on experience" names a way of working, not what the years were spent on.
        while index < len(held) and held[index].text.lower() in _PREFIX_STARTS:
            index += 1
        after = _prefix(text, held, index, figure)
        if (before or after) and _is_others(text, figure):
            continue
        if before and (not after or _tight(text, held[before[-1]].span.end, figure, prefixed=prefixed)):
            owned.update(before)
            _give(given, held, before, figure.years)
            prefixed = False
        elif after:
            forward.append((figure, index))
            prefixed = True
    for figure, index in forward:
        _give(given, held, _following(text, held, index, owned), figure.years)
    for skill, years in _table(text, headings, held, starts):
        given[skill] = max(given.get(skill, 0.0), years)
    return given


def _give(given: dict[SkillId, float], held: Sequence[Mention], targets: Sequence[int], years: float) -> None:
    for target in targets:
        skill = held[target].skill
        given[skill] = max(given.get(skill, 0.0), years)


def _suffix(text: str, held: Sequence[Mention], index: int, figure: Figure) -> list[int]:
    """Return the mentions before a figure that it may belong to, in order; empty when none does."""
    if not index:
        return []
    gap = text[held[index - 1].span.end : figure.start]
    core = gap.strip(_SUFFIX_MARKS)
    if len(gap) > 40 or "\n\n" in gap or ". " in gap or (core and not _BETWEEN.issuperset(_WORD.findall(core.lower()))):
        return []
    if "\n" in gap and not core and "(" not in gap and not _cells(text, held[index - 1], figure):
        return []
    if core and core.split()[-1].lower() in ("and", "of"):
        return []
    spread = core.lower().endswith(("for", "with"))
    targets = [index - 1]
    while targets[0]:
        left, right = held[targets[0] - 1], held[targets[0]]
        between = text[left.span.end : right.span.start]
        if spread and len(between) < 12 and _LISTED.fullmatch(between):
            targets.insert(0, targets[0] - 1)
            continue
        # In "A, B and C (2 years)" the figure is C's; in "A and B (2 years)" and "A/B (2 years)" it is both's.
        if not _JOINED.fullmatch(between) or ("/" not in between and text[max(0, left.span.start - 4) : left.span.start].rstrip().endswith(",")):
            break
        targets.insert(0, targets[0] - 1)
    return targets


def _cells(text: str, mention: Mention, figure: Figure) -> bool:
    """Tell whether a name and a figure stand alone on two lines, as the cells of a table row are read."""
    start = text.rfind("\n", 0, mention.span.start) + 1
    end = text.find("\n", figure.end)
    end = len(text) if end == -1 else end
    return not text[start : mention.span.start].strip(_SUFFIX_MARKS) and not text[figure.end : end].strip(_SUFFIX_MARKS)


def _tight(text: str, end: int, figure: Figure, *, prefixed: bool) -> bool:
    """Tell whether a figure between two names belongs to the left one."""
    gap = text[end : figure.start]
    if any(mark in gap for mark in "([:|=–—") or " - " in gap or "\t" in gap:
        return True
    following = text[figure.end : figure.end + 12].split()
    if following and following[0].lower() in _PREFIX_STARTS:
        return False
    return not prefixed and "," not in gap


def _prefix(text: str, held: Sequence[Mention], index: int, figure: Figure) -> bool:
    """Tell whether the names after a figure are what it counts: "5 years of experience in Python"."""
    if index >= len(held):
        return False
    gap = text[figure.end : held[index].span.start]
    if len(gap) > _LONGEST_GAP or _CLAUSE_ENDS.search(gap):
        return False
    words = gap.lower().replace("’", "'").split()
    if words and words[0] in ("'", "'s", "s"):
        words = words[1:]
    if not words:
        return True
    return len(words) <= _MOST_WORDS and words[0] in _PREFIX_STARTS and _PREFIX_STOPS.isdisjoint(words)


def _following(text: str, held: Sequence[Mention], index: int, owned: set[int]) -> list[int]:
    """Return the list of mentions that starts at one, up to the first that has a figure of its own."""
    targets: list[int] = []
    while index < len(held) and index not in owned:
        targets.append(index)
        if index + 1 == len(held):
            break
        gap = text[held[index].span.end : held[index + 1].span.start]
        if len(gap) > 16 or not _LISTED.fullmatch(gap):
            break
        index += 1
    return targets


def _table(
    text: str, headings: Sequence[int], held: Sequence[Mention], starts: Sequence[int]
) -> Iterator[tuple[SkillId, float]]:
    """Yield the rows below a table heading such as "Skill | Years"."""
    for position in headings:
        end = text.find("\n", position)
        line = text[text.rfind("\n", 0, position) + 1 : end]
        if end == -1 or len(line) > _LONGEST_HEADING:
            continue
        words = _WORD.findall(line.lower())
        if len(words) > 1 and _HEADER_WORDS.issuperset(words):
            yield from _rows(text, end + 1, held, starts)


def _rows(text: str, position: int, held: Sequence[Mention], starts: Sequence[int]) -> Iterator[tuple[SkillId, float]]:
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end == -1 else end
        match = _ROW.fullmatch(text, position, end)
        index = bisect_left(starts, position)
        if match is None:
            # A rule under the heading ("---|---") is no row, but does not end the table either.
            if text[position:end].strip(" |-=+:"):
                return
        elif index < len(held) and starts[index] < end and 0 < float(match.group(1)) <= _MOST_YEARS:
            yield held[index].skill, float(match.group(1))
        position = end + 1


# --- years of everything -----------------------------------------------------------------------

_EXPERIENCE_AFTER = re.compile(
    r"(?:['’]s?)?\s{0,3}\+?\s{0,3}(?:of\s+|in\s+|worth\s+of\s+)?(?:[A-Za-z][\w/&+,-]{0,18}\s+){0,6}?"
    r"(?:experience|exp\b|expertise|track\s+record|background\s+in|as\s+an?\s)",
    re.IGNORECASE,
)
_TRADE_AFTER = re.compile(
    r"(?:['’]s?)?\s{1,3}(?:working\s+)?(?:in|with)\s+(?:[A-Za-z][\w/&+,-]{0,18}\s+){0,4}?(?:industry|field|sector|domain|development|engineering|software"
    r"|it\b|tech|technology|data|analytics)",
    re.IGNORECASE,
)
_EXPERIENCE_BEFORE = re.compile(r"(?:experience|exp|track\s+record)\b[\s:(\-–—|]{0,6}(?:of\s|is\s|over\s|in\s\w{2,12}\s)?[\s:(\-–—]{0,3}$", re.IGNORECASE)
_OTHERS = frozenset(
    "we our their his her its company firm agency team combined collective collectively client clients vendor provider organization "
    "organisation startup start-up colleagues staff consultancy bank institute employees professionals required requires requiring".split()
)
_TEAM_ROLES = re.compile(r"\bteam[ -](?:lead|manager|player)")
_OTHERS_AFTER = re.compile(r"[,\s]{1,3}(?:we|our|the\scompany|in\sbusiness|of\soperations?|combined)\b", re.IGNORECASE)
_CLOSINGS = (")", ",", "]", "|", ";", "")
_NOT_WORK = (
    SectionKind.REFERENCES,
    SectionKind.PUBLICATIONS,
    SectionKind.INTERESTS,
    SectionKind.LEARNING,
    SectionKind.LANGUAGES,
)


def stated_total(document: Document) -> float | None:
    """Return the largest overall figure of experience that a résumé states, in years; None when it states none.

    The age of a company, the experience of a team, and figures of one skill in a list ("Python (5 years)") are none.
    """
    text = document.text
    found = [f.years for f in figures(text).figures if _is_total(document, text, f)]
    return max(found, default=None)


def _is_total(document: Document, text: str, figure: Figure) -> bool:
    before = text[max(0, figure.start - 32) : figure.start]
    after = text[figure.end : figure.end + 120]
    said = (
        (("xp" in before or "XP" in before or "track" in before) and _EXPERIENCE_BEFORE.search(before))
        or (after[:1] not in _CLOSINGS and (_EXPERIENCE_AFTER.match(after) or _TRADE_AFTER.match(after)))
    )  # fmt: skip
    if not said or document.section_at(figure.start) in _NOT_WORK:
        return False
    return not _is_others(text, figure)


def _is_others(text: str, figure: Figure) -> bool:
    """Tell whether a figure is of a company, a team or anybody else than the person."""
    before = text[max(0, figure.start - 80) : figure.start].lower()
    clause = max(before.rfind(mark) for mark in (". ", "\n\n", ";", "•", "\n-", "\n*"))
    words = _WORD.findall(_TEAM_ROLES.sub(" ", before) if "team" in before else before, max(0, clause))
    return not _OTHERS.isdisjoint(words) or _OTHERS_AFTER.match(text, figure.end) is not None
