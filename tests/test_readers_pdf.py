"""PDF → text: words, rows, columns, what is hidden, and what damaged files give, with both engines."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapscan.errors import DamagedFileError, EmptyFileError, EncryptedFileError, InputError, LimitError, NoTextError
from gapscan.readers import pdf
from gapscan.readers.layout import Cell, Piece, cells, tidy
from gapscan.readers.page_text import write
from gapscan.readers.pdf_cmaps import letters_by_code
from gapscan.readers.pdf_fonts import glyph_text
from gapscan.readers.pdf_tokens import Budget, ContentLimitError, operators, unescape
from gapscan.readers.reading_order import in_reading_order
from gapscan.readers.rows import row_of
from gapscan.records import RawText

PAGE = (0.0, 0.0, 612.0, 792.0)
HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


# --- a small PDF, written by hand --------------------------------------------------------------


def stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def build(
    *contents: bytes | str,
    font: str = HELVETICA,
    resources: str = "",
    page: str = "",
    objects: Mapping[int, bytes | str] | None = None,
) -> bytes:
    """Return a PDF with one page for each content stream; fonts are /F (object 4) and those of ``resources``."""
    count = len(contents)
    kids = " ".join(f"{100 + 2 * i} 0 R" for i in range(count))
    everything: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        4: font.encode(),
    }
    for i, content in enumerate(contents):
        data = content.encode("latin-1") if isinstance(content, str) else content
        everything[101 + 2 * i] = stream(data)
        everything[100 + 2 * i] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 4 0 R>>{resources}>>"
            f"/Contents {101 + 2 * i} 0 R{page}>>"
        ).encode()
    everything.update({k: v if isinstance(v, bytes) else v.encode() for k, v in (objects or {}).items()})
    out, places = b"%PDF-1.7\n", {}
    for number, body in everything.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    size = max(everything) + 1
    table = b"".join(b"%010d 00000 n \n" % places[i] if i in places else b"0000000000 65535 f \n" for i in range(size))
    return (
        out
        + b"xref\n0 %d\n" % size
        + table
        + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            len(out),
        )
    )


def text_at(x: float, y: float, text: str, size: float = 10) -> str:
    return f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


def lines_at(x: float, y: float, *lines: str, size: float = 10, step: float = 13) -> list[str]:
    return [text_at(x, y - step * i, line, size) for i, line in enumerate(lines)]


def pypdf_read(data: bytes, **options: int) -> RawText:
    return pdf.read(data, name="cv.pdf", **options)


def pdfium_read(data: bytes, **options: int) -> RawText:
    pytest.importorskip("pypdfium2")
    from gapscan.readers import pdfium

    return pdfium.read(data, name="cv.pdf", **options)


Engine = Callable[..., RawText]
both = pytest.mark.parametrize("engine", [pypdf_read, pdfium_read], ids=["pypdf", "pdfium"])


# --- words -------------------------------------------------------------------------------------

WORDS = {
    "one string": ("(Data engineer) Tj", "Data engineer"),
    "kerning is no space": ("[(D) 40 (ata) -20 (base)] TJ", "Database"),
    "a step of half a space or more is a space": ("[(Data) -250 (engineer)] TJ", "Data engineer"),
    "moves between words": ("(Data) Tj 24 0 Td (engineer) Tj", "Data engineer"),
    "moves within a word": ("(Da) Tj 12.79 0 Td (ta) Tj", "Data"),
    "letter-spaced by character spacing": ("4 Tc (SKILLS) Tj", "SKILLS"),
    "letter-spaced by steps": ("[(S) -300 (K) -300 (I) -300 (L) -300 (L) -300 (S)] TJ", "SKILLS"),
    "letter-spaced words": (
        "[(W) -300 (O) -300 (R) -300 (K) -900 (P) -300 (L) -300 (A) -300 (N) -300 (S)] TJ",
        "WORK PLANS",
    ),
    "letter-spaced by typed spaces": ("(W O R K   P L A N S) Tj", "WORK PLANS"),
    "a tab's worth of space parts cells": ("[(Python) -4000 (5 years)] TJ", "Python    5 years"),
    "leader dots part cells": ("(Python ........................ 5 years) Tj", "Python    5 years"),
    "escapes and nesting": (r"(Node\(js\) \101 (B) \134) Tj", "Node(js) A (B) \\"),
    "hexadecimal": ("<50 79 74 68 6F 6E> Tj", "Python"),
    "next line operators": ("13 TL (one) Tj (two) ' T* (three) Tj", "one\ntwo\nthree"),
    "false bold is read once": ("(Bold) Tj -0.2 0 Td (Bold) Tj", "Bold"),
    "superscripts stay in their line": ("(m) Tj 5 Ts /F 6 Tf (2) Tj", "m2"),
    "scaled text matrix": ("/F 1 Tf 12 0 0 12 50 600 Tm [(Data) -250 (lake)] TJ", "Data lake"),
    "flipped page": ("ET 1 0 0 -1 0 792 cm BT /F 10 Tf 1 0 0 -1 50 100 Tm (Data) Tj", "Data"),
    "a hyphen drawn as soft hyphen": ("(cloud\xadnative) Tj", "cloud-native"),
}


@both
@pytest.mark.parametrize(("content", "expected"), WORDS.values(), ids=WORDS)
def test_words(engine: Engine, content: str, expected: str) -> None:
    """Ensures that gaps become spaces and letters stay together, however a file places them."""
    assert engine(build(f"BT /F 10 Tf 50 700 Td {content} ET")).text == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("E D U C A T I O N", "EDUCATION"),
        ("W O R K   H I S T O R Y", "WORK HISTORY"),
        ("Skills: C, R and Go", "Skills: C, R and Go"),
        ("grade A", "grade A"),
        ("1 2 3 4 5", "1 2 3 4 5"),
        ("a  b", "a b"),
        ("Title      2019", "Title    2019"),
    ],
)
def test_tidy(typed: str, expected: str) -> None:
    """Ensures that only runs of single letters are joined and wide typed gaps part cells."""
    assert tidy(typed) == expected


@given(st.lists(st.text("abcdefghij", min_size=2, max_size=9), min_size=1, max_size=12), st.floats(0.2, 1.2))
def test_gaps_are_spaces(words: list[str], gap: float) -> None:
    """Ensures that words set apart by an ordinary gap come out as they went in."""
    pieces, x = [], 50.0
    for word in words:
        for i, letter in enumerate(word):
            x += 0.02 * (i % 3)
            pieces.append(Piece(letter, x, x + 5, 700, 10, space=2.5))
            x += 5
        x += gap * 10
    assert [cell.text for cell in cells(pieces)] == [" ".join(words)]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        # Boxes around skills: wide gaps beside a blank inside a name.
        ([("Java", 0.0), ("Spring Boot", 1.2), ("Go", 1.2)], "Java    Spring Boot    Go"),
        ([("Java", 0.0), ("Spring", 1.2), ("Boot", 0.25), ("Go", 1.2)], "Java    Spring Boot    Go"),
        # A badly justified line: all gaps are wide.
        ([("wide", 0.0), ("gaps", 1.1), ("of", 1.1), ("words", 1.1)], "wide gaps of words"),
        ([("•", 0.0), ("Wrote", 1.0), ("tests", 0.25)], "• Wrote tests"),
    ],
)
def test_items_side_by_side_are_parted(drawn: list[tuple[str, float]], expected: str) -> None:
    """Ensures that skills in boxes are apart where the words of a justified line are not."""
    x, pieces = 0.0, []
    for text, gap in drawn:
        x += gap * 10
        pieces.append(Piece(text, x, x + 5 * len(text), 700, 10, space=2.5))
        x += 5 * len(text)
    assert [cell.text for cell in cells(pieces)] == [expected]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [("\ufffd Wrote tests", "• Wrote tests"), ("\ufffd", "•"), ("\ufffdrote \ufffd tests", "\ufffdrote \ufffd tests")],
)
def test_a_sign_without_a_name_before_a_line_is_a_list_mark(drawn: str, expected: str) -> None:
    """Ensures that the bitmap bullets of TeX are read as bullets, and lost letters stay lost."""
    assert write([[row_of([Cell(drawn, 50, 200, 700, 10)])]])[0] == expected


# --- fonts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/A", "A"),
        ("/f_f_i", "ffi"),
        ("/a.sc", "a"),
        ("/uni0041", "A"),
        ("/uni00410042", "AB"),
        ("/u1F600", "\U0001f600"),
        ("/Asmall", "A"),
        ("/oneoldstyle", "1"),
        ("/g12", None),
        ("/.notdef", None),
    ],
)
def test_glyph_names(name: str, expected: str | None) -> None:
    """Ensures that composed, suffixed and coded glyph names are understood and meaningless ones are not."""
    text = glyph_text(name)
    assert text == expected or (expected == "ffi" and text == "\ufb03")


def test_to_unicode_maps() -> None:
    """Ensures that single codes, ranges that count up and listed ranges are read, and damaged lines passed over."""
    cmap = b"""2 beginbfchar <01> <00660069> <02> <d83dde00> endbfchar
        beginbfrange <10> <12> <0041> <20> <21> [<0058> <0059007A>] <zz> endbfrange"""
    assert letters_by_code(cmap) == {1: "fi", 2: "\U0001f600", 16: "A", 17: "B", 18: "C", 32: "X", 33: "Yz"}


def test_ranges_that_unfold_too_far_are_cut() -> None:
    """Ensures that a few bytes can't ask for billions of letters."""
    assert len(letters_by_code(b"beginbfrange " + b"<0000><ffff><0041>" * 5_000 + b" endbfrange")) <= 65_537


