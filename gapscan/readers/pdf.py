"""A PDF → text as a person reads it, by pypdf and our own reading of the page contents.

pypdf opens the file, undoes its compression and encryption and finds the pages; what stands on them is followed by
``pdf_content``, put into words by ``layout``, and into order by ``reading_order``. pypdf's own extraction loses or
glues several words in a hundred, because it never knows how wide a text is. Its limits are lowered to what a résumé
can need, and what it raises on damaged files is translated here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import Any, TypeVar

from gapscan.errors import DamagedFileError, EmptyFileError, InputError
from gapscan.readers.layout import Box
from gapscan.readers.pdf_content import Canvas, Matrix
from gapscan.readers.pdf_fonts import FALLBACK_FONT, Font, load_font
from gapscan.readers.pdf_reading import Reading, broken, is_cut_off, locked, too_many_pages, too_much
from gapscan.readers.pdf_tokens import Budget, ContentLimitError
from gapscan.records import RawText

Result = TypeVar("Result")

# pypdf's defaults allow minutes of work; with these, 1,000 real résumés lost nothing, and hostile files end early.
_PYPDF_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": 20_000_000,
    "array_based_stream_maximum_output_length": 10_000_000,
    "lzw_maximum_output_length": 10_000_000,
    "run_length_maximum_output_length": 10_000_000,
    "zlib_maximum_output_length": 10_000_000,
    "brotli_maximum_output_length": 10_000_000,
    "stream_decoding_work_maximum_length": 30_000_000,
    "stream_parsing_work_maximum_count": 300_000,
    "page_tree_maximum_entries": 2_000,
    "xform_maximum_invocations_per_extraction": 500,
    "jbig2dec_binary": None,
    "disable_legacy_handling": True,
}
_ROOT_RECOVERY = 2_000
_MOST_FONTS = 300
_MOST_PARTS = 1_000
# Nothing, packed, has at most 8 bytes (zlib) and an end of line.
_EMPTY_PACKED = 10
# Where a page does not say how large it is: US letter, in points.
_USUAL_PAGE: Box = (0.0, 0.0, 612.0, 792.0)
# Bits of an annotation's flags: hidden, not shown on a screen.
_UNSEEN_ANNOTATION = 0b10_0010


def read(data: bytes, *, name: str, max_pages: int = 50) -> RawText:
    """Read a PDF.

    Args:
        data: The file.
        name: What to call it in messages.
        max_pages: Most pages that are read.

    Returns:
        The text with a blank line between blocks and pages. Ranges that a person would not see (invisible, under
        2 points, off the page) are ``hidden``. Pages that could not be read are told in a notice.

    Raises:
        EmptyFileError: No bytes.
        EncryptedFileError: It wants a password.
        DamagedFileError: pypdf can't open it, or no page could be read.
        LimitError: It has more than ``max_pages`` pages, or unpacks to more than any résumé.
        NoTextError: No page holds text, or its fonts don't tell their letters.
    """
    if not data.strip():
        raise EmptyFileError(name, "the file is empty")
    from pypdf import apply_configuration

    with _silence(), apply_configuration(**_PYPDF_LIMITS):
        pages = _open(data, name, max_pages)
        reading = Reading()
        parts = _Parts(reading)
        for number, page in enumerate(pages, start=1):
            if reading.is_full or parts.budget.is_spent:
                reading.limited = True
                break
            parts.read_page(page, number)
    return reading.result("pypdf", name=name, pages=len(pages))


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pypdf from logging: its warnings quote the file."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _open(data: bytes, name: str, max_pages: int) -> list[Any]:
    """Return the pages of a file; everything that pypdf can raise becomes one of our errors."""
    from pypdf import PdfReader

    cut_off = is_cut_off(data)
    if cut_off:
        # The table of objects is cut off; pointed to the beginning, pypdf looks for the objects themselves.
        data += b"\nstartxref\n0\n%%EOF\n"
    try:
        pages = PdfReader(BytesIO(data), root_object_recovery_limit=_ROOT_RECOVERY).pages
        if len(pages) > max_pages:
            raise too_many_pages(name, len(pages), max_pages)
        return list(pages)
    except (MemoryError, InputError):
        raise
    except Exception as error:
        raise _refusal(error, name, cut_off=cut_off) from error


def _refusal(error: Exception, name: str, *, cut_off: bool) -> InputError:
    """Translate what pypdf raises when a file can't be opened."""
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    if isinstance(error, FileNotDecryptedError):
        return locked(name)
    if isinstance(error, (DependencyError, NotImplementedError)):
        # Of the damaged kind, so that the other engine, which knows this encryption, is given a try.
        reason = "pypdf can't undo its encryption; save a copy without protection, or install gapscan[pdfium]"
        return DamagedFileError(name, reason, code="E-PASSWORD")
    if isinstance(error, LimitReachedError):
        return too_much(name)
    return broken(name, cut_off=cut_off)


