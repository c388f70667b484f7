"""Tests of ``gapscan batch``: inputs of every sort, outputs of every format, one row out for each row in."""

import csv
import gzip
import io
import json
import random

import pytest
from batch_texts import resumes

import gapscan
from gapscan.batch import COLUMNS, sinks
from gapscan.cli import main
from gapscan.records import Month

TEXTS = resumes(40, seed=5)
AS_OF = ("--as-of", "2026-11")


def csv_of(rows, **options):
    out = io.StringIO(newline="")
    csv.writer(out, **options).writerows(rows)
    return out.getvalue()


def run(given, output, *options):
    return main(["batch", str(given), "-o", str(output), "--workers", "2", *AS_OF, *options])


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(csv_of([["id", "resume", "note"], *([f"r{n}", text, f"n{n}"] for n, text in enumerate(TEXTS))]), encoding="utf-8")
    return path


# --- what comes out ----------------------------------------------------------------------------


def test_csv_to_csv(given, tmp_path, capsys):
    """Ensures that every row comes out once, in order, with the values of ``score_frame``, and the counts are told."""
    assert run(given, tmp_path / "out.csv", "--keep", "note") == 0

    found = rows_of(tmp_path / "out.csv")
    expected = gapscan.score_frame(__import__("pandas").DataFrame({"text": TEXTS}), as_of=Month(2026, 11))
    assert list(found[0]) == [*COLUMNS, "note"]
    assert [row["id"] for row in found] == [f"r{n}" for n in range(40)]
    assert [row["note"] for row in found] == [f"n{n}" for n in range(40)]
    assert [float(row["score"]) for row in found] == expected["score"].tolist()
    assert [row["missing_must"].split("; ") if row["missing_must"] else [] for row in found] == expected["missing_must"].tolist()
    assert "40 rows: 40 scored, 0 with an error" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_formats_say_the_same(given, tmp_path):
    """Ensures that CSV, JSON lines and Parquet hold the same rows, lists as lists in the latter two."""
    parquet = pytest.importorskip("pyarrow.parquet")
    for form in ("csv", "jsonl", "parquet"):
        assert run(given, tmp_path / f"out.{form}") == 0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    table = parquet.read_table(tmp_path / "out.parquet").to_pylist()

    assert lines == table
    assert [row["matched"] for row in rows_of(tmp_path / "out.csv")] == ["; ".join(line["matched"]) for line in lines]
    assert isinstance(lines[0]["missing_must"], list)


def test_bytes_do_not_depend_on_how_the_work_is_cut(given, tmp_path):
    """Ensures that the number of workers and the size of chunks change no byte of any format."""
    for form in ("csv", "jsonl", "parquet"):
        made = set()
        for workers, rows in (("1", "512"), ("3", "3"), ("2", "7")):
            target = tmp_path / f"out.{form}"
            run(given, target, "--workers", workers, "--chunk-rows", rows, "--long", str(tmp_path / "long.csv"))
            made.add((target.read_bytes(), (tmp_path / "long.csv").read_bytes()))
        assert len(made) == 1


def test_a_folder_of_parquet(given, tmp_path):
    """Ensures that an output named as a folder becomes one, replaces an earlier one, and holds all rows."""
    parquet = pytest.importorskip("pyarrow.parquet")
    for _ in range(2):
        assert run(given, f"{tmp_path}/out/") == 0

    assert parquet.read_table(tmp_path / "out").num_rows == 40


