"""Records → JSON by the contract ``gapscan.report/1``; its schema is gapscan/schemas/report.json.

Valid UTF-8 whatever came in, keys in the order of the contract, the same bytes for the same input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gapscan import __version__, certifications, taxonomy
from gapscan.records import (
    Claim,
    CredentialStatus,
    Document,
    Finding,
    GapReport,
    GateFinding,
    JobProfile,
    Matches,
    Mention,
    Notice,
    Profile,
    SkillId,
    Source,
)

REPORT_SCHEMA = "gapscan.report/1"
SKILLS_SCHEMA = "gapscan.skills/1"
JOB_SCHEMA = "gapscan.job/1"
# What json.dumps leaves as it is and a terminal would obey (C1 controls), hide or turn round, and half surrogate pairs.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]")


def dumps(value: Any, *, indent: int | None = 2) -> str:
    """Serialise to JSON text that always encodes as UTF-8 and that a terminal can show: nothing in it is lost."""
    return _UNSAFE.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=indent))


def _escaped(match: re.Match[str]) -> str:
    """Return a character as JSON escapes it; half a surrogate pair, which is no character, becomes U+FFFD."""
    character = match.group()
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return json.dumps(character)[1:-1]


def source_dict(source: Source) -> dict[str, Any]:
    """Return a source as a table."""
    return {
        "name": source.name, "format": source.format, "engine": source.engine, "sha256": source.sha256,
        "characters": source.characters, "pages": source.pages,
    }  # fmt: skip


def mention_dict(mention: Mention, *, with_skill: bool) -> dict[str, Any]:
    """Return a mention as a table; evidence names its skill, a skill's own mentions need not."""
    table: dict[str, Any] = {"skill": mention.skill} if with_skill else {}
    table |= {
        "text": mention.text,
        "start": mention.span.start,
        "end": mention.span.end,
        "line": mention.line,
        "section": mention.section.value,
        "stance": mention.stance.value,
    }
    if mention.because:
        table["because"] = mention.because
    return table


def notices(found: tuple[Notice, ...]) -> list[dict[str, str]]:
    """Return warnings as tables, each once, in order."""
    unique = dict.fromkeys(found)
    return [{"code": notice.code, "message": notice.message} for notice in unique]


def claim_dict(claim: Claim, known: taxonomy.Taxonomy) -> dict[str, Any]:
    """Return a claim as a table."""
    return {
        "id": claim.skill,
        "name": known.name(claim.skill),
        # An overlay's skill may be unknown to the taxonomy at hand.
        "kind": known.kind(claim.skill).value if claim.skill in known else None,
        "stance": claim.stance.value,
        "confidence": round(claim.confidence, 3),
        "strength": claim.strength.value if claim.strength else None,
        "months": claim.months,
        "last_used": str(claim.last_used) if claim.last_used else None,
        "stated_years": claim.stated_years,
        "implied_by": claim.implied_by,
        "mentions": [] if claim.implied_by else [mention_dict(m, with_skill=False) for m in claim.mentions],
    }


def _finding(finding: Finding, report: GapReport) -> dict[str, Any]:
    requirement = finding.requirement
    return {
        "id": requirement.id,
        "label": requirement.label,
        "any_of": list(requirement.any_of),
        "at_least": requirement.at_least,
        "importance": requirement.importance.value,
        "weight": requirement.weight,
        "min_years": requirement.min_years,
        "status": finding.status.value,
        "credit": finding.credit,
        "gain": report.gain(finding),
        "steps": [{"rule": s.rule, "credit": s.credit, "because": s.because} for s in finding.steps],
        "evidence": [mention_dict(m, with_skill=True) for m in finding.evidence],
        "documented_in": [{"document": d.document, "section": d.section} for d in requirement.documented_in],
    }


def _gate(finding: GateFinding) -> dict[str, Any]:
    gate = finding.gate
    return {
        "kind": gate.kind, "asked": gate.asked, "importance": gate.importance.value, "found": finding.found,
        "status": finding.status.value,
    }  # fmt: skip


def _certifications(report: GapReport) -> dict[str, Any]:
    catalogue = certifications.load()
    held = [
        {"id": c.certification, "name": catalogue[c.certification].name, "status": c.status.value, "line": c.line}
        for c in report.profile.credentials
        if c.status is not CredentialStatus.DENIED
    ]
    tables = [_lists(asdict(suggestion)) for suggestion in report.advice.suggested] if report.advice else []
    return {"held": held, "suggested": [{"id": table.pop("certification"), **table} for table in tables]}


