"""Nothing of a résumé leaves: no connection, no foreign code, no word of it in messages, logs or files left behind."""

import logging
import os
import signal
import socket
import sys
import tempfile
import types
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from hostile import packages, pdfs
from hostile.cases import MEGA, laughs, packed

from gapscan import readers, taxonomy
from gapscan.cli import main
from gapscan.errors import InputError
from gapscan.readers import Limits, isolation

SAMPLES = sorted(path for path in (Path(__file__).resolve().parents[1] / "data" / "samples").iterdir() if path.name != "README.md")
# Audit events of CPython that mean a connection, a foreign program, or code out of data.
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "pickle.find_class", "subprocess.Popen", "os.system",
             "os.exec", "os.posix_spawn", "os.spawn", "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect",
             "webbrowser.open")  # fmt: skip


class Watch:
    """An audit hook that can't be taken off again, so it is switched off instead."""

    on = False
    met: ClassVar = []
    installed: ClassVar = []

    def __call__(self, event, arguments):
        if not self.on:
            return
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if event.startswith(FORBIDDEN) or (writes and str(arguments[0]) != "/dev/null" and not isinstance(arguments[0], int)):
            self.met.append((event, arguments[:2]))
            # Raised in the child as well, where the list would be lost: the file then can't be read.
            message = f"forbidden: {event}"
            raise PermissionError(message)


WATCH = Watch()


@contextmanager
def watching():
    """Refuse connections, programs, unpickling and files opened for writing, in this process and in its children."""
    if WATCH not in WATCH.installed:
        WATCH.installed.append(WATCH)
        sys.addaudithook(WATCH)
    WATCH.met.clear()
    WATCH.on = True
    try:
        yield WATCH.met
    finally:
        WATCH.on = False


def test_the_watch_sees(tmp_path):
    """Ensures that the hook does refuse what it is to refuse."""
    with watching() as met:
        with pytest.raises(PermissionError, match="socket"):
            socket.create_connection(("127.0.0.1", 9), timeout=1)
        with pytest.raises(PermissionError, match="open"):
            (tmp_path / "x").write_text("x")

    assert [event for event, _ in met] == ["socket.getaddrinfo", "open"]


