"""The program of an embedded font → which letters its glyphs draw.

Only what is needed when a PDF does not say it itself: the encoding in the clear part of a Type1 program, and the
character map of a TrueType one.
"""

from __future__ import annotations

import re
import struct

_DUP = re.compile(rb"dup\s+(\d{1,3})\s*/([^\s/]{1,64})\s+put")
_MOST_CHARACTERS = 65_536


def type1_encoding(program: bytes) -> dict[int, str]:
    """Read code → glyph name from a Type1 program; empty when it uses the standard encoding."""
    clear = program[:100_000].partition(b"eexec")[0].partition(b"/Encoding")[2]
    return {int(code): name.decode("latin-1") for code, name in _DUP.findall(clear) if int(code) < 256}


def truetype_characters(program: bytes) -> dict[int, str]:
    """Read glyph number → letter from a TrueType program; empty when it has no usable character map.

    Where several letters share a glyph, the lowest code is taken.
    """
    try:
        return _characters(program)
    except (struct.error, IndexError):
        return {}


def _characters(program: bytes) -> dict[int, str]:
    (tables,) = struct.unpack_from(">H", program, 4)
    for i in range(min(tables, 64)):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", program, 12 + 16 * i)
        if tag == b"cmap":
            return _best_map(program, offset)
    return {}


def _best_map(program: bytes, start: int) -> dict[int, str]:
    (count,) = struct.unpack_from(">H", program, start + 2)
    records = [struct.unpack_from(">HHL", program, start + 4 + 8 * i) for i in range(min(count, 32))]
    found: dict[int, str] = {}
    # Unicode tables only: platform 0, or Windows with encoding 1 (BMP) or 10 (all); the largest last.
    for platform, encoding, offset in sorted(records):
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            for code, glyph in _codes(program, start + offset):
                if glyph and (glyph not in found or code < ord(found[glyph])):
                    found[glyph] = chr(code)
    return found


def _codes(program: bytes, at: int) -> list[tuple[int, int]]:
    """Return (code, glyph) of a subtable in format 4 or 12; empty for others."""
    (form,) = struct.unpack_from(">H", program, at)
    if form == 4:
        return _segments(program, at)
    if form != 12:
        return []
    (groups,) = struct.unpack_from(">L", program, at + 12)
    pairs: list[tuple[int, int]] = []
    for i in range(min(groups, 10_000)):
        first, last, glyph = struct.unpack_from(">LLL", program, at + 16 + 12 * i)
        last = min(last, first + _MOST_CHARACTERS, 0x10FFFF)
        pairs.extend((code, glyph + code - first) for code in range(first, last + 1))
        if len(pairs) > _MOST_CHARACTERS:
            break
    return pairs


def _segments(program: bytes, at: int) -> list[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", program, at + 6)
    count = doubled // 2
    layout = f">{count}H"
    ends = struct.unpack_from(layout, program, at + 14)
    starts = struct.unpack_from(layout, program, at + 16 + doubled)
    deltas = struct.unpack_from(layout, program, at + 16 + 2 * doubled)
    offsets_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(layout, program, offsets_at)
    pairs: list[tuple[int, int]] = []
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                place = offsets_at + 2 * i + offsets[i] + 2 * (code - starts[i])
                (glyph,) = struct.unpack_from(">H", program, place)
                glyph = glyph if glyph else -deltas[i]
            pairs.append((code, (glyph + deltas[i]) & 0xFFFF))
        if len(pairs) > _MOST_CHARACTERS:
            break
    return pairs
