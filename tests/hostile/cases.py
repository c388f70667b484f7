"""What a hostile file is, and the small tools that its makers share."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

TEXT = "text"
MEGA = 2**20
SENTENCE = "Python and SQL in production"


@dataclass(frozen=True, slots=True)
class Case:
    """A file that wants to break the reader.

    Attributes:
        name: File name, unique; its suffix is what the reader is told.
        make: Makes the bytes; always the same.
        expected: What may come of it: "text", or error codes. More than one only where both are right.
    """

    name: str
    make: Callable[[], bytes]
    expected: tuple[str, ...]


def case(name: str, content: bytes | str | Callable[[], bytes], *expected: str) -> Case:
    """Make a case; small contents may be given as they are."""
    if callable(content):
        return Case(name, content, expected)
    data = content.encode() if isinstance(content, str) else content
    return Case(name, lambda: data, expected)


def deflated(chunk: bytes, times: int, *, raw: bool = False) -> bytes:
    """Return a chunk repeated and packed, without ever holding it unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15 if raw else 15)
    return b"".join((*(packer.compress(chunk) for _ in range(times)), packer.flush()))


def packed(members: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]], *, stored: bool = False) -> bytes:
    """Make a ZIP archive; the same name may come twice, and the date never changes."""
    buffer = io.BytesIO()
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in pairs:
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def laughs(root: str, *, levels: int = 12) -> str:
    """Return a document type whose last entity means ten to the power of ``levels`` words."""
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, levels))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "Python ">{entities}]>'


def outside(root: str, address: str = "file:///etc/passwd") -> str:
    """Return a document type with an entity that stands for another file."""
    return f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "{address}">]>'


def parameter(root: str) -> str:
    """Return a document type that fetches another one."""
    return f'<!DOCTYPE {root} [<!ENTITY % x SYSTEM "http://127.0.0.1:9/evil.dtd"> %x;]>'
