"""Rows of a table in a posting → how much each asks for, and for how many years.

Person specifications and agencies' lists are tables whose lines came through with their separators: "Criterion | Essential
| Desirable" above "Python | X |", or "Skill, Years, Required/Desired" in any order, apart by bars or tabs. The header says
what a column means; a mark in a column, a word in it, or a name that stands under it says how much a row asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gapscan.posting.units import Layout
from gapscan.records import Importance

_MUST = re.compile(r"(?:highly |strictly )?(?:essential|required?|must|mandatory|needed|minimum|e|m|r)\b", re.IGNORECASE)
_WISH = re.compile(
    r"(?:highly |strongly |very )?(?:desirable|desired?|preferred|optional|nice|plus|bonus|wish|should|could|may|advantage|no|d|p|o|n)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?:importance|priority|necessity|need|status|level|must ?/ ?nice|e ?/ ?d|m ?/ ?o|r ?/ ?d)\b", re.IGNORECASE)
_YEARS = re.compile(r".{0,20}\b(?:years?|yrs?|amount|experience)\b", re.IGNORECASE)
_MARK = re.compile(r"(?:x|✓|✔|✅|☑|●|•|√|\*|yes|y|1)$", re.IGNORECASE)
_FIGURE = re.compile(r"(?:min\.? |at least |> ?)?(\d{1,2}(?:\.\d)?) ?(?:\+|(?:-|–|to) ?\d{1,2})? ?(?:years?|yrs?\.?)?$", re.IGNORECASE)
# A cell of a header is a word or a few; a sentence is none.
_LONGEST_NAME = 40
_LONGEST_ROW = 600
_FEWEST_COLUMNS = 2


class Row(NamedTuple):
    """What a row asks for: in general, by ranges of the laid-out text that stand under a column, and for how long."""

    importance: Importance
    cells: tuple[tuple[int, int, Importance], ...]
    years: float | None

    def of(self, position: int) -> Importance | None:
        """Return what the column over a position asks for; None when it does not say."""
        return next((importance for start, end, importance in self.cells if start <= position < end), None)


class _Columns(NamedTuple):
    mark: str
    must: int | None
    wish: int | None
    level: int | None
    years: int | None


def read(layout: Layout, text: str) -> Mapping[int, Row | None]:
    """Find the tables of a posting.

    Args:
        layout: Its units.
        text: The posting itself; a mark at the end of a row is no part of a unit.

    Returns:
        The rows by the index of their unit; None for a header.
    """
    if "|" not in text and "\t" not in text:
        return {}
    found: dict[int, Row | None] = {}
    columns: _Columns | None = None
    for index, unit in enumerate(layout.units):
        if not unit.opens:
            continue
        line = text[unit.start : unit.start + _LONGEST_ROW].partition("\n")[0]
        header = _header(line)
        if header:
            columns = header
            found[index] = None
        elif columns and columns.mark in line:
            found[index] = _row(columns, line, unit.at)
        else:
            columns = None
    return found


def _cells(line: str, mark: str) -> Iterator[tuple[str, int]]:
    """Yield the cells of a line with their offsets; the bar that a whole row stands between is none."""
    at = 0
    for cell in line.split(mark):
        yield cell.strip(), at
        at += len(cell) + 1


def _header(line: str) -> _Columns | None:
    mark = "|" if "|" in line else "\t"
    names = [name.rstrip("?: ") for name, _ in _cells(line, mark)]
    if len(names) < _FEWEST_COLUMNS or max(map(len, names)) > _LONGEST_NAME:
        return None
    both = _first(names, lambda name: len(_sides(name)) == 2 or _LEVEL.match(name) is not None)
    must = _first(names, lambda name: _MUST.fullmatch(name) is not None)
    wish = _first(names, lambda name: _WISH.fullmatch(name) is not None)
    years = _first(names, lambda name: _YEARS.match(name) is not None)
    named = any(map(_is_title, names)) and (years is not None or must is not None)
    if (must is not None and wish is not None) or both is not None or named:
        return _Columns(mark, must, wish, both, years)
    return None


def _is_title(name: str) -> bool:
    return re.match(r"(?:skills?|technolog|tool|requirements?$|criteri|competenc|area|qualification)", name, re.IGNORECASE) is not None


def _sides(name: str) -> set[Importance]:
    """Return which kinds of demand a header names: both in "Required/Desired"."""
    words = re.findall(r"[A-Za-z]{3,}", name)
    kinds = {Importance.MUST for word in words if _MUST.fullmatch(word)}
    return kinds | {Importance.PREFERRED for word in words if _WISH.fullmatch(word)}


def _first(names: Sequence[str], wanted: Callable[[str], bool]) -> int | None:
    return next((index for index, name in enumerate(names) if wanted(name)), None)


def _row(columns: _Columns, line: str, at: int) -> Row:
    cells = list(_cells(line, columns.mark))
    shown = [cell for cell, _ in cells] + [""] * 8
    ranges: list[tuple[int, int, Importance]] = []
    importance = Importance.MUST
    for column, kind in ((columns.must, Importance.MUST), (columns.wish, Importance.PREFERRED)):
        if column is None or column >= len(cells) or not shown[column]:
            continue
        if _MARK.match(shown[column]):
            importance = kind
        elif _WISH.match(shown[column]) and kind is Importance.MUST:
            importance = Importance.PREFERRED
        else:
            start = at + cells[column][1]
            ranges.append((start, start + len(line.split(columns.mark)[column]), kind))
    if columns.level is not None and _WISH.match(shown[columns.level]):
        importance = Importance.PREFERRED
    figure = _FIGURE.match(shown[columns.years]) if columns.years is not None else None
    return Row(importance, tuple(ranges), float(figure.group(1)) if figure else None)
