"""From files, bytes and texts to documents: every format, and every way a file can fail."""

import io
import json
import os
import struct
import sys
import types
import zipfile
from pathlib import Path

import pytest

from gapscan import readers
from gapscan.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    FileAccessError,
    InputError,
    LimitError,
    MissingExtraError,
    NoTextError,
    UnsupportedFormatError,
)
from gapscan.readers import READERS, Limits, html, markdown, package, read, read_bytes, read_text
from gapscan.records import RawText, Span

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMESPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts, *, compression=zipfile.ZIP_DEFLATED):
    """Make a ZIP package of name → text or bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relationships(**targets):
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONSHIP}/{kind.rstrip("123")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    package_namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{package_namespace}">{lines}</Relationships>'


def docx(body, *, main="word/document.xml", raw=None, **parts):
    """Make a Word document of the XML of its body; other parts by their kind (header1, footnotes, styles, …)."""
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(officeDocument=main),
        main: raw or f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(**{kind: f"{kind}.xml" for kind in parts}),
    }
    members |= {f"word/{kind}.xml": content for kind, content in parts.items()}
    return packed(members)


def p(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def row(*cells):
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def box(text):
    return f"<w:txbxContent>{p(r(text))}</w:txbxContent>"


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODT_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{ODF}{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)


def odt_xml(body, *, styles="", root="document-content"):
    return (
        f"<office:{root} {ODT_NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:{root}>"
    )


def odt(body, *, styles="", master="", manifest="<manifest/>"):
    pages = f"<office:master-styles>{master}</office:master-styles>"
    page = f"<office:document-styles {ODT_NAMESPACES}>{pages}</office:document-styles>"
    members = {
        "content.xml": odt_xml(body, styles=styles),
        "styles.xml": page,
        "META-INF/manifest.xml": f'<!DOCTYPE manifest SYSTEM "Manifest.dtd">{manifest}',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def pdf(text):
    """Make a one-page PDF that shows a line."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


# One tiny file of each format, which says "Python | 5 years" or at least "Python".
SAMPLES = {
    "pdf": pdf("Python and SQL"),
    "docx": docx(p(r("Python and SQL"))),
    "odt": odt("<text:p>Python and SQL</text:p>"),
    "rtf": rb"{\rtf1\ansi Python and SQL\par}",
    "html": b"<!doctype html><title>CV</title><p>Python and SQL",
    "json": b'{"basics": {"name": "Jane Sample"}, "skills": [{"name": "Python and SQL"}]}',
    "md": b"# Skills\n\n**Python** and [SQL](https://example.org)\n",
    "txt": b"Skills\nPython and SQL\n",
}


def text_of(data, name="cv"):
    return read_bytes(data, name).text


def failure(data, name="cv", **options):
    with pytest.raises(InputError) as caught:
        read_bytes(data, name, **options)
    return caught.value


def hidden_in(document):
    return [document.text[span.start : span.end] for span in document.hidden]


# --- the table and the kinds of file -----------------------------------------------------------


@pytest.mark.parametrize("kind", READERS)
def test_every_format_is_read_from_its_sample(kind, tmp_path):
    """Ensures that each format of the table has a sample, which its reader reads in the child and in this process."""
    file = tmp_path / f"cv{READERS[kind].suffixes[0]}"
    file.write_bytes(SAMPLES[kind])

    document = read(file)

    assert "Python and SQL" in document.text
    assert (document.source.format, document.source.name) == (kind, str(file))
    assert document.source.characters == len(document.text)
    assert document.notices == ()
    assert read(file, in_process=True) == document


