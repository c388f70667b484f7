"""Gaps × catalogue → which certificates to sit: the exact best set of at most three.

Most missing weight first; then the fewest certificates, the least effort (or cost), the first by id. Nothing is ever
suggested that the résumé holds or has in progress, or that can't be sat today (retired, superseded, beta, unverified,
or behind a prerequisite that can't be sat). A missing prerequisite is shown with the certificate and counts as effort.
What its issuer means for senior people is suggested only to those whose experience is shown. A certificate that the
posting itself asks for comes first, whatever it covers, or what took its place; the rest is chosen for what it leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gapscan.advice.gaps import Gap, Shown, closes
from gapscan.certifications import Catalogue, Certification
from gapscan.errors import UsageError
from gapscan.optimize import Effort, Option, best_cover, effort_of, weight_of
from gapscan.records import (
    CareerStep,
    CertificationId,
    CredentialStatus,
    GapReport,
    JobProfile,
    Profile,
    SkillId,
    Suggestion,
)

MOST = 3
PREFERENCES = ("effort", "cost")
# Levels at which an issuer's figure for experience is taken as a condition.
_FOR_SENIORS = ("senior", "expert")


@dataclass(frozen=True, slots=True)
class Choice:
    """A certificate that may be suggested: its option in the cover, and the missing skills it examines."""

    certification: Certification
    option: Option
    covers: tuple[SkillId, ...]


class Wanted(NamedTuple):
    """A certificate that a posting asks for: itself, or what took its place where it can't be sat; and why it is suggested."""

    ids: tuple[CertificationId, ...]
    why: str


def wanted(job: JobProfile, catalogue: Catalogue) -> tuple[Wanted, ...]:
    """Return the certificates that a posting asks for, in its order.

    Empty for a job that follows the role documents: they name certificates to consider, and ask for none.
    """
    named = [catalogue[name] for name in job.certifications if name in catalogue] if not job.career else []
    return tuple(
        Wanted((one.id,), "The job asks for it.") if one.suggest
        else Wanted(one.successor_ids, f"The job asks for {one.name}, which is {one.status}; this took its place.")
        for one in named
    )  # fmt: skip


def choices(
    gaps: Sequence[Gap], shown: Shown, catalogue: Catalogue, *, asked: Sequence[Wanted] = ()
) -> tuple[Choice, ...]:
    """Return every certificate that may be suggested and closes a gap or is asked for, by id."""
    status = {credential.certification: credential.status for credential in shown.profile.credentials}
    held = {one for one, is_ in status.items() if is_ is CredentialStatus.HELD}
    busy = held | {one for one, is_ in status.items() if is_ is CredentialStatus.IN_PROGRESS}
    found: list[Choice] = []
    months = _experience(shown.profile)
    named = {identifier for each in asked for identifier in each.ids}
    for one in catalogue.suggestible():
        if one.id in busy or (one.level in _FOR_SENIORS and months < (one.experience_months or 0)):
            continue
        closed = [(number, closes(one.evidences, gap, shown.certified)) for number, gap in enumerate(gaps)]
        covers = sum(1 << number for number, skills in closed if skills)
        chain = _chain(one, held, catalogue)
        if chain is None or not (covers or one.id in named):
            continue
        skills = tuple(dict.fromkeys(skill for _, fresh in closed for skill in fresh))
        found.append(Choice(one, Option(one.id, covers, chain), skills))
    return tuple(found)


def _experience(profile: Profile) -> int:
    """Return the months of work that a résumé dates or states; 0 when it says nothing."""
    return max(profile.months_experience or 0, round((profile.stated_years or 0) * 12))


def _chain(
    one: Certification, held: set[CertificationId], catalogue: Catalogue
) -> tuple[CertificationId, ...] | None:
    """Return the prerequisites to take first, in order; None when one of them can't be sat today."""
    order: dict[CertificationId, None] = {}
    blocked = False

    def visit(identifier: CertificationId, path: tuple[CertificationId, ...]) -> None:
        nonlocal blocked
        if identifier in held or identifier in order:
            return
        prerequisite = catalogue.by_id.get(identifier)
        if prerequisite is None or not prerequisite.suggest or identifier in path:
            blocked = True
            return
        for earlier in prerequisite.prerequisite_ids:
            visit(earlier, (*path, identifier))
        order[identifier] = None

    for identifier in one.prerequisite_ids:
        visit(identifier, (one.id,))
    return None if blocked else tuple(order)


def suggest(
    gaps: Sequence[Gap],
    found: Sequence[Choice],
    catalogue: Catalogue,
    *,
    total: float,
    prefer: str = "effort",
    asked: Sequence[Wanted] = (),
) -> tuple[Suggestion, ...]:
    """Return the best set of certificates, each with what it adds: most added weight first, prerequisites before.

    Args:
        gaps: What is to be covered.
        found: The certificates that may be suggested, from ``choices``.
        catalogue: For the facts of each and of what stands in its chain.
        total: The weight that 100 points stand for.
        prefer: What decides between sets that cover the same: "effort" (hours) or "cost".
        asked: What the posting asks for, from ``wanted``: what of it may be suggested comes first, in its order.

    Raises:
        UsageError: ``prefer`` is neither "effort" nor "cost".
    """
    if prefer not in PREFERENCES:
        message = f"prefer is {prefer!r}; it must be one of {', '.join(PREFERENCES)}"
        raise UsageError(message)
    weights = [gap.units for gap in gaps]
    by_id = {choice.option.id: choice for choice in found}
    first, covered = _first(by_id, weights, asked)
    left = [0 if covered >> number & 1 else weight for number, weight in enumerate(weights)]
    involved = {name for choice in found for name in (choice.option.id, *choice.option.chain)}
    efforts = {name: effort_for(catalogue[CertificationId(name)], prefer) for name in involved}
    room = MOST - len(first)
    rest = [choice.option for choice in found if choice.option.id not in first]
    best = best_cover(left, rest, efforts, most=room) if room else ()
    ordered = [*map(by_id.__getitem__, first), *_by_contribution(left, [by_id[name] for name in best], efforts)]
    chosen = [choice.option.id for choice in ordered]
    return tuple(
        _suggestion(choice, weights, chosen, catalogue, total, why=first.get(choice.option.id, "")) for choice in ordered
    )


