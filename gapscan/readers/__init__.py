"""A file, some bytes or a text → a ``Document``: what every other part of gapscan reads.

One table says which reader takes which format. Content decides the format, a child process does the parsing, every
text is repaired once, and from here on nothing changes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from gapscan.errors import DamagedFileError, EmptyFileError, InputError, LimitError, MissingExtraError, NoTextError
from gapscan.readers import isolation
from gapscan.readers.detect import detect
from gapscan.readers.files import printable, read_file, too_large
from gapscan.readers.isolation import Task
from gapscan.readers.repair import repair
from gapscan.readers.sandbox import Limits
from gapscan.records import Document, Notice, RawText, Section, Source

__all__ = ["READERS", "Limits", "PdfEngine", "Reader", "read", "read_bytes", "read_text"]

PdfEngine = Literal["auto", "pypdf", "pdfium"]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a format is read.

    Attributes:
        module: Module of this package that reads it; its function takes ``(data, *, name)`` and returns a ``RawText``.
        title: What to call the format in a sentence.
        suffixes: File name endings that stand for it, lower case.
        isolated: Whether it is parsed in a child process: everything that is binary or marked up.
        library: What it is parsed with, imported before the child is forked; "" for nothing but Python.
        function: The function of the module.
    """

    module: str
    title: str
    suffixes: tuple[str, ...]
    isolated: bool = True
    library: str = ""
    function: str = "read"


READERS: dict[str, Reader] = {
    "pdf": Reader("pdf", "PDF", (".pdf",), library="pypdf"),
    "docx": Reader("word", "Word document", (".docx", ".docm", ".dotx", ".dotm"), library="lxml.etree"),
    "odt": Reader("opendocument", "OpenDocument text", (".odt", ".ott", ".fodt"), library="lxml.etree"),
    "rtf": Reader("rtf", "RTF", (".rtf",)),
    "html": Reader("html", "HTML page", (".html", ".htm", ".xhtml"), library="lxml.etree"),
    "json": Reader("jsonresume", "JSON résumé", (".json",), isolated=False),
    "md": Reader("plain", "Markdown", (".md", ".markdown"), isolated=False, function="read_markdown"),
    "txt": Reader("plain", "plain text", (".txt", ".text"), isolated=False),
}
# The engines of PDF, in the order they are tried; the second only when the first gives no text.
_PDF_READERS: dict[str, Reader] = {
    "pypdf": READERS["pdf"],
    "pdfium": Reader("pdfium", "PDF", (), library="pypdfium2"),
}
_DEFAULTS = Limits()
# PDFium reads a real résumé in 0.1 s at most; what pypdf gave up on must not cost as much again.
_SECOND_TRY_CPU_S = 4
_NO_TEXT = {
    "pdf": "its pages hold no text, only pictures or outlined letters; export it with text, or run OCR on it first",
    "docx": "the document holds no text, perhaps a picture of it; save it with its text",
}
_NO_TEXT_OTHERWISE = "it opened, but holds no text"


def read(
    path: str | Path,
    *,
    pdf_engine: PdfEngine = "auto",
    limits: Limits = _DEFAULTS,
    in_process: bool = False,
) -> Document:
    """Read a file.

    Args:
        path: A regular file in one of the formats of ``READERS``, told by content first and suffix second.
        pdf_engine: What reads PDF; "auto" is pypdf, and PDFium if that gives no text and PDFium is installed.
        limits: What reading may cost.
        in_process: Parse in this process, for benchmarks: no protection from hostile files.

    Returns:
        The repaired text with its sections. ``source.sha256`` is of the file's bytes.

    Raises:
        InputError: One of its kinds: missing, unreadable, empty, unsupported, encrypted, damaged, without text, or
            beyond a limit.
        MissingExtraError: PDFium was asked for and is not installed.
    """
    file = Path(path)
    data = read_file(file, max_bytes=limits.file_bytes)
    return read_bytes(data, str(path), pdf_engine=pdf_engine, limits=limits, in_process=in_process)


