"""From a reader that hangs, eats memory, lies or dies to one clear line, and no process left behind."""

import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import types
from contextlib import suppress
from pathlib import Path

import pytest
from processes import no_zombies

from gapscan import errors
from gapscan.errors import DamagedFileError, LimitError, MissingExtraError
from gapscan.readers import child, sandbox
from gapscan.readers.isolation import Task, run, run_here
from gapscan.readers.sandbox import Limits
from gapscan.records import Notice, RawText, Span

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")

QUICK = Limits(cpu_s=1, wall_s=20, memory_bytes=64 * 2**20)


@pytest.fixture
def reader(monkeypatch):
    """Make a reader of a function of data; returns the task that calls it, in a child that knows this module."""

    def make(function, **options):
        module = types.ModuleType("hostile_reader")
        module.read = lambda data, *, name, **_: function(data)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return Task(module.__name__, "cv.pdf", options=options)

    return make


def failure(task, limits=QUICK, data=b""):
    with pytest.raises(errors.InputError) as caught:
        run(task, data, limits)
    assert no_zombies()
    return caught.value


def loop(_):
    while True:
        pass


def test_a_text_comes_back_whole(reader):
    """Ensures that text, pages, hidden ranges and notices survive the way through the pipe, repaired."""
    task = reader(lambda data: RawText(data.decode() + "ﬁn 😀", "x", 3, (Span(0, 2),), (Notice("a", "b"),)))

    raw = run(task, b"Go ", QUICK)

    assert raw == RawText("Go fin 😀", "x", 3, (Span(0, 2),), (Notice("a", "b"),))
    assert run_here(task, b"Go ") == raw


def test_a_long_text_comes_back_whole(reader):
    """Ensures that an answer larger than a pipe holds is not cut."""
    assert len(run(reader(lambda data: RawText("é" * 900_000, "x")), b"", QUICK).text) == 900_000


def test_endless_work_ends(reader):
    """Ensures that processor time is limited: E-TIMEOUT, with the figure."""
    error = failure(reader(loop))

    assert (type(error), error.code) == (LimitError, "E-TIMEOUT")
    assert "1 s of processor time" in error.reason


def test_endless_sleep_ends(reader):
    """Ensures that passing time is limited as well."""
    error = failure(reader(lambda _: time.sleep(60)), Limits(wall_s=0.2))

    assert (error.code, "0.2 s" in error.reason) == ("E-TIMEOUT", True)


def test_a_child_that_stops_the_clock_ends(reader):
    """Ensures that a reader that ignores every signal it can is ended all the same."""

    def stubborn(_):
        for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGXCPU):
            signal.signal(number, signal.SIG_IGN)
        loop(_)

    assert failure(reader(stubborn), QUICK).code == "E-TIMEOUT"


@pytest.mark.parametrize("grow", [lambda _: bytearray(2**30), lambda _: [str(number) for number in range(10**8)]])
def test_memory_is_limited_above_what_the_parent_has(reader, grow):
    """Ensures that a reader may map only so much more than its parent had: E-MEMORY."""
    ballast = bytearray(100 * 2**20)

    error = failure(reader(grow))

    assert (type(error), error.code, len(ballast)) == (LimitError, "E-MEMORY", 100 * 2**20)


def test_what_the_parent_has_mapped_does_not_count(reader):
    """Ensures that a parent larger than the limit does not starve its child."""
    ballast = bytearray(200 * 2**20)

    assert run(reader(lambda _: RawText("Python", "x")), b"", QUICK).text == "Python"
    assert len(ballast) > QUICK.memory_bytes


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGSEGV, "E-CRASH"),
        (signal.SIGABRT, "E-MEMORY"),
        (signal.SIGKILL, "E-MEMORY"),
        (signal.SIGBUS, "E-CRASH"),
    ],
)
def test_violent_deaths(reader, number, code):
    """Ensures that each kind of death has its code."""
    error = failure(reader(lambda _: os.kill(os.getpid(), number)))

    assert (type(error), error.code) == (LimitError, code)


def test_silent_exit(reader):
    """Ensures that a child that leaves without an answer has crashed, even with status 0."""
    assert failure(reader(lambda _: os._exit(0))).code == "E-CRASH"


