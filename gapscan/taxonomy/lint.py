"""A taxonomy folder → what is wrong with it, line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gapscan.folding import fold
from gapscan.records import Skill
from gapscan.resources import data_path
from gapscan.taxonomy import files

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELDS = {
    "id", "name", "kind", "category", "aliases", "cased", "ambiguous", "implies", "nearby", "example", "near_miss",
    "documented_in", "source",
}  # fmt: skip
_CUE_FIELDS = {"id", "cue", "effect", "direction", "scope", "example", "near_miss"}


def problems(folder: Path | None = None) -> list[str]:
    """Return every problem of a taxonomy folder as ``file:line: message``, in file order; empty when it is sound."""
    where = folder or data_path("taxonomy")
    found: list[str] = []
    located: dict[str, tuple[str, Skill]] = {}
    for path in files.skill_files(where):
        previous = ""
        for number, line in files.lines(path):
            place = f"{path.name}:{number}"
            record = _parsed(line, place, found)
            if record is None:
                continue
            skill = files.skill_of(record)
            found.extend(f"{place}: {message}" for message in _faults(skill, record))
            if skill.id in located:
                found.append(f"{place}: id {skill.id!r} is taken at {located[skill.id][0]}")
            elif skill.id < previous:
                found.append(f"{place}: {skill.id!r} must stand before {previous!r} (lines are sorted by id)")
            previous = skill.id
            located.setdefault(skill.id, (place, skill))
    found.extend(_relation_faults(located))
    found.extend(_alias_faults(located))
    found.extend(_cue_faults(where))
    return found


def _parsed(line: str, place: str, found: list[str]) -> dict[str, Any] | None:
    try:
        record: dict[str, Any] = json.loads(line)
        files.skill_of(record)
    except (ValueError, KeyError, TypeError) as error:
        found.append(f"{place}: not a skill record ({error.__class__.__name__}: {error})")
        return None
    unknown = sorted(set(record) - _FIELDS)
    if unknown:
        found.append(f"{place}: unknown field(s) {', '.join(unknown)}")
    return record


def _contains(text: str, alias: str) -> bool:
    return b" " + fold(alias).words.strip() + b" " in b" " + fold(text).words + b" "


def _faults(skill: Skill, record: Mapping[str, Any]) -> Iterator[str]:
    names = (skill.name, *skill.aliases)
    if not _ID.fullmatch(skill.id):
        yield f"id {skill.id!r} is not kebab-case"
    if not _ID.fullmatch(skill.category):
        yield f"category {skill.category!r} is not kebab-case"
    for listed in ("cased", "ambiguous"):
        for alias in record.get(listed, ()):
            if alias not in names:
                yield f"{listed} {alias!r} is neither the name nor an alias"
    for alias in names:
        if not fold(alias).words.strip():
            yield f"alias {alias!r} is unreachable: nothing of it is left after folding"
    if not skill.example or not any(_contains(skill.example, name) for name in names):
        yield "the example contains no name of the skill"
    for alias in skill.ambiguous:
        if not any(_contains(miss, alias) for miss in skill.near_miss):
            yield f"ambiguous {alias!r} has no near_miss that contains it"


def _relation_faults(located: Mapping[str, tuple[str, Skill]]) -> Iterator[str]:
    for place, skill in located.values():
        for relation, targets in (("implies", skill.implies), ("nearby", skill.nearby)):
            for target in targets:
                if target not in located:
                    yield f"{place}: {relation} names the unknown skill {target!r}"
                elif target == skill.id:
                    yield f"{place}: {relation} names the skill itself"
    yield from _cycles(located)


def _cycles(located: Mapping[str, tuple[str, Skill]]) -> Iterator[str]:
    done: set[str] = set()
    for start in located:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            node, depth = stack.pop()
            del path[depth:]
            if node in path:
                yield f"{located[start][0]}: implies goes round: {' -> '.join([*path[path.index(node):], node])}"
                break
            if node in done or node not in located:
                continue
            path.append(node)
            stack.extend((target, depth + 1) for target in located[node][1].implies)
        done.update(path)


def _alias_faults(located: Mapping[str, tuple[str, Skill]]) -> Iterator[str]:
    owners: dict[tuple[bytes, str], tuple[str, str]] = {}
    for place, skill in located.values():
        for alias in dict.fromkeys((skill.name, *skill.aliases)):
            exact = alias if alias in skill.cased else ""
            key = (fold(alias).words.strip(), exact)
            owner = owners.setdefault(key, (place, skill.id))
            if owner[1] != skill.id:
                yield f"{place}: alias {alias!r} of {skill.id} belongs to {owner[1]} ({owner[0]})"


def _cue_faults(folder: Path) -> Iterator[str]:
    path = folder / "stance.jsonl"
    if not path.exists():
        return
    seen: dict[bytes, int] = {}
    for number, line in files.lines(path):
        try:
            record = json.loads(line)
        except ValueError as error:
            yield f"{path.name}:{number}: not JSON ({error})"
            continue
        missing = sorted(_CUE_FIELDS - set(record))
        if missing:
            yield f"{path.name}:{number}: field(s) missing: {', '.join(missing)}"
            continue
        key = fold(record["cue"]).words.strip()
        if key in seen:
            yield f"{path.name}:{number}: cue {record['cue']!r} stands at line {seen[key]} too"
        seen.setdefault(key, number)
