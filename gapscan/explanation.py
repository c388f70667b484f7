"""One skill in one résumé → its whole story: what was looked for, found, refused, implied, asked for, and examined.

For the reader who does not believe a verdict: nothing here decides anything, every line is read from the same matches,
profile and report that a scan uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gapscan import certifications, matching, profiles, scoring
from gapscan.advice import effort
from gapscan.analyzer import Analyzer
from gapscan.folding import fold
from gapscan.records import (
    Claim,
    Document,
    Finding,
    FindingStatus,
    GapReport,
    Importance,
    Matches,
    Mention,
    Profile,
    Refusal,
    Skill,
    SkillId,
    Span,
    Stance,
)
from gapscan.renderers.as_text import wrap
from gapscan.renderers.words import certificate_name, clean, duration
from gapscan.safety import terminal
from gapscan.taxonomy import Taxonomy

_WIDTH = 96
# A line up to this length is quoted whole; of a longer one this much on either side of the name.
_WHOLE = 200
_AROUND = 80
_MOST = 40
_NAMES_SHOWN = 40

_SAID = {
    Stance.HELD: "has it", Stance.DENIED: "says it is not held", Stance.WANTED: "wants it and does not show it",
    Stance.OTHER: "speaks of somebody or something else", Stance.UNCERTAIN: "unclear",
}  # fmt: skip


def explain(analyzer: Analyzer, resume: str | Path | Document, skill: str) -> str:
    """Tell all that a scan knows of one skill in one résumé.

    Args:
        analyzer: Holds the taxonomy and the job.
        resume: A path or a Document.
        skill: Id, name or alias.

    Returns:
        Plain text of at most 96 columns, safe on a terminal, with a final line break.

    Raises:
        UnknownNameError: The taxonomy has no such skill; the error lists near names.
        InputError: The résumé can't be read.
    """
    known = analyzer.taxonomy
    record = known.get(skill)
    document = analyzer.read(resume)
    matches = analyzer.find(document)
    profile = profiles.fold(document, matches, known, as_of=analyzer.as_of)
    report = scoring.compare(profile, analyzer.job, known, document)
    parts = (
        _head(record, skill, profile, known, document),
        _names(record),
        _mentions(record.id, matches, document),
        _refused(record.id, matches, document),
        _overlooked(record, matches, document, known),
        _settle(record.id, matches, document),
        _related(record.id, profile, known),
        _asked(record.id, report),
        _certificates(record.id, profile),
        _learning(record.id, profile, known),
    )
    blocks = ("\n".join(lines) for lines in map(list, parts) if lines)
    return terminal("\n\n".join(blocks)) + "\n"


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a title and its lines; nothing when there are no lines."""
    body = list(lines)
    if body:
        yield title
        yield from body


def _wrapped(text: str, indent: int = 2) -> Iterator[str]:
    blank = " " * indent
    for number, line in enumerate(wrap(text, _WIDTH - indent - 2)):
        yield blank + ("  " if number else "") + line


# --- the verdict -------------------------------------------------------------------------------


def _head(record: Skill, asked: str, profile: Profile, known: Taxonomy, document: Document) -> Iterator[str]:
    yield from wrap(f"{record.name} ({record.id}) in {clean(document.source.name)}", _WIDTH)
    yield from _wrapped(_verdict(profile.claims.get(record.id), record.id, profile, known))
    others = [known.name(other) for other in known.resolve(asked) if other != record.id]
    if others:
        yield from _wrapped(f"The name {clean(asked)!r} may also mean {', '.join(others)}.")


def _verdict(claim: Claim | None, skill: SkillId, profile: Profile, known: Taxonomy) -> str:
    if claim is None:
        proof = _proof(skill, profile)
        return f"Not named; examined by {proof}." if proof else "Not shown in this résumé."
    if claim.implied_by is not None:
        return f"Not shown in words; it follows from {known.name(claim.implied_by)}{_lines(claim.mentions)}."
    if claim.stance is not Stance.HELD:
        return f"Not shown: the résumé {_SAID[claim.stance]}." if claim.stance is not Stance.UNCERTAIN else (
            "Unclear: the words are there, and gapscan can't tell whether they mean it.")  # fmt: skip
    proof = _proof(skill, profile)
    words = [f"certified by {proof}" if proof else claim.strength.value if claim.strength else "listed"]
    if claim.months is None:
        words.append("no dated role names it")
    else:
        last = f", last {claim.last_used}" if claim.last_used else ""
        words.append(f"{duration(claim.months)} in dated roles{last}")
    if claim.stated_years is not None:
        words.append(f"{claim.stated_years:g} years in the résumé's own words")
    return f"Shown: {'; '.join(words)}. Confidence {claim.confidence:.2f} of 1."