def test_summary_and_long(given, tmp_path):
    """Ensures that the summary counts what the rows say, and the long file has a row for each résumé and skill."""
    run(given, tmp_path / "out.jsonl", "--summary", str(tmp_path / "s.json"), "--long", str(tmp_path / "long.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    long = [json.loads(line) for line in (tmp_path / "long.jsonl").read_text(encoding="utf-8").splitlines()]

    scores = sorted(line["score"] for line in lines)
    assert summary["schema"] == "gapscan.batch-summary/1"
    assert (summary["rows"], summary["scored"], summary["errors"]) == (40, 40, {})
    assert summary["score"]["quartiles"][1] == scores[19]
    assert summary["score"]["mean"] == pytest.approx(sum(scores) / 40, abs=0.01)
    assert sum(bar["rows"] for bar in summary["score"]["histogram"]) == 40
    worst = summary["missing_must"][0]
    assert worst["rows"] == sum(worst["name"] in line["missing_must"] for line in lines)
    assert {row["id"] for row in long} <= {f"r{n}" for n in range(40)}
    assert {row["skill"] for row in long if row["id"] == "r1"} == set(
        gapscan.Analyzer(as_of=Month(2026, 11)).profile(gapscan.read_text(TEXTS[1])).claims
    )


def test_formulas_are_defused(tmp_path):
    """Ensures that cells which a spreadsheet would run come out harmless, numbers stay, and --raw leaves all as it is."""
    evil = ["=1+1", "@SUM(A1)", "+cmd", "-2+3", "-5", "\t=1", "plain"]
    path = tmp_path / "in.csv"
    path.write_text(csv_of([["id", "text", "=head"], *([value, "Skills: Python", value] for value in evil)]), encoding="utf-8")

    run(path, tmp_path / "out.csv", "--keep", "=head")
    run(path, tmp_path / "raw.csv", "--keep", "=head", "--raw")

    found = rows_of(tmp_path / "out.csv")
    assert [row["id"] for row in found] == ["'=1+1", "'@SUM(A1)", "'+cmd", "'-2+3", "-5", "'\t=1", "plain"]
    assert "'=head" in found[0]
    assert [row["=head"] for row in rows_of(tmp_path / "raw.csv")] == evil


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
    for name in ("a.csv.gz", "b.csv", "c.csv", "d.tsv", "e.jsonl", "f.parquet"):
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


def test_a_column_of_files(tmp_path):
    """Ensures that paths in a column are read relative to the input."""
    (tmp_path / "cv.txt").write_text("Skills: Python", encoding="utf-8")
    (tmp_path / "in.csv").write_text("who,path\nme,cv.txt\nyou,none.txt\nnobody,\n", encoding="utf-8")

    assert run(tmp_path / "in.csv", tmp_path / "out.csv", "--file-column", "path", "--id-column", "who") == 0

    assert [(row["id"], row["error"]) for row in rows_of(tmp_path / "out.csv")] == [("me", ""), ("you", "E-READ"), ("nobody", "E-EMPTY")]


def test_a_job_a_row(tmp_path):
    """Ensures that a column may name the job of each row, and that a wrong one costs its row."""
    posting = tmp_path / "posting.txt"
    posting.write_text("Data analyst\n\nRequirements:\n- SQL\n- Excel\n- Tableau\n", encoding="utf-8")
    rows = [("text", "job"), ("Skills: SQL, Excel, Tableau", str(posting)), ("Skills: SQL", ""), ("Skills: SQL", "nothing")]
    (tmp_path / "in.csv").write_text(csv_of(rows), encoding="utf-8")

    assert run(tmp_path / "in.csv", tmp_path / "out.csv", "--job-column", "job") == 0

    found = rows_of(tmp_path / "out.csv")
    assert [row["error"] for row in found] == ["", "", "E-JOB"]
    assert float(found[0]["score"]) > float(found[1]["score"])
    assert [row["id"] for row in found] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (b"id,text\n1,Python\n2\n3,SQL,more\n4,R,,\n", ["", "E-ROW-FIELDS", "E-ROW-FIELDS", ""]),
        (b'id,text\n1,"Python"\n2,"open\n3,"SQL"\n4,R\n', ["", "E-ROW-QUOTE", "", ""]),
        (b"id,text\n1,Py\x00thon SQL\n2,\x00\n3,\n4,NA\n", ["", "E-EMPTY", "E-EMPTY", ""]),
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
        (("in.txt", "-o", "out.csv"), 2, "gapscan batch reads"),
        (("none.csv", "-o", "out.csv"), 3, "E-READ none.csv: no such file"),
        (("empty.csv", "-o", "out.csv"), 3, "E-EMPTY"),
        (("broken.parquet", "-o", "out.csv"), 3, "E-DAMAGED"),
        (("broken.csv.gz", "-o", "out.csv"), 3, "E-DAMAGED"),
        (("in.csv", "-o", "out.csv", "--job", "nothing"), 4, "no job named 'nothing'"),
        (("in.csv", "-o", "out.csv", "--scheduler", "tcp://x"), 2, "--scheduler goes with --engine dask"),
        (("odd.csv", "-o", "out.csv"), 2, "which column holds the résumé's text? the input has a, b"),
        ((".", "-o", "out.csv", "--text-column", "x"), 2, "is a folder: it has no columns"),
    ],
)
def test_what_can_not_work_is_one_line(given, tmp_path, capsys, monkeypatch, options, code, told):
    """Ensures that a wrong option, column or file is one clear line with its exit code, and leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").write_bytes(b"\n \n")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "broken.csv.gz").write_bytes(b"no gzip at all")
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
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


def test_progress_stays_off_a_pipe(given, tmp_path, capsys):
    """Ensures that standard error holds lines and no progress when nobody watches."""
    run(given, tmp_path / "out.csv")

    assert "\r" not in capsys.readouterr().err


def test_parquet_needs_its_extra(given, tmp_path, monkeypatch, capsys):
    """Ensures that a missing pyarrow is told before any work, with the command that helps."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)

    assert run(given, tmp_path / "out.parquet") == 5
    assert "pip install 'gapscan[parquet]'" in capsys.readouterr().err
    assert not (tmp_path / "out.parquet.journal").exists()


def test_encoder_leaves_json_alone():
    """Ensures that JSON values are never altered."""
    encoder = sinks.Encoder(("id", "list"), "jsonl")

    assert json.loads(encoder.encode([("=1", ("@a", "b"))])) == {"id": "=1", "list": ["@a", "b"]}