def _advice(report: GapReport) -> dict[str, Any]:
    if report.advice is None:
        return {}
    tables: dict[str, Any] = _lists(asdict(report.advice))
    del tables["suggested"]
    tables["uncovered"] = [{"skill": skill, "step": step} for skill, step in report.advice.uncovered]
    return tables


def _lists(value: Any) -> Any:
    """Return tables with lists in place of tuples, as reading the JSON back would give them."""
    if isinstance(value, dict):
        return {key: _lists(inside) for key, inside in value.items()}
    return [_lists(inside) for inside in value] if isinstance(value, list | tuple) else value


def profile_dicts(profile: Profile, known: taxonomy.Taxonomy) -> list[dict[str, Any]]:
    """Return the claims of a profile in its order."""
    return [claim_dict(claim, known) for claim in profile.claims.values()]


def report_dict(report: GapReport) -> dict[str, Any]:
    """Return a report as the tables of the contract."""
    known = taxonomy.load()
    return {
        "schema": REPORT_SCHEMA,
        "gapscan": __version__,
        "taxonomy": report.taxonomy_version,
        "as_of": str(report.profile.as_of) if report.profile.as_of else None,
        "source": source_dict(report.source),
        "job": {"id": report.job.id, "title": report.job.title},
        "score": report.score,
        "must_coverage": report.must_coverage,
        "confidence": report.confidence,
        "evidence_strength": report.evidence_strength,
        "requirements": [_finding(finding, report) for finding in report.findings],
        "gates": [_gate(finding) for finding in report.gates],
        "skills": profile_dicts(report.profile, known),
        "extras": list(report.extras),
        "quotes": [{"line": q.line, "start": q.span.start, "end": q.span.end, "text": q.text} for q in report.quotes],
        "certifications": _certifications(report),
        "months_experience": report.profile.months_experience,
        "education": [
            {"level": d.level.value, "field": d.field, "text": d.text, "line": d.line, "completed": d.completed}
            for d in report.profile.degrees
        ],
        "advice": _advice(report),
        "unknown_terms": [{"text": t.text, "line": t.line} for t in report.job.unknown_terms],
        "warnings": notices(report.notices),
    }


def render(report: GapReport) -> str:
    """Return a report as JSON text with a final line break."""
    return dumps(report_dict(report)) + "\n"


def skills_dict(document: Document, profile: Profile, matches: Matches, known: taxonomy.Taxonomy) -> dict[str, Any]:
    """Return what was found in one document, without a job, by the contract ``gapscan.skills/1``."""
    named = [claim for claim in profile.claims.values() if claim.implied_by is None]
    return {
        "schema": SKILLS_SCHEMA,
        "source": source_dict(document.source),
        "skills": [claim_dict(claim, known) for claim in named],
        "refused": [
            {
                "id": r.skill,
                "text": r.text,
                "start": r.span.start,
                "end": r.span.end,
                "line": r.line,
                "because": r.because,
            }
            for r in matches.refusals
        ],
        "warnings": notices(document.notices),
    }


def job_dict(job: JobProfile, known: taxonomy.Taxonomy | None = None) -> dict[str, Any]:
    """Return a job by the contract ``gapscan.job/1``."""
    education = job.education
    names: Mapping[SkillId, Any] = known.relations if known else {}
    return {
        "schema": JOB_SCHEMA,
        "id": job.id,
        "title": job.title,
        "requirements": [
            {
                "id": r.id, "label": r.label, "any_of": list(r.any_of), "at_least": r.at_least,
                "names": list(r.names) or [names[s][0] for s in r.any_of if s in names],
                "importance": r.importance.value, "min_years": r.min_years, "level": r.level, "weight": r.weight,
                "quote": r.quote, "line": r.line,
                "documented_in": [{"document": d.document, "section": d.section} for d in r.documented_in],
            }
            for r in job.requirements
        ],
        "gates": [
            {"kind": g.kind, "asked": g.asked, "value": g.value, "importance": g.importance.value,
             "or_equivalent": g.or_equivalent, "fields": list(g.fields), "line": g.line}
            for g in job.gates
        ],
        "education": None if education is None else {
            "level": education.level.value if education.level else None,
            "or_equivalent": education.or_equivalent,
            "preferred_level": education.preferred_level.value if education.preferred_level else None,
            "fields": list(education.fields),
        },
        "years_total": job.years_total,
        "certifications": list(job.certifications),
        "unknown_terms": [{"text": t.text, "line": t.line} for t in job.unknown_terms],
        "warnings": notices(job.notices),
    }  # fmt: skip