COMPOSITE: dict[int, bytes | str] = {
    4: "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 6 0 R>>",
    5: "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 500/W[1[600 600]3 9 500]/FontDescriptor 7 0 R>>",
    6: stream(b"beginbfrange <0001> <0009> <0061> endbfrange"),
    7: "<</Type/FontDescriptor/FontName/X/Flags 4>>",
}


def test_composite_fonts() -> None:
    """Ensures that two-byte codes, their widths and their map are followed."""
    content = "BT /F 10 Tf 50 700 Td <000100020003> Tj 17.1 0 Td <0004> Tj 8 0 Td <0005> Tj ET"
    assert pypdf_read(build(content, objects=COMPOSITE)).text == "abcd e"


DIFFERENCES = (
    "/Encoding<</Type/Encoding/Differences[1/f_i/bullet 65/B/uni0043]>>/FirstChar 1/LastChar 2/Widths[500 350]"
)


def test_glyph_name_encodings() -> None:
    """Ensures that a font without a ToUnicode map is read by the names of its glyphs, ligatures among them."""
    font = f"<</Type/Font/Subtype/Type1/BaseFont/X{DIFFERENCES}>>"
    assert pypdf_read(build(b"BT /F 10 Tf 50 700 Td (\x02 \x01AB) Tj ET", font=font)).text == "• fiBC"


