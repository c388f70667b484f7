"""A document → what gapscan says of it, as items to be scored.

A résumé's skills have the verdict of the profile over the places that name them; what only follows from another skill
is not named and so not counted. A posting's skills have the importance of its requirements, in the words of gold files:
must is ``required``, preferred is ``preferred``, mentioned is ``mentioned``. A name outside all requirements is
``mentioned``, or ``not_required`` where the posting says that it is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gapscan import matching, profiles
from gapscan.errors import NoRequirementsError
from gapscan.evaluation.counting import Item
from gapscan.evaluation.gold import CERTIFICATE
from gapscan.records import (
    Credential,
    CredentialStatus,
    Document,
    Importance,
    JobProfile,
    Matches,
    SkillId,
    Stance,
)
from gapscan.taxonomy import Taxonomy

_ASKED = {Importance.MUST: "required", Importance.PREFERRED: "preferred", Importance.MENTIONED: "mentioned"}
# A certificate that has run out was earned all the same.
_CREDENTIALS = {
    CredentialStatus.HELD: "held",
    CredentialStatus.EXPIRED: "held",
    CredentialStatus.IN_PROGRESS: "wanted",
    CredentialStatus.PLANNED: "wanted",
    CredentialStatus.DENIED: "denied",
}


def found_items(document: Document, known: Taxonomy, *, posting: bool = False) -> list[Item]:
    """Return what gapscan finds in a document: skills with their stance, and certificates with theirs."""
    return list(_of_posting(document, known) if posting else _of_resume(document, known))


def _of_resume(document: Document, known: Taxonomy) -> Iterator[Item]:
    matches = matching.find(document, known)
    profile = profiles.fold(document, matches, known)
    named = _named(matches)
    for skill, stances in named.items():
        claim = profile.claims[skill]
        # A claim that follows from a held skill stands in place of a wish or a word about others: count the words.
        stance = claim.stance
        if claim.implied_by is not None:
            stance = Stance.WANTED if Stance.WANTED in stances else Stance.OTHER
        yield Item((skill,), known.kind(skill).value, stance.value)
    yield from map(_credential, profile.credentials)


def _named(matches: Matches) -> dict[SkillId, set[Stance]]:
    named: dict[SkillId, set[Stance]] = {}
    for mention in matches.mentions:
        named.setdefault(mention.skill, set()).add(mention.stance)
    return named


def _credential(credential: Credential) -> Item:
    return Item((f"{CERTIFICATE}:{credential.certification}",), CERTIFICATE, _CREDENTIALS[credential.status])


def _of_posting(document: Document, known: Taxonomy) -> Iterator[Item]:
    # Résumés are scored without the posting parser and its tables.
    from gapscan import postings

    try:
        job = postings.parse(document, known)
    except NoRequirementsError:
        job = JobProfile("", "", ())
    asked: set[SkillId] = set()
    for requirement in job.requirements:
        for skill in requirement.any_of:
            asked.add(skill)
            yield Item((skill,), known.kind(skill).value, _ASKED[requirement.importance])
    for gate in job.gates:
        if gate.kind == "certification":
            yield Item((f"{CERTIFICATE}:{gate.value}",), CERTIFICATE, _ASKED[gate.importance])
    for skill, stances in _named(matching.find(replace(document, sections=()), known)).items():
        if skill not in asked:
            yield Item((skill,), known.kind(skill).value, _unasked(stances))


def _unasked(stances: set[Stance]) -> str:
    if stances <= {Stance.UNCERTAIN}:
        return "uncertain"
    return "not_required" if stances & {Stance.DENIED, Stance.OTHER} and Stance.HELD not in stances else "mentioned"
