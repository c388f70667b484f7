"""Pieces of text, seen and unseen, put together in reading order.

Every reader of marked-up documents writes into a ``Pieces``: it keeps lines apart, remembers which text is
hidden on the page, and lays the cells of a table row on one line where they hold one line each.
"""

from __future__ import annotations

from gapscan.readers.repair import MAX_CHARACTERS
from gapscan.records import Span

# Between the cells of a row: the sign people use themselves in one-line lists ("Python | 5 years").
CELL_SEPARATOR = " | "


class Pieces:
    """A text under construction, with hidden stretches; grows only at its end."""

    __slots__ = ("_parts", "size")

    def __init__(self) -> None:
        self._parts: list[tuple[str, bool]] = []
        self.size = 0

    @property
    def is_full(self) -> bool:
        """Whether more text would be cut anyway."""
        return self.size > MAX_CHARACTERS

    @property
    def at_line_start(self) -> bool:
        """Whether nothing stands on the current line yet."""
        return not self._parts or self._parts[-1][0][-1] == "\n"

    @property
    def ends_with_space(self) -> bool:
        """Whether a blank or a new line precedes what comes next."""
        return not self._parts or self._parts[-1][0][-1] in " \t\n"

    @property
    def end(self) -> str:
        """The piece that was added last."""
        return self._parts[-1][0] if self._parts else ""

    def add(self, text: str, *, hidden: bool = False) -> None:
        """Append text; nothing more is taken once the text is longer than what is kept."""
        if text and not self.is_full:
            self._parts.append((text, hidden))
            self.size += len(text)

    def end_line(self) -> None:
        """Begin a new line unless one has just begun."""
        if not self.at_line_start:
            self.add("\n")

    def add_line(self) -> None:
        """Leave an empty line; ``build`` makes one of several."""
        self.end_line()
        self.add("\n")

    def add_block(self, block: Pieces) -> None:
        """Append another text on lines of its own, without the white space around it."""
        self.end_line()
        self._extend(block)
        self.end_line()

    def add_row(self, cells: list[Pieces]) -> None:
        """Append a table row: on one line if each cell holds one, else cell after cell (a layout table)."""
        filled = [cell for cell in cells if cell.plain().strip()]
        if any("\n" in cell.plain().strip() for cell in filled):
            for cell in filled:
                self.add_block(cell)
            return
        self.end_line()
        for number, cell in enumerate(filled):
            if number:
                self.add(CELL_SEPARATOR)
            self._extend(cell)
        self.end_line()

    def plain(self) -> str:
        """Return the text as it is, without its hidden ranges."""
        if len(self._parts) > 1 and not any(hidden for _, hidden in self._parts):
            self._parts = [("".join(text for text, _ in self._parts), False)]
        return "".join(text for text, _ in self._parts)

    def build(self) -> tuple[str, tuple[Span, ...]]:
        """Return the text and its hidden ranges, ordered and disjoint, white space at its ends removed."""
        runs = [(_single_blank_lines(text), hidden) for text, hidden in _runs(self._parts)]
        text = "".join(text for text, _ in runs)
        lead = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        spans, position = [], 0
        for part, hidden in runs:
            start, position = position, position + len(part)
            if hidden and part.strip() and min(position, end) > max(start, lead):
                spans.append(Span(max(start, lead) - lead, min(position, end) - lead))
        return text[lead:end], tuple(spans)

    def _extend(self, other: Pieces) -> None:
        text, spans = other.build()
        position = 0
        for span in spans:
            self.add(text[position : span.start])
            self.add(text[span.start : span.end], hidden=True)
            position = span.end
        self.add(text[position:])


def _runs(parts: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Merge neighbours of one kind, so that a document has few pieces however many runs it was written in."""
    runs: list[tuple[list[str], bool]] = []
    for text, hidden in parts:
        if runs and runs[-1][1] == hidden:
            runs[-1][0].append(text)
        else:
            runs.append(([text], hidden))
    return [("".join(texts), hidden) for texts, hidden in runs]


def _single_blank_lines(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