def test_numbered_bitmap_fonts() -> None:
    """Ensures that TeX's bitmap fonts, whose glyphs are named by number, are read as TeX encodes them."""
    entries = "/FontMatrix[.01 0 0 .01 0 0]/FontBBox[0 0 100 80]/CharProcs<<>>/FirstChar 12/LastChar 12/Widths[50]"
    names = "/Encoding<</Differences[12/a12 78/a78 101/a101]>>"
    font = f"<</Type/Font/Subtype/Type3{entries}{names}>>"
    assert pypdf_read(build(b"BT /F 10 Tf 50 700 Td (N\x0ce) Tj ET", font=font)).text == "Nfie"


def test_fonts_that_tell_no_letters() -> None:
    """Ensures that codes without letters are refused rather than read as other letters."""
    objects: dict[int, bytes | str] = {**COMPOSITE, 4: str(COMPOSITE[4]).replace("/ToUnicode 6 0 R", "")}
    with pytest.raises(NoTextError, match="fonts don't tell"):
        pypdf_read(build("BT /F 10 Tf 50 700 Td <002A002B002C002D> Tj ET", objects=objects))


@both
def test_given_text_of_a_ligature(engine: Engine) -> None:
    """Ensures that text given for one glyph (as browsers do for ligatures) is taken."""
    content = "BT /F 10 Tf 50 700 Td (pla) Tj /Span<</ActualText<FEFF00740074>>> BDC (X) Tj EMC (ing) Tj ET"
    assert engine(build(content)).text == "platting"


def test_given_text_of_a_passage_is_not_believed() -> None:
    """Ensures that what a person sees is read where a file says something else of a whole passage."""
    content = "BT /F 10 Tf 50 700 Td /Span<</ActualText(Rust and Go)>> BDC (gardening and rowing) Tj EMC ET"
    assert pypdf_read(build(content)).text == "gardening and rowing"


# --- rows, columns, blocks ---------------------------------------------------------------------