class _Parts:
    """The parts of a file, each of which may be damaged on its own."""

    def __init__(self, reading: Reading) -> None:
        self.budget = Budget()
        self._reading = reading
        self._fonts: dict[int, tuple[Any, Font]] = {}

    def attempt(self, step: Callable[[], Result]) -> Result | None:
        """Do something with a part of the file; None when the part is damaged or too large."""
        from pypdf.errors import LimitReachedError

        try:
            return step()
        except MemoryError:
            raise
        except (LimitReachedError, ContentLimitError):
            self._reading.limited = True
        except Exception:  # noqa: BLE001, S110 - pypdf lets some 30 kinds of plain exceptions out of damaged objects
            pass
        return None

    def font(self, resource: Any) -> Font:
        """Return a font, read once a document; a damaged one tells no letters."""
        known = self._fonts.get(id(resource))
        if known is None:
            if len(self._fonts) >= _MOST_FONTS:
                return FALLBACK_FONT
            # The resource is kept too, so that its id stays its own.
            known = (resource, self.attempt(lambda: load_font(resource)) or FALLBACK_FONT)
            self._fonts[id(resource)] = known
        return known[1]

    def read_page(self, page: Any, number: int) -> None:
        """Add a page to the reading; what was drawn before a damaged place is kept."""
        canvas = Canvas(self.font, self.budget, self.attempt)
        box = self.attempt(lambda: _box(page)) or _USUAL_PAGE
        data = [self.attempt(partial(_unpacked, stream)) for stream in self.attempt(lambda: _streams(page)) or ()]
        resources = self.attempt(lambda: page["/Resources"].get_object()) or {}
        drawn = self.attempt(lambda: canvas.run(b"\n".join(part for part in data if part), resources))
        self.attempt(lambda: _draw_annotations(canvas, page))
        if not drawn or canvas.is_damaged or None in data or (not data and "/Contents" in page):
            self._reading.failed.append(number)
        self._reading.add_page(canvas.pieces, box, images=canvas.images)


def _streams(page: Any) -> list[Any]:
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else []
    items = contents if isinstance(contents, list) else [contents]
    resolved = (item.get_object() for item in items[:_MOST_PARTS])
    return [item for item in resolved if hasattr(item, "get_data")]


def _unpacked(stream: Any) -> bytes | None:
    """Return the data of a stream; None when pypdf gives none of the packed data back."""
    data = stream.get_data()
    packed = getattr(stream, "_data", b"")
    return None if not data and len(packed) > _EMPTY_PACKED else data


def _box(page: Any) -> Box:
    """Return the part of the page that is shown."""
    media, crop = page.mediabox, page.cropbox
    left, bottom = max(float(media.left), float(crop.left)), max(float(media.bottom), float(crop.bottom))
    right, top = min(float(media.right), float(crop.right)), min(float(media.top), float(crop.top))
    if right > left and top > bottom:
        return left, bottom, right, top
    return float(media.left), float(media.bottom), float(media.right), float(media.top)


def _draw_annotations(canvas: Canvas, page: Any) -> None:
    """Draw the filled-in fields of a form and text notes, which are no part of the page's content."""
    annotations = page.get("/Annots")
    annotations = annotations.get_object() if annotations is not None else []
    for item in annotations[:_MOST_PARTS]:
        annotation = item.get_object()
        if annotation.get("/Subtype") not in ("/Widget", "/FreeText") or annotation.get("/FT") == "/Btn":
            continue
        states = annotation.get("/AP", {}).get_object()
        appearance = states.get("/N").get_object() if "/N" in states else None
        if hasattr(appearance, "get_data") and not int(annotation.get("/F", 0)) & _UNSEEN_ANNOTATION:
            canvas.draw_form(appearance, _placed(appearance, [float(value) for value in annotation["/Rect"]]))


def _placed(appearance: Any, rectangle: list[float]) -> Matrix:
    """Return the matrix that moves an appearance to its place on the page; those made by viewers are not scaled."""
    box = [float(value) for value in appearance.get("/BBox", (0, 0, 0, 0))]
    x, y = min(rectangle[::2]), min(rectangle[1::2])
    return (1.0, 0.0, 0.0, 1.0, x - min(box[::2]), y - min(box[1::2]))
