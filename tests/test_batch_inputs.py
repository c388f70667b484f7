"""Tests of what ``gapscan batch`` is given: inputs of every sort and in every condition, and what it refuses."""

import gzip
import json
import os
import random

import pytest
from batch_texts import csv_of, resumes, rows_of, run

from gapscan.batch.plan import input_kind
from gapscan.batch.sources import open_source
from gapscan.cli import main

TEXTS = resumes(40, seed=5)


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(csv_of([["id", "resume", "note"], *([f"r{n}", text, f"n{n}"] for n, text in enumerate(TEXTS))]), encoding="utf-8")
    return path


# --- what goes in ------------------------------------------------------------------------------


def test_inputs_say_the_same(given, tmp_path):
    """Ensures that CSV, packed CSV, UTF-16, semicolons, JSON lines and Parquet with the same rows give the same output."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    rows = [(f"r{n}", text) for n, text in enumerate(TEXTS)]
    run(given, tmp_path / "expected.csv")
    plain = csv_of([("id", "resume"), *rows])
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(plain.encode()))
    (tmp_path / "b.csv").write_bytes(plain.encode("utf-16"))
    (tmp_path / "c.csv").write_text(csv_of([("id", "resume"), *rows], delimiter=";"), encoding="utf-8-sig", newline="")
    (tmp_path / "d.tsv").write_text(csv_of([("id", "resume"), *rows], delimiter="\t"), encoding="utf-8", newline="")
    (tmp_path / "e.jsonl").write_text("".join(json.dumps({"id": i, "resume": t}) + "\n" for i, t in rows), encoding="utf-8")
    parquet.write_table(pa.table({"id": [i for i, _ in rows], "resume": TEXTS}), tmp_path / "f.parquet", row_group_size=7)
    (tmp_path / "g.csv").write_text(csv_of([("id", "resume"), *rows], delimiter="|"), encoding="utf-8", newline="")
    (tmp_path / "h.csv").write_text("sep=:\r\n" + csv_of([("id", "resume"), *rows], delimiter=":"), encoding="utf-8-sig", newline="")
    for name in ("a.csv.gz", "b.csv", "c.csv", "d.tsv", "e.jsonl", "f.parquet", "g.csv", "h.csv"):
        assert run(tmp_path / name, tmp_path / "out.csv") == 0
        assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes(), name


def test_a_folder_of_files(tmp_path):
    """Ensures that a folder is read with its subfolders, sorted, and that an unreadable file is a row with a code."""
    folder = tmp_path / "cvs"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.txt").write_text("Skills: Python, SQL", encoding="utf-8")
    (folder / "a.md").write_text("# Skills\n\nPython", encoding="utf-8")
    (folder / "sub" / "c.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (folder / "empty.txt").write_bytes(b"")
    (folder / ".hidden").write_text("not a résumé", encoding="utf-8")

    assert run(folder, tmp_path / "out.csv") == 0

    found = {row["id"]: row["error"] for row in rows_of(tmp_path / "out.csv")}
    assert list(found) == ["a.md", "b.txt", "empty.txt", "sub/c.pdf"]
    assert (found["a.md"], found["b.txt"], found["empty.txt"]) == ("", "", "E-EMPTY")
    assert found["sub/c.pdf"].startswith("E-")


def test_outputs_in_the_folder_are_no_résumés(tmp_path):
    """Ensures that a folder may hold the output: a second run neither reads it nor counts it."""
    (tmp_path / "a.txt").write_text("Skills: Python", encoding="utf-8")
    for _ in range(2):
        assert run(tmp_path, tmp_path / "out.csv", "--long", str(tmp_path / "long.csv"), "--summary", str(tmp_path / "s.json")) == 0

    assert [row["id"] for row in rows_of(tmp_path / "out.csv")] == ["a.txt"]


def test_a_column_of_files(tmp_path):
    """Ensures that paths in a column are read relative to the input."""
    (tmp_path / "cv.txt").write_text("Skills: Python", encoding="utf-8")
    (tmp_path / "in.csv").write_text("who,path\nme,cv.txt\nyou,none.txt\nnobody,\n", encoding="utf-8")

    assert run(tmp_path / "in.csv", tmp_path / "out.csv", "--file-column", "path", "--id-column", "who") == 0

    assert [(row["id"], row["error"]) for row in rows_of(tmp_path / "out.csv")] == [("me", ""), ("you", "E-READ"), ("nobody", "E-EMPTY")]


def test_a_job_a_row(tmp_path):
    """Ensures that a column may name the job of each row, a file relative to the input, and that a wrong one costs its row."""
    posting = tmp_path / "posting.txt"
    posting.write_text("Data analyst\n\nRequirements:\n- SQL\n- Excel\n- Tableau\n", encoding="utf-8")
    rows = [("text", "job"), ("Skills: SQL, Excel, Tableau", str(posting)), ("Skills: SQL", ""), ("Skills: SQL", "nothing"), ("Skills: SQL", "posting.txt"), ("Skills: SQL", "x" * 5000)]
    (tmp_path / "in.csv").write_text(csv_of(rows), encoding="utf-8")

    assert run(tmp_path / "in.csv", tmp_path / "out.csv", "--job-column", "job") == 0

    found = rows_of(tmp_path / "out.csv")
    assert [row["error"] for row in found] == ["", "", "E-JOB", "", "E-JOB"]
    assert float(found[0]["score"]) > float(found[3]["score"]) > float(found[1]["score"])
    assert [row["id"] for row in found] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (b"id,text\n1,Python\n2\n3,SQL,more\n4,R,,\n", ["", "E-ROW-FIELDS", "E-ROW-FIELDS", ""]),
        (b'id,text\n1,"Python"\n2,"open\n3,"SQL"\n4,R\n', ["", "E-ROW-QUOTE", "", ""]),
        (b"id,text\n1,Py\x00thon SQL\n2,\x00\n3,\n4,NA\n", ["", "E-EMPTY", "E-EMPTY", "E-NOSCORE"]),
        ("id,text\n1,Zoë: Python\n".encode() + "2,Zoë: SQL\n".encode("latin-1"), ["", ""]),
        ("id,text\n1,Zoë: Python\n2,Jürgen: SQL\n".encode("cp1252"), ["", ""]),
        (b"id,text\r1,Python\r2,SQL\r", ["", ""]),
        (b"id,text\n1,Python\n1,Python\n1,SQL", ["", "", ""]),
        (b"text\nPython\n\n   \nSQL\n", ["", ""]),
        (b"id,text\n", []),
    ],
    ids=["fields", "quotes", "nul and empty", "one wrong byte", "western", "old mac", "same ids", "blank lines", "header only"],
)
def test_bad_csv_costs_rows_not_runs(tmp_path, data, errors):
    """Ensures that one row comes out for each row that goes in, with a code where it can't be scored."""
    (tmp_path / "in.csv").write_bytes(data)

    code = run(tmp_path / "in.csv", tmp_path / "out.csv")

    assert [row["error"] for row in rows_of(tmp_path / "out.csv")] == errors
    assert code == 0