LEFT = lines_at(40, 700, "SKILLS", "Python and SQL", "Apache Spark", "Docker", "Terraform", "LANGUAGES", "Dutch")
RIGHT_LINES = (
    "Designed a streaming platform that handles two billion",
    "events a day for forty teams in five countries and cut",
    "the cost of the warehouse by a third with tiered storage.",
    "Moved nightly batch jobs to a cluster and reduced the run",
    "time from nine hours to one. Trained six engineers in the",
    "practice of test-driven development and wrote the guide",
)
RIGHT = lines_at(220, 704, *RIGHT_LINES, step=14)
COLUMNS = "SKILLS\nPython and SQL\nApache Spark\nDocker\nTerraform\nLANGUAGES\nDutch\n\n" + "\n".join(RIGHT_LINES)


@both
@pytest.mark.parametrize("order", ["drawn", "by height", "shuffled"])
def test_columns_are_read_one_after_the_other(engine: Engine, order: str) -> None:
    """Ensures that two columns stay apart when a file draws them in order, line by line across, or in any order."""
    drawn = [*LEFT, *RIGHT]
    if order == "by height":
        drawn.sort(key=lambda item: -float(item.split()[5]))
    if order == "shuffled":
        random.Random(7).shuffle(drawn)
    assert engine(build("".join(drawn))).text == COLUMNS


@both
def test_columns_keep_the_order_of_drawing(engine: Engine) -> None:
    """Ensures that a right column drawn first is read first: the file knows its own order."""
    text = engine(build("".join([*RIGHT, *LEFT]))).text
    assert text.startswith(RIGHT_LINES[0])
    assert text.endswith("LANGUAGES\nDutch")


ENTRIES = [("Lead Engineer, Havenlogic", "2020 - now"), ("Engineer, Fjordbank", "2016 - 2019"), ("Analyst", "2014")]
TITLES = [text_at(40, 700 - 60 * i, title) for i, (title, _) in enumerate(ENTRIES)]
DATES = [text_at(480, 700 - 60 * i, date) for i, (_, date) in enumerate(ENTRIES)]
BODIES = [text_at(50, 686 - 60 * i, f"- did a thing number {i} that takes a whole line of the page") for i in range(3)]


@both
@pytest.mark.parametrize(
    "drawn",
    [
        [*DATES, *(item for pair in zip(TITLES, BODIES, strict=True) for item in pair)],
        [item for group in zip(TITLES, DATES, BODIES, strict=True) for item in group],
        [item for group in zip(TITLES, BODIES, DATES, strict=True) for item in group],
        [*TITLES, *BODIES, *DATES],
    ],
    ids=["dates first", "in rows", "dates after their entry", "kind by kind"],
)
def test_dates_stand_in_the_row_of_their_title(engine: Engine, drawn: list[str]) -> None:
    """Ensures that a date at the right edge is read with its title, whenever it is drawn."""
    lines = [line for line in engine(build("".join(drawn))).text.split("\n") if line]
    assert lines[::2] == [f"{title}    {date}" for title, date in ENTRIES]


@both
def test_side_cells_of_several_lines_go_to_the_head_of_their_entry(engine: Engine) -> None:
    """Ensures that place and dates drawn beside a list do not tear its sentences."""
    entry = lines_at(
        40, 700, "Havenlogic", "- Designed a platform that handles two billion", "events a day", "- Cut cost"
    )
    side = lines_at(440, 700, "Rotterdam", "2020 - now")
    after = lines_at(40, 630, "Fjordbank", "- Moved jobs")
    assert engine(build("".join([*entry, *side, *after]))).text.split("\n")[:4] == [
        "Havenlogic    Rotterdam",
        "2020 - now",
        "- Designed a platform that handles two billion",
        "events a day",
    ]


@both
def test_tables_are_read_in_rows(engine: Engine) -> None:
    """Ensures that short cells side by side are a row, with a wide gap between them."""
    rows = [("Python", "5 years"), ("SQL", "9 years"), ("Terraform", "2 years"), ("Spark", "6 years")]
    content = "".join(text_at(40, 700 - 15 * i, a) + text_at(200, 700 - 15 * i, b) for i, (a, b) in enumerate(rows))
    assert engine(build(content)).text == "\n".join(f"{a}    {b}" for a, b in rows)


