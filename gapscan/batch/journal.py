"""Results on the disk, in order, so that a run killed at any moment goes on where it stopped: nothing lost, nothing twice.

Beside the output stands a folder with a manifest (what was to be done, from which input) and parts: each holds the
finished bytes of some chunks in a row, the counts, and the place to go on from. A part is written aside, forced to the
disk and renamed, so it is there whole or not at all; what counts is the unbroken run of parts from the first. When all
rows are in, the parts are joined into the output, which appears under its name only then.
"""

from __future__ import annotations

import json
import os
import shutil
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from gapscan.batch.chunks import Chunk
from gapscan.batch.sinks import sync_folder
from gapscan.batch.summary import Tally
from gapscan.batch.work import Result
from gapscan.errors import DataError, FileAccessError, UsageError
from gapscan.records import Month

SCHEMA = "gapscan.batch-journal/1"
_MANIFEST = "manifest.json"
# A part is closed when it is so large or so old: what a kill costs at most.
_PART_BYTES = 8 * 2**20
_PART_S = 1.0


@dataclass(frozen=True, slots=True)
class Position:
    """Where to go on: number of the next chunk, number of its first row, and its place in the input (0 for the start)."""

    number: int = 0
    row: int = 1
    place: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    body: int
    main: int
    long: int


class Journal:
    """The journal of one output.

    Attributes:
        folder: Where it lies.
        tally: Counts of all rows that are in it.
        position: Where to go on.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], lock: BinaryIO) -> None:
        self.folder = folder
        self.manifest = manifest
        self.tally = Tally()
        self.position = Position()
        self._lock = lock
        self._parts: list[_Part] = []
        self._waiting: list[tuple[Chunk, Result]] = []
        self._size = 0
        self._since = time.monotonic()

    def add(self, chunk: Chunk, result: Result) -> None:
        """Take the result of the next chunk; it is on the disk a moment later.

        Raises:
            OSError: The disk is full or fails. Nothing that is in the journal is harmed.
        """
        if chunk.number < self.position.number or (self._waiting and chunk.number <= self._waiting[-1][0].number):
            # Interrupted right behind the line below, the caller gives it again.
            return
        self._waiting.append((chunk, result))
        self._size += len(result.main) + len(result.long)
        if self._size >= _PART_BYTES or time.monotonic() - self._since >= _PART_S:
            self.flush()

    def flush(self) -> None:
        """Write what waits as a part."""
        if not self._waiting:
            return
        last = self._waiting[-1][0]
        tally = Tally()
        for _, result in self._waiting:
            tally.plus(result.tally)
        main = b"".join(result.main for _, result in self._waiting)
        long = b"".join(result.long for _, result in self._waiting)
        header = {
            "first": self._waiting[0][0].number, "next": last.number + 1, "row": last.row + last.rows, "place": last.place,
            "main": len(main), "long": len(long), "crc": zlib.crc32(long, zlib.crc32(main)), "tally": tally.to_dict(),
        }  # fmt: skip
        encoded = json.dumps(header).encode() + b"\n"
        path = self.folder / f"part-{header['first']:09d}"
        write_durably(path, encoded + main + long)
        self._accept(_Part(path, len(encoded), len(main), len(long)), header)
        self._waiting.clear()
        self._size = 0
        self._since = time.monotonic()

    def _accept(self, part: _Part, header: Mapping[str, Any]) -> None:
        self._parts.append(part)
        self.tally.plus(header["tally"])
        self.position = Position(header["next"], header["row"], header["place"])

    def load(self) -> None:
        """Take the parts of an earlier run as far as they are whole and follow each other; the rest is done again."""
        for path in sorted(self.folder.glob("part-*")):
            header, body = _read_part(path)
            if header is None or header["first"] != self.position.number:
                path.unlink()
            else:
                self._accept(_Part(path, body, header["main"], header["long"]), header)

    @property
    def is_removed(self) -> bool:
        """Whether the run is finished and the journal gone, or going."""
        return not (self.folder / _MANIFEST).exists()

    @property
    def reached(self) -> tuple[int, int]:
        """Rows that were given to it, and the place behind them, also what is not on the disk yet."""
        waiting = sum(chunk.rows for chunk, _ in self._waiting)
        return self.tally.rows + waiting, self._waiting[-1][0].place if self._waiting else self.position.place

    def pieces(self, *, long: bool = False) -> list[tuple[Path, int, int]]:
        """Return where the bytes of an output lie, in order: file, offset, length."""
        if long:
            return [(part.path, part.body + part.main, part.long) for part in self._parts]
        return [(part.path, part.body, part.main) for part in self._parts]

    def close(self) -> None:
        """Let go of the journal; it stays where it is."""
        self._lock.close()

    def leave(self) -> None:
        """Let go of the journal of a run that ended, however; without rows it is removed."""
        if not self._parts and not self._lock.closed:
            self.remove()
        self.close()

    def remove(self) -> None:
        """Remove the journal of a finished run."""
        # First what makes it a journal, so that a kill in the middle leaves nothing that looks like one.
        (self.folder / _MANIFEST).unlink(missing_ok=True)
        # Another run may begin only when all is gone.
        shutil.rmtree(self.folder, ignore_errors=True)
        self.close()
        if os.name == "nt":  # an open file can't be removed there
            shutil.rmtree(self.folder, ignore_errors=True)


def _read_part(path: Path) -> tuple[dict[str, Any] | None, int]:
    """Return the header of a part and where its body begins; no header when it is not whole."""
    with path.open("rb") as file:
        line = file.readline()
        try:
            header: dict[str, Any] = json.loads(line)
            body = file.read()
            sound = zlib.crc32(body) == header["crc"] and len(body) == header["main"] + header["long"]
        except (ValueError, KeyError, TypeError):
            return None, 0
    return (header if sound else None), len(line)


def folder_of(output: Path) -> Path:
    """Return where the journal of an output lies."""
    return output.with_name(f"{output.name}.journal")


def write_durably(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write a file, private unless its mode says else, so that it is there whole or not at all, and lasts."""
    partial = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
        with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor, for the mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        # On a full disk every byte counts.
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def read_manifest(output: Path) -> dict[str, Any] | None:
    """Return the manifest of an unfinished run, None when there is none.

    Raises:
        DataError: There is one that can't be read.
    """
    path = folder_of(output) / _MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise DataError("journal", [f"{path}: {error}"]) from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("options"), dict):
        raise DataError("journal", [f"{path}: it is no manifest of gapscan"])
    return manifest


