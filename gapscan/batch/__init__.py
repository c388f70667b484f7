"""Many résumés → one row each: ``score_frame`` and ``rank`` for pandas, ``run`` for ``gapscan batch``.

One row comes out for each row that goes in, in the same order; a row that can't be scored carries the code of its
error. The same scoring runs in a process pool on one machine and on a Dask cluster.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gapscan.batch.frames import frame_types, rank, score_frame
from gapscan.batch.rows import COLUMNS

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
    from gapscan import taxonomy, timeline
    from gapscan.analyzer import resolve_job
    from gapscan.batch import journal, local, plan, sinks
    from gapscan.batch.sources import ParquetSource, open_source
    from gapscan.records import Month

    planned = plan.from_options(options, as_of=timeline.current_month(), cores=_cores())
    if "parquet" in (planned.output_format, planned.long_format):
        sinks.need_parquet()
    if options.engine == "dask":
        from gapscan.batch import cluster

        cluster.need_dask()
    elif options.scheduler:
        from gapscan.errors import UsageError

        message = "--scheduler goes with --engine dask"
        raise UsageError(message)
    source = open_source(planned.input, planned.input_kind)
    planned = plan.with_columns(planned, source.names)
    if isinstance(source, ParquetSource):
        needed = (planned.text, planned.file, planned.id, planned.job_column, *planned.keep)
        source = source.only([name for name in needed if name])
    planned = replace(planned, job=resolve_job(options.job, taxonomy.load()))
    earlier = journal.read_manifest(planned.output) if options.resume else None
    if earlier is not None and options.as_of is None:
        # "Present" stays what it was when the run began.
        year, month = str(earlier["options"]["as-of"]).split("-")
        planned = replace(planned, as_of=Month(int(year), int(month)))
    with journal.kept(planned.output):
        opened = journal.open_journal(planned.output, local.manifest(planned, source), resume=options.resume)
    if options.resume:
        rows = opened.tally.rows
        talk(f"gapscan: going on after {rows:,} rows" if rows else "gapscan: nothing to resume; starting with the first row")
    if options.engine == "dask":
        return cluster.run_cluster(planned, source, opened, talk=talk, scheduler=options.scheduler)
    return local.run_local(planned, source, opened, talk=talk)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
