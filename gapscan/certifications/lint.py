"""The lint of the catalogue of certificates: every problem at once, as ``file:line: message``."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_type_hints

from gapscan.certifications.catalogue import Certification, catalogue_path, words_of

STATUSES = ("active", "transition", "beta", "retired", "name-not-found", "unverified")
SUGGESTIBLE = ("active", "transition")
KINDS = ("proctored-exam", "hands-on-exam", "course-certificate", "portfolio", "licence")
# A: the issuer's page. B: a dated record of it. C: a third party. M: general knowledge, unchecked.
GRADES = ("A", "B", "C", "M")

_FIELDS = tuple(field.name for field in fields(Certification))
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
# Up to this length a single word means too many things to stand alone.
_SHORT = 2

Rows = list[tuple[int, dict[str, Any]]]


def problems(path: Path | None = None, *, skills: Collection[str] | None = None) -> tuple[str, ...]:
    """Return every problem of a catalogue file as ``file:line: message``, in file order.

    Args:
        path: A file of certificates, by default the one that comes with gapscan.
        skills: Ids that ``evidences`` may name; None leaves them unchecked.
    """
    path = path or catalogue_path()
    rows, wrong = _rows(path)
    if wrong:
        return wrong
    known = {row["id"] for _, row in rows}
    found: list[tuple[int, str]] = [*_order_problems(rows), *_collisions(rows)]
    for line, row in rows:
        messages = [*_fact_problems(row), *_name_problems(row), *_reference_problems(row, known, skills)]
        found += [(line, f"{row['id']}: {message}") for message in messages]
    return tuple(f"{path.name}:{line}: {message}" for line, message in sorted(found))


def _rows(path: Path) -> tuple[Rows, tuple[str, ...]]:
    """Read the lines of a file; lines of the wrong shape come back as problems."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return [], (f"{path.name}:0: can't be read: {error}",)
    rows: Rows = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            wrong.append(f"{path.name}:{number}: not JSON: {error}")
            continue
        wrong += [f"{path.name}:{number}: {message}" for message in _shape_problems(row)]
        rows.append((number, row))
    return rows, tuple(wrong)


@cache
def _shapes() -> dict[str, tuple[type, ...]]:
    """Return what JSON may hold for each field, taken from the annotations of the record."""
    shapes: dict[str, tuple[type, ...]] = {}
    for name, hint in get_type_hints(Certification).items():
        spelled = str(hint)
        base: tuple[type, ...] = (
            (list,) if "tuple[" in spelled
            else (bool,) if hint is bool
            else (int, float) if "float" in spelled
            else (int,) if "int" in spelled
            else (str,)
        )  # fmt: skip
        shapes[name] = (*base, type(None)) if "None" in spelled else base
    return shapes


def _shape_problems(row: object) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "not an object"
        return
    for name in sorted(set(_FIELDS) - set(row)):
        yield f"field {name} is missing"
    for name in sorted(set(row) - set(_FIELDS)):
        yield f"field {name} is not known"
    for name, types in _shapes().items():
        if name in row and (not isinstance(row[name], types) or (isinstance(row[name], bool) and bool not in types)):
            yield f"field {name} holds {type(row[name]).__name__}"
    for name, keys in (("documented_in", {"document", "section"}), ("sources", {"code", "grade", "date", "what"})):
        entries = row.get(name)
        if isinstance(entries, list) and any(not isinstance(one, dict) or set(one) != keys for one in entries):
            yield f"each of {name} must hold {', '.join(sorted(keys))}"


def _order_problems(rows: Rows) -> Iterator[tuple[int, str]]:
    for (_, before), (line, row) in pairwise(rows):
        if before["id"] == row["id"]:
            yield line, f"{row['id']}: the id is taken"
        elif before["id"] > row["id"]:
            yield line, f"{row['id']}: out of order, lines are sorted by id"


def _fact_problems(row: Mapping[str, Any]) -> Iterator[str]:
    if not _ID.fullmatch(row["id"]):
        yield "the id is not kebab-case"
    if row["status"] not in STATUSES:
        yield f"status {row['status']!r} is not one of {', '.join(STATUSES)}"
    if row["kind"] not in KINDS and not (row["kind"] is None and row["status"] == "name-not-found"):
        yield f"kind {row['kind']!r} is not one of {', '.join(KINDS)}"
    if row["suggest"] and row["status"] not in SUGGESTIBLE:
        yield f"suggested although {row['status']}"
    if row["suggest"] and not (row["url"] and row["evidences"]):
        yield "suggested without a page or without a skill that it shows"
    yield from (f"no {name}" for name in ("name", "issuer", "issuer_names", "status_note", "sources") if not row[name])
    for name in ("status_since", "status_checked_on"):
        if row[name] is not None and not _DATE.fullmatch(row[name]):
            yield f"{name} is not a date"
    if any(source["grade"] not in GRADES for source in row["sources"]):
        yield f"a source has a grade other than {', '.join(GRADES)}"
    if row["url"] is not None and not row["url"].startswith("https://"):
        yield "the url does not start with https://"
    hours = (row["hours_min"], row["hours_max"], row["effort_source"])
    if any(value is None for value in hours) != all(value is None for value in hours):
        yield "hours need both ends and a grade"
    elif row["hours_min"] is not None and not 0 < row["hours_min"] <= row["hours_max"]:
        yield "hours are not in order"


def _name_problems(row: Mapping[str, Any]) -> Iterator[str]:
    names = {row["name"], row["documented_name"], *row["aliases"], *row["codes"]}
    for marker in ("ambiguous", "titles", "cased"):
        yield from (f"{marker} {one!r} is not among the names" for one in row[marker] if one not in names)
    marked = {*row["ambiguous"], *row["titles"]}
    yield from (f"{one!r} is ambiguous and a title" for one in row["ambiguous"] if one in row["titles"])
    for one in sorted(name for name in names if name):
        words = words_of(one)
        if not words:
            yield f"{one!r} holds no word"
        elif len(words) == 1 and len(words[0]) <= _SHORT and one not in marked:
            yield f"{one!r} is too short to be unambiguous"


def _reference_problems(
    row: Mapping[str, Any], known: Collection[str], skills: Collection[str] | None
) -> Iterator[str]:
    for name in ("successor_ids", "prerequisite_ids"):
        yield from (f"{name} names {one}, which is not known" for one in row[name] if one not in known)
        if row["id"] in row[name]:
            yield f"{name} names itself"
    if skills is not None:
        yield from (f"evidences names {one}, which is not a skill" for one in row["evidences"] if one not in skills)


def _collisions(rows: Rows) -> Iterator[tuple[int, str]]:
    """Two certificates may share a spelling only where both mark it as ambiguous, so that the issuer decides."""
    owners: dict[tuple[bytes, ...], list[tuple[int, str, bool]]] = {}
    for line, row in rows:
        spellings = {row["name"], row["documented_name"], *row["aliases"], *row["codes"]} - {None}
        marked = {words_of(one) for one in row["ambiguous"]}
        for words in sorted({words_of(one) for one in spellings}):
            owners.setdefault(words, []).append((line, row["id"], words in marked))
    for words, owning in owners.items():
        if len(owning) > 1 and not all(marked for _, _, marked in owning):
            yield owning[-1][0], f"{owning[-1][1]}: {b' '.join(words).decode()!r} names {owning[0][1]} too"
