"""The same plan on a Dask cluster: parts of the input are read and scored by its workers, the rows come back in order.

A part is a stretch of the input that a worker cuts for itself, so the workers must see the input under the same path.
Each part is a partition of a Dask frame, and ``map_partitions`` scores it with what ``score_frame`` is made of. Rows go
into the same journal as those of the local engine: the output is the same to the byte, and a run can be resumed with
either. A partition that kills one worker after the other is given to the local pool, which finds the row.
"""

from __future__ import annotations

import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib import import_module
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any, NamedTuple

from gapscan.batch.chunks import Chunk, Source, rows_of
from gapscan.batch.desk import Desk, Entry
from gapscan.batch.frames import as_frame, frame_types
from gapscan.batch.journal import Journal, kept
from gapscan.batch.local import EXIT_INTERRUPTED, knowledge, readable, run_with
from gapscan.batch.plan import Plan
from gapscan.batch.pool import Pool, undisturbed
from gapscan.batch.progress import Progress
from gapscan.batch.rows import LIST_COLUMNS, Row
from gapscan.batch.sinks import Encoder, Value
from gapscan.batch.summary import Tally
from gapscan.batch.work import Result, entries_of
from gapscan.errors import FileAccessError, MissingExtraError, UsageError
from gapscan.records import Notice

if TYPE_CHECKING:
    import pandas

# A task costs Dask three milliseconds; a partition of this size takes a second.
_ROWS_PER_PART = 2_048
# Partitions under way or waiting to be fetched, a worker.
_AHEAD = 4
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
_ENTRY_TYPES = {"id": "object", "text": "object", "file": "object", "job": "object", "notices": "object", "error": "object"}


class _Part(NamedTuple):
    """A stretch of the input: a chunk without its bytes, and the place where it begins."""

    chunk: Chunk
    begins: int


def need_dask() -> None:
    """Raise a MissingExtraError unless Dask can be used."""
    try:
        import_module("dask.dataframe")
        import_module("distributed")
    except ImportError as error:
        raise MissingExtraError("dask", "--engine dask") from error


def run_cluster(
    plan: Plan, source: Source, journal: Journal, *, talk: Callable[[str], None], scheduler: str | None = None
) -> int:
    """Work through an input on a cluster and make the outputs; returns and raises as ``run_local`` does.

    Args:
        plan: What to do.
        source: The input; the workers must see it under the same path.
        journal: New, or that of the run to go on with.
        talk: Takes lines for the person.
        scheduler: Address of a Dask scheduler; None starts a cluster of ``plan.workers`` processes on this machine.

    Raises:
        UsageError: The plan asks for what only the local engine does, or the scheduler can't be reached.
    """
    for wanted, why in (
        (plan.long is not None, "--long"), (plan.input.suffix.lower() == ".gz", "a packed input (unpack it first)"),
    ):  # fmt: skip
        if wanted:
            message = f"{why} goes with --engine local only"
            raise UsageError(message)
    with _client(plan, scheduler, talk) as client:
        code = run_with(plan, source, journal, talk=talk, work=partial(_work_through, client, plan, source, journal))
        if code == EXIT_INTERRUPTED and scheduler is None:
            # Workers would end what they are at before they go, and nobody waits for that, or wants to read how they went.
            logging.disable(logging.CRITICAL)
            for process in client.run(os.getpid).values():
                os.kill(process, _KILL)
        return code


@contextmanager
def _client(plan: Plan, scheduler: str | None, talk: Callable[[str], None]) -> Iterator[Any]:
    distributed: Any = import_module("distributed")
    if scheduler is None:
        if os.name == "posix":
            # Started later it would let Ctrl-C through again.
            resource_tracker.ensure_running()
        # Ctrl-C goes to every process of a terminal, and is for this one alone to answer.
        with undisturbed((signal.SIGINT,)):
            # Nothing but this machine may reach it: a scheduler runs what it is sent.
            cluster = distributed.LocalCluster(
                n_workers=plan.workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )  # fmt: skip
            client = distributed.Client(cluster)
        before = logging.root.manager.disable
        try:
            with cluster, client:
                yield client
        finally:
            logging.disable(before)
        return
    if scheduler.startswith("tcp://") and not scheduler.startswith(("tcp://127.", "tcp://localhost", "tcp://[::1]")):
        talk("gapscan: the scheduler is reached without encryption; résumés travel in the clear (tls:// is safe)")
    try:
        client = distributed.Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        message = f"--scheduler {scheduler}: no Dask scheduler answers there"
        raise UsageError(message) from error
    with client:
        yield client


def _work_through(client: Any, plan: Plan, source: Source, journal: Journal, progress: Progress) -> None:
    """Score every part from the journal's position on, a bounded number of them at a time, and keep the rows in order."""
    dask: Any = import_module("dask")
    frames: Any = import_module("dask.dataframe")
    encoder = Encoder(plan.columns, plan.output_format, raw=plan.raw)
    ahead = _AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    under_way: deque[tuple[_Part, Any]] = deque()
    made_of = knowledge()
    try:
        # Lists in cells are lists; Dask would make strings of them.
        with dask.config.set({"dataframe.convert-string": False}):
            for part in _parts(source, plan, journal):
                read = frames.from_map(partial(_read, source, plan), [part], meta=_entry_meta(plan), enforce_metadata=False)
                scored = read.map_partitions(_score, plan, made_of, meta=_row_meta(plan), enforce_metadata=False)
                under_way.append((part, client.compute(scored.to_delayed()[0])))
                if len(under_way) >= ahead:
                    _take(under_way, encoder, plan, source, journal)
                progress.at(journal, source)
            while under_way:
                _take(under_way, encoder, plan, source, journal)
                progress.at(journal, source)
    finally:
        client.cancel([future for _, future in under_way])
        with kept(plan.output):
            journal.flush()