@pytest.mark.parametrize("kind", [kind for kind in READERS if kind not in ("md", "txt")])
def test_content_decides_over_the_suffix(kind):
    """Ensures that a mislabelled file is read by what it is, and that the person is told."""
    document = read_bytes(SAMPLES[kind], "cv.pdf" if kind != "pdf" else "cv.docx")

    assert document.source.format == kind
    assert [notice.code for notice in document.notices] == ["mislabelled"]
    assert READERS[kind].title in document.notices[0].message


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("cv.md", b"# Skills", "md"),
        ("cv.txt", b"# Skills", "txt"),
        ("cv", b"Skills: Python", "txt"),
        ("cv.html", b"Jane<br>Python", "html"),
        ("cv.txt", b"  <!DOCTYPE HTML><p>Python", "html"),
        ("cv.txt", "\ufeff<html><p>Python".encode("utf-16-le"), "html"),
        ("cv.txt", b"Senior <T> developer", "txt"),
        ("cv.md", b"{not json", "md"),
        ("cv", b'{"skills": "Python"}', "json"),
        ("cv.txt", b"[x] Python", "txt"),
        ("cv.pdf", b"junk\n" * 50 + SAMPLES["pdf"], "pdf"),
        ("cv.txt", b"BMW Group, 2019\nPython", "txt"),
        ("cv.txt", b"MZ Consulting\nPython", "txt"),
        ("cv.fodt", odt_xml("<text:p>Python</text:p>", root="document").encode(), "odt"),
        ("cv.odt", b'<?xml version="1.0"?>' + odt_xml("<text:p>Python</text:p>", root="document").encode(), "odt"),
    ],
)
def test_kind_of_text(name, data, kind):
    """Ensures that texts are told apart by how they begin, and by the suffix where that says nothing."""
    assert readers.detect(data, name=name, named=readers._format_named(name)) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(20), "JPEG"),
        (b"GIF89a" + bytes(20), "GIF"),
        (b"II*\x00" + bytes(20), "TIFF"),
        (b"MM\x00*" + bytes(20), "TIFF"),
        (b"RIFF\x00\x00\x00\x00WEBP" + bytes(20), "WebP"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "HEIC"),
    ],
)
def test_pictures_have_no_text(data, kind):
    """Ensures that a picture is named, with what to do about it."""
    error = failure(data, "scan.pdf")

    assert (type(error), error.code) == (NoTextError, "E-NOTEXT")
    assert kind in error.reason
    assert "OCR" in error.reason


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "kind", "code", "word"),
    [
        (b"", EmptyFileError, "E-EMPTY", "empty"),
        (b" \r\n\t", EmptyFileError, "E-EMPTY", "empty"),
        ("\ufeff \u200b\n".encode(), EmptyFileError, "E-EMPTY", "empty"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), UnsupportedFormatError, "E-LEGACY-DOC", "DOCX"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), EncryptedFileError, "E-PASSWORD", "password"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), UnsupportedFormatError, "E-TYPE", "Office"),
        (packed({"cv.pdf": "x"}), UnsupportedFormatError, "E-TYPE", "ZIP"),
        (packed({"xl/workbook.xml": "x", "[Content_Types].xml": ""}), UnsupportedFormatError, "E-TYPE", "Excel"),
        (
            packed({"ppt/presentation.xml": "x", "[Content_Types].xml": ""}),
            UnsupportedFormatError,
            "E-TYPE",
            "PowerPoint",
        ),
        (packed({"Index/Document.iwa": "x"}), UnsupportedFormatError, "E-TYPE", "Pages"),
        (b"7z\xbc\xaf\x27\x1c\x00", UnsupportedFormatError, "E-TYPE", "7-Zip"),
        (b"\x1f\x8b\x08\x00" + bytes(20), UnsupportedFormatError, "E-TYPE", "gzip"),
        (b"\x7fELF" + bytes(60), UnsupportedFormatError, "E-TYPE", "program"),
        (b"%!PS-Adobe-3.0\n", UnsupportedFormatError, "E-TYPE", "PostScript"),
        (bytes(range(256)) * 40, UnsupportedFormatError, "E-TYPE", "binary"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n", UnsupportedFormatError, "E-TYPE", "MHTML"),
        (b'<?xml version="1.0"?><candidate/>', UnsupportedFormatError, "E-TYPE", "XML"),
    ],
)
def test_what_is_not_read_is_named(data, kind, code, word):
    """Ensures that each unreadable kind of file has its class, its code and a reason that names it."""
    error = failure(data)

    assert (type(error), error.code) == (kind, code)
    assert word in error.reason
    assert "\n" not in str(error)


# --- opening -----------------------------------------------------------------------------------


def access_failure(path, **options):
    with pytest.raises(InputError) as caught:
        read(path, **options)
    return caught.value


def test_missing_file(tmp_path):
    """Ensures that a missing file is one clear line."""
    error = access_failure(tmp_path / "cv.pdf")

    assert (type(error), str(error)) == (FileAccessError, f"E-READ {tmp_path}/cv.pdf: no such file")


def test_folder(tmp_path):
    """Ensures that a folder is named as one and batch is pointed at."""
    assert "gapscan batch" in access_failure(tmp_path).reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO here")
def test_fifo_does_not_block(tmp_path):
    """Ensures that a pipe without a writer is refused at once."""
    os.mkfifo(tmp_path / "cv.pdf")

    assert "pipe" in access_failure(tmp_path / "cv.pdf").reason


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_device_behind_a_link(tmp_path):
    """Ensures that a link to an endless device is refused."""
    (tmp_path / "cv.txt").symlink_to("/dev/zero")

    assert "device" in access_failure(tmp_path / "cv.txt").reason


def test_circle_of_links(tmp_path):
    """Ensures that links that go in a circle are told."""
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    assert "circle" in access_failure(tmp_path / "a").reason


def test_link_to_a_file_is_followed(tmp_path):
    """Ensures that an honest link works."""
    (tmp_path / "cv.txt").write_text("Python")
    (tmp_path / "link.txt").symlink_to(tmp_path / "cv.txt")

    assert read(tmp_path / "link.txt").text == "Python"


def test_unreadable_file(tmp_path, monkeypatch):
    """Ensures that a file without permission is told (simulated: root may read everything)."""
    (tmp_path / "cv.txt").write_text("Python")
    monkeypatch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))

    assert "permission" in access_failure(tmp_path / "cv.txt").reason


def test_strange_names_are_shown_safely(tmp_path):
    """Ensures that a name with a newline, an escape sequence or a NUL can't leave its line."""
    assert access_failure(tmp_path / "a\nb\x1b[31m.pdf").path == f"{tmp_path}/a?b?[31m.pdf"
    assert "not a file name" in access_failure("cv\0.pdf").reason


def test_name_that_is_not_unicode(tmp_path):
    """Ensures that a name in another encoding is read and can be printed."""
    name = os.fsencode(str(tmp_path)) + b"/r\xe9sum\xe9.txt"
    Path(os.fsdecode(name)).write_text("Python")

    assert read(Path(os.fsdecode(name))).source.name.endswith("/r?sum?.txt")


