"""stdin, stdout and stderr: what is pasted in, data out, talk beside it; a file appears under its name only when whole."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gapscan.errors import UsageError

if TYPE_CHECKING:
    from gapscan.records import Document

FILE_WIDTH = 100
STDIN = "-"


def talk(line: str) -> None:
    """Say a line on stderr, control characters taken out."""
    from gapscan.safety import terminal

    print(terminal(line), file=sys.stderr)


def wants_colour() -> bool:
    """Tell whether stdout is a terminal that may be coloured."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return the columns of the terminal, from 60 to 110; 100 where there is none."""
    from shutil import get_terminal_size

    return max(60, min(110, get_terminal_size((100, 24)).columns))


def write(text: str, output: str | None) -> None:
    """Write a whole text to stdout, or to a file that appears when it is whole.

    Raises:
        UsageError: The output is a folder.
        OSError: It can't be written; what was begun is taken away.
    """
    if output is None:
        sys.stdout.write(text)
        return
    if Path(output).is_dir():
        message = f"-o {output} is a folder; give the name of a file"
        raise UsageError(message)
    partial = Path(f"{output}.part")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, output) from error


def refuse_overwriting(output: str | None, resume: str) -> None:
    """Refuse an output that is the input.

    Raises:
        UsageError: Both are one file.
    """
    if output is not None and Path(output).exists() and Path(resume).exists() and Path(output).samefile(resume):
        message = f"-o {output} is the résumé itself; give another name"
        raise UsageError(message)


def piped() -> Document:
    """Read what is pasted or piped in."""
    from gapscan import readers

    return readers.read_bytes(sys.stdin.buffer.read(), "<stdin>")
