"""Mentions → Profile: one claim a skill, with everything the résumé says of it in one place.

The verdict over several mentions favours the person: one clear "has it" outweighs a "wants to learn it" elsewhere,
because a false "you lack it" is worse than silence. What follows from a held skill is a claim too, marked with the
skill it follows from. Months come from the dated roles that mention the skill (timeline); unknown stays None.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from gapscan import certifications, education, timeline
from gapscan.records import (
    Claim,
    Credential,
    Document,
    Matches,
    Mention,
    Month,
    Notice,
    Period,
    Profile,
    Refusal,
    SectionKind,
    SkillId,
    Stance,
    Strength,
)
from gapscan.taxonomy import Taxonomy

# Of several stances the first that occurs is the verdict.
_VERDICTS = (Stance.HELD, Stance.UNCERTAIN, Stance.WANTED, Stance.DENIED, Stance.OTHER)
_CLAUSE = 200
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}|(?:linkedin\.com/in|github\.com|gitlab\.com)/[\w-]"
    r"|(?<![\w.,/-])(?:\+|00)?\(?\d(?:[ ().-]{0,2}\d){8,14}(?![\w])"
)
_USED_IN = (SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING, SectionKind.PUBLICATIONS)


def fold(
    document: Document,
    matches: Matches,
    taxonomy: Taxonomy,
    *,
    as_of: Month | None = None,
    only: Collection[SkillId] | None = None,
) -> Profile:
    """Gather what was found into the profile of one person.

    Args:
        document: The résumé.
        matches: What ``matching.find`` gave for it.
        taxonomy: For what follows from what.
        as_of: Month that "present" means; None for the current one.
        only: Skills that implied claims are made for; None for all.

    Returns:
        Claims in order of first mention, implied ones after them by id.
    """
    reference = as_of or timeline.current_month()
    periods = timeline.periods(document, as_of=reference)
    stated = timeline.stated_years(document, matches.mentions)
    credentials = certifications.find(document, as_of=reference)
    claims = _claims(document, matches.mentions, periods, stated)
    claims.update(_certified(claims, credentials))
    claims.update(_implied(claims, taxonomy, only))
    return Profile(
        source=document.source,
        claims=claims,
        credentials=credentials,
        degrees=education.degrees(document, as_of=reference),
        periods=periods,
        months_experience=timeline.total_months(periods),
        stated_years=timeline.stated_total(document),
        refusals=matches.refusals,
        notices=document.notices,
        as_of=reference,
    )


def speaks_of_a_person(document: Document, profile: Profile) -> bool:
    """Tell whether anything that a résumé is made of was found: without it there is nothing to measure.

    One sign is enough: a skill of any kind and stance, a certificate, a degree, dated or stated work, a known heading, a
    mail address, phone number or profile link. A résumé that shows nothing a job asks for has such signs and scores 0; a
    greeting, an order or a page of prose has none.
    """
    found = (profile.claims, profile.credentials, profile.degrees, profile.periods, profile.stated_years)
    return any(found) or is_laid_out(document)


def is_laid_out(document: Document) -> bool:
    """Tell whether a text is laid out as a résumé is: a known heading, a mail address, phone number or profile link."""
    return any(section.heading for section in document.sections) or _CONTACT.search(document.text) is not None


def settle(matches: Matches, *, accept: Collection[SkillId], reject: Collection[SkillId]) -> Matches:
    """Apply a person's word on unclear mentions.

    Args:
        matches: What was found.
        accept: Skills whose unclear mentions are meant: they become held.
        reject: Skills whose mentions are not meant: they become refusals.
    """
    if not accept and not reject:
        return matches
    kept: list[Mention] = []
    refusals = list(matches.refusals)
    for mention in matches.mentions:
        if mention.skill in reject:
            refusals.append(Refusal(mention.span, mention.text, mention.skill, mention.line, "you rejected it"))
        elif mention.skill in accept and mention.stance is Stance.UNCERTAIN:
            kept.append(replace(mention, stance=Stance.HELD, confidence=1.0, because="you accepted it"))
        else:
            kept.append(mention)
    return Matches(tuple(kept), tuple(sorted(refusals, key=lambda r: r.span)))


def unsettled(
    matches: Matches, known: Taxonomy, *, accept: Collection[SkillId], reject: Collection[SkillId]
) -> Iterator[Notice]:
    """Yield a notice for each skill to accept or reject on which nothing was to settle, saying why nothing changed."""
    stances: dict[SkillId, list[Mention]] = {}
    for mention in matches.mentions:
        stances.setdefault(mention.skill, []).append(mention)
    for skill in dict.fromkeys(reject):
        if skill not in stances:
            yield Notice("N-REJECT", f"to reject {skill} changed nothing: no place in the text counts as {known.name(skill)}")
    for skill in dict.fromkeys(accept):
        found = stances.get(skill, [])
        if all(mention.stance is not Stance.UNCERTAIN for mention in found) or skill in reject:
            why = _SETTLED[found[0].stance].format(line=found[0].line) if found else "nothing in the text names it"
            why = "it is rejected as well" if skill in reject else why
            yield Notice("N-ACCEPT", f"to accept {skill} changed nothing: {why}, and only unclear words can be accepted")


_SETTLED = {
    Stance.HELD: "it counts as held already (line {line})", Stance.DENIED: "line {line} says that it is not held",
    Stance.WANTED: "line {line} says that it is wanted", Stance.OTHER: "line {line} speaks of somebody or something else",
}  # fmt: skip


def _claims(
    document: Document,
    mentions: Iterable[Mention],
    periods: Sequence[Period],
    stated: Mapping[SkillId, float],
) -> dict[SkillId, Claim]:
    grouped: dict[SkillId, list[Mention]] = {}
    for mention in mentions:
        grouped.setdefault(mention.skill, []).append(mention)
    return {skill: _claim(document, skill, found, periods, stated.get(skill)) for skill, found in grouped.items()}


def _claim(
    document: Document, skill: SkillId, mentions: list[Mention], periods: Sequence[Period], stated: float | None
) -> Claim:
    stances = {mention.stance for mention in mentions}
    verdict = next(stance for stance in _VERDICTS if stance in stances)
    agreeing = [mention for mention in mentions if mention.stance is verdict]
    confidence = max(mention.confidence for mention in agreeing)
    if verdict is not Stance.HELD:
        return Claim(skill, verdict, tuple(mentions), confidence)
    months, last = timeline.months_of(agreeing, periods)
    return Claim(
        skill,
        verdict,
        tuple(mentions),
        confidence,
        strength=max((_strength(document, mention) for mention in agreeing), key=list(Strength).index),
        months=months,
        last_used=last,
        stated_years=stated,
    )


def _strength(document: Document, mention: Mention) -> Strength:
    """Tell whether a mention is a bare listing, a use, or a use whose line names a figure as its result."""
    if mention.section not in _USED_IN:
        return Strength.LISTED
    line = _clause(document.text, mention)
    return Strength.RESULT if timeline.has_result(line) else Strength.USED


def _clause(text: str, mention: Mention) -> str:
    """Return the line around a mention, at most so much of it: some résumés are one line."""
    start = max(text.rfind("\n", 0, mention.span.start) + 1, mention.span.start - _CLAUSE)
    end = text.find("\n", mention.span.end)
    return text[start : min(len(text) if end == -1 else end, mention.span.end + _CLAUSE)]


def _certified(claims: Mapping[SkillId, Claim], credentials: Sequence[Credential]) -> dict[SkillId, Claim]:
    """Return claims strengthened by the certificates that the person holds."""
    proven = certifications.examined(credentials)
    return {
        skill: Claim(
            skill, claim.stance, claim.mentions, claim.confidence, Strength.CERTIFIED, claim.months, claim.last_used,
            claim.stated_years,
        )
        for skill, claim in claims.items()
        if skill in proven and claim.stance is Stance.HELD
    }  # fmt: skip


def _implied(
    claims: Mapping[SkillId, Claim], taxonomy: Taxonomy, only: Collection[SkillId] | None
) -> dict[SkillId, Claim]:
    """Return claims for what follows from held skills and is not held itself, by id; the first reason stands."""
    made: dict[SkillId, Claim] = {}
    for skill, claim in claims.items():
        if claim.stance is not Stance.HELD:
            continue
        for following in taxonomy.implied(skill):
            known = claims.get(following)
            if (known is not None and known.stance in SPOKEN_OF) or (only is not None and following not in only):
                continue
            earlier = made.get(following)
            if earlier is None:
                made[following] = _following(following, claim)
            elif (claim.months or 0) > (earlier.months or 0):
                made[following] = replace(earlier, months=claim.months, last_used=claim.last_used)
    return dict(sorted(made.items()))


# What the résumé says of a skill in words outranks what would follow from another.
SPOKEN_OF = (Stance.HELD, Stance.DENIED, Stance.UNCERTAIN)


def _following(skill: SkillId, claim: Claim) -> Claim:
    held = tuple(m for m in claim.mentions if m.stance is Stance.HELD)
    return Claim(
        skill, Stance.HELD, held, claim.confidence, strength=claim.strength, months=claim.months,
        last_used=claim.last_used, implied_by=claim.skill,
    )  # fmt: skip