def test_too_large(tmp_path):
    """Ensures that a file over the cap is refused, from disk and from memory, with both figures."""
    (tmp_path / "cv.txt").write_bytes(b"x" * (2**20 + 1))
    limits = Limits(file_bytes=2**20)

    error = access_failure(tmp_path / "cv.txt", limits=limits)

    assert (error.code, error.reason) == ("E-TOO-LARGE", "1.0 MiB is more than a résumé needs (limit 1 MiB)")
    assert failure(b"x" * (2**20 + 1), limits=limits).code == "E-TOO-LARGE"


# --- DOCX --------------------------------------------------------------------------------------

BULLETS = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {W}>
<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Item"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Item2"><w:name w:val="Mine"/><w:basedOn w:val="Item"/></w:style>
<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""


def numbered(list_id):
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>'


def styled(style):
    return f'<w:pStyle w:val="{style}"/>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(r("Py"), r("thon")) + p(r("SQL")), "Python\nSQL"),
        (p(r("a")) + p() + p() + p(r("b")), "a\n\nb"),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>"), "a\tb\nc\nd"),
        (p("<w:r><w:t>CI</w:t><w:noBreakHyphen/><w:t>CD ma</w:t><w:softHyphen/><w:t>ny</w:t></w:r>"), "CI-CD many"),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:t> Python</w:t></w:r>'), "• Python"),
        (p('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>Ø</w:t></w:r>', r(" Python")), "• Python"),
        (p(r("Python"), properties=numbered(7)), "• Python"),
        (p(r("Python"), properties=numbered(0)), "Python"),
        (p(r("Python"), properties=numbered(8)), "Python"),
        (p(r("Python"), properties=styled("Item2")), "• Python"),
        (p(r("Skills"), properties=styled("H1")), "Skills"),
        (p(r("Python"), properties=styled("Loop")), "Python"),
        (table(row(p(r("Python")), p(r("5 years"))), row(p(r("Go")), p())), "Python | 5 years\nGo"),
        (table(row(p(r("a")) + p(r("b")), p(r("c")))), "a\nb\nc"),
        (table(row(table(row(p(r("in")), p(r("ner")))) + p(), p(r("out")))), "in | ner | out"),
        (f"<w:sdt><w:sdtPr><w:t>no</w:t></w:sdtPr><w:sdtContent>{p(r('Python'))}</w:sdtContent></w:sdt>", "Python"),
        (p(f"<w:ins>{r('Python')}</w:ins><w:del><w:r><w:delText>Perl</w:delText></w:r></w:del>"), "Python"),
        (p(f"<w:moveFrom>{r('Perl')}</w:moveFrom><w:moveTo>{r('Python')}</w:moveTo>"), "Python"),
        (table(f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('Perl'))}</w:tc></w:tr>") + p(r("Go")), "Go"),
        (p(f"<w:hyperlink r:id='r9'>{r('my site')}</w:hyperlink>"), "my site"),
        (p("<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>", r("link")), "link"),
        (p("<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"), "x+y"),
        (p(f"<w:r><w:ruby><w:rt>{r('no')}</w:rt><w:rubyBase>{r('yes')}</w:rubyBase></w:ruby></w:r>"), "yes"),
        # A text box hangs in the middle of a sentence, and stands in the file twice: new form and fallback.
        (
            p(
                r("Jane "),
                f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box('SKILLS')}</wps:txbx></mc:Choice>"
                f"<mc:Fallback><w:pict><v:textbox>{box('SKILLS')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
                r("Sample"),
            ),
            "Jane Sample\nSKILLS",
        ),
        (p(f"<w:r><w:pict><v:shape><v:textbox>{box('SKILLS')}</v:textbox></v:shape></w:pict></w:r>"), "SKILLS"),
        (
            p(
                f"<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>{box('SKILLS')}</mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "SKILLS",
        ),
        (p("<w:r><a:p><a:r><a:t>drawn</a:t></a:r></a:p></w:r>"), "drawn"),
    ],
)
def test_docx_body(body, text):
    """Ensures that each kind of content of a Word document becomes the text a person reads, once."""
    assert text_of(docx(body, styles=STYLES, numbering=BULLETS)) == text


def test_docx_strict():
    """Ensures that the strict variant of the format, with other namespaces, is read as well."""
    body = docx(p(r("Python")), raw='<d:document xmlns:d="http://purl.oclc.org/ooxml/wordprocessingml/main"><d:body><d:p>'
                "<d:r><d:t>Python</d:t></d:r></d:p></d:body></d:document>")  # fmt: skip

    assert text_of(body) == "Python"


def test_docx_parts_in_reading_order():
    """Ensures that headers come first and notes and footers last, equal headers once, separators never."""
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator">{p(r("---"))}</w:footnote>'
        f"<w:footnote>{p(r('a note'))}</w:footnote></w:footnotes>"
    )
    document = docx(
        p(r("body")),
        footer1=f"<w:ftr {W}>{p(r('footer'))}</w:ftr>",
        footnotes=notes,
        header1=f"<w:hdr {W}>{p(r('Jane Sample'))}</w:hdr>",
        header2=f"<w:hdr {W}>{p(r('Jane Sample'))}</w:hdr>",
        header3=f"<w:hdr {W}>{p(r('Page two'))}</w:hdr>",
    )

    assert text_of(document).split("\n") == ["Jane Sample", "Page two", "body", "a note", "footer"]