@both
def test_list_marks_drawn_last_stand_before_their_lines(engine: Engine) -> None:
    """Ensures that bullets drawn at the end of the page find their lines."""
    lines = lines_at(60, 700, "Built a platform", "Cut the cost", "Trained engineers")
    marks = lines_at(50, 700, "\x95", "\x95", "\x95")
    assert engine(build("".join([*lines, *marks]))).text == "• Built a platform\n• Cut the cost\n• Trained engineers"


@both
def test_blocks_are_parted_by_blank_lines(engine: Engine) -> None:
    """Ensures that a gap wider than the usual step, and a new page, leave a blank line."""
    first = "".join([*lines_at(40, 700, "one", "two", "three"), *lines_at(40, 640, "four", "five")])
    assert engine(build(first, text_at(40, 700, "six"))).text == "one\ntwo\nthree\n\nfour\nfive\n\nsix"


@both
def test_headings_along_the_side_stand_before_their_part(engine: Engine) -> None:
    """Ensures that text turned by a quarter is read as words and put before the lines beside it."""
    body = [*lines_at(40, 700, "Marisol", "Engineer"), *lines_at(40, 600, "one", "two", "three", "four", "five")]
    turned = "BT /F 14 Tf 0 -1 1 0 300 600 Tm (EDUCATION) Tj ET"
    assert engine(build("".join(body) + turned)).text.split("\n\n")[1:2] == ["EDUCATION"]


@both
def test_turned_pages(engine: Engine) -> None:
    """Ensures that a page whose whole text is turned is read like any other."""
    content = "".join(f"BT /F 10 Tf 0 1 -1 0 {100 + 13 * i} 50 Tm (line number {i}) Tj ET\n" for i in range(4))
    assert engine(build(content, page="/Rotate 90")).text == "\n".join(f"line number {i}" for i in range(4))


def test_words_broken_before_a_date_can_be_joined() -> None:
    """Ensures that the rest of a broken word follows its beginning, and the date of that row comes after."""
    rows = in_reading_order(
        [Cell("Routing for Mod-", 40, 200, 700, 10), Cell("2023", 480, 500, 700, 10), Cell("els", 40, 55, 687, 10)],
        PAGE,
    )
    assert write([rows])[0] == "Routing for Mod-\nels    2023"


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 60), st.integers(1, 40)), min_size=1, max_size=60),
    st.sampled_from([0, 90, 270]),
)
@settings(max_examples=60)
def test_reading_order_keeps_every_cell(places: list[tuple[int, int, int]], turn: int) -> None:
    """Ensures that putting cells in order neither loses nor doubles one."""
    given_cells = [
        Cell(f"c{i}", x * 10.0, x * 10.0 + width * 5, y * 12.0, 10, turn if i % 5 == 0 else 0)
        for i, (x, y, width) in enumerate(places)
    ]
    rows = in_reading_order(given_cells, PAGE)
    assert Counter(cell for row in rows for cell in row.cells) == Counter(given_cells)


# --- what is seen and what is not --------------------------------------------------------------


@both
@pytest.mark.parametrize(
    "content",
    [
        "BT /F 10 Tf 3 Tr 50 600 Td (Kubernetes) Tj ET",
        "BT /F 1 Tf 50 600 Td (Kubernetes) Tj ET",
        "BT /F 10 Tf 900 600 Td (Kubernetes) Tj ET",
        "BT /F 10 Tf 50 -300 Td (Kubernetes) Tj ET",
    ],
    ids=["invisible", "tiny", "right of the page", "below the page"],
)
def test_hidden_text_is_marked(engine: Engine, content: str) -> None:
    """Ensures that text that a person can't see is in the text and marked as hidden."""
    raw = engine(build(text_at(50, 700, "Python developer") + content))
    assert [raw.text[span.start : span.end] for span in raw.hidden] == ["Kubernetes"]


