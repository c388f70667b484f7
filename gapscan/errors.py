"""Every deliberate error of gapscan, as a tree.

A message is one line: what is wrong, where, and what would help. The class carries the exit code of the
command line, and input errors a stable code (``E-…``) that stands in JSON, in batch rows and in the README.

    GapscanError                    exit_code
    ├── UsageError                  2   options that do not go together
    ├── InputError(path)            3   the user's file; .code
    │   ├── EmptyFileError          E-EMPTY
    │   ├── UnsupportedFormatError  E-TYPE, E-LEGACY-DOC
    │   ├── EncryptedFileError      E-PASSWORD
    │   ├── DamagedFileError        E-DAMAGED, E-TRUNCATED, E-DTD
    │   ├── NoTextError             E-NOTEXT
    │   ├── LimitError              E-TOO-LARGE, E-TOO-MANY-PAGES, E-BOMB, E-TIMEOUT, E-MEMORY, E-CRASH
    │   ├── FileAccessError         E-READ
    │   └── NoRequirementsError     E-NOREQ   a posting in which nothing is asked for
    ├── DataError(problems)         4   a data file, ours or theirs; all problems at once
    ├── UnknownNameError            4   no such job, skill, …; lists the nearest
    └── MissingExtraError           5   pip install 'gapscan[…]'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar


class GapscanError(Exception):
    """Base of every error that gapscan raises on purpose; ``str()`` is one line for a person."""

    exit_code: ClassVar[int] = 1


class UsageError(GapscanError):
    """Options or arguments that do not go together."""

    exit_code = 2


class InputError(GapscanError):
    """A file of the user's that can't be used.

    Attributes:
        path: The name the user gave.
        code: Stable code, ``E-…``.
        reason: What is wrong and what would help, without the path.
    """

    exit_code = 3
    default_code: ClassVar[str] = "E-READ"

    def __init__(self, path: str, reason: str, *, code: str | None = None) -> None:
        self.path = path
        self.reason = reason
        self.code = code or self.default_code
        super().__init__(f"{self.code} {path}: {reason}")


class EmptyFileError(InputError):
    """The file holds no bytes, or only white space."""

    default_code = "E-EMPTY"


class UnsupportedFormatError(InputError):
    """The bytes are of a kind that no reader takes."""

    default_code = "E-TYPE"


class EncryptedFileError(InputError):
    """The file wants a password."""

    default_code = "E-PASSWORD"


class DamagedFileError(InputError):
    """The file is of a known kind but broken, cut short, or holds what gapscan refuses (a DOCTYPE)."""

    default_code = "E-DAMAGED"


class NoTextError(InputError):
    """The file opened, but holds no text (a scan, or outlined fonts)."""

    default_code = "E-NOTEXT"


class LimitError(InputError):
    """Reading went over a limit of size, pages, time or memory, or killed its child process."""

    default_code = "E-TOO-LARGE"


class FileAccessError(InputError):
    """The operating system would not hand the file over."""

    default_code = "E-READ"


class NoRequirementsError(InputError):
    """A posting in which no requirement was found; no score is better than a false 100."""

    default_code = "E-NOREQ"


class DataError(GapscanError):
    """A data file with problems, all of them at once.

    Attributes:
        problems: One ``file:line: message`` each, in file order.
    """

    exit_code = 4

    def __init__(self, title: str, problems: Iterable[str]) -> None:
        self.title = title
        self.problems = tuple(problems)
        super().__init__(f"{title}: {len(self.problems)} problem(s); first: {self.problems[0] if self.problems else '-'}")


class UnknownNameError(GapscanError):
    """A name that is not in one of our tables; says which names come near."""

    exit_code = 4

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        shown = ", ".join(self.known) if self.known else "none near it"
        super().__init__(f"no {kind} named {name!r}; nearest: {shown}")


class MissingExtraError(GapscanError):
    """An optional library is not installed."""

    exit_code = 5

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        super().__init__(f"{what} needs an extra: pip install 'gapscan[{extra}]'")
