"""Inline elements of a page → which of them a browser shows apart, though no blank stands between them.

Skills in boxes (``<span>Go</span><span>Java</span>``) and dates that float to the right are parted by a style sheet,
which is not read here. What tells them from a word in two styles (``<b>Py</b><b>thon</b>``) is how they stand: a parent
that holds nothing but short inline elements, none of which begins or ends with a blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gapscan.readers.wordlists import words

if TYPE_CHECKING:
    from lxml import etree

INLINE = words("a abbr b button code em i kbd label mark q small span strong time u")
_LONGEST_ITEM = 60
# Items that stand apart by blanks already are told from a sentence in spans by their number.
_FEWEST_BLANK_PARTED = 3
_MOST_CHILDREN = 200
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE_FIRST = re.compile(rf"(?:19|20)\d\d\b|\d\d?[/.](?:19|20)\d\d|{_MONTH}\.?\s(?:19|20)\d\d", re.IGNORECASE)
_DATE_LAST = re.compile(r"(?:(?:19|20)\d\d|\b(?:present|now|current|today))\Z", re.IGNORECASE)


def holds_items(parent: etree._Element) -> bool:
    """Tell whether the children of an element are items that a browser shows apart."""
    children = list(parent)
    if not 2 <= len(children) <= _MOST_CHILDREN or any(child.tag not in INLINE for child in children):
        return False
    between = [parent.text, *(child.tail for child in children)]
    if any(text and not text.isspace() for text in between):
        return False
    texts = ["".join(map(str, child.itertext())) for child in children]
    if not all(text and len(text) <= _LONGEST_ITEM and text == text.strip() for text in texts):
        return False
    if any(between[1:-1]):
        first = children[0]
        style = first.get("class") or first.get("style")
        alike = all(c.tag == first.tag and (c.get("class") or c.get("style")) == style for c in children)
        return bool(style) and alike and len(children) >= _FEWEST_BLANK_PARTED
    return not _is_one_word(texts)


def _is_one_word(texts: Sequence[str]) -> bool:
    """Tell whether glued pieces look like one word in several styles: a large first letter, a break within a word."""
    if any(len(text) == 1 and text.isalpha() for text in texts):
        return True
    return len(texts) == 2 and texts[0][-1].islower() and texts[1][0].islower()


def begins_date(before: str, text: str) -> bool:
    """Tell whether an element that is glued to a word before it is a date ("TU Wien<span>2015</span>")."""
    return before[-1:].isalpha() and _DATE_FIRST.match(text.lstrip()) is not None


def ends_date(before: str, after: str) -> bool:
    """Tell whether an element that a word is glued to ends as a date does ("<i>2015 – 2017</i>TU Wien")."""
    return after[:1].isupper() and _DATE_LAST.search(before) is not None
