"""A Parquet file → chunks of its rows as JSON lines; only the columns that are needed are read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gapscan.batch.chunks import Chunk, Gathered, Source, digest_of
from gapscan.errors import DamagedFileError, MissingExtraError
from gapscan.readers.plain import decode

_BUFFER = 2**20

@dataclass(frozen=True)
class ParquetSource(Source):
    """A Parquet file; only the columns that are needed are read."""

    total: int = 0

    def chunks(self, *, rows: int, number: int = 0, row: int = 1, place: int = 0) -> Iterator[Chunk]:
        """Yield chunks of rows as JSON lines; places count rows.

        Raises:
            DamagedFileError: It can't be read on.
        """
        from pyarrow import ArrowException  # late: an extra, and 100 ms

        try:
            yield from self._read(rows, number, row, place)
        except (ArrowException, ValueError, OverflowError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise DamagedFileError(str(self.path), "it is damaged; the rows before are kept, but there is no output") from error

    def _read(self, rows: int, number: int, row: int, place: int) -> Iterator[Chunk]:
        from pyarrow.parquet import ParquetFile

        gathered = Gathered(number, row)
        # Without a buffer a whole row group is held in memory, and those of pandas have a million rows.
        with ParquetFile(self.path, buffer_size=_BUFFER, pre_buffer=False) as file:
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
                        gathered.add(json.dumps(record, default=_as_text).encode())
                        if gathered.is_full(rows):
                            yield gathered.chunk(place)
            if gathered.parts:
                yield gathered.chunk(place)

    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return digest_of(self.path)

    def done(self, place: int) -> float:
        """Return the share of the rows before a place."""
        return place / max(1, self.total)

    def only(self, names: Sequence[str]) -> ParquetSource:
        """Return the same file with some of its columns."""
        return replace(self, names=tuple(name for name in self.names if name in set(names)))


def _as_text(value: object) -> str:
    return decode(value)[0] if isinstance(value, bytes) else str(value)


def open_parquet(path: Path) -> ParquetSource:
    """Open a Parquet file.

    Raises:
        DamagedFileError: It is none, or cut short.
        MissingExtraError: pyarrow is not installed.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtraError("parquet", "reading Parquet") from error
    try:
        with ParquetFile(path) as file:
            return ParquetSource(path, tuple(file.schema_arrow.names), total=file.metadata.num_rows)
    except (ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise DamagedFileError(str(path), "it is not a Parquet file, or is cut short") from error
