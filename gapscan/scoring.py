"""Profile × JobProfile → GapReport. The number is computed from the reasons, so it cannot disagree with them.

Each rule looks at one requirement and may give one step: a credit, and why. A finding's credit is the sum of its
steps kept within 0 and 1, the score is 100 · Σ weight · credit / Σ weight. The published credits:

* ``held`` 1.0: one of the skills asked for is shown.
* ``certified`` 0.75: not shown in words, but a held certificate examines it.
* ``implied`` 0.75: it follows from a held skill ("PyTorch" shows deep learning).
* ``nearby`` 0.3: a held skill transfers partly (AWS for Google Cloud), unless the résumé says that the skill is not held:
  the person's own word outweighs what we would infer. A wish for it is no such word.
* ``years`` down to −0.5: asked years that the dated roles or the résumé's own words fall short of.
* ``uncertain`` 0: the words may mean it; the requirement is then left out of the score, not counted as a gap.
* ``denied``, ``wanted``, ``other``, ``refused``, ``nothing`` 0: the nearest thing found, and why it did not count.

Names, age, gender, address, school never reach this module: it sees claims, credentials and degrees only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gapscan import certifications, education, timeline
from gapscan.records import (
    Claim,
    Credential,
    CredentialStatus,
    Document,
    Finding,
    FindingStatus,
    GapReport,
    Gate,
    GateFinding,
    Importance,
    JobProfile,
    Mention,
    Notice,
    Profile,
    Refusal,
    Requirement,
    SkillId,
    Stance,
    Step,
)
from gapscan.taxonomy import Taxonomy

HELD_CREDIT = 1.0
CERTIFIED_CREDIT = 0.75
IMPLIED_CREDIT = 0.75
NEARBY_CREDIT = 0.3
LARGEST_YEARS_LOSS = 0.5
# A posting's weight for what it demands, and for what it would like: the documented default of DESIGN and README.
MUST_WEIGHT = 3.0
PREFERRED_WEIGHT = 1.0
_SHORT_TEXT = 200


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at besides the requirement."""

    profile: Profile
    taxonomy: Taxonomy
    certified: Mapping[SkillId, Credential]
    refusals: Mapping[SkillId, Refusal]


Rule = Callable[[SkillId, Requirement, Context], Step | None]


def _held_claim(skill: SkillId, context: Context) -> Claim | None:
    claim = context.profile.claims.get(skill)
    return claim if claim is not None and claim.stance is Stance.HELD else None


def held(skill: SkillId, requirement: Requirement, context: Context) -> Step | None:
    """Give full credit for a skill that is shown in words."""
    claim = _held_claim(skill, context)
    if claim is None or claim.implied_by is not None:
        return None
    evidence = tuple(m for m in claim.mentions if m.stance is Stance.HELD)
    name = context.taxonomy.name(skill)
    if skill in context.certified:
        mention = _certificate(skill, context)
        return Step("held", HELD_CREDIT, f"{name} is certified by {mention.because} (line {mention.line})", (mention, *evidence))
    strength = claim.strength.value if claim.strength else "listed"
    return Step("held", HELD_CREDIT, f"{name} is {strength} (line {evidence[0].line})", evidence)


def _certificate(skill: SkillId, context: Context) -> Mention:
    """Return the place of the certificate that shows a skill, as evidence for it."""
    one = context.certified[skill]
    name = certifications.load()[one.certification].name
    name += ", expired" if one.status is CredentialStatus.EXPIRED else ""
    return Mention(one.span, one.text, skill, Stance.HELD, one.section, one.line, because=name)


def certified(skill: SkillId, requirement: Requirement, context: Context) -> Step | None:
    """Give part credit for a skill that only a held certificate examines."""
    claim = _held_claim(skill, context)
    if skill not in context.certified or (claim is not None and claim.implied_by is None):
        return None
    mention = _certificate(skill, context)
    reason = f"{context.taxonomy.name(skill)} is examined by {mention.because} (line {mention.line})"
    return Step("certified", CERTIFIED_CREDIT, reason, (mention,))


def implied(skill: SkillId, requirement: Requirement, context: Context) -> Step | None:
    """Give part credit for a skill that follows from a held one."""
    claim = _held_claim(skill, context)
    if claim is None or claim.implied_by is None or skill in context.certified:
        return None
    reason = f"{context.taxonomy.name(skill)} is implied by {context.taxonomy.name(claim.implied_by)}"
    return Step("implied", IMPLIED_CREDIT, reason, claim.mentions)


