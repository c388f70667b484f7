"""Tests of what a batch survives: documents that crash or hang, full disks, Ctrl-C, kills; nothing lost, nothing twice."""

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from batch_faults import CRASH, CRASHED, DYING, GREEDY, HANG, ONCE
from batch_texts import AS_OF, resumes, rows_of, write_input
from batch_texts import run as run_batch

import gapscan
from gapscan import jobs
from gapscan.batch import journal, local, plan, pool, sources
from gapscan.records import Month

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="faults are planted in forked workers")

TEXTS = resumes(60, seed=8)
FAULTY = Path(__file__).with_name("batch_faults.py")
# Wide enough for an innocent row on a loaded machine.
LIMIT_S = 3.0


def run(given, output, *options):
    return run_batch(given, output, "--chunk-rows", "8", *options)


def errors(path):
    return {row["id"]: row["error"] for row in rows_of(path) if row["error"]}


def faulty(folder, given, output, *options, limit_s=LIMIT_S):
    """Start a run of its own whose texts get the faults that they ask for."""
    command = [sys.executable, str(FAULTY), str(folder), str(limit_s), "batch", str(given), "-o", str(output)]
    command += ["--workers", "2", "--chunk-rows", "8", *AS_OF, *options]
    place = {**os.environ, "PYTHONPATH": str(Path(gapscan.__file__).parent.parent)}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True, env=place)


def ended(process):
    """Wait for a run; return its exit code and what it told."""
    _, told = process.communicate(timeout=120)
    return process.returncode, told


@pytest.fixture
def given(tmp_path):
    return write_input(tmp_path / "in.csv", TEXTS)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Return the bytes of an undisturbed run."""
    folder = tmp_path_factory.mktemp("undisturbed")
    run(write_input(folder / "in.csv", TEXTS), folder / "out.csv")
    return (folder / "out.csv").read_bytes()


# --- documents ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_document_costs_its_row_and_no_other(tmp_path):
    """Ensures that crashes, hangs and hunger are marked on their rows, and that all other rows are as ever."""
    texts = list(TEXTS)
    texts[3], texts[20], texts[21], texts[59], texts[40] = CRASH, CRASH, HANG, GREEDY, ONCE
    write_input(tmp_path / "bad.csv", texts)
    calm = [text if text in TEXTS else "" for text in texts]
    calm[40] = ONCE
    run(write_input(tmp_path / "calm.csv", calm), tmp_path / "calm-out.csv")

    code, told = ended(faulty(tmp_path, tmp_path / "bad.csv", tmp_path / "out.csv"))

    assert code == 0
    assert (tmp_path / CRASHED).exists()
    assert errors(tmp_path / "out.csv") == {"r3": "E-CRASH", "r20": "E-CRASH", "r21": "E-TIMEOUT", "r59": "E-MEMORY"}
    untouched = [line for line in (tmp_path / "calm-out.csv").read_text().splitlines() if "E-EMPTY" not in line]
    assert [line for line in (tmp_path / "out.csv").read_text().splitlines() if ",E-" not in line] == untouched
    assert "60 rows: 56 scored, 4 with an error" in told


def test_workers_that_always_die_stop_the_run(given, tmp_path):
    """Ensures that workers which die before any row end the run with one line instead of marking rows."""
    (tmp_path / DYING).touch()

    code, told = ended(faulty(tmp_path, given, tmp_path / "out.csv"))

    assert (code, told.count("\n")) == (3, 1)
    assert "workers keep dying" in told
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(("room", "code"), [(0, 3), (1, 0)])
def test_a_system_without_room_for_workers(given, tmp_path, expected, monkeypatch, capsys, room, code):
    """Ensures that fewer workers than asked for do the work, and that none at all is one line."""
    real, made = pool.Pool._started, []

    def started(self):
        if len(made) >= room:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        made.append(real(self))
        return made[-1]

    monkeypatch.setattr(pool.Pool, "_started", started)

    assert run(given, tmp_path / "out.csv") == code
    if code:
        assert "no room for another worker" in capsys.readouterr().err
    else:
        assert (tmp_path / "out.csv").read_bytes() == expected


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


# --- signals -----------------------------------------------------------------------------------


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


def soon(condition):
    """Wait until something holds, a minute at most, and tell whether it does."""
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.fixture
def halted(tmp_path):
    """Return a run that has kept some rows and waits, one worker held fast by a document, until it is stopped."""
    texts = [f"{text} {number}" for number, text in enumerate(TEXTS * 5)]
    texts[200] = HANG
    process = faulty(tmp_path, write_input(tmp_path / "in.csv", texts), tmp_path / "out.csv", limit_s=600)
    try:
        parts = journal.folder_of(tmp_path / "out.csv")
        assert soon(lambda: list(parts.glob("part-*")) or process.poll() is not None)
        assert process.poll() is None, process.stderr.read()
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["Ctrl-C", "polite", "kill"])
def test_signals(halted, tmp_path, number):
    """Ensures that a run can be stopped at once, leaves no process behind, and goes on to the same bytes."""
    os.killpg(halted.pid, number) if number != signal.SIGTERM else halted.terminate()
    # Far less than the document would hold the run up.
    _, told = halted.communicate(timeout=60)

    assert halted.returncode == (-9 if number == signal.SIGKILL else 130)
    assert number == signal.SIGKILL or (told.count("\n") == 1 and "add --resume" in told)
    assert soon(lambda: not children_of(halted.pid))
    assert not (tmp_path / "out.csv").exists()
    assert run(tmp_path / "in.csv", tmp_path / "out.csv", "--resume") == 0
    assert run(tmp_path / "in.csv", tmp_path / "expected.csv") == 0
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_orphaned_workers_go_away(halted):
    """Ensures that workers whose parent was killed alone end by themselves, also one that a document holds fast."""
    assert len(children_of(halted.pid)) >= 3
    halted.kill()

    assert soon(lambda: not children_of(halted.pid))