@pytest.mark.parametrize("command", ["scan --format json", "scan --format html --redact", "skills", "scan --format markdown --target 90"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_no_sample_makes_a_connection(path, command, capfd):
    """Ensures that reading, scoring and advising need no network, no other program, no pickle and no file to write."""
    name, *options = command.split()
    taxonomy.load()  # writes its compiled form once, when the data are new
    with watching() as met:
        code = main([name, str(path), *options])

    assert (code, met) == (0, [])
    assert capfd.readouterr().err == ""


# --- canaries ----------------------------------------------------------------------------------

# One person who does not exist: how each fact is written, and what of it must never be seen.
CANARIES = {
    "name": ("Zebulon Quackenbush", "Quackenbush"),
    "first name": ("Zebulon Quackenbush", "Zebulon"),
    "mail": ("zq.canary@example.org", "zq.canary@"),
    "second mail": ("Mail: z_quack+cv@mail.example.net", "z_quack+cv"),
    "phone": ("+44 20 7946 0958", "7946 0958"),
    "mobile": ("Mobile: 07700 900123", "900123"),
    "American phone": ("(555) 013-4477", "013-4477"),
    "address": ("Address: 17 Gannet Street, Puffinmouth", "Gannet"),
    "town": ("Address: 17 Gannet Street, Puffinmouth", "Puffinmouth"),
    "street": ("42 Albatross Avenue", "Albatross"),
    "postcode": ("Puffinmouth, EX4 4QJ", "EX4 4QJ"),
    "German address": ("Pinguinstraße 23, 10115 Berlin", "Pinguinstra"),
    "link": ("https://canary.example.org/zq", "canary.example.org/zq"),
    "profile": ("linkedin.com/in/zquackcanary", "zquackcanary"),
    "code host": ("github.com/zqcanary", "zqcanary"),
    "birth date": ("Date of birth: 1 April 1987", "April 1987"),
    "handle": ("Skype: zq.skypecanary", "skypecanary"),
    "site": ("www.quackcanary.example", "quackcanary"),
    "telephone label": ("Tel: 030 901820", "901820"),
    "portfolio": ("Portfolio: zqfolio.dev", "zqfolio"),
}
CONTACT = "\n".join(dict.fromkeys(said for said, _ in CANARIES.values()))
RESUME = f"""{CONTACT}

Skills
Python, SQL, Docker, PyTorch

Experience
Data Engineer, Correio Rapido, 2019 - 2023
- Quackenbush built pipelines in Airflow and Python; code at github.com/zqcanary
- Led SQL training (zq.canary@example.org, +44 20 7946 0958)
"""
SECRETS = tuple(secret for _, secret in CANARIES.values())


def seen(text):
    return [secret for secret in SECRETS if secret.lower() in text.lower()]


def test_canaries_are_read():
    """Ensures that the secrets are in what is scanned, so that not finding them means something."""
    assert len(CANARIES) >= 20
    assert seen(readers.read_text(RESUME).text) == list(SECRETS)


@pytest.mark.parametrize("fmt", ["text", "json", "markdown", "html"])
def test_redacted_reports(fmt, tmp_path, capfd):
    """Ensures that --redact leaves a person out of every kind of report, and out of the file's name."""
    path = tmp_path / "Zebulon_Quackenbush_CV.txt"
    path.write_text(RESUME, encoding="utf-8")

    assert main(["scan", str(path), "--format", fmt, "--redact"]) == 0

    out, err = capfd.readouterr()
    assert (seen(out), seen(err)) == ([], [])
    assert "Python" in out


PARAGRAPHS = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in RESUME.split("\n"))
DRAWN = "".join(
    f"BT /F 9 Tf 40 {760 - 14 * i} Td ({line}) Tj ET\n"
    for i, line in enumerate(RESUME.encode("ascii", "ignore").decode().replace("(", "").replace(")", "").split("\n"))
)
FAILING = {
    "damaged.pdf": (pdfs.pdf(DRAWN, objects={1: "7"}), "E-DAMAGED"),
    "cut.pdf": (pdfs.pdf(DRAWN, objects={3: "null"})[:-300], "E-TRUNCATED"),
    "pages.pdf": (pdfs.many_pages(60) + RESUME.encode(), "E-TOO-MANY-PAGES"),
    "locked.pdf": (pdfs.encrypted("/V 1/R 2") + RESUME.encode(), "E-PASSWORD"),
    "empty.pdf": (pdfs.pdf("", page=f"/Canary({RESUME.encode('ascii', 'ignore').decode()})".replace("(555)", "555")), "E-NOTEXT"),
    "dtd.docx": (packages.docx(document=laughs("x") + packages.docx_parts(PARAGRAPHS)["word/document.xml"]), "E-DTD"),
    "xml.docx": (packages.docx(PARAGRAPHS + "<w:t>&nosuch;"), "E-DAMAGED"),
    "tag.docx": (packages.docx(f"<{SECRETS[0]} {SECRETS[2]}>"), "E-DAMAGED"),
    "bomb.docx": (packages.docx(f"{PARAGRAPHS}<!--{' ' * (33 * MEGA)}-->"), "E-BOMB"),
    "cut.docx": (packages.docx(PARAGRAPHS)[:-200], "E-TRUNCATED"),
    "bad.json": (f'{{"basics": {{"name": "{SECRETS[0]}" "{SECRETS[2]}"}}}}'.encode(), "E-DAMAGED"),
    "sheet.docx": (packed({"[Content_Types].xml": "", "xl/workbook.xml": "", "xl/x": RESUME}), "E-TYPE"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + RESUME.encode(), "E-LEGACY-DOC"),
    "photo.jpg": (b"\xff\xd8\xff\xe1" + bytes(99) + RESUME.encode(), "E-NOTEXT"),
    "large.txt": (RESUME.encode() * 40_000, "E-TOO-LARGE"),
}


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Give temporary files a folder of their own, which a test can look into afterwards."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.mark.parametrize("name", FAILING)
def test_failures_keep_secrets(name, tmp_path, temporary, capfd, caplog):
    """Ensures that no kind of failure quotes the résumé: in messages, logs, warnings or temporary files."""
    data, code = FAILING[name]
    path = tmp_path / name
    path.write_bytes(data)
    caplog.set_level(logging.DEBUG)

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(InputError) as caught:
            readers.read(path)
        exit_code = main(["scan", str(path)])

    out, err = capfd.readouterr()
    assert (caught.value.code, exit_code) == (code, 3)
    assert seen(f"{caught.value} {caught.value!r} {vars(caught.value)}") == []
    assert seen(out + err + caplog.text + " ".join(str(w.message) for w in warned)) == []
    assert list(temporary.rglob("*")) == []


@pytest.mark.parametrize("death", ["E-TIMEOUT", "E-MEMORY", "E-CRASH", "E-DAMAGED"])
def test_deaths_keep_secrets(death, monkeypatch, temporary, capfd):
    """Ensures that a child that is killed in the middle of a résumé leaves none of it."""

    def die(data, *, name, **_):
        text = data.decode()
        print(text, file=sys.stderr)  # noqa: T201
        if death == "E-TIMEOUT":
            while True:
                pass
        if death == "E-DAMAGED":
            raise ValueError(text)
        os.kill(os.getpid(), signal.SIGKILL if death == "E-MEMORY" else signal.SIGSEGV)

    module = types.ModuleType("canary_reader")
    module.read = die
    monkeypatch.setitem(sys.modules, "canary_reader", module)
    with pytest.raises(InputError) as caught:
        isolation.run(isolation.Task("canary_reader", "cv.pdf"), RESUME.encode(), Limits(cpu_s=1))

    assert caught.value.code == death
    assert seen(f"{caught.value} {vars(caught.value)} {''.join(capfd.readouterr())}") == []
    assert list(temporary.rglob("*")) == []


@pytest.mark.parametrize("fmt", ["text", "json"])
def test_success_says_nothing_aside(fmt, tmp_path, temporary, capfd, caplog):
    """Ensures that a scan that succeeds speaks of the résumé only in its report."""
    path = tmp_path / "cv.txt"
    path.write_text(RESUME, encoding="utf-8")
    caplog.set_level(logging.DEBUG)

    assert main(["scan", str(path), "--format", fmt, "-o", str(tmp_path / "report")]) == 0

    assert (*capfd.readouterr(), caplog.text) == ("", "", "")
    assert list(temporary.rglob("*")) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cv.txt", "report", "temporary"]
