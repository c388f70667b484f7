"""Many résumés → one row each: ``score_frame`` and ``rank`` for pandas, ``run`` for ``gapscan batch``.

One row comes out for each row that goes in, in the same order; a row that can't be scored carries the code of its
error. The same scoring runs in a process pool on one machine and on a Dask cluster.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gapscan.batch.frames import frame_types, rank, score_frame
from gapscan.batch.rows import COLUMNS

if TYPE_CHECKING:
    from gapscan.batch.plan import Plan

__all__ = ["COLUMNS", "frame_types", "rank", "run", "score_frame"]


def run(options: Any, *, talk: Callable[[str], None]) -> int:
    """Run ``gapscan batch``.

    Args:
        options: The parsed arguments.
        talk: Takes lines for the person; the progress line goes to standard error, if that is a terminal.

    Returns:
        0 when every row is done, also when rows have errors; 3 when there were rows and none could be scored; 130
        when it was stopped, and can be gone on with.

    Raises:
        UsageError: Options that do not go together, a column that is not there, or an unfinished run in the way.
        InputError: The input can't be read, the disk is full, or the run to resume was another one.
        MissingExtraError: Parquet or Dask is asked for and not installed.
    """
    from gapscan.batch import local

    try:
        return _run(options, talk=talk)
    except KeyboardInterrupt:
        # In the middle of the work it is caught there; this is before.
        kept = "gapscan: stopped; what an earlier run kept is as it was: give the same command again"
        talk(kept if options.resume else local.stopped(0))
        return local.EXIT_INTERRUPTED


def _run(options: Any, *, talk: Callable[[str], None]) -> int:
    from gapscan import taxonomy, timeline
    from gapscan.analyzer import resolve_job
    from gapscan.batch import journal, local, plan
    from gapscan.batch.parquet import ParquetSource
    from gapscan.batch.sources import open_source

    planned = plan.from_options(options, as_of=timeline.current_month(), cores=_cores())
    _need_extras(planned, engine=options.engine, scheduler=options.scheduler)
    source = open_source(planned.input, planned.input_kind, without=planned.written)
    planned = plan.with_columns(planned, source.names)
    if isinstance(source, ParquetSource):
        source = source.only(planned.wanted)
    planned = replace(planned, job=resolve_job(options.job, taxonomy.load()))
    earlier = journal.read_manifest(planned.output) if options.resume else None
    if earlier is not None and options.as_of is None:
        # "Present" stays what it was when the run began.
        planned = replace(planned, as_of=journal.month_of(earlier) or planned.as_of)
    with journal.kept(planned.output):
        opened = journal.open_journal(planned.output, local.manifest(planned, source), resume=options.resume)
    if options.resume:
        rows = opened.tally.rows
        talk(f"gapscan: going on after {rows:,} rows" if rows else "gapscan: nothing to resume; starting with the first row")
    try:
        if options.engine == "dask":
            from gapscan.batch import cluster

            return cluster.run_cluster(planned, source, opened, talk=talk, scheduler=options.scheduler)
        return local.run_local(planned, source, opened, talk=talk)
    finally:
        opened.leave()


def _need_extras(planned: Plan, *, engine: str, scheduler: str | None) -> None:
    """Raise a MissingExtraError, before any work, unless what the plan asks for is installed."""
    from gapscan.batch import sinks
    from gapscan.errors import UsageError

    if "parquet" in (planned.output_format, planned.long_format):
        sinks.need_parquet()
    if engine == "dask":
        from gapscan.batch import cluster

        cluster.need_dask()
    elif scheduler:
        message = "--scheduler goes with --engine dask"
        raise UsageError(message)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