def test_own_errors_are_carried_over(reader):
    """Ensures that a reader's error keeps its class, code and reason."""

    def refuse(_):
        raise DamagedFileError("other name", "no end", code="E-TRUNCATED")

    task = reader(refuse)
    error = failure(task)

    assert (type(error), str(error)) == (DamagedFileError, "E-TRUNCATED cv.pdf: no end")
    with pytest.raises(DamagedFileError, match="E-TRUNCATED"):
        run_here(task, b"")


def test_missing_extra_is_carried_over(reader):
    """Ensures that a library that is not installed names its extra."""

    def lack(_):
        raise MissingExtraError("pdfium", "this")

    with pytest.raises(MissingExtraError, match=r"gapscan\[pdfium\]"):
        run(reader(lack), b"", QUICK)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("SECRET"), "E-DAMAGED"),
        (RecursionError(), "E-DAMAGED"),
        (MemoryError(), "E-MEMORY"),
        (KeyError("SECRET"), "E-DAMAGED"),
    ],
)
def test_foreign_errors_become_ours(reader, error, code):
    """Ensures that whatever a library raises is one line without the words of the résumé."""

    def fail(_):
        raise error

    told = failure(reader(fail))

    assert told.code == code
    assert "SECRET" not in str(told)


def test_nothing_is_written(reader, tmp_path, capfd):
    """Ensures that a child can neither fill a file nor speak on the parent's streams."""

    def write(_):
        print("SECRET", file=sys.stderr, flush=True)  # noqa: T201
        os.write(1, b"SECRET")
        try:
            (tmp_path / "out").write_bytes(b"x" * 10)
        except OSError as error:
            return RawText(type(error).__name__, "x")
        return RawText("written", "x")

    assert run(reader(write), b"", QUICK).text == "OSError"
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def forge(reader, monkeypatch):
    """Make the task of a reader that answers in its own way and leaves before the honest answer."""
    ends = []
    pipe = os.pipe
    monkeypatch.setattr(os, "pipe", lambda: ends.append(pipe()) or ends[-1])

    def make(payload):
        def answer(_):
            rest = payload
            while rest:
                rest = rest[os.write(ends[-1][1], rest) :]
            os._exit(0)

        return reader(answer)

    return make


def framed(value):
    payload = json.dumps(value).encode()
    return len(payload).to_bytes(8, "big") + payload


GOOD = {"text": "x", "engine": "x", "pages": None, "hidden": [], "notices": []}


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x00" * 8,
        b"\xff" * 100,
        framed(GOOD)[:-1],
        framed(GOOD) + b"x",
        framed([1]),
        framed({}),
        framed(GOOD | {"hidden": [1]}),
        framed(GOOD | {"pages": "many"}),
        (2**20).to_bytes(8, "big") + b"[" * 2**20,
    ],
)
def test_forged_answers(forge, payload):
    """Ensures that an answer of a wrong length or shape is E-CRASH and nothing else."""
    assert failure(forge(payload)).code == "E-CRASH"


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ({"error": "SystemExit", "code": "E-READ", "reason": "r"}, DamagedFileError, "E-READ"),
        ({"error": "NoTextError", "code": "rm -rf", "reason": "r"}, errors.NoTextError, "E-NOTEXT"),
        ({"error": "NoTextError", "code": "E-NOTEXT", "reason": "a\nb\x1b[2J"}, errors.NoTextError, "E-NOTEXT"),
    ],
)
def test_forged_errors(forge, answer, kind, code):
    """Ensures that only our classes and codes come over, on one line without escape sequences."""
    error = failure(forge(framed(answer)))

    assert (type(error), error.code) == (kind, code)
    assert str(error).isprintable()


def test_an_answer_without_end_is_cut_off(reader, monkeypatch):
    """Ensures that a child can't fill the parent's memory with its answer."""
    monkeypatch.setattr(sandbox, "MAX_ANSWER_BYTES", 2**20)
    task = reader(lambda _: RawText("x" * 900_000, "x" * 400_000))

    assert failure(task).code == "E-CRASH"


