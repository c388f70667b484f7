"""A PDF font dictionary → what each code of it says and how wide it is.

pypdf has a font class of its own, but it is private, keeps unknown codes as letters (so a font without names
turns into plausible nonsense) and rereads a font for every page. Here a code whose letter the file does not tell
becomes U+FFFD, which the reader can count. Sources of a letter, best first: the ToUnicode map, glyph names, the
named encoding, the embedded font program.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from gapscan.readers.pdf_cmaps import glyphs_by_code, letters_by_code
from gapscan.readers.pdf_fontfiles import truetype_characters, type1_encoding

UNKNOWN = "\ufffd"

# Widths are in thousandths of the font size; ISO 32000-1 table 117 gives 1000 as default of composite fonts.
_COMPOSITE_DEFAULT = 1000.0
_SIMPLE_DEFAULT = 500.0
_MOST_CODES = 65_536
_MOST_WIDTHS = 200_000

_NUMBERED_NAME = re.compile(r"/[A-Za-z]{1,2}(\d{1,3})")
_UNI_NAME = re.compile(r"uni((?:[0-9A-Fa-f]{4})+)|u([0-9A-Fa-f]{4,6})")

# Where TeX's encodings (OT1 and T1) differ from ASCII, for bitmap fonts whose glyphs only carry numbers.
_TEX_CODES = {
    11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl", 21: "–", 22: "—",
    27: "ff", 28: "fi", 29: "fl", 30: "ffi", 31: "ffl", 123: "–", 124: "—",
}  # fmt: skip

# Word marks list items with these codes of its picture fonts.
_PICTURE_FONT = re.compile(r"wingdings|webdings", re.IGNORECASE)
_BULLETS = frozenset((0xA7, 0xA8, 0xB7, 0xD8, 0xFC, 0x6E, 0x6C, 0x71, 0x76))

_UNUSED_WIN_ANSI = (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)

# "ffi" and "fft" are the longest in Latin fonts; six leaves room for others.
_LONGEST_LIGATURE = 6

# Names of fonts that are often not embedded and share the widths of a standard one.
_STAND_INS = (("arial", "Helvetica"), ("times", "Times-Roman"), ("courier", "Courier"))

_PLAIN = {
    0xA0: " ", 0x9: " ", 0xA: " ", 0xD: " ", 0: None, 0xFEFF: None, 0x200B: None,
    # A soft hyphen with a glyph of its own is drawn, so a reader sees a hyphen (LuaTeX maps every hyphen so).
    0xAD: "-",
}  # fmt: skip


class Glyph(NamedTuple):
    """What one code draws: its text (several characters for a ligature) and its width over the font size."""

    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Font:
    """The glyphs of a font by code.

    ``code_bytes`` is 1 or 2; ``missing`` stands for codes that ``glyphs`` lacks; ``space`` is the width of a
    space over the font size; ``scale`` turns a font size into the height of the letters (1 but for Type3).
    """

    glyphs: Mapping[int, Glyph]
    code_bytes: int
    missing: Glyph
    space: float
    scale: float = 1.0

    def codes(self, data: bytes) -> Iterator[int]:
        """Split a shown string into codes; an odd last byte of a two-byte font is a code of its own."""
        if self.code_bytes == 1:
            return iter(data)
        return (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))


FALLBACK_FONT = Font(glyphs={}, code_bytes=1, missing=Glyph(UNKNOWN, 0.5), space=0.25)


def load_font(resource: Any) -> Font:
    """Read a font dictionary of pypdf.

    Args:
        resource: The resolved ``/Font`` resource.

    Returns:
        The font; codes whose letter is not told have the text U+FFFD.

    Raises:
        Exception: Whatever pypdf raises on damaged objects; the caller translates.
    """
    to_unicode = letters_by_code(_stream_data(resource.get("/ToUnicode")))
    if resource.get("/Subtype") == "/Type0":
        return _composite(resource, to_unicode)
    return _simple(resource, to_unicode)


def clean(text: str) -> str:
    """Turn the text of one glyph into what is drawn: spaces made plain, codes that are no letter as U+FFFD.

    A glyph with more letters than any ligature is an icon with its name, and becomes a space.
    """
    if len(text) == 1 and " " < text < "\x7f":
        return text
    if len(text) > _LONGEST_LIGATURE:
        return " "
    return "".join(UNKNOWN if _is_noise(ord(char)) else char for char in text.translate(_PLAIN))


def _is_noise(code: int) -> bool:
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000


def _stream_data(value: Any) -> bytes:
    value = value.get_object() if hasattr(value, "get_object") else value
    data = value.get_data() if hasattr(value, "get_data") else b""
    return data if isinstance(data, bytes) else b""


# --- simple fonts: one byte a code -------------------------------------------------------------


def _simple(resource: Any, to_unicode: Mapping[int, str]) -> Font:
    letters = _letters(resource, to_unicode)
    pictures = bool(_PICTURE_FONT.search(str(resource.get("/BaseFont", ""))))
    unit, scale = _type3_units(resource) if resource.get("/Subtype") == "/Type3" else (0.001, 1.0)
    widths, default = _simple_widths(resource, letters)
    glyphs = {}
    for code in range(256):
        text = to_unicode.get(code) or letters.get(code, UNKNOWN)
        if pictures and code in _BULLETS and code not in to_unicode:
            text = "•"
        glyphs[code] = Glyph(clean(text), widths.get(code, default) * unit)
    return Font(glyphs, 1, Glyph(UNKNOWN, default * unit), _space(glyphs, widths), scale)


def _letters(resource: Any, to_unicode: Mapping[int, str]) -> dict[int, str]:
    """Return the letter of each code by encoding and glyph names."""
    encoding = resource.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    named = encoding if isinstance(encoding, str) else None
    differences: Any = ()
    if isinstance(encoding, dict):
        named = encoding.get("/BaseEncoding")
        differences = encoding.get("/Differences", ())
        differences = differences.get_object() if hasattr(differences, "get_object") else differences
    base_font = str(resource.get("/BaseFont", ""))
    letters = _table(str(named)) or _table(base_font) or _built_in(resource, needed=len(to_unicode) == 0)
    letters.update(_named(differences))
    return letters


def _table(name: str) -> dict[int, str]:
    """Return the letters of a named encoding; empty when there is none of that name."""
    from pypdf._codecs import charset_encoding

    letters = {code: text for code, text in enumerate(charset_encoding.get(name, ())) if text >= " "}
    if name == "/WinAnsiEncoding":
        # ISO 32000-1, annex D.2: codes it does not use draw a bullet.
        letters.update(dict.fromkeys(_UNUSED_WIN_ANSI, "•"))
    return letters


def _built_in(resource: Any, *, needed: bool) -> dict[int, str]:
    """Return what the font program itself says, or the encoding that fonts of its kind start from."""
    letters = _table("/WinAnsiEncoding" if resource.get("/Subtype") == "/TrueType" else "/StandardEncoding")
    descriptor = resource.get("/FontDescriptor")
    if needed and descriptor is not None and "/FontFile" in descriptor.get_object():
        names = type1_encoding(_stream_data(descriptor.get_object()["/FontFile"]))
        letters.update({code: glyph_text("/" + name) or UNKNOWN for code, name in names.items()})
    return letters


def _named(differences: Any) -> dict[int, str]:
    """Return the letters of a ``/Differences`` array, U+FFFD for glyphs whose name says nothing."""
    names: dict[int, str] = {}
    code = 0
    for item in differences if isinstance(differences, list) else ():
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, int):
            code = item
        elif isinstance(item, str):
            names[code] = item
            code += 1
    if _numbered(names):
        return {code: _TEX_CODES.get(code, chr(code)) for code in names if code >= 11}
    texts = {code: glyph_text(name) for code, name in names.items()}
    return {code: UNKNOWN if text is None else text for code, text in texts.items()}


def _numbered(names: Mapping[int, str]) -> bool:
    """Tell whether every glyph is named after its own code (``/a65`` at 65), as TeX's bitmap fonts do."""
    matches = ((code, _NUMBERED_NAME.fullmatch(name)) for code, name in names.items() if name != "/.notdef")
    return all(match is not None and int(match[1]) == code for code, match in matches)


