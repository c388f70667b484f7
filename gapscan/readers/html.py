"""HTML → text as a browser would lay it out: blocks on lines, list items after bullets, table rows by cells.

lxml builds the tree, but drops what is nested deeper than 256 elements without a word; such a page goes through a
plain reader of tags instead, so that nothing is lost silently.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from gapscan.readers import inline
from gapscan.readers.pieces import CELL_SEPARATOR, Pieces
from gapscan.readers.plain import decode
from gapscan.readers.wordlists import words
from gapscan.records import Notice, RawText

if TYPE_CHECKING:
    from lxml import etree

_SKIPPED = words("script style head title template noscript svg canvas iframe object embed audio video select datalist")
_BLOCKS = words(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary table
    tbody tfoot thead tr ul"""
)
# An empty line before these keeps headings and paragraphs apart, as a browser's margins do.
_SPACED = words("h1 h2 h3 h4 h5 h6 p section article dl table blockquote")
_CELLS = frozenset({"td", "th"})
_META_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
# Inline styles without white space that take text out of sight; white only where the page sets no background.
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|font-size:[01](?:\.\d{1,3})?(?:px|pt)?(?![.\w%])|opacity:0(?:\.0{1,3})?(?![.\d]))"
)
_WHITE_STYLE = re.compile(r"(?:^|;)color:(?:white|#fff|#ffffff|rgb\(255,255,255\))(?!\w)")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{0,5000}>")


def read(data: bytes, *, name: str) -> RawText:
    """Read an HTML page.

    Args:
        data: The bytes of the page; the encoding is that of its BOM, else UTF-8 if valid, else what it declares.
        name: Not used in messages: a broken page is read as a browser would.

    Returns:
        Text with one block a line; ``hidden`` marks text under ``hidden``, ``aria-hidden="true"``, ``display:none``
        and their like.

    Raises:
        MemoryError: libxml2 ran out of memory.
    """
    from lxml import etree

    text, notices = _decoded(data)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    encoded = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(encoded, parser) if encoded.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None or _is_cut(parser):
        notices += (Notice("flat-html", "the page is too deep or too long to lay out; its text was read tag by tag"),)
        return RawText(_without_tags(text), "built-in", None, (), notices)
    has_background = "background" in text or "bgcolor" in text.lower()
    pieces = _Page(root, white_is_hidden=not has_background).pieces
    plain, hidden = pieces.build()
    return RawText(plain, "lxml", None, hidden, notices)


def _decoded(data: bytes) -> tuple[str, tuple[Notice, ...]]:
    declared = _META_CHARSET.search(data[:2048])
    return decode(data, declared=declared.group(1).decode("ascii") if declared else None)


def _is_cut(parser: etree.HTMLParser) -> bool:
    """Tell whether libxml2 met one of its caps (depth 256, text of 10 MB), behind which it drops text."""
    return any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log.filter_from_fatals())


class _Page:
    """A tree walked once from start to end."""

    def __init__(self, root: etree._Element, *, white_is_hidden: bool) -> None:
        self.pieces = Pieces()
        self._white_is_hidden = white_is_hidden
        self._unseen = 0
        self._preformatted = 0
        self._outer: list[Pieces] = []
        self._rows: list[list[Pieces]] = []
        self._holding: list[bool] = []
        self._walk(root)

    def _walk(self, root: etree._Element) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walker:
            tag = str(element.tag).lower()
            if event == "start":
                if tag in _SKIPPED or self.pieces.is_full:
                    walker.skip_subtree()
                    skipped = element
                    continue
                self._part(tag, element)
                self._start(tag, element)
                self._holding.append(inline.holds_items(element))
                self._text(element.text)
                continue
            if element is skipped:
                skipped = None
            else:
                self._holding.pop()
                self._end(tag, element)
            tail = element.tail
            if tail and tag in inline.INLINE and inline.ends_date(self.pieces.end, tail):
                tail = f" {tail}"
            self._text(tail)

    def _part(self, tag: str, element: etree._Element) -> None:
        """Part an element from what stands before it on its line, where a browser does."""
        if self._holding and self._holding[-1] and element.getprevious() is not None and not self.pieces.at_line_start:
            self.pieces.add(CELL_SEPARATOR.lstrip() if self.pieces.ends_with_space else CELL_SEPARATOR)
        elif tag in inline.INLINE and inline.begins_date(self.pieces.end, element.text or ""):
            self.pieces.add(" ")

    def _start(self, tag: str, element: etree._Element) -> None:
        if tag in _BLOCKS:
            self._begin_block(tag)
        elif tag == "br":
            self.pieces.add("\n")
        elif tag == "img":
            self._text(element.get("alt"))
        if tag == "tr":
            self._rows.append([])
        elif tag in _CELLS:
            self._outer.append(self.pieces)
            self.pieces = Pieces()
        self._unseen += self._is_unseen(element)
        self._preformatted += tag in ("pre", "textarea")
        if tag == "li":
            self.pieces.add("• ", hidden=self._unseen > 0)

    def _begin_block(self, tag: str) -> None:
        if self.pieces.ends_with_space and not self.pieces.at_line_start and tag != "li":
            return  # right behind a bullet
        self.pieces.end_line()
        if tag in _SPACED and not self._rows:
            self.pieces.add_line()

    def _end(self, tag: str, element: etree._Element) -> None:
        self._unseen -= self._is_unseen(element)
        self._preformatted -= tag in ("pre", "textarea")
        if tag in _CELLS and self._outer:
            cell, self.pieces = self.pieces, self._outer.pop()
            if self._rows:
                self._rows[-1].append(cell)
            else:
                self.pieces.add_block(cell)
        elif tag == "tr" and self._rows:
            self.pieces.add_row(self._rows.pop())
        elif tag in _BLOCKS:
            self.pieces.end_line()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            text = _SPACE.sub(" ", text)
            if self.pieces.ends_with_space:
                text = text.lstrip(" ")
        self.pieces.add(text, hidden=self._unseen > 0)

    def _is_unseen(self, element: etree._Element) -> bool:
        if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
            return True
        style = "".join((element.get("style") or "")[:2000].lower().split())
        if not style:
            return False
        is_white = self._white_is_hidden and _WHITE_STYLE.search(style) is not None
        return is_white or _UNSEEN_STYLE.search(style) is not None


def _without_tags(text: str) -> str:
    """Return the text of a page without its markup, tag by tag; scripts, styles and comments left out."""
    for opening, closing in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")):
        text = _without_spans(text, opening, closing)
    lines = _TAG.sub(lambda tag: "\n" if tag.group(2).lower() in _BLOCKS | {"br"} else "", text)
    return "\n".join(line for line in (" ".join(line.split()) for line in unescape(lines).split("\n")) if line)


def _without_spans(text: str, opening: str, closing: str) -> str:
    """Leave out everything from an opening to the next closing, whatever the case; an unclosed one stays."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters grow when lowered, and positions would not hold
        lower = text
    kept, position = [], 0
    start = lower.find(opening)
    while start >= 0 and (end := lower.find(closing, start)) >= 0:
        kept.append(text[position:start])
        position = lower.find(">", end) + 1 or len(text)
        start = lower.find(opening, position)
    return "".join((*kept, text[position:]))
