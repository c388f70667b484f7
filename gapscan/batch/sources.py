"""An input → chunks of rows: raw bytes for the workers to take apart, in order, each with the place to go on from.

The parent only cuts; decoding, parsing and reading files is the workers' part. A chunk is bounded in rows and in bytes,
so memory stays flat whatever the input holds. Where CSV is concerned see ``records``.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from gapscan.batch.chunks import Chunk, Gathered, Source
from gapscan.batch.records import FAULT_SIZE, MAX_RECORD_BYTES, Cutter, Dialect, shape, split_cells
from gapscan.batch.wide import narrow_encoding, utf8_of
from gapscan.errors import DamagedFileError, EmptyFileError, FileAccessError, MissingExtraError

_SAMPLE = 256 * 1024
# Reading a file takes far longer than scoring a text: small chunks keep all workers busy and progress visible.
_FILES_PER_CHUNK = 8
_DELIMITERS = (b",", b";", b"\t")
_PLAIN = Dialect(b",", b"\n", 1)
_BOM = b"\xef\xbb\xbf"


def open_source(path: Path, kind: str, *, columns: Sequence[str] = ()) -> Source:
    """Open an input of a kind: csv, jsonl, parquet or folder.

    Args:
        path: The file or folder.
        kind: How to read it.
        columns: Columns that Parquet need not go without; all are read for the rest.

    Raises:
        FileAccessError: It is not there, or can't be read.
        EmptyFileError: There is not even a header.
        DamagedFileError: It is not what its name says.
        MissingExtraError: Parquet needs pyarrow.
    """
    try:
        if kind == "folder":
            return FolderSource(path, ("file",), files=tuple(_files(path)))
        if not path.is_file():
            reason = "no such file" if not path.exists() else "it is no regular file"
            raise FileAccessError(str(path), reason)
        if kind == "parquet":
            return _open_parquet(path)
        return _open_csv(path) if kind == "csv" else _open_jsonl(path)
    except (gzip.BadGzipFile, EOFError) as error:
        raise DamagedFileError(str(path), "the gzip file is damaged or cut short") from error
    except OSError as error:
        raise FileAccessError(str(path), f"can't be read ({(error.strerror or 'unknown').lower()})") from error


def _digest_of(path: Path) -> str:
    seen = sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            seen.update(block)
    return seen.hexdigest()


def _bytes_of(path: Path) -> BinaryIO:
    """Open a file for its UTF-8 bytes: unpacked, and UTF-16 turned into it."""
    file: Any = gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb")  # noqa: SIM115 (the caller closes it)
    return utf8_of(file)


# --- CSV ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CsvSource(Source):
    """A CSV file, maybe packed; ``start`` is the offset of its first row."""

    kind: str = "csv"
    dialect: Dialect = _PLAIN
    start: int = 0

    def chunks(self, *, rows: int, number: int = 0, row: int = 1, place: int = 0) -> Iterator[Chunk]:
        """Yield chunks of records; places are offsets in the unpacked bytes."""
        gathered = Gathered(number, row)
        with _bytes_of(self.path) as file:
            cutter = Cutter(file, self.dialect, position=place or self.start)
            for record in cutter:
                gathered.add(record.data, record.fault)
                if gathered.is_full(rows):
                    yield gathered.chunk(record.next)
            if gathered.parts:
                yield gathered.chunk(cutter.position)

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return _digest_of(self.path)


def _open_csv(path: Path) -> CsvSource:
    with _bytes_of(path) as file:
        sample = file.read(_SAMPLE)
        skipped = len(_BOM) if sample.startswith(_BOM) else 0
        if not sample[skipped:].strip():
            raise EmptyFileError(str(path), "there is not even a line with the names of the columns")
        newline = b"\n" if b"\n" in sample or b"\r" not in sample else b"\r"
        delimiter = _delimiter(sample[skipped:], newline)
        dialect = Dialect(delimiter, newline, 1)
        cutter = Cutter(file, dialect, position=skipped)
        header = next(iter(cutter))
        encoding = narrow_encoding(sample)
        names = [cell.decode(encoding, "replace").strip() for cell in split_cells(header.data, delimiter)]
        dialect = dialect._replace(columns=len(names))
        first = next(iter(Cutter(file, dialect, position=header.next)), None)
    key = shape(split_cells(first.data, delimiter)[0]) if first else ""
    # A column without a name, as pandas writes its index, gets one that nobody asks for.
    named = tuple(name or f"column {number}" for number, name in enumerate(names, 1))
    return CsvSource(path, named, encoding, dialect=dialect._replace(key=key), start=header.next)


def _delimiter(sample: bytes, newline: bytes) -> bytes:
    """Return the delimiter that the header uses most; a comma where it has one column."""
    line = next((line for line in sample.split(newline) if line.strip()), b"")
    outside = b"".join(line.split(b'"')[::2])
    counts = {delimiter: outside.count(delimiter) for delimiter in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else b","


# --- JSON lines --------------------------------------------------------------------------------


@dataclass(frozen=True)
class JsonlSource(Source):
    """A file of one JSON object a line."""

    def chunks(self, *, rows: int, number: int = 0, row: int = 1, place: int = 0) -> Iterator[Chunk]:
        """Yield chunks of lines; places are offsets in the unpacked bytes."""
        gathered = Gathered(number, row)
        with _bytes_of(self.path) as file:
            file.seek(place)
            while line := file.readline(MAX_RECORD_BYTES):
                place += len(line)
                fault = ""
                while not line.endswith(b"\n") and (more := file.readline(MAX_RECORD_BYTES)):
                    place += len(more)
                    fault = FAULT_SIZE
                    line = line[: 2**10] + more[-1:]
                if line.strip():
                    gathered.add(line.rstrip(b"\r\n"), fault)
                if gathered.is_full(rows):
                    yield gathered.chunk(place)
            if gathered.parts:
                yield gathered.chunk(place)

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return _digest_of(self.path)


def _open_jsonl(path: Path) -> JsonlSource:
    names: dict[str, None] = {}
    with _bytes_of(path) as file:
        sample = file.read(_SAMPLE)
    lines = [line for line in sample.removeprefix(_BOM).split(b"\n") if line.strip()]
    # The last line of the sample may be cut.
    for line in lines[:-1] or lines:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            names.update(dict.fromkeys(record))
    if not lines:
        raise EmptyFileError(str(path), "the file is empty")
    if not names:
        raise DamagedFileError(str(path), "no line at its beginning is a JSON object")
    return JsonlSource(path, tuple(names))


# --- Parquet -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ParquetSource(Source):
    """A Parquet file; only the columns that are needed are read."""

    total: int = 0

    def chunks(self, *, rows: int, number: int = 0, row: int = 1, place: int = 0) -> Iterator[Chunk]:
        """Yield chunks of rows as JSON lines; places count rows."""
        from pyarrow.parquet import ParquetFile  # late: an extra, and 100 ms

        gathered = Gathered(number, row)
        with ParquetFile(self.path) as file:
            first = 0
            for group in range(file.num_row_groups):
                size = file.metadata.row_group(group).num_rows
                first += size
                if first <= place:
                    continue
                skip = max(0, place - (first - size))
                for batch in file.iter_batches(batch_size=rows, row_groups=[group], columns=list(self.names)):
                    passed = min(skip, batch.num_rows)
                    skip -= passed
                    for record in batch.slice(passed).to_pylist():
                        place += 1
                        gathered.add(json.dumps(record, default=str).encode())
                        if gathered.is_full(rows):
                            yield gathered.chunk(place)
            if gathered.parts:
                yield gathered.chunk(place)

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return _digest_of(self.path)

    def done(self, place: int) -> float:
        """Return the share of the rows before a place."""
        return place / max(1, self.total)

    def only(self, names: Sequence[str]) -> ParquetSource:
        """Return the same file with some of its columns."""
        return replace(self, names=tuple(name for name in self.names if name in set(names)))


def _open_parquet(path: Path) -> ParquetSource:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtraError("parquet", "reading Parquet") from error
    try:
        with ParquetFile(path) as file:
            return ParquetSource(path, tuple(file.schema_arrow.names), total=file.metadata.num_rows)
    except ArrowException as error:
        raise DamagedFileError(str(path), "it is not a Parquet file, or is cut short") from error


# --- a folder ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FolderSource(Source):
    """A folder of résumés, with those in its subfolders; paths relative to it, sorted."""

    files: tuple[str, ...] = ()

    def chunks(self, *, rows: int, number: int = 0, row: int = 1, place: int = 0) -> Iterator[Chunk]:
        """Yield chunks of paths; places count files."""
        gathered = Gathered(number, row)
        for done, name in enumerate(self.files[place:], place + 1):
            gathered.add(json.dumps({"file": name}).encode())
            if gathered.is_full(min(rows, _FILES_PER_CHUNK)):
                yield gathered.chunk(done)
        if gathered.parts:
            yield gathered.chunk(len(self.files))

    def digest(self) -> str:
        """Return a digest of the names, sizes and times of change of all files; their contents are not read twice."""
        seen = sha256()
        for name in self.files:
            status = (self.path / name).lstat()
            seen.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
        return seen.hexdigest()

    def done(self, place: int) -> float:
        """Return the share of the files before a place."""
        return place / max(1, len(self.files))


def _files(folder: Path) -> list[str]:
    """Return every file below a folder but hidden ones, relative to it, sorted."""
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.relpath(os.path.join(place, name), folder) for name in names if not name.startswith(".")]  # noqa: PTH118
    return sorted(name.replace(os.sep, "/") for name in found)
