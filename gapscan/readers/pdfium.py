"""A PDF → text as a person reads it, by PDFium (``pip install 'gapscan[pdfium]'``).

PDFium follows fonts and positions itself, in C++. Its own text breaks letter-spaced words and keeps the order of
drawing even where that is erratic, so only its characters and their places are taken, word by word, and go through the
same ``layout`` and ``reading_order`` as those of the other engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_double
from math import atan2, degrees, hypot
from typing import Any

from gapscan.errors import EmptyFileError, InputError
from gapscan.readers.layout import Box, Piece, turned
from gapscan.readers.pdf_fonts import clean
from gapscan.readers.pdf_reading import Reading, broken, is_cut_off, locked, too_many_pages
from gapscan.records import RawText

# What PDFium puts for a hyphen at the end of a line, and what it puts between lines and words.
_HYPHENS = (0x02, 0xFFFE)
_BREAKS = (0x0D, 0x0A)
_BLANKS = (0x20, 0x09, 0xA0)
_INVISIBLE_MODES = (3, 7)
# Its codes for a wrong password and for a protection that it doesn't know.
_LOCKED = (4, 5)
# A line of at least so many words that are shorter than this on average is letter-spaced.
_FEWEST_SPACED = 4
_SPACED_LENGTH = 2.5
_SINGLE_SHARE = 0.6
# Characters of one page; a page set in the smallest type holds a tenth.
_MOST_CHARACTERS = 200_000
_MOST_OBJECTS = 10_000


def read(data: bytes, *, name: str, max_pages: int = 50) -> RawText:
    """Read a PDF; as ``gapscan.readers.pdf.read`` does, with the same errors.

    Its own limits are few, and it ends the process when memory does: run it in a child process.
    """
    if not data.strip():
        raise EmptyFileError(name, "the file is empty")
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, data, name) from error
    try:
        count = len(document)
        if count > max_pages:
            raise too_many_pages(name, count, max_pages)
        reading = Reading()
        for index in range(count):
            if reading.is_full:
                reading.limited = True
                break
            _read_page(reading, document, index)
        return reading.result("pdfium", name=name, pages=count)
    finally:
        document.close()


def _refusal(error: Any, data: bytes, name: str) -> InputError:
    """Translate the errors of opening."""
    if error.err_code in _LOCKED:
        return locked(name)
    return broken(name, cut_off=is_cut_off(data))


def _read_page(reading: Reading, document: Any, index: int) -> None:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        reading.failed.append(index + 1)
        return
    try:
        text_page = page.get_textpage()
        box: Box = tuple(page.get_cropbox())
        characters = pypdfium2.raw.FPDFText_CountChars(text_page)
        reading.limited = reading.limited or characters > _MOST_CHARACTERS
        pieces = list(_pieces(_Characters(text_page), min(characters, _MOST_CHARACTERS)))
        # Pictures matter only where text is missing or unseen, and counting them costs as much as the text.
        images = _images(page) if not pieces or any(piece.hidden for piece in pieces) else 0
        reading.add_page(pieces, box, images=images)
        text_page.close()
    except pypdfium2.PdfiumError:
        reading.failed.append(index + 1)
    finally:
        page.close()


def _images(page: Any) -> int:
    """Count the pictures of a page, as far as one need look."""
    import pypdfium2.raw as raw

    count = min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    kinds = (raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, i)) for i in range(count))
    return sum(kind == raw.FPDF_PAGEOBJ_IMAGE for kind in kinds)


class _Characters:
    """The characters of a text page by number, through PDFium's functions."""

    def __init__(self, text_page: Any) -> None:
        import pypdfium2.raw as raw

        self._raw, self._page = raw, text_page.raw
        self._x, self._y = c_double(), c_double()
        self._matrix = raw.FS_MATRIX()
        self._box = raw.FS_RECTF()

    def codes(self, count: int) -> list[int]:
        get, page = self._raw.FPDFText_GetUnicode, self._page
        # What is no code point stands as a blank, so that the numbers of the others stay right.
        return [code if code < 0x110000 else 0x20 for code in (get(page, i) for i in range(count))]

    def origin(self, i: int) -> tuple[float, float]:
        self._raw.FPDFText_GetCharOrigin(self._page, i, byref(self._x), byref(self._y))
        return self._x.value, self._y.value

    def box(self, i: int) -> tuple[float, float, float, float]:
        """Return left, lower, right and upper edge, wide as the font spaces it."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._page, i, byref(box))
        return box.left, box.bottom, box.right, box.top

    def scale(self, i: int) -> tuple[int, float]:
        """Return the direction of reading in degrees and the size in points."""
        matrix = self._matrix
        self._raw.FPDFText_GetMatrix(self._page, i, byref(matrix))
        size = self._raw.FPDFText_GetFontSize(self._page, i) * hypot(matrix.c, matrix.d)
        straight = abs(matrix.b) < 0.02 * abs(matrix.a) and matrix.a > 0
        return 0 if straight else round(degrees(atan2(matrix.b, matrix.a))) % 360, abs(size)

    def is_invisible(self, i: int) -> bool:
        shown = self._raw.FPDFText_GetTextObject(self._page, i)
        return bool(shown) and self._raw.FPDFTextObj_GetTextRenderMode(shown) in _INVISIBLE_MODES

    def is_generated(self, i: int) -> bool:
        return bool(self._raw.FPDFText_IsGenerated(self._page, i) == 1)


def _pieces(characters: _Characters, count: int) -> Iterator[Piece]:
    """Yield the words of a page line by line; letters one by one where PDFium's words look like spaced letters."""
    codes = characters.codes(count)
    for line in _lines(codes):
        words = list(_words(codes, line))
        letters = sum(end - start for start, end in words)
        single = sum(end - start == 1 for start, end in words)
        typed = len(words) >= _FEWEST_SPACED and single >= _SINGLE_SHARE * len(words)
        if len(words) >= _FEWEST_SPACED and letters < _SPACED_LENGTH * len(words):
            words = [(i, i + 1) for start, end in words for i in range(start, end)]
        for start, end in words:
            # A space of the file's own stays; one that PDFium made up is judged again by its width, and so are those
            # typed between single letters, because PDFium makes one of several.
            real = not typed and end < count and codes[end] in _BLANKS and not characters.is_generated(end)
            yield _word(characters, codes, start, end, tail=" " if real else "")


def _lines(codes: list[int]) -> Iterator[range]:
    """Yield where each line lies; a hyphen at a line's end is part of it."""
    start = 0
    for i, code in enumerate(codes):
        if code in _BREAKS or code in _HYPHENS:
            yield range(start, i + (code in _HYPHENS))
            start = i + 1
    yield range(start, len(codes))


def _words(codes: list[int], line: range) -> Iterator[tuple[int, int]]:
    start = line.start
    for i in line:
        if codes[i] in _BLANKS:
            if i > start:
                yield start, i
            start = i + 1
    if line.stop > start:
        yield start, line.stop


def _word(characters: _Characters, codes: list[int], start: int, end: int, *, tail: str) -> Piece:
    text = "".join(map(chr, codes[start:end]))
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_character, codes[start:end]))
    turn, size = characters.scale(start)
    x0, y = turned(*characters.origin(start), turn)
    left, bottom, right, top = characters.box(end - 1)
    x1 = right if turn == 0 else max(turned(a, b, turn)[0] for a in (left, right) for b in (bottom, top))
    return Piece(text + tail, x0, max(x0, x1), y, size, turn, hidden=characters.is_invisible(start))


def _character(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    return clean(chr(code))
