"""The character maps (CMaps) of a PDF font → letters or glyph numbers by code.

Only the parts that map single codes and ranges are looked for; what ranges may unfold to is limited, because a few
bytes can ask for 65,536 codes again and again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST_CODES = 65_536
_HEX = rb"<([0-9A-Fa-f\s]*)>"
_PAIR = re.compile(_HEX + rb"\s*" + _HEX)
_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(?:" + _HEX + rb"|\[([^\[\]]*)\])")
_CID_CHAR = re.compile(_HEX + rb"\s*(\d{1,9})")
_CID_RANGE = re.compile(_HEX + rb"\s*" + _HEX + rb"\s*(\d{1,9})")
_HEX_STRING = re.compile(_HEX)


def letters_by_code(data: bytes) -> dict[int, str]:
    """Read a ToUnicode map; of ranges, only as many codes as there can be twice over."""
    found: dict[int, str] = {}
    for block in _blocks(data, b"bfchar"):
        for code, text in _PAIR.findall(block):
            found[_number(code)] = _utf16(text)
    left = 2 * _MOST_CODES
    for block in _blocks(data, b"bfrange"):
        for first, last, start, listed in _RANGE.findall(block):
            low, high = _number(first), min(_number(last), _number(first) + _MOST_CODES)
            texts = [_utf16(item) for item in _HEX_STRING.findall(listed)] if listed else _counted(start, high - low)
            found.update(zip(range(low, high + 1), texts, strict=False))
            left -= 1 + max(0, high - low)
            if left < 0:
                return found
    return found


def glyphs_by_code(data: bytes) -> dict[int, int]:
    """Read an embedded CMap: code → number of the glyph."""
    cids: dict[int, int] = {}
    for block in _blocks(data, b"cidchar"):
        cids.update((_number(code), int(cid)) for code, cid in _CID_CHAR.findall(block))
    left = 2 * _MOST_CODES
    for block in _blocks(data, b"cidrange"):
        for first, last, cid in _CID_RANGE.findall(block):
            low, high = _number(first), min(_number(last), _number(first) + _MOST_CODES)
            cids.update(zip(range(low, high + 1), range(int(cid), int(cid) + high - low + 1), strict=False))
            left -= 1 + max(0, high - low)
            if left < 0:
                return cids
    return cids


def _blocks(data: bytes, kind: bytes) -> Iterator[bytes]:
    """Yield what stands between ``begin<kind>`` and ``end<kind>``, each part read once."""
    for part in data.split(b"begin" + kind)[1:]:
        yield part.partition(b"end" + kind)[0]


def _utf16(digits: bytes) -> str:
    raw = bytes.fromhex("".join(digits.decode("ascii").split()).ljust(2, "0")[: 2 * 64])
    return chr(raw[0]) if len(raw) == 1 else raw.decode("utf-16-be", "ignore")


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split())[:8] or b"0", 16)


def _counted(start: bytes, more: int) -> Iterator[str]:
    """Yield the text at the start of a range and those after it, which count up its last character."""
    first = _utf16(start)
    if not first:
        return
    for step in range(more + 1):
        code = ord(first[-1]) + step
        yield first[:-1] + (chr(code) if code < 0x110000 else "")