def _proof(skill: SkillId, profile: Profile) -> str:
    """Return the certificates that show a skill, each with its line; empty when none does."""
    return ", ".join(
        f"{certificate_name(one.certification)} (line {one.line})"
        for one in profile.credentials
        if skill in certifications.examined((one,))
    )


def _lines(mentions: Sequence[Mention]) -> str:
    numbers = sorted({mention.line for mention in mentions})
    return f" (line {', '.join(map(str, numbers[:5]))})" if numbers else ""


# --- what was looked for, found and refused ----------------------------------------------------


def _names(record: Skill) -> Iterator[str]:
    names = list(dict.fromkeys((record.name, *record.aliases)))
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    lines = list(_wrapped(", ".join(names[:_NAMES_SHOWN]) + more))
    if record.cased:
        lines += _wrapped(f"only in this spelling: {', '.join(record.cased)}")
    if record.ambiguous:
        lines += _wrapped(f"only where the words around it fit: {', '.join(record.ambiguous)}")
    yield from _part("Looked for", lines)


def _mentions(skill: SkillId, matches: Matches, document: Document) -> Iterator[str]:
    found = [mention for mention in matches.mentions if mention.skill == skill]
    lines: list[str] = []
    for mention in found[:_MOST]:
        why = f" ({clean(mention.because)})" if mention.because else ""
        lines += _wrapped(f"line {mention.line}, {mention.section.value}: {_SAID[mention.stance]}{why}")
        lines += _wrapped(_quote(document, mention.span), 4)
    if len(found) > _MOST:
        lines.append(f"  and {len(found) - _MOST} more")
    yield from _part(f"Found ({len(found)})", lines or ["  no place names it"])


