"""JobProfile → a TOML file that reads like the posting: every requirement under the line it comes from.

What is written is what ``jobs.from_table`` reads, field for field, so that writing and reading gives the same job. A
person corrects it in an editor: weights, importance, a skill that was meant differently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gapscan.records import Documented, EducationAsked, Gate, JobProfile, Requirement

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

_HEAD = (
    "A job as gapscan understood it. Correct what is wrong, then: gapscan scan RESUME --job THIS_FILE",
    "importance: must, preferred or mentioned; only must and preferred count. weight: any number above 0.",
    "any_of: ids of skills, of which at_least (1 if not given) satisfy the requirement; gapscan taxonomy search finds ids.",
)
_COMMENT_WIDTH = 110
# Read back without a default.
_ALWAYS = ("asked", "text", "id", "label")


def to_toml(job: JobProfile) -> str:
    """Write a job as a TOML file for people.

    Args:
        job: Notices are left out: they speak of a reading, not of the job.

    Returns:
        Text ending in a line break; ``jobs.from_table`` makes the same job of it. Comments quote the posting.
    """
    import tomlkit  # late: only this format needs it

    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document.add("id", tomlkit.item(_text(job.id)))
    document.add("title", tomlkit.item(_text(job.title)))
    if job.years_total is not None:
        document.add("years_total", tomlkit.item(job.years_total))
    if job.certifications:
        document.add("certifications", tomlkit.item([str(i) for i in job.certifications]))
    if job.career is not None:
        document.add("career", tomlkit.item(_text(job.career)))
    if job.education is not None:
        _add_education(document, job.education)
    _add_list(document, "requirement", [(_quoted(r.quote, r.line), _requirement(r)) for r in job.requirements])
    _add_list(document, "gate", [("", _gate(gate)) for gate in job.gates])
    _add_list(document, "unknown_term", [("", {"text": _text(t.text), "line": t.line}) for t in job.unknown_terms])
    return tomlkit.dumps(document)


def _text(text: str) -> str:
    """Return a text without what TOML can't hold: lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _quoted(quote: str, line: int) -> str:
    words = " ".join(_text("".join(c if c.isprintable() else " " for c in quote)).split())
    shown = words if len(words) <= _COMMENT_WIDTH else words[: _COMMENT_WIDTH - 3].rstrip() + "..."
    return f"line {line}: {shown}" if line and shown else shown


def _add_education(document: TOMLDocument, education: EducationAsked) -> None:
    import tomlkit

    table = tomlkit.table()
    _comment(table, _quoted(education.quote, education.line))
    if education.level:
        table.add("level", education.level.value)
    table.add("or_equivalent", education.or_equivalent)
    if education.preferred_level:
        table.add("preferred_level", education.preferred_level.value)
    _fill(table, {"fields": [_text(f) for f in education.fields], "quote": _text(education.quote), "line": education.line})
    document.add("education", table)


def _add_list(document: TOMLDocument, name: str, entries: list[tuple[str, dict[str, Any]]]) -> None:
    import tomlkit

    if not entries:
        return
    tables = tomlkit.aot()
    for comment, values in entries:
        table = tomlkit.table()
        _comment(table, comment)
        _fill(table, values)
        tables.append(table)
    document.add(name, tables)


def _comment(table: Table, text: str) -> None:
    import tomlkit

    if text:
        table.add(tomlkit.comment(text))


def _fill(table: Table, values: dict[str, Any]) -> None:
    """Add what is not empty; what is left out is read back as its default."""
    for key, value in values.items():
        if key in _ALWAYS or value not in (None, "", [], 0) or value is False:
            table.add(key, value)
    table.add(_blank())


def _blank() -> Any:
    import tomlkit

    return tomlkit.nl()


def _documented(where: tuple[Documented, ...]) -> list[dict[str, str]]:
    return [{"document": _text(d.document), "section": _text(d.section)} for d in where]


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "id": _text(requirement.id),
        "label": _text(requirement.label),
        "importance": requirement.importance.value,
        "any_of": [_text(skill) for skill in requirement.any_of],
        "at_least": requirement.at_least if requirement.at_least != 1 else None,
        "weight": requirement.weight,
        "min_years": requirement.min_years,
        "level": _text(requirement.level) if requirement.level is not None else None,
        "names": [_text(name) for name in requirement.names],
        "quote": _text(requirement.quote),
        "line": requirement.line,
        "documented_in": _documented(requirement.documented_in),
    }


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "kind": _text(gate.kind),
        "asked": _text(gate.asked),
        "value": _text(gate.value),
        "importance": gate.importance.value,
        "or_equivalent": True if gate.or_equivalent else None,
        "fields": [_text(name) for name in gate.fields],
        "line": gate.line,
        "documented_in": _documented(gate.documented_in),
    }
