"""A posting's text → its units: bullets and sentences, each on its own, whatever became of the line breaks.

Everything a posting says is scoped to one bullet or one sentence, so these are cut first. Lines that were wrapped are
joined, paragraphs are cut into sentences, and text that lost its line breaks on the way through a web form ("jQueryStrong
command over SQLMust have") is cut where a bullet must have begun. The units are then laid out in a text of their own,
two line breaks apart, that the matcher searches; each knows where it stands in the posting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gapscan.folding import fold
from gapscan.posting import breaks
from gapscan.records import Document

# A text with longer lines than this on average has lost its line breaks, or is one paragraph.
_LONG_LINE = 220
# Shorter lines were not wrapped by a page's width but end where their writer ended them.
_WRAPPED_FROM = 55
_BULLET = re.compile(r"[ \t]{0,40}(?:[•*▪◦‣·►✓✔➢➤→»>○●■□–—o-]|\(?(?:\d{1,2}|[a-hA-H])[.)]|#{1,6})[ \t]{1,20}(?=\S)")
_INLINE_BULLET = re.compile(r"[ \t]{0,3}[•▪◦‣●■►✓✔➢][ \t]{0,3}(?=\S)|(?<=[.:;\w)])[ \t]{0,3}[*·][ \t]{0,3}(?=[A-Z0-9])")
_INLINE_QUOTE = re.compile(r"[ ]{1,4}\"[ ]{1,3}(?=[A-Z])")
_INLINE_DASH = re.compile(
    r"(?<=[a-z).:;!?])(?:[ ]{0,3}[-–—][ ](?=[A-Z0-9])|[ ]{1,3}[-–](?=[A-Z][a-z]{2})|-(?=[A-Z][a-z]{2}))"
    r"|(?<=[A-Z0-9+#%])-(?=[A-Z][a-z]{3})"
)
_INLINE_NUMBER = re.compile(r"(?<=[a-z).:;])[ ]{0,3}(?=\d{1,2}(?:[.)] [A-Z]|\) \d))")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,200})(?<=\S)\1")
_MARKS = " \t\n*•·▪◦‣●■►✓✔➢"
# So many numbers in a short line may be figures of a sentence.
_FEW_NUMBERS = 2
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]]{0,2}[ \t]{1,20}(?=[\"'“(\[]?[A-Z0-9•])")
_LAST_WORD = re.compile(r"[A-Za-z.]{1,12}$")
_WORDS = re.compile(r"[a-z0-9\x10-\x13]+(?:'[a-z]{1,3})?")
# What any cut needs: the end of a sentence, a mark in the middle, or a capital or figure glued to what is before it.
_MAY_BE_CUT = re.compile(r"[.!?][\"'”’)\]]{0,2}[ \t]|[a-z0-9+#)\]%.!?:;][A-Z]|[A-Z]{2}[a-z]|[•▪◦‣●■►✓✔➢*·]|[a-z).:;!?][0-9]")
# No posting is longer, a page saved with all its menus hardly; what follows is not read, and a notice says so.
MAX_CHARACTERS = 200_000
# No sentence is longer; hostile text is, and rules that look at pairs of names must not see all of it at once.
_LONGEST_UNIT = 1200

_ABBREVIATIONS = frozenset(
    """e.g. i.e. eg. ie. etc. vs. inc. ltd. co. corp. sr. jr. dr. mr. mrs. ms. no. st. dept. approx. min. max. incl. esp.
    u.s. u.k. b.s. m.s. b.a. m.a. ph.d. b.sc. m.sc. b.e. b.tech. m.tech. yrs. yr. exp. req. pref. a.m. p.m. gov. univ.""".split()
)


class Word(NamedTuple):
    """A word of the laid-out text, lower case and without apostrophe, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A bullet, a sentence or a heading.

    ``start`` and ``end`` are offsets in the posting, ``at`` is where the unit begins in the laid-out text. ``opens`` when
    it is the first of its line, ``whole`` when it is all of it; ``block`` grows at every empty line,
    ``indent`` is how far in its line begins, in characters.
    """

    text: str
    start: int
    end: int
    at: int
    line: int
    block: int
    opens: bool
    whole: bool
    bullet: bool
    indent: int


@dataclass(frozen=True)
class Layout:
    """All units in order, the text they are laid out in, the same in lower case, and its words."""

    units: tuple[Unit, ...]
    text: str
    low: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    lost_breaks: bool

    def unit_at(self, offset: int) -> int:
        """Return the index of the unit that holds an offset of the laid-out text."""
        return bisect_right(self.starts, offset) - 1


class _Piece(NamedTuple):
    start: int
    end: int
    block: int
    opens: bool
    whole: bool
    bullet: bool
    indent: int


def lay_out(document: Document) -> Layout:
    """Cut a posting into units.

    Args:
        document: The posting; hidden text is left out, and what is beyond ``MAX_CHARACTERS``.

    Returns:
        The units in order; none for a text without words.
    """
    text = _visible(document)
    lost = text.count("\n") * _LONG_LINE < len(text)
    pieces = [piece for line in _lines(text) for piece in _cut(text, line, lost)]
    return _assemble(document, text, pieces, lost)


def _assemble(document: Document, text: str, pieces: list[_Piece], lost: bool) -> Layout:
    units: list[Unit] = []
    at = 0
    for piece in pieces:
        shown = text[piece.start : piece.end].replace("\n", " ")
        line = document.line_of(piece.start)
        units.append(Unit(shown, piece.start, piece.end, at, line, piece.block, piece.opens, piece.whole, piece.bullet, piece.indent))
        at += len(shown) + 2
    laid = "\n\n".join(unit.text for unit in units)
    low = fold(laid).low.decode("latin-1")
    return Layout(tuple(units), laid, low, _words(low), tuple(unit.at for unit in units), lost)


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text, folded, without apostrophes."""
    return _words(fold(text).low.decode("latin-1"))