def test_a_huge_cell_costs_its_row(tmp_path):
    """Ensures that a cell of ten megabytes is one row with a code, and its neighbours are scored."""
    (tmp_path / "in.csv").write_bytes(b"id,text\n1,Python\n2,\"" + b"x, y\n" * 2_000_000 + b'"\n3,SQL\n')

    assert run(tmp_path / "in.csv", tmp_path / "out.csv") == 0

    assert [(row["id"], row["error"]) for row in rows_of(tmp_path / "out.csv")] == [("1", ""), ("2", "E-ROW-SIZE"), ("3", "")]


def test_bad_json_lines(tmp_path):
    """Ensures that lines that are no objects, lack the text or hold other types cost their rows at most."""
    lines = ['{"id": 1, "text": "Python"}', "not json", "[1]", '{"id": 2}', '{"id": 3, "text": null}', '{"text": ["SQL"], "id": {"a": 1}}',
             '{"id": "\\ud800", "text": "\\udcff Python"}', "[" * 100_000]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")

    assert run(tmp_path / "in.jsonl", tmp_path / "out.jsonl") == 0

    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["error"] for row in found] == ["", "E-ROW-JSON", "E-ROW-JSON", "E-EMPTY", "E-EMPTY", "", "", "E-ROW-JSON"]
    assert [row["id"] for row in found] == ["1", "2", "3", "2", "3", '{"a": 1}', "?", "8"]


