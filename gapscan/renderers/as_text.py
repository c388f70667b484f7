"""GapReport → plain text for a terminal, a pipe or a file.

Drawn without a library: importing rich costs about 55 ms of CPU, a fifth of what a whole scan may take, and all that is
needed of it is to wrap cells. Colour only stresses what the words say already.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from gapscan.records import GapReport, Quote
from gapscan.renderers import brief, quotes, view
from gapscan.renderers.view import Headline
from gapscan.renderers.words import Part, Row

_NARROWEST, _WIDEST = 40, 160
_INDENT = "  "
_GAP = 2
_NOTE_WIDTH = 18
# Below this much room for the reason, label and reason go on lines of their own.
_LEAST_REASON = 36
_BAR = 30
# A blank that wrapping must not break; stands for itself until a line is done.
_FIXED_BLANK = "\u00a0"
_CODES = {
    "title": "1", "missing": "1;31", "partial": "1;33", "unclear": "1;35", "met": "1;32", "plain": "1", "faint": "2",
}  # fmt: skip

Paint = Callable[[str, str], str]


def render(report: GapReport, *, colour: bool = False, width: int = 100, full: bool = False) -> str:
    """Return a report as text, by default the part of it that fits one or two screens.

    Args:
        report: Texts from files are shown without their control characters.
        colour: Whether to stress titles and verdicts with terminal codes.
        width: Cells a line, kept within 40 and 160.
        full: Whether to tell all that the other formats tell.

    Returns:
        Lines that end in a line break, none wider than ``width``.
    """
    width = max(_NARROWEST, min(_WIDEST, width))
    paint = _painted if colour else plain
    blocks = [list(_head(view.headline(report), width, paint))]
    chosen = view.parts(report) if full else brief.parts(report)
    blocks += [list(lay_out(part, report.quotes, width, paint)) for part in chosen]
    last = ("" if full else brief.left_out(report), view.origin(report))
    blocks.append([paint(line, "faint") for text in last for line in wrap(text, width)])
    return join(blocks)


def join(blocks: Iterable[Iterable[str]]) -> str:
    """Return blocks of lines as one text, an empty line between two blocks."""
    text = "\n".join("".join(f"{line.rstrip()}\n" for line in block) for block in blocks)
    return text.replace(_FIXED_BLANK, " ")


def plain(text: str, style: str) -> str:
    """Return a text as it is: what painting means without colour."""
    return text


def _painted(text: str, style: str) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text.strip() else text


# --- cells -------------------------------------------------------------------------------------


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Example:
        >>> cells("Müller"), cells("東京")
        (6, 4)
    """
    if text.isascii():
        return len(text)
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with blanks up to a width in cells; a wider one stays as it is."""
    blanks = " " * max(0, width - cells(text))
    return blanks + text if right else text + blanks


def wrap(text: str, width: int) -> list[str]:
    """Break a text at blanks into lines of at most ``width`` cells; a longer word is cut. No lines for no text."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for piece in _pieces(word, width):
            if not line:
                line = piece
            elif cells(line) + 1 + cells(piece) <= width:
                line += " " + piece
            else:
                lines.append(line)
                line = piece
    return [*lines, line] if line else lines


def _pieces(word: str, width: int) -> Iterator[str]:
    if cells(word) <= width:
        yield from [word] if word else []
        return
    piece, size = "", 0
    for character in word:
        taken = _cell(character)
        if size + taken > width and piece:
            yield piece
            piece, size = "", 0
        piece, size = piece + character, size + taken
    yield piece


# --- blocks ------------------------------------------------------------------------------------


def _head(head: Headline, width: int, paint: Paint) -> Iterator[str]:
    as_of = f", as of {head.as_of}" if head.as_of else ""
    for line in wrap(f"{head.resume} for {head.job}{as_of}", width):
        yield paint(line, "title")
    yield ""
    bar = "" if head.score is None else f"{_INDENT}{bar_of(head.score, min(_BAR, width - 24))}"
    for line in wrap(head.verdict, width):
        yield paint(line, "title") + bar
        bar = ""
    label_width = max(cells(label) for label, _ in head.facts)
    for label, text in head.facts:
        for index, line in enumerate(wrap(text, width - label_width - len(_INDENT) - _GAP)):
            yield _INDENT + pad(label if index == 0 else "", label_width + _GAP) + line


def bar_of(score: float, width: int) -> str:
    """Draw a score from 0 to 100 as a bar of ``width`` characters; full only at 100, empty only at 0."""
    filled = int(score * width / 100)
    filled = max(filled, 1) if score > 0 else 0
    return "█" * filled + "░" * (width - filled)