def test_docx_with_its_body_elsewhere():
    """Ensures that the body is found where the relationships say, not where Word puts it."""
    assert text_of(docx(p(r("Python")), main="word/document2.xml")) == "Python"


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        (p(r("seen "), r("Kubernetes", "<w:vanish/>")), ["Kubernetes"]),
        (p(r("seen "), r("Kubernetes", '<w:vanish w:val="0"/>')), []),
        (p(r("seen "), r("Kubernetes", '<w:sz w:val="2"/>')), ["Kubernetes"]),
        (p(r("seen "), r("Kubernetes", '<w:color w:val="FFFFFF"/>')), ["Kubernetes"]),
        (p(r("seen "), r("Kubernetes", '<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>')), []),
        (p(r("seen "), r("Kubernetes", '<w:color w:val="FFFFFF"/>'), properties='<w:shd w:fill="000000"/>'), []),
        (table(row(p(r("seen "), r("Kubernetes", '<w:color w:val="FFFFFF"/>')))), []),
        (p(r("seen "), "<w:r><w:drawing/></w:r>", r("Kubernetes", '<w:color w:val="FFFFFF"/>')), []),
        (p(r("seen ")) + p(r("Kubernetes"), properties=styled("Ghost")), ["Kubernetes"]),
        (p(r("seen "), r("Kubernetes", '<w:rStyle w:val="Ghost"/>')), ["Kubernetes"]),
        (p(r("seen "), r("Kubernetes", '<w:rStyle w:val="Ghost"/><w:vanish w:val="false"/>')), []),
    ],
)
def test_docx_hidden_text(body, hidden):
    """Ensures that what a person can't see stays in the text and is marked, and white on dark is not."""
    document = read_bytes(docx(body, styles=STYLES), "cv.docx")

    assert "Kubernetes" in document.text
    assert hidden_in(document) == hidden
    assert [notice.code for notice in document.notices] == ["hidden-text"] * bool(hidden)


def test_docx_with_an_embedded_part():
    """Ensures that a part in another format, which is not read, is told."""
    assert [n.code for n in read_bytes(docx(p(r("x")) + '<w:altChunk r:id="r1"/>'), "cv").notices] == ["unread-part"]


def bomb(size):
    return docx(p(r("x" * size)))


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (SAMPLES["docx"][:-30], DamagedFileError, "E-TRUNCATED"),
        (SAMPLES["docx"][: len(SAMPLES["docx"]) // 2], DamagedFileError, "E-TRUNCATED"),
        (packed({"[Content_Types].xml": ""}), DamagedFileError, "E-DAMAGED"),
        (docx("", raw="<w:document"), DamagedFileError, "E-DAMAGED"),
        (docx("", raw='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'), DamagedFileError, "E-DTD"),
        (docx("", raw='\ufeff<!DOCTYPE x><x/>'.encode("utf-16-le")), DamagedFileError, "E-DTD"),
        (docx("", raw="<x>" * 300 + "</x>" * 300), LimitError, "E-BOMB"),
        (bomb(9 * 2**20), LimitError, "E-BOMB"),
        (bomb(40 * 2**20), LimitError, "E-BOMB"),
        (packed({f"word/{number}.xml": "" for number in range(2001)}), LimitError, "E-BOMB"),
        (docx(p()), NoTextError, "E-NOTEXT"),
        (docx(p("<w:r><w:drawing/></w:r>")), NoTextError, "E-NOTEXT"),
    ],
    ids=range(12),
)  # fmt: skip
def test_docx_failures(data, kind, code):
    """Ensures that each broken or hostile package ends in its own class and code."""
    error = failure(data, "cv.docx")

    assert (type(error), error.code) == (kind, code)


def test_docx_with_flipped_bytes():
    """Ensures that a package whose bytes do not match their checksum is damaged, not half read."""
    body = docx(p(r("Python " * 50)))
    at = body.index(b"word/document.xml") + len("word/document.xml") + 10

    assert failure(body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]).code == "E-DAMAGED"


def test_encrypted_member():
    """Ensures that a package with the encryption flag set is told to have a password."""
    data = bytearray(SAMPLES["docx"])
    central = data.index(b"PK\x01\x02", data.index(b"word/document.xml"))
    while b"_rels/.rels" not in data[central : central + 80]:
        central = data.index(b"PK\x01\x02", central + 1)
    data[central + 8] |= 1

    assert failure(bytes(data)).code == "E-PASSWORD"


def test_declared_sizes_are_not_believed(monkeypatch):
    """Ensures that bytes are counted while they inflate, whatever the package declares."""
    monkeypatch.setattr(package, "MAX_PART_BYTES", 1000)
    data = bytearray(packed({"a": "x" * 5000}, compression=zipfile.ZIP_STORED))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, central + 24, 10)

    with pytest.raises((LimitError, DamagedFileError)):
        package.Package(bytes(data), "cv").read("a")


