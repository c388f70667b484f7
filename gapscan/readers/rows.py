"""Cells of a page → rows: what stands on one baseline, also when it was drawn at different times.

Cells drawn one after the other on a baseline are a row. Some programs draw parts of a row apart: list marks at the
end of the page, dates before everything else (floats of a browser), place and dates of an entry after its last line.
Those are brought back to where a person reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from gapscan.readers.layout import CELL_GAP, WIDE_GAP, Cell, median

# A date or a place, as against prose, has fewer characters than this.
SHORT = 28
# A move up by less than this is none, in sizes: PDFium itself swaps lines of two columns that are nearly level.
LESS_THAN_A_LINE = 0.8
# Lines stand over each other when they share more than this part of the narrower one.
SHARED = 0.1
# Baselines of one line differ by less than this share of the size (a smaller date beside its title).
LEVEL = 0.25
# Lines of a column follow each other within 1.2 to 2 sizes; dates beside entries stand further apart.
_LOOSE = 2.5
# Widest gap between a list mark and its line, in sizes.
_MARK_GAP = 3.0
# An entry has at most so many lines, and what stands at its right (place, dates, how long) at most so many.
_LONGEST_ENTRY = 40
_MOST_SIDE_LINES = 4
# A line that ends before this share of its column may end a sentence; a longer one goes on in the next.
_FULL = 0.75


class Row(NamedTuple):
    """Cells on one baseline from left to right, the outer edges, the first cell's baseline and the largest size."""

    cells: tuple[Cell, ...]
    x0: float
    x1: float
    y: float
    size: float

    @property
    def turn(self) -> int:
        """The direction of reading."""
        return self.cells[0].turn

    @property
    def text(self) -> str:
        """The cells, parted by ``CELL_GAP``, a list mark by one space."""
        return "".join(text for text, _ in parts(self))


def row_of(cells: Iterable[Cell]) -> Row:
    """Put at least one cell into a row."""
    ordered = tuple(sorted(cells, key=lambda cell: cell.x0))
    edge, size = max(cell.x1 for cell in ordered), max(cell.size for cell in ordered)
    return Row(ordered, ordered[0].x0, edge, ordered[0].y, size)


def parts(row: Row) -> list[tuple[str, bool]]:
    """Return the text of a row in parts, each with whether it is hidden; gaps are parts of their own."""
    done: list[tuple[str, bool]] = []
    for i, cell in enumerate(row.cells):
        if i:
            before = row.cells[i - 1]
            close = cell.x0 - before.x1 < WIDE_GAP * max(cell.size, before.size)
            done.append((" " if before.is_mark or close else CELL_GAP, False))
        done.append((cell.text, cell.hidden))
    return done


def rows_as_drawn(cells: Sequence[Cell]) -> list[Row]:
    """Put cells that are drawn one after the other on one baseline into rows; marks and floats find theirs.

    Args:
        cells: In the order they are drawn, all in one direction.

    Returns:
        In the order they are drawn.
    """
    return _rejoined(_drawn_rows(_marks_placed(cells)))


def stacked(cells: Iterable[Cell]) -> list[Row]:
    """Put cells of one column into rows, from the top."""
    rows: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda cell: (-cell.y, cell.x0)):
        row = next((row for row in reversed(rows[-3:]) if level(cell, row[0])), None)
        if row is not None and all(_apart(cell, other) for other in row):
            row.append(cell)
        else:
            rows.append([cell])
    return [row_of(row) for row in rows]


def overlap(a: Row, b: Row) -> bool:
    """Tell whether two rows stand over each other for more than a tenth of the narrower one."""
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return shared > SHARED * min(a.x1 - a.x0, b.x1 - b.x0)


def level(a: Cell, b: Cell) -> bool:
    """Tell whether two cells stand on one baseline."""
    return a.turn == b.turn and abs(a.y - b.y) <= LEVEL * max(a.size, b.size)


def _apart(a: Cell, b: Cell) -> bool:
    """Tell whether two cells of a line do not cover each other."""
    return min(a.x1, b.x1) - max(a.x0, b.x0) < 0.5 * min(a.size, b.size)


def is_sparse(cells: Sequence[Cell]) -> bool:
    """Tell whether lines stand further apart than those of a column."""
    heights = sorted({round(cell.y) for cell in cells})
    steps = [above - below for below, above in pairwise(heights)]
    return bool(steps) and median(steps) > _LOOSE * median(cell.size for cell in cells)


# --- parts of rows drawn apart -----------------------------------------------------------------


def _marks_placed(cells: Sequence[Cell]) -> list[Cell]:
    """Move list marks that are drawn apart from their lines (some programs draw them all at the end) before them."""
    placed: list[Cell] = []
    before: dict[int, list[Cell]] = {}
    for i, cell in enumerate(cells):
        follower = cells[i + 1] if i + 1 < len(cells) else None
        if not cell.is_mark or (follower is not None and _marked_by(follower, cell)):
            placed.append(cell)
            continue
        owner = next((j for j, other in enumerate(cells) if _marked_by(other, cell)), None)
        if owner is None:
            placed.append(cell)
        else:
            before.setdefault(id(cells[owner]), []).append(cell)
    return [item for cell in placed for item in (*before.get(id(cell), ()), cell)] if before else placed