def nearby(skill: SkillId, requirement: Requirement, context: Context) -> Step | None:
    """Give a little credit for a skill that transfers, when nothing better is shown and the résumé does not deny it."""
    claim = context.profile.claims.get(skill)
    if skill in context.certified or (claim is not None and claim.stance in (Stance.HELD, Stance.DENIED)):
        return None
    for near in _near(skill, context):
        reason = f"{context.taxonomy.name(near.skill)} is nearby and transfers partly"
        return Step("nearby", NEARBY_CREDIT, reason, tuple(m for m in near.mentions if m.stance is Stance.HELD))
    return None


def _near(skill: SkillId, context: Context) -> Iterator[Claim]:
    """Yield the held skills, named in words, that transfer partly to a skill."""
    for other in context.taxonomy.nearby(skill):
        claim = _held_claim(other, context)
        if claim is not None and claim.implied_by is None:
            yield claim


def _impliers(skill: SkillId, context: Context) -> list[Claim]:
    """Return the held skills, named in words, from which a skill follows."""
    return [
        claim
        for claim in context.profile.claims.values()
        if claim.stance is Stance.HELD and claim.implied_by is None and skill in context.taxonomy.implied(claim.skill)
    ]


def _together(requirement: Requirement, context: Context) -> int | None:
    """Return the months of work that shows any of several alternatives: "5 years of Go or Java" may be some of each."""
    if len(requirement.any_of) == 1 or requirement.at_least > 1:
        return None
    claims = (_held_claim(skill, context) for skill in requirement.any_of)
    mentions = [m for claim in claims if claim for m in claim.mentions if m.stance is Stance.HELD]
    return timeline.months_of(mentions, context.profile.periods)[0]


def _months_of(claim: Claim) -> int | None:
    stated = None if claim.stated_years is None else round(claim.stated_years * 12)
    return max((months for months in (claim.months, stated) if months is not None), default=None)


def _loss(months: int | None, asked: int) -> float:
    return 0.0 if months is None or months >= asked else LARGEST_YEARS_LOSS * (asked - months) / asked


def years(skill: SkillId, requirement: Requirement, context: Context) -> Step | None:
    """Take credit for years asked for and not reached; nothing when the résumé gives no dates for the skill.

    Work with what implies the skill is work with it. The loss never goes below what the certificate, the implication or
    the nearby skill would have given alone, so that showing more never costs points.
    """
    claim = _held_claim(skill, context)
    if requirement.min_years is None or claim is None:
        return None
    name = context.taxonomy.name(skill)
    asked = round(requirement.min_years * 12)
    impliers = _impliers(skill, context)
    shown = max((m for m in (*map(_months_of, (claim, *impliers)), _together(requirement, context)) if m is not None), default=None)
    if shown is not None and shown >= asked:
        return Step("years", 0.0, f"{shown} months of {name} shown, {asked} asked")
    # The dates of something else, too few, say nothing of a skill that has none of its own.
    if shown is None or (claim.implied_by is None and _months_of(claim) is None):
        return Step("years", 0.0, f"{requirement.min_years:g}+ years asked; the résumé gives no dates for {name}")
    given = HELD_CREDIT if claim.implied_by is None else IMPLIED_CREDIT
    others = [CERTIFIED_CREDIT if skill in context.certified else 0.0, *(NEARBY_CREDIT for _ in _near(skill, context))]
    others += [IMPLIED_CREDIT - _loss(_months_of(implier), asked) for implier in impliers]
    loss = min(_loss(shown, asked), max(0.0, given - max(others)))
    return Step("years", -round(loss, 6), f"{shown} months of {name} shown, {asked} asked: short by {asked - shown} months")


def uncertain(skill: SkillId, requirement: Requirement, context: Context) -> Step | None:
    """Mark a requirement whose words may stand in the résumé in another sense."""
    claim = context.profile.claims.get(skill)
    if claim is None or claim.stance is not Stance.UNCERTAIN:
        return None
    mention = next(m for m in claim.mentions if m.stance is Stance.UNCERTAIN)
    return Step("uncertain", 0.0, f"line {mention.line}: {mention.because}", (mention,))


