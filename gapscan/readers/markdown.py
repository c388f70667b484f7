"""Markdown → the words a reader of the page sees, line for line where that is possible.

Deliberately light: only markup that stands in the way of words is taken off, and all patterns are bounded, because
a résumé is read as it was typed more often than as CommonMark would have it.
"""

from __future__ import annotations

import re
from html import unescape

_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^`\n]{0,80}$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)$")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-{2,})[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$")
_QUOTE = re.compile(r"^ {0,3}(?:> ?){1,9}")
_ITEM = re.compile(r"^([ \t]{0,40})[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_TABLE_RULE = frozenset("|-: \t")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\])")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,100}\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_BREAK_TAG = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>\n]{0,500})?/?>")
_CODE = re.compile(r"(`{1,3})([^`\n]{1,500})\1")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)([^*_~\n]{1,500})(?<=\S)\1")
_STARRED = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,500})(?<=\S)\*(?![\w*])")
_SCORED = re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,500})(?<=\S)_(?!\w)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def without_markup(text: str) -> str:
    """Take headings, emphasis, links, images, tables, code fences, tags and comments down to their words.

    Bullets become "• ", table rows keep " | " between their cells, an image leaves its alternative text (a badge is
    often a skill). Fenced code stays as it is. Comments are dropped: no reader of the page sees them.
    """
    lines: list[str] = []
    fenced = False
    for line in _without_comments(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            lines.append(line)
        else:
            lines.extend(_plain_line(line, lines[-1] if lines else ""))
    return "\n".join(lines)


def _without_comments(text: str) -> str:
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        position = end + 3
    return "".join((*kept, text[position:]))


def _plain_line(line: str, previous: str) -> list[str]:
    """Return a line without its markup: none for a rule, several where it holds a break."""
    line = line.rstrip()
    line = _QUOTE.sub("", line)
    if _RULE.match(line) or (previous.strip() and _UNDERLINE.match(line)):
        return []
    if "|" in line:
        if "-" in line and _TABLE_RULE.issuperset(line):
            return []
        line = _plain_row(line)
    heading = _HEADING.match(line)
    if heading:
        line = heading.group(1).rstrip("# \t")
    line = _ITEM.sub(r"\1• ", line)
    return _BREAK_TAG.sub("\n", _plain_words(line)).split("\n")


def _plain_row(line: str) -> str:
    stripped = line.strip()
    if not (stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1):
        return line
    return " | ".join(cell for cell in map(str.strip, stripped[1:-1].split("|")) if cell)


def _plain_words(line: str) -> str:
    if "[" in line:
        # Twice: a badge is an image inside a link.
        for pattern in (_IMAGE, _LINK):
            line = pattern.sub(r"\1", line)
    if "<" in line:
        line = _AUTOLINK.sub(r"\1", line)
        line = _BREAK_TAG.sub("\n", line)
        line = _TAG.sub("", line)
    line = _CODE.sub(r"\2", line)
    for pattern, words in ((_STRONG, r"\2"), (_STARRED, r"\1"), (_SCORED, r"\1"), (_STRONG, r"\2")):
        line = pattern.sub(words, line)
    line = _ESCAPE.sub(r"\1", line)
    return unescape(line) if "&" in line else line