# --- ODT ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:h>Skills</text:h><text:p>Py<text:span>thon</text:span>  and\n SQL</text:p>", "Skills\nPython and SQL"),
        ("<text:p>a<text:tab/>b<text:line-break/>c<text:s text:c='3'/>d</text:p>", "a\tb\nc   d"),
        ("<text:p>a<text:s text:c='2000000000'/>b</text:p>", f"a{' ' * 100}b"),
        (
            "<text:list><text:list-item><text:p>Python</text:p><text:list><text:list-item><text:p>pandas</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>",
            "• Python\n• pandas",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>Python</text:p></table:table-cell>"
            "<table:table-cell><text:p>5 years</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
            "</table:table>",
            "Python | 5 years",
        ),
        (
            "<text:p>Jane <draw:frame><draw:text-box><text:p>SKILLS</text:p></draw:text-box></draw:frame>"
            "Sample</text:p>",
            "Jane Sample\nSKILLS",
        ),
        (
            "<text:p>done<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a note</text:p>"
            "</text:note-body></text:note> well</text:p>",
            "done well\na note",
        ),
        ("<text:tracked-changes><text:p>Perl</text:p></text:tracked-changes><text:p>Python</text:p>", "Python"),
        ("<text:p>Python<office:annotation><text:p>remark</text:p></office:annotation></text:p>", "Python"),
        ("<text:p>see <text:a>my site</text:a></text:p>", "see my site"),
    ],
)
def test_odt_body(body, text):
    """Ensures that each kind of content of an OpenDocument text becomes the text a person reads, once."""
    assert text_of(odt(body)) == text


def test_odt_header_and_footer():
    """Ensures that the header stands first and the footer last, those of several page styles once."""
    master = "<style:footer><text:p>foot</text:p></style:footer><style:header><text:p>Jane</text:p></style:header>" * 2

    assert text_of(odt("<text:p>body</text:p>", master=master)) == "Jane\nbody\nfoot"


def test_odt_hidden_text():
    """Ensures that hidden text, by element or by style, stays in the text and is marked."""
    style = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    by_style = '<text:span text:style-name="T1">Rust</text:span>'
    by_element = '<text:hidden-text text:is-hidden="true">Go</text:hidden-text>'
    body = f"<text:p>seen {by_style} {by_element}</text:p>"

    assert hidden_in(read_bytes(odt(body, styles=style), "cv")) == ["Rust", "Go"]


@pytest.mark.parametrize(
    ("extra", "hidden"),
    [
        ("", ["Rust"]),
        ('<style:style><style:paragraph-properties fo:background-color="#ffffff"/></style:style>', ["Rust"]),
        ('<style:style><style:paragraph-properties fo:background-color="#1f3864"/></style:style>', []),
    ],
)
def test_odt_white_text(extra, hidden):
    """Ensures that white text is marked, unless something in the document has another background."""
    style = '<style:style style:name="T1"><style:text-properties fo:color="#FFFFFF"/></style:style>'
    body = '<text:p>seen <text:span text:style-name="T1">Rust</text:span></text:p>'

    assert hidden_in(read_bytes(odt(body, styles=style + extra), "cv")) == hidden


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt("<text:p>x</text:p>", manifest="<encryption-data/>"), "E-PASSWORD"),
        (SAMPLES["odt"][:-40], "E-TRUNCATED"),
        (odt("<text:p>"), "E-DAMAGED"),
        (odt(""), "E-NOTEXT"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><office:document/>', "E-DTD"),
    ],
)
def test_odt_failures(data, code):
    """Ensures that each broken OpenDocument text ends in its own code; the manifest's DOCTYPE is no reason."""
    assert failure(data, "cv.odt").code == code


# --- RTF ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"Python\par SQL\line Go", "Python\nSQL\nGo"),
        (r"{\b Py}{\i thon}", "Python"),
        (r"caf\'e9 \u8217?\~na\u239\'efve", "café ’ naïve"),
        (r"\uc0\u8364 100", "€100"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"a\u b", "ab"),
        (r"\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (r"\ansicpg99999 caf\'e9", "café"),
        (
            r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Times;}{\f2\fcharset2 Symbol;}}"
            r"\f1 \'cf\f0 \'e9\par\f2 \'b7\f0\tab x",
            "Пé\n•\tx",
        ),
        (r"{\fonttbl{\f3\fcharset128 Mincho;}}\f3\'93\'fa\'96{\b {\f3\'7b}}", "日\ufffd{"),
        (r"{\listtext\f2\'b7\tab}Python\par{\pntext\f2\'b7\tab}SQL{\par\listtext\tab}", "• Python\n• SQL"),
        (r"{\*\unknown junk}{\info{\author Someone}}{\stylesheet{\s0 Normal;}}Python", "Python"),
        (r"{\pict\pngblip 89504e470d0a}Python{\object{\*\objdata 0105}{\result \b Go}}", "PythonGo"),
        ("\\bin6 {}\\x}{Python", "Python"),
        (r"{\field{\*\fldinst{HYPERLINK \"http://x\"}}{\fldrslt my site}}", "my site"),
        (r"{\header Jane\par}{\footer last\par}body\par", "Jane\nbody\nlast"),
        (r"word{\footnote a note} goes on\par next", "word goes on\na note\nnext"),
        (
            r"Jane {\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt SKILLS\par}}{\shprslt{\shptxt SKILLS}}}Sample\par",
            "Jane Sample\nSKILLS",
        ),
        (r"{\upr{ansi}{\*\ud{\u1071?}}}", "Я"),
        (r"\trowd\intbl Python\cell 5 years\cell\row\pard done\par", "Python | 5 years\ndone"),
        (r"\trowd a\par b\cell c\cell\row", "a\nb\nc"),
        (r"\trowd a\cell rest", "rest"),
        (r"kept \deleted Perl\deleted0 Python", "kept Python"),
        (r"\{x\} \\ a\-b c\_d", r"{x} \ ab c-d"),
        (r"a\'zzb", "azzb"),
    ],
)
def test_rtf_body(source, text):
    """Ensures that control words, code pages, tables, boxes and notes become the text a person reads."""
    data = b"{\\rtf1\\ansi " + source.encode("latin-1") + b"}"
    if source.endswith("rest"):
        text = "a\nrest"

    assert text_of(data) == text


