"""Work in a process of its own that can be killed, on bytes in and bytes out.

The child is forked, or started as a fresh interpreter where forking is not safe. It binds itself to limits, speaks on
no stream but its pipe, and answers with a length and that many bytes. The parent waits no longer than the clock says,
takes no more than a cap, and always kills and reaps. What the bytes mean is not known here.
"""

from __future__ import annotations

import faulthandler
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

# An answer is at most a million characters of four bytes, and its hidden ranges.
MAX_ANSWER_BYTES = 32 * 2**20
# How a child says that memory ended when it can't say it in words, and how one ended that said nothing.
EXIT_MEMORY = 77
EXIT_BROKEN = 70
_PREFIX_BYTES = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost. The defaults refused none of 1,700 real résumés.

    Attributes:
        file_bytes: Largest file that is read; the largest real one had 4.1 MB.
        pages: Pages read of a document that has pages; the longest real one had 44.
        cpu_s: Seconds of processor time, whole, of the child; the slowest real one took 5.
        wall_s: Seconds that pass meanwhile; far above ``cpu_s``, because a loaded machine is slow.
        memory_bytes: Address space that the child may map on top of what it begins with.
    """

    file_bytes: int = 20 * 2**20
    pages: int = 50
    cpu_s: int = 15
    wall_s: float = 60.0
    memory_bytes: int = 768 * 2**20


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a child ended.

    Attributes:
        answer: Its answer, None when there is none or not a whole one.
        status: Its exit status, minus the number of the signal that ended it.
        timed_out: Whether the parent's clock ended it.
    """

    answer: bytes | None
    status: int
    timed_out: bool = False


def framed(payload: bytes) -> bytes:
    """Return bytes after their length, so that the other side can tell a whole message from a cut one."""
    return len(payload).to_bytes(_PREFIX_BYTES, "big") + payload


def unframed(received: bytes) -> tuple[bytes, bytes]:
    """Return the first framed message and what follows it; a message that is cut is as short as it came."""
    end = _PREFIX_BYTES + int.from_bytes(received[:_PREFIX_BYTES], "big")
    return received[_PREFIX_BYTES:end], received[end:]


def _answer_in(received: bytes) -> bytes | None:
    payload, rest = unframed(received)
    return payload if payload and not rest and framed(payload) == received else None


# --- the child ---------------------------------------------------------------------------------


def enter(limits: Limits) -> None:
    """Bind this process to the limits, for good; where the system has none of a kind, the parent's clock remains."""
    sys.dont_write_bytecode = True
    # A dump of the stack at a crash would show the reader's arguments to whoever reads the parent's stderr.
    faulthandler.disable()
    try:
        import resource
    except ImportError:  # Windows
        return
    # An orphan ends by itself: the kernel's alarm needs no help from Python.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_s + 1)
    caps = [
        (resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 1),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
    ]
    mapped = _mapped_bytes()
    if mapped:
        caps.append((resource.RLIMIT_AS, mapped + limits.memory_bytes, mapped + limits.memory_bytes))
    for kind, soft, hard in caps:
        highest = resource.getrlimit(kind)[1]
        if highest != resource.RLIM_INFINITY:
            soft, hard = min(soft, highest), min(hard, highest)
        resource.setrlimit(kind, (soft, hard))


def _mapped_bytes() -> int:
    """Return the address space this process has mapped; 0 where the system does not tell, and then there is no cap."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib costs more than the look
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def send(descriptor: int, payload: bytes) -> None:
    """Write a framed message whole."""
    rest = memoryview(framed(payload))
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _be_child(produce: Callable[[], bytes], limits: Limits, read_end: int, write_end: int) -> NoReturn:
    """Work, answer and leave, whatever happens; nothing of the parent's (buffers, handlers, exit hooks) runs here."""
    status = EXIT_BROKEN
    try:
        os.close(read_end)
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        silence = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(silence, descriptor)
        # The parent may have put streams of its own in their place.
        sys.stdout = sys.stderr = open(silence, "w", closefd=False)  # noqa: SIM115
        enter(limits)
        send(write_end, produce())
        status = 0
    except MemoryError:
        status = EXIT_MEMORY
    finally:
        os._exit(status)


# --- the parent --------------------------------------------------------------------------------


