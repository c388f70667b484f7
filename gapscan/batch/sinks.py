"""Rows → bytes of CSV or JSON lines, and finished pieces → one whole file (Parquet as well).

A worker encodes its rows and hands over finished bytes; pieces of a file are joined by copying. For Parquet a piece
holds JSON lines, and only the joining makes the columns, in row groups of fixed size, so that the file does not depend
on how the work was cut. Lists are joined by "; " in CSV and are lists elsewhere.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from gapscan.batch.rows import LIST_COLUMNS
from gapscan.errors import MissingExtraError
from gapscan.safety import cell

# Rows that are Python objects at a time (4 KB each as such), and tables of them that make a row group of the Parquet file.
_ROWS_PER_TABLE = 2_048
_TABLES_PER_GROUP = 16
LONG_COLUMNS = (
    "id", "skill", "name", "kind", "stance", "confidence", "strength", "months", "last_used", "stated_years", "implied_by",
)  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
_NUMBERS = frozenset(("score", "must_coverage", "confidence", "stated_years"))
_WHOLE = frozenset(("months_experience", "months"))

Value = str | float | int | None | Sequence[str]


class Encoder:
    """Turns rows into the bytes of one format.

    Args:
        columns: Names of the columns, in order.
        form: csv, jsonl or parquet (JSON lines on their way to it).
        raw: Leave CSV cells alone that a spreadsheet would run.
    """

    def __init__(self, columns: Sequence[str], form: str, *, raw: bool = False) -> None:
        self.columns = tuple(columns)
        self.form = form
        self._raw = raw

    def header(self) -> bytes:
        """Return what stands before the first row."""
        return self._csv([[self._text(name) for name in self.columns]]) if self.form == "csv" else b""

    def encode(self, rows: Iterable[Sequence[Value]]) -> bytes:
        """Return the bytes of some rows, values in the order of the columns."""
        if self.form == "csv":
            return self._csv([[self._cell(value) for value in row] for row in rows])
        dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        columns = self.columns
        # A lone surrogate from a JSON input is no UTF-8.
        lines = "".join(f"{dumps(dict(zip(columns, row, strict=True)))}\n" for row in rows)
        return lines.encode("utf-8", "replace")

    def _cell(self, value: Value) -> Value:
        if value is None or isinstance(value, int | float):
            return value
        if isinstance(value, str):
            # A number is one in a spreadsheet too; only it may begin with a sign.
            return value if _NUMBER.fullmatch(value) else self._text(value)
        return self._text("; ".join(value))

    def _text(self, text: str) -> str:
        return text.replace("\x00", "") if self._raw else cell(text)

    def _csv(self, rows: Iterable[Sequence[Value]]) -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(rows)
        return out.getvalue().encode("utf-8", "replace")


def join(pieces: Sequence[tuple[Path, int, int]], target: Path, encoder: Encoder, *, folder: bool = False) -> None:
    """Join pieces into an output that appears under its name only when it is whole and on the disk.

    Args:
        pieces: Files, each with the offset and length of what belongs to the target, in order.
        target: Where the output goes.
        encoder: What encoded the pieces.
        folder: Whether to make a folder of Parquet files, one a piece.

    Raises:
        OSError: The disk is full or fails; no half output is left behind, nor is when the person stops it.
    """
    partial = target.with_name(f"{target.name}.part")
    try:
        if folder:
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            for number, piece in enumerate(pieces or [None]):
                _write(partial / f"part-{number:05d}.parquet", [piece] if piece else [], encoder)
            shutil.rmtree(target, ignore_errors=True)
        else:
            _write(partial, pieces, encoder)
        partial.replace(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True) if folder else partial.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _write(path: Path, pieces: Iterable[tuple[Path, int, int]], encoder: Encoder) -> None:
    with path.open("wb") as file:
        if encoder.form == "parquet":
            _write_parquet(_contents(pieces), file, encoder.columns)
        else:
            file.write(encoder.header())
            for content in _contents(pieces):
                file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _contents(pieces: Iterable[tuple[Path, int, int]]) -> Iterator[bytes]:
    for path, start, size in pieces:
        with path.open("rb") as file:
            file.seek(start)
            yield file.read(size)


def sync_folder(folder: Path) -> None:
    """Make what was renamed in a folder last through a loss of power, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def need_parquet() -> None:
    """Raise a MissingExtraError unless Parquet can be written."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("parquet", "writing Parquet") from error


def _write_parquet(contents: Iterable[bytes], file: BinaryIO, columns: Sequence[str]) -> None:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = pa.schema([(name, _arrow_type(name)) for name in columns])
    size = _ROWS_PER_TABLE * _TABLES_PER_GROUP
    with ParquetWriter(file, schema, compression="zstd") as writer:
        tables = (pa.Table.from_pylist(rows, schema) for rows in _rows_at_a_time(contents))
        while group := list(islice(tables, _TABLES_PER_GROUP)):
            writer.write_table(pa.concat_tables(group), row_group_size=size)


def _rows_at_a_time(contents: Iterable[bytes]) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of JSON lines in lists of fixed length, the last one shorter, wherever the pieces end."""
    lines = (line for content in contents for line in content.splitlines())
    while taken := list(islice(lines, _ROWS_PER_TABLE)):
        yield [json.loads(line) for line in taken]


def _arrow_type(name: str) -> Any:
    import pyarrow as pa

    if name in LIST_COLUMNS:
        return pa.list_(pa.string())
    if name in _NUMBERS:
        return pa.float64()
    return pa.int64() if name in _WHOLE else pa.string()