def test_rtf_hidden_text():
    r"""Ensures that \v and tiny text are marked, and \plain ends them."""
    data = rb"{\rtf1 seen {\v Kubernetes} \fs2 Rust\plain  end}"

    assert hidden_in(read_bytes(data, "cv.rtf")) == ["Kubernetes", "Rust"]


def test_rtf_cut_short():
    """Ensures that a file without its end gives its text and a notice."""
    document = read_bytes(rb"{\rtf1 {\b Python", "cv.rtf")

    assert document.text == "Python"
    assert [notice.code for notice in document.notices] == ["cut-short"]


@pytest.mark.parametrize(
    "data", [rb"{\rtf1}", rb"{\rtf1{\pict 00}}", rb"{\rtf1\bin99999999 x}", b"{\\rtf1" + b"{" * 5000]
)
def test_rtf_without_text(data):
    """Ensures that RTF without words, however it is nested or counted, is E-NOTEXT."""
    assert failure(data, "cv.rtf").code == "E-NOTEXT"


# --- HTML --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a<p>b", "a\n\nb"),
        ("<h2>Skills</h2><ul><li>Python<li>SQL<ul><li>joins</ul></ul>", "Skills\n• Python\n• SQL\n• joins"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("one\n  <b>two</b>   <i>th</i>ree<br>four", "one two three\nfour"),
        ("<table><tr><th>Python<td>5 years<tr><td>Go<td></table>", "Python | 5 years\nGo"),
        ("<table><tr><td>a<br>b<td>c</table>", "a\nb\nc"),
        ("<td>lost", "lost"),
        ("<style>x{}</style><script>no()</script><template>no</template><!-- no -->Python", "Python"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("R&amp;D &lt;3 caf&eacute; &#8364;", "R&D <3 café €"),
        ("<dl><dt>Python<dd>5 years</dl>", "Python\n5 years"),
        ("<img src=x alt='Docker'> and <a href='x'>link</a>", "Docker and link"),
        # What a style sheet shows apart: boxes, floating dates; but not one word in two styles.
        ("<div><span>Go</span><span>Java</span><span>Spring Boot</span></div>", "Go | Java | Spring Boot"),
        ('<p><i class="tag">Go</i> <i class="tag">Java</i> <i class="tag">Spring</i>', "Go | Java | Spring"),
        ("<div><b>Engineer</b><span>Mar 2021 – Present</span></div>", "Engineer | Mar 2021 – Present"),
        ("<p><b>MSc</b>, TU Wien<span>2015 – 2017</span>", "MSc, TU Wien 2015 – 2017"),
        ("<p><i>2015 – 2017</i>TU Wien", "2015 – 2017 TU Wien"),
        ("<p><b>Py</b><b>thon</b>", "Python"),
        ("<h1><span>J</span><span>ANE</span></h1>", "JANE"),
        ("<p><b>Git</b>Hub and <i>Java</i><b>Script</b> code", "GitHub and JavaScript code"),
    ],
)
def test_html_body(source, text):
    """Ensures that a page becomes text as a browser lays it out."""
    assert text_of(b"<html><body>" + source.encode()) == text


@pytest.mark.parametrize(
    "mark",
    [
        "hidden",
        'aria-hidden="true"',
        'style="display: none"',
        'style="color:red;VISIBILITY:hidden"',
        "style=font-size:0",
        'style="font-size: 1px"',
        'style="color: #FFF"',
        'style="font-weight:bold; color:white"',
    ],
)
def test_html_hidden_text(mark):
    """Ensures that text switched off by an attribute or an inline style stays in the text and is marked."""
    document = read_bytes(f"<html><p>seen <span {mark}>Rust <b>Go</b></span> end".encode(), "cv.html")

    assert document.text == "seen Rust Go end"
    assert hidden_in(document) == ["Rust Go"]


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "max-font-size:0",
        "font-size:10px",
        "font-size:0.9em",
        "font-size:1rem",
        "opacity:0.5",
        "x-display:none",
        "background-color:white",
        "color:#fff;background:#000",
    ],
)
def test_html_seen_text(style):
    """Ensures that styles that only look like hiding do not mark anything."""
    assert hidden_in(read_bytes(f'<html><p style="{style}">Rust'.encode(), "cv.html")) == []


@pytest.mark.parametrize("depth", [100, 250, 300, 5000])
@pytest.mark.parametrize("tag", ["div", "b"])
def test_html_nested_deeply(depth, tag):
    """Ensures that no depth of nesting loses text, where libxml2 would drop it silently."""
    page = f"<html><p>before</p>{f'<{tag}>' * depth}Python{f'</{tag}>' * depth}<p>R&amp;D<script>no</script>"

    assert text_of(page.encode()).split() == ["before", "Python", "R&D"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ('<html><meta charset="windows-1251"><p>Привет'.encode("cp1251"), "Привет"),
        ('<html><meta charset="latin-1"><p>naïve'.encode(), "naïve"),
        ('<html><meta charset="no-such"><p>naïve café'.encode("cp1252"), "naïve café"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>é</p></html>'.encode(), "é"),
    ],
)
def test_html_encodings(data, text):
    """Ensures that valid UTF-8 wins, then what the page declares, then a guess."""
    assert text_of(data) == text


