"""Cells of a page whose order of drawing is no guide → rows, column by column.

A page is cut at the gutter with most text beside it, then each part again, until no gutter is left. What stands
beside a gap line by line, such as dates beside titles, is a table and is not cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gapscan.readers.layout import Cell, median
from gapscan.readers.rows import LEVEL, SHORT, Row, is_sparse, stacked

# Fewest lines on each side of a gutter, and its least width over the median size.
FEWEST_LINES = 3
_GUTTER = 0.8
# Rows beside a gutter that share a baseline and are short on one side are a table or dates, not columns.
_ALIGNED = 0.6
# A row spread over the page has as many cells on each side of a gutter, and is one of the first rows beside it.
_SPREAD = 2
_HEAD_ROWS = 3
_DEEPEST_CUT = 12


def in_columns(cells: Sequence[Cell], *, deepest: int = _DEEPEST_CUT) -> list[Row]:
    """Read cells column by column: what stands above the best gutter, left of it, right of it, below it.

    Args:
        cells: In any order, all in one direction.
        deepest: How often parts are cut again.
    """
    cut = best_gutter(cells) if deepest else None
    if cut is None:
        return stacked(cells)
    x, top, bottom = cut
    inside = [cell for cell in cells if bottom <= cell.y <= top]
    groups = (
        [cell for cell in cells if cell.y > top],
        [cell for cell in inside if cell.x0 < x],
        [cell for cell in inside if cell.x0 >= x],
        [cell for cell in cells if cell.y < bottom],
    )
    return [row for group in groups if group for row in in_columns(group, deepest=deepest - 1)]


def best_gutter(cells: Sequence[Cell], fewest: int = FEWEST_LINES) -> tuple[float, float, float] | None:
    """Find the vertical gap with most lines beside it, at least ``fewest`` on each side.

    Returns:
        The left edge of what stands right of it, and the highest and lowest baseline beside it; None without one.
    """
    if len(cells) < 2 * fewest:
        return None
    least = _GUTTER * median(cell.size for cell in cells)
    best: tuple[float, float, float] | None = None
    most = 0
    ordered = sorted(cells, key=lambda cell: -cell.y)
    for x in sorted({round(cell.x0, 1) for cell in cells}):
        for band in _bands(ordered, x - 0.1, least):
            left = [cell for cell in band if cell.x0 < x - 0.1]
            right = [cell for cell in band if cell.x0 >= x - 0.1]
            lines = min(_lines(left), _lines(right))
            weight = len(band) if lines >= fewest else 0
            if weight > most and not _is_table(left, right):
                most = weight
                best = (x - 0.1, _below_head(band, x - 0.1), band[-1].y)
    return best


def _below_head(band: Sequence[Cell], x: float) -> float:
    """Return the highest baseline of a band, not counting what stands at its top down to a row spread over the page.

    Such a row (contact details) has several cells on both sides of the gutter and belongs to neither column.
    """
    heights = sorted({cell.y for cell in band}, reverse=True)
    for i in reversed(range(min(_HEAD_ROWS, len(heights) - 1))):
        row = [cell for cell in band if abs(cell.y - heights[i]) <= LEVEL * cell.size]
        left = sum(cell.x0 < x for cell in row)
        if min(left, len(row) - left) >= _SPREAD:
            return next((height for height in heights if height < min(cell.y for cell in row)), heights[i])
    return heights[0]


def _bands(ordered: Sequence[Cell], x: float, least: float) -> Iterable[list[Cell]]:
    """Yield runs of cells, from the top, that keep clear of the gutter that ends at ``x``."""
    band: list[Cell] = []
    for cell in ordered:
        if cell.x0 < x and cell.x1 > x - least:
            yield band
            band = []
        else:
            band.append(cell)
    yield band


def _lines(cells: Iterable[Cell]) -> int:
    return len({round(cell.y) for cell in cells})


def _is_table(left: Sequence[Cell], right: Sequence[Cell]) -> bool:
    """Tell whether the cells beside a gutter belong together line by line, as dates to titles do.

    One side is short, and its lines share the baselines of the other, or stand far apart.
    """
    fewer, more = sorted((left, right), key=_lines)
    if min(median(len(cell.text) for cell in side) for side in (left, right)) >= SHORT:
        return False
    aligned = sum(any(abs(cell.y - other.y) < 0.2 * cell.size for other in more) for cell in fewer)
    if aligned >= _ALIGNED * len(fewer):
        return True
    return is_sparse(fewer)
