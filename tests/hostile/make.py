"""The hostile files: what they are called, how they are made, and what must come of them.

``python tests/hostile/make.py FOLDER`` writes them all; ``--list`` prints the table of names and expected outcomes. Nothing
is random, so a file made today is the file of last year. What fuzzing finds is kept in ``found/`` as it is.
"""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))

from hostile import damaged, mislabelled, packages, pdfs, texts  # noqa: E402
from hostile.cases import TEXT, Case  # noqa: E402

# What fuzzing found may give text or any code; what it must not do is break the reader.
_FOUND = (*damaged.OUTCOMES, "E-EMPTY", "E-ENCODING")


def found() -> list[Case]:
    """Return the files that fuzzing found to break a reader, by name."""
    paths = sorted(path for path in (HERE / "found").iterdir() if path.suffix not in (".md", ".py"))
    return [Case(f"found-{path.name}", path.read_bytes, _FOUND) for path in paths]


def cases() -> list[Case]:
    """Return every hostile file, by name."""
    made = chain(pdfs.cases(), packages.cases(), texts.cases(), mislabelled.cases(), damaged.cases(), found())
    return sorted(made, key=lambda one: one.name)


def main(arguments: list[str]) -> int:
    """Write the files, or list them."""
    if arguments == ["--list"]:
        sys.stdout.writelines(f"{one.name}\t{' | '.join(one.expected)}\n" for one in cases())
        return 0
    if len(arguments) != 1:
        sys.stderr.write("usage: make.py FOLDER | --list\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for one in cases():
        (folder / one.name).write_bytes(one.make())
    return 0


__all__ = ["TEXT", "Case", "cases", "found", "main"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