def test_an_interrupt_leaves_nothing_behind(reader, monkeypatch):
    """Ensures that Ctrl-C goes through at once, the child killed and reaped."""

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sandbox, "_receive", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(reader(lambda _: time.sleep(60)), b"", QUICK)

    assert no_zombies()


def test_no_room_for_a_process(reader, monkeypatch):
    """Ensures that a system without room for a child is one line, and nothing stays open or blocked."""

    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(sandbox, "_fork", refuse)
    before = sorted(Path("/dev/fd").iterdir())

    error = failure(reader(lambda _: RawText("x", "x")))

    assert (error.code, sorted(Path("/dev/fd").iterdir())) == ("E-MEMORY", before)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_signals_are_as_before(reader):
    """Ensures that the parent's signal mask and handlers are untouched."""
    before = (signal.pthread_sigmask(signal.SIG_BLOCK, ()), signal.getsignal(signal.SIGINT))
    run(reader(lambda _: RawText("x", "x")), b"", QUICK)

    assert (signal.pthread_sigmask(signal.SIG_BLOCK, ()), signal.getsignal(signal.SIGINT)) == before


def test_no_descriptor_is_lost(reader):
    """Ensures that a hundred documents, good and bad, leave as many open files as before."""
    task = reader(lambda data: RawText("x", "x") if data else os._exit(1))
    before = sorted(Path("/dev/fd").iterdir())
    for number in range(40):
        with suppress(LimitError):
            run(task, b"x" * (number % 2), QUICK)

    assert sorted(Path("/dev/fd").iterdir()) == before


# --- a fresh interpreter -----------------------------------------------------------------------


@pytest.fixture
def written_reader(tmp_path, monkeypatch):
    """Write a reader as a module that a fresh interpreter can import; returns its task."""

    def make(body):
        code = "import os, time\nfrom gapscan.records import RawText, Span\ndef read(data, *, name):\n"
        (tmp_path / "written_reader.py").write_text(code + textwrap.indent(body, "    "))
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setattr(sandbox, "can_fork", lambda: False)
        return Task("written_reader", "cv.pdf")

    return make


def test_spawned_child_reads(written_reader):
    """Ensures that the fresh interpreter gives the same answer, whatever the reader prints."""
    task = written_reader("print('noise')\nreturn RawText(data.decode() + 'é', 'x', None, (Span(0, 1),))")

    assert run(task, b"Python", Limits()) == RawText("Pythoné", "x", None, (Span(0, 1),))


@pytest.mark.parametrize(
    ("body", "limits", "code"),
    [
        ("while True: pass", Limits(cpu_s=1), "E-TIMEOUT"),
        ("time.sleep(60)", Limits(wall_s=2), "E-TIMEOUT"),
        ("bytearray(2 ** 31)", Limits(), "E-MEMORY"),
        ("os.abort()", Limits(), "E-MEMORY"),
        ("os._exit(3)", Limits(), "E-CRASH"),
        ("raise KeyError", Limits(), "E-DAMAGED"),
    ],
)
def test_spawned_child_dies(written_reader, body, limits, code):
    """Ensures that a fresh interpreter has the same limits and the same ends."""
    assert failure(written_reader(body), limits).code == code


def test_other_threads_forbid_a_fork():
    """Ensures that no child is forked while another thread may hold a lock."""
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait)
    assert sandbox.can_fork() or sys.platform == "darwin"
    thread.start()

    allowed = sandbox.can_fork()

    leave.set()
    thread.join()
    assert not allowed


def test_child_speaks_the_protocol(written_reader, monkeypatch, tmp_path):
    """Ensures that the other end, run as a command, takes a request and gives a framed answer."""
    written_reader("return RawText('Python', 'x')")
    header = json.dumps({"task": {"module": "written_reader", "name": "cv"}, "limits": {}}).encode()
    done = subprocess.run(
        [sys.executable, "-m", child.__name__],
        input=len(header).to_bytes(8, "big") + header,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"},
        check=True,
    )
    answer = io.BytesIO(done.stdout)

    assert int.from_bytes(answer.read(8), "big") == len(done.stdout) - 8
    assert json.load(answer)["text"] == "Python"
