"""Rows in reading order → one text, with what a person would not see marked.

Lines stay lines; a blank line stands where a block ends: at a gap clearly wider than the page's usual step from line
to line, at the top of a column, and between pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gapscan.readers.layout import CELL_GAP, median
from gapscan.readers.rows import Row, overlap, parts, row_of
from gapscan.records import Span

# A step of more than this many usual steps ends a block.
_BLOCK_STEP = 1.4
# The usual step from baseline to baseline lies between these, in sizes: set solid, and two lines apart.
_LEAST_STEP, _MOST_STEP = 1.0, 2.2
# A row that starts at most this many sizes above the one before goes on in the next cell of a table.
_SAME_ENTRY = 4.0
# Dots or dashes that lead the eye from a title to its date.
_LEADER = re.compile(r"\s?(?:[.…_·]\s?){5,200}")
# What a reader gives for a glyph whose font does not tell its character (TeX draws "•" in bitmaps).
_NO_LETTER = "\ufffd"
_HYPHENS = "-\u00ad\u2010"


def write(pages: Sequence[Sequence[Row]]) -> tuple[str, tuple[Span, ...]]:
    """Write the rows of all pages.

    Returns:
        The text, and the ranges of it that are hidden, ordered and disjoint.
    """
    pieces: list[tuple[str, bool]] = []
    for drawn in pages:
        rows = _unbroken(drawn)
        step = _usual_step(rows)
        for i, row in enumerate(rows):
            if pieces:
                pieces.append(("\n" if i and not _ends_block(rows[i - 1], row, step) else "\n\n", False))
            pieces.extend((_LEADER.sub(CELL_GAP, text), hidden) for text, hidden in _marked(parts(row)))
    return _joined(pieces)


def _marked(row: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Take a sign that no font names, alone before a line, for what it nearly always is: the mark of a list."""
    text, hidden = row[0]
    if text == _NO_LETTER or text.startswith(_NO_LETTER + " "):
        return [("•" + text[1:], hidden), *row[1:]]
    return row


def _unbroken(rows: Sequence[Row]) -> list[Row]:
    """Let a word that is broken at the end of a cell go on in the next line before the other cells of its row.

    "… Mod-    July 2023" and "els" become "… Mod-" and "els    July 2023", so that the parts can be joined.
    """
    done = list(rows)
    for i, (row, below) in enumerate(pairwise(rows)):
        first, rest = done[i].cells[0], done[i].cells[1:]
        goes_on = below.cells[0].text[0].islower() and below.x0 < first.x1 and below.y < row.y
        if rest and goes_on and first.text[-1] in _HYPHENS and first.text[-2:-1].isalpha():
            done[i] = row_of([first])
            done[i + 1] = row_of(below.cells + rest)
    return done


def _usual_step(rows: Sequence[Row]) -> float:
    """Return the median step between lines of a column, in sizes."""
    steps = [
        (above.y - below.y) / below.size
        for above, below in pairwise(rows)
        if below.size and above.turn == below.turn and overlap(above, below)
    ]
    near = [step for step in steps if _LEAST_STEP <= step <= _MOST_STEP]
    return median(near) if near else _LEAST_STEP


def _ends_block(above: Row, below: Row, usual: float) -> bool:
    if above.turn != below.turn:
        return True
    step = above.y - below.y
    if step < 0:
        return -step > _SAME_ENTRY * below.size
    return step > _BLOCK_STEP * usual * max(above.size, below.size)


def _joined(pieces: Sequence[tuple[str, bool]]) -> tuple[str, tuple[Span, ...]]:
    spans: list[Span] = []
    length = 0
    for text, hidden in pieces:
        if hidden and text:
            spans.append(Span(length, length + len(text)))
        length += len(text)
    return "".join(text for text, _ in pieces), tuple(spans)