def _words(low: str) -> tuple[Word, ...]:
    found = [Word(match.group(), *match.span()) for match in _WORDS.finditer(low)]
    if "'" in low:
        found = [word if "'" not in word.text else word._replace(text=word.text.replace("'", "")) for word in found]
    return tuple(found)


def recut(layout: Layout, document: Document, cuts: dict[int, list[int]]) -> Layout:
    """Cut units again at places inside them.

    Args:
        layout: What ``lay_out`` gave.
        document: The posting.
        cuts: Offsets within the unit, by the index of the unit.
    """
    if not cuts:
        return layout
    pieces: list[_Piece] = []
    for index, unit in enumerate(layout.units):
        places = [unit.start, *(unit.start + cut for cut in sorted(cuts.get(index, ()))), unit.end]
        for number, (start, end) in enumerate(pairwise(places)):
            whole = unit.whole and len(places) == 2
            pieces += _trimmed(
                document.text, _Piece(start, end, unit.block, unit.opens and number == 0, whole, unit.bullet and number == 0, unit.indent)
            )
    return _assemble(document, _visible(document), pieces, layout.lost_breaks)


def _visible(document: Document) -> str:
    text = document.text[:MAX_CHARACTERS].replace("\r", " ").replace("\u2028", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if "**" in text or "__" in text:
        # "**Nice to have**" is a heading in bold, no bullet; the marks become blanks, so that nothing moves.
        text = _BOLD.sub(lambda bold: f"  {bold.group(2)}  ", text)
    if not document.hidden:
        return text
    seen: list[str] = []
    last = 0
    for span in document.hidden:
        seen += (text[last : span.start], " " * (min(span.end, len(text)) - span.start))
        last = span.end
    return "".join((*seen, text[last:]))


def _lines(text: str) -> Iterator[_Piece]:
    """Yield the lines as their writer meant them: those that a page's width broke are joined."""
    start = 0
    block = 0
    pending: _Piece | None = None
    for raw in text.split("\n"):
        end = start + len(raw)
        if not raw.strip():
            if pending:
                yield pending
                pending = None
            block += 1
        elif pending and _goes_on(text[pending.start : pending.end], raw):
            pending = pending._replace(end=end)
        else:
            if pending:
                yield pending
            mark = _BULLET.match(raw)
            bullet = mark is not None and "#" not in mark.group()
            pending = _Piece(start + (mark.end() if mark else 0), end, block, True, True, bullet, _indent(raw))
        start = end + 1
    if pending:
        yield pending


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a line was broken by the width of a page and goes on in the next."""
    line = line[-200:].rstrip()
    head = following.lstrip()
    if _BULLET.match(following) or line.endswith((".", ";", ":", "!", "?")):
        return False
    last_line = line.rpartition("\n")[2]
    if last_line.rpartition(" ")[2].lower() in {"and", "or", "with", "of", "in", "the", "a", "an", "to", "for", "&", "using"}:
        return True
    return len(last_line) >= _WRAPPED_FROM and (head[:1].islower() or (line.endswith(",") and len(last_line) > 70))


def _cut(text: str, line: _Piece, lost: bool) -> Iterator[_Piece]:
    body = text[line.start : line.end].replace("\n", " ")
    if len(body) < _LONG_LINE and not _MAY_BE_CUT.search(body):
        yield from _trimmed(text, line)
        return
    cuts = set(_sentence_ends(body))
    if len(body) > 12:
        cuts.update(breaks.glued(body))
    if "•" in body or "*" in body or "·" in body or any(mark in body for mark in "▪◦‣●■►✓✔➢"):
        cuts.update(match.end() for match in _INLINE_BULLET.finditer(body))
    listed = [match.end() for match in _INLINE_NUMBER.finditer(body)]
    if len(listed) > 1 and (len(listed) > _FEW_NUMBERS or len(body) > _LONG_LINE):
        cuts.update(listed)
    if len(body) > _LONG_LINE:
        # A dash that is glued to both sides may be a hyphen, unless a bullet begins behind it: "SQL-Familiar with".
        dashes = [m.end() for m in _INLINE_DASH.finditer(body) if len(m.group()) > 1 or breaks.opens_bullet(body, m.end())]
        if len(dashes) > 2:
            cuts.update(dashes)
        quotes = [match.end() for match in _INLINE_QUOTE.finditer(body)]
        if len(quotes) > 2:
            cuts.update(quotes)
        if lost:
            cuts.update(breaks.spaced_starts(body))
    places = _bounded([0, *sorted(cuts - {0, len(body)}), len(body)], body)
    for number, (start, end) in enumerate(pairwise(places)):
        first = number == 0
        piece = _Piece(line.start + start, line.start + end, line.block, first, len(places) == 2, line.bullet and first, line.indent)
        yield from _trimmed(text, piece)


def _bounded(places: list[int], body: str) -> list[int]:
    """Cut what is longer than any sentence, between words where there are any."""
    found = [places[0]]
    for place in places[1:]:
        while place - found[-1] > _LONGEST_UNIT:
            limit = found[-1] + _LONGEST_UNIT
            space = body.rfind(" ", found[-1] + _LONGEST_UNIT // 2, limit)
            found.append(space + 1 if space > 0 else limit)
        found.append(place)
    return found


def _trimmed(text: str, piece: _Piece) -> Iterator[_Piece]:
    """Yield a piece without blanks and list marks around it, if anything is left."""
    start, end = piece.start, piece.end
    body = text[start:end]
    lead = len(body) - len(body.lstrip(_MARKS))
    tail = len(body) - len(body.rstrip(_MARKS))
    if any(map(str.isalnum, body)):
        marked = piece.bullet or bool(body[:lead].strip())
        yield piece._replace(start=start + lead, end=end - tail, bullet=marked)


def _sentence_ends(body: str) -> Iterator[int]:
    for match in _SENTENCE.finditer(body):
        word = _LAST_WORD.search(body[max(0, match.start() - 12) : match.start()])
        last = word.group().lower() if word else ""
        before = body[max(0, match.start() - 14) : match.start() - 3].rpartition(" ")[2]
        amount = body[max(0, match.start() - 3) : match.start() - 2].isdigit()
        initial = len(last) == 2 and last[0].isalpha() and not before.islower() and not amount
        opens_next = last == "etc." and breaks.opens_bullet(body, match.end())
        if (last not in _ABBREVIATIONS and not initial) or opens_next:
            yield match.end()
