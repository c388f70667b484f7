"""Text from strangers → text that is safe where it goes: a terminal, HTML, a spreadsheet cell, Markdown.

One function a destination, used by every renderer. Rules: OWASP for spreadsheet formulas; C0, C1, DEL, bidirectional
controls and tag characters never reach a terminal (a file name can carry escape sequences too).
"""

from __future__ import annotations

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
# What makes a spreadsheet run a cell, also behind blanks and in full-width form (OWASP, "CSV injection").
_FORMULA = re.compile(r"^[\s\u00a0\u3000'\"]{0,64}[=+\-@\t\r\n\x00＝＋－＠]|^[\t\r\n]")
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
    return f"'{clean}" if _FORMULA.match(clean) else clean
