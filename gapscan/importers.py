"""Files of ESCO or O*NET → an overlay: skills that our taxonomy lacks, in our form, one a line.

Both may be reused with credit (ESCO: Decision 2011/833/EU with a notice of modification; O*NET: CC BY 4.0). Nothing of
theirs ships with gapscan; a person who has the files makes the overlay and puts it beside the families in
``data/taxonomy/skills/``. Names that the taxonomy knows are left out, so an overlay never takes an alias away.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gapscan import taxonomy
from gapscan.errors import DataError, FileAccessError

_ESCO_KINDS = {"knowledge": "domain", "skill/competence": "method"}


class _Entry(NamedTuple):
    name: str
    aliases: tuple[str, ...]
    kind: str
    category: str


def _rows(path: Path, delimiter: str, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        stream = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise FileAccessError(str(path), f"can't be opened: {error.strerror}") from error
    with stream:
        reader = csv.DictReader(stream, delimiter=delimiter)
        there = reader.fieldnames or []
        missing = [column for column in needed if column not in there]
        if missing:
            raise DataError("import", [f"{path.name}: no column {', '.join(missing)}; there are {', '.join(there)}"])
        yield from reader


def _esco(path: Path) -> Iterator[_Entry]:
    """Read ``skills_en.csv`` of an ESCO download."""
    for row in _rows(path, ",", ("preferredLabel", "altLabels", "skillType")):
        aliases = tuple(dict.fromkeys(a.strip() for a in row["altLabels"].split("\n") if a.strip()))
        yield _Entry(row["preferredLabel"].strip(), aliases, _ESCO_KINDS.get(row["skillType"], "method"), "esco")


def _onet(path: Path) -> Iterator[_Entry]:
    """Read ``Technology Skills.txt`` of an O*NET database."""
    seen: set[str] = set()
    for row in _rows(path, "\t", ("Example", "Commodity Title")):
        name = row["Example"].strip()
        if name.lower() not in seen:
            seen.add(name.lower())
            yield _Entry(name, (), "tool", _identifier(row["Commodity Title"]) or "onet")


_SOURCES = {"esco": _esco, "onet": _onet}


def _identifier(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def run(kind: str, path: Path, output: Path) -> str:
    """Write an overlay and say what is in it.

    Args:
        kind: "esco" (``skills_en.csv``) or "onet" (``Technology Skills.txt``).
        path: The downloaded file.
        output: JSONL file to write, sorted by id; replaced when it is there.

    Returns:
        One line of counts, with the credit that the source asks for.

    Raises:
        FileAccessError: The file can't be opened.
        DataError: It has not the columns of its kind.
    """
    known = taxonomy.load()
    records: dict[str, str] = {}
    taken: set[str] = set()
    entries = list(_SOURCES[kind](path))
    for entry in entries:
        identifier = _identifier(entry.name)
        names = [n for n in (entry.name, *entry.aliases) if n.lower() not in taken and not known.resolve(n)]
        if not identifier or entry.name not in names or identifier in known or identifier in records:
            continue
        taken.update(name.lower() for name in names)
        records[identifier] = json.dumps(
            {"id": identifier, "name": entry.name, "kind": entry.kind, "category": entry.category,
             "aliases": names[1:], "example": f"Worked with {entry.name}.", "source": kind},
            ensure_ascii=False,
        )  # fmt: skip
    output.write_text("".join(f"{records[i]}\n" for i in sorted(records)), encoding="utf-8")
    credit = {"esco": "ESCO, European Commission, modified", "onet": "O*NET, U.S. Department of Labor, CC BY 4.0"}[kind]
    return f"{output}: {len(records)} new skills of {len(entries)}; credit: {credit}"
