"""Figures → the years of practice a résumé states, a skill and in all: "5+ years of Python", "a decade of experience".

A figure belongs to the item it stands in. In brackets or after a colon or dash it belongs to the name before it,
before "of", "in" or "with" to the list of names that follows in the same clause, never to more. ``figures`` tells what
a figure is worth.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from gapscan.records import Document, Mention, SectionKind, SkillId, Stance
from gapscan.timeline import figures
from gapscan.timeline.figures import Figure
from gapscan.timeline.words import AFTER_FIGURE, BEFORE_FIGURE, ENDS_FIGURE, FIGURE_HEADINGS, OTHERS

_SUFFIX_MARKS = " \t\n\r\u00a0()[]{}|:=~,.;-–—•·*/"
_WORD = re.compile(r"[a-z][a-z-]*")
_CLAUSE_ENDS = re.compile(r"[.;,(|•:]\s|\n\s{0,3}(?:\n|[-•*▪◦‣–])|[(|•\t]|\s{3}")
_JOINED = re.compile(r"\s{0,3}(?:/|&|\+|and|or)\s{0,3}", re.IGNORECASE)
_LISTED = re.compile(r"[ ,/&+(\n]{0,4}(?:(?:and|or|using|with|as\s+well\s+as|&)\b)?[ (\n]{0,3}", re.IGNORECASE)
_LONGEST_GAP = 90
_LONGEST_SUFFIX_GAP = 40
_MOST_YEARS = 60.0
_LONGEST_HEADING = 60
_MOST_WORDS = 8
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
    found, headings = figures.find(text)
    tables = [end for position in headings if (end := _table_below(text, position)) is not None]
    if not found and not tables:
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
        if before and text[held[index - 1].span.end : figure.start].lstrip() == "(":
            owned.update(before)
            _give(given, held, before, figure.years)
            prefixed = False
            continue
        # "hands-on experience" names a way of working, not what the years were spent on.
        while index < len(held) and held[index].text.lower() in AFTER_FIGURE:
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
    for end in tables:
        for skill, years in _rows(text, end + 1, held, starts):
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
    if (
        len(gap) > _LONGEST_SUFFIX_GAP
        or "\n\n" in gap
        or ". " in gap
        or (core and not BEFORE_FIGURE.issuperset(_WORD.findall(core.lower())))
    ):
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
        if not _JOINED.fullmatch(between) or (
            "/" not in between and text[max(0, left.span.start - 4) : left.span.start].rstrip().endswith(",")
        ):
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
    if following and following[0].lower() in AFTER_FIGURE:
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
    return len(words) <= _MOST_WORDS and words[0] in AFTER_FIGURE and ENDS_FIGURE.isdisjoint(words)


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


def _table_below(text: str, position: int) -> int | None:
    """Return the end of the line of a unit when it is a table heading such as "Skill | Years", else None."""
    low = max(0, position - _LONGEST_HEADING)
    start = text.rfind("\n", low, position) + 1
    end = text.find("\n", position, position + _LONGEST_HEADING)
    if end == -1 or (low and not start):
        return None
    words = _WORD.findall(text[start:end].lower())
    return end if len(words) > 1 and FIGURE_HEADINGS.issuperset(words) else None


def _rows(text: str, position: int, held: Sequence[Mention], starts: Sequence[int]) -> Iterator[tuple[SkillId, float]]:
    """Yield skill and years of each row of a table that starts at a position."""
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
_EXPERIENCE_BEFORE = re.compile(
    r"(?:experience|exp|track\s+record)\b[\s:(\-–—|]{0,6}(?:of\s|is\s|over\s|in\s\w{2,12}\s)?[\s:(\-–—]{0,3}$",
    re.IGNORECASE,
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
    found = [f.years for f in figures.find(text).figures if _is_total(document, text, f)]
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
    return not OTHERS.isdisjoint(words) or _OTHERS_AFTER.match(text, figure.end) is not None
