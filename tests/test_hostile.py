"""Hostile files, all of them, through the reader, and one of each outcome through the command line."""

from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest
from hostile import make
from hostile.cases import SENTENCE
from processes import no_zombies

from gapscan import postings, readers, taxonomy
from gapscan.cli import main
from gapscan.errors import InputError

CASES = make.cases()
BY_NAME = {one.name: one for one in CASES}
ALLOWED_CONTROLS = "\n\t"
# What some file must give, or the generator has lost its teeth.
CODES = {"E-EMPTY", "E-TYPE", "E-LEGACY-DOC", "E-PASSWORD", "E-DAMAGED", "E-TRUNCATED", "E-DTD", "E-NOTEXT", "E-TOO-LARGE",
         "E-TOO-MANY-PAGES", "E-BOMB"}  # fmt: skip


@pytest.fixture
def written(tmp_path):
    """Write a case to a file for as long as a test takes."""
    paths = []

    def write(one):
        paths.append(tmp_path / one.name)
        paths[-1].write_bytes(one.make())
        return paths[-1]

    yield write
    for path in paths:
        path.unlink()


@pytest.mark.parametrize("name", BY_NAME)
def test_one_outcome(name, written, capfd):
    """Ensures that a hostile file gives clean text or one coded line, and leaves nothing behind."""
    path = written(BY_NAME[name])

    try:
        document = readers.read(path)
    except InputError as error:
        got = error.code
        assert str(error).isprintable()
        assert str(error).startswith(f"{error.code} {path}")
        assert SENTENCE not in str(error)
        assert len(error.reason) < 300
    else:
        got = make.TEXT
        assert document.text.strip()
        assert len(document.text) <= 1_000_000
        assert document.text.encode()
        assert all(c.isprintable() or c in ALLOWED_CONTROLS or c > "\x9f" for c in set(document.text))
        assert all(0 <= span.start < span.end <= len(document.text) for span in document.hidden)
        assert "root:" not in document.text

    assert got in BY_NAME[name].expected
    assert capfd.readouterr() == ("", "")
    assert no_zombies()


def test_the_generator_is_deterministic():
    """Ensures that two makings of a file are the same bytes, so that a failure can be made again."""
    small = [one for one in CASES if not one.name.startswith("found-")][::40]

    again = {one.name: one for one in make.cases()}

    assert len(CASES) >= 150
    assert all(one.make() == again[one.name].make() for one in small)


def representatives():
    """Return a few files of each expected code and kind, those that have one certain outcome."""
    certain = [one for one in CASES if len(one.expected) == 1 and one.expected[0] != make.TEXT]

    def kind(one):
        return one.expected[0], Path(one.name).suffix

    for _, group in groupby(sorted(certain, key=kind), kind):
        yield from list(group)[:3]


def test_every_code_has_a_file():
    """Ensures that each way a file can fail is met by some hostile file."""
    assert {code for one in CASES for code in one.expected[:1]} - {make.TEXT} == CODES


@pytest.mark.parametrize("name", [one.name for one in representatives()])
@pytest.mark.parametrize("command", ["scan", "skills", "jobs parse"])
def test_one_line_on_stderr(name, command, written, capfd):
    """Ensures that the command line says one coded line, exits with 3 and prints no data."""
    path = written(BY_NAME[name])

    code = main([*command.split(), str(path)])

    out, err = capfd.readouterr()
    assert (code, out) == (3, "")
    assert err.startswith(f"gapscan: {BY_NAME[name].expected[0]} {path}: ")
    assert (err.count("\n"), err[-1]) == (1, "\n")
    assert "Traceback" not in err


STRANGE_TEXTS = [
    "controls.txt", "tags.txt", "right-to-left.txt", "marks-alternating.txt", "lone-surrogates.json", "not-characters.txt",
    "surrogates-in-utf-16.txt", "nuls-inside.txt", "letters-that-grow.txt", "one-line-of-10-mb.txt", "scripts.html",
    "unseen.pdf", "controls.pdf", "lone-surrogate.pdf", "javascript.pdf", "controls.rtf", "escaped-controls.json", "macro.docm",
]  # fmt: skip


@pytest.mark.parametrize("fmt", ["text", "json", "markdown", "html"])
@pytest.mark.parametrize("name", STRANGE_TEXTS)
def test_strange_text_is_scanned(name, fmt, written, capfd):
    """Ensures that a file with strange characters gets a whole report with nothing strange in it."""
    code = main(["scan", str(written(BY_NAME[name])), "--format", fmt])

    out, err = capfd.readouterr()
    assert code in (0, 3)
    assert (err.count("\n"), "Traceback" in err) == (1 if code else 0, False)
    assert not any(c in out for c in "\x00\x07\x08\x1b\x7f\x90\x9b\u202e\u2066")
    assert not any(0xE0000 <= ord(c) <= 0xE007F or 0xD800 <= ord(c) <= 0xDFFF for c in set(out))


ODD_NAMES = [
    "with blanks.pdf", "quo'te\".pdf", "line\nbreak.pdf", "\x1b[2Jclear.pdf", "=cmd|' C calc'!A0.pdf", "-rf.pdf", "\u202efdp.exe",
    "a" * 251 + ".pdf", "<script>x<script>.pdf", "`|*_[x](y).pdf", "not\udcff\udc80unicode.pdf", "\x07\x9b31m.pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("good", [True, False])
def test_odd_names(name, good, tmp_path, capfd):
    """Ensures that a file's name, too, can neither break a line nor move a cursor nor stop the report."""
    path = tmp_path / name
    try:
        path.write_bytes(BY_NAME["unseen.pdf" if good else "root-a-number.pdf"].make())
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system does not take the name")

    for fmt in ("text", "json", "markdown", "html") if good else ("text",):
        code = main(["scan", str(path), "--format", fmt])
        out, err = capfd.readouterr()
        both = out + err

        assert both.encode()
        assert not any(c in both for c in "\x07\x1b\x9b\u202e")
        assert (code, bool(out), err.count("\n")) == ((0, True, 0) if good else (3, False, 1))
        assert fmt != "html" or "<script>" not in out


def test_a_file_that_is_not_there(tmp_path, capfd):
    """Ensures that a missing file is a line like any other."""
    assert main(["scan", str(tmp_path / "gone\n.pdf")]) == 3
    assert capfd.readouterr().err.startswith("gapscan: E-READ ")


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "hostile" / "found").glob("posting-*")), ids=lambda path: path.name)
def test_found_postings(path):
    """Ensures that what fuzzing found in the posting parser is read or refused."""
    document = readers.read_text(path.read_bytes().decode("utf-8", "replace"))

    with suppress(InputError):
        assert postings.parse(document, taxonomy.load()).requirements
