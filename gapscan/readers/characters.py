"""Which characters of a document stand for which plain ones, as tables, and which words keep their hyphen.

Only look-ups live here; ``repair`` decides where they apply. Typographic quotes and dashes stay as they are:
they carry meaning (a range, an apostrophe) and the matcher folds them one to one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

from gapscan.readers.wordlists import words

# Characters that need no look at all: Latin letters with marks and the punctuation of ordinary typesetting.
PLAIN = frozenset(map(chr, range(0xA1, 0x180))) - set("\u00ad¬ĲĳĿŀŉſ") | set("–—‘’‚“”„†…‹›€™•ȘșȚț")

# What UTF-8 read as Windows-1252 or Latin-1 looks like: a lead byte as a letter, then a continuation byte.
MOJIBAKE_LEADS = frozenset("ÃÂâÅÄÆÇÈÉÊËÌÍÎÏÐÑØÙÚÛÜÝÞßàãåìíðñ")
MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")

_REPLACEMENTS: dict[str, str] = {
    # Hyphens and minus signs that people mean as "-"; figure dash included, it stands in numbers.
    **dict.fromkeys("\u2010\u2011\u2012\u2212\u02d7\ufe63\u00ac", "-"),
    "\u2015": "—",
    "\ufe58": "—",
    "\u2044": "/",
    "\u2215": "/",
    "\u266f": "#",  # C♯, F♯
    "\u02d6": "+",
    "\u2795": "+",
    # Bullets of the symbol fonts that Word uses, which programs copy as private-use characters.
    **dict.fromkeys("\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc", "•"),
    # Letters that draw nothing: Hangul and Khmer fillers, the grapheme joiner, Mongolian separators.
    **dict.fromkeys("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u2800", ""),
    # Small capitals, which have no compatibility form in Unicode.
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz".replace("x", ""), strict=True)),
    # White letters on black discs and squares.
    **{chr(0x1F150 + i): chr(0x41 + i) for i in range(26)},
    **{chr(0x1F170 + i): chr(0x41 + i) for i in range(26)},
}
# Signs whose compatibility form would read as a word of its own: "Excel™" must not become "ExcelTM".
_KEPT = frozenset("ªº™℠℡№ℹ")

# Cyrillic and Greek letters that look like a Latin one in most typefaces.
LOOKALIKES: dict[str, str] = {
    **dict(zip("аеорсухіјѕԁԛԝһӏАВЕКМНОРСТУХІЈЅԌԚԜҮ", "aeopcyxijsdqwhlABEKMHOPCTYXIJSGQWY", strict=True)),
    **dict(zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧνιϲϳρ", "oABEZHIKMNOPTYXvicjp", strict=True)),
}
FOREIGN = re.compile("[\u0370-\u052f]")

# Bullets wherever they stand alone; next to one another they draw a rating ("●●●○○") and stay.
BULLETS = "▪▫■□●○◦‣⁃∙◘◙►▶▸▹▻➢➣➤❖◆◇⬤⚫⚪🔹🔸🔷🔶◾◽❑❒❏"
# Bullets only at the beginning of a line; elsewhere they separate or point.
LINE_BULLETS = "·→⇒»›✓✔☑✅➔➜➡★☆♦✦✧❯❱"

# Where a hyphen at a line's end belongs to the word. Only words that hardly ever are a syllable of another word
# stand here: "data-/base", "type-/script" and "ex-/perience" are one word each, so "data", "type" and "ex" do not.
COMPOUND_FIRST = frozenset({"self", "cross", "full", "front", "non", "real", "scikit"})
COMPOUND_SECOND = words(
    """based driven oriented facing friendly focused centric agnostic specific intensive critical functional stack
    learn first threaded tenant platform paced"""
)
# These may also end an ordinary word ("al-ready", "mis-leading"), so the first part must have four letters.
COMPOUND_SECOND_LONG = words(
    """level scale quality performance class leading making solving learning ready aware related bound bounded assurance
    availability latency throughput tuning year month week step purpose language efficient"""
)
COMPOUND_PAIRS = words(
    """back-end high-end low-end part-time open-source closed-source single-source client-side server-side third-party
    long-term short-term cloud-native hands-on start-up follow-up built-in in-house on-site two-tier three-tier
    multi-tier company-wide vice-versa on-call on-prem on-premise on-premises on-demand in-depth in-person off-site
    off-shore near-shore opt-in drop-down"""
)
# Second halves that no compound has: "real-/ity" was one word before it was broken.
SYLLABLES = words(
    """ity ities ize ized izing ization ise ised ising isation ism istic ly er ed ing ings ion ness ment able"""
)


@lru_cache(maxsize=4096)
def replacement(char: str) -> str | None:
    """Return what a character outside ASCII becomes; None keeps it, "" drops it.

    Control and format characters (bidi, tags, joiners, variation selectors) go; spaces become a space; ligatures,
    full-width, mathematical, circled and Roman-numeral letters become ASCII letters. Private-use characters become
    a space: they are icons, unless a run of them spells a word, which ``repair`` has looked at before.
    """
    known = _REPLACEMENTS.get(char)
    if known is not None:
        return known
    kind = category(char)
    if kind == "Zs":
        return " "
    if kind in ("Zl", "Zp"):
        return "\n"
    if kind == "Co":
        return " "
    if kind in ("Cc", "Cf") or _is_selector(char):
        return _windows_1252(char) if kind == "Cc" else ""
    if kind == "No" or char in _KEPT:
        return None
    return _compatible(char)


def _is_selector(char: str) -> bool:
    code = ord(char)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or code & 0xFFFE == 0xFFFE


def _windows_1252(char: str) -> str:
    # C1 controls in a document are Windows-1252 punctuation that someone read as Latin-1.
    try:
        return char.encode("latin-1").decode("cp1252")
    except UnicodeDecodeError:
        return ""


def _compatible(char: str) -> str | None:
    plain = normalize("NFKC", char)
    if plain == char or not plain.isascii() or len(plain) > 4:
        return None
    return plain if plain.isalnum() or (len(plain) == 1 and plain.isprintable()) else None
