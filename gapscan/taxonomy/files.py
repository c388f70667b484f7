"""data/taxonomy, as text → the records that stand in it: one skill a line, one file a family; and the stance cues."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gapscan.records import Documented, Skill, SkillId, SkillKind


def skill_files(folder: Path) -> list[Path]:
    """Return the files of a folder's families, by name."""
    return sorted((folder / "skills").glob("*.jsonl"))


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file that hold something, each with its number from 1."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield number, line


def skill_of(record: Mapping[str, Any]) -> Skill:
    """Return the skill of a line.

    Raises:
        KeyError: A field without a default is missing; TypeError and ValueError where one has the wrong form.
    """
    return Skill(
        id=SkillId(record["id"]),
        name=record["name"],
        kind=SkillKind(record["kind"]),
        category=record["category"],
        aliases=tuple(record.get("aliases", ())),
        cased=tuple(record.get("cased", ())),
        ambiguous=tuple(record.get("ambiguous", ())),
        implies=tuple(SkillId(i) for i in record.get("implies", ())),
        nearby=tuple(SkillId(i) for i in record.get("nearby", ())),
        example=record.get("example", ""),
        near_miss=tuple(record.get("near_miss", ())),
        documented_in=tuple(Documented(**where) for where in record.get("documented_in", ())),
    )


def records(folder: Path) -> Iterator[Skill]:
    """Yield every skill of a folder, by file and line."""
    for path in skill_files(folder):
        for _, line in lines(path):
            yield skill_of(json.loads(line))


def cues(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the stance cues of a folder, in file order; none when it has no such file."""
    path = folder / "stance.jsonl"
    if path.exists():
        for _, line in lines(path):
            yield json.loads(line)


def digest(folder: Path) -> str:
    """Return what tells two states of a folder apart: a checksum of names and contents, and the size."""
    crc = 0
    size = 0
    for path in [*skill_files(folder), folder / "stance.jsonl"]:
        if path.exists():
            content = path.read_bytes()
            crc = zlib.crc32(content, zlib.crc32(path.name.encode(), crc))
            size += len(content)
    return f"{crc:08x}-{size}"
