"""What an input is cut into: chunks of rows as raw bytes, each with the place to go on from."""

from __future__ import annotations

import gzip
import math
import os
import zlib
from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

# What reading a damaged packed file raises.
UNPACKING_ERRORS = (EOFError, gzip.BadGzipFile, zlib.error)
# Rows of usual size reach the row limit first; large ones are handed out in smaller chunks.
_CHUNK_BYTES = 4 * 2**20


class Chunk(NamedTuple):
    """Some rows in a row: the number of the first (from 1), how many, their bytes, and the place behind them.

    ``faults`` names the rows, counted from 0, that are broken already. ``place`` and ``row`` let a source go on.
    """

    number: int
    row: int
    rows: int
    payload: bytes
    faults: dict[int, str]
    place: int


@dataclass(frozen=True)
class Source(ABC):
    """An input that can be cut into chunks, from its start or from the place behind an earlier chunk.

    ``names`` are its columns; ``encoding`` what its text is in; ``kind`` how a worker takes a chunk apart.
    """

    path: Path
    names: tuple[str, ...]
    encoding: str = "utf-8"
    kind: str = "json"

    @abstractmethod
    def chunks(self, *, rows: int, number: int = 0, row: int = 1, place: int = 0) -> Iterator[Chunk]:
        """Yield chunks of at most so many rows.

        Args:
            rows: Most rows a chunk.
            number: Number of the first chunk to make.
            row: Number of its first row.
            place: ``Chunk.place`` of the chunk before; 0 for the start.
        """

    @abstractmethod
    def digest(self) -> str:
        """Return what tells whether the input is still the same."""

    def done(self, place: int) -> float:
        """Return the share of the input, from 0 to 1, that lies before a place; 0 where nobody knows."""
        size = self.path.stat().st_size
        if self.path.suffix.lower() == ".gz":
            size = _unpacked_size(self.path, max(size, place))
        return min(1.0, place / size) if size else 0.0


def _unpacked_size(path: Path, least: int) -> int:
    """Return how large a packed file is unpacked, by its trailer, which tells the size modulo 4 GiB; 0 when it tells none."""
    with path.open("rb") as file:
        file.seek(-4, os.SEEK_END)
        told = int.from_bytes(file.read(4), "little")
    return told + 2**32 * max(0, math.ceil((least - told) / 2**32)) if told else 0


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    seen = sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            seen.update(block)
    return seen.hexdigest()


class Gathered:
    """Rows on their way into a chunk; numbers as in ``Chunk``."""

    def __init__(self, number: int, row: int) -> None:
        self.number, self.row = number, row
        self.clear()

    def clear(self) -> None:
        """Begin with nothing."""
        self.parts: list[bytes] = []
        self.faults: dict[int, str] = {}
        self.size = 0

    def add(self, data: bytes, fault: str = "") -> None:
        """Take the bytes of the next row, and what is wrong with it."""
        if fault:
            self.faults[len(self.parts)] = fault
        self.parts.append(data)
        self.size += len(data)

    def is_full(self, rows: int) -> bool:
        """Tell whether it is enough for a chunk of at most so many rows."""
        return len(self.parts) >= rows or self.size >= _CHUNK_BYTES

    def chunk(self, place: int) -> Chunk:
        """Return what was gathered and begin anew."""
        ends = array("Q")
        total = 0
        for part in self.parts:
            total += len(part)
            ends.append(total)
        payload = ends.tobytes() + b"".join(self.parts)
        made = Chunk(self.number, self.row, len(self.parts), payload, self.faults, place)
        self.number += 1
        self.row += made.rows
        self.clear()
        return made


def rows_of(chunk: Chunk) -> Iterator[memoryview]:
    """Yield the bytes of each row of a chunk."""
    head = chunk.rows * 8
    ends = array("Q", chunk.payload[:head])
    body = memoryview(chunk.payload)[head:]
    start = 0
    for end in ends:
        yield body[start:end]
        start = end


def row_of(chunk: Chunk, number: int) -> Chunk:
    """Return one row of a chunk, counted from 0, as a chunk of its own."""
    data = list(rows_of(chunk))[number]
    payload = array("Q", [len(data)]).tobytes() + bytes(data)
    faults = {0: chunk.faults[number]} if number in chunk.faults else {}
    return Chunk(chunk.number, chunk.row + number, 1, payload, faults, chunk.place)
