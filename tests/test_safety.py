"""Text that strangers wrote, where it goes: a cell of a spreadsheet, a terminal, a page, Markdown."""

import csv
import io
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapscan import safety

SIGNS = "=+-@＝＋－＠"
LEADS = ("", " ", "   ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2003", "'", '"', " '\" ", "\x00", "\ufeff", "\u200b", "\u202e",
         "\u00ad", "\x1f", "\U000e0041", " " * 500)  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("lead", LEADS)
def test_formulas_are_defused(lead, sign):
    """Ensures that whatever a spreadsheet would run begins with an apostrophe, also behind what nobody sees."""
    formula = f"{lead}{sign}cmd|' /C calc'!A0"

    assert safety.cell(formula) == "'" + formula.replace("\x00", "")


@pytest.mark.parametrize("text", ["\tPython", "\rPython", "\nPython"])
def test_cells_begin_with_no_control(text):
    """Ensures that a tab or line break at the beginning, which some programs cut off, is defused as well."""
    assert safety.cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Python", "C++", "a=b", "1-2", "x@example.org", "R&D", "50 %", "'quoted'", "naïve – yes", "5"])
def test_plain_cells_stay(text):
    """Ensures that text which runs nowhere is not touched."""
    assert safety.cell(text) == text


@given(st.text(max_size=40))
def test_cells_survive_csv(text):
    """Ensures that a defused cell comes back from CSV as it was, and never begins with what runs."""
    cell = safety.cell(text)
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([cell])
    buffer.seek(0)

    assert next(csv.reader(buffer), [""])[0] == cell
    assert cell.strip("\t\r\n \u00a0\u3000\ufeff\u200b")[:1] not in tuple(SIGNS)
    assert cell.removeprefix("'").replace("\x00", "") in (text.replace("\x00", ""), text.replace("\x00", "").removeprefix("'"))


@settings(max_examples=300)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_terminal(text):
    """Ensures that no control but tab and line feed, no direction mark and no half character reaches a terminal."""
    shown = safety.terminal(text)

    assert shown.encode("utf-8") or not text
    assert not [c for c in shown if (ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160 or "\u202a" <= c <= "\u202e"]
    assert safety.terminal(shown) == shown
    assert "\n" not in safety.one_line(text)


class Tags(HTMLParser):
    """Collects what a browser would take for markup."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.met = []

    def handle_starttag(self, tag, attrs):
        self.met.append((tag, [name for name, _ in attrs]))


@given(st.text(alphabet="<>&\"' =/`abonerrorscript:x!-", max_size=60))
def test_html(text):
    """Ensures that text makes no tag and no attribute, in content and between quotes."""
    page = Tags()
    page.feed(f'<p title="{safety.html(text)}">{safety.html(text)}</p>')

    assert page.met == [("p", ["title"])]


@pytest.mark.parametrize("sign", "\\`*_{}[]<>()#|~!")
def test_markdown(sign):
    """Ensures that each sign of Markdown is escaped and line breaks are gone."""
    assert safety.markdown(f"a{sign}b\nc") == f"a\\{sign}b c"