def _quote(document: Document, span: Span) -> str:
    line = document.line_of(span.start)
    whole = document.line_text(line)
    if len(whole) <= _WHOLE:
        return f"“{clean(whole)}”"
    start = max(document.text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    end = document.text.find("\n", span.end)
    end = min(len(document.text) if end == -1 else end, span.end + _AROUND)
    return f"“…{clean(document.text[start:end])}…”"


def _refused(skill: SkillId, matches: Matches, document: Document) -> Iterator[str]:
    found: list[Refusal] = [refusal for refusal in matches.refusals if refusal.skill == skill]
    lines: list[str] = []
    for refusal in found[:_MOST]:
        lines += _wrapped(f"line {refusal.line}: {clean(refusal.because)}")
        lines += _wrapped(_quote(document, refusal.span), 4)
    yield from _part(f"Looked like it, and was refused ({len(found)})", lines)


def _overlooked(record: Skill, matches: Matches, document: Document, known: Taxonomy) -> Iterator[str]:
    """Say where its name stands without counting: inside the longer name of another skill, or in hidden text."""
    names = [b" " + fold(name).words.strip() + b" " for name in (record.name, *record.aliases)]
    lines: list[str] = []
    for mention in matches.mentions:
        if mention.skill == record.id:
            continue
        words = b" " + fold(mention.text).words.strip() + b" "
        if any(name in words for name in names):
            text = f"line {mention.line}: part of “{clean(mention.text)}”, which is {known.name(mention.skill)}"
            lines += _wrapped(text)
    for span in document.hidden:
        hits = matching.scan(document.text[span.start : span.end], known).hits
        if any(hit.skill == record.id for hit in hits):
            line = document.line_of(span.start)
            lines += _wrapped(f"line {line}: in text that a person looking at the page would not see")
    yield from _part("There, but not counted", lines[:_MOST])


def _settle(skill: SkillId, matches: Matches, document: Document) -> Iterator[str]:
    if not any(m.skill == skill and m.stance is Stance.UNCERTAIN for m in matches.mentions):
        return
    name = clean(document.source.name)
    lines = (f"  gapscan scan {name} --accept {skill}    the words do mean it",
             f"  gapscan scan {name} --reject {skill}    they do not")  # fmt: skip
    yield from _part("To settle what is unclear", lines)


# --- relations ---------------------------------------------------------------------------------


def _related(skill: SkillId, profile: Profile, known: Taxonomy) -> Iterator[str]:
    held = [
        claim for claim in profile.claims.values() if claim.stance is Stance.HELD and claim.implied_by is None
    ]  # fmt: skip
    lines: list[str] = []
    for claim in held:
        if skill in known.implied(claim.skill):
            lines += _wrapped(f"{known.name(claim.skill)} implies it{_lines(claim.mentions)}")
    near = set(known.nearby(skill))
    for claim in held:
        if claim.skill in near:
            lines += _wrapped(f"{known.name(claim.skill)} is nearby and transfers partly{_lines(claim.mentions)}")
    following = [known.name(other) for other in known.implied(skill)]
    if following:
        lines += _wrapped(f"it implies {', '.join(following)}")
    yield from _part("Related skills", lines)


# --- the job -----------------------------------------------------------------------------------


def _asked(skill: SkillId, report: GapReport) -> Iterator[str]:
    direct = [finding for finding in report.findings if skill in finding.requirement.any_of]
    helped = [
        finding
        for finding in report.findings
        if finding not in direct and any(mention.skill == skill for mention in finding.evidence)
    ]
    lines = [line for finding in direct for line in _finding(finding, report)]
    if not direct:
        lines += _wrapped("the job does not ask for it")
    for finding in helped:
        lines += _wrapped(f"it helps with {clean(finding.requirement.label)}:")
        lines += _steps(finding)
    yield from _part(f"Asked by {clean(report.job.title) or report.job.id}", lines)


def _finding(finding: Finding, report: GapReport) -> Iterator[str]:
    requirement = finding.requirement
    weight = "not scored" if requirement.importance is Importance.MENTIONED else f"weight {requirement.weight:g}"
    years = f", {requirement.min_years:g}+ years" if requirement.min_years is not None else ""
    line = f" (line {requirement.line} of the posting)" if requirement.line else ""
    yield from _wrapped(f"{clean(requirement.label)}: {requirement.importance.value}, {weight}{years}{line}")
    others = len(requirement.any_of) - 1
    if others:
        yield from _wrapped(f"{max(1, requirement.at_least)} of {others + 1} alternatives is enough", 4)
    gain = report.gain(finding)
    left = "" if finding.status is FindingStatus.UNKNOWN else f", {gain:g} points to win"
    yield from _wrapped(f"{finding.status.value}, credit {finding.credit:g}{left}", 4)
    yield from _steps(finding)


def _steps(finding: Finding) -> Iterator[str]:
    for step in finding.steps:
        yield from _wrapped(f"{step.credit:+.2f} {step.rule}: {clean(step.because)}", 4)


# --- how to show it ----------------------------------------------------------------------------


def _certificates(skill: SkillId, profile: Profile) -> Iterator[str]:
    status = {credential.certification: credential.status for credential in profile.credentials}
    catalogue = certifications.load()
    examining = [one for one in catalogue if skill in one.evidences]
    lines: list[str] = []
    for one in examining:
        if one.id in status:
            lines += _wrapped(f"{one.name} ({one.id}): {status[one.id].value} in this résumé")
    for one in examining:
        if one.id not in status and one.suggest:
            hours = f", {one.hours_min} to {one.hours_max} hours" if one.hours_min is not None else ""
            cost = f", {one.cost_usd:g} USD" if one.cost_usd is not None else ""
            checked = f", checked {one.status_checked_on}" if one.status_checked_on else ""
            note = f". {one.status_note}" if one.status == "transition" else ""
            lines += _wrapped(f"{one.name} ({one.id}): {one.status}{checked}{hours}{cost}{note}")
        elif one.id not in status and one.status != "unverified":
            heirs = ", ".join(catalogue[name].name for name in one.successor_ids if name in catalogue)
            instead = f" In its place: {heirs}." if heirs else ""
            lines += _wrapped(f"{one.name} ({one.id}): not suggested, {one.status}. {one.status_note}{instead}")
    rest = sum(1 for one in examining if one.status == "unverified" and not one.suggest and one.id not in status)
    if rest:
        lines += _wrapped(f"{rest} more whose standing was not checked; they are recognised and not suggested")
    yield from _part("Certificates that examine it", lines or ["  none in the catalogue"])


def _learning(skill: SkillId, profile: Profile, known: Taxonomy) -> Iterator[str]:
    claim = profile.claims.get(skill)
    if claim is not None and claim.stance is Stance.HELD and claim.implied_by is None:
        return
    own = effort.of(skill, known)
    hours = "no figure" if own.hours is None else f"about {own.hours:g} hours"
    lines = list(_wrapped(f"{hours} ({own.source}), difficulty {own.difficulty} of {effort.HARDEST}"))
    if own.after:
        lines += _wrapped(f"after {', '.join(known.name(before) for before in own.after)}")
    yield from _part("To learn it", lines)
