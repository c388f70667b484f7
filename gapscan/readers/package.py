"""A ZIP package of XML parts (DOCX, ODT) → its parts, read under caps and parsed without surprises.

Sizes that a package declares are never believed: bytes are counted while they inflate. XML is parsed without
DTD, entities or network, because a DOCTYPE has no place in either format (the manifest of ODT excepted, which is
not needed and so not parsed).
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gapscan.errors import DamagedFileError, EncryptedFileError, LimitError

if TYPE_CHECKING:
    from lxml import etree

# Caps far above real résumés (1,700 measured: under 200 members, 4 MB in all) and far below what hurts.
MAX_MEMBERS = 2_000
MAX_PART_BYTES = 32 * 2**20
MAX_TOTAL_BYTES = 64 * 2**20
# Deflate reaches 1,000:1 only on made-up data; small parts are let through whatever their ratio.
MAX_RATIO = 200
_RATIO_FROM_BYTES = 2**20
_CHUNK = 64 * 1024
_END_RECORD = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
# What the zip module raises on broken packages, found by fuzzing.
_ZIP_ERRORS = (
    BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, struct.error, RuntimeError,
    AttributeError, OverflowError,
)  # fmt: skip
# libxml2's numbers for "out of memory" and for its own caps (depth 256, text of 10 MB).
_XML_NO_MEMORY = 2
_XML_CAPS = ("depth", "huge", "too long", "too large", "amplification")


class Package:
    """An opened package; names of parts are looked up without regard to case, as Word does."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._inflated = 0
        _check_directory(data, name)
        try:
            self._zip = ZipFile(BytesIO(data))
        except _ZIP_ERRORS as error:
            raise self._damaged("its table of contents is broken") from error
        self._members = {_normal(info.filename): info for info in self._zip.infolist()}

    def __contains__(self, part: str) -> bool:
        return _normal(part) in self._members

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts in the package's order, in lower case, without a leading slash."""
        return tuple(self._members)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            DamagedFileError: There is no such part, or its bytes are broken.
            EncryptedFileError: It is encrypted.
            LimitError: It inflates beyond the caps (E-BOMB).
        """
        info = self._members.get(_normal(part))
        if info is None:
            raise self._damaged(f"it has no part {part}")
        if info.flag_bits & 0x1:
            raise EncryptedFileError(self._name, "its parts are encrypted; save it without a password")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self._damaged(f"part {part} is packed in a way that documents never use")
        try:
            return self._inflate(info, part)
        except _ZIP_ERRORS as error:
            raise self._damaged(f"part {part} can't be unpacked") from error

    def xml(self, part: str) -> etree._Element:
        """Return the root of a part parsed as XML."""
        return parse_xml(self.read(part), part, self._name)

    def _inflate(self, info: ZipInfo, part: str) -> bytes:
        chunks: list[bytes] = []
        size = 0
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self._inflated += len(chunk)
                swollen = size > _RATIO_FROM_BYTES and size > MAX_RATIO * info.compress_size
                if swollen or size > MAX_PART_BYTES or self._inflated > MAX_TOTAL_BYTES:
                    raise _bomb(self._name, f"part {part} unpacks to more than a document holds")
                chunks.append(chunk)
        return b"".join(chunks)

    def _damaged(self, reason: str) -> DamagedFileError:
        return DamagedFileError(self._name, f"{reason}; open it in the program that made it and save it again")


def parse_xml(data: bytes, part: str, name: str) -> etree._Element:
    """Parse XML without DTD, entities, network or huge trees.

    Raises:
        DamagedFileError: It is not well-formed, or has a DOCTYPE (E-DTD).
        LimitError: It is nested deeper or holds longer text than any document (E-BOMB).
        MemoryError: libxml2 ran out of memory.
    """
    from lxml import etree

    if any(mark in data for mark in _DOCTYPES):
        raise DamagedFileError(name, f"part {part} declares a DOCTYPE, which documents never do; refused", code="E-DTD")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == _XML_NO_MEMORY or "unknown error" in str(error):
            raise MemoryError from error
        if any(word in str(error).lower() for word in _XML_CAPS):
            raise _bomb(name, f"part {part} is nested or filled beyond what a document holds") from error
        line = f", line {error.lineno}" if error.lineno else ""
        raise DamagedFileError(name, f"part {part} is not well-formed XML{line}") from error
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFileError(name, f"part {part} declares a DOCTYPE or nothing at all; refused", code="E-DTD")
    return root


_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def _bomb(name: str, reason: str) -> LimitError:
    return LimitError(name, f"{reason}; refused", code="E-BOMB")


def _normal(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _check_directory(data: bytes, name: str) -> None:
    """Refuse a package without an end, or with more members than a document has, before any is listed."""
    position = data.rfind(_END_SIGNATURE, max(0, len(data) - 2**16 - _END_RECORD.size))
    if position < 0 or len(data) - position < _END_RECORD.size:
        raise DamagedFileError(name, "the file is cut short; copy or download it again", code="E-TRUNCATED")
    _, _, _, _, members, directory_bytes, _, _ = _END_RECORD.unpack_from(data, position)
    if members > MAX_MEMBERS or directory_bytes > MAX_MEMBERS * 512:
        raise _bomb(name, f"it packs {members} files, more than the {MAX_MEMBERS} a document may have")
