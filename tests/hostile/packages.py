"""DOCX and ODT packages that swell, point elsewhere, nest or lie about what is in them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from itertools import chain

from hostile.cases import MEGA, SENTENCE, TEXT, Case, case, deflated, laughs, outside, packed, parameter

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODT = "application/vnd.oasis.opendocument.text"
OFFICE = " ".join(f'xmlns:{short}="{ODF}{name}:1.0"' for short, name in (
    ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
))  # fmt: skip
PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
LINE = f"<text:p>{SENTENCE}</text:p>"
_REFUSED = ("E-DTD",)
_SWOLLEN = ("E-BOMB", "E-MEMORY", "E-TIMEOUT", "E-DAMAGED")


def links(*targets: tuple[str, str], mode: str = "") -> str:
    """Return a part of relationships of (kind, target)."""
    lines = "".join(f'<Relationship Id="r{i}" Type="{R}/{kind}" Target="{target}"{mode}/>' for i, (kind, target) in enumerate(targets))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'


def docx_parts(body: str = PARAGRAPH) -> dict[str, bytes | str]:
    """Return the members of a Word document with every part that holds XML."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": links(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": links(("header", "header1.xml"), ("footnotes", "footnotes.xml"), ("footer", "footer1.xml")),
        "word/styles.xml": f"<w:styles {W}/>",
        "word/numbering.xml": f"<w:numbering {W}/>",
        "word/header1.xml": f"<w:hdr {W}>{PARAGRAPH}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}/>",
        "word/footnotes.xml": f"<w:footnotes {W}/>",
        "word/settings.xml": f"<w:settings {W}/>",
        "word/theme/theme1.xml": "<theme/>",
        "docProps/core.xml": "<core/>",
        "customXml/item1.xml": "<item/>",
    }


def docx(body: str = PARAGRAPH, *, stored: bool = False, **parts: bytes | str) -> bytes:
    """Return a Word document; ``parts`` by the last word of their name ("styles")."""
    members = docx_parts(body)
    members.update({f"word/{name}.xml": content for name, content in parts.items()})
    return packed(members, stored=stored)


def odt_parts(body: str = LINE) -> dict[str, bytes | str]:
    """Return the members of an OpenDocument text."""
    return {
        "mimetype": ODT,
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content {OFFICE}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {OFFICE}/>",
        "meta.xml": "<meta/>",
        "settings.xml": "<settings/>",
    }


def odt(body: str = LINE, *, stored: bool = False) -> bytes:
    """Return an OpenDocument text."""
    return packed(odt_parts(body), stored=stored)


# Parts that are never parsed may say what they like.
_UNREAD = {"[Content_Types].xml", "word/settings.xml", "word/theme/theme1.xml", "docProps/core.xml", "customXml/item1.xml",
           "META-INF/manifest.xml", "meta.xml", "settings.xml"}  # fmt: skip


def _entities(suffix: str, parts: Callable[[], dict[str, bytes | str]]) -> Iterator[Case]:
    for part, content in parts().items():
        if part == "mimetype":
            continue
        expected = (TEXT,) if part in _UNREAD else _REFUSED
        for kind, doctype in (("laughs", laughs("x")), ("outside", outside("x")), ("fetched", parameter("x"))):
            entity = {"laughs": "&l11;", "outside": "&x;", "fetched": ""}[kind]
            text = str(content)
            evil = f"<?xml version='1.0'?>{doctype}{text.replace(SENTENCE, SENTENCE + entity)}"
            name = part.replace("/", "-").replace("[", "").replace("]", "").removesuffix(".xml").removesuffix(".rels")
            yield case(f"{kind}-in-{name}.{suffix}", packed(parts() | {part: evil}), *expected)
    main = "word/document.xml" if suffix == "docx" else "content.xml"
    wide = f"<?xml version='1.0' encoding='utf-16'?>{laughs('x')}{parts()[main]}".encode("utf-16")
    yield case(f"laughs-in-utf-16.{suffix}", packed(parts() | {main: wide}), *_REFUSED)
    ebcdic = f"<?xml version='1.0' encoding='cp037'?>{outside('x')}{parts()[main]}".encode("cp037")
    yield case(f"outside-in-ebcdic.{suffix}", packed(parts() | {main: ebcdic}), "E-DTD", "E-DAMAGED")
    seven = f"<?xml version='1.0' encoding='utf-7'?>{outside('x')}{parts()[main]}".replace("!DOCTYPE", "+ACE-DOCTYPE")
    yield case(f"outside-in-utf-7.{suffix}", packed(parts() | {main: seven}), "E-DTD", "E-DAMAGED")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>{SENTENCE}'
    yield case(f"xinclude.{suffix}", packed(parts() | {main: str(parts()[main]).replace(SENTENCE, include)}), TEXT, "E-NOTEXT")
    sheet = "<?xml version='1.0'?><?xml-stylesheet href='file:///etc/passwd'?>"
    yield case(f"stylesheet.{suffix}", packed(parts() | {main: f"{sheet}{parts()[main]}"}), TEXT)


