"""Tests of what ``gapscan batch`` makes: outputs of every format, one row out for each row in, the same however it is cut."""

import json

import pytest
from batch_texts import csv_of, resumes, rows_of, run

import gapscan
from gapscan.batch import COLUMNS, sinks
from gapscan.records import Month

TEXTS = resumes(40, seed=5)


@pytest.fixture
def given(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(csv_of([["id", "resume", "note"], *([f"r{n}", text, f"n{n}"] for n, text in enumerate(TEXTS))]), encoding="utf-8")
    return path


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


def test_parquet_is_written_in_groups(given, tmp_path, monkeypatch):
    """Ensures that a Parquet file of many row groups holds all rows in order."""
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr(sinks, "_ROWS_PER_TABLE", 3)
    monkeypatch.setattr(sinks, "_TABLES_PER_GROUP", 4)
    run(given, tmp_path / "out.parquet")

    with parquet.ParquetFile(tmp_path / "out.parquet") as file:
        assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [12, 12, 12, 4]
        assert file.read(["id"]).to_pydict()["id"] == [f"r{n}" for n in range(40)]


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
