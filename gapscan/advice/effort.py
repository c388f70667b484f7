"""data/taxonomy/effort.jsonl → hours, difficulty and foundations of a skill, and the lint that keeps the data honest.

The narrowest record wins: of the skill itself, else of its category, else of its kind. Every figure says whose it is:
a published course length, the certificate catalogue, or our own estimate. A skill without a figure (nobody learns
teamwork in hours of study) has None, never zero.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from gapscan.errors import DataError
from gapscan.records import SkillId, SkillKind
from gapscan.resources import data_path
from gapscan.taxonomy import Taxonomy

SCOPES = ("category", "kind", "skill")
_FIELDS = ("scope", "id", "hours", "difficulty", "after", "source")
HARDEST = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """What it takes to learn a skill from its foundations to a first real use.

    ``hours`` is None where there is no figure, ``difficulty`` from 1 (easy) to 5, ``after`` the skills to learn before
    that the taxonomy's ``implies`` does not name, ``source`` whose figure it is.
    """

    hours: float | None
    difficulty: int
    after: tuple[SkillId, ...]
    source: str


UNKNOWN = Effort(None, 3, (), "no estimate")


@cache
def load(path: Path | None = None) -> Mapping[tuple[str, str], Effort]:
    """Load the estimates by (scope, id), by default those that come with gapscan; each file is read once.

    Raises:
        DataError: The file is missing or a line has the wrong shape; all such lines at once.
    """
    path = path or _path()
    try:
        rows = json.loads(f"[{','.join(path.read_text(encoding='utf-8').splitlines())}]")
        return {
            (row["scope"], row["id"]): Effort(_hours(row), row["difficulty"], tuple(row["after"]), row["source"])
            for row in rows
        }
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError("effort", problems(path) or [f"{path.name}:0: {error}"]) from error


def _hours(row: Mapping[str, Any]) -> float | None:
    return None if row["hours"] is None else float(row["hours"])


def of(skill: SkillId, known: Taxonomy) -> Effort:
    """Return the effort of a skill; its category is looked up only when the skill has no record of its own."""
    table = load()
    own = table.get(("skill", skill))
    if own is not None:
        return own
    full = known.skills.get(skill)
    if full is None:
        return UNKNOWN
    return table.get(("category", full.category)) or table.get(("kind", full.kind.value), UNKNOWN)


def foundations(skill: SkillId, known: Taxonomy, shown: Collection[SkillId] = ()) -> frozenset[SkillId]:
    """Return what comes before a skill, near or far: what it implies, and what ``after`` names.

    A soft skill has no foundations: one that implies another is not learned after it.

    Args:
        skill: Never in the answer itself, even where the data go round.
        known: For what implies what.
        shown: Skills that a person shows; neither they nor what lies under them has to be learned.
    """
    if known.is_soft(skill):
        return frozenset()
    table = load()
    found: set[SkillId] = set()
    queue = [skill]
    while queue:
        current = queue.pop()
        own = table.get(("skill", current), UNKNOWN)
        implied = known.relations[current][2] if current in known.relations else ()
        fresh = {*own.after, *implied} - found - set(shown)
        found |= fresh
        queue.extend(fresh)
    return frozenset(found - {skill})


def _path() -> Path:
    return data_path("taxonomy", "effort.jsonl")


# --- lint --------------------------------------------------------------------------------------


def problems(
    path: Path | None = None, *, known: Taxonomy | None = None, categories: Collection[str] = ()
) -> tuple[str, ...]:
    """Return every problem of an effort file as ``file:line: message``, in file order.

    Args:
        path: By default the file that comes with gapscan.
        known: The taxonomy whose skills may be named, also to see whether the order goes round; None skips that.
        categories: Categories that must each have a record; empty skips that.
    """
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
        faults = list(_faults(row))
        found += [(number, fault) for fault in faults]
        if not faults:
            rows.append((number, row))
    for (_, before), (number, row) in pairwise(rows):
        if (before["scope"], before["id"]) >= (row["scope"], row["id"]):
            found.append((number, f"{row['id']}: out of order or taken, lines are sorted by scope and id"))
    if known is not None:
        found += [(number, fault) for number, row in rows for fault in _reference_faults(row, known)]
        found += _circles(rows, known)
    given = {row["id"] for _, row in rows if row["scope"] == "category"}
    found += [(0, f"category {category} has no record") for category in sorted(set(categories) - given)]
    return tuple(f"{path.name}:{number}: {message}" for number, message in sorted(found))


def _faults(row: object) -> Iterator[str]:
    if not isinstance(row, dict) or set(row) != set(_FIELDS):
        yield f"must hold exactly {', '.join(_FIELDS)}"
        return
    if row["scope"] not in SCOPES:
        yield f"scope {row['scope']!r} is not one of {', '.join(SCOPES)}"
    if row["scope"] == "kind" and row["id"] not in set(SkillKind):
        yield f"kind {row['id']!r} is not one of {', '.join(SkillKind)}"
    hours = row["hours"]
    if hours is not None and (isinstance(hours, bool) or not isinstance(hours, int | float) or hours <= 0):
        yield f"hours {hours!r} is neither null nor a number above 0"
    if row["difficulty"] not in range(1, HARDEST + 1):
        yield f"difficulty {row['difficulty']!r} is not from 1 to {HARDEST}"
    if not isinstance(row["after"], list) or sorted(set(row["after"])) != row["after"]:
        yield "after is not a sorted list"
    if not row["source"]:
        yield "no source"


def _reference_faults(row: Mapping[str, Any], known: Taxonomy) -> Iterator[str]:
    named = [*([row["id"]] if row["scope"] == "skill" else []), *row["after"]]
    yield from (f"{row['id']}: {one} is not a skill" for one in named if one not in known)


def _circles(rows: list[tuple[int, dict[str, Any]]], known: Taxonomy) -> Iterator[tuple[int, str]]:
    before = {skill: set(relation[2]) for skill, relation in known.relations.items()}
    for _, row in rows:
        if row["scope"] == "skill":
            before.setdefault(row["id"], set()).update(row["after"])
    for number, row in rows:
        reached: set[str] = set()
        queue = list(row["after"])
        while queue:
            current = queue.pop()
            if current not in reached:
                reached.add(current)
                queue.extend(before.get(SkillId(current), ()))
        if row["scope"] == "skill" and row["id"] in reached:
            yield number, f"{row['id']}: comes before itself"
