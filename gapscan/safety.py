"""Text from strangers → text that is safe where it goes: a terminal, HTML, a spreadsheet cell, Markdown.

One function a destination, used by every renderer. Rules: OWASP for spreadsheet formulas; C0, C1, DEL, bidirectional
controls and tag characters never reach a terminal (a file name can carry escape sequences too).
"""

from __future__ import annotations

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
# What makes a spreadsheet run a cell (OWASP, "CSV injection"), also in full-width form.
_FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
# What may stand before it unseen: blanks of every kind, quotes, and characters that draw nothing.
_UNSEEN_LEAD = re.compile(
    r"[\s'\"\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]+"
)
# As html.escape does, without its import: that costs 5 ms of a cold start.
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#|~!])")


def terminal(text: str) -> str:
    """Return a text without anything that moves a cursor, changes colours or reverses writing; line breaks stay."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """Return a terminal-safe text on one line."""
    return terminal(" ".join(text.split()))


def html(text: str) -> str:
    """Return a text safe in HTML content and in quoted attributes."""
    return terminal(text).translate(_HTML)


def markdown(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs: a leading apostrophe is put before a formula."""
    clean = text.replace("\x00", "")
    lead = _UNSEEN_LEAD.match(clean)
    first = clean[lead.end() :][:1] if lead else clean[:1]
    return f"'{clean}" if first in _FORMULA_SIGNS or clean[:1] in _FORMULA_SIGNS else clean
