"""Tests of what a batch survives: documents that crash or hang, full disks, Ctrl-C, kills; nothing lost, nothing twice."""

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from batch_texts import resumes

from gapscan import jobs, timeline
from gapscan.batch import journal, local, plan, pool, sources
from gapscan.batch.journal import Journal, open_journal
from gapscan.cli import main
from gapscan.records import Month

pytestmark = [
    pytest.mark.apart,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="faults are planted in forked workers"),
]

TEXTS = resumes(60, seed=8)
AS_OF = ("--as-of", "2026-11")
CRASH, HANG, GREEDY, ONCE = "please crash", "please hang", "please eat", "please crash once"


def write_input(path, texts):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "text"], *([f"r{n}", text] for n, text in enumerate(texts))])
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def run(given, output, *options):
    return main(["batch", str(given), "-o", str(output), "--workers", "2", "--chunk-rows", "8", *AS_OF, *options])


def errors(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["error"] for row in csv.DictReader(file) if row["error"]}


@pytest.fixture
def faults(monkeypatch, tmp_path):
    """Plant faults in the workers: a text that asks for one gets it."""
    real = timeline.periods
    marker = tmp_path / "crashed"

    def periods(document, **options):
        if ONCE in document.text and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if CRASH in document.text and ONCE not in document.text:
            os._exit(11)
        if HANG in document.text:
            time.sleep(600)
        if GREEDY in document.text:
            return [bytes(2**40)]
        return real(document, **options)

    monkeypatch.setattr(timeline, "periods", periods)
    monkeypatch.setattr(pool, "TEXT_LIMIT_S", 1.0)


@pytest.fixture
def given(tmp_path):
    return write_input(tmp_path / "in.csv", TEXTS)


@pytest.fixture
def expected(given, tmp_path):
    """Return the bytes of an undisturbed run."""
    run(given, tmp_path / "expected.csv")
    return (tmp_path / "expected.csv").read_bytes()


# --- documents ---------------------------------------------------------------------------------


def test_a_document_costs_its_row_and_no_other(faults, tmp_path, capsys):
    """Ensures that crashes, hangs and hunger are marked on their rows, and that all other rows are as ever."""
    texts = list(TEXTS)
    texts[3], texts[20], texts[21], texts[59], texts[40] = CRASH, CRASH, HANG, GREEDY, ONCE
    write_input(tmp_path / "bad.csv", texts)
    calm = [text if text in TEXTS else "" for text in texts]
    calm[40] = ONCE
    (tmp_path / "crashed").touch()
    run(write_input(tmp_path / "calm.csv", calm), tmp_path / "calm-out.csv")
    (tmp_path / "crashed").unlink()

    assert run(tmp_path / "bad.csv", tmp_path / "out.csv") == 0

    assert errors(tmp_path / "out.csv") == {"r3": "E-CRASH", "r20": "E-CRASH", "r21": "E-TIMEOUT", "r59": "E-MEMORY"}
    untouched = [line for line in (tmp_path / "calm-out.csv").read_text().splitlines() if "E-EMPTY" not in line]
    assert [line for line in (tmp_path / "out.csv").read_text().splitlines() if ",E-" not in line] == untouched
    assert "60 rows: 56 scored, 4 with an error" in capsys.readouterr().err


def test_workers_that_always_die_stop_the_run(given, tmp_path, monkeypatch, capsys):
    """Ensures that workers which die before any row end the run with one line instead of marking rows."""
    monkeypatch.setattr(pool, "_limit_memory", lambda: os._exit(9))

    assert run(given, tmp_path / "out.csv") == 3
    assert "workers keep dying" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.slow
def test_spawned_workers_do_the_same(given, tmp_path, expected):
    """Ensures that where fork is not safe, fresh interpreters give the same results."""
    source = sources.open_source(given, "csv")
    planned = plan.with_columns(
        plan.Plan(given, "csv", tmp_path / "out.csv", "csv", False, jobs.load(jobs.DEFAULT_JOB), Month(2026, 11)), source.names
    )
    workers = pool.Pool(1, planned, source, method="spawn")
    try:
        chunk = next(source.chunks(rows=60))
        workers.submit(chunk)
        results = []
        while not results:
            results = list(workers.wait())
    finally:
        workers.close()

    assert expected.endswith(results[0][1].main)
    assert expected.count(b"\n") == results[0][1].main.count(b"\n") + 1


