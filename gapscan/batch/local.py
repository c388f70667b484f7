"""A plan → its outputs, on this machine: chunks to the pool, results to the journal in order, the whole at the end.

What is under way is bounded, so memory stays flat; what is done is on the disk a second later. Trouble with the disk
stops the run with one line and is never blamed on a row.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any

from gapscan import __version__, taxonomy
from gapscan.batch import summary
from gapscan.batch.chunks import UNPACKING_ERRORS, Chunk, Source
from gapscan.batch.journal import SCHEMA, Journal, kept, write_durably
from gapscan.batch.plan import Plan
from gapscan.batch.pool import Pool
from gapscan.batch.progress import Progress
from gapscan.batch.sinks import LONG_COLUMNS, Encoder, join
from gapscan.batch.summary import Tally
from gapscan.batch.work import Result
from gapscan.errors import DamagedFileError, FileAccessError
from gapscan.resources import data_path, model_path

EXIT_DONE = 0
EXIT_NOTHING_SCORED = 3
EXIT_INTERRUPTED = 130
# Chunks under way or waiting for an earlier one, a worker.
_AHEAD = 4

Talk = Callable[[str], None]


def manifest(plan: Plan, source: Source) -> dict[str, Any]:
    """Return what makes a run the same run: input, options, and the data of gapscan that decide a row."""
    return {
        "schema": SCHEMA,
        "gapscan": __version__,
        "taxonomy": taxonomy.load().version,
        "knowledge": knowledge(),
        "input": source.digest(),
        "options": {
            "job": sha256(repr(plan.job).encode()).hexdigest(),
            "job-column": plan.job_column,
            "as-of": str(plan.as_of),
            "text-column": plan.text,
            "file-column": plan.file,
            "id-column": plan.id,
            "keep": list(plan.keep),
            "long": plan.long_format,
            "output": plan.output_format,
            "raw": plan.raw,
            "pdf-engine": plan.pdf_engine,
        },
    }


@lru_cache(maxsize=1)
def knowledge() -> str:
    """Return a digest of the version of gapscan and of the data beside the taxonomy's skills that decide a row."""
    seen = sha256(f"{__version__}\0{taxonomy.load().version}\0".encode())
    for path in (*sorted(data_path("taxonomy").glob("*.jsonl")), model_path("senses", "weights.json")):
        seen.update(path.name.encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()


def run_local(plan: Plan, source: Source, journal: Journal, *, talk: Talk, limit_s: float | None = None) -> int:
    """Work through an input on this machine and make the outputs.

    Args:
        plan: What to do.
        source: The input.
        journal: New, or that of the run to go on with.
        talk: Takes lines for the person.
        limit_s: Seconds that one row may take; None for what its kind may.

    Returns:
        0 when all rows are done, whatever their errors; 3 when there were rows and none could be scored; 130 when
        the person stopped it.

    Raises:
        GapscanError: The input can't be read on, or an output can't be written. What is done stays in the journal.
    """

    def work(progress: Progress) -> None:
        _work_through(plan, source, journal, progress=progress, limit_s=limit_s)

    return run_with(plan, source, journal, talk=talk, work=work)


def run_with(plan: Plan, source: Source, journal: Journal, *, talk: Talk, work: Callable[[Progress], None]) -> int:
    """Let some engine fill a journal and make the outputs of it; returns and raises as ``run_local`` does."""
    progress = Progress(before=journal.tally.rows)
    try:
        with _stoppable():
            stamp = _stamp(source)
            work(progress)
            progress.clear()
            if _stamp(source) != stamp:
                reason = f"it was changed while it was read; remove {journal.folder} and start over"
                raise FileAccessError(str(source.path), reason, code="E-RESUME-MISMATCH")
            with kept(plan.output):
                publish(plan, journal)
    except KeyboardInterrupt:
        progress.clear()
        if not journal.is_removed:
            talk(stopped(journal.tally.rows))
            return EXIT_INTERRUPTED
    finally:
        progress.clear()
        journal.leave()
    return report(journal.tally, talk)


def stopped(rows: int) -> str:
    """Return what a person who stopped a run is told, by how many rows are kept."""
    if not rows:
        return "gapscan: stopped before any rows were kept; the same command starts over"
    return f"gapscan: stopped; {rows:,} rows are kept: add --resume to the same command to go on"


def report(tally: Tally, talk: Talk) -> int:
    """Tell the counts and return the exit code."""
    for line in summary.lines(tally):
        talk(f"gapscan: {line}")
    return EXIT_NOTHING_SCORED if tally.rows and not tally.scored else EXIT_DONE


def _work_through(
    plan: Plan, source: Source, journal: Journal, *, progress: Progress, limit_s: float | None = None
) -> None:
    """Score every row from the journal's position on and put the results into it, in order."""
    done: dict[int, tuple[Chunk, Result]] = {}
    chunks = readable(source, journal, rows=plan.chunk_rows)
    pool = Pool(plan.workers, plan, source, limit_s=limit_s)
    waiting = journal.position.number
    submitted = waiting
    try:
        upcoming = next(chunks, None)
        while upcoming is not None or pool.busy or done:
            while upcoming is not None and submitted - waiting < _AHEAD * plan.workers and pool.submit(upcoming):
                submitted += 1
                upcoming = next(chunks, None)
            done.update((chunk.number, (chunk, result)) for chunk, result in pool.wait())
            with kept(plan.output):
                waiting = _put(done, journal, waiting)
            progress.at(journal, source)
    except KeyboardInterrupt:
        pool.close()
        with kept(plan.output):
            _put(done, journal, waiting)
            journal.flush()
        raise
    finally:
        pool.close()
    with kept(plan.output):
        journal.flush()


def _put(done: dict[int, tuple[Chunk, Result]], journal: Journal, number: int) -> int:
    """Put what is done into the journal as far as nothing before it is missing; return what is missing next."""
    while number in done:
        journal.add(*done[number])
        # Only now: when the disk is full it must not count as kept.
        del done[number]
        number += 1
    return number


def readable(source: Source, journal: Journal, *, rows: int) -> Iterator[Chunk]:
    """Yield the chunks from the journal's position on, of at most so many rows; trouble with the input becomes one line."""
    at = journal.position
    try:
        yield from source.chunks(rows=rows, number=at.number, row=at.row, place=at.place)
    except UNPACKING_ERRORS as error:
        reason = "the gzip file is damaged or cut short; the rows before are kept, but there is no output"
        raise DamagedFileError(str(source.path), reason) from error
    except OSError as error:
        raise FileAccessError(str(source.path), f"can't be read on ({(error.strerror or 'unknown').lower()})") from error


def _stamp(source: Source) -> object:
    if source.path.is_dir():
        return source.digest()
    status = source.path.stat()
    return status.st_size, status.st_mtime_ns


def publish(plan: Plan, journal: Journal) -> None:
    """Make the outputs of a journal that is complete, each whole under its name, and remove the journal."""
    if plan.long is not None:
        join(journal.pieces(long=True), plan.long, Encoder(LONG_COLUMNS, plan.long_format, raw=plan.raw))
    if plan.summary is not None:
        _write_summary(plan, journal.tally, plan.summary)
    main = Encoder(plan.columns, plan.output_format, raw=plan.raw)
    join(journal.pieces(), plan.output, main, folder=plan.output_folder)
    journal.remove()


def _write_summary(plan: Plan, tally: Tally, path: Path) -> None:
    job = f"column {plan.job_column}" if plan.job_column else plan.job.id if plan.job else ""
    table = summary.as_dict(tally, source=plan.input.name, job=job, taxonomy=taxonomy.load().version)
    write_durably(path, json.dumps(table, ensure_ascii=False, indent=2).encode() + b"\n", mode=0o666)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let a polite request to end (SIGTERM) stop a run as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
