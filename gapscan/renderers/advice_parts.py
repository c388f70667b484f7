"""GapReport → the parts that say what to do next: certificates, learning order, target, career."""

from __future__ import annotations

from dataclasses import replace

from gapscan.records import CareerStep, GapReport, Suggestion
from gapscan.renderers.words import (
    LONGEST_LABEL,
    Part,
    Row,
    certificate_name,
    clean,
    importance,
    listed,
    points,
    skill_name,
)


def asked_sentence(suggestion: Suggestion) -> tuple[str, str]:
    """Return the sentence that says that the job asks for a certificate, and the rest of its note; each may be empty."""
    first, _, rest = suggestion.note.partition(". ")
    return (first.rstrip("."), rest) if first.startswith("The job asks for") else ("", suggestion.note)


def _suggestion(suggestion: Suggestion) -> Row:
    asked, note = asked_sentence(suggestion)
    words = [asked] if asked else []
    if suggestion.covers:
        words.append(f"covers {listed(skill_name(skill) for skill in suggestion.covers)}")
    words.append(f"by {suggestion.issuer}")
    if suggestion.hours is not None:
        words.append(f"about {suggestion.hours:g} hours")
    if suggestion.cost_usd is not None:
        words.append(f"{suggestion.cost_usd:g} USD")
    if suggestion.chain:
        words.append(f"first {listed(certificate_name(i) for i in suggestion.chain)}")
    if note:
        words.append(note)
    checked = f"checked {suggestion.checked_on}" if suggestion.checked_on else "not checked"
    note = clean(f"{suggestion.status}, {checked}", 60)
    return Row(clean(suggestion.name, LONGEST_LABEL), points(suggestion.gain), note, clean("; ".join(words)))


def suggested(report: GapReport) -> Part:
    """Return certificates that close part of the gap."""
    rows = tuple(_suggestion(s) for s in report.advice.suggested) if report.advice else ()
    columns = ("Certificate", "Status", "What it covers")
    return Part("suggested", "Certificates that close part of the gap", rows, "", columns, most=6, brief=4)


def uncovered(report: GapReport) -> Part:
    """Return what no certificate covers, with a step that does."""
    pairs = report.advice.uncovered if report.advice else ()
    rows = tuple(Row(skill_name(skill), because=clean(step)) for skill, step in pairs)
    return Part("uncovered", "No certificate covers", rows, "", ("Skill", "", "A step that does"), most=6, brief=1)


def order(report: GapReport) -> Part:
    """Return the order of learning."""
    rows = []
    for number, step in enumerate(report.advice.order if report.advice else (), 1):
        words = []
        if step.builds_on:
            words.append(f"after {listed(skill_name(skill) for skill in step.builds_on)}")
        if step.certificates:
            words.append(f"examined by {listed(certificate_name(i) for i in step.certificates)}")
        if step.hours is not None and step.hours_source:
            words.append(f"hours: {step.hours_source}" if step.hours else step.hours_source)
        hours = f"~{step.hours:g} h" if step.hours else ""
        label = f"{number}. {clean(step.label, LONGEST_LABEL)}"
        rows.append(Row(label, points(step.gain), hours, clean("; ".join(words))))
    columns = ("Skill", "Effort", "After what, with what")
    return Part("order", "In which order to learn", tuple(rows), "", columns, most=8, brief=1)


def target(report: GapReport) -> Part:
    """Return what reaches a score."""
    plan = report.advice.target if report.advice else None
    if plan is None:
        return Part("target", "", ())
    by_id = {finding.requirement.id: finding for finding in report.findings}
    found = [by_id[gap] for gap in plan.gaps if gap in by_id]
    rows = tuple(
        Row(clean(f.requirement.label, LONGEST_LABEL), points(report.gain(f)), importance(f.requirement)) for f in found
    )
    if not plan.reachable:
        intro = f"No set of gaps reaches it; with every gap closed the score is {plan.score:g}."
    elif not plan.gaps:
        intro = f"Reached already: the score is {plan.score:g}."
    else:
        many = "this gap" if len(plan.gaps) == 1 else f"these {len(plan.gaps)} gaps"
        intro = f"The fewest to close: {many}; the score is then {plan.score:g}."
    return Part("target", f"To reach {plan.target:g}", rows, intro, ("Requirement", "Importance", ""), compact=True)


def difference(report: GapReport) -> Part:
    """Return what changed since an earlier report."""
    change = report.advice.difference if report.advice else None
    if change is None:
        return Part("difference", "", ())
    intro = f"Score before {_or_none(change.score_before)}, now {_or_none(change.score_now)}"
    if change.score_before is not None and change.score_now is not None:
        intro += f" ({change.score_now - change.score_before:+.1f})"
    pairs = (("gained", change.gained), ("lost", change.lost))
    rows = tuple(Row(word, because=clean(listed(names))) for word, names in pairs if names)
    return Part("difference", "Since the earlier report", rows, intro + ".", ("Change", "", "Requirements"))


def _or_none(score: float | None) -> str:
    return "none" if score is None else f"{score:g}"


def _career_row(step: CareerStep, *, minor: bool = False) -> Row:
    source = f" ({step.source})" if step.source else ""
    kind = clean(step.kind.replace("-", " "), 40)
    return Row(kind, note=clean(step.status, 40), because=clean(step.text + source), minor=minor)


def career(report: GapReport) -> Part:
    """Return what the role documents say of this career; of facts of one kind the first is the nearest."""
    steps = report.advice.career if report.advice else ()
    kinds: set[str] = set()
    rows = []
    for step in steps:
        rows.append(_career_row(step, minor=step.kind in kinds and not step.status))
        kinds.add(step.kind)
    columns = ("About", "Status", "What the role documents say")
    return Part("career", "Career", tuple(rows), "", columns, brief=2)


def documented_certificates(report: GapReport) -> Part:
    """Return what became of the certificates that they name."""
    steps = report.advice.documented_certificates if report.advice else ()
    rows = tuple(replace(_career_row(step), label="") for step in steps)
    namer = "role documents name" if report.job.career else "job asks for, and what became of them"
    title = f"Certificates that the {namer}"
    return Part("documented", title, rows, "", ("", "Status", "Certificate"), folded=True, brief=1)
