"""ODT (and its flat XML form) → text.

The same ways as for Word: parts read under caps, one walk, tables by row, boxes and notes after their paragraph,
hidden text kept and marked. Runs of blanks that the format writes as a count are capped: ``text:c="2000000000"``
is a known way to fill a memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gapscan.errors import DamagedFileError, EncryptedFileError
from gapscan.readers.package import Package, parse_xml
from gapscan.readers.pieces import Pieces
from gapscan.readers.wordlists import words
from gapscan.records import RawText

if TYPE_CHECKING:
    from lxml import etree

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
# Prefix → address, for the vocabularies whose elements mean something here.
_PREFIXES = {
    f"{_ODF}text:1.0": "text",
    f"{_ODF}table:1.0": "table",
    f"{_ODF}drawing:1.0": "draw",
    f"{_ODF}office:1.0": "office",
    f"{_ODF}style:1.0": "style",
    "http://www.w3.org/1998/Math/MathML": "math",
}
# Comments, deleted text, form controls, phonetic guides and the numbers of notes.
_SKIPPED = words(
    """office:annotation office:annotation-end office:forms office:scripts office:meta office:settings
    office:automatic-styles office:styles office:font-face-decls text:tracked-changes text:note-citation
    text:ruby-text text:sequence-decls text:variable-decls text:user-field-decls text:index-title-template
    text:table-of-content-source text:alphabetical-index-source draw:object draw:object-ole draw:image
    draw:glue-point office:binary-data text:dde-connection-decls"""
)
# A run of blanks longer than a line of text adds nothing.
_MAX_BLANKS = 100
# Backgrounds on which white letters can't be seen; "" where none is set.
_PAPER = ("", "transparent", "#ffffff")


def read(data: bytes, *, name: str) -> RawText:
    """Read an OpenDocument text, packed or flat.

    Args:
        data: The bytes of the package, or of one XML file.
        name: What to call the file in messages.

    Returns:
        A paragraph a line, list items after "• ", header first, footer last. ``hidden`` marks hidden text.

    Raises:
        InputError: One of its kinds, when the package is damaged, encrypted or beyond the caps.
    """
    roots = _flat(data, name) if not data.startswith(b"PK") else _packed(data, name)
    unseen = frozenset(style for root in roots for style in _hidden_styles(root))
    whole = Pieces()
    for tag in ("style:header", "office:text", "style:footer"):
        for root in roots:
            for part in _distinct(root, tag, unseen):
                whole.add_block(part)
    text, hidden = whole.build()
    return RawText(text, "lxml", None, hidden)


def _flat(data: bytes, name: str) -> list[etree._Element]:
    return [parse_xml(data, "the document", name)]


def _packed(data: bytes, name: str) -> list[etree._Element]:
    package = Package(data, name)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise EncryptedFileError(name, "it wants a password; save it without one")
    if "content.xml" not in package:
        raise DamagedFileError(name, "the package holds no content.xml; open the document and save it again")
    roots = [package.xml("content.xml")]
    return [*roots, package.xml("styles.xml")] if "styles.xml" in package else roots


def _distinct(root: etree._Element, tag: str, unseen: frozenset[str]) -> list[Pieces]:
    """Return the text of each element of that kind; page styles repeat their headers, so each text once."""
    prefix, _, local = tag.partition(":")
    namespace = next(address for address, short in _PREFIXES.items() if short == prefix)
    found: dict[str, Pieces] = {}
    for element in root.iter(f"{{{namespace}}}{local}"):
        pieces = _Story(element, unseen).pieces
        found.setdefault(pieces.plain().strip(), pieces)
    return list(found.values())


def _hidden_styles(root: etree._Element) -> list[str]:
    """Return the names of styles whose text is switched off, or white where nothing but white paper is behind it."""
    is_plain = next(root.iter(f"{{{_ODF}drawing:1.0}}*", f"{{{_ODF}table:1.0}}table"), None) is None and not any(
        _attribute(element, "background-color") not in _PAPER for element in root.iter(f"{{{_ODF}style:1.0}}*")
    )
    names = []
    for properties in root.iter(f"{{{_ODF}style:1.0}}text-properties"):
        parent = properties.getparent()
        is_white = is_plain and _attribute(properties, "color").lower() == "#ffffff"
        if parent is not None and (is_white or _attribute(properties, "display") == "none"):
            names.append(_attribute(parent, "name"))
    return names


def _attribute(element: etree._Element, local: str) -> str:
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == local:
            return str(value)
    return ""


class _Story:
    """One part of a document walked once from start to end."""

    def __init__(self, root: etree._Element, unseen: frozenset[str]) -> None:
        self.pieces = Pieces()
        self._unseen_styles = unseen
        self._unseen = 0
        self._paragraphs = 0
        self._rows: list[list[Pieces]] = []
        self._outer: list[tuple[Pieces, int]] = []
        self._boxes: list[list[Pieces]] = [[]]
        self._walk(root)
        self._flush_boxes()

    def _walk(self, root: etree._Element) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walker:
            namespace, _, local = str(element.tag)[1:].rpartition("}")
            name = f"{_PREFIXES.get(namespace, '')}:{local}"
            if event == "start":
                if name in _SKIPPED or self.pieces.is_full:
                    walker.skip_subtree()
                    skipped = element
                    continue
                self._unseen += self._hides(name, element)
                if name in _START:
                    _START[name](self, element)
                self._text(element.text)
                continue
            if element is skipped:
                skipped = None
            else:
                if name in _END:
                    _END[name](self)
                self._unseen -= self._hides(name, element)
            if element is not root:
                self._text(element.tail)

    def _hides(self, name: str, element: etree._Element) -> int:
        if name in ("text:hidden-text", "text:hidden-paragraph"):
            return int(_attribute(element, "is-hidden") == "true")
        if name in ("text:section", "text:span", "text:p", "text:h"):
            style = _attribute(element, "style-name")
            return int(style in self._unseen_styles or _attribute(element, "display") == "none")
        return 0

    def _text(self, text: str | None) -> None:
        """Add text of a paragraph; white space counts as one blank, and none at the beginning of a line."""
        if not text or not self._paragraphs:
            return
        words = " ".join(text.split())
        if text[0].isspace() and not self.pieces.ends_with_space:
            words = f" {words}"
        if text[-1].isspace() and words.strip():
            words = f"{words} "
        self.pieces.add(words, hidden=self._unseen > 0)

    # -- blocks

    def _start_paragraph(self, _: Any) -> None:
        self._paragraphs += 1
        if self.pieces.ends_with_space and not self.pieces.at_line_start:
            return  # right behind the bullet of its item
        self.pieces.end_line()

    def _end_paragraph(self) -> None:
        self._paragraphs -= 1
        if self.pieces.at_line_start:
            self.pieces.add_line()
        self.pieces.end_line()
        self._flush_boxes()

    def _start_item(self, _: Any) -> None:
        self.pieces.end_line()
        self.pieces.add("• ")

    def _flush_boxes(self) -> None:
        for box in self._boxes[-1]:
            self.pieces.add_block(box)
        self._boxes[-1].clear()

    def _enter(self, _: Any) -> None:
        self._outer.append((self.pieces, self._paragraphs))
        self.pieces, self._paragraphs = Pieces(), 0
        self._boxes.append([])

    def _leave(self) -> Pieces:
        self._flush_boxes()
        self._boxes.pop()
        inner = self.pieces
        self.pieces, self._paragraphs = self._outer.pop()
        return inner

    def _end_box(self) -> None:
        # A box or note hangs on a word of some paragraph, whose sentence it must not break in two.
        box = self._leave()
        self._boxes[-1].append(box)
        if not self._paragraphs:
            self._flush_boxes()

    def _start_row(self, _: Any) -> None:
        self._rows.append([])

    def _end_cell(self) -> None:
        cell = self._leave()
        (self._rows[-1] if self._rows else self._boxes[-1]).append(cell)

    def _end_row(self) -> None:
        self.pieces.add_row(self._rows.pop())

    # -- white space

    def _blanks(self, element: etree._Element) -> None:
        count = _attribute(element, "c")
        blanks = int(count[:6]) if count.isascii() and count.isdigit() else 1
        self.pieces.add(" " * min(blanks, _MAX_BLANKS), hidden=self._unseen > 0)

    def _tab(self, _: Any) -> None:
        self.pieces.add("\t")

    def _break(self, _: Any) -> None:
        self.pieces.add("\n")


_START: dict[str, Callable[[_Story, Any], None]] = {
    "text:p": _Story._start_paragraph,
    "text:h": _Story._start_paragraph,
    "text:list-item": _Story._start_item,
    "text:s": _Story._blanks,
    "text:tab": _Story._tab,
    "text:line-break": _Story._break,
    "table:table-row": _Story._start_row,
    "table:table-cell": _Story._enter,
    "draw:text-box": _Story._enter,
    "text:note-body": _Story._enter,
}
_END: dict[str, Callable[[_Story], None]] = {
    "text:p": _Story._end_paragraph,
    "text:h": _Story._end_paragraph,
    "table:table-row": _Story._end_row,
    "table:table-cell": _Story._end_cell,
    "draw:text-box": _Story._end_box,
    "text:note-body": _Story._end_box,
}
