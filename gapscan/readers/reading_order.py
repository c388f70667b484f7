"""Cells of a page in the order they were drawn → rows in the order a person reads them.

The order of drawing is the best guide there is: word processors, TeX and browsers draw a column to its end before
the next. So it is kept unless it is erratic: a line goes above one that is already read in its column (design
programs draw boxes in any order), or lines swing from side to side (drawn by height). Only then the page is cut into
columns by its gutters. Lines are never sorted by height across columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from gapscan.readers.columns import FEWEST_LINES, best_gutter, in_columns
from gapscan.readers.layout import Box, Cell, turned
from gapscan.readers.rows import LESS_THAN_A_LINE, LEVEL, SHARED, Row, overlap, row_of, rows_as_drawn, sides_placed

# Running heads and page numbers may be drawn at any time: this share of the page at its top and bottom.
_MARGIN = 0.08
# Lines on each side that make a gutter sure enough to overrule an order of drawing that goes steadily down.
_SURE_LINES = 5
# Pages with more cells than any résumé keep the order they were drawn in.
_MOST_CELLS = 800


def in_reading_order(cells: Sequence[Cell], box: Box) -> list[Row]:
    """Put the cells of a page into rows, and the rows in order.

    Args:
        cells: In the order they are drawn.
        box: The page: left, lower, right and upper edge.

    Returns:
        Every cell once. Rows of one column stand one after the other; a heading that runs up or down the side
        stands before the lines beside it.
    """
    if len(cells) > _MOST_CELLS:
        return [row_of([cell]) for cell in cells]
    main = _main_turn(cells)
    upright = [cell for cell in cells if cell.turn == main]
    rows = rows_as_drawn(upright)
    if _goes_backward(rows, _body(box, main)) or (_may_be_sorted(rows) and best_gutter(upright, _SURE_LINES)):
        rows = in_columns(upright)
    else:
        rows = sides_placed(rows)
    for cell in cells:
        if cell.turn != main:
            rows.insert(_place_beside(cell, rows, main), row_of([cell]))
    return rows


def _main_turn(cells: Iterable[Cell]) -> int:
    letters: dict[int, int] = {}
    for cell in cells:
        letters[cell.turn] = letters.get(cell.turn, 0) + len(cell.text)
    return max(letters, key=lambda turn: letters[turn], default=0)


def _body(box: Box, turn: int) -> tuple[float, float]:
    """Return the lower and upper end of the page without its margins, in the frame turned by ``turn``."""
    edges = sorted(turned(x, y, turn)[1] for x in box[::2] for y in box[1::2])
    margin = _MARGIN * (edges[-1] - edges[0])
    return edges[0] + margin, edges[-1] - margin


def _goes_backward(rows: Sequence[Row], body: tuple[float, float]) -> bool:
    """Tell whether the drawing returns to a place above one it has passed in the same column.

    Running heads and feet do not count: they may be drawn at any time.
    """
    bottom, top = body
    passed: list[tuple[float, float, float]] = []
    run: list[tuple[float, float, float]] = []
    last = float("inf")
    for row in rows:
        if row.y > last + LEVEL * row.size:
            passed += run
            run = []
        last = row.y
        if not bottom < row.y < top:
            continue
        x0, x1, below = row.x0, row.x1, row.y - 0.5 * row.size
        if any(y < below and min(x1, b) - max(x0, a) > SHARED * min(x1 - x0, b - a) for a, b, y in passed):
            return True
        run.append((x0, x1, row.y))
    return False


def _may_be_sorted(rows: Sequence[Row]) -> bool:
    """Tell whether the lines may have been drawn by height, across columns.

    Such a page never goes up again, which true columns do, and swings from side to side or has cells side by side.
    """
    swings = sum(len(row.cells) - 1 for row in rows)
    for before, row in pairwise(rows):
        if row.y > before.y + LESS_THAN_A_LINE * max(row.size, before.size):
            return False
        swings += not overlap(before, row)
    return swings > FEWEST_LINES


def _place_beside(cell: Cell, rows: Sequence[Row], main: int) -> int:
    """Return where a cell in another direction belongs: before the part of the page that it stands beside.

    That part begins after the widest gap between two lines near the upper end of the cell; without one, at the end.
    """
    corners = [turned(*turned(x, cell.y, -cell.turn), main) for x in (cell.x0, cell.x1)]
    low, high = sorted(y for _, y in corners)
    widest, place = 0.0, len(rows)
    for i, (above, below) in enumerate(pairwise(rows), start=1):
        gap = above.y - below.y
        if (low + high) / 2 < below.y < 2 * high - low and gap > widest and below.turn == main:
            widest, place = gap, i
    return place
