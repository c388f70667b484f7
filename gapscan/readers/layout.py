"""Pieces of text with places → lines as a person reads them, with words apart and table cells in their row.

A PDF says where glyphs stand, not where words end, so a space is a gap: wider than half a space of the font, after
what letter-spacing adds to every gap is taken off. A gap wider than ``WIDE_GAP`` parts the cells of a row. Which
line follows which is decided in ``reading_order``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import cos, radians, sin
from typing import NamedTuple
from unicodedata import category

# All in shares of the font size. Spaces are 0.2 to 0.35 wide (a justified TeX line shrinks them to 0.22), kerning
# stays under 0.07, so the edge of a word lies between. Files often give a wrong width for a space they never use.
_LEAST_GAP = 0.1
_MOST_GAP = 0.15
# Word gaps of badly justified narrow columns reach 1.2; gutters between cells and columns start at about 1.5.
WIDE_GAP = 1.5
# Items drawn side by side (skills in boxes) stand at least so far apart on a line whose words stand close.
_ITEM_GAP = 0.8
_CLOSE_GAP = 0.4
# Letters that are so many times larger are a cell of their own unless just a word space parts them.
_OTHER_SIZE = 1.25
_OTHER_SIZE_GAP = 0.6
# How far a piece may start before the end of the one before it (kerning, slanted letters, accents).
_BACKWARD = 0.35
# A shadow is drawn right after its word, so only so many earlier places of the same text are looked at.
_RECENT = 12
# Share of a line's pieces that must be single letters before it counts as letter-spaced.
_SPACED_SHARE = 0.7
_FEWEST_SPACED = 4
_LONGEST_MARK = 2
# What parts the cells of a row in the text.
CELL_GAP = "    "


# Left, lower, right and upper edge of a page.
Box = tuple[float, float, float, float]


class Piece(NamedTuple):
    """Text drawn without a gap: its ends along the baseline, the baseline, and what decides about gaps around it.

    Lengths are in points. ``turn`` is the direction of reading in whole degrees counter-clockwise; ``x0``, ``x1``
    and ``y`` are measured in the frame turned by it, ``y`` growing upwards. ``space`` is the width of a space (0 when
    not known), ``tracking`` what the file adds after every character. ``hidden`` tells that a person would not see it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turn: int = 0
    space: float = 0.0
    tracking: float = 0.0
    hidden: bool = False


class Cell(NamedTuple):
    """Words on one baseline without a wide gap between them; lengths as in ``Piece``."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    turn: int = 0
    hidden: bool = False

    @property
    def top(self) -> float:
        """Height of capital letters above the baseline, about 0.75 of the size."""
        return self.y + 0.75 * self.size

    @property
    def bottom(self) -> float:
        """Depth of letters below the baseline, about 0.25 of the size."""
        return self.y - 0.25 * self.size

    @property
    def is_mark(self) -> bool:
        """Whether it is a list mark: one or two characters that are neither letters nor digits."""
        return len(self.text) <= 2 and not self.text[0].isalnum()

    def beside(self, other: Cell) -> bool:
        """Tell whether the two stand on one line: they share at least half the height of the lower one."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return self.turn == other.turn and shared >= 0.5 * min(self.size, other.size)


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return the place of a point in the frame turned by ``turn`` degrees counter-clockwise."""
    quarter = turn % 360
    if quarter == 0:
        return x, y
    if quarter == 90:
        return y, -x
    if quarter == 180:
        return -x, -y
    if quarter == 270:
        return -y, x
    angle = radians(turn)
    return x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)


def median(values: Iterable[float]) -> float:
    """Return the upper median of at least one number (``statistics`` takes longer to import than a page to read)."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def cells(pieces: Iterable[Piece]) -> list[Cell]:
    """Put pieces together to cells.

    Args:
        pieces: In the order they are drawn.

    Returns:
        In the order their first pieces are drawn; text drawn twice in one place (a shadow, false bold) once.
    """
    found: list[Cell] = []
    run: list[Piece] = []
    for piece in _once(pieces):
        if run and not _continues(run, piece):
            found.extend(_cells_of(run))
            run = []
        run.append(piece)
    found.extend(_cells_of(run))
    return [cell for cell in found if cell.text]


