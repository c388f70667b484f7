"""What both PDF engines gather from the pages of a file → the text, what a person would not see of it, and notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gapscan.errors import DamagedFileError, EncryptedFileError, InputError, LimitError, NoTextError
from gapscan.readers.layout import Box, Piece, cells, turned
from gapscan.readers.page_text import write
from gapscan.readers.pdf_fonts import UNKNOWN
from gapscan.readers.reading_order import in_reading_order
from gapscan.readers.rows import Row
from gapscan.records import Notice, RawText

# Text under this size in points can't be read by a person.
_SMALLEST_SIZE = 2.0
# The longer side of US letter, the shorter of the two usual sheets, in points.
_SHEET = 792.0
# An invisible text layer that is nearly all of a page with a picture comes from text recognition of a scan.
_SCAN_SHARE = 0.8
# Share of letters that a file does not tell: from here on it is worth a notice, or the text is worth nothing.
_SOME_UNKNOWN = 0.02
_MOST_UNKNOWN = 0.5
# Readers accept up to a kilobyte after the end of a PDF; another one for those who write more.
_TAIL_BYTES = 2_048
# Characters read of one document; the longest of 1,000 real résumés had 98,000.
_MOST_CHARACTERS = 1_000_000


@dataclass(slots=True)
class Reading:
    """A document under way.

    Attributes:
        failed: Numbers, from 1, of the pages that were read in part or not at all.
        limited: Whether something was left out because the file holds too much.
    """

    failed: list[int] = field(default_factory=list)
    limited: bool = False
    _pages: list[list[Row]] = field(default_factory=list)
    _characters: int = 0
    _unknown: int = 0
    _images: int = 0
    _scanned: bool = False

    @property
    def is_full(self) -> bool:
        """Whether the document holds more text already than any résumé."""
        return self._characters > _MOST_CHARACTERS

    def add_page(self, pieces: Sequence[Piece], box: Box, *, images: int) -> None:
        """Take the next page.

        Args:
            pieces: Its text in the order it is drawn; ``hidden`` where it is drawn invisibly.
            box: The part of the page that is shown.
            images: How many pictures it has.
        """
        scan = _is_scan(pieces, images)
        shown = [_with_hidden(piece, box, scan=scan) for piece in pieces]
        text = "".join(piece.text for piece in pieces)
        self._characters += len(text)
        self._unknown += text.count(UNKNOWN)
        self._images += images
        self._scanned = self._scanned or scan
        self._pages.append(in_reading_order(cells(shown), box))

    def result(self, engine: str, *, name: str, pages: int) -> RawText:
        """Put the pages together.

        Args:
            engine: What read the file.
            name: What to call the file in messages.
            pages: How many pages it has.

        Raises:
            NoTextError: No page holds text, or its fonts don't tell their letters.
            DamagedFileError: There is no text, and no page could be read whole.
            LimitError: There is no text in what was read before a limit.
        """
        text, hidden = write([rows for rows in self._pages if rows])
        letters = sum(char.isalnum() for char in text)
        if letters + self._unknown == 0:
            raise self._no_text(name, pages)
        if self._unknown > _MOST_UNKNOWN * (letters + self._unknown):
            reason = "its fonts don't tell which letters they draw; print it to a new PDF, or run OCR on it first"
            raise NoTextError(name, reason)
        return RawText(text, engine, pages, hidden, tuple(self._notices(letters)))

    def _no_text(self, name: str, pages: int) -> InputError:
        if self.limited:
            return too_much(name)
        if self.failed and len(self.failed) >= pages:
            reason = "none of its pages can be read; open it in a viewer and print it to a new PDF"
            return DamagedFileError(name, reason)
        if self._images:
            return NoTextError(name, "its pages are pictures without text (a scan); run OCR on it first")
        return NoTextError(name, "its pages hold no text, perhaps letters drawn as shapes; export it with its fonts")

    def _notices(self, letters: int) -> Iterator[Notice]:
        if self.failed:
            numbers = ", ".join(map(str, self.failed))
            yield Notice("pages-damaged", f"damaged, so read in part or not at all: page {numbers}")
        if self.limited:
            yield Notice("reading-cut", "the file holds far more than a résumé, so only a part of it was read")
        if self._scanned:
            yield Notice("recognised-text", "a scan: its text comes from text recognition and may be wrong")
        if self._unknown > _SOME_UNKNOWN * (letters + self._unknown):
            yield Notice("letters-unknown", "some fonts don't tell which letters they draw; those stand as \ufffd")


def is_cut_off(data: bytes) -> bool:
    """Tell whether the end of a PDF is missing."""
    return b"startxref" not in data[-_TAIL_BYTES:]


def broken(name: str, *, cut_off: bool) -> DamagedFileError:
    """Return the error of a file that can't be opened."""
    if cut_off:
        return DamagedFileError(name, "the end of the file is missing; copy or download it again", code="E-TRUNCATED")
    return DamagedFileError(name, "it is not a PDF that can be read; open it in a viewer and print it to a new PDF")


def locked(name: str) -> EncryptedFileError:
    """Return the error of a file that wants a password."""
    return EncryptedFileError(name, "it is protected by a password; save a copy without one")


def too_many_pages(name: str, count: int, most: int) -> LimitError:
    """Return the error of a file with too many pages."""
    reason = f"it has {count} pages, and at most {most} are read; give only those of the résumé"
    return LimitError(name, reason, code="E-TOO-MANY-PAGES")


def too_much(name: str) -> LimitError:
    """Return the error of a file that unpacks to too much."""
    return LimitError(name, "it unpacks to more than any résumé holds; print it to a new PDF", code="E-BOMB")


def _is_scan(pieces: Sequence[Piece], images: int) -> bool:
    """Tell whether the text of a page is the invisible layer that text recognition puts over a picture."""
    total = sum(len(piece.text) for piece in pieces)
    unseen = sum(len(piece.text) for piece in pieces if piece.hidden)
    return images > 0 and unseen > _SCAN_SHARE * total


def _with_hidden(piece: Piece, box: Box, *, scan: bool) -> Piece:
    hidden = (piece.hidden and not scan) or _is_tiny(piece, box) or _is_outside(piece, box)
    return piece if hidden == piece.hidden else piece._replace(hidden=hidden)


def _is_tiny(piece: Piece, box: Box) -> bool:
    """Tell whether text is too small to read, on a page that is shown as large as a sheet of paper."""
    longer = max(box[2] - box[0], box[3] - box[1])
    return piece.size < _SMALLEST_SIZE * min(1.0, longer / _SHEET)


def _is_outside(piece: Piece, box: Box) -> bool:
    (x0, y0), (x1, y1) = turned(box[0], box[1], piece.turn), turned(box[2], box[3], piece.turn)
    beside = piece.x1 < min(x0, x1) or piece.x0 > max(x0, x1)
    return beside or piece.y + piece.size < min(y0, y1) or piece.y - 0.3 * piece.size > max(y0, y1)
