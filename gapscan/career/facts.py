"""data/taxonomy/role.jsonl → the facts of the role, with their place in the role documents; their lint and listing.

Every line of both documents is a record. Where they contradict each other both records stay and point at each other.
Facts from elsewhere (official statistics, advertisements) stand beside them, each with its source, never inside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gapscan import certifications
from gapscan.errors import DataError
from gapscan.records import CertificationId, Documented
from gapscan.resources import data_path

TYPES = frozenset({
    "activity", "career-destination", "career-start", "career-step", "certificate", "con", "definition", "degree",
    "employer", "environment", "industry", "market", "outlook", "pro", "responsibility", "salary-band", "salary-range",
    "skill", "starting-step", "tool", "trait",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outside:
    """Where a fact comes from that neither document holds: what was read, its date, its grade (A B C D M)."""

    what: str
    date: str
    grade: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a role document says, or that stands beside it.

    ``value`` holds figures and ids (salaries in USD a year), ``text`` one own sentence. Either ``documented_in`` or
    ``source`` is given. ``contradicts`` names facts that say otherwise, ``see_also`` facts that belong beside it.
    """

    id: str
    type: str
    value: Mapping[str, Any]
    text: str
    documented_in: tuple[Documented, ...]
    certification: CertificationId | None
    source: Outside | None
    contradicts: tuple[str, ...]
    see_also: tuple[str, ...]


_FIELDS = tuple(field.name for field in fields(Fact))


@dataclass(frozen=True)
class Role:
    """All facts of the role by id, in order of id."""

    facts: Mapping[str, Fact]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def __getitem__(self, identifier: str) -> Fact:
        return self.facts[identifier]

    def of(self, type_: str) -> tuple[Fact, ...]:
        """Return the facts of a type, by id; empty when there are none."""
        return tuple(fact for fact in self if fact.type == type_)


@cache
def load(path: Path | None = None) -> Role:
    """Load the facts of the role, by default those that come with gapscan.

    Raises:
        DataError: The file is missing or has problems; all of them are listed.
    """
    found = problems(path)
    if found:
        raise DataError("role", found)
    path = path or _path()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return Role(MappingProxyType({row["id"]: _fact(row) for row in rows}))


def _path() -> Path:
    return data_path("taxonomy", "role.jsonl")


def _fact(row: Mapping[str, Any]) -> Fact:
    return Fact(
        id=row["id"],
        type=row["type"],
        value=MappingProxyType(row["value"]),
        text=row["text"],
        documented_in=tuple(Documented(**one) for one in row["documented_in"]),
        certification=CertificationId(row["certification"]) if row["certification"] else None,
        source=Outside(**row["source"]) if row["source"] else None,
        contradicts=tuple(row["contradicts"]),
        see_also=tuple(row["see_also"]),
    )


def problems(path: Path | None = None) -> tuple[str, ...]:
    """Return every problem of the file as ``file:line: message``: shape, order, provenance, links."""
    path = path or _path()
    rows: list[tuple[int, dict[str, Any]]] = []
    found: list[tuple[int, str]] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return (f"{path.name}:0: can't be read: {error}",)
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            found.append((number, f"not JSON: {error}"))
            continue
        if not isinstance(row, dict) or set(row) != set(_FIELDS):
            found.append((number, f"must hold exactly {', '.join(_FIELDS)}"))
            continue
        rows.append((number, row))
    known = {row["id"]: row for _, row in rows}
    for number, row in rows:
        found += [(number, f"{row['id']}: {message}") for message in _row_problems(row, known)]
    for (_, before), (number, row) in pairwise(rows):
        if before["id"] >= row["id"]:
            found.append((number, f"{row['id']}: out of order or taken, lines are sorted by id"))
    return tuple(f"{path.name}:{number}: {message}" for number, message in sorted(found))


def _row_problems(row: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if row["type"] not in TYPES:
        yield f"type {row['type']!r} is not known"
    if bool(row["documented_in"]) == bool(row["source"]):
        yield "must be documented in a role document or have a source, and not both"
    for link in ("contradicts", "see_also"):
        yield from (f"{link} names {one}, which is not known" for one in row[link] if one not in known)
    for one in row["contradicts"]:
        if one in known and row["id"] not in known[one]["contradicts"]:
            yield f"contradicts {one}, which does not say so of it"
    if row["certification"] is not None and row["certification"] not in certifications.load():
        yield f"certification {row['certification']} is not known"


def listing() -> str:
    """Return everything the role documents say, by document, section and id, as lines of text.

    A certificate stands as printed, with its present status and the truth beside it; a contradiction names its other
    side. Facts from elsewhere come last, each with its source.
    """
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in load():
        for place in fact.documented_in:
            groups.setdefault((place.document, place.section), []).append(fact)
    lines: list[str] = []
    for (document, section), facts in sorted(groups.items()):
        lines += [f"{document}: {section}", *(line for fact in facts for line in _listed(fact)), ""]
    outside = [fact for fact in load() if fact.source is not None]
    return "\n".join([*lines, "beside the documents", *(line for fact in outside for line in _listed(fact))]) + "\n"


def _listed(fact: Fact) -> Iterator[str]:
    yield f"  {fact.type:<18} {fact.text}"
    if fact.certification is not None:
        known = certifications.load()[fact.certification]
        yield f"  {'':<18}   {known.status}: {known.status_note}"
    if fact.contradicts:
        yield f"  {'':<18}   differs from: {', '.join(fact.contradicts)}"
    if fact.source is not None:
        yield f"  {'':<18}   source: {fact.source.what}, {fact.source.date} ({fact.source.grade})"
