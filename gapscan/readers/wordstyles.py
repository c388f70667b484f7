"""Styles and numbering of a Word package → how a paragraph or run looks, as far as reading is concerned.

Looks decide three things only: whether a person sees the text, whether a line is a list item, and whether a
font turns letters into signs. Anything else a style says is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gapscan.readers.package import Package

if TYPE_CHECKING:
    from lxml import etree

# Half-points: text of 2 pt and less is not meant for people.
_TINY = 4
# Styles may build on one another; a longer chain is a loop.
_MAX_CHAIN = 20
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Look:
    """What reading needs to know of formatting; None where nothing is said and the style below decides."""

    vanished: bool | None = None
    tiny: bool | None = None
    white: bool | None = None
    shaded: bool | None = None
    font: str = ""

    @property
    def is_unseen(self) -> bool:
        """Whether the text is switched off or too small to be seen."""
        return bool(self.vanished or self.tiny)

    @property
    def is_white(self) -> bool:
        """Whether the text is white and nothing dark is declared behind it."""
        return bool(self.white and not self.shaded)

    def over(self, below: Look) -> Look:
        """Return this look laid over another one, which fills what is not said."""
        return Look(
            below.vanished if self.vanished is None else self.vanished,
            below.tiny if self.tiny is None else self.tiny,
            below.white if self.white is None else self.white,
            below.shaded if self.shaded is None else self.shaded,
            self.font or below.font,
        )


@dataclass(frozen=True, slots=True)
class _Style:
    look: Look
    based_on: str
    is_heading: bool
    list_id: str | None


class Styles:
    """The styles of a package by id; empty when it has none."""

    def __init__(self, package: Package, folder: str, body: etree._Element) -> None:
        self._styles = dict(_styles(package, f"{folder}/styles.xml"))
        self._unnumbered = frozenset(_unnumbered(package, f"{folder}/numbering.xml"))
        self.page_is_white = next(body.iterfind("{*}background"), None) is None

    def of_paragraph(self, properties: etree._Element) -> tuple[Look, bool]:
        """Return the look of a paragraph from its ``w:pPr``, and whether it is a list item."""
        said = _children(properties)
        chain = self._chain(value_of(said.get("pStyle")))
        shaded = Look(shaded=True) if _is_shaded(said) else Look()
        own = _list_id(said)
        inherited = next((style.list_id for style in chain if style.list_id is not None), None)
        list_id = own if own is not None else inherited
        is_heading = any(style.is_heading for style in chain) or "outlineLvl" in said
        is_item = list_id not in (None, "0") and list_id not in self._unnumbered and not is_heading
        return shaded.over(_laid(chain)), is_item

    def of_run(self, run: etree._Element, paragraph: Look) -> Look:
        """Return the look of a run: its own properties over its style over its paragraph."""
        properties = run.find("{*}rPr")
        if properties is None:
            return paragraph
        below = _laid(self._chain(value_of(properties.find("{*}rStyle")))).over(paragraph)
        return look_of(properties).over(below)

    def _chain(self, style_id: str) -> list[_Style]:
        chain: list[_Style] = []
        while style_id in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[style_id])
            style_id = chain[-1].based_on
        return chain


def _laid(chain: list[_Style]) -> Look:
    look = Look()
    for style in chain:
        look = look.over(style.look)
    return look


def _styles(package: Package, part: str) -> list[tuple[str, _Style]]:
    if part not in package:
        return []
    return [(value_of(element, "styleId"), _style(element)) for element in package.xml(part).iterfind("{*}style")]


def _style(element: etree._Element) -> _Style:
    said = _children(element)
    paragraph = _children(said["pPr"]) if "pPr" in said else {}
    look = look_of(said["rPr"]) if "rPr" in said else Look()
    if _is_shaded(paragraph):
        look = replace(look, shaded=True)
    is_heading = "outlineLvl" in paragraph or value_of(said.get("name")).lower().startswith(("heading", "title"))
    return _Style(look, value_of(said.get("basedOn")), is_heading, _list_id(paragraph))


def look_of(properties: etree._Element) -> Look:
    """Return what a ``w:rPr`` says itself."""
    said = _children(properties)
    fonts = said.get("rFonts")
    return Look(
        vanished=value_of(said["vanish"]).lower() not in _OFF if "vanish" in said else None,
        tiny=_is_tiny(value_of(said["sz"])) if "sz" in said else None,
        white=value_of(said["color"]).upper() == "FFFFFF" if "color" in said else None,
        shaded=True if _is_shaded(said) else None,
        font="" if fonts is None else (value_of(fonts, "ascii") or value_of(fonts, "hAnsi")).lower(),
    )


def _children(element: etree._Element) -> dict[str, etree._Element]:
    """Return the children of an element by their local names; much faster than looking each up."""
    return {str(child.tag).rpartition("}")[2]: child for child in element}


def value_of(element: etree._Element | None, attribute: str = "val") -> str:
    """Return an attribute by its local name, whatever its namespace; "" when it is not there."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == attribute:
            return str(value)
    return ""


def _is_tiny(size: str) -> bool:
    return size.isascii() and size.isdigit() and int(size[:6]) <= _TINY


def _is_shaded(said: dict[str, etree._Element]) -> bool:
    fill = value_of(said.get("shd"), "fill").lower()
    return "highlight" in said or ("shd" in said and fill not in ("", "auto", "ffffff"))


def _list_id(said: dict[str, etree._Element]) -> str | None:
    numbering = said.get("numPr")
    return None if numbering is None else value_of(numbering.find("{*}numId")) or None


def _unnumbered(package: Package, part: str) -> list[str]:
    """Return the ids of lists whose first level shows neither sign nor number."""
    if part not in package:
        return []
    root = package.xml(part)
    plain = {
        value_of(element, "abstractNumId")
        for element in root.iterfind("{*}abstractNum")
        if value_of(element.find("{*}lvl/{*}numFmt")) == "none"
    }
    return [value_of(n, "numId") for n in root.iterfind("{*}num") if value_of(n.find("{*}abstractNumId")) in plain]