def _once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pass over pieces that were drawn before within a fraction of their size."""
    places: dict[tuple[str, int], list[Piece]] = {}
    for piece in pieces:
        if not piece.text:
            continue
        earlier = places.setdefault((piece.text, piece.turn), [])
        # An "l" is 0.22 wide, so a doubled single letter must lie closer than that to be the same one.
        near = (0.1 if len(piece.text) == 1 else 0.3) * piece.size
        same = (abs(piece.x0 - other.x0) <= near and abs(piece.y - other.y) <= near for other in earlier[-_RECENT:])
        if piece.text.isspace() or not any(same):
            earlier.append(piece)
            yield piece


def _continues(run: Sequence[Piece], piece: Piece) -> bool:
    """Tell whether a piece goes on to the right on the line of those before it."""
    last = run[-1]
    if piece.turn != last.turn or piece.hidden != last.hidden:
        return False
    if abs(piece.y - last.y) > 0.01 * piece.size:
        largest = max(run, key=lambda other: other.size)
        shared = min(piece.y + 0.75 * piece.size, largest.y + 0.75 * largest.size)
        shared -= max(piece.y - 0.25 * piece.size, largest.y - 0.25 * largest.size)
        if shared < 0.5 * min(piece.size, largest.size):
            return False
    return piece.x0 >= last.x1 - _BACKWARD * max(piece.size, last.size)


def _cells_of(run: Sequence[Piece]) -> list[Cell]:
    """Cut a run of pieces at its wide gaps and write each part as text."""
    if not run:
        return []
    gaps = _gaps(run)
    done: list[Cell] = []
    start = 0
    for i in range(1, len(run) + 1):
        if i == len(run) or gaps[i] > _widest_gap(run[i - 1], run[i]):
            done.append(_cell(run[start:i], gaps[start:i]))
            start = i
    return done


def _widest_gap(before: Piece, after: Piece) -> float:
    """Return the widest gap between words of one cell: a word space where the size of the letters changes."""
    small, large = sorted((before.size, after.size))
    return WIDE_GAP if large <= _OTHER_SIZE * small else _OTHER_SIZE_GAP


def _gaps(run: Sequence[Piece]) -> list[float]:
    """Return the gap before each piece over the font size, letter-spacing taken off; 0 before the first."""
    gaps = [0.0]
    for before, after in pairwise(run):
        gap = after.x0 - before.x1 - before.tracking
        gaps.append(gap / (max(before.size, after.size) or 1.0))
    spacing = _letter_spacing(run, gaps)
    return [gap - spacing for gap in gaps] if spacing else gaps


def _letter_spacing(run: Sequence[Piece], gaps: Sequence[float]) -> float:
    """Return what letter-spacing adds to each gap of a run of single letters, over the font size; else 0."""
    single = [len(piece.text) == 1 and piece.text.isalnum() for piece in run]
    if sum(single) < _FEWEST_SPACED or sum(single) < _SPACED_SHARE * sum(not piece.text.isspace() for piece in run):
        return 0.0
    between = [gaps[i] for i in range(1, len(run)) if single[i - 1] and single[i]]
    spacing = median(between) if between else 0.0
    return max(0.0, spacing)


def _cell(run: Sequence[Piece], gaps: Sequence[float]) -> Cell:
    parts: list[str] = []
    has_items = _has_items(run, gaps)
    for i, piece in enumerate(run):
        if i and _parts_words(run[i - 1], piece, gaps[i]):
            parts.append(CELL_GAP if has_items and gaps[i] > _ITEM_GAP and not _is_mark(run[i - 1]) else " ")
        parts.append(piece.text)
    size = max(piece.size for piece in run)
    text = tidy("".join(parts))
    baseline = next(piece.y for piece in run if piece.size == size)
    return Cell(text, run[0].x0, max(p.x1 for p in run), baseline, size, run[0].turn, run[0].hidden)


def _has_items(run: Sequence[Piece], gaps: Sequence[float]) -> bool:
    """Tell whether wide gaps of a run part items and not words: in a justified line all gaps are alike."""
    if max(gaps) <= _ITEM_GAP:
        return False
    close = any(_LEAST_GAP < gap < _CLOSE_GAP for gap in gaps)
    return close or any(" " in piece.text.strip() for piece in run)


def _is_mark(piece: Piece) -> bool:
    return len(piece.text.strip()) <= _LONGEST_MARK and not piece.text.strip()[:1].isalnum()


def _parts_words(before: Piece, after: Piece, gap: float) -> bool:
    left, right = before.text[-1], after.text[0]
    if left.isspace() or right.isspace():
        return False
    if _is_icon(left) or _is_icon(right):
        return True
    size = max(before.size, after.size) or 1.0
    half = 0.5 * max(before.space, after.space) / size
    if not half and before.text.isupper() and after.text.isupper():
        # Headings in capitals are often letter-spaced, by less than a space.
        half = _MOST_GAP
    return gap > min(max(half, _LEAST_GAP), _MOST_GAP)


def _is_icon(char: str) -> bool:
    """Tell whether a character is a picture (symbols above the letter-like ones, and private codes)."""
    return char > "\u22ff" and char != "\ufffd" and category(char) in ("So", "Co")


def tidy(text: str) -> str:
    """Join letter-spaced words typed with spaces, and make runs of spaces one space, or a cell's gap from four on.

    Example:
        >>> tidy("W O R K   E X P E R I E N C E  since     2019")
        'WORK EXPERIENCE since    2019'
    """
    text = text.strip()
    if "  " not in text and not _may_be_spaced(text):
        return text
    words = _joined(text.split(" "))
    parts: list[str] = []
    spaces = 0
    for word in words:
        spaces += 1
        if word:
            parts += (CELL_GAP if spaces >= len(CELL_GAP) else " ", word)
            spaces = 0
    return "".join(parts[1:])


def _may_be_spaced(text: str) -> bool:
    return text.count(" ") * 2 >= len(text) - 2 and len(text) >= 2 * _FEWEST_SPACED - 1


def _joined(words: Sequence[str]) -> list[str]:
    """Join runs of single letters; a gap wider than the others (an empty word) ends a word."""
    done: list[str] = []
    run: list[str] = []
    for word in [*words, "--"]:
        if len(word) < 2 and (not word or word.isalnum() or word in "&-/"):
            run.append(word)
            continue
        done.extend(_joined_run(run))
        run = []
        done.append(word)
    return done[:-1]


def _joined_run(run: Sequence[str]) -> list[str]:
    letters = [word for word in run if word]
    if len(letters) < _FEWEST_SPACED or sum(letter.isalpha() for letter in letters) <= len(letters) / 2:
        return list(run)
    after = len(run) - max(i for i, word in enumerate(run) if word) - 1
    return [*"".join(word or " " for word in run).split(), *[""] * after]
