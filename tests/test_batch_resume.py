"""Tests of runs that are stopped and gone on with: nothing lost, nothing twice, the same bytes as without a stop."""

import json
import os

import pytest
from batch_texts import resumes, write_input
from batch_texts import run as run_batch

from gapscan import jobs
from gapscan.batch import journal, local, plan, sinks, sources
from gapscan.batch.journal import Journal, open_journal
from gapscan.batch.work import Worker
from gapscan.cli import main
from gapscan.records import Month

TEXTS = resumes(60, seed=8)


def run(given, output, *options):
    return run_batch(given, output, "--chunk-rows", "8", *options)


@pytest.fixture
def given(tmp_path):
    return write_input(tmp_path / "in.csv", TEXTS)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Return the bytes of an undisturbed run."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(write_input(folder / "in.csv", TEXTS), folder / "out.csv")
    return (folder / "out.csv").read_bytes()


@pytest.fixture
def stopped(given, tmp_path, monkeypatch, capsys):
    """Return an output whose run was stopped after some parts, and said how to go on."""
    monkeypatch.setattr(journal, "_PART_S", 0.0)
    real = Journal.add
    with monkeypatch.context() as broken:

        def add(self, chunk, result):
            real(self, chunk, result)
            if chunk.number == 3:
                raise KeyboardInterrupt

        broken.setattr(Journal, "add", add)
        assert run(given, tmp_path / "out.csv") == 130
    assert "32 rows are kept: add --resume to the same command to go on" in capsys.readouterr().err
    return tmp_path / "out.csv"


def test_stopped_and_gone_on_with(given, stopped, expected, capsys):
    """Ensures that a stopped run can be gone on with, and ends with the bytes of an undisturbed one."""
    assert not stopped.exists()
    manifest = json.loads((journal.folder_of(stopped) / "manifest.json").read_text())
    assert (manifest["schema"], manifest["options"]["as-of"]) == (journal.SCHEMA, "2026-11")

    assert run(given, stopped, "--resume") == 0

    assert "going on after" in capsys.readouterr().err
    assert stopped.read_bytes() == expected
    assert not journal.folder_of(stopped).exists()


def test_the_journal_is_private(stopped):
    """Ensures that nobody else may read what is kept between two runs."""
    folder = journal.folder_of(stopped)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("part-*"))


def test_present_stays_what_it_was(given, stopped, expected):
    """Ensures that a run resumed in a later month means the month of its beginning by "present"."""
    assert main(["batch", str(given), "-o", str(stopped), "--resume"]) == 0
    assert stopped.read_bytes() == expected


@pytest.mark.parametrize("damage", ["cut", "flip", "gap", "extra"])
def test_damaged_parts_are_done_again(given, stopped, expected, damage):
    """Ensures that only an unbroken run of whole parts counts."""
    folder = journal.folder_of(stopped)
    parts = sorted(folder.glob("part-*"))
    content = parts[1].read_bytes()
    if damage == "cut":
        parts[1].write_bytes(content[:-7])
    elif damage == "flip":
        parts[1].write_bytes(content[:-7] + b"?" + content[-6:])
    elif damage == "gap":
        parts[1].unlink()
    else:
        (folder / "part-000000999").write_bytes(content)
        (folder / "part-000000000.part").write_bytes(b"half")

    assert run(given, stopped, "--resume") == 0
    assert stopped.read_bytes() == expected


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda given: write_input(given, [*TEXTS, "one more"]), "the input changed since"),
        (lambda given: given.write_bytes(given.read_bytes()[:-5] + b"zzz\r\n"), "the input changed since"),
        (None, "the option --raw changed since"),
    ],
    ids=["longer", "same size", "option"],
)
def test_another_run_is_not_gone_on_with(given, stopped, capsys, change, told):
    """Ensures that a changed input or option is refused with a line that says which, and that nothing is harmed."""
    if change:
        change(given)
    capsys.readouterr()

    assert run(given, stopped, "--resume", *([] if change else ["--raw"])) == 3

    assert told in capsys.readouterr().err
    assert len(list(journal.folder_of(stopped).glob("part-*"))) >= 4


def test_a_touched_input_is_the_same(given, stopped, expected):
    """Ensures that only the bytes of the input count, not the time they were written."""
    os.utime(given, (1, 1))

    assert run(given, stopped, "--resume") == 0
    assert stopped.read_bytes() == expected


def test_an_unfinished_run_is_not_overwritten(given, stopped, capsys):
    """Ensures that without --resume a leftover is neither used nor lost, and that the line says what can be done."""
    capsys.readouterr()

    assert run(given, stopped) == 2

    told = capsys.readouterr().err
    assert "add --resume to go on with it, or remove that folder to start over" in told
    assert len(list(journal.folder_of(stopped).glob("part-*"))) >= 4


