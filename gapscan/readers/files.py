"""A path a person gave → its bytes, or one clear line why not.

Opening is the first thing that can go wrong: a FIFO blocks for ever, a device never ends, a file grows while it is
read. So only regular files are opened, without blocking, and never more is read than the cap.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from gapscan.errors import FileAccessError, LimitError

_REASONS = {
    errno.ENOENT: "no such file",
    errno.ENOTDIR: "no such file",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.EISDIR: "it is a folder; gapscan batch takes folders",
    errno.ELOOP: "its symbolic links go in a circle",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EMFILE: "too many files are open",
}
_KINDS = (
    (stat.S_ISDIR, "it is a folder; gapscan batch takes folders"),
    (stat.S_ISFIFO, "it is a pipe, not a file; give the text on standard input instead"),
    (stat.S_ISSOCK, "it is a socket, not a file"),
    (stat.S_ISCHR, "it is a device, not a file"),
    (stat.S_ISBLK, "it is a device, not a file"),
)
_CHUNK = 2**20


def printable(name: str) -> str:
    """Return a file name that is safe to show: control, direction and undecodable characters become "?"."""
    return "".join(char if char.isprintable() else "?" for char in name)


def read_file(path: Path, *, max_bytes: int) -> bytes:
    """Return the bytes of a regular file.

    Args:
        path: Symbolic links are followed.
        max_bytes: Cap in bytes; a larger file is not read at all.

    Raises:
        FileAccessError: It is missing, unreadable or not a regular file.
        LimitError: It is larger than the cap, or grows past it while it is read.
    """
    name = printable(str(path))
    try:
        # Before opening as well: opening some devices already does something.
        _check(path.stat(), name, max_bytes)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags)
        try:
            _check(os.fstat(descriptor), name, max_bytes)
            return _read_all(descriptor, name, max_bytes)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise FileAccessError(name, _REASONS.get(error.errno or 0, f"can't be read ({_kind(error)})")) from error
    except ValueError as error:  # a NUL in the path
        raise FileAccessError(name, "that is not a file name") from error


def _kind(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _check(status: os.stat_result, name: str, max_bytes: int) -> None:
    for is_kind, reason in _KINDS:
        if is_kind(status.st_mode):
            raise FileAccessError(name, reason)
    if status.st_size > max_bytes:
        raise too_large(name, status.st_size, max_bytes)


def too_large(name: str, size: int, max_bytes: int) -> LimitError:
    """Return the error for a file over the cap."""
    reason = f"{size / 2**20:.1f} MiB is more than a résumé needs (limit {max_bytes / 2**20:.0f} MiB)"
    return LimitError(name, reason)


def _read_all(descriptor: int, name: str, max_bytes: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := os.read(descriptor, _CHUNK):
        size += len(chunk)
        if size > max_bytes:
            raise too_large(name, size, max_bytes)
        chunks.append(chunk)
    return b"".join(chunks)