def glyph_text(name: str) -> str | None:
    """Return the text a glyph name stands for (``/f_i`` → fi, ``/uni0041`` → A, ``/a.sc`` → a), None if unknown."""
    from pypdf._codecs import adobe_glyphs

    parts = name.lstrip("/").partition(".")[0].split("_")
    texts = [_part_text(part, adobe_glyphs) for part in parts if part]
    return "".join(text or "" for text in texts) if texts and None not in texts else None


def _part_text(part: str, known: Mapping[str, str]) -> str | None:
    match = _UNI_NAME.fullmatch(part)
    if match is not None:
        digits = match[1] or match[2]
        step = 4 if match[1] else len(digits)
        codes = [int(digits[i : i + step], 16) for i in range(0, len(digits), step)]
        return "".join(chr(code) for code in codes if code < 0x110000)
    for suffix in ("small", "oldstyle"):
        stem = part.removesuffix(suffix)
        if stem != part and "/" + stem in known:
            return known["/" + stem]
    return known.get("/" + part)


def _type3_units(resource: Any) -> tuple[float, float]:
    """Return the width unit and letter height of a Type3 font, whose glyph space is its own.

    A box whose height is far from the font size tells the size of the letters; else the size does.
    """
    matrix = [float(value) for value in resource.get("/FontMatrix", (0.001, 0, 0, 0.001, 0, 0))]
    box = [float(value) for value in resource.get("/FontBBox", (0, 0, 0, 0))]
    height = abs((box[3] - box[1]) * matrix[3])
    return abs(matrix[0]), height if height and not 0.4 < height < 2.5 else 1.0