def test_html_beyond_what_libxml2_holds():
    """Ensures that text longer than libxml2 takes in one piece is read all the same."""
    page = b"<html><p>" + b"Python " * 1_600_000

    assert read_bytes(page, "cv.html").text.startswith("Python Python")


def test_html_without_text():
    """Ensures that a page of scripts is E-NOTEXT."""
    assert failure(b"<html><script>x</script>").code == "E-NOTEXT"


def test_html_unclosed_comment_in_a_deep_page():
    """Ensures that the reader of tags keeps what follows an unclosed comment."""
    assert html._without_tags("a<!-- b --><SCRIPT>x</SCRIPT>c<br>d<!-- e").split() == ["ac", "d<!--", "e"]


# --- plain text, Markdown, JSON ----------------------------------------------------------------

RUSSIAN = "Опыт работы: разработчик программного обеспечения, руководитель проектов"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("naïve – “café”".encode(), "naïve – “café”"),
        ("\ufeffnaïve".encode(), "naïve"),
        ("naïve Python".encode("utf-16"), "naïve Python"),
        ("naïve Python".encode("utf-16-le"), "naïve Python"),
        ("naïve Python".encode("utf-16-be"), "naïve Python"),
        ("naïve".encode("utf-32"), "naïve"),
        ("naïve – “café” • Python".encode("cp1252"), "naïve – “café” • Python"),
        ("é".encode() * 20 + b" caf\xe9 \x93x\x94", "é" * 20 + " café “x”"),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (b"Python\x00 and SQL\x00 and more", "Python and SQL and more"),
        (b"a\r\nb\rc\x0cd", "a\nb\nc\nd"),
    ],
)  # fmt: skip
def test_text_encodings(data, text):
    """Ensures that the encoding is found by mark, by validity, by pattern and by guess, in this order."""
    assert text_of(data, "cv.txt") == text


def test_guessed_encoding_is_told():
    """Ensures that a guess is named in a notice, and UTF-8 is not."""
    assert [notice.code for notice in read_bytes("naïve".encode("cp1252"), "cv.txt").notices] == ["encoding"]
    assert read_bytes("naïve".encode(), "cv.txt").notices == ()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Skills #", "Skills"),
        ("Skills\n======\nPython", "Skills\nPython"),
        ("a **bold** and *it* and __b__ and _i_ and ***both***", "a bold and it and b and i and both"),
        ("snake_case_name 2*3*4 * star", "snake_case_name 2*3*4 * star"),
        ("[site](https://x.org/a_b) <https://y.org>", "site https://y.org"),
        ("[![Python](https://img/b.svg)](https://x)", "Python"),
        ("- Python\n  * SQL\n+ [x] Go", "• Python\n  • SQL\n• Go"),
        ("> quoted", "quoted"),
        ("| Skill | Years |\n|---|:-:|\n| Python | 5 |", "Skill | Years\nPython | 5"),
        ("```python\n*x* = _y_\n```\nafter `code`", "*x* = _y_\nafter code"),
        ("a<!-- hidden\nKubernetes -->b", "ab"),
        ("x<br/>y <sub>z</sub> R&amp;D", "x\ny z R&D"),
        ("C\\# and \\*not\\*", "C# and *not*"),
        ("a\n\n---\nb", "a\n\nb"),
        ("C++ | C# < 3 and > 2", "C++ | C# < 3 and > 2"),
    ],
)
def test_markdown(source, text):
    """Ensures that markup is taken down to its words and what only looks like markup stays."""
    assert markdown.without_markup(source) == text


RESUME = {
    "$schema": "https://example.org/schema.json",
    "basics": {
        "name": "Jane Sample",
        "label": "Data engineer",
        "email": "jane@example.org",
        "location": {"city": "Zürich", "countryCode": "CH"},
        "summary": "Builds pipelines.",
        "profiles": [{"network": "GitHub", "username": "jane"}],
    },
    "work": [
        {"name": "Acme", "position": "Engineer", "startDate": "2019-03-01", "summary": "Led it.",
         "highlights": ["Used Airflow"]},
        {"name": "Beta", "position": "Analyst", "startDate": "2016", "endDate": "2019-02", "url": "https://x.org"},
    ],
    "education": [{"institution": "ETH", "area": "Physics", "studyType": "MSc", "endDate": "2016-06-30",
                   "courses": ["Statistics"]}],
    "skills": [{"name": "Python", "level": "Expert", "keywords": ["pandas", "NumPy"]}],
    "languages": [{"language": "English", "fluency": "Fluent"}],
    "certificates": [{"name": "CKA", "issuer": "CNCF", "date": "2023-05-02"}],
    "projects": [{"name": "x", "description": "A tool.", "keywords": ["Rust"], "roles": ["Maintainer"]}],
}  # fmt: skip