_WHY_NOT = {
    Stance.DENIED: "line {line}: '{text}' is said not to be held ('{because}')",
    Stance.WANTED: "line {line}: '{text}' is an intention ('{because}'), not a skill shown",
    Stance.OTHER: "line {line}: '{text}' is about somebody or something else ('{because}')",
}


def refused(skill: SkillId, requirement: Requirement, context: Context) -> Step | None:
    """Explain a miss: the nearest thing that was found and why it did not count."""
    claim = context.profile.claims.get(skill)
    if claim is not None and claim.stance in _WHY_NOT:
        mention = next(m for m in claim.mentions if m.stance is claim.stance)
        why = _WHY_NOT[claim.stance].format(line=mention.line, text=mention.text, because=mention.because)
        return Step(claim.stance.value, 0.0, why, (mention,))
    refusal = context.refusals.get(skill)
    if refusal is not None and claim is None:
        return Step("refused", 0.0, f"line {refusal.line}: {refusal.because}")
    return None


RULES: tuple[Rule, ...] = (held, certified, implied, nearby, years, uncertain, refused)


def _steps(skill: SkillId, requirement: Requirement, context: Context) -> tuple[Step, ...]:
    steps = (rule(skill, requirement, context) for rule in RULES)
    return tuple(step for step in steps if step is not None)


def _credit(steps: Sequence[Step]) -> float:
    return min(1.0, max(0.0, sum(step.credit for step in steps)))


def _judge(requirement: Requirement, context: Context) -> Finding:
    """Weigh one requirement: the best ``at_least`` of its alternatives count, each once."""
    options = [(skill, _steps(skill, requirement, context)) for skill in requirement.any_of]
    ranked = sorted(options, key=lambda option: (-_credit(option[1]), -len(option[1])))
    wanted = min(max(1, requirement.at_least), len(ranked))
    if wanted == 1:
        steps = ranked[0][1] or (_nothing([skill for skill, _ in options], context),)
    else:
        steps = tuple(_shared(steps or (_nothing([skill], context),), wanted) for skill, steps in ranked[:wanted])
    if _credit(steps) < 1.0:
        # While unclear words could meet it, the requirement stays out of the score.
        unclear = (step for _, others in ranked for step in others if step.rule == "uncertain" and step not in steps)
        steps = (*steps, *list(unclear)[:1])
    return Finding(requirement, steps)


def _nothing(skills: Sequence[SkillId], context: Context) -> Step:
    names = " or ".join(context.taxonomy.name(skill) for skill in skills[:4])
    return Step("nothing", 0.0, f"nothing near {names} was found in this résumé")


def _shared(steps: Sequence[Step], wanted: int) -> Step:
    """Return one step for one of several alternatives that are asked together."""
    evidence = tuple(mention for step in steps for mention in step.evidence)
    because = "; ".join(step.because for step in steps)
    return Step(steps[0].rule, _credit(steps) / wanted, because, evidence)


# --- gates -------------------------------------------------------------------------------------


def _gate(gate: Gate, profile: Profile) -> GateFinding:
    if gate.kind == "degree":
        return _degree_gate(gate, profile)
    if gate.kind == "years":
        return _years_gate(gate, profile)
    if gate.kind == "certification":
        return _certification_gate(gate, profile)
    return GateFinding(gate, "", FindingStatus.UNKNOWN)


def _degree_gate(gate: Gate, profile: Profile) -> GateFinding:
    best = education.best(profile.degrees)
    if best is None:
        return GateFinding(gate, "", FindingStatus.UNKNOWN)
    found = f"{best.text} (line {best.line})"
    if not education.reaches(best, gate.value):
        status = FindingStatus.UNKNOWN if gate.or_equivalent else FindingStatus.MISSING
        return GateFinding(gate, found, status)
    if gate.fields and best.field and not education.field_fits(best, gate.fields):
        return GateFinding(gate, found, FindingStatus.UNKNOWN)
    return GateFinding(gate, found, FindingStatus.MET)


def _certification_gate(gate: Gate, profile: Profile) -> GateFinding:
    """Say what the résumé tells of a certificate; one that is not held is missing, however near, and ``found`` says so.

    Where another will do as well, its absence alone accuses nobody.
    """
    lacking = FindingStatus.UNKNOWN if gate.or_equivalent else FindingStatus.MISSING
    named = next((one for one in profile.credentials if one.certification == gate.value), None)
    if named is None:
        return GateFinding(gate, "", lacking)
    met = named.status is CredentialStatus.HELD
    found = f"{named.status.value}: {named.text} (line {named.line})"
    return GateFinding(gate, found, FindingStatus.MET if met else lacking)


