"""Chunk of rows → finished bytes: what a worker process does.

Each row is taken apart, worked on and encoded here; whatever goes wrong with it becomes its ``error``. What comes
back are bytes and a few counts, never objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gapscan.batch.chunks import Chunk, Source, rows_of
from gapscan.batch.desk import E_EMPTY, Desk, Entry
from gapscan.batch.plan import Plan
from gapscan.batch.records import split_cells
from gapscan.batch.sinks import LONG_COLUMNS, Encoder
from gapscan.batch.sources import CsvSource, loads
from gapscan.batch.summary import Tally
from gapscan.readers import plain
from gapscan.readers.files import printable
from gapscan.records import Notice

E_FIELDS = "E-ROW-FIELDS"
E_JSON = "E-ROW-JSON"
_LONGEST_ID = 200


class Result(NamedTuple):
    """What became of a chunk: finished bytes for each output, and the counts of ``Tally.to_dict``."""

    main: bytes
    long: bytes
    tally: dict[str, Any]


class Worker:
    """Works through chunks by one plan; holds what is costly."""

    def __init__(self, plan: Plan, source: Source) -> None:
        assert plan.job is not None
        self._encoder = Encoder(plan.columns, plan.output_format, raw=plan.raw)
        self._long = Encoder(LONG_COLUMNS, plan.long_format, raw=plan.raw) if plan.long else None
        self._desk = Desk(
            plan.job, as_of=plan.as_of, base=plan.base, pdf_engine=plan.pdf_engine, with_skills=plan.long is not None
        )
        self._entry = entries_of(plan, source)

    def work(self, chunk: Chunk, *, marked: Mapping[int, str], at: Callable[[int], None]) -> Result:
        """Score a chunk.

        Args:
            chunk: Its rows.
            marked: Rows, counted from 0, that are not to be touched, each with its error.
            at: Called with the number of a row whenever it is turned to, and with the number of rows at the end.
        """
        entries = [
            self._entry(bytes(data), chunk.row + number, marked.get(number) or chunk.faults.get(number, ""))
            for number, data in enumerate(rows_of(chunk))
        ]
        every = self._desk.done(entries, at)
        at(chunk.rows)
        tally = Tally()
        for done in every:
            tally.add(done.row)
        main = self._encoder.encode((entry.id, *done.row, *entry.keep) for entry, done in zip(entries, every, strict=True))
        if self._long is None:
            return Result(main, b"", tally.to_dict())
        skills = ((entry.id, *skill) for entry, done in zip(entries, every, strict=True) for skill in done.skills)
        return Result(main, self._long.encode(skills), tally.to_dict())


# --- entries -----------------------------------------------------------------------------------

Entries = Callable[[bytes, int, str], Entry]


def entries_of(plan: Plan, source: Source) -> Entries:
    """Return what makes an entry of the bytes of a row, its number and what is wrong with it already ("" if nothing)."""
    return _csv_entries(plan, source) if isinstance(source, CsvSource) else _json_entries(plan)


def _csv_entries(plan: Plan, source: CsvSource) -> Entries:
    """Return what makes an entry of a CSV record."""
    names, columns, delimiter = source.names, source.dialect.columns, source.dialect.delimiter
    place = {name: number for number, name in reversed(list(enumerate(names)))}
    identifier = place[plan.id] if plan.id is not None else -1
    content = place[plan.text or plan.file or ""]
    job = place[plan.job_column] if plan.job_column is not None else -1
    keep = [place[name] for name in plan.keep]

    def entry(data: bytes, row: int, fault: str) -> Entry:
        cells = split_cells(data, delimiter)
        while len(cells) > columns and not cells[-1]:
            cells.pop()
        fault = fault or (E_FIELDS if len(cells) != columns else "")
        if fault:
            # Cells before a fault stand where they should; those behind it may not.
            known = identifier == 0 or (len(cells) == columns and identifier > 0)
            name = _decoded(cells[identifier], source.encoding)[0][:_LONGEST_ID] if known else str(row)
            return Entry(name, keep=(None,) * len(keep), error=fault)
        text, notices = _decoded(cells[content], source.encoding)
        return Entry(
            _decoded(cells[identifier], source.encoding)[0] if identifier >= 0 else str(row),
            text=text if plan.text else "",
            file="" if plan.text else text,
            job=_decoded(cells[job], source.encoding)[0].strip() if job >= 0 else "",
            keep=tuple([_decoded(cells[number], source.encoding)[0] for number in keep]),
            notices=notices,
            error="" if text and not text.isspace() else E_EMPTY,
        )

    return entry


def _decoded(cell: bytes, encoding: str) -> tuple[str, tuple[Notice, ...]]:
    if encoding != "utf-8":
        return cell.decode(encoding, "replace"), ()
    try:
        return cell.decode("utf-8"), ()
    except UnicodeDecodeError:
        return plain.decode(cell)


def _json_entries(plan: Plan) -> Entries:
    """Return what makes an entry of a JSON line; a folder's lines hold nothing but the file."""

    def entry(data: bytes, row: int, fault: str) -> Entry:
        nothing = Entry(str(row), keep=(None,) * len(plan.keep), error=fault or E_JSON)
        if fault:
            return nothing
        try:
            record = loads(data)
        except (ValueError, RecursionError):
            return nothing
        if not isinstance(record, dict):
            return nothing
        name = record.get("file" if plan.input_kind == "folder" else plan.id or "")
        identifier = str(row) if name is None else printable(_plain(name) or "") if plan.input_kind == "folder" else _plain(name)
        keep = tuple(_plain(record.get(column)) for column in plan.keep)
        content = _plain(record.get(plan.text or plan.file or "file"))
        if content is None or not content.strip():
            return Entry(identifier or "", keep=keep, error=E_EMPTY)
        return Entry(
            identifier or "",
            text=content if plan.text else "",
            file="" if plan.text else content,
            job=(_plain(record.get(plan.job_column)) or "").strip() if plan.job_column else "",
            keep=keep,
        )

    return entry


def _plain(value: Any) -> str | None:
    """Return a JSON value as text; None stays None."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
