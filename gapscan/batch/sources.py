"""An input → chunks of rows: raw bytes for the workers to take apart, in order, each with the place to go on from.

The parent only cuts; decoding, parsing and reading files is the workers' part. A chunk is bounded in rows and in bytes,
so memory stays flat whatever the input holds. Where CSV is concerned see ``records``.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from gapscan.batch.chunks import UNPACKING_ERRORS, Chunk, Gathered, Source, digest_of
from gapscan.batch.parquet import open_parquet
from gapscan.batch.records import FAULT_SIZE, MAX_RECORD_BYTES, Cutter, Dialect, shape, split_cells
from gapscan.batch.wide import narrow_encoding, utf8_of
from gapscan.errors import DamagedFileError, EmptyFileError, FileAccessError
from gapscan.readers.plain import decode

_SAMPLE = 256 * 1024
# Reading a file takes far longer than scoring a text: small chunks keep all workers busy and progress visible.
_FILES_PER_CHUNK = 8
_DELIMITERS = (b",", b";", b"\t", b"|")
# How spreadsheets are told the delimiter: a line before the names.
_STATED = re.compile(rb'"?sep=([^"\r\n])"?\r?\n')
_PLAIN = Dialect(b",", b"\n", 1)
# What no line of names holds, whatever its encoding; a NUL may be a tool's mistake, as in a cell.
_BINARY = re.compile("[\x01-\x08\x0e-\x1f\ufffd]")
# How files begin that people rename or mistake for a table of text.
_OTHERS = (
    (b"PK\x03\x04", "it is a spreadsheet or another packed file; save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "it is a spreadsheet of old Excel; save it as CSV"),
    (b"\x1f\x8b", "it is packed with gzip; give it a name that ends in .gz"),
    (b"PAR1", "it is Parquet; give it a name that ends in .parquet"),
    (b"%PDF-", "it is a PDF"), (b"\x89PNG", "it is a picture"), (b"\xff\xd8\xff", "it is a picture"),
)  # fmt: skip
_BOM = b"\xef\xbb\xbf"


def open_source(path: Path, kind: str, *, without: Sequence[Path] = ()) -> Source:
    """Open an input of a kind: csv, jsonl, parquet or folder.

    Args:
        path: The file or folder.
        kind: How to read it.
        without: Real paths that are no part of a folder: what the run itself writes there.

    Raises:
        FileAccessError: It is not there, or can't be read.
        EmptyFileError: There is not even a header.
        DamagedFileError: It is not what its name says.
        MissingExtraError: Parquet needs pyarrow.
    """
    try:
        if kind == "folder":
            return FolderSource(path, ("file",), files=tuple(_files(path, without)))
        if not path.is_file():
            reason = "no such file" if not path.exists() else "it is no regular file"
            raise FileAccessError(str(path), reason)
        if kind == "parquet":
            return open_parquet(path)
        return _open_csv(path) if kind == "csv" else _open_jsonl(path)
    except UNPACKING_ERRORS as error:
        raise DamagedFileError(str(path), "the gzip file is damaged or cut short") from error
    except OSError as error:
        raise FileAccessError(str(path), f"can't be read ({(error.strerror or 'unknown').lower()})") from error


def _sample_of(path: Path, file: BinaryIO) -> bytes:
    """Return the beginning of a table.

    Raises:
        DamagedFileError: It is none.
    """
    sample = file.read(_SAMPLE)
    for sign, told in _OTHERS:
        if sample.startswith(sign):
            raise DamagedFileError(str(path), told)
    return sample


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
        return digest_of(self.path)


def _open_csv(path: Path) -> CsvSource:
    with _bytes_of(path) as file:
        sample = _sample_of(path, file)
        skipped = len(_BOM) if sample.startswith(_BOM) else 0
        stated = _STATED.match(sample, skipped)
        skipped = stated.end() if stated else skipped
        if not sample[skipped:].strip():
            raise EmptyFileError(str(path), "there is not even a line with the names of the columns")
        newline = b"\n" if b"\n" in sample or b"\r" not in sample else b"\r"
        delimiter = stated[1] if stated else _delimiter(sample[skipped:], newline)
        dialect = Dialect(delimiter, newline, 1)
        cutter = Cutter(file, dialect, position=skipped)
        header = next(iter(cutter))
        encoding = narrow_encoding(sample)
        names = [cell.decode(encoding, "replace").replace("\x00", "").strip() for cell in split_cells(header.data, delimiter)]
        dialect = dialect._replace(columns=len(names))
        first = next(iter(Cutter(file, dialect, position=header.next)), None)
    key = shape(split_cells(first.data, delimiter)[0]) if first else ""
    if _BINARY.search("".join(names)):
        raise DamagedFileError(str(path), "its first line holds no names of columns but bytes that are no text")
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
        return digest_of(self.path)


def loads(line: bytes) -> Any:
    """Return the value of a JSON line, also of one that is not written in UTF-8 as it should be.

    Raises:
        ValueError: It is not JSON.
        RecursionError: It is nested too deep.
    """
    try:
        return json.loads(line)
    except UnicodeDecodeError:
        return json.loads(decode(line)[0])


def _open_jsonl(path: Path) -> JsonlSource:
    names: dict[str, None] = {}
    with _bytes_of(path) as file:
        sample = _sample_of(path, file)
    lines = [line for line in sample.removeprefix(_BOM).split(b"\n") if line.strip()]
    # The last line of the sample may be cut.
    for line in lines[:-1] or lines:
        try:
            record = loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            names.update(dict.fromkeys(record))
    if not lines:
        raise EmptyFileError(str(path), "the file is empty")
    if not names:
        raise DamagedFileError(str(path), "no line at its beginning is a JSON object")
    return JsonlSource(path, tuple(names))


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


def _files(folder: Path, without: Sequence[Path]) -> list[str]:
    """Return every file below a folder but hidden ones and some others, relative to it, sorted."""
    found: list[str] = []
    others = {str(path) for path in without}
    for place, folders, names in os.walk(folder.resolve()):
        def is_meant(name: str, place: str = place) -> bool:
            return not name.startswith(".") and os.path.join(place, name) not in others  # noqa: PTH118

        folders[:] = filter(is_meant, folders)
        found += [os.path.join(place, name) for name in filter(is_meant, names)]  # noqa: PTH118
    root = os.path.join(folder.resolve(), "")  # noqa: PTH118
    return sorted(name.removeprefix(root).replace(os.sep, "/") for name in found)
