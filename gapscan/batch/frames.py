"""pandas in, pandas out: ``score_frame`` and ``rank``.

Pure: the frame that is given is not changed, and the same frame gives the same answer wherever it is called, in a
notebook, in a partition of Dask, in ``mapInPandas`` of Spark.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gapscan.batch.desk import E_EMPTY, Desk, Entry
from gapscan.batch.plan import text_column
from gapscan.batch.rows import COLUMNS, LIST_COLUMNS, Row
from gapscan.errors import UsageError
from gapscan.jobs import DEFAULT_JOB
from gapscan.records import Document, JobProfile, Month

if TYPE_CHECKING:
    import pandas

_AT_ONCE = 512
# Column → dtype. Lists are Python lists in columns of objects; an id keeps the type it came with.
_TYPES = {
    "id": "object",
    "score": "float64",
    "must_coverage": "float64",
    "confidence": "float64",
    "matched": "object",
    "missing_must": "object",
    "missing_preferred": "object",
    "suggested_certifications": "object",
    "months_experience": "Int64",
    "error": "object",
}


def frame_types() -> dict[str, str]:
    """Return the dtypes of a scored frame by column: what Dask calls ``meta``."""
    return dict(_TYPES)


def score_frame(
    frame: pandas.DataFrame,
    *,
    text: str | None = None,
    file: str | None = None,
    id: str | None = None,  # noqa: A002 (the name of the column it makes)
    job: str | Path | JobProfile | Document = DEFAULT_JOB,
    job_column: str | None = None,
    keep: Sequence[str] = (),
    as_of: Month | None = None,
    pdf_engine: str = "auto",
) -> pandas.DataFrame:
    """Score every row of a frame against a job.

    Args:
        frame: One résumé a row; it is not changed.
        text: Column of texts; None finds it by its name ("text", "resume", …).
        file: Column of paths to read instead.
        id: Column that identifies a row; None takes the labels of the index.
        job: Id of a built-in job, a job file, a posting file, a Document of a posting, or a JobProfile.
        job_column: Column that names the job of each row; where it is empty, ``job`` holds.
        keep: Columns to carry over, behind the others.
        as_of: Month that "present" means; None for the current one.
        pdf_engine: "auto", "pypdf" or "pdfium".

    Returns:
        A frame with the same index in the same order, one row each, and the columns of ``gapscan.batch.COLUMNS``:
        ``score`` (0 to 100), ``must_coverage`` and ``confidence`` (0 to 1) float64, NaN where there is none;
        ``matched``, ``missing_must``, ``missing_preferred`` and ``suggested_certifications`` lists of str;
        ``months_experience`` Int64, <NA> where no work is dated; ``error`` a code, "" where there is none. An empty
        frame gives an empty frame with the same columns and types.

    Raises:
        UsageError: A column is not there, or there twice.
        GapscanError: The job can't be read.

    Example:
        >>> import pandas
        >>> frame = pandas.DataFrame({"resume": ["Skills: Python, SQL", ""]})
        >>> score_frame(frame)["error"].tolist()
        ['', 'E-EMPTY']
    """
    text = _checked(frame, text=text, file=file, others=(id, job_column, *keep), keep=keep)
    desk = _desk(job, as_of, pdf_engine)
    contents = frame[text if file is None else file].tolist()
    wanted = frame[job_column].tolist() if job_column is not None else [""] * len(frame)
    entries = [
        _entry(content, is_file=file is not None, job=_text(name).strip()) for content, name in zip(contents, wanted, strict=True)
    ]
    rows = [done.row for start in range(0, len(entries), _AT_ONCE) for done in desk.done(entries[start : start + _AT_ONCE])]
    scored = as_frame(rows, frame[id] if id is not None else frame.index, frame.index)
    for name in keep:
        scored[name] = frame[name]
    return scored


def _checked(
    frame: pandas.DataFrame, *, text: str | None, file: str | None, others: Sequence[str | None], keep: Sequence[str]
) -> str | None:
    """Return the column of texts, found by its name where it must be; see ``score_frame`` for what is refused."""
    if not hasattr(frame, "columns"):
        message = f"a pandas DataFrame is needed, one résumé a row; this is a {type(frame).__name__}"
        raise UsageError(message)
    columns: list[Any] = list(frame.columns)
    clash = [name for name in keep if name in COLUMNS]
    if clash:
        message = f"the result has a column {clash[0]!r} already; rename it before it is kept"
        raise UsageError(message)
    if text is None and file is None:
        text = text_column(list(map(str, columns)), hint="; name it with text=, or a column of paths with file=")
    for name in (text, file, *others):
        count = columns.count(name)
        if name is not None and count != 1:
            there = ", ".join(map(str, columns))
            told = f"{count} columns {name!r}; rename all but one of them" if count else f"no column {name!r}; it has {there}"
            message = f"the frame has {told}"
            raise UsageError(message)
    return text


def rank(
    frame: pandas.DataFrame, job: str | Path | JobProfile | Document = DEFAULT_JOB, *, top: int | None = None, **options: Any
) -> pandas.DataFrame:
    """Score a frame and put the best first.

    Args:
        frame: One résumé a row.
        job: As for ``score_frame``.
        top: How many to return; None for all.
        **options: As for ``score_frame``.

    Returns:
        The scored frame ordered by score, then coverage of the musts, then as it came; its first column ``rank``
        (Int64) counts from 1, and rows of equal score and coverage share a rank. Rows without a score come last and
        have none. The index tells which row of ``frame`` each one is.

    Raises:
        UsageError: A column is not there.
        GapscanError: The job can't be read.
    """
    import pandas

    scored = score_frame(frame, job=job, **options)
    ordered = scored.sort_values(["score", "must_coverage"], ascending=False, kind="stable", na_position="last")
    pairs = list(zip(ordered["score"], ordered["must_coverage"].fillna(-1.0), strict=True))
    ranks: list[int | None] = []
    for number, pair in enumerate(pairs, 1):
        is_scored = pair[0] == pair[0]
        ranks.append((ranks[-1] if number > 1 and pairs[number - 2] == pair else number) if is_scored else None)
    ordered.insert(0, "rank", pandas.Series(ranks, index=ordered.index, dtype="Int64"))
    return ordered if top is None else ordered.head(top)


def _entry(content: Any, *, is_file: bool, job: str) -> Entry:
    text = _text(content)
    if not text or text.isspace():
        return Entry(error=E_EMPTY)
    return Entry(file=text, job=job) if is_file else Entry(text=text, job=job)


def _text(value: Any) -> str:
    """Return a cell as text; what pandas takes for missing is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, bytes):
        from gapscan.readers.plain import decode

        return decode(value)[0]
    import pandas

    return "" if pandas.api.types.is_scalar(value) and pandas.isna(value) else str(value)