# --- the disk ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("where", ["part", "output"])
def test_disk_trouble_is_one_line_and_nobodys_fault(given, tmp_path, expected, monkeypatch, capsys, number, where):
    """Ensures that a full or failing disk stops the run, blames no row, leaves no output, and can be gone on with."""
    target = tmp_path / "out.csv"
    monkeypatch.setattr(journal, "_PART_S", 0.0)
    real, writes = journal.write_durably, []

    def fails(path, data):
        writes.append(path)
        if where == "part" and len(writes) > 4:
            raise OSError(number, os.strerror(number))
        real(path, data)

    with monkeypatch.context() as broken:
        broken.setattr(journal, "write_durably", fails)
        if where == "output":
            broken.setattr(local, "join", lambda *a, **k: (_ for _ in ()).throw(OSError(number, os.strerror(number))))
        capsys.readouterr()
        assert run(given, target) == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert ("E-WRITE" if number == errno.EIO else "E-DISK-FULL") in told
    assert "add --resume" in told
    assert not target.exists()

    assert run(given, target, "--resume") == 0
    assert target.read_bytes() == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
def test_a_limit_on_file_size_is_disk_trouble_too(given, tmp_path, expected):
    """Ensures that a real refusal of the system is told as such, and that what was written before is kept."""
    command = [sys.executable, "-c", (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (6000, resource.RLIM_INFINITY));"
        "from gapscan.cli import main; sys.exit(main(sys.argv[1:]))"
    ), "batch", str(given), "-o", str(tmp_path / "out.csv"), "--workers", "1", *AS_OF]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "E-DISK-FULL" in done.stderr
    assert run(given, tmp_path / "out.csv", "--resume") == 0
    assert (tmp_path / "out.csv").read_bytes() == expected


# --- going on ----------------------------------------------------------------------------------


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


# --- signals -----------------------------------------------------------------------------------


def start(given, output, *options):
    command = [sys.executable, "-m", "gapscan", "batch", str(given), "-o", str(output), "--workers", "2", "--chunk-rows", "8", *AS_OF]
    return subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, start_new_session=True)


def children_of(group):
    """Return the processes of a session that still live."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == group and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["Ctrl-C", "polite", "kill"])
def test_signals(tmp_path, number):
    """Ensures that a run can be stopped at once, leaves no process behind, and goes on to the same bytes."""
    given = write_input(tmp_path / "in.csv", [f"{text} {number}" for number, text in enumerate(TEXTS * 40)])
    assert run(given, tmp_path / "expected.csv") == 0
    process = start(given, tmp_path / "out.csv")
    parts = journal.folder_of(tmp_path / "out.csv")
    while not list(parts.glob("part-*")) and process.poll() is None:
        time.sleep(0.02)
    began = time.monotonic()
    os.killpg(process.pid, number) if number != signal.SIGTERM else process.terminate()
    _, told = process.communicate(timeout=30)
    took = time.monotonic() - began

    assert process.returncode == (-9 if number == signal.SIGKILL else 130)
    assert took < 5
    assert number == signal.SIGKILL or "add --resume" in told
    time.sleep(0.3)
    assert children_of(process.pid) == []
    assert not (tmp_path / "out.csv").exists()
    assert run(given, tmp_path / "out.csv", "--resume") == 0
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_orphaned_workers_go_away(tmp_path):
    """Ensures that workers whose parent was killed alone end by themselves."""
    given = write_input(tmp_path / "in.csv", TEXTS * 40)
    process = start(given, tmp_path / "out.csv")
    while len(children_of(process.pid)) < 3 and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while children_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert children_of(process.pid) == []


def test_replaced_parts_keep_the_count(given, tmp_path):
    """Ensures that a chunk given twice to a journal counts once."""
    source = sources.open_source(given, "csv")
    planned = plan.with_columns(
        plan.Plan(given, "csv", tmp_path / "out.csv", "csv", False, jobs.load(jobs.DEFAULT_JOB), Month(2026, 11)), source.names
    )
    opened = open_journal(planned.output, local.manifest(planned, source), resume=False)
    workers = pool.Pool(1, replace(planned, workers=1), source)
    try:
        chunk = next(source.chunks(rows=10))
        workers.submit(chunk)
        result = None
        while result is None:
            result = next((result for _, result in workers.wait()), None)
        opened.add(chunk, result)
        opened.add(chunk, result)
        opened.flush()
        opened.add(chunk, result)
        opened.flush()
    finally:
        workers.close()
        opened.close()

    assert opened.tally.rows == 10