def lay_out(part: Part, found: Sequence[Quote], width: int, paint: Paint = plain) -> Iterator[str]:
    """Yield the lines of a part: its title, its introduction, its rows with the quotes that belong to them."""
    for line in wrap(part.heading.upper(), width):
        yield paint(line, part.tone)
    if part.intro:
        for line in wrap(part.intro, width - len(_INDENT)):
            yield paint(_INDENT + line, "faint")
    shown = [row for row in part.rows if not row.minor][: part.most]
    if part.compact:
        yield from _compact(part, shown, width)
    elif shown:
        yield from _table(replace(part, rows=tuple(shown)), found, width, paint)
    if len(shown) < len(part.rows):
        yield paint(f"{_INDENT}and {len(part.rows) - len(shown)} more: see --format markdown, html or json", "faint")


def _compact(part: Part, rows: Sequence[Row], width: int) -> Iterator[str]:
    texts = [_item(row, with_note=part.key not in ("met", "target")) for row in rows]
    items = [f"{text}," for text in texts[:-1]] + texts[-1:]
    unbroken = (item.replace(" ", _FIXED_BLANK) if cells(item) < width // 2 else item for item in items)
    for line in wrap(" ".join(unbroken), width - len(_INDENT)):
        yield _INDENT + line


def _item(row: Row, *, with_note: bool) -> str:
    lines = f"{'line' if row.lines.isdecimal() else 'lines'} {row.lines}" if row.lines and with_note else row.lines
    inside = ", ".join(text for text in (row.points, row.note if with_note else "", lines) if text)
    return f"{row.label} ({inside})" if inside else row.label


def _table(part: Part, found: Sequence[Quote], width: int, paint: Paint) -> Iterator[str]:
    """Yield rows in columns: points, label, note, reason; columns that no row fills take no room."""
    rows = part.rows
    points = max(cells(row.points) for row in rows)
    note = min(max(cells(row.note) for row in rows), _NOTE_WIDTH)
    left = len(_INDENT) + sum(size + _GAP for size in (points, note) if size)
    # Without reasons the labels may have the whole line.
    most = max(16, width * 3 // 10) if any(row.because for row in rows) else width - left - _GAP
    label = min(max(cells(row.label) for row in rows), most)
    left += label + _GAP if label else 0
    if width - left < _LEAST_REASON and any(row.because for row in rows):
        yield from _stack(part, found, width, points, paint)
        return
    for row, before in zip(rows, (None, *rows), strict=False):
        name = "" if before is not None and row.label == before.label else row.label
        columns = (wrap(name, label), wrap(row.note, note), _reason(row, part.brief, width - left))
        for index, (named, beside, reason) in enumerate(zip_longest(*columns, fillvalue="")):
            line = _INDENT
            if points:
                line += paint(pad(row.points if index == 0 else "", points, right=True), part.tone) + " " * _GAP
            for text, size in ((named, label), (beside, note)):
                line += pad(text, size) + " " * _GAP if size else ""
            yield line + reason
        if before is None or row.place != before.place:
            yield from _quoted(row, found, width, left, paint)


def _reason(row: Row, brief: int | None, width: int) -> list[str]:
    """Return the lines of a reason, at most ``brief`` of them; the last one tells that it is cut."""
    lines = wrap(row.because, width)
    if brief is None or len(lines) <= brief:
        return lines
    last = lines[brief - 1]
    while cells(last) >= width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: brief - 1], f"{last.rstrip(' ,;:(.')}…"]


def _stack(part: Part, found: Sequence[Quote], width: int, points: int, paint: Paint) -> Iterator[str]:
    """Yield rows for a narrow terminal: label and note on one line, the reason indented below."""
    left = len(_INDENT) + (points + _GAP if points else 0)
    deeper = left + len(_INDENT)
    for row in part.rows:
        head = f"{row.label} ({row.note})" if row.label and row.note else row.label or row.note
        for index, line in enumerate(wrap(head, width - left)):
            start = pad(row.points if index == 0 else "", points, right=True) + " " * _GAP if points else ""
            yield _INDENT + start + line
        for line in _reason(row, part.brief, width - deeper):
            yield " " * deeper + line
        yield from _quoted(row, found, width, deeper, paint)


def _quoted(row: Row, found: Sequence[Quote], width: int, left: int, paint: Paint) -> Iterator[str]:
    """Yield the quote of a row on one line, cut to what fits beside its reason."""
    room = width - left - 2
    excerpt = quotes.excerpt(found, row.place, most=room) if row.place is not None and room > 0 else None
    if excerpt is None:
        return
    words = str(excerpt)
    # Wide characters take two cells: cut once more by cells, not by characters.
    fitting = wrap(words.replace(" ", _FIXED_BLANK), room)
    yield " " * left + paint(f"“{fitting[0] if fitting else words}”", "faint")
