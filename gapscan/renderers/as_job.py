"""JobProfile → text, JSON, JSON lines or TOML: what ``gapscan jobs parse`` and ``jobs show`` print."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gapscan import postings, taxonomy
from gapscan.errors import InputError
from gapscan.records import CertificationId, Gate, Importance, JobProfile, Requirement
from gapscan.renderers import as_json
from gapscan.renderers.words import certificate_name

_TITLES = ((Importance.MUST, "Required"), (Importance.PREFERRED, "Preferred"), (Importance.MENTIONED, "Mentioned, not counted"))


def _text(job: JobProfile) -> str:
    lines = [job.title, "=" * min(80, max(3, len(job.title)))]
    for importance, title in _TITLES:
        group = [requirement for requirement in job.requirements if requirement.importance is importance]
        if group:
            lines += ["", f"{title}:", *(f"  - {_requirement(r)}" for r in group)]
    if job.gates:
        lines += ["", "Conditions beside the score:", *(f"  - {_gate(gate)}" for gate in job.gates)]
    if job.unknown_terms:
        lines += ["", "Terms the taxonomy does not know:", *(f"  - {t.text} (line {t.line})" for t in job.unknown_terms)]
    lines += [f"  ! {notice.message}" for notice in job.notices]
    return "\n".join(lines) + "\n"


def _requirement(requirement: Requirement) -> str:
    return ", ".join([requirement.label, *_details(requirement)])


def _details(requirement: Requirement) -> Iterator[str]:
    if requirement.min_years is not None:
        yield f"{requirement.min_years:g}+ years"
    if requirement.level:
        yield f"{requirement.level} level"
    yield f"weight {requirement.weight:g}"
    if requirement.line:
        yield f"line {requirement.line}"


def _gate(gate: Gate) -> str:
    # One line may ask for several certificates or languages: each says which it is.
    value = f" ({gate.value})" if gate.value else ""
    if gate.kind == "certification":
        value = f" {certificate_name(CertificationId(gate.value))}"
    elif gate.kind != "language" and gate.value.lower() in gate.asked.lower():
        value = ""
    preferred = ", preferred" if gate.importance is Importance.PREFERRED else ""
    instead = ", or equivalent" if gate.or_equivalent else ""
    return f"{gate.kind}{value}{preferred}{instead}: {gate.asked}"


def _json(job: JobProfile) -> str:
    return as_json.dumps(as_json.job_dict(job, taxonomy.load())) + "\n"


def _jsonl(job: JobProfile) -> str:
    return as_json.dumps(as_json.job_dict(job, taxonomy.load()), indent=None) + "\n"


RENDERERS: dict[str, Callable[[JobProfile], str]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "toml": postings.to_toml,
}


def failure(path: str, error: InputError) -> str:
    """Return the line of JSON that stands for a posting that could not be used."""
    table = {"schema": as_json.JOB_SCHEMA, "source": path, "error": {"code": error.code, "message": error.reason}}
    return as_json.dumps(table, indent=None) + "\n"