IMAGE = stream(b"\0", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8")


@both
def test_recognised_text_of_a_scan_is_not_hidden(engine: Engine) -> None:
    """Ensures that the invisible layer over a scanned page is read as text, with a notice."""
    content = "q 612 0 0 792 0 0 cm /I Do Q BT /F 10 Tf 3 Tr 50 700 Td (Python developer) Tj ET"
    raw = engine(build(content, resources="/XObject<</I 9 0 R>>", objects={9: IMAGE}))
    assert (raw.text, raw.hidden) == ("Python developer", ())
    assert [notice.code for notice in raw.notices] == ["recognised-text"]


@both
def test_scans_without_text(engine: Engine) -> None:
    """Ensures that a page with nothing but a picture is told to be a scan."""
    with pytest.raises(NoTextError, match="a scan"):
        engine(build("/I Do", resources="/XObject<</I 9 0 R>>", objects={9: IMAGE}))


@both
def test_pages_without_text(engine: Engine) -> None:
    """Ensures that an empty page is an error of its own."""
    with pytest.raises(NoTextError, match="hold no text"):
        engine(build("0 0 m 100 100 l S"))


FORM = "/Type/XObject/Subtype/Form/BBox[0 0 200 50]/Matrix[1 0 0 1 40 0]/Resources<</Font<</G 4 0 R>>>>"


@both
def test_forms_are_drawn_where_they_stand(engine: Engine) -> None:
    """Ensures that text inside a form is read, and in the place where the form is drawn."""
    objects = {9: stream(b"BT /G 10 Tf 0 10 Td (inside) Tj ET", FORM)}
    content = text_at(50, 700, "above") + "q 1 0 0 1 10 650 cm /X Do Q " + text_at(50, 600, "below")
    raw = engine(build(content, resources="/XObject<</X 9 0 R>>", objects=objects))
    assert raw.text.split() == ["above", "inside", "below"]


def test_a_form_that_draws_itself_is_drawn_once() -> None:
    """Ensures that a form inside itself ends."""
    loop = FORM.replace("/Font", "/XObject<</X 9 0 R>>/Font")
    objects = {9: stream(b"BT /G 10 Tf 0 10 Td (inside) Tj ET /X Do", loop)}
    assert pypdf_read(build("/X Do", resources="/XObject<</X 9 0 R>>", objects=objects)).text == "inside"


def test_filled_in_fields_are_read() -> None:
    """Ensures that what was typed into a form field stands in the text at its place, hidden fields left out."""
    objects: dict[int, bytes | str] = {
        8: "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[120 690 320 710]/AP<</N 9 0 R>>>>",
        9: stream(b"BT /G 10 Tf 0 10 Td (Marisol) Tj ET", FORM.replace("/Matrix[1 0 0 1 40 0]", "")),
        10: "<</Type/Annot/Subtype/Widget/FT/Tx/F 2/Rect[120 590 320 610]/AP<</N 9 0 R>>>>",
    }
    assert pypdf_read(build(text_at(50, 700, "Name:"), page="/Annots[8 0 R 10 0 R]", objects=objects)).text == (
        "Name:    Marisol"
    )


# --- files that can't be read, or only in part -------------------------------------------------

GOOD = build(text_at(50, 700, "Python developer"))


def encrypted(user: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(GOOD)))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@both
@pytest.mark.parametrize(
    ("data", "error", "code"),
    [
        (b"", EmptyFileError, "E-EMPTY"),
        (b"  \n", EmptyFileError, "E-EMPTY"),
        (b"%PDF-1.7\nnothing of the kind\nstartxref\n9\n%%EOF", DamagedFileError, "E-DAMAGED"),
        (GOOD[: len(GOOD) // 3], DamagedFileError, "E-TRUNCATED"),
        (encrypted("secret"), EncryptedFileError, "E-PASSWORD"),
        (build(*["BT ET"] * 51), LimitError, "E-TOO-MANY-PAGES"),
    ],
    ids=["empty", "blank", "no PDF", "cut off", "password", "51 pages"],
)
def test_refusals(engine: Engine, data: bytes, error: type[InputError], code: str) -> None:
    """Ensures that each kind of unusable file has its own error, code and a one-line message."""
    with pytest.raises(error) as caught:
        engine(data)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


@both
def test_files_that_open_without_a_password(engine: Engine) -> None:
    """Ensures that a file protected only against changes is read."""
    assert engine(encrypted("")).text == "Python developer"


@both
def test_page_limit_is_the_callers(engine: Engine) -> None:
    """Ensures that the number of pages allowed can be given."""
    with pytest.raises(LimitError):
        engine(build("BT ET", "BT ET", "BT ET"), max_pages=2)


def test_a_missing_table_of_objects_is_made_up_for() -> None:
    """Ensures that a file that lost only its last lines is read."""
    assert pypdf_read(GOOD[: GOOD.rindex(b"xref\n0")] + b"trailer<</Root 1 0 R>>").text == "Python developer"


def test_damaged_pages_are_told_and_the_others_read() -> None:
    """Ensures that pages that did read are kept when one can't be unpacked."""
    damaged = b"<</Filter/FlateDecode/Length 20>>stream\nthis is not packed !\nendstream"
    raw = pypdf_read(build(text_at(50, 700, "first"), "", text_at(50, 700, "third"), objects={103: damaged}))
    assert raw.text.split() == ["first", "third"]
    assert [(notice.code, notice.message[-6:]) for notice in raw.notices] == [("pages-damaged", "page 2")]


def test_a_damaged_form_costs_only_itself() -> None:
    """Ensures that a page is read on after a form that can't be unpacked, and the page is told."""
    objects = {9: b"<<" + FORM.encode() + b"/Filter/Unknown/Length 4>>stream\nabcd\nendstream"}
    content = text_at(50, 700, "above") + "/X Do " + text_at(50, 600, "below")
    raw = pypdf_read(build(content, resources="/XObject<</X 9 0 R>>", objects=objects))
    assert raw.text.split() == ["above", "below"]
    assert [notice.code for notice in raw.notices] == ["pages-damaged"]


@pytest.mark.parametrize("broken", [b"<<", b"(((", b"[(a", b"/F", b"<zz", b"BI ID \xff", b"1 2 3", b"]] >> )"])
def test_damaged_operands_cost_only_themselves(broken: bytes) -> None:
    """Ensures that text before a damaged place in a page is kept."""
    data = text_at(50, 700, "before").encode() + broken
    assert pypdf_read(build(data)).text == "before"


def test_a_page_that_draws_too_much_is_cut() -> None:
    """Ensures that a page with far more operators than any résumé ends early, with what was read and a notice."""
    raw = pypdf_read(build(text_at(50, 700, "first").encode() + b"q " * 1_000_001))
    assert raw.text == "first"
    assert "reading-cut" in {notice.code for notice in raw.notices}


def test_a_page_that_only_draws_is_a_bomb() -> None:
    """Ensures that a page without text that never ends is refused as too much."""
    with pytest.raises(LimitError) as caught:
        pypdf_read(build(b"q " * 1_000_001))
    assert caught.value.code == "E-BOMB"


def test_pypdf_does_not_log(caplog: pytest.LogCaptureFixture) -> None:
    """Ensures that pypdf's warnings, which quote the file, reach no log, and that its logger is left as it was."""
    import logging

    before = logging.getLogger("pypdf").level
    pypdf_read(GOOD.replace(b"startxref\n", b"startxref\n1"))
    assert (caplog.text, logging.getLogger("pypdf").level) == ("", before)


@given(st.binary(max_size=300), st.integers(0, len(GOOD)))
@settings(max_examples=80, deadline=None)
def test_any_damage_gives_text_or_our_error(junk: bytes, place: int) -> None:
    """Ensures that no exception of pypdf's or ours for programmers comes out of a damaged file."""
    try:
        raw = pypdf_read(GOOD[:place] + junk + GOOD[place + len(junk) :])
    except InputError:
        return
    raw.text.encode("utf-8")


# --- content streams ---------------------------------------------------------------------------


def test_operators() -> None:
    """Ensures that operands reach their operator, inline images are passed over and comments ignored."""
    data = b"/F 12 Tf % note\n1 0 0 1 50.5 -.5 Tm [(a\\)b) -20 <4142>] TJ BI /W 1 ID \xff(\xfe EI (x)'"
    assert [(name, operands) for name, operands in operators(data, Budget()) if name != b"BI"] == [
        (b"Tf", ["/F", 12.0]),
        (b"Tm", [1.0, 0.0, 0.0, 1.0, 50.5, -0.5]),
        (b"TJ", [[b"a)b", -20.0, b"AB"]]),
        (b"'", [b"x"]),
    ]


@given(st.binary(max_size=400))
def test_operators_take_any_bytes(data: bytes) -> None:
    """Ensures that no bytes make the scanner fail or stand still."""
    assert sum(1 for _ in operators(data, Budget())) <= len(data)


def test_operators_are_counted() -> None:
    """Ensures that the budget ends the scanning."""
    with pytest.raises(ContentLimitError):
        list(operators(b"q Q " * 10, Budget(operators=10)))


@given(st.binary(max_size=40))
def test_unescape_undoes_escaping(data: bytes) -> None:
    """Ensures that a string written with every byte as an octal escape is read back."""
    assert unescape(b"(" + b"".join(b"\\%03o" % byte for byte in data) + b")") == data
