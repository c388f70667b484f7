"""GapReport → the parts that say what is asked, what is shown, and what stands beside the score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gapscan import certifications
from gapscan.records import (
    CertificationId,
    CredentialStatus,
    Finding,
    FindingStatus,
    GapReport,
    Gate,
    GateFinding,
    Importance,
    Span,
)
from gapscan.renderers.words import LONGEST_LABEL, Part, Row, certificate_name, clean, importance, listed, points

_LINES_SHOWN = 3
NOTHING_NEAR = "nothing near it was found"


# --- requirements ------------------------------------------------------------------------------


def _reasons(finding: Finding) -> str:
    reasons = []
    for step in finding.steps:
        reason = NOTHING_NEAR if step.rule == "nothing" else step.because
        if step.evidence and "line " not in reason:
            reason = f"{reason} (line {step.evidence[0].line})"
        reasons.append(reason)
    return clean("; ".join(reasons))


def _place(finding: Finding, report: GapReport) -> Span | None:
    """Return the place that speaks for a finding: its first evidence, else the nearest thing that was refused."""
    steps = finding.steps
    if finding.status is FindingStatus.UNKNOWN:
        # What is unclear has to be seen, whatever else was found.
        steps = tuple(sorted(steps, key=lambda step: step.rule != "uncertain"))
    for step in steps:
        if step.evidence:
            return step.evidence[0].span
        if step.rule == "refused":
            asked = finding.requirement.any_of
            return next((r.span for r in report.profile.refusals if r.skill in asked), None)
    return None


def _lines(finding: Finding) -> str:
    numbers = sorted({mention.line for mention in finding.evidence})
    more = len(numbers) - _LINES_SHOWN
    return listed(map(str, numbers[:_LINES_SHOWN])) + (f" +{more}" if more > 0 else "")


def _requirement(finding: Finding, report: GapReport) -> Row:
    return Row(
        label=clean(finding.requirement.label, LONGEST_LABEL),
        points=points(report.gain(finding)),
        note=importance(finding.requirement),
        because=_reasons(finding),
        lines=_lines(finding),
        place=_place(finding, report),
    )


def _with_status(report: GapReport, status: FindingStatus) -> list[Finding]:
    """Return the findings that must or preferred requirements have with a status, most points first."""
    found = [f for f in report.findings if f.status is status and f.requirement.importance is not Importance.MENTIONED]
    return sorted(found, key=lambda f: -f.requirement.weight * (1.0 - f.credit))


def missing(report: GapReport) -> Part:
    """Return what the résumé does not show, with the nearest thing found."""
    rows = [_requirement(f, report) for f in _with_status(report, FindingStatus.MISSING)]
    columns = ("Requirement", "Importance", "Nearest thing found, and why it did not count")
    intro = "With the points that each would win, most first."
    return Part("missing", "Not shown in this résumé", tuple(rows), intro, columns, "missing", counted=True)


def _settling(findings: Iterable[Finding]) -> str:
    """Return the ids of the skills whose mentions are unclear, for --accept and --reject."""
    steps = (step for finding in findings for step in finding.steps if step.rule == "uncertain")
    return listed(dict.fromkeys(mention.skill for step in steps for mention in step.evidence))


def partial(report: GapReport) -> Part:
    """Return what it shows in part."""
    findings = _with_status(report, FindingStatus.PARTIAL)
    rows = tuple(_requirement(finding, report) for finding in findings)
    unclear = _settling(findings)
    intro = clean(f"Settle unclear words with --accept ID or --reject ID: {unclear}.") if unclear else ""
    columns = ("Requirement", "Importance", "What counts, and what is short")
    return Part("partial", "Shown in part", rows, intro, columns, "partial", counted=True)


def unclear(report: GapReport) -> Part:
    """Return what it may show, and how to settle it."""
    findings = _with_status(report, FindingStatus.UNKNOWN)
    rows = tuple(replace(_requirement(finding, report), points="") for finding in findings)
    intro = clean(f"Left out of the score. Settle each with --accept ID or --reject ID: {_settling(findings)}.")
    columns = ("Requirement", "Importance", "Why it is unclear")
    return Part("unclear", "Unclear", rows, intro, columns, "unclear", counted=True)


def met(report: GapReport) -> Part:
    """Return what it shows in full."""
    rows = [_requirement(f, report) for f in _with_status(report, FindingStatus.MET)]
    columns = ("Requirement", "Importance", "Shown by")
    intro = "With the numbers of the résumé's lines that show it."
    return Part("met", "Met", tuple(rows), intro, columns, "met", compact=True, folded=True, counted=True)


_IN_PASSING = {
    FindingStatus.MET: "shown", FindingStatus.PARTIAL: "in part", FindingStatus.MISSING: "not shown",
    FindingStatus.UNKNOWN: "unclear",
}  # fmt: skip


def mentioned(report: GapReport) -> Part:
    """Return what the job names in passing."""
    rows = tuple(
        Row(clean(f.requirement.label, LONGEST_LABEL), note=_IN_PASSING[f.status], because=_reasons(f), lines=_lines(f))
        for f in report.findings
        if f.requirement.importance is Importance.MENTIONED
    )
    columns = ("Named", "In the résumé", "Why")
    title = "Named in the job in passing, not in the score"
    return Part("mentioned", title, rows, "", columns, compact=True, folded=True)


# --- beside the score --------------------------------------------------------------------------

_GATE = {
    FindingStatus.MET: "met", FindingStatus.PARTIAL: "in part", FindingStatus.MISSING: "not shown",
    FindingStatus.UNKNOWN: "can't tell",
}  # fmt: skip
_CREDENTIAL = {CredentialStatus.HELD: "met", CredentialStatus.DENIED: "not held"}


def _gate(finding: GateFinding) -> Row:
    gate = finding.gate
    note = _GATE[finding.status] + ("" if gate.importance is Importance.MUST else f" ({gate.importance.value})")
    found = f"shown: {finding.found}" if finding.found else "the résumé does not say"
    return Row(clean(gate.kind, 30), note=note, because=f"{clean(gate.asked, LONGEST_LABEL)}; {clean(found)}")


def _names_certificate(gate: Gate) -> bool:
    return gate.kind == "certification" and gate.value in certifications.load()


def _asked_certificate(identifier: CertificationId, report: GapReport, gate: Gate | None) -> Row:
    name = certificate_name(identifier)
    weak = f" ({gate.importance.value})" if gate and gate.importance is not Importance.MUST else ""
    named = next((c for c in report.profile.credentials if c.certification == identifier), None)
    if named is None:
        return Row("certificate", note=f"not shown{weak}", because=name)
    note = _CREDENTIAL.get(named.status, named.status.value) + weak
    return Row("certificate", note=note, because=f"{name}; “{clean(named.text, LONGEST_LABEL)}” (line {named.line})")


def gates(report: GapReport) -> Part:
    """Return conditions that no points can make up for."""
    rows = [_gate(finding) for finding in report.gates if not _names_certificate(finding.gate)]
    certificates = {finding.gate.value: finding.gate for finding in report.gates if _names_certificate(finding.gate)}
    asked = dict.fromkeys((*map(CertificationId, certificates), *report.job.certifications))
    rows += [_asked_certificate(identifier, report, certificates.get(identifier)) for identifier in asked]
    intro = "Beside the score: no points can make up for these."
    return Part("gates", "Asked besides skills", tuple(rows), intro, ("Kind", "Verdict", "Asked, and what is shown"))


def held_certificates(report: GapReport) -> Part:
    """Return certificates of the résumé that the job does not ask for."""
    rows = tuple(
        Row(certificate_name(c.certification), note=c.status.value, lines=str(c.line))
        for c in report.profile.credentials
        if c.certification not in report.job.certifications and c.status is not CredentialStatus.DENIED
    )
    columns = ("Certificate", "Status", "")
    return Part("credentials", "Other certificates named", rows, "", columns, compact=True, folded=True)