def test_json_resume():
    """Ensures that a JSON Resume reads like a résumé: headings, titles, dates, sentences, no addresses of pages."""
    assert text_of(json.dumps(RESUME).encode(), "cv.json").split("\n") == [
        "Jane Sample", "Data engineer", "jane@example.org | Zürich, CH",
        "Profiles:", "Network: GitHub", "Username: jane",
        "", "Summary", "Builds pipelines.",
        "", "Work Experience", "Engineer, Acme", "2019-03 – Present", "Led it.", "• Used Airflow",
        "Analyst, Beta", "2016 – 2019-02",
        "", "Education", "MSc, Physics, ETH", "2016-06", "Courses:", "• Statistics",
        "", "Skills", "Python (Expert): pandas, NumPy",
        "", "Languages", "English (Fluent)",
        "", "Certifications", "CKA", "2023-05", "Issuer: CNCF",
        "", "Projects", "x", "A tool.", "Keywords:", "• Rust", "• Maintainer",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            {"fullName": "Jane", "techStack": ["Python", {"db": "SQL"}]},
            ["Full name", "Jane", "Tech stack", "Python", "Db: SQL"],
        ),
        ([{"skill": "Python"}, {"skill": "Go"}], ["Skill: Python", "Skill: Go"]),
        ({"a": None, "b": True, "c": 3, "d": "x"}, ["C", "3", "D", "x"]),
    ],
)
def test_any_other_json(value, words):
    """Ensures that JSON of no known schema is read as headings and lines in its own order."""
    assert [line for line in text_of(json.dumps(value).encode(), "cv.json").split("\n") if line] == words


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"skills": [', "E-DAMAGED"),
        (b'{"a": ' * 100000, "E-DAMAGED"),
        (b'{"a":' * 60 + b'"x"' + b"}" * 60, "E-DAMAGED"),
        (b"[" + b'{"a": "b"},' * 500_000 + b"{}]", "E-TOO-LARGE"),
        (b'{"a": [], "b": null}', "E-NOTEXT"),
    ],
    ids=["cut", "open", "deep", "large", "blank"],
)
def test_json_failures(data, code):
    """Ensures that broken, deep, huge or empty JSON ends in its own code."""
    assert failure(data, "cv.json").code == code


# --- documents ---------------------------------------------------------------------------------


def test_read_text():
    """Ensures that a text becomes a repaired document with sections, and white space is E-EMPTY."""
    document = read_text("Skills\r\ne\ufb03cient Python")

    assert document.text == "Skills\nefficient Python"
    assert document.sections
    assert (document.source.name, document.source.format) == ("<text>", "txt")
    with pytest.raises(EmptyFileError):
        read_text(" \n\u200b")


def test_same_bytes_have_the_same_digest(tmp_path):
    """Ensures that the digest is of the bytes given, whatever way they came."""
    (tmp_path / "cv.txt").write_bytes(SAMPLES["txt"])

    assert read(tmp_path / "cv.txt").source.sha256 == read_bytes(SAMPLES["txt"], "x").source.sha256
    assert len(read_text("x").source.sha256) == 64


# --- PDF engines -------------------------------------------------------------------------------


@pytest.fixture
def engines(monkeypatch):
    """Replace both PDF readers by functions; returns where to put them."""
    behaviours = {}
    for module in ("pdf", "pdfium"):
        fake = types.ModuleType(f"gapscan.readers.{module}")
        fake.read = lambda data, *, name, max_pages=50, _module=module: behaviours[_module](name)
        monkeypatch.setitem(sys.modules, fake.__name__, fake)
    monkeypatch.setattr(readers, "find_spec", lambda _: object())
    monkeypatch.setattr(
        readers,
        "_PDF_READERS",
        {name: readers.Reader(module, "PDF", ()) for name, module in (("pypdf", "pdf"), ("pdfium", "pdfium"))},
    )
    return behaviours


def raising(error):
    def raise_it(name):
        raise error(name, "reason")

    return raise_it


def text(engine, words):
    return lambda _: RawText(words, engine, 1, (Span(0, 1),) if words else ())


@pytest.mark.parametrize(
    "first", [text("pypdf", " "), raising(DamagedFileError), raising(NoTextError), raising(LimitError), lambda _: 1 / 0]
)
def test_pdfium_is_tried_where_pypdf_fails(engines, first):
    """Ensures that auto falls back on PDFium, and says so."""
    engines |= {"pdf": first, "pdfium": text("pdfium", "Python")}

    document = read_bytes(b"%PDF-1.4", "cv.pdf")

    assert (document.text, document.source.engine, document.source.pages) == ("Python", "pdfium", 1)
    assert document.notices[0].code == "pdf-engine"


def test_pdfium_is_not_asked_where_pypdf_reads(engines):
    """Ensures that auto is pypdf as long as that gives text."""
    engines |= {"pdf": text("pypdf", "Python"), "pdfium": raising(DamagedFileError)}

    assert read_bytes(b"%PDF-1.4", "cv.pdf").source.engine == "pypdf"


def test_the_first_failure_is_told(engines):
    """Ensures that when both fail, pypdf's failure is the answer; and a password ends it at once."""
    engines |= {"pdf": raising(NoTextError), "pdfium": raising(DamagedFileError)}
    assert failure(b"%PDF-1.4").code == "E-NOTEXT"

    engines |= {"pdf": raising(EncryptedFileError), "pdfium": text("pdfium", "Python")}
    assert failure(b"%PDF-1.4").code == "E-PASSWORD"


def test_engine_asked_for(engines, monkeypatch):
    """Ensures that an engine asked for is the only one tried, and a missing one names its extra."""
    engines |= {"pdf": text("pypdf", "a"), "pdfium": text("pdfium", "b")}
    assert read_bytes(b"%PDF-1.4", "cv.pdf", pdf_engine="pdfium").source.engine == "pdfium"
    assert read_bytes(b"%PDF-1.4", "cv.pdf", pdf_engine="pypdf").source.engine == "pypdf"

    monkeypatch.setattr(readers, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"gapscan\[pdfium\]"):
        read_bytes(b"%PDF-1.4", "cv.pdf", pdf_engine="pdfium")
