"""Profile → how far a résumé shows the six documented first steps.

A step that nothing speaks of is unknown, never undone: the résumé may just not say it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gapscan import certifications
from gapscan.career.facts import Fact, load
from gapscan.records import (
    Claim,
    CredentialStatus,
    Degree,
    DegreeLevel,
    Period,
    Profile,
    SectionKind,
    SkillId,
    Stance,
)

# Dated roles in these sections are work.
_WORK = frozenset({SectionKind.EXPERIENCE, SectionKind.VOLUNTEERING, SectionKind.OTHER})
_LEVELS_OF_EDUCATION = tuple(DegreeLevel)


class StepStatus(StrEnum):
    """Whether a first step is done; OPEN when it is begun, wanted or denied; UNKNOWN when nothing speaks of it."""

    DONE = "done"
    OPEN = "open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StartingStep:
    """One of the documented first steps, how far a résumé shows it, why, and the words behind that."""

    number: int
    text: str
    status: StepStatus
    because: str
    evidence: tuple[str, ...] = ()


def starting_steps(profile: Profile) -> tuple[StartingStep, ...]:
    """Return the documented first steps in their order, and how far a résumé shows each.

    A step that nothing speaks of is unknown, never undone: the résumé may just not say it.
    """
    facts = sorted(load().of("starting-step"), key=lambda fact: fact.value["step"])
    return tuple(_STEPS[fact.value["step"]](profile, fact) for fact in facts)


def _step(fact: Fact, status: StepStatus, because: str, evidence: Sequence[str] = ()) -> StartingStep:
    return StartingStep(fact.value["step"], fact.text, status, because, tuple(dict.fromkeys(evidence)))


def _unknown(fact: Fact, because: str) -> StartingStep:
    return _step(fact, StepStatus.UNKNOWN, because)


def _degree(profile: Profile, fact: Fact) -> StartingStep:
    asked = _LEVELS_OF_EDUCATION.index(DegreeLevel(fact.value["level"]))
    high = [degree for degree in profile.degrees if _LEVELS_OF_EDUCATION.index(degree.level) >= asked]
    fitting = [degree for degree in high if _in_field(degree, (*fact.value["fields"], *fact.value["related"]))]
    finished = [degree for degree in fitting if degree.completed]
    if finished:
        return _step(fact, StepStatus.DONE, "a degree in a named or related field", [d.text for d in finished])
    if fitting:
        return _step(fact, StepStatus.OPEN, "the degree is not finished", [d.text for d in fitting])
    if any(degree.field is None for degree in high):
        return _step(fact, StepStatus.UNKNOWN, "the degree names no field", [d.text for d in high])
    if profile.degrees:
        why = "a degree in another field" if high else "a lower level of education is shown"
        return _step(fact, StepStatus.OPEN, why, [d.text for d in (high or profile.degrees)])
    return _unknown(fact, "the résumé shows no degree")


def _in_field(degree: Degree, names: Sequence[str]) -> bool:
    field = (degree.field or "").casefold()
    return any(name in field for name in names)


def _foundations(profile: Profile, fact: Fact) -> StartingStep:
    code = _held(profile, fact.value["programming"])
    maths = _held(profile, fact.value["mathematics"])
    studied = [degree.text for degree in profile.degrees if _in_field(degree, fact.value["fields"])]
    if code and (maths or studied):
        return _step(
            fact, StepStatus.DONE, "programming and mathematics are shown", [*_words(code), *(_words(maths) or studied)]
        )
    if code:
        return _step(fact, StepStatus.OPEN, "programming is shown, mathematics is not", _words(code))
    if maths or studied:
        return _step(fact, StepStatus.OPEN, "mathematics is shown, programming is not", _words(maths) or studied)
    return _spoken_of(
        profile,
        fact,
        (*fact.value["programming"], *fact.value["mathematics"]),
        "neither programming nor mathematics is shown",
    )


def _frameworks(profile: Profile, fact: Fact) -> StartingStep:
    held = _held(profile, fact.value["any_of"])
    if held:
        return _step(fact, StepStatus.DONE, "a named framework is shown", _words(held))
    near = _held(profile, fact.value["near"])
    if near:
        return _step(fact, StepStatus.OPEN, "another framework is shown, TensorFlow and PyTorch are not", _words(near))
    return _spoken_of(profile, fact, fact.value["any_of"], "no framework is shown")


def _portfolio(profile: Profile, fact: Fact) -> StartingStep:
    shown = [
        mention.text
        for claim in _held(profile, fact.value["any_of"])
        for mention in claim.mentions
        if mention.section is SectionKind.PROJECTS
    ]
    if shown:
        return _step(fact, StepStatus.DONE, "projects use machine learning", shown)
    if any(m.section is SectionKind.PROJECTS for claim in profile.claims.values() for m in claim.mentions):
        return _step(fact, StepStatus.OPEN, "projects are shown, none of them uses machine learning")
    return _unknown(fact, "the résumé shows no projects")


def _certificates(profile: Profile, fact: Fact) -> StartingStep:
    catalogue = certifications.load()
    wanted = set(fact.value["any_of"])
    documented = {load()[one].certification for one in fact.see_also}
    fitting = [
        credential
        for credential in profile.credentials
        if credential.certification in catalogue
        and (credential.certification in documented or wanted & set(catalogue[credential.certification].evidences))
    ]
    held = [c for c in fitting if c.status is CredentialStatus.HELD]
    if held:
        return _step(fact, StepStatus.DONE, "a certificate of the field is held", [c.text for c in held])
    if fitting:
        ways = ", ".join(dict.fromkeys(str(c.status) for c in fitting))
        return _step(
            fact, StepStatus.OPEN, f"a certificate of the field is named, but {ways}", [c.text for c in fitting]
        )
    if profile.credentials:
        return _step(
            fact, StepStatus.OPEN, "certificates of other fields are named", [c.text for c in profile.credentials]
        )
    return _unknown(fact, "the résumé names no certificate")


def _practice(profile: Profile, fact: Fact) -> StartingStep:
    work = [period for period in profile.periods if period.kind in _WORK]
    fitting = [period for period in work if _speaks_of(period, profile, fact.value["any_of"])]
    if fitting:
        early = [p for p in fitting if any(word in p.quote.casefold() for word in fact.value["words"])]
        why = "an internship or first role uses machine learning" if early else "dated work uses machine learning"
        return _step(fact, StepStatus.DONE, why, [period.quote for period in (early or fitting)])
    if work:
        return _step(
            fact, StepStatus.OPEN, "dated work is shown, none of it uses machine learning", [p.quote for p in work]
        )
    return _unknown(fact, "the résumé shows no dated work")


def _speaks_of(period: Period, profile: Profile, skills: Sequence[str]) -> bool:
    return any(
        period.start <= mention.span.start < period.end
        for claim in _held(profile, skills)
        for mention in claim.mentions
    )


def _held(profile: Profile, skills: Sequence[str]) -> list[Claim]:
    claims = (profile.claims.get(SkillId(skill)) for skill in skills)
    return [claim for claim in claims if claim is not None and claim.stance is Stance.HELD]


def _words(claims: Sequence[Claim]) -> list[str]:
    """Return the first words behind each claim; for one that only follows from another skill, its id."""
    return [claim.mentions[0].text if claim.mentions else str(claim.skill) for claim in claims]


def _spoken_of(profile: Profile, fact: Fact, skills: Sequence[str], because: str) -> StartingStep:
    """Return OPEN when the résumé wants or denies one of some skills, else UNKNOWN."""
    for skill in skills:
        claim = profile.claims.get(SkillId(skill))
        if claim is not None and claim.stance in (Stance.WANTED, Stance.DENIED):
            return _step(fact, StepStatus.OPEN, f"{skill} is {claim.stance}", _words([claim]))
    return _unknown(fact, because)


_STEPS: Mapping[int, Callable[[Profile, Fact], StartingStep]] = {
    1: _degree, 2: _foundations, 3: _frameworks, 4: _portfolio, 5: _certificates, 6: _practice,
}  # fmt: skip
