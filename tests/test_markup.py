"""Tests of what goes out: pages and tables are whole, and nothing hostile of a file reaches an output raw."""

import json
import re
from base64 import b64encode
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
import sample_report

from gapscan.renderers import RENDERERS, as_frame, as_text

SGR = re.compile(r"\x1b\[[0-9;]{1,5}m")


class Page(HTMLParser):
    """Collects the tags, attributes and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.texts, self.open = set(), set(), [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "section", "details", "summary", "h1", "h2", "p", "div",
    "dl", "dt", "dd", "svg", "rect", "table", "thead", "tbody", "tr", "th", "td", "q", "mark", "ul", "ol", "li", "span",
    "footer",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "title", "scope", "role", "aria-label", "viewbox",
    "preserveaspectratio", "width", "height", "rx",
}  # fmt: skip


def test_html_is_well_formed_and_fetches_nothing():
    """Ensures that a page closes what it opens and knows no script, link or image."""
    page = Page(RENDERERS["html"](sample_report.build()))

    assert page.open == []
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES


def test_html_policy_allows_only_its_style():
    """Ensures that the digest in the policy is that of the style sheet, and all else is forbidden."""
    text = RENDERERS["html"](sample_report.build())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    digest = b64encode(sha256(style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert not re.search(r"url\(|@import", style)


def test_html_marks_by_stance():
    """Ensures that each stance has its mark, with its meaning in words."""
    text = RENDERERS["html"](sample_report.build())

    for pair in ('held" title="shown">PyTorch', 'wanted" title="intended">Terraform', 'denied" title="denied">Java',
                 'uncertain" title="unclear">R', 'refused" title="not the skill">go'):  # fmt: skip
        assert f'<mark class="{pair}</mark>' in text


def whole_tables(text):
    """Tell whether each row of each table has as many cells as its head."""
    bare = re.sub(r"\\.", "", text)
    counts = [line.count("|") if line.startswith("|") else 0 for line in bare.splitlines()]
    return sum(map(bool, counts)) > 40 and all(one == other for one, other in pairwise(counts) if one and other)


def test_markdown_tables_are_whole():
    """Ensures that each row of a table has as many cells as its head."""
    assert whole_tables(RENDERERS["markdown"](sample_report.build()))


def test_notebook_piece():
    """Ensures that a notebook gets a piece of a page: a style and the report, no head of its own."""
    page = Page(as_frame.repr_html(sample_report.build()))

    assert page.open == []
    assert page.tags <= TAGS - {"html", "head", "body", "meta", "title"}


# --- hostile texts -----------------------------------------------------------------------------

HOSTILE = (
    "=cmd|' /C calc'!A0 \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \r\n# head\n| a | b |\n\x00 "
    '<script>alert(1)</script>"><img src=x onerror=alert(2)> ![i](http://evil.example/x) [l](javascript:alert(3)) '
    "www.evil.example `code` **b** &lt;i&gt; "
    "\u202egnp.exe\u2066 \ud800 \udfff \U000e0041 ${x} {{7*7}} %s </style></title><!-- --> '; DROP TABLE"
)
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
# Ids of our own data come from no file.
_IDS = {
    "id",
    "skill",
    "certification",
    "any_of",
    "covers",
    "chain",
    "builds_on",
    "certificates",
    "certifications",
    "extras",
    "implied_by",
}


def poisoned(value, name=""):
    """Return a record in which every text from a file begins with hostile text."""
    if isinstance(value, Enum) or name in _IDS:
        return value
    if isinstance(value, str):
        return HOSTILE + value
    if isinstance(value, tuple):
        return tuple(poisoned(one, name) for one in value)
    if isinstance(value, dict):
        return {key: poisoned(one) for key, one in value.items()}
    if is_dataclass(value):
        return replace(
            value, **{field.name: poisoned(getattr(value, field.name), field.name) for field in fields(value)}
        )
    return value


@pytest.fixture(scope="module")
def hostile():
    report = poisoned(replace(sample_report.build(), quotes=()))
    text = HOSTILE + " Python"
    mark = replace(sample_report.build().quotes[0].marks[0], start=len(HOSTILE) + 1, end=len(text))
    quote = replace(sample_report.build().quotes[0], text=text, marks=(mark,))
    return replace(report, quotes=(quote, *sample_report.build().quotes[1:]))


@pytest.mark.parametrize("fmt", RENDERERS)
def test_hostile_texts_stay_text(fmt, hostile):
    """Ensures that no control character, direction mark or half pair reaches an output, and all of it encodes."""
    text = RENDERERS[fmt](hostile)

    assert "DROP TABLE" in text
    assert not FORBIDDEN.search(text)
    assert text.encode("utf-8")


def test_hostile_texts_in_colour(hostile):
    """Ensures that a coloured report holds no other codes than its own."""
    text = as_text.render(hostile, colour=True)

    assert not FORBIDDEN.search(SGR.sub("", text))
    assert {code.group() for code in SGR.finditer(text)} <= {
        f"\x1b[{c}m" for c in ("0", "1", "2", "1;31", "1;32", "1;33", "1;35")
    }


def test_hostile_texts_in_html(hostile):
    """Ensures that markup from a file adds no tag and no attribute to a page."""
    text = RENDERERS["html"](hostile)
    page = Page(text)

    assert page.open == []
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert text.count("</style>") == text.count("</title>") == 1
    assert any("<script>alert(1)</script>" in words for words in page.texts)


def test_hostile_texts_in_markdown(hostile):
    """Ensures that a file can't bring tags, links, images, headings, cells or entities into a report."""
    text = RENDERERS["markdown"](hostile)
    bare = re.sub(r"\\.", "", text)

    assert "<" not in bare
    assert "](" not in bare
    assert "&" not in bare
    assert "`" not in bare
    assert "http://" not in text
    assert "www." not in text
    assert all(line.startswith(("# ", "## ")) for line in text.splitlines() if line.startswith("#"))
    assert whole_tables(text)


def test_hostile_texts_in_json_are_kept(hostile):
    """Ensures that JSON loses nothing but half surrogate pairs."""
    table = json.loads(RENDERERS["json"](hostile))

    assert table["source"]["name"] == re.sub("[\ud800-\udfff]", "\ufffd", hostile.source.name)


def test_hostile_texts_in_a_frame(hostile):
    """Ensures that no cell of a frame is run by a spreadsheet."""
    frame = as_frame.to_frame(hostile)
    cells = [cell for column in ("label", "because") for cell in frame[column]]

    assert all(cell.startswith("'=cmd") for cell in cells)
    assert not any(FORBIDDEN.search(cell.replace("\n", " ")) for cell in cells)
