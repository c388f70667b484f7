"""Chunks → results, in processes that can be killed: a document that crashes or hangs costs its row and nothing else.

A pool of the standard library loses the innocent when one worker dies (measured: 149 of 200 results with
``ProcessPoolExecutor``, and ``multiprocessing.Pool`` waits for ever), so this is a small one of its own: a chunk a
child, and a number in shared memory that says which row the child is at. When it dies there, or stays there too long,
that row is tried once more alone; if it fails again it is marked, and the chunk is done anew without it. Bytes go both
ways, never pickles.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import json
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from gapscan.batch.chunks import Chunk, Source, row_of
from gapscan.batch.plan import Plan
from gapscan.batch.work import Result, Worker
from gapscan.errors import GapscanError
from gapscan.readers.sandbox import can_fork

E_CRASH = "E-CRASH"
E_TIMEOUT = "E-TIMEOUT"
# A text of a million characters takes half a second; a loaded machine is slow.
TEXT_LIMIT_S = 30.0
# Reading a file has limits of its own (``readers.Limits``: 60 s, twice when a second engine tries); this is for the rest.
FILE_LIMIT_S = 180.0
# What a worker may map beyond what it begins with: a document that wants more fails alone.
MEMORY_BYTES = 2 * 2**30
_TICK_S = 0.2
_PREFIX = 4
_NOT_STARTED = -1
# What a person stops a run with; and how the kernel is asked to signal the death of the parent (<sys/prctl.h>).
_STOPPING = (signal.SIGINT, signal.SIGTERM)
_PR_SET_PDEATHSIG = 1
# A child that dies before or after its rows is no document's fault; so often in a row it is a fault of the machine.
_MOST_FAILURES = 5


class WorkersError(GapscanError):
    """Workers die whatever they are given."""

    exit_code = 3


@dataclass(slots=True)
class _Job:
    """A chunk on its way: rows that are marked, rows that did well alone, how often it failed without a row to blame."""

    chunk: Chunk
    marked: dict[int, str] = field(default_factory=dict)
    cleared: set[int] = field(default_factory=set)
    failures: int = 0


class _Attempt(NamedTuple):
    """A job that a child works on: all of it, or one row of it alone."""

    job: _Job
    alone: int | None = None


class _Slot:
    """One child: its process, the pipe to it, the row it is at, and since when."""

    def __init__(self, process: Any, pipe: Connection, row: Any) -> None:
        self.process = process
        self.pipe = pipe
        self._row = row
        self.attempt: _Attempt | None = None
        self._seen = _NOT_STARTED
        self._since = 0.0

    @property
    def row(self) -> int:
        """The row it is at, counted from 0; -1 before the first."""
        return int(self._row.value)

    def give(self, attempt: _Attempt) -> None:
        """Send work to an idle child."""
        self.attempt = attempt
        self._row.value = _NOT_STARTED
        self._seen, self._since = _NOT_STARTED, time.monotonic()
        self.pipe.send_bytes(_message(attempt))

    def waits_since(self) -> float:
        """Return for how long, in seconds, it has been at the same row."""
        now = time.monotonic()
        if self.row != self._seen:
            self._seen, self._since = self.row, now
        return now - self._since

    def end(self) -> None:
        """Kill the child and let go of it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """Children that work through chunks by one plan.

    Args:
        count: How many work at a time, at most; a child is made when there is work for it.
        plan: What to do.
        source: Where the chunks come from, for its columns.
        limit_s: Seconds that one row may take; None for what its kind may.
        method: How children are made, "fork" or "spawn"; None for the best that is safe here.
    """

    def __init__(
        self, count: int, plan: Plan, source: Source, *, limit_s: float | None = None, method: str | None = None
    ) -> None:
        self._plan, self._source = plan, source
        self._limit_s = limit_s or (FILE_LIMIT_S if plan.reads_files else TEXT_LIMIT_S)
        method = method or ("fork" if can_fork() else "spawn")
        self._context: Any = get_context(method)
        # Made before the fork, the automaton and the tables are shared by all children.
        self._worker = Worker(plan, source) if method == "fork" else None
        self._again: deque[_Attempt] = deque()
        self._slots: list[_Slot] = []
        self._count = count
        # What lies in frozen pages is not touched by the children's garbage collection, and so stays shared.
        gc.collect()
        gc.freeze()

    def _start(self) -> _Slot:
        try:
            return self._started()
        except OSError as error:
            message = f"the system has no room for another worker ({(error.strerror or 'unknown error').lower()}); try fewer --workers"
            raise WorkersError(message) from error

    def _started(self) -> _Slot:
        ours, theirs = self._context.Pipe()
        row = self._context.RawValue(ctypes.c_longlong, _NOT_STARTED)
        # A forked child must close what it inherits of its siblings' pipes, or they never learn that the parent is gone.
        inherited = [ours, *(slot.pipe for slot in self._slots)] if self._worker is not None else []
        arguments = (theirs, row, self._worker, self._plan, self._source, inherited, os.getpid())
        process = self._context.Process(target=_serve, args=arguments, daemon=True)
        with undisturbed():
            process.start()
        theirs.close()
        return _Slot(process, ours, row)

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return bool(self._again) or any(slot.attempt is not None for slot in self._slots)

    def submit(self, chunk: Chunk) -> bool:
        """Give a chunk to an idle child; False when there is none."""
        if self._again:
            return False
        slot = next((slot for slot in self._slots if slot.attempt is None), None) or self._another()
        if slot is None:
            return False
        self._give(slot, _Attempt(_Job(chunk)))
        return True

    def _another(self) -> _Slot | None:
        """Return one more child; None when there are enough of them, or the system has no room for more."""
        if len(self._slots) >= self._count:
            return None
        try:
            slot = self._start()
        except WorkersError:
            if not self._slots:
                raise
            self._count = len(self._slots)
            return None
        self._slots.append(slot)
        return slot

    def _give(self, slot: _Slot, attempt: _Attempt) -> None:
        try:
            slot.give(attempt)
        except OSError:
            self._bury(slot, E_CRASH)

    def wait(self) -> Iterator[tuple[Chunk, Result]]:
        """Wait for a moment at most, and yield what is done; what has died or hangs is taken care of.

        Raises:
            WorkersError: Children die whatever they are given.
        """
        pipes = {slot.pipe: slot for slot in self._slots if slot.attempt is not None}
        for pipe in connection.wait(list(pipes), timeout=_TICK_S):
            slot = pipes[pipe]  # type: ignore[index]  # what comes back is what was given
            try:
                answer = slot.pipe.recv_bytes()
            except (EOFError, OSError):
                self._bury(slot, E_CRASH)
                continue
            attempt, slot.attempt = slot.attempt, None
            assert attempt is not None
            if attempt.alone is None:
                yield attempt.job.chunk, _result(answer)
            else:
                attempt.job.cleared.add(attempt.alone)
                self._again.append(_Attempt(attempt.job))
        for slot in self._slots:
            if slot.attempt is not None and slot.waits_since() > self._limit_s:
                self._bury(slot, E_TIMEOUT)
        for slot in self._slots:
            if self._again and slot.attempt is None:
                self._give(slot, self._again.popleft())

    def _bury(self, slot: _Slot, code: str) -> None:
        """Put another child in the place of one that died or hangs, and see to what it worked on."""
        attempt, row = slot.attempt, slot.row
        slot.end()
        self._slots[self._slots.index(slot)] = self._start()
        if attempt is None:
            return
        job = attempt.job
        if attempt.alone is not None:
            job.marked[attempt.alone] = code
        elif not 0 <= row < job.chunk.rows:
            job.failures += 1
            if job.failures >= _MOST_FAILURES:
                message = f"workers keep dying (exit status {slot.process.exitcode}); is the machine out of memory?"
                raise WorkersError(message)
        elif row in job.cleared:
            # It did well alone and failed again among others: once is enough.
            job.marked[row] = code
        else:
            self._again.append(_Attempt(job, row))
            return
        self._again.append(_Attempt(job))

    def close(self) -> None:
        """End all children, whatever they are doing."""
        for slot in self._slots:
            slot.process.kill()
        for slot in self._slots:
            slot.end()
        self._slots.clear()
        gc.unfreeze()