def test_resume_without_a_journal_starts(given, tmp_path, expected, capsys):
    """Ensures that --resume in a loop may be given from the first time on."""
    assert run(given, tmp_path / "out.csv", "--resume") == 0
    assert "nothing to resume" in capsys.readouterr().err
    assert (tmp_path / "out.csv").read_bytes() == expected


def test_a_run_without_rows_leaves_nothing(given, tmp_path, monkeypatch, capsys):
    """Ensures that a run which is stopped before any rows are kept leaves nothing that the next run stumbles over."""
    with monkeypatch.context() as broken:
        broken.setattr(Journal, "add", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run(given, tmp_path / "out.csv") == 130
    assert "stopped before any rows were kept" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_kill_before_the_first_rows_is_none(given, tmp_path, expected):
    """Ensures that a journal without rows, as a kill leaves it, needs no --resume, whatever its run was."""
    folder = journal.folder_of(tmp_path / "out.csv")
    folder.mkdir()
    (folder / "manifest.json").write_text('{"options": {}}')
    (folder / "part-000000000.part").write_bytes(b"half")

    assert run(given, tmp_path / "out.csv") == 0
    assert (tmp_path / "out.csv").read_bytes() == expected


@pytest.mark.parametrize("moment", ["join", "remove"])
def test_stopped_at_the_end(given, tmp_path, expected, monkeypatch, moment):
    """Ensures that Ctrl-C while the output is made leaves no half of it, and that a finished run counts as finished."""
    monkeypatch.setattr(journal, "_PART_S", 0.0)
    target = tmp_path / "out.csv"
    with monkeypatch.context() as broken:
        if moment == "join":
            broken.setattr(sinks, "_contents", lambda pieces: (_ for _ in ()).throw(KeyboardInterrupt))
        else:
            broken.setattr(journal.shutil, "rmtree", lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run(given, target) == (130 if moment == "join" else 0)
    assert target.exists() == (moment == "remove")
    assert not target.with_name("out.csv.part").exists()

    assert run(given, target, "--resume") == 0
    assert target.read_bytes() == expected
    assert not journal.folder_of(target).exists()


@pytest.mark.parametrize("content", ["no json", "[]", '{"options": 3}'])
def test_a_broken_manifest_is_one_line(given, stopped, capsys, content):
    """Ensures that a journal whose manifest was damaged is refused with one line, and its rows are left alone."""
    (journal.folder_of(stopped) / "manifest.json").write_text(content)
    capsys.readouterr()

    assert run(given, stopped, "--resume") == 4
    assert capsys.readouterr().err.count("\n") == 1
    assert len(list(journal.folder_of(stopped).glob("part-*"))) >= 4


def test_two_runs_do_not_meet(given, tmp_path, capsys):
    """Ensures that a second run of the same output is refused while the first is at work."""
    pytest.importorskip("fcntl")
    source = sources.open_source(given, "csv")
    planned = plan.Plan(given, "csv", tmp_path / "out.csv", "csv", False, jobs.load(jobs.DEFAULT_JOB), Month(2026, 11), text="text", id="id")
    opened = open_journal(tmp_path / "out.csv", local.manifest(planned, source), resume=False)
    try:
        assert run(given, tmp_path / "out.csv", "--resume") == 2
        assert "another run is writing" in capsys.readouterr().err
    finally:
        opened.close()


def test_an_input_that_changes_while_it_is_read(given, tmp_path, monkeypatch, capsys):
    """Ensures that no output is made of an input that is no longer what was read."""
    real = Journal.add

    def add(self, chunk, result):
        if chunk.number == 2:
            given.write_bytes(given.read_bytes() + b"more,more\n")
        real(self, chunk, result)

    monkeypatch.setattr(Journal, "add", add)

    assert run(given, tmp_path / "out.csv") == 3
    assert "it was changed while it was read" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_replaced_parts_keep_the_count(given, tmp_path):
    """Ensures that a chunk given twice to a journal counts once."""
    source = sources.open_source(given, "csv")
    planned = plan.with_columns(
        plan.Plan(given, "csv", tmp_path / "out.csv", "csv", False, jobs.load(jobs.DEFAULT_JOB), Month(2026, 11)), source.names
    )
    chunk = next(source.chunks(rows=10))
    result = Worker(planned, source).work(chunk, marked={}, at=lambda number: None)
    opened = open_journal(planned.output, local.manifest(planned, source), resume=False)
    try:
        opened.add(chunk, result)
        opened.add(chunk, result)
        opened.flush()
        opened.add(chunk, result)
        opened.flush()
    finally:
        opened.close()

    assert opened.tally.rows == 10