def _first(by_id: Mapping[str, Choice], weights: Sequence[int], asked: Sequence[Wanted]) -> tuple[dict[str, str], int]:
    """Return the ids of what the posting asks for, each with the reason, and what they cover.

    Of several that took the place of one, the one that adds most.
    """
    first: dict[str, str] = {}
    covered = 0
    for each in asked:
        heirs = [by_id[name].option for name in each.ids if name in by_id and name not in first]
        if heirs and len(first) < MOST:
            added = [weight_of(weights, heir.covers & ~covered) for heir in heirs]
            heir = heirs[added.index(max(added))]
            first[heir.id] = each.why
            covered |= heir.covers
    return first, covered


def effort_for(one: Certification, prefer: str) -> Effort:
    """Return hours (twice the middle of the span) or cents; a figure that is not known counts as unknown, not as 0."""
    if prefer == "cost":
        return (1, 0) if one.cost_usd is None else (0, round(one.cost_usd * 100))
    if one.hours_min is None or one.hours_max is None:
        return 1, 0
    return 0, one.hours_min + one.hours_max


def _by_contribution(
    weights: Sequence[int], chosen: Sequence[Choice], efforts: Mapping[str, Effort]
) -> list[Choice]:
    """Order a set so that each adds the most that is still to be won; what others need first comes before them."""
    rest = list(chosen)
    ordered: list[Choice] = []
    covered = 0
    while rest:
        waiting = {choice.option.id for choice in rest}
        ready = [choice for choice in rest if waiting.isdisjoint(choice.option.chain)]

        def rank(choice: Choice, covered: int = covered) -> tuple[int, Effort, str]:
            added = weight_of(weights, choice.option.covers & ~covered)
            return -added, effort_of([choice.option], efforts), choice.option.id

        following = min(ready, key=rank)
        ordered.append(following)
        rest.remove(following)
        covered |= following.option.covers
    return ordered


def _suggestion(
    choice: Choice, weights: Sequence[int], best: Sequence[str], catalogue: Catalogue, total: float, *, why: str = ""
) -> Suggestion:
    one = choice.certification
    # Prerequisites that are suggested themselves bring their own hours and cost.
    involved = [one, *(catalogue[CertificationId(name)] for name in choice.option.chain if name not in best)]
    hours = [_middle(each) for each in involved]
    costs = [each.cost_usd for each in involved]
    return Suggestion(
        certification=one.id,
        name=one.name,
        issuer=one.issuer,
        covers=choice.covers,
        gain=round(weight_of(weights, choice.option.covers) / 10_000 / total, 1) if total else 0.0,
        status=one.status,
        checked_on=one.status_checked_on or "",
        kind=one.kind or "",
        note=" ".join(note for note in (why, one.status_note, one.suggest_note, _conditions(one)) if note),
        hours=_total(hours),
        cost_usd=_total(costs),
        chain=tuple(CertificationId(name) for name in choice.option.chain),
    )


def _conditions(one: Certification) -> str:
    note = one.prerequisite_note
    return f"Prerequisites: {note[:1].lower()}{note[1:]}" if note else ""


def _middle(one: Certification) -> float | None:
    if one.hours_min is None or one.hours_max is None:
        return None
    return (one.hours_min + one.hours_max) / 2


def _total(figures: Sequence[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return float(sum(known)) if len(known) == len(figures) else None


# --- certificates that are asked for -----------------------------------------------------------


def asked(report: GapReport, catalogue: Catalogue) -> tuple[CareerStep, ...]:
    """Return the certificates that the job names, as it prints them, each with the truth beside it.

    In the job's order, then, for a job that follows the role documents, the rest that they name. ``status`` says what
    the résumé shows of it and whether it can be sat today.
    """
    named = [identifier for identifier in report.job.certifications if identifier in catalogue]
    if report.job.career:
        named += [one.id for one in catalogue.documented()]
    return tuple(_asked(catalogue[identifier], report, catalogue) for identifier in dict.fromkeys(named))


def _asked(one: Certification, report: GapReport, catalogue: Catalogue) -> CareerStep:
    said = [c for c in report.profile.credentials if c.certification == one.id]
    shown = said[0].status.value if said else "not shown"
    successors = ", ".join(catalogue[name].name for name in one.successor_ids if name in catalogue)
    source = "; ".join(f"{place.document}, {place.section}" for place in one.documented_in)
    printed = one.documented_name if one.documented_in and one.documented_name else one.name
    truth = f"{printed}: {one.status_note}" + (f" In its place: {successors}." if successors else "")
    checked = f" (checked {one.status_checked_on})" if one.status_checked_on else ""
    line = f" The résumé names it in line {said[0].line}." if said else ""
    source = source or report.job.title
    return CareerStep("certificate", f"{truth}{line}{checked}", f"{shown}; {one.status}", source)
