"""data/jobs/*.toml ↔ JobProfile: built-in jobs, and job files that a person edits.

The TOML says what the records say, field for field; comments carry the quoted lines. Writing and reading back gives the
same job (see ``postings.to_toml`` for the writing side).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from gapscan.errors import DataError, UnknownNameError
from gapscan.records import (
    CertificationId,
    DegreeLevel,
    Documented,
    EducationAsked,
    Gate,
    Importance,
    JobProfile,
    Requirement,
    SkillId,
    UnknownTerm,
)
from gapscan.resources import data_path

DEFAULT_JOB = "machine-learning-engineer"
_REQUIREMENT_FIELDS = {
    "id", "label", "any_of", "importance", "weight", "min_years", "at_least", "level", "names", "quote", "line",
    "documented_in",
}  # fmt: skip
_JOB_FIELDS = {"id", "title", "requirement", "gate", "education", "years_total", "certifications", "unknown_term", "career"}


def available() -> tuple[str, ...]:
    """Return the ids of the built-in jobs, sorted."""
    return tuple(sorted(path.stem for path in data_path("jobs").glob("*.toml")))


def load(job: str, *, known: Collection[str] | None = None) -> JobProfile:
    """Load a built-in job by its id.

    Args:
        job: Id, as ``available`` lists them.
        known: Ids of the taxonomy, to check the job against; None to skip that.

    Raises:
        UnknownNameError: No built-in job has that id.
        DataError: The file has problems; all of them are listed.
    """
    path = data_path("jobs", f"{job}.toml")
    if job not in available():
        near = get_close_matches(job, available(), n=3, cutoff=0.3) or list(available())[:5]
        raise UnknownNameError("job", job, near)
    return load_file(path, known=known)


def load_file(path: Path, *, known: Collection[str] | None = None) -> JobProfile:
    """Load a job from a TOML file.

    Raises:
        DataError: The file is not TOML or has problems; all of them are listed.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("job file", [f"{path.name}: {error}"]) from error
    return from_table(table, name=path.name, known=known)


def from_table(table: Mapping[str, Any], *, name: str, known: Collection[str] | None = None) -> JobProfile:
    """Make a job from the tables of a TOML file.

    Raises:
        DataError: Fields are missing, unknown or of the wrong sort.
    """
    found = list(_problems(table, known))
    if found:
        raise DataError("job file", [f"{name}: {problem}" for problem in found])
    return JobProfile(
        id=table["id"],
        title=table["title"],
        requirements=tuple(_requirement(record) for record in table.get("requirement", ())),
        gates=tuple(_gate(record) for record in table.get("gate", ())),
        education=_education(table.get("education")),
        years_total=table.get("years_total"),
        certifications=tuple(CertificationId(i) for i in table.get("certifications", ())),
        unknown_terms=tuple(UnknownTerm(t["text"], t.get("line", 0)) for t in table.get("unknown_term", ())),
        career=table.get("career"),
    )


def _problems(table: Mapping[str, Any], known: Collection[str] | None) -> Iterator[str]:
    for field in ("id", "title"):
        if not isinstance(table.get(field), str):
            yield f"{field} is missing"
    for field in sorted(set(table) - _JOB_FIELDS):
        yield f"unknown field {field!r}; known: {', '.join(sorted(_JOB_FIELDS))}"
    seen: set[str] = set()
    for number, record in enumerate(table.get("requirement", ()), 1):
        place = f"requirement {number} ({record.get('id', 'no id')})"
        yield from (f"{place}: {problem}" for problem in _requirement_problems(record, known))
        if record.get("id") in seen:
            yield f"{place}: the id is taken"
        seen.add(record.get("id", ""))


def _requirement_problems(record: Mapping[str, Any], known: Collection[str] | None) -> Iterator[str]:
    for field in ("id", "label", "any_of"):
        if not record.get(field):
            yield f"{field} is missing"
    for field in sorted(set(record) - _REQUIREMENT_FIELDS):
        yield f"unknown field {field!r}"
    if record.get("importance", "must") not in set(Importance):
        yield f"importance {record['importance']!r} is none of {', '.join(Importance)}"
    weight = record.get("weight", 1)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or weight <= 0:
        yield f"weight {weight!r} is not a number above 0"
    if known is not None:
        for skill in record.get("any_of", ()):
            if skill not in known:
                near = get_close_matches(skill, known, n=3, cutoff=0.6)
                yield f"unknown skill {skill!r}; nearest: {', '.join(near) or 'none'}"


def _documented(record: Mapping[str, Any]) -> tuple[Documented, ...]:
    return tuple(Documented(where["document"], where["section"]) for where in record.get("documented_in", ()))


def _requirement(record: Mapping[str, Any]) -> Requirement:
    importance = Importance(record.get("importance", "must"))
    return Requirement(
        id=record["id"],
        label=record["label"],
        any_of=tuple(SkillId(skill) for skill in record["any_of"]),
        importance=importance,
        weight=float(record.get("weight", 3.0 if importance is Importance.MUST else 1.0)),
        min_years=record.get("min_years"),
        at_least=record.get("at_least", 1),
        level=record.get("level"),
        names=tuple(record.get("names", ())),
        quote=record.get("quote", ""),
        line=record.get("line", 0),
        documented_in=_documented(record),
    )


def _gate(record: Mapping[str, Any]) -> Gate:
    return Gate(
        kind=record["kind"],
        asked=record["asked"],
        value=str(record.get("value", "")),
        importance=Importance(record.get("importance", "must")),
        or_equivalent=record.get("or_equivalent", False),
        fields=tuple(record.get("fields", ())),
        line=record.get("line", 0),
        documented_in=_documented(record),
    )


def _education(record: Mapping[str, Any] | None) -> EducationAsked | None:
    if record is None:
        return None
    level = record.get("level")
    preferred = record.get("preferred_level")
    return EducationAsked(
        level=DegreeLevel(level) if level else None,
        or_equivalent=record.get("or_equivalent", False),
        preferred_level=DegreeLevel(preferred) if preferred else None,
        fields=tuple(record.get("fields", ())),
        quote=record.get("quote", ""),
        line=record.get("line", 0),
    )