def _marked_by(cell: Cell, mark: Cell) -> bool:
    """Tell whether a cell is the line that a list mark stands before."""
    gap = cell.x0 - mark.x1
    return not cell.is_mark and -0.2 * cell.size < gap < _MARK_GAP * cell.size and cell.beside(mark)


def _drawn_rows(cells: Iterable[Cell]) -> list[Row]:
    """Put cells that are drawn one after the other on one baseline into a row."""
    rows: list[list[Cell]] = []
    for cell in cells:
        if rows and all(level(cell, other) and _apart(cell, other) for other in rows[-1]):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [row_of(row) for row in rows]


def _rejoined(rows: Sequence[Row]) -> list[Row]:
    """Put dates that were drawn in one go, as browsers do with floats, into the rows they belong to."""
    runs: list[list[Row]] = [[]]
    for i, row in enumerate(rows):
        if i and row.y > rows[i - 1].y + LESS_THAN_A_LINE * row.size:
            runs.append([])
        runs[-1].append(row)
    for i in range(len(runs)):
        others = [row for j, run in enumerate(runs) if j != i for row in run]
        loose = _loose_end(runs[i], others)
        owners = {id(_owner(row, others)): row for row in loose}
        if loose and len(owners) == len(loose):
            runs[i] = runs[i][: len(runs[i]) - len(loose)]
            runs = [[_with(row, owners.get(id(row))) for row in run] for run in runs]
    return [row for run in runs for row in run]


def _loose_end(run: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """Return the rows at the end of a run that may be dates: short, far apart, each beside a row drawn elsewhere."""
    start = len(run)
    while (
        start and len(run[start - 1].cells) == 1 and len(run[start - 1].text) < SHORT and _owner(run[start - 1], others)
    ):
        start -= 1
    loose = list(run[start:])
    alone = len(run) == 1
    return loose if alone or is_sparse([row.cells[0] for row in loose]) else []


def _owner(loose: Row, rows: Iterable[Row]) -> Row | None:
    """Return the row on whose baseline a loose one stands, nearest to it; None when there is none."""
    beside = [row for row in rows if level(row.cells[0], loose.cells[0]) and not overlap(row, loose)]
    return min(beside, key=lambda row: max(row.x0 - loose.x1, loose.x0 - row.x1), default=None)


def _with(row: Row, other: Row | None) -> Row:
    return row if other is None else row_of(row.cells + other.cells)


def _edges(cells: Iterable[Cell]) -> tuple[float, float]:
    sides = [(cell.x0, cell.x1) for cell in cells]
    return min(x0 for x0, _ in sides), max(x1 for _, x1 in sides)


def sides_placed(rows: Sequence[Row]) -> list[Row]:
    """Move the place and dates at the right of an entry, drawn after its last line, up to its first one."""
    done: list[Row] = []
    left, right = _edges(cell for row in rows for cell in row.cells) if rows else (0.0, 0.0)
    middle = (left + right) / 2
    i = 0
    while i < len(rows):
        anchor = _anchor(done, rows[i]) if rows[i].x0 > middle else None
        block = _side_block(rows, i, done[anchor:]) if anchor is not None else []
        if anchor is None or not block:
            done.append(rows[i])
            i += 1
            continue
        done[anchor:] = _with_side(done[anchor:], block)
        i += len(block)
    return done


def _anchor(done: Sequence[Row], row: Row) -> int | None:
    """Return the number of the row that another one, drawn later, stands right of; None if it does not go up."""
    if not done or row.y <= done[-1].y + LEVEL * row.size:
        return None
    for i in range(len(done) - 1, max(-1, len(done) - 1 - _LONGEST_ENTRY), -1):
        other = done[i]
        if other.turn != row.turn or other.x1 > row.x0:
            return None
        if abs(other.y - row.y) <= LEVEL * max(other.size, row.size):
            return i
    return None


def _side_block(rows: Sequence[Row], start: int, entry: Sequence[Row]) -> list[Row]:
    """Return the few lines from ``start`` that stand right of an entry; empty if they go on as a column does."""
    edge = max(row.x1 for row in entry)
    end = start + 1
    while end < len(rows) and rows[end].x0 > edge and rows[end - 1].y - rows[end].y > 0:
        end += 1
    block = list(rows[start:end])
    if len(block) > _MOST_SIDE_LINES or block[-1].y < entry[-1].y - block[-1].size:
        return []
    # What follows must be back below the entry: a sidebar with a gap in it goes on beside it.
    back = end == len(rows) or rows[end].x0 < edge
    return block if back else []


def _with_side(entry: Sequence[Row], block: Sequence[Row]) -> list[Row]:
    """Put the lines beside an entry into its rows; those beside its list or a full line after the row before."""
    left, right = min(row.x0 for row in entry), max(row.x1 for row in entry)
    body = next((i for i, row in enumerate(entry) if row.cells[0].is_mark or not row.text[0].isalnum()), len(entry))
    done = list(entry[:body])
    place = 0
    for side in block:
        beside = next((i for i, row in enumerate(done) if level(side.cells[0], row.cells[0])), None)
        if beside is not None and (beside == 0 or done[beside].x1 < left + _FULL * (right - left)):
            done[beside] = row_of(done[beside].cells + side.cells)
            place = beside
        else:
            place += 1
            done.insert(place, side)
    return [*done, *entry[body:]]
