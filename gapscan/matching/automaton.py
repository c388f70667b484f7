"""Folded text → hits: every longest name of a skill, and every stance cue, with exact offsets.

One pass of one automaton finds names and cues alike, overlapping; word edges are spaces inside the patterns. What
is left for Python is small: refuse a name that runs over a list separator ("Spring, Boot"), check the case where case
matters, keep the longest. Addresses of pages and mail are blanked first: "github.com/jane/rust-kit" names no skill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple, TypeVar

from gapscan.folding import fold
from gapscan.records import SkillId
from gapscan.taxonomy import SPECIAL, AliasEntry, Cue, Taxonomy

# Between the words of one name stand spaces, hyphens, slashes, dots, apostrophes; anything else separates two things.
# A line break followed by another, or wide blank space as in tables, separates too.
_BREAK = re.compile(rb"[,;:|()\[\]{}!?\"*<>=]|[.] |\n[ \t]{0,20}\n|\t| {3}")
# Each begins with a literal, so that a text without addresses costs a search for a few bytes and no more.
_PAGE = re.compile(rb"(?:https?://|www\.)[^\s<>\"]{1,300}")
_FILE = re.compile(rb"file:/[^\s<>\"]{1,300}")
_HOST = re.compile(rb"[a-z0-9][a-z0-9.-]{0,100}\Z")
_PATH = re.compile(rb"[^\s<>\"]{0,200}")
_MAIL_NAME = re.compile(rb"[a-z0-9._%+-]{1,64}\Z")
_MAIL_HOST = re.compile(rb"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")
_HOST_ENDS = (b".com", b".io", b".org", b".dev")
_LONGEST_HOST_END = 4


_COMPARED = b" less than "
# "… PL/SQL" and "Databases: …" below it: what begins the next line is a label.
_LABEL_REST = re.compile(rb"[a-z0-9 &/()+.-]{0,30}:")
# So far back stands, at most, the name that is the first part of a longer one.
_RECENT = 8
_LIST_MARKS = b" \t*>-"


class Hit(NamedTuple):
    """A name in the text: half-open offsets, the skill, and whether the name may mean something else."""

    start: int
    end: int
    skill: SkillId
    ambiguous: bool


class CueHit(NamedTuple):
    """A stance cue in the text."""

    start: int
    end: int
    cue: Cue


class Scan(NamedTuple):
    """All hits of a text by offset, disjoint among themselves; cues disjoint among themselves; and the folded text."""

    hits: list[Hit]
    cues: list[CueHit]
    low: bytes
    words: bytes


def _addresses(low: bytes) -> Iterator[tuple[int, int]]:
    """Yield the ranges of page and mail addresses; they may overlap."""
    if b"://" in low or b"www." in low:
        yield from (match.span() for match in _PAGE.finditer(low))
    if b"file:/" in low:
        yield from (match.span() for match in _FILE.finditer(low))
    at = low.find(b"@")
    while at != -1:
        name = _MAIL_NAME.search(low, max(0, at - 64), at)
        host = _MAIL_HOST.match(low, at + 1)
        if name and host:
            yield name.start(), host.end()
        at = low.find(b"@", at + 1)
    # A slash is rarer than the ends of hosts are slow to look for.
    slash = low.find(b"/")
    while slash != -1:
        if low.endswith(_HOST_ENDS, max(0, slash - _LONGEST_HOST_END), slash):
            dot = low.rfind(b".", 0, slash)
            host = _HOST.search(low, max(0, dot - 100), dot)
            path = _PATH.match(low, dot)
            if host and path:
                yield host.start(), path.end()
        slash = low.find(b"/", slash + 1)


def _blank_addresses(low: bytes, words: bytes) -> bytes:
    spans = sorted(_addresses(low))
    if not spans:
        return words
    blanked = bytearray(words)
    for start, end in spans:
        blanked[start:end] = b"\x13" * (end - start)
    return bytes(blanked)


def _fitting(entries: tuple[AliasEntry, ...], surface: str) -> AliasEntry | None:
    """Return the entry whose case fits; an exact one outranks one that takes any case."""
    loose = None
    for entry in entries:
        if surface in entry.exact:
            return entry
        if not entry.exact and loose is None:
            loose = entry
    return loose


_Found = TypeVar("_Found", Hit, CueHit)


def _disjoint(found: list[_Found]) -> list[_Found]:
    """Return the longest of overlapping finds, in order; ``found`` is in order of ends, as the automaton gives it."""
    kept: list[_Found] = []
    # Backwards, and sorted by start alone: of those that start together the longest comes first.
    found.reverse()
    found.sort(key=_START)
    start, end = 0, -1
    for place, find in enumerate(found):
        if find[0] >= end:
            kept.append(find)
            start, end = find[0], find[1]
        elif find[1] - find[0] > end - start:
            # "MySQL database management": the later name is the longer one and wins; "MySQL" still fits before it.
            kept.pop()
            shorter = _fitting_before(found, place, kept[-1][1] if kept else 0)
            if shorter is not None:
                kept.append(shorter)
            kept.append(find)
            start, end = find[0], find[1]
    return kept


def _fitting_before(found: list[_Found], place: int, floor: int) -> _Found | None:
    """Return the longest find between an offset and the find at a place, None when nothing fits there."""
    ceiling = found[place][0]
    best: _Found | None = None
    while place and found[place - 1][0] >= floor:
        place -= 1
        find = found[place]
        if find[1] <= ceiling and (best is None or find[1] - find[0] >= best[1] - best[0]):
            best = find
    return best


_START = itemgetter(0)


def scan(text: str, taxonomy: Taxonomy) -> Scan:
    """Find every name and cue of a text.

    Args:
        text: Searched as it is; offsets are code points of it.
        taxonomy: Whose names are looked for.

    Returns:
        Hits and cues in order, each kind disjoint: of overlapping ones the longest stays, then the first.
    """
    low, words = fold(text)
    words = _blank_addresses(low, words)
    if _COMPARED in words:
        # "C++ (less than 1 year)" speaks of time, never of the style sheet language.
        words = words.replace(_COMPARED, b" \x13\x13\x13\x13 than ")
    lows, multiword, codes, ids, special = taxonomy.patterns
    hits: list[Hit] = []
    cues: list[CueHit] = []
    # Half the price of calling the class, some hundred times a text.
    new = tuple.__new__
    for start, stop, number in taxonomy.automaton.find_overlapping(b" " + words + b" "):
        end = stop - 2
        if multiword[number] and low[start:end] != lows[number]:
            seen = low[start:end]
            if _runs_over(seen, lows[number]) or (b"\n" in seen and _joins_items(low, start, end, hits)):
                continue
        code = codes[number]
        if code != SPECIAL:
            hits.append(new(Hit, (start, end, ids[code >> 1], code & 1 == 1)))
            continue
        entries, cue = special[number]
        if cue is not None:
            cues.append(new(CueHit, (start, end, cue)))
        entry = _fitting(entries, text[start:end]) if entries else None
        if entry is not None:
            hits.append(new(Hit, (start, end, entry.skill, entry.ambiguous)))
    return Scan(_disjoint(hits), _disjoint(cues), low, words)


def _joins_items(low: bytes, start: int, end: int, before: list[Hit]) -> bool:
    """Tell whether a name over a line break is made of two things: a label below, or an item that has the line alone.

    Args:
        low: The folded text.
        start: Where the name starts.
        end: Where it ends, behind the break.
        before: The names found so far, by where they end.
    """
    line_end = low.index(b"\n", start)
    if _LABEL_REST.match(low, end):
        return True
    first = low[low.rfind(b"\n", 0, start) + 1 : line_end].strip(_LIST_MARKS)
    if first != low[start:line_end].strip() or low[end : end + 1] in (b"", b"\n"):
        return False
    return any(hit.start == start and hit.end == start + len(first) for hit in before[-_RECENT:])


def _runs_over(seen: bytes, written: bytes) -> bool:
    """Tell whether a name of several words stands across separators that are not its own."""
    return _BREAK.findall(seen) != _BREAK.findall(written)