def _desk(job: str | Path | JobProfile | Document, as_of: Month | None, pdf_engine: str) -> Desk:
    from gapscan import jobs, timeline

    month = as_of or timeline.current_month()
    # A file may change between two calls; what is fixed is kept, because partitions call this again and again.
    if isinstance(job, JobProfile) or (isinstance(job, str) and job in jobs.available()):
        return _kept_desk(job, month, pdf_engine)
    return _new_desk(job, month, pdf_engine)


def _new_desk(job: str | Path | JobProfile | Document, as_of: Month, pdf_engine: str) -> Desk:
    from gapscan import taxonomy
    from gapscan.analyzer import resolve_job

    return Desk(resolve_job(job, taxonomy.load()), as_of=as_of, pdf_engine=pdf_engine)


@lru_cache(maxsize=8)
def _kept_desk(job: str | JobProfile, as_of: Month, pdf_engine: str) -> Desk:
    return _new_desk(job, as_of, pdf_engine)


def as_frame(rows: Sequence[Row], ids: Any, index: Any) -> pandas.DataFrame:
    """Return rows as a frame with the columns and types of ``frame_types``."""
    import pandas

    columns: dict[str, Any] = {"id": pandas.Series(list(ids), index=index, dtype="object")}
    for number, name in enumerate(Row._fields):
        values: list[Any] = [row[number] for row in rows]
        if name in LIST_COLUMNS:
            values = [list(value) for value in values]
        columns[name] = pandas.Series(values, index=index, dtype=_TYPES[name])
    return pandas.DataFrame(columns, index=index, columns=list(COLUMNS))