def test_json_lines_in_another_encoding(tmp_path):
    """Ensures that JSON lines that are not UTF-8 are read as CSV cells are."""
    (tmp_path / "in.jsonl").write_bytes('{"id": "Zoë", "text": "Python"}\n{"id": "Jürgen", "text": "SQL"}\n'.encode("latin-1"))

    assert run(tmp_path / "in.jsonl", tmp_path / "out.csv") == 0
    assert [(row["id"], row["error"]) for row in rows_of(tmp_path / "out.csv")] == [("Zoë", ""), ("Jürgen", "")]


def test_a_damaged_parquet_file_is_one_line(tmp_path, capsys):
    """Ensures that Parquet whose pages are broken is told as damaged, and bytes in its columns are text."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pa.table({"id": [1, 2], "text": pa.array([b"Python", "Zoë: SQL".encode("latin-1")], pa.binary())})
    parquet.write_table(table, tmp_path / "in.parquet")
    assert run(tmp_path / "in.parquet", tmp_path / "out.csv", "--keep", "text") == 0
    assert [row["text"] for row in rows_of(tmp_path / "out.csv")] == ["Python", "Zoë: SQL"]
    capsys.readouterr()
    data = bytearray((tmp_path / "in.parquet").read_bytes())
    data[4:200] = bytes(196)
    (tmp_path / "in.parquet").write_bytes(data)

    assert run(tmp_path / "in.parquet", tmp_path / "out.csv") == 3

    told = capsys.readouterr().err
    assert "E-DAMAGED" in told
    assert told.count("\n") == 1


def test_noise_never_breaks_a_run(tmp_path):
    """Ensures that bytes at random after a header give rows and no crash."""
    dice = random.Random(4)
    for number in range(12):
        noise = bytes(dice.choice(b'",\n\r\x00ab1 \xff\xc3') for _ in range(400))
        (tmp_path / "in.csv").write_bytes(b"id,text\n" + noise)
        assert run(tmp_path / "in.csv", tmp_path / "out.csv", "--workers", "1") in (0, 3), number


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("in.csv", "-o", "out.csv", "--text-column", "cv"), 2, "--text-column cv: the input has no such column; it has id, resume, note"),
        (("in.csv", "-o", "out.csv", "--id-column", "x"), 2, "--id-column x"),
        (("in.csv", "-o", "out.csv", "--keep", "note,x"), 2, "--keep x"),
        (("in.csv", "-o", "out.xlsx"), 2, "must end in .csv, .parquet, .jsonl"),
        (("in.csv", "-o", "in.csv"), 2, "is the input itself"),
        (("in.csv", "-o", "out.csv", "--long", "out.csv"), 2, "for two outputs"),
        (("in.csv", "-o", "none/out.csv"), 2, "there is no folder"),
        (("odd.txt", "-o", "out.csv"), 2, "gapscan batch reads"),
        (("-", "-o", "out.csv"), 2, "gapscan batch reads"),
        (("none.csv", "-o", "out.csv"), 3, "E-READ none.csv: no such file"),
        (("none", "-o", "out.csv"), 3, "E-READ none: no such file or folder"),
        (("empty.csv", "-o", "out.csv"), 3, "E-EMPTY"),
        (("stated.csv", "-o", "out.csv"), 3, "E-EMPTY"),
        (("broken.parquet", "-o", "out.csv"), 3, "E-DAMAGED"),
        (("broken.csv.gz", "-o", "out.csv"), 3, "E-DAMAGED"),
        (("flipped.csv.gz", "-o", "out.csv"), 3, "E-DAMAGED"),
        (("in.csv", "-o", "out.csv", "--job", "nothing"), 4, "no job named 'nothing'"),
        (("in.csv", "-o", "out.csv", "--scheduler", "tcp://x"), 2, "--scheduler goes with --engine dask"),
        (("odd.csv", "-o", "out.csv"), 2, "which column holds the résumé's text? the input has a, b"),
        ((".", "-o", "out.csv", "--text-column", "x"), 2, "is a folder: it has no columns"),
        (("", "-o", "out.csv"), 2, "INPUT and OUTPUT must not be empty"),
        (("in.csv", "-o", ""), 2, "INPUT and OUTPUT must not be empty"),
        (("in.csv", "-o", "out.csv", "--summary", "mixed"), 2, "mixed is a folder; give the name of a file to write"),
        (("in.csv", "-o", "out.csv", "--summary", os.devnull), 2, "is a device or something like it"),
        (("in.csv", "-o", "./"), 2, "holds other things than an earlier output"),
        (("in.csv", "-o", "mixed/"), 2, "holds other things than an earlier output"),
        (("in.csv", "-o", "odd.csv/"), 2, "is a file, and a folder is to be written"),
        (("twice.csv", "-o", "out.csv"), 2, "the input has 2 columns called text"),
        (("picture.csv", "-o", "out.csv"), 3, "E-DAMAGED picture.csv: it is a picture"),
        (("noise.csv", "-o", "out.csv"), 3, "E-DAMAGED noise.csv: its first line holds no names of columns"),
        (("sheet.csv", "-o", "out.csv"), 3, "E-DAMAGED sheet.csv: it is a spreadsheet or another packed file; save it as CSV"),
    ],
)
def test_what_can_not_work_is_one_line(given, tmp_path, capsys, monkeypatch, options, code, told):
    """Ensures that a wrong option, column or file is one clear line with its exit code, and leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").write_bytes(b"\n \n")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "broken.csv.gz").write_bytes(b"no gzip at all")
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    packed = bytearray(gzip.compress(b"id,text\n" + b"1,Python\n" * 9))
    packed[12:16] = b"\xff\x00\xff\x00"
    (tmp_path / "flipped.csv.gz").write_bytes(packed)
    (tmp_path / "stated.csv").write_bytes(b"sep=;\r\n")
    (tmp_path / "odd.txt").write_text("Skills: Python", encoding="utf-8")
    (tmp_path / "twice.csv").write_text("id,text,text\n1,2,3\n", encoding="utf-8")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01,\x00\n1,2\n")
    (tmp_path / "noise.csv").write_bytes(bytes(range(32, 256)) + b"\x1b[31m,\x07\n1,2\n")
    (tmp_path / "sheet.csv").write_bytes(b"PK\x03\x04 and so on")
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "thesis.docx").write_bytes(b"dear to somebody")
    before = sorted(tmp_path.rglob("*"))

    assert main(["batch", *options, "--workers", "1"]) == code

    message = capsys.readouterr().err
    assert told in message
    assert message.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_scored_is_exit_3(tmp_path):
    """Ensures that a run in which no row could be scored does not look like success."""
    (tmp_path / "in.csv").write_text("id,text\n1,\n2, \n", encoding="utf-8")

    assert run(tmp_path / "in.csv", tmp_path / "out.csv") == 3
    assert [row["error"] for row in rows_of(tmp_path / "out.csv")] == ["E-EMPTY", "E-EMPTY"]


@pytest.mark.parametrize("name", ["in.csv", "in.csv.gz", "in.jsonl"])
def test_the_share_that_is_done(tmp_path, name):
    """Ensures that the share of an input behind a chunk is known for plain and packed files."""
    lines = b'"text"\n' + b'"Python and more"\n' * 40 if "csv" in name else b'{"text": "Python"}\n' * 40
    (tmp_path / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    source = open_source(tmp_path / name, input_kind(tmp_path / name))
    shares = [source.done(chunk.place) for chunk in source.chunks(rows=10)]

    assert shares == sorted(set(shares))
    assert (len(shares), shares[-1]) == (4, 1.0)