def can_fork() -> bool:
    """Tell whether a forked child is safe: the system has fork, and no other thread of Python runs.

    Threads of native libraries (BLAS) do not count: they hold no lock that a reader takes. macOS has fork, but its
    own libraries do not survive it.
    """
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def in_fork(produce: Callable[[], bytes], limits: Limits) -> Outcome:
    """Call a function in a forked child; what it returns is the answer.

    Raises:
        OSError: The system has no room for another process.
    """
    read_end, write_end = os.pipe()
    # An interrupt between fork and try would leave a child behind, so it waits until then.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    pid = -1
    try:
        pid = _fork()
        if pid == 0:
            _be_child(produce, limits, read_end, write_end)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(write_end)
        write_end = -1
        deadline = time.monotonic() + limits.wall_s
        received, timed_out = _receive(read_end, deadline)
        answer = _answer_in(received)
        is_dying = answer is None and not timed_out and len(received) <= MAX_ANSWER_BYTES
        status = _wait(pid, deadline, limits) if is_dying else None
        pid = pid if status is None else -1  # reaped: the number may be another process's by now
        return Outcome(answer, EXIT_BROKEN if status is None else status, timed_out)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for descriptor in (read_end, write_end):
            if descriptor >= 0:
                os.close(descriptor)
        if pid > 0:
            _end(pid)


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns of native threads as well; see can_fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _receive(descriptor: int, deadline: float) -> tuple[bytes, bool]:
    """Read until the other side closes; return what came, and whether the deadline came first."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    chunks: list[bytes] = []
    size = 0
    while size <= MAX_ANSWER_BYTES:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            return b"".join(chunks), True
        chunk = os.read(descriptor, 2**20)
        if not chunk:
            break
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks), False


def _wait(pid: int, deadline: float, limits: Limits) -> int | None:
    """Wait for a child that has closed its pipe without an answer; None when it does not end by itself."""
    pause = 0.0005
    while True:
        try:
            ended, status, usage = os.wait4(pid, os.WNOHANG)
        except ChildProcessError:  # somebody ignores SIGCHLD, and the kernel has reaped it
            return EXIT_BROKEN
        if ended:
            # A child that ignores the first signal is killed by the kernel a second later, for the same reason.
            is_spent = usage.ru_utime + usage.ru_stime >= limits.cpu_s
            return -signal.SIGXCPU if is_spent else os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            return None
        time.sleep(pause)
        pause = min(2 * pause, 0.05)


def _end(pid: int) -> None:
    """Kill a child if it still lives, and reap it."""
    with suppress(ChildProcessError, ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def in_interpreter(module: str, request: bytes, limits: Limits) -> Outcome:
    """Run a module in a fresh interpreter: 20 times dearer, but free of the parent's threads and locks.

    Args:
        module: Run as ``python -m``; it reads the request from standard input, enters the sandbox and sends its answer.
        request: Handed over as it is.
        limits: Only the clock is the parent's to keep; the rest the child must enter itself.

    Raises:
        OSError: The system has no room for another process.
    """
    import subprocess

    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    with subprocess.Popen(  # noqa: S603 - our own interpreter, fixed arguments, no shell
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": _python_path()},
        start_new_session=True,
    ) as child:
        # Threads, because Windows can't wait for a pipe with a time limit; ending the child ends both.
        clock = threading.Timer(limits.wall_s, stop)
        writer = threading.Thread(target=_feed, args=(child.stdin, request))
        try:
            clock.start()
            writer.start()
            assert child.stdout is not None
            received = child.stdout.read(MAX_ANSWER_BYTES + 1)
            status = child.wait() if len(received) <= MAX_ANSWER_BYTES else EXIT_BROKEN
        finally:
            # Also when interrupted: nothing is left behind.
            child.kill()
            clock.cancel()
            for thread in (clock, writer):
                if thread.is_alive():
                    thread.join()
    return Outcome(_answer_in(received), status, late.is_set())


def _python_path() -> str:
    """Return a module path on which a fresh interpreter finds this very package."""
    here = Path(__file__).resolve().parents[2]
    return os.pathsep.join((str(here), *filter(None, [os.environ.get("PYTHONPATH")])))


def _feed(stream: IO[bytes] | None, request: bytes) -> None:
    assert stream is not None
    # A child that dies early closes its end; how it died is told by its status.
    with suppress(OSError), stream:
        stream.write(request)