def month_of(manifest: Mapping[str, Any]) -> Month | None:
    """Return the month that "present" meant when a run began; None when its manifest does not tell."""
    year, _, month = str(manifest["options"].get("as-of")).partition("-")
    return Month(int(year), int(month)) if year.isdigit() and month.isdigit() else None


def open_journal(output: Path, manifest: Mapping[str, Any], *, resume: bool) -> Journal:
    """Open the journal of an output: a new one, or that of the run to go on with.

    Args:
        output: What the run is to make.
        manifest: What it is to do; plain data.
        resume: Whether to go on with an earlier run.

    Raises:
        UsageError: There is an unfinished run and it is not to be resumed, or another run is at work.
        FileAccessError: The earlier run had another input or other options (E-RESUME-MISMATCH).
        OSError: The folder can't be made.
    """
    folder = folder_of(output)
    earlier = read_manifest(output)
    if next(folder.glob("part-?????????"), None) is None:
        # Stopped before the first rows were kept, a run is as good as none.
        earlier = None
    if earlier is not None and not resume:
        message = f"{output} has an unfinished run ({folder}): add --resume to go on with it, or remove that folder to start over"
        raise UsageError(message)
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = _locked(folder, output)
    try:
        if earlier is not None:
            _compare(output, earlier, manifest)
            journal = Journal(folder, earlier, lock)
            journal.load()
            return journal
        # Parts without a manifest are of a run that was finished or never began.
        for stray in folder.glob("part-*"):
            stray.unlink()
        write_durably(folder / _MANIFEST, json.dumps(manifest, indent=1).encode())
        return Journal(folder, manifest, lock)
    except BaseException:
        lock.close()
        raise


def _compare(output: Path, earlier: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Refuse to go on with a run that was another one, and say in what."""
    changed = [name for name in now if name != "options" and earlier.get(name) != now[name]]
    before = earlier["options"]
    changed += [name for name, value in now["options"].items() if before.get(name) != value]
    if changed:
        told = ", ".join(_TOLD.get(name, f"the option --{name}") for name in changed)
        reason = f"can't go on with the earlier run: {told} changed since; remove {folder_of(output)} to start over"
        raise FileAccessError(str(output), reason, code="E-RESUME-MISMATCH")


_TOLD = {
    "schema": "the kind of journal", "gapscan": "the version of gapscan", "taxonomy": "the taxonomy",
    "knowledge": "gapscan's data", "input": "the input",
}  # fmt: skip


def _locked(folder: Path, output: Path) -> BinaryIO:
    """Keep other runs away from a journal until the file that comes back is closed, or this process is gone."""
    lock = (folder / "lock").open("ab")
    with suppress(ImportError):  # Windows has no such lock; two runs at once are the user's care there
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            message = f"another run is writing {output} already"
            raise UsageError(message) from None
    return lock


@contextmanager
def kept(output: Path) -> Iterator[None]:
    """Turn trouble with the disk into one line; what is in the journal is safe and can be gone on with."""
    import errno

    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        what = "the disk is full" if full else f"can't be written ({(error.strerror or 'unknown error').lower()})"
        reason = f"{what}; the rows done so far are kept: put it right and add --resume to the same command"
        raise FileAccessError(str(output), reason, code="E-DISK-FULL" if full else "E-WRITE") from error