def read_bytes(
    data: bytes,
    name: str,
    *,
    pdf_engine: PdfEngine = "auto",
    limits: Limits = _DEFAULTS,
    in_process: bool = False,
) -> Document:
    """Read a document that is in memory; as ``read`` does. ``name`` stands in messages and its suffix may decide."""
    shown = printable(name)
    if len(data) > limits.file_bytes:
        raise too_large(shown, len(data), limits.file_bytes)
    named = _format_named(shown)
    kind = detect(data, name=shown, named=named)
    if kind == "pdf":
        raw = _read_pdf(data, shown, pdf_engine, limits, in_process=in_process)
    else:
        raw = _parse(READERS[kind], data, shown, limits, in_process=in_process, paged=False)
    if not raw.text.strip():
        raise _no_text(kind, shown)
    return _document(raw, shown, kind, data, (*_mislabelled(shown, named, kind), *raw.notices))


def read_text(text: str, name: str = "<text>") -> Document:
    """Take a text as a document: repaired and split into sections, in this process.

    Raises:
        EmptyFileError: There is nothing but white space.
    """
    repaired = repair(text)
    shown = printable(name)
    if not repaired.text.strip():
        raise EmptyFileError(shown, "the text is empty")
    raw = RawText(repaired.text, "built-in")
    return _document(raw, shown, "txt", text.encode("utf-8", "surrogatepass"), repaired.notices)


def _format_named(name: str) -> str | None:
    suffix = Path(name).suffix.lower()
    return next((kind for kind, reader in READERS.items() if suffix in reader.suffixes), None)


def _mislabelled(name: str, named: str | None, kind: str) -> tuple[Notice, ...]:
    # Markdown can hold anything that plain text can, and JSON and HTML are text; only a wrong kind of file is told.
    if named is None or named == kind or (kind in ("md", "txt") and named in ("md", "txt", "html", "json")):
        return ()
    message = f"the name ends in {Path(name).suffix}, but the file is {READERS[kind].title}; it was read as that"
    return (Notice("mislabelled", message),)


def _parse(reader: Reader, data: bytes, name: str, limits: Limits, *, in_process: bool, paged: bool) -> RawText:
    options = {"max_pages": limits.pages} if paged else {}
    task = Task(f"{__name__}.{reader.module}", name, reader.function, reader.library, options)
    if in_process or not reader.isolated:
        return isolation.run_here(task, data)
    return isolation.run(task, data, limits)


def _read_pdf(data: bytes, name: str, engine: PdfEngine, limits: Limits, *, in_process: bool) -> RawText:
    """Read with the engine asked for; "auto" gives PDFium a try where pypdf fails or finds no text."""
    has_pdfium = engine != "pypdf" and find_spec(_PDF_READERS["pdfium"].library) is not None
    if engine == "pdfium" and not has_pdfium:
        raise MissingExtraError("pdfium", "the PDF engine pdfium")
    if engine != "auto":
        return _parse(_PDF_READERS[engine], data, name, limits, in_process=in_process, paged=True)
    try:
        first = _parse(_PDF_READERS["pypdf"], data, name, limits, in_process=in_process, paged=True)
        failure: InputError = _no_text("pdf", name)
        if first.text.strip():
            return first
    except (DamagedFileError, NoTextError, LimitError) as error:
        failure = error
    if not has_pdfium:
        raise failure
    less = replace(limits, cpu_s=min(limits.cpu_s, _SECOND_TRY_CPU_S))
    try:
        second = _parse(_PDF_READERS["pdfium"], data, name, less, in_process=in_process, paged=True)
    except (DamagedFileError, NoTextError, LimitError):
        raise failure from None
    if not second.text.strip():
        raise failure
    notice = Notice("pdf-engine", f"pypdf could not read it ({failure.code}); PDFium did")
    return RawText(second.text, second.engine, second.pages, second.hidden, (notice, *second.notices))


def _no_text(kind: str, name: str) -> InputError:
    if kind in ("txt", "md"):
        return EmptyFileError(name, "the file is empty")
    return NoTextError(name, _NO_TEXT.get(kind, _NO_TEXT_OTHERWISE))


def _document(raw: RawText, name: str, kind: str, data: bytes, notices: tuple[Notice, ...]) -> Document:
    source = Source(name, kind, raw.engine, sha256(data).hexdigest(), len(raw.text), raw.pages)
    if raw.hidden and not any(notice.code == "hidden-text" for notice in notices):
        count = sum(span.end - span.start for span in raw.hidden)
        notices += (Notice("hidden-text", f"{count} characters are in the file but not to be seen on the page"),)
    return Document(raw.text, source, _sections(raw.text), raw.hidden, notices)


def _sections(text: str) -> tuple[Section, ...]:
    sections: tuple[Section, ...] = import_module("gapscan.sections").split(text)
    return sections
