"""Text → where its sections are. Headings are data (data/taxonomy/sections.jsonl); this module only finds them.

A heading is a short line that says nothing but a known heading ("Work Experience", "TECHNICAL SKILLS:"), a known
heading followed by a colon and content ("Skills: Python, SQL"), or, in text that lost its line breaks, a heading in
capitals in running text. Everything up to the next heading is its body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from gapscan.records import Section, SectionKind, Span
from gapscan.resources import data_path

# Longest heading in the data is seven words; anything longer is a sentence.
_LONGEST = 64
# Below one line break per so many characters a text has lost its lines (CSV exports); capitals are looked for then.
_CHARACTERS_PER_LINE = 400
_FIRST_WORD = re.compile(r"[^A-Za-z]{0,8}([A-Z][A-Za-z]*)")
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{4,30}(?:[ &/-]{1,3}[A-Z]{2,30}){0,5}(?![a-z])")
_WORD = re.compile(r"[A-Z]+")
# Capitals, other letters, and all the rest: one byte each.
_NO_LETTER = ord(".")
_LETTERS = bytes(
    ord("A") if chr(byte).isascii() and chr(byte).isupper() else ord("a") if chr(byte).isascii() and chr(byte).isalpha() else _NO_LETTER
    for byte in range(256)
)
_MOST_WORDS = 5
_SHORTEST_CAPITALS = 4
_TRIM = " \t•*#-–—_=:|.>~[](){}\"'&+0123456789"


@cache
def _headings() -> Mapping[str, SectionKind]:
    lines = data_path("taxonomy", "sections.jsonl").read_text(encoding="utf-8").splitlines()
    records = (json.loads(line) for line in lines if line.strip())
    return {_key(record["heading"]): SectionKind(record["kind"]) for record in records}


def _key(line: str) -> str:
    words = line.lower().replace("&", " and ").replace("/", " ").replace("-", " ").replace("’", "'").split()
    return " ".join(words)


def _heading(line: str) -> tuple[SectionKind, int] | None:
    """Return the kind of a heading line and the length of its heading part, or None."""
    if len(line) <= _LONGEST:
        kind = _kind_of(line)
        if kind is not None:
            return kind, len(line)
    colon = line.find(":", 0, _LONGEST)
    if colon > 0:
        kind = _kind_of(line[:colon])
        if kind is not None:
            return kind, colon + 1
    return None


# The same few headings stand in résumé after résumé.
@lru_cache(maxsize=4096)
def _kind_of(words: str) -> SectionKind | None:
    return _headings().get(_key(words.strip(_TRIM)))


@cache
def _openings() -> frozenset[str]:
    return frozenset(heading.split()[0] for heading in _headings())


def _by_lines(text: str) -> Iterator[tuple[SectionKind, Span]]:
    openings = _openings()
    start = 0
    for line in text.split("\n"):
        # A heading starts with a capital, never with a lower-case word.
        match = _FIRST_WORD.match(line)
        if match and match.group(1).lower() in openings:
            found = _heading(line)
            if found:
                yield found[0], Span(start, start + max(1, found[1]))
        start += len(line) + 1


def _by_capitals(text: str) -> Iterator[tuple[SectionKind, Span]]:
    """Yield headings in capitals within running text: of a run of capital words, the longest known beginning."""
    for run in _runs(text):
        words = list(_WORD.finditer(text, run.start(), run.end()))
        for size in range(min(len(words), _MOST_WORDS), 0, -1):
            end = words[size - 1].end()
            kind = _kind_of(text[run.start() : end])
            if kind is not None and end - run.start() > _SHORTEST_CAPITALS:
                yield kind, Span(run.start(), end)
                break


def _runs(text: str) -> Iterator[re.Match[str]]:
    """Yield what ``_CAPITALS.finditer`` would, looking only where four capitals stand: those are found at memory speed."""
    shape = text.encode("ascii", "replace").translate(_LETTERS)
    at, free = shape.find(b"AAAA"), 0
    while at != -1:
        begins = at == 0 or shape[at - 1] == _NO_LETTER
        run = _CAPITALS.match(text, at) if begins and at >= free else None
        if run:
            yield run
            free = run.end()
        at = shape.find(b"AAAA", max(at + 1, free))


def split(text: str) -> tuple[Section, ...]:
    """Split a text into its sections.

    Args:
        text: A résumé's repaired text.

    Returns:
        Sections in order that cover the text from its start to its end; the part before the first heading has
        kind HEADER and no heading. One HEADER section when no heading is known, none for an empty text.
    """
    if not text:
        return ()
    found = list(_by_lines(text))
    if text.count("\n") * _CHARACTERS_PER_LINE < len(text):
        found = sorted({span.start: (kind, span) for kind, span in [*found, *_by_capitals(text)]}.values(), key=_start)
    sections: list[Section] = []
    if not found or found[0][1].start > 0:
        sections.append(Section(SectionKind.HEADER, None, 0, found[0][1].start if found else len(text)))
    for index, (kind, span) in enumerate(found):
        end = found[index + 1][1].start if index + 1 < len(found) else len(text)
        sections.append(Section(kind, span, span.start, end))
    return tuple(sections)


def _start(found: tuple[SectionKind, Span]) -> int:
    return found[1].start