def _take(
    under_way: deque[tuple[_Part, Any]], encoder: Encoder, plan: Plan, source: Source, journal: Journal
) -> None:
    """Wait for the first part and put its rows into the journal."""
    distributed: Any = import_module("distributed")
    part, future = under_way[0]
    try:
        result = _encoded(future.result(), plan, encoder)
    except distributed.KilledWorker:
        result = _locally(part, plan, source)
    except OSError as error:
        reason = f"a worker of the cluster can't read it ({(error.strerror or 'unknown error').lower()})"
        raise FileAccessError(str(source.path), reason) from error
    with kept(plan.output):
        journal.add(part.chunk, result)
    under_way.popleft()


def _parts(source: Source, plan: Plan, journal: Journal) -> Iterator[_Part]:
    begins = journal.position.place
    for chunk in readable(source, journal, rows=_ROWS_PER_PART):
        yield _Part(chunk._replace(payload=b""), begins)
        begins = chunk.place


def _chunk_of(part: _Part, source: Source) -> Chunk:
    """Cut a part out of the input again, this time with its bytes."""
    about = part.chunk
    return next(source.chunks(rows=about.rows, number=about.number, row=about.row, place=part.begins))


def _locally(part: _Part, plan: Plan, source: Source) -> Result:
    """Score a part in a process that can be killed: the row that kills it is found and marked."""
    pool = Pool(1, plan, source)
    try:
        pool.submit(_chunk_of(part, source))
        while True:
            for _, result in pool.wait():
                return result
    finally:
        pool.close()


# --- on the workers ----------------------------------------------------------------------------


def _read(source: Source, plan: Plan, part: _Part) -> pandas.DataFrame:
    """Return a part as a frame of entries."""
    import pandas

    made = entries_of(plan, source)
    chunk = _chunk_of(part, source)
    rows = enumerate(rows_of(chunk))
    entries = [made(bytes(data), chunk.row + number, chunk.faults.get(number, "")) for number, data in rows]
    columns: dict[str, Any] = {
        "id": [one.id for one in entries],
        "text": [one.text for one in entries],
        "file": [one.file for one in entries],
        "job": [one.job for one in entries],
        "notices": [[notice.code for notice in one.notices] for one in entries],
        "error": [one.error for one in entries],
        **{name: [one.keep[place] for one in entries] for place, name in enumerate(plan.keep)},
    }
    return pandas.DataFrame({name: pandas.Series(values, dtype="object") for name, values in columns.items()})


def _score(frame: pandas.DataFrame, plan: Plan, made_of: str) -> pandas.DataFrame:
    """Return the scored frame of a frame of entries: what ``map_partitions`` is given.

    Raises:
        UsageError: This worker has another gapscan than the one that ``made_of`` tells of: its rows would not fit.
    """
    if knowledge() != made_of:
        message = "a worker of the cluster has another version of gapscan or of its data; install the same one everywhere"
        raise UsageError(message)
    columns = [frame[name].tolist() for name in ("id", "text", "file", "job", "notices", "error")]
    entries = [
        Entry(identifier, text, file, job, notices=tuple(Notice(code, "") for code in notices), error=error)
        for identifier, text, file, job, notices, error in zip(*columns, strict=True)
    ]
    scored = as_frame([done.row for done in _desk(plan).done(entries)], frame["id"], frame.index)
    for name in plan.keep:
        scored[name] = frame[name]
    return scored


@lru_cache(maxsize=2)
def _desk(plan: Plan) -> Desk:
    assert plan.job is not None
    return Desk(plan.job, as_of=plan.as_of, base=plan.base, pdf_engine=plan.pdf_engine)


def _entry_meta(plan: Plan) -> pandas.DataFrame:
    return _meta({**_ENTRY_TYPES, **dict.fromkeys(plan.keep, "object")})


def _row_meta(plan: Plan) -> pandas.DataFrame:
    return _meta({**frame_types(), **dict.fromkeys(plan.keep, "object")})


def _meta(types: dict[str, str]) -> pandas.DataFrame:
    import pandas

    return pandas.DataFrame({name: pandas.Series([], dtype=dtype) for name, dtype in types.items()})


# --- the rows that come back -------------------------------------------------------------------


def _encoded(frame: pandas.DataFrame, plan: Plan, encoder: Encoder) -> Result:
    """Return a scored frame as the local engine's workers would give it."""
    import pandas

    tally = Tally()
    rows: list[tuple[Value, ...]] = []
    names = ("id", *Row._fields, *plan.keep)
    for values in zip(*(frame[name].tolist() for name in names), strict=True):
        cells: list[Any] = [
            tuple(value) if name in LIST_COLUMNS else None if value is None or value is pandas.NA or value != value else value
            for name, value in zip(names, values, strict=True)
        ]
        tally.add(Row(*cells[1 : 1 + len(Row._fields)]))
        rows.append(tuple(cells))
    return Result(encoder.encode(rows), b"", tally.to_dict())