@contextmanager
def undisturbed(signals: Sequence[signal.Signals] = _STOPPING) -> Iterator[None]:
    """Keep what stops a run waiting while a child is made: the child would print a traceback, or be left behind.

    Children and threads that are made meanwhile never see these signals, unless they ask for them.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- messages ----------------------------------------------------------------------------------


def _packed(header: Any, *bodies: bytes) -> bytes:
    encoded = json.dumps(header).encode()
    return b"".join((len(encoded).to_bytes(_PREFIX, "big"), encoded, *bodies))


def _unpacked(message: bytes) -> tuple[Any, memoryview]:
    size = int.from_bytes(message[:_PREFIX], "big")
    return json.loads(message[_PREFIX : _PREFIX + size]), memoryview(message)[_PREFIX + size :]


def _message(attempt: _Attempt) -> bytes:
    chunk, marked = attempt.job.chunk, attempt.job.marked
    if attempt.alone is not None:
        chunk, marked = row_of(chunk, attempt.alone), {}
    header = [chunk.number, chunk.row, chunk.rows, list(chunk.faults.items()), chunk.place, list(marked.items())]
    return _packed(header, chunk.payload)


def _result(answer: bytes) -> Result:
    (tally, size), body = _unpacked(answer)
    return Result(bytes(body[:size]), bytes(body[size:]), tally)


# --- the child ---------------------------------------------------------------------------------


def _serve(
    pipe: Connection, row: Any, worker: Worker | None, plan: Plan, source: Source, inherited: Sequence[Connection], parent: int
) -> None:
    """Work until the parent goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    _end_with(parent)
    faulthandler.disable()
    for other in inherited:
        other.close()
    worker = worker or Worker(plan, source)
    _limit_memory()
    gc.freeze()
    # Rows leave no cycles behind; looking for them often only costs time.
    gc.set_threshold(100_000, 50, 100)

    def at(number: int) -> None:
        row.value = number

    with suppress(EOFError, OSError):
        while True:
            header, body = _unpacked(pipe.recv_bytes())
            number, first, rows, faults, place, marked = header
            chunk = Chunk(number, first, rows, bytes(body), dict(faults), place)
            result = worker.work(chunk, marked=dict(marked), at=at)
            pipe.send_bytes(_packed([result.tally, len(result.main)], result.main, result.long))


def _end_with(parent: int) -> None:
    """Let this process end when its parent does, also in the middle of a document, where the system can."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _limit_memory() -> None:
    """Let a document that wants too much memory fail with MemoryError, and a crash leave no dump, where the system can."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    # What a crash leaves would hold the text of a résumé.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (no file of ours)
        mapped = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = mapped + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