def _simple_widths(resource: Any, letters: Mapping[int, str]) -> tuple[dict[int, float], float]:
    """Return widths by code and the default width, in glyph units."""
    descriptor = resource.get("/FontDescriptor")
    missing = descriptor.get_object().get("/MissingWidth", 0) if descriptor is not None else 0
    listed = resource.get("/Widths")
    listed = listed.get_object() if listed is not None else None
    if not isinstance(listed, list) or not listed:
        return _standard_widths(str(resource.get("/BaseFont", "")), letters), _SIMPLE_DEFAULT
    first = int(resource.get("/FirstChar", 0))
    values = (value.get_object() for value in listed[:256])
    widths = {first + i: float(value) for i, value in enumerate(values) if isinstance(value, (int, float))}
    return widths, float(missing)


def _standard_widths(name: str, letters: Mapping[int, str]) -> dict[int, float]:
    """Return the widths of one of the 14 standard fonts, or of the one nearest by name."""
    from pypdf._codecs.core_font_metrics import CORE_FONT_METRICS

    stem = name.lstrip("/").partition("+")[2] or name.lstrip("/")
    plain = re.sub(r"[^a-z]", "", stem.lower())
    nearest = next((standard for start, standard in _STAND_INS if plain.startswith(start)), "Helvetica")
    metrics = CORE_FONT_METRICS.get(stem) or CORE_FONT_METRICS[nearest]
    return {code: metrics.character_widths[text] for code, text in letters.items() if text in metrics.character_widths}


def _space(glyphs: Mapping[int, Glyph], known: Container[int]) -> float:
    """Return the width of a space over the font size: the font's own where it tells it, else a quarter."""
    own = (glyph.width for code, glyph in glyphs.items() if glyph.text == " " and code in known)
    return next((width for width in own if width > 0), 0.25)


# --- composite fonts: mostly two bytes a code --------------------------------------------------


def _composite(resource: Any, to_unicode: Mapping[int, str]) -> Font:
    descendant = resource["/DescendantFonts"].get_object()[0].get_object()
    widths, default = _composite_widths(descendant)
    encoding = resource.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    cids = glyphs_by_code(_stream_data(encoding)) if hasattr(encoding, "get_data") else {}
    letters = dict(to_unicode)
    if not letters:
        letters = _without_map(descendant, encoding)
    glyphs = {}
    for code in letters.keys() | cids.keys() | (set() if cids else widths.keys()):
        width = widths.get(cids.get(code, code), default)
        glyphs[code] = Glyph(clean(letters.get(code) or UNKNOWN), width / 1000)
    code_bytes = 1 if cids and max(cids) < 256 else 2
    told = {code for code in glyphs if cids.get(code, code) in widths}
    return Font(glyphs, code_bytes, Glyph(UNKNOWN, default / 1000), _space(glyphs, told))


def _composite_widths(descendant: Any) -> tuple[dict[int, float], float]:
    """Read ``/W``: ``first [w w w]`` and ``first last w`` mixed."""
    default = float(descendant.get("/DW", _COMPOSITE_DEFAULT))
    items = [item.get_object() for item in descendant.get("/W", [])][:_MOST_WIDTHS]
    widths: dict[int, float] = {}
    i, left = 0, _MOST_WIDTHS
    while i + 1 < len(items) and left > 0:
        first = int(items[i])
        if isinstance(items[i + 1], list):
            values = [value.get_object() for value in items[i + 1]]
            widths.update((first + step, float(value)) for step, value in enumerate(values))
            left -= len(values)
            i += 2
            continue
        if i + 2 >= len(items):
            break
        last = min(int(items[i + 1]), first + _MOST_CODES)
        widths.update(dict.fromkeys(range(first, last + 1), float(items[i + 2])))
        left -= 1 + max(0, last - first)
        i += 3
    return widths, default


def _without_map(descendant: Any, encoding: Any) -> dict[int, str]:
    """Return letters for a composite font without ToUnicode: codes that are Unicode, or the font program's own map."""
    if isinstance(encoding, str) and ("UCS2" in encoding or "UTF16" in encoding):
        return {code: chr(code) for code in range(0x20, 0xD800)}
    descriptor = descendant.get("/FontDescriptor")
    descriptor = descriptor.get_object() if descriptor is not None else {}
    if "/FontFile2" not in descriptor:
        return {}
    letters = truetype_characters(_stream_data(descriptor["/FontFile2"]))
    mapping = descendant.get("/CIDToGIDMap")
    mapping = mapping.get_object() if mapping is not None else None
    if not hasattr(mapping, "get_data"):
        return letters
    table = _stream_data(mapping)
    gids = ((i // 2, int.from_bytes(table[i : i + 2], "big")) for i in range(0, len(table) - 1, 2))
    return {cid: letters[gid] for cid, gid in gids if gid in letters}