def _years_gate(gate: Gate, profile: Profile) -> GateFinding:
    stated = None if profile.stated_years is None else round(profile.stated_years * 12)
    months = max((m for m in (profile.months_experience, stated) if m is not None), default=None)
    if months is None:
        return GateFinding(gate, "", FindingStatus.UNKNOWN)
    met = months >= float(gate.value) * 12
    status = FindingStatus.MET if met else FindingStatus.MISSING
    return GateFinding(gate, f"{months} months of dated or stated experience", status)


# --- the report --------------------------------------------------------------------------------


def relevant(job: JobProfile, taxonomy: Taxonomy) -> frozenset[SkillId]:
    """Return every skill that can change a finding of a job: asked, nearby, or implying what is asked."""
    asked = {skill for requirement in job.requirements for skill in requirement.any_of}
    near = {other for skill in asked for other in taxonomy.nearby(skill)}
    implying = {skill for skill in taxonomy.relations if not asked.isdisjoint(taxonomy.implied(skill))}
    return frozenset(asked | near | implying)


def compare(profile: Profile, job: JobProfile, taxonomy: Taxonomy, document: Document | None = None) -> GapReport:
    """Hold a profile against a job.

    Args:
        profile: What the résumé shows.
        job: What is asked for; its requirements keep their order.
        taxonomy: For names and relations.
        document: The résumé, for the confidence of its reading; None when it is no longer there.

    Returns:
        The report, without advice; ``score`` is None when no requirement counts.
    """
    context = Context(profile, taxonomy, certifications.examined(profile.credentials), {r.skill: r for r in reversed(profile.refusals)})
    findings = tuple(_judge(requirement, context) for requirement in job.requirements)
    asked = {skill for requirement in job.requirements for skill in requirement.any_of}
    extras = tuple(sorted(
        skill for skill, claim in profile.claims.items()
        if claim.stance is Stance.HELD and claim.implied_by is None and skill not in asked
    ))  # fmt: skip
    return GapReport(
        source=profile.source,
        job=job,
        profile=profile,
        findings=findings,
        gates=tuple(_gate(gate, profile) for gate in job.gates),
        extras=extras,
        confidence=confidence(findings, profile.notices, document),
        notices=(*profile.notices, *job.notices, *_notices(profile, findings)),
        taxonomy_version=taxonomy.version,
    )


def unscored(report: GapReport) -> GapReport:
    """Return a report without findings, so without a number: for a text in which nothing speaks of a person's work."""
    why = "nothing in this text speaks of a person's work: no skill, degree, date, heading or contact; is it the right file?"
    notice = Notice("E-NOSCORE", why)
    job = replace(report.job, requirements=(), gates=(), certifications=(), unknown_terms=(), notices=(), career=None)
    notices = (*report.profile.notices, notice)
    return replace(report, job=job, findings=(), gates=(), extras=(), confidence=0.0, notices=notices)


def _notices(profile: Profile, findings: Sequence[Finding]) -> Iterator[Notice]:
    unknown = [f for f in findings if f.status is FindingStatus.UNKNOWN and f.requirement.importance is not Importance.MENTIONED]
    if unknown:
        labels = ", ".join(f.requirement.label for f in unknown)
        yield Notice("N-UNCERTAIN", f"left out of the score because the words are unclear: {labels}")


def confidence(findings: Sequence[Finding], notices: Sequence[Notice], document: Document | None) -> float:
    """Return how far the reading can be trusted, from 0 to 1; it stands beside the score, never inside it.

    Starts at 1; halved by a text of under 200 characters, lowered when fewer than five skills decided anything, by the share
    of requirements left unclear, and by each notice of the reader. The steps are ours, not calibrated.
    """
    trust = 0.5 if document is not None and len(document.text) < _SHORT_TEXT else 1.0
    deciding = {mention.skill for finding in findings for mention in finding.evidence}
    unclear = sum(finding.status is FindingStatus.UNKNOWN for finding in findings)
    trust *= min(1.0, 0.5 + len(deciding) / 10)
    trust *= 1.0 - 0.5 * (unclear / len(findings) if findings else 0.0)
    trust *= 0.9 ** min(3, len(notices))
    return round(trust, 2)
