"""Files under a wrong name, of kinds that are not read, and with next to nothing in them."""

from __future__ import annotations

from collections.abc import Iterator

from hostile import packages, pdfs
from hostile.cases import SENTENCE, TEXT, Case, case, packed

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_SUFFIXES = ("pdf", "docx", "odt", "rtf", "html", "txt", "md", "json", "doc", "")
_ALMOST_NOTHING = (TEXT, "E-EMPTY", "E-NOTEXT", "E-DAMAGED", "E-TYPE", "E-TRUNCATED")


def _named(name: str, suffix: str) -> str:
    return f"{name}.{suffix}" if suffix else name


def cases() -> Iterator[Case]:
    """Yield every file whose name and content disagree."""
    good = {"pdf": pdfs.pdf(), "docx": packages.docx(), "odt": packages.odt(), "rtf": rf"{{\rtf1 {SENTENCE}}}".encode(),
            "html": f"<html><body><p>{SENTENCE}</body></html>".encode(), "txt": SENTENCE.encode()}  # fmt: skip
    for kind, data in good.items():
        for suffix in ("pdf", "docx", "txt", "exe", ""):
            if suffix != kind:
                yield case(_named(f"really-{kind}-named-{suffix or 'nothing'}", suffix), data, TEXT)
    unread = {
        "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "E-NOTEXT"),
        "photo": (b"\xff\xd8\xff\xe0" + bytes(99), "E-NOTEXT"),
        "program": (b"MZ\x90\0" + bytes(999), "E-TYPE"),
        "elf": (b"\x7fELF" + bytes(999), "E-TYPE"),
        "gzip": (b"\x1f\x8b\x08\0" + bytes(99), "E-TYPE"),
        "sheet": (packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "E-TYPE"),
        "slides": (packed({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "E-TYPE"),
        "archive": (packed({"a.txt": "Python"}), "E-TYPE"),
        "empty-archive": (b"PK\x05\x06" + bytes(18), "E-TYPE"),
        "old-word": (_OLD + "WordDocument".encode("utf-16-le"), "E-LEGACY-DOC"),
        "locked-word": (_OLD + "EncryptedPackage".encode("utf-16-le"), "E-PASSWORD"),
        "old-office": (_OLD, "E-TYPE"),
        "pickle": (b"\x80\x04\x95" + b"cos\nsystem\n(S'true'\ntR." + bytes(9), "E-TYPE"),
        "noise": (bytes((i * 7919 + i * i) % 256 for i in range(9999)), "E-TYPE"),
    }
    for kind, (data, code) in unread.items():
        for suffix in ("pdf", "docx", "json"):
            yield case(f"{kind}-named.{suffix}", data, code)
    for suffix in _SUFFIXES:
        yield case(_named(f"empty-{suffix}", suffix), b"", "E-EMPTY")
        yield case(_named(f"byte-{suffix}", suffix), b"x", *_ALMOST_NOTHING)
        yield case(_named(f"zero-{suffix}", suffix), b"\0", "E-TYPE", "E-EMPTY", "E-NOTEXT", "E-DAMAGED")