def _archives(suffix: str, parts: Callable[[], dict[str, bytes | str]]) -> Iterator[Case]:
    main = "word/document.xml" if suffix == "docx" else "content.xml"
    good = packed(parts())

    def bomb() -> bytes:
        return _spliced(packed(parts()), main, deflated(b" " * MEGA, 200, raw=True))

    yield case(f"part-of-200-mb.{suffix}", bomb, *_SWOLLEN)
    yield case(f"part-of-33-mb.{suffix}", lambda: packed(parts() | {main: b" " * (33 * MEGA)}), "E-BOMB")
    many = {f"x/{i}": "" for i in range(5_000)}
    yield case(f"5000-members.{suffix}", lambda: packed(parts() | many), "E-BOMB")
    strange = {"../../../../etc/passwd": "x", "/etc/passwd": "x", "C:\\x.exe": "x", "..\\..\\x": "x", "word/../../x": "x", "con": "x",
               "a" * 60_000: "x", "x\x1b[2J": "x", "\u202exml": "x"}  # fmt: skip
    for i, (name, content) in enumerate(strange.items()):
        yield case(f"member-name-{i}.{suffix}", packed(parts() | {name: content}), TEXT)
    twice = [*parts().items(), (main, str(parts()[main]).replace(SENTENCE, "other"))]
    yield case(f"member-twice.{suffix}", lambda: _doubled(twice), TEXT, "E-DAMAGED")
    yield case(f"archive-in-archive.{suffix}", packed(parts() | {"x.zip": good * 3}), TEXT)
    empty = packed({"mimetype": ODT}, stored=True) if suffix == "odt" else packed({"word/x": ""})
    yield case(f"no-parts.{suffix}", empty, "E-DAMAGED")
    for cut in (4, 30, len(good) // 2, len(good) - 22, len(good) - 1):
        yield case(f"cut-at-{cut}.{suffix}", good[:cut], "E-TRUNCATED", "E-DAMAGED", "E-TYPE")
    yield case(f"junk-before.{suffix}", b"PK\x03\x04" + bytes(500) + good, TEXT, "E-DAMAGED", "E-TYPE")
    yield case(f"junk-after.{suffix}", good + bytes(99_999), TEXT, "E-DAMAGED", "E-TRUNCATED")
    place = good.rindex(b"PK\x05\x06")
    for field, offset in (("members", 10), ("size", 12), ("offset", 16), ("comment", 20)):
        value = b"\xff\xff" if field in ("members", "comment") else b"\xff\xff\xff\x7f"
        lying = good[: place + offset] + value + good[place + offset + len(value) :]
        yield case(f"lying-{field}.{suffix}", lying, TEXT, "E-DAMAGED", "E-BOMB", "E-TRUNCATED")
    entry = good.index(b"PK\x01\x02")
    for field, offset, value in (
        ("method", 10, b"\x63\0"),
        ("flags", 8, b"\x01\0"),
        ("crc", 16, b"\1\2\3\4"),
        ("local", 42, b"\xff\xff\xff\x7f"),
        ("version", 6, b"\xff\xff"),
    ):
        entries = _every_entry(good, entry, offset, value)
        yield case(f"entry-{field}.{suffix}", entries, TEXT, "E-DAMAGED", "E-PASSWORD", "E-TYPE")
    overlap = _every_entry(good, entry, 42, b"\0\0\0\0")
    yield case(f"overlapping-members.{suffix}", overlap, TEXT, "E-DAMAGED", "E-BOMB")


def _every_entry(data: bytes, start: int, offset: int, value: bytes) -> bytes:
    changed = bytearray(data)
    while start >= 0:
        changed[start + offset : start + offset + len(value)] = value
        start = data.find(b"PK\x01\x02", start + 4)
    return bytes(changed)


def _doubled(members: list[tuple[str, bytes | str]]) -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return packed(members)


def _spliced(data: bytes, member: str, raw: bytes) -> bytes:
    """Return an archive with the packed bytes of one member replaced; the sizes it declares stay small lies."""
    name = member.encode()
    local = data.index(b"PK\x03\x04", data.index(name) - 30)
    size = struct.unpack_from("<I", data, local + 18)[0]
    start = local + 30 + len(name)
    directory = data.index(b"PK\x01\x02")
    grown = len(raw) - size
    out = bytearray(data[:start] + raw + data[start + size :])
    struct.pack_into("<I", out, local + 18, len(raw))
    place, directory = directory + grown, directory + grown
    while place >= 0:
        offset = struct.unpack_from("<I", out, place + 42)[0]
        if offset > local:
            struct.pack_into("<I", out, place + 42, offset + grown)
        elif offset == local:
            struct.pack_into("<I", out, place + 20, len(raw))
        place = out.find(b"PK\x01\x02", place + 4)
    end = out.rindex(b"PK\x05\x06")
    struct.pack_into("<I", out, end + 16, directory)
    return bytes(out)


def _word() -> Iterator[Case]:
    def nested(opening: str, closing: str, depth: int) -> str:
        return opening * depth + PARAGRAPH + closing * depth

    table = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
    yield case("tables-60-deep.docx", docx(nested(*table, 60)), TEXT)
    yield case("tables-5000-deep.docx", docx(nested(*table, 5000)), "E-BOMB")
    yield case("controls-20000-deep.docx", docx(nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 20_000)), "E-BOMB")
    yield case(
        "boxes-60-deep.docx",
        docx(nested("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 60)),
        TEXT,
        "E-NOTEXT",
    )
    yield case(
        "alternatives-60-deep.docx", docx(nested("<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>", 60)), TEXT
    )
    yield case("100000-paragraphs.docx", lambda: docx(PARAGRAPH * 100_000, stored=True), TEXT)
    yield case("500000-empty-runs.docx", lambda: docx("<w:p>" + "<w:r/>" * 500_000 + "</w:p>" + PARAGRAPH), TEXT, "E-BOMB")
    cells = "<w:tbl><w:tr>" + f"<w:tc>{PARAGRAPH}</w:tc>" * 20_000 + "</w:tr></w:tbl>"
    yield case("20000-cells.docx", lambda: docx(cells, stored=True), TEXT)
    yield case(
        "span-of-a-billion.docx",
        docx(f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{PARAGRAPH}</w:tc></w:tr></w:tbl>'),
        TEXT,
    )
    merged = f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{PARAGRAPH}</w:tc></w:tr>"
    yield case("20000-merged-cells.docx", lambda: docx(f"<w:tbl>{merged * 20_000}</w:tbl>", stored=True), TEXT)
    long_text = lambda: docx(f"<w:p><w:r><w:t>{'Python ' * 1_600_000}</w:t></w:r></w:p>")  # noqa: E731
    yield case("text-of-11-mb.docx", long_text, TEXT, "E-BOMB")
    yield case("attribute-of-11-mb.docx", lambda: docx(f'<w:p w:x="{"a" * (11 * MEGA)}"/>' + PARAGRAPH), "E-BOMB")
    yield case(
        "100000-attributes.docx",
        lambda: docx("<w:p " + " ".join(f'a{i}=""' for i in range(100_000)) + "/>" + PARAGRAPH),
        TEXT,
        "E-BOMB",
        "E-DAMAGED",
    )
    yield case(
        "100000-prefixes.docx",
        lambda: docx("<w:p " + " ".join(f'xmlns:a{i}="u{i}"' for i in range(50_000)) + "/>" + PARAGRAPH),
        TEXT,
        *_SWOLLEN,
    )
    ring = f'<w:styles {W}><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    styled = f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
    yield case("styles-ring.docx", docx(styled, styles=ring), TEXT)
    steps = "".join(f'<w:style w:styleId="s{i}"><w:basedOn w:val="s{i + 1}"/></w:style>' for i in range(20_000))
    yield case(
        "styles-20000-deep.docx", lambda: docx(styled.replace('"a"', '"s0"') * 2000, styles=f"<w:styles {W}>{steps}</w:styles>"), TEXT
    )
    for i, size in enumerate(("9" * 5000, "-1", "", "1e9", "²")):
        yield case(f"size-{i}.docx", docx(f'<w:p><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{SENTENCE}</w:t></w:r></w:p>'), TEXT)
    for i, bad in enumerate(("&#xD800;", "&#0;", "&#x110000;", "\x00", "&undeclared;", "<w:t>", "]]>", "\x1b[2J")):
        yield case(f"bad-character-{i}.docx", docx(f"<w:p><w:r><w:t>{bad}{SENTENCE}</w:t></w:r></w:p>"), "E-DAMAGED")
    for encoding in ("utf-16", "utf-32", "latin-1", "cp1252", "shift-jis"):
        xml = f"<?xml version='1.0' encoding='{encoding}'?>{docx_parts()['word/document.xml']}".encode(encoding)
        yield case(f"in-{encoding}.docx", docx(document=xml), TEXT, "E-DAMAGED")
    yield case(
        "wrong-encoding.docx",
        docx(document=f"<?xml version='1.0' encoding='utf-16'?>{docx_parts()['word/document.xml']}"),
        TEXT,
        "E-DAMAGED",
    )
    yield case(
        "unknown-encoding.docx",
        docx(document=f"<?xml version='1.0' encoding='klingon'?>{docx_parts()['word/document.xml']}"),
        TEXT,
        "E-DAMAGED",
    )


def _word_links() -> Iterator[Case]:
    targets = (
        "../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1:9/x",
        "\\\\127.0.0.1\\x",
        "document.xml",
        "\x07",
        "%2e%2e/x",
    )
    for i, target in enumerate(targets):
        evil = links(("header", target)) if "\x07" not in target else links(("header", "&#7;"))
        good = (TEXT,) if "\x07" not in target else ("E-DAMAGED",)
        yield case(f"header-elsewhere-{i}.docx", packed(docx_parts() | {"word/_rels/document.xml.rels": evil}), *good)
        main = links(("officeDocument", target if "\x07" not in target else "x"))
        yield case(f"document-elsewhere-{i}.docx", packed(docx_parts() | {"_rels/.rels": main}), TEXT)
    external = links(("header", "http://127.0.0.1:9/x"), ("attachedTemplate", "http://127.0.0.1:9/t.dotm"), mode=' TargetMode="External"')
    yield case("header-fetched.docx", packed(docx_parts() | {"word/_rels/document.xml.rels": external}), TEXT)
    thousand = links(*[("header", "header1.xml")] * 50_000)
    yield case("50000-links.docx", lambda: packed(docx_parts() | {"word/_rels/document.xml.rels": thousand}), TEXT)
    headers = {f"word/h{i}.xml": f"<w:hdr {W}>{PARAGRAPH * 20}</w:hdr>" for i in range(1_500)}
    linked = links(*[("header", f"h{i}.xml") for i in range(1_500)])
    yield case("1500-headers.docx", lambda: packed(docx_parts() | headers | {"word/_rels/document.xml.rels": linked}), TEXT)
    chunk = f'<w:altChunk xmlns:r="{R}" r:id="r9"/>' + PARAGRAPH
    yield case("embedded-page.docx", packed(docx_parts(chunk) | {"word/x.html": "<script>x</script>"}), TEXT)
    macro = docx_parts() | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(999)}
    yield case("macro.docm", packed(macro), TEXT)


def _open_document() -> Iterator[Case]:
    yield case("two-billion-blanks.odt", odt('<text:p>Python<text:s text:c="2000000000"/>and SQL</text:p>'), TEXT)
    for i, count in enumerate(("-5", "9" * 5000, "x", "", "²")):
        yield case(f"blanks-{i}.odt", odt(f'<text:p>Python<text:s text:c="{count}"/>and SQL</text:p>'), TEXT)
    cell = f'<table:table-cell table:number-columns-repeated="999999999">{LINE}</table:table-cell>'
    row = f'<table:table><table:table-row table:number-rows-repeated="999999999">{cell}</table:table-row></table:table>'
    yield case("repeated-cells.odt", odt(row), TEXT)
    yield case("spans-200-deep.odt", odt("<text:p>" + "<text:span>" * 200 + SENTENCE + "</text:span>" * 200 + "</text:p>"), TEXT)
    yield case(
        "spans-20000-deep.odt", odt("<text:p>" + "<text:span>" * 20_000 + SENTENCE + "</text:span>" * 20_000 + "</text:p>"), "E-BOMB"
    )
    tables = "<table:table><table:table-row><table:table-cell>"
    closing = "</table:table-cell></table:table-row></table:table>"
    yield case("tables-60-deep.odt", odt(tables * 60 + LINE + closing * 60), TEXT)
    yield case("100000-lines.odt", lambda: odt(LINE * 100_000, stored=True), TEXT)
    yield case("100000-blanks.odt", lambda: odt(f"<text:p>{'<text:s/>x' * 100_000}</text:p>", stored=True), TEXT)
    headers = f"<office:document-styles {OFFICE}>" + f"<style:header>{LINE}</style:header>" * 50_000 + "</office:document-styles>"
    yield case("50000-headers.odt", lambda: packed(odt_parts() | {"styles.xml": headers}, stored=True), TEXT)
    names = "".join(f'<style:style style:name="{i}"><style:text-properties text:display="none"/></style:style>' for i in range(50_000))
    styles = f"<office:document-styles {OFFICE}>{names}</office:document-styles>"
    yield case("50000-hidden-styles.odt", lambda: packed(odt_parts() | {"styles.xml": styles}), TEXT)
    locked = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    yield case("locked.odt", packed(odt_parts() | {"META-INF/manifest.xml": locked}), "E-PASSWORD")
    flat = (
        f'<office:document {OFFICE} office:mimetype="{ODT}"><office:body><office:text>{LINE}</office:text></office:body></office:document>'
    )
    yield case("flat.fodt", flat, TEXT)
    yield case("flat-laughs.fodt", f"<?xml version='1.0'?>{laughs('x')}{flat.replace(SENTENCE, '&l11;')}", "E-DTD")
    yield case("flat-outside.fodt", f"<?xml version='1.0'?>{outside('x')}{flat.replace(SENTENCE, '&x;')}", "E-DTD")
    yield case("flat-cut.fodt", flat[:-60], "E-DAMAGED")
    yield case("macro.odt", packed(odt_parts() | {"Basic/x.xml": "<x/>", "Scripts/x.py": "import os"}), TEXT)
    box = "<text:p><draw:frame><draw:text-box>"
    yield case("boxes-60-deep.odt", odt(box * 60 + LINE + "</draw:text-box></draw:frame></text:p>" * 60), TEXT)


def cases() -> Iterator[Case]:
    """Yield every hostile package."""
    return chain(
        _entities("docx", docx_parts), _entities("odt", odt_parts), _archives("docx", docx_parts),
        _archives("odt", odt_parts), _word(), _word_links(), _open_document(),
    )  # fmt: skip
