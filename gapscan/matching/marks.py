"""Check marks beside names: "☑ Python ☐ Java", "Docker ✓ / Kubernetes ✗", "[x] SQL". One line decides its own layout.

Empty squares are bullets in many résumés (and what PDF fonts without a bullet turn into), so an empty box denies
only in a text that also has a ticked one, or in the typed form "[ ]".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from gapscan.matching.automaton import Hit
from gapscan.records import Stance

_MARK = re.compile(r"[☐☑☒✗✘✖✕✓✔❌✅□■]|\[[ xX]?\]")
_HELD = frozenset("☑☒✓✔✅■")
_CROSS = frozenset("✗✘✖✕❌")
_TICKS = "☑☒✓✔✅"
_LONGEST_LINE = 300
_WIDEST_CELL = 12
_START = attrgetter("start")
_GLYPHS = frozenset("☐☑☒✗✘✖✕✓✔❌✅□■")
# "Scala ☆☆☆☆☆": a rating without one filled glyph.
_EMPTY = ("☆☆☆", "○○○", "◯◯◯", "□□□", "▯▯▯", "▱▱▱")
_RATED_NOTHING = re.compile(r"[ \t:|=-]{0,20}(?:[☆○◯□▯▱]\s?){3,10}(?!\s?[★●■▮▰◉☆○◯□▯▱])")
_GAP = re.compile(r"[\s:|=\ufe0f-]{0,20}")


def present(text: str, low: bytes) -> bool:
    """Tell whether a text has any check mark; ``low`` is its folded view, where all marks and bullets are "*"."""
    if b"[ ]" in low or b"[x]" in low:
        return True
    if text.isascii():
        return False
    # One character is looked for at the speed of memory, unlike three.
    for glyph in _GLYPHS:
        if glyph in text:
            return True
    return any(run[0] in text and run in text for run in _EMPTY)


# A bare dash as the value of a line of a table, where another line has a word or a number.
_BARE_DASH = re.compile(rb"\s?[|:;,\t]\s{0,4}-{1,3}[ \t]{0,4}(?=[\n|]|\Z)")
_CELL_STARTS = (b"|", b":", b"\t", b";", b",")
_VALUED = re.compile(rb"[ \t|*>-]{0,6}[a-z0-9\x10-\x13+. /-]{1,30}\s?[|:;,\t]\s{0,4}[a-z0-9]")


def dashed(low: bytes, hits: Sequence[Hit]) -> Iterator[int]:
    """Yield the indexes of names whose value is a bare dash ("Kubernetes | -") while a line beside has a value there."""
    for dash in _dashes(low):
        index = bisect_left(hits, dash, key=_START) - 1
        if index >= 0 and dash - hits[index].end < _WIDEST_CELL and _BARE_DASH.match(low, hits[index].end) and _is_odd(low, hits[index]):
            yield index


def _dashes(low: bytes) -> Iterator[int]:
    """Yield where a dash ends a line or a cell that it seems to have alone."""
    for ending in (b"-\n", b"- |") if b"|" in low else (b"-\n",):
        at = low.find(ending)
        while at != -1:
            if low[max(0, at - 6) : at].rstrip(b" -").endswith(_CELL_STARTS):
                yield at
            at = low.find(ending, at + 1)
    if low.endswith(b"-"):
        yield len(low) - 1


def _is_odd(low: bytes, hit: Hit) -> bool:
    """Tell whether a name opens its line and the line above or below has a value where this one has none."""
    start = low.rfind(b"\n", 0, hit.start) + 1
    if low[start : hit.start].strip(b" *|>-\t"):
        return False
    mark = low[hit.end : hit.end + 2].strip()[:1]
    lines = [low.find(b"\n", hit.end) + 1]
    if start:
        lines.append(low.rfind(b"\n", 0, start - 1) + 1)
    return any((line := _VALUED.match(low, at)) is not None and mark in line.group() for at in lines if at or start)


def _stance(mark: str, *, boxes_deny: bool) -> Stance | None:
    if mark in _HELD or mark.lower() == "[x]":
        return Stance.HELD
    if mark in _CROSS or mark.startswith("["):
        return Stance.DENIED
    return Stance.DENIED if boxes_deny else None


def _adjacent(text: str, left: int, right: int) -> bool:
    return _GAP.fullmatch(text, left, right) is not None


def ticked(text: str) -> bool:
    """Tell whether any box of a text is ticked; only then do its empty squares say anything."""
    return any(tick in text for tick in _TICKS)


def beside(text: str, hit: Hit, *, boxes_deny: bool) -> Stance | None:
    """Return what the check mark of a name says.

    Args:
        text: The text of the hit.
        hit: The name.
        boxes_deny: Whether an empty square denies.

    Returns:
        HELD or DENIED; None without a mark of its own.
    """
    if _RATED_NOTHING.match(text, hit.end):
        return Stance.DENIED
    start = max(text.rfind("\n", 0, hit.start) + 1, hit.start - _LONGEST_LINE)
    newline = text.find("\n", hit.end, hit.end + _LONGEST_LINE)
    end = newline if newline != -1 else min(len(text), hit.end + _LONGEST_LINE)
    marks = [m for m in _MARK.finditer(text, start, end) if m.end() <= hit.start or m.start() >= hit.end]
    if not marks:
        return None
    before_first = text[start : marks[0].start()].rstrip()
    # "Tools: [x] Docker" opens with its marks; "Git: ✅, Docker: ❌" closes with them.
    listed = before_first.endswith(":") and any(map(str.isalnum, text[marks[-1].end() : end]))
    leading = listed or not any(map(str.isalnum, before_first))
    for mark in marks:
        near = _adjacent(text, mark.end(), hit.start) if leading else _adjacent(text, hit.end, mark.start())
        if near and (mark.end() <= hit.start) == leading:
            return _stance(mark.group(), boxes_deny=boxes_deny)
    return None
