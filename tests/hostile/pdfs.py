"""PDF files that loop, swell, lie or are deep."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from itertools import chain

from hostile.cases import MEGA, SENTENCE, TEXT, Case, case, deflated, outside

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
SHOWN = f"BT /F 11 Tf 72 720 Td ({SENTENCE}) Tj ET\n"
Body = bytes | str
_NO_TEXT = ("E-NOTEXT", "E-DAMAGED", "E-BOMB")
_LIMIT = ("E-BOMB", "E-TIMEOUT", "E-MEMORY", "E-NOTEXT", "E-DAMAGED")


def stream(data: Body, entries: str = "", *, length: str | None = None) -> bytes:
    """Return a stream object as it is, not packed."""
    data = data.encode("latin-1") if isinstance(data, str) else data
    return f"<<{entries}/Length {length or len(data)}>>stream\n".encode() + data + b"\nendstream"


def flate(data: Body, entries: str = "") -> bytes:
    """Return a packed stream object."""
    data = data.encode("latin-1") if isinstance(data, str) else data
    return stream(zlib.compress(data), f"/Filter/FlateDecode{entries}")


def pdf(
    content: Body = SHOWN, *, objects: Mapping[int, Body] | None = None, page: str = "", font: str = FONT,
    resources: str = "/Font<</F 4 0 R>>", trailer: str = "", catalog: str = "", prev: str = "",
) -> bytes:  # fmt: skip
    """Return a PDF of one page (object 3) with its content in object 5; ``objects`` adds or replaces."""
    everything: dict[int, Body] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<{resources}>>/Contents 5 0 R{page}>>",
        4: font,
        5: stream(content),
    } | dict(objects or {})
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in everything.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n"
    size = max(everything) + 1
    start = len(out)
    table = (b"%010d 00000 n \n" % places[i] if i in places else b"0000000000 65535 f \n" for i in range(size))
    out += b"xref\n0 %d\n" % size + b"".join(table)
    out += f"trailer<</Root 1 0 R/Size {size}{prev.replace('HERE', str(start))}{trailer}>>\n".encode()
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def many_pages(count: int) -> bytes:
    """Return a PDF with really so many page objects."""
    objects: dict[int, Body] = {2: f"<</Type/Pages/Kids[{' '.join(f'{i} 0 R' for i in range(10, 10 + count))}]/Count {count}>>"}
    return pdf(objects=objects | dict.fromkeys(range(10, 10 + count), "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>"))


def forms(levels: int, each: int) -> bytes:
    """Return a PDF whose forms draw each other, ``each`` to the power of ``levels`` times."""
    objects: dict[int, Body] = {}
    for level in range(levels):
        deeper = f"/Resources<</XObject<</X {11 + level} 0 R>>/Font<</F 4 0 R>>>>"
        objects[10 + level] = stream("/X Do " * each, f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]{deeper}")
    objects[10 + levels] = stream(SHOWN, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 4 0 R>>>>")
    return pdf(SHOWN + "/X Do", objects=objects, resources="/Font<</F 4 0 R>>/XObject<</X 10 0 R>>")


def chained(count: int, last: str) -> dict[int, Body]:
    """Return a tree of pages that goes down one by one."""
    tree: dict[int, Body] = {i: f"<</Type/Pages/Count 1/Kids[{i + 1} 0 R]>>" for i in range(10, 10 + count)}
    return {2: "<</Type/Pages/Count 1/Kids[10 0 R]>>"} | tree | {10 + count: last}


def encrypted(entries: str) -> bytes:
    """Return a PDF with an encryption dictionary of nonsense."""
    marks = f"/O<{'41' * 32}>/U<{'42' * 32}>/P -4"
    return pdf(trailer=f"/Encrypt<</Filter/Standard{entries}{marks}>>/ID[<{'00' * 16}><{'00' * 16}>]")


def _bombs() -> Iterator[Case]:
    def swollen(data: bytes, filters: str) -> bytes:
        return pdf(objects={5: stream(data, f"/Filter{filters}")})

    zeros = bytes(MEGA)
    yield case("flate-200-mb.pdf", lambda: swollen(deflated(zeros, 200), "/FlateDecode"), *_LIMIT)
    yield case("flate-9-mb-of-operators.pdf", lambda: pdf(objects={5: flate("0 0 m\n" * (9 * MEGA // 6))}), *_LIMIT)
    yield case("flate-5-mb-of-text.pdf", lambda: pdf(objects={5: flate("BT /F 9 Tf " + "(a) Tj\n" * (5 * MEGA // 7))}), TEXT, *_LIMIT)
    two = "[/FlateDecode/FlateDecode]"
    yield case("flate-in-flate-400-mb.pdf", lambda: swollen(zlib.compress(deflated(zeros, 400)), two), *_LIMIT)
    three = "[/FlateDecode/FlateDecode/FlateDecode]"
    yield case("flate-three-deep.pdf", lambda: swollen(zlib.compress(zlib.compress(deflated(zeros, 200))), three), *_LIMIT)
    yield case("flate-hundred-filters.pdf", swollen(b"x", f"[{'/FlateDecode' * 100}]"), *_NO_TEXT)
    yield case("run-length-60-mb.pdf", lambda: swollen(b"\x81\x00" * (60 * MEGA // 128), "/RunLengthDecode"), *_LIMIT)
    lzw = b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"
    yield case("lzw-8-mb.pdf", lambda: swollen(lzw * MEGA, "/LZWDecode"), TEXT, *_LIMIT)
    growing = "".join(f"{code:09b}" for code in (256, 0, *range(258, 500)))
    grown = bytes(int(growing[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(growing), 8))
    yield case("lzw-growing.pdf", lambda: swollen(grown * 20_000, "/LZWDecode"), TEXT, *_LIMIT)
    yield case("hex-10-mb.pdf", lambda: swollen(b"41" * (5 * MEGA), "/ASCIIHexDecode"), *_NO_TEXT)
    yield case("ascii85-z.pdf", lambda: swollen(b"z" * (4 * MEGA) + b"~>", "/ASCII85Decode"), *_LIMIT)
    wide = "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647>>"
    yield case("predictor-2-gb-columns.pdf", lambda: pdf(objects={5: stream(deflated(zeros, 5), wide)}), *_LIMIT)
    narrow = "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1>>"
    yield case("predictor-one-column.pdf", lambda: pdf(objects={5: stream(deflated(zeros, 9), narrow)}), *_LIMIT)
    part = flate(b"0 0 m " * 150_000)
    yield case("contents-share-a-stream.pdf", lambda: pdf(page=f"/Contents[{'6 0 R ' * 5000}]", objects={6: part}), TEXT, *_LIMIT)
    cmap = "begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FFFFFFFF> <0041> endbfrange"
    named = FONT.replace(">>", "/ToUnicode 9 0 R>>")
    yield case("tounicode-4-billion.pdf", pdf(font=named, objects={9: stream(cmap)}), TEXT, *_LIMIT)
    swollen_map = lambda: flate("<41> <0041>\n" * 700_000)  # noqa: E731
    yield case("tounicode-8-mb.pdf", lambda: pdf(font=named, objects={9: swollen_map()}), TEXT, *_LIMIT)
    long_letter = f"1 beginbfchar <50> <{'0041' * 200_000}> endbfchar"
    yield case(
        "tounicode-letter-of-200000.pdf",
        lambda: pdf("BT /F 9 Tf (" + "P" * 20_000 + ") Tj ET", font=named, objects={9: flate(long_letter)}),
        TEXT,
        *_LIMIT,
    )
    yield case("forms-ten-to-the-ten.pdf", lambda: forms(10, 10), TEXT, *_LIMIT)
    yield case("forms-two-to-the-thirty.pdf", lambda: forms(30, 2), TEXT, *_LIMIT)
    yield case("million-states.pdf", lambda: pdf(objects={5: flate("q " * MEGA + SHOWN)}), TEXT, *_LIMIT)
    letters = "BT /F 9 Tf " + "1 0 0 1 9 9 Tm (x) Tj " * 100_000 + "ET"
    yield case("100000-pieces-in-one-place.pdf", lambda: pdf(objects={5: flate(letters)}), TEXT, *_LIMIT)
    spread = "BT /F 9 Tf " + "".join(f"1 0 0 1 {i * 7 % 600} {i * 11 % 780} Tm (x) Tj " for i in range(60_000)) + "ET"
    yield case("60000-scattered-letters.pdf", lambda: pdf(objects={5: flate(spread)}), TEXT, *_LIMIT)
    objects = lambda: " ".join(f"{i} {0}" for i in range(10, 200_000)).encode()  # noqa: E731
    numbered = "/Type/ObjStm/N 200000/First 2000000/Filter/FlateDecode"
    yield case("object-stream-200000.pdf", lambda: pdf(objects={9: stream(zlib.compress(objects()), numbered)}), TEXT)


def _object_streams() -> Iterator[Case]:
    def with_xref_stream(size: str, widths: str, index: str, data: bytes, extra: str = "", objstm: bytes = b"") -> bytes:
        head = b"%PDF-1.7\n" + (b"9 0 obj\n" + objstm + b"\nendobj\n" if objstm else b"")
        entries = f"/Type/XRef/Root 1 0 R/Size {size}/W[{widths}]/Index[{index}]{extra}"
        return head + b"8 0 obj\n" + stream(data, entries) + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)

    yield case("xref-stream-of-2-billion.pdf", with_xref_stream("2147483647", "1 4 2", "0 2147483647", b"\0" * 70), *_LIMIT)
    yield case("xref-stream-wide-fields.pdf", with_xref_stream("5", "1000000 1000000 1000000", "0 5", b"\1" * 99), *_LIMIT)
    yield case("xref-stream-no-width.pdf", with_xref_stream("999999999", "0 0 0", "0 999999999", b""), *_LIMIT)
    yield case("xref-stream-negative.pdf", with_xref_stream("-5", "-1 -4 -2", "-5 -5", b"\1" * 99), *_LIMIT)
    yield case("xref-stream-prev-itself.pdf", with_xref_stream("9", "1 2 1", "0 9", b"\1\0\x09\0" * 9, "/Prev 9"), *_LIMIT)
    in_itself = stream(b"1 0 9 0 <</Type/Catalog>>", "/Type/ObjStm/N 2/First 8/Extends 9 0 R")
    rows = b"\0\0\0\0" + b"\2\0\x09\0" * 8 + b"\2\0\x09\1"
    yield case("object-stream-in-itself.pdf", with_xref_stream("10", "1 2 1", "0 10", rows, objstm=in_itself), *_LIMIT)
    huge = stream(deflated(bytes(MEGA), 100), "/Type/ObjStm/N 9/First 99/Filter/FlateDecode")
    yield case("object-stream-bomb.pdf", with_xref_stream("10", "1 2 1", "0 10", rows, objstm=huge), *_LIMIT)
    lies = stream(b"1 0 <<>>", "/Type/ObjStm/N 999999999/First -7")
    yield case("object-stream-lies.pdf", with_xref_stream("10", "1 2 1", "0 10", rows, objstm=lies), *_LIMIT)


def _loops() -> Iterator[Case]:
    self_page = {2: "<</Type/Pages/Kids[2 0 R]/Count 1>>"}
    yield case("pages-in-itself.pdf", pdf(objects=self_page), *_NO_TEXT)
    yield case("pages-in-itself-and-a-page.pdf", pdf(objects={2: "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"}), TEXT, *_NO_TEXT)
    ring = {2: "<</Type/Pages/Kids[7 0 R]/Count 1>>", 7: "<</Type/Pages/Kids[2 0 R]/Count 1>>"}
    yield case("pages-ring.pdf", pdf(objects=ring), *_NO_TEXT)
    page = "<</Type/Page/Parent 2 0 R/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"
    yield case("pages-5000-deep.pdf", lambda: pdf(objects=chained(5000, page)), TEXT, *_LIMIT)
    bushy = {i: f"<</Type/Pages/Count 99/Kids[{f'{i + 1} 0 R ' * 9}]>>" for i in range(10, 30)}
    yield case(
        "pages-nine-to-the-twenty.pdf",
        pdf(objects={2: "<</Type/Pages/Kids[10 0 R]/Count 9>>", **bushy, 30: page}),
        TEXT,
        "E-TOO-MANY-PAGES",
        *_LIMIT,
    )
    yield case("pages-100000.pdf", lambda: many_pages(100_000), "E-TOO-MANY-PAGES", "E-BOMB")
    yield case("pages-51.pdf", lambda: many_pages(51), "E-TOO-MANY-PAGES")
    same = lambda: pdf(objects={2: f"<</Type/Pages/Kids[{'3 0 R ' * 100_000}]/Count 100000>>"})  # noqa: E731
    yield case("pages-100000-times-one.pdf", same, TEXT, "E-TOO-MANY-PAGES", "E-BOMB")
    for count in ("2147483647", "-1", "null", "(x)", "2 0 R"):
        lies = {2: f"<</Type/Pages/Kids[3 0 R]/Count {count}>>"}
        name = count.strip("()-").replace(" ", "")
        yield case(f"pages-count-{name}.pdf", pdf(objects=lies), TEXT, "E-TOO-MANY-PAGES", *_NO_TEXT)
    for kids in ("null", "[null]", "[99 0 R]", "[1 0 R]", "[[[3 0 R]]]", "7", "[(x)]"):
        name = "".join(c for c in kids if c.isalnum())
        nested = kids.count("[")
        yield case(f"pages-kids-{name}-{nested}.pdf", pdf(objects={2: f"<</Type/Pages/Kids {kids}/Count 1>>"}), TEXT, *_NO_TEXT)
    yield case("pages-parent-ring.pdf", pdf(objects={2: "<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>", 3: page}), TEXT, *_NO_TEXT)
    yield case("contents-ring.pdf", pdf(objects={5: "[5 0 R 6 0 R]", 6: "[5 0 R]"}), *_NO_TEXT)
    yield case("reference-ring.pdf", pdf(objects={5: "6 0 R", 6: "5 0 R"}), *_NO_TEXT)
    yield case("form-in-itself.pdf", pdf(SHOWN + "/X Do", resources="/Font<</F 4 0 R>>/XObject<</X 6 0 R>>", objects={
        6: stream("/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")}), TEXT)  # fmt: skip
    font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 4 0 R>>"
    yield case("font-in-itself.pdf", pdf(font=font), TEXT, *_NO_TEXT)
    yield case("font-encoding-in-itself.pdf", pdf(font=FONT.replace("/WinAnsiEncoding", " 4 0 R")), TEXT, *_NO_TEXT)
    yield case("font-ring.pdf", pdf(font="6 0 R", objects={6: "4 0 R"}), TEXT, *_NO_TEXT)
    usecmap = stream("/X usecmap begincmap endcmap", "/UseCMap 9 0 R")
    yield case("tounicode-uses-itself.pdf", pdf(font=FONT.replace(">>", "/ToUnicode 9 0 R>>"), objects={9: usecmap}), TEXT)
    yield case("length-in-itself.pdf", pdf(objects={5: stream(SHOWN, length="5 0 R")}), TEXT, *_NO_TEXT)
    yield case("length-ring.pdf", pdf(objects={5: stream(SHOWN, length="6 0 R"), 6: "7 0 R", 7: "6 0 R"}), TEXT, *_NO_TEXT)
    yield case("xref-prev-itself.pdf", pdf(prev="/Prev HERE"), TEXT, *_NO_TEXT)
    yield case("xref-xrefstm-itself.pdf", pdf(prev="/XRefStm HERE"), TEXT, *_NO_TEXT)
    yield case("resources-ring.pdf", pdf(page="/Resources 3 0 R"), TEXT, *_NO_TEXT)
    yield case("root-is-itself.pdf", pdf(objects={1: "1 0 R"}), *_NO_TEXT)
    yield case(
        "annotation-ring.pdf",
        pdf(page="/Annots[6 0 R 6 0 R]", objects={6: "<</Subtype/Widget/Rect[0 0 1 1]/Parent 6 0 R/Kids[6 0 R]/AP<</N 6 0 R>>>>"}),
        TEXT,
    )
    outline = "<</Title(x)/Next 6 0 R/First 6 0 R/Parent 6 0 R>>"
    yield case("outline-ring.pdf", pdf(catalog="/Outlines 6 0 R", objects={6: outline}), TEXT)


def _lies() -> Iterator[Case]:
    for box in (
        "0 0 1e38 1e38",
        "-1e38 -1e38 1e38 1e38",
        "0 0 0 0",
        "612 792 0 0",
        "0 0 99999999999999999999 9",
        "0 0",
        "(a)(b)(c)(d)",
        "5 0 R 5 0 R 1 0 R 2 0 R",
    ):
        name = "".join(c if c.isalnum() else "-" for c in box)
        yield case(f"box-{name}.pdf", pdf(page=f"/CropBox[{box}]"), TEXT)
    for number in ("1e308", "-1e308", "9" * 400, "0." + "0" * 400 + "1", "--5", ".", "1.2.3", "nan", "inf"):
        content = (
            f"BT /F {number} Tf {number} 0 0 {number} {number} {number} Tm ({SENTENCE}) Tj {number} TL T* [({SENTENCE}) {number} (x)] TJ ET"
        )
        name = number[:6].strip(".-") or "dot"
        yield case(f"number-{name}-{len(number)}.pdf", pdf(content), TEXT, *_NO_TEXT)
    for length in ("0", "-1", "99999999999", "1", "null", "(x)", "1.5"):
        name = "".join(c for c in length if c.isalnum() or c == "-")
        yield case(f"length-{name}.pdf", pdf(objects={5: stream(SHOWN, length=length)}), TEXT, *_NO_TEXT)
    for entries in ("/V 99/R 99", "/V 5/R 6/Length 256", "/V 1/R 2", "/V 4/R 4", "/V 2/R 3/Length 2147483647", "/V(x)/R null"):
        name = "".join(c for c in entries if c.isalnum())
        yield case(f"encrypted-{name}.pdf", encrypted(entries), TEXT, "E-PASSWORD", *_NO_TEXT)
    for filters in (
        "/JBIG2Decode",
        "/DCTDecode",
        "/JPXDecode",
        "/CCITTFaxDecode",
        "/Crypt",
        "/Nonsense",
        "[null]",
        "7",
        "[/A85 /Fl]",
        "5 0 R",
    ):
        name = "".join(c for c in filters if c.isalnum())
        yield case(f"filter-{name}.pdf", pdf(objects={5: stream(SHOWN, f"/Filter {filters}")}), TEXT, *_NO_TEXT)
    for kind in ("/Type3", "/Type0", "/CIDFontType2", "/MMType1", "/Nonsense", "null"):
        bad = f"<</Type/Font/Subtype {kind}/FirstChar -2147483648/LastChar 2147483647/Widths[1e300 null (x)]/Encoding<</Differences[-5/A 99999999/B null(x)]>>>>"
        yield case(f"font-{kind.strip('/')}.pdf", pdf(font=bad), TEXT, *_NO_TEXT)
    yield case(
        "widths-a-million.pdf", lambda: pdf(font=FONT.replace(">>", f"/FirstChar 0/LastChar 999999/Widths[{'5 ' * MEGA}]>>")), TEXT, *_LIMIT
    )
    differences = "<</Differences[0 " + "/A" * 300_000 + "]>>"
    yield case("differences-300000.pdf", lambda: pdf(font=FONT.replace("/WinAnsiEncoding", differences)), TEXT, *_LIMIT)


def _syntax() -> Iterator[Case]:
    deep = 50_000
    yield case("arrays-50000-deep.pdf", lambda: pdf(page=f"/X {'[' * deep}{']' * deep}"), TEXT, *_LIMIT)
    yield case("dictionaries-50000-deep.pdf", lambda: pdf(page=f"/X {'<</Y ' * deep}{'>>' * deep}"), TEXT, *_LIMIT)
    yield case("arrays-in-content.pdf", lambda: pdf("[" * MEGA + SHOWN), TEXT, *_NO_TEXT)
    yield case("brackets-in-content.pdf", lambda: pdf("(" * MEGA + SHOWN), TEXT, *_NO_TEXT)
    yield case("backslashes-in-content.pdf", lambda: pdf("(" + "\\" * (2 * MEGA) + SHOWN), TEXT, *_NO_TEXT)
    yield case("angles-in-content.pdf", lambda: pdf("<" * MEGA + SHOWN), TEXT, *_NO_TEXT)
    yield case("numbers-in-content.pdf", lambda: pdf("1 " * (MEGA // 2) + SHOWN), TEXT, *_LIMIT)
    yield case("comments-in-content.pdf", lambda: pdf("%" * (2 * MEGA) + "\n" + SHOWN), TEXT)
    yield case("name-of-5-mb.pdf", lambda: pdf("/" + "N" * (5 * MEGA) + " " + SHOWN), TEXT, *_LIMIT)
    yield case("inline-image-without-end.pdf", lambda: pdf(SHOWN + "BI /W 9 /H 9 ID " + "\x00" * MEGA), TEXT)
    yield case("inline-images-100000.pdf", lambda: pdf(SHOWN + "BI ID x EI " * 100_000), TEXT)
    yield case("string-of-5-mb.pdf", lambda: pdf(f"BT /F 9 Tf 9 700 Td ({'Python ' * 700_000}) Tj ET"), TEXT, *_LIMIT)
    yield case("blank-string-of-5-mb.pdf", lambda: pdf(f"{SHOWN} BT /F 9 Tf ({' ' * (5 * MEGA)}) Tj ET"), TEXT, *_LIMIT)
    good = pdf()
    yield case("head-only.pdf", b"%PDF-", "E-DAMAGED", "E-TRUNCATED")
    yield case("head-and-nul.pdf", b"%PDF-1.7\n" + bytes(MEGA), "E-DAMAGED", "E-TRUNCATED", "E-BOMB")
    yield case("head-late.pdf", b"x" * 1000 + good, TEXT)
    yield case("junk-after.pdf", lambda: good + b"\0" * MEGA, TEXT, "E-DAMAGED", "E-TRUNCATED")
    for start in (b"0", b"-1", b"99999999999999999999", b"x"):
        cut = good[: good.rindex(b"startxref")] + b"startxref\n" + start + b"\n%%EOF"
        yield case(f"startxref-{start.decode().strip('-')[:9]}.pdf", cut, TEXT, "E-DAMAGED")
    yield case("no-end.pdf", good[: good.rindex(b"xref\n0")], TEXT, "E-TRUNCATED")
    yield case("no-root.pdf", good.replace(b"/Root 1 0 R", b"/Root 9 9 R"), TEXT, "E-DAMAGED")
    yield case("root-a-number.pdf", pdf(objects={1: "7"}), "E-DAMAGED")
    yield case("object-number-huge.pdf", good.replace(b"5 0 obj", b"99999999999 99999 obj"), TEXT, *_NO_TEXT)
    objs = lambda: b"%PDF-1.4\n" + b"1 0 obj\n" * 300_000  # noqa: E731
    yield case("300000-object-heads.pdf", objs, "E-DAMAGED", "E-TRUNCATED", "E-BOMB")
    ends = lambda: good + b"startxref\n9\n%%EOF\n" * 100_000  # noqa: E731
    yield case("100000-ends.pdf", ends, TEXT, "E-DAMAGED")
    yield case("also-a-zip.pdf", good + b"PK\x05\x06" + bytes(18), TEXT)
    yield case("also-a-page.html", b"<html><!--" + good + b"--></html>", TEXT)


def _active() -> Iterator[Case]:
    script = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    yield case("javascript.pdf", pdf(catalog=script), TEXT)
    yield case("launch.pdf", pdf(catalog="/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>"), TEXT)
    yield case("uri.pdf", pdf(page="/AA<</O<</S/URI/URI(http://127.0.0.1:9/)>>>>"), TEXT)
    form = f"<?xml version='1.0'?>{outside('xdp')}<xdp>&x;</xdp>"
    yield case("xfa-outside.pdf", pdf(catalog="/AcroForm<</XFA 6 0 R/Fields[]>>", objects={6: stream(form)}), TEXT)
    yield case("metadata-outside.pdf", pdf(catalog="/Metadata 6 0 R", objects={6: stream(form, "/Type/Metadata/Subtype/XML")}), TEXT)
    yield case(
        "embedded-program.pdf",
        pdf(
            catalog="/Names<</EmbeddedFiles<</Names[(../../x.exe) 6 0 R]>>>>",
            objects={6: "<</F(../../x.exe)/EF<</F 7 0 R>>>>", 7: stream(b"MZ" + bytes(99))},
        ),
        TEXT,
    )
    yield case("external-stream.pdf", pdf(objects={5: stream("", "/F(/etc/passwd)")}), *_NO_TEXT)
    yield case("controls.pdf", pdf("BT /F 9 Tf 9 700 Td (Python \\033[2J\\007\\000\\220 SQL) Tj ET"), TEXT)
    lone = FONT.replace(">>", "/ToUnicode 9 0 R>>")
    cmap = "1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <50> <D800> <79> <0000> endbfchar"
    yield case("lone-surrogate.pdf", pdf(font=lone, objects={9: stream(cmap)}), TEXT)
    unseen = f"{SHOWN}BT 3 Tr /F 9 Tf 9 600 Td (Rust) Tj ET BT 0 Tr /F 0.5 Tf 9 500 Td (Rust) Tj ET BT /F 9 Tf -900 9 Td (Rust) Tj ET"
    yield case("unseen.pdf", pdf(unseen), TEXT)


def cases() -> Iterator[Case]:
    """Yield every hostile PDF."""
    return chain(_bombs(), _object_streams(), _loops(), _lies(), _syntax(), _active())
