"""The first bytes of a file → which reader takes it, or one clear sentence why none does.

Content decides, the name's suffix only where content can't (Markdown, a fragment of HTML). What is recognised but
not read is named, so that the person knows what to do: export a scan with text, save an old .doc anew.
"""

from __future__ import annotations

from gapscan.errors import EmptyFileError, EncryptedFileError, InputError, NoTextError, UnsupportedFormatError

# How far into a file the mark of a PDF may stand (the PDF specification's own figure) and HTML may begin.
_HEAD = 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams inside the old Office container, as it writes them.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")

# Offset, bytes, what to call it. Pictures of a page: no text, but the person can make some.
_PICTURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"BM", "BMP"),
    (8, b"WEBP", "WebP"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (0, b"AT&TFORM", "DjVu"),
)
_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (0, b"Rar!\x1a\x07", "a RAR archive; unpack it first"),
    (0, b"\x1f\x8b", "a gzip file; unpack it first"),
    (0, b"BZh", "a bzip2 file; unpack it first"),
    (0, b"\xfd7zXZ\x00", "an xz file; unpack it first"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard file; unpack it first"),
    (257, b"ustar", "a tar archive; unpack it first"),
    (0, b"%!PS", "PostScript; save it as PDF"),
    (0, b"\xc5\xd0\xd3\xc6", "PostScript; save it as PDF"),
    (0, b"\x7fELF", "a program"),
    (0, b"MZ", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "a program"),
    (0, b"SQLite format 3\x00", "a database"),
    (0, b"PAR1", "a Parquet table; use gapscan batch"),
    (0, b"ID3", "a sound file"),
    (4, b"ftyp", "a video"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"bplist00", "a property list of a Mac"),
    (0, b"\x80\x02", "a pickle; gapscan never opens those"),
    (0, b"\xffWPC", "WordPerfect; save it as DOCX or PDF"),
    (0, b"ITSF", "a help file"),
)
# What a ZIP is when it is not a document that we read; names of members stand in it uncompressed.
_ZIPS: tuple[tuple[bytes, str], ...] = (
    (b"xl/workbook", "an Excel workbook; use gapscan batch on a CSV of it, or save the résumé as DOCX or PDF"),
    (b"ppt/presentation", "a PowerPoint presentation; save it as PDF"),
    (b"mimetypeapplication/epub+zip", "an e-book; save it as PDF or DOCX"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file without text; save it as ODT or PDF"),
    (b"Index/Document.iwa", "an Apple Pages document; export it as PDF or DOCX"),
    (b"Index.zip", "an Apple iWork document; export it as PDF or DOCX"),
    (b"META-INF/MANIFEST.MF", "a Java archive"),
)
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def detect(data: bytes, *, name: str, named: str | None) -> str:
    """Return the format of a file by its content.

    Args:
        data: The whole file, not empty.
        name: What to call the file in messages.
        named: The format that its suffix stands for, None when it stands for none.

    Returns:
        A key of ``READERS``.

    Raises:
        EmptyFileError: There are no bytes, or only white space.
        EncryptedFileError: An Office document with a password.
        NoTextError: A picture.
        UnsupportedFormatError: Anything else that no reader takes; the reason names it.
    """
    if not data.strip():
        raise EmptyFileError(name, "the file is empty")
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data, name)
    if data.startswith(_OLD_OFFICE):
        raise _old_office(data, name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    for table, refusal in ((_PICTURES, _picture), (_OTHERS, _other)):
        for offset, mark, kind in table:
            if data.startswith(mark, offset) and _is_surely(mark, data):
                raise refusal(name, kind)
    return _text_format(data, name, named)


def _is_surely(mark: bytes, data: bytes) -> bool:
    """Tell whether a mark is long enough to trust, or the bytes after it are not text ("BM" begins a name, too)."""
    return len(mark) > 3 or b"\0" in data[:_HEAD] or any(byte > 0xF4 for byte in data[:64])


def _picture(name: str, kind: str) -> InputError:
    reason = f"a picture ({kind}) holds no text; export the résumé as PDF with text or as DOCX, or run OCR on it first"
    return NoTextError(name, reason)


def _other(name: str, kind: str) -> InputError:
    return UnsupportedFormatError(name, f"it is {kind}")


def _old_office(data: bytes, name: str) -> InputError:
    if _ENCRYPTED_PACKAGE in data:
        return EncryptedFileError(name, "the document has a password; save it without one")
    if _WORD_STREAM in data:
        reason = "Word documents of before 2007 (.doc) are not read; open it in Word and save it as DOCX or PDF"
        return UnsupportedFormatError(name, reason, code="E-LEGACY-DOC")
    return UnsupportedFormatError(name, "it is an Office file of before 2007; save it as DOCX or PDF")


def _zip_format(data: bytes, name: str) -> str:
    if data.startswith(_ODT, 30) or (b"content.xml" in data and _ODT in data[:4096]):
        return "odt"
    for mark, kind in _ZIPS:
        if mark in data:
            raise UnsupportedFormatError(name, f"it is {kind}")
    if b"content.xml" in data and b"META-INF/manifest.xml" in data and b"[Content_Types].xml" not in data:
        return "odt"
    if b"word/" in data or b"[Content_Types].xml" in data or b"word\\" in data:
        return "docx"
    raise UnsupportedFormatError(name, "it is a ZIP archive; unpack it and give the résumé in it")


def _text_format(data: bytes, name: str, named: str | None) -> str:
    """Tell the kinds of text apart by how they begin; the suffix decides what looks like plain text."""
    head = _as_ascii(data[: 4 * _HEAD]).lstrip()
    if head.startswith(("<?xml", "<office:document")):
        return _xml_format(head, name)
    if head.startswith("<") and any(mark in head[:_HEAD] for mark in ("<!doctype html", "<html", "<head", "<body")):
        return "html"
    if head[:1] in ("{", "[") and (named == "json" or _begins_like_json(head)):
        return "json"
    if "mime-version:" in head and "multipart/related" in head:
        raise UnsupportedFormatError(name, "it is a web archive (MHTML); save it as PDF or DOCX")
    if named == "html" and "<" in head:
        return "html"
    return "md" if named == "md" else "txt"


def _xml_format(head: str, name: str) -> str:
    if "office:document" in head:
        return "odt"
    if "<html" in head:
        return "html"
    if "wordml" in head or "schemas.microsoft.com/office/2006/xmlpackage" in head:
        raise UnsupportedFormatError(name, "it is a Word document saved as XML; save it as DOCX or PDF")
    raise UnsupportedFormatError(name, "it is XML of no known kind; give a PDF, DOCX, ODT, RTF, HTML or text file")


def _as_ascii(head: bytes) -> str:
    """Return the beginning of a text in lower case whatever its encoding: marks and NULs do not matter here."""
    return head.replace(b"\0", b"").decode("latin-1").removeprefix("ï»¿").removeprefix("ÿþ").removeprefix("þÿ").lower()


def _begins_like_json(head: str) -> bool:
    rest = head[1:].lstrip()
    if head[0] == "[":
        return rest[:1] == "{" and '"' in rest[:40]
    return rest[:1] == '"' and '":' in rest.replace(" ", "")
