"""What a résumé lacks for a job → the certificates that a scan would suggest, without weighing all of them each time.

Which certificates can be suggested at all depends on those held and on the months of work; this is asked of
``advice`` once for each such standing, and what another certificate always beats is put aside. The choice itself is
``advice``'s own, over the few that are left, and is remembered.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from gapscan import certifications
from gapscan.advice import certificates
from gapscan.advice.gaps import Gap, Remedy, Shown
from gapscan.certifications import Certification
from gapscan.optimize import Effort, Option, undominated
from gapscan.records import (
    Credential,
    CredentialStatus,
    Finding,
    Importance,
    JobProfile,
    Profile,
    Requirement,
    SkillId,
    Source,
)

# Situations remembered a job: some 20 MB when full.
_MOST_SITUATIONS = 32_768
# A certificate that is planned or denied is as good as none.
_NEVER_TELLING = (CredentialStatus.PLANNED, CredentialStatus.DENIED)
_NOBODY = Source("", "txt", "", "", 0)


class _Candidate(NamedTuple):
    """A certificate that may be suggested, what has to be taken first, its effort, and the skills it examines."""

    certification: Certification
    chain: tuple[str, ...]
    effort: Effort
    skills: int


class Chooser:
    """Chooses certificates for one job. Sets of skills are masks over ``skills``, the skills that it asks for.

    ``thresholds`` are the months of work, rising, at which another certificate becomes one to suggest.
    """

    def __init__(self, job: JobProfile) -> None:
        self._catalogue = certifications.load()
        self._asked = certificates.wanted(job, self._catalogue)
        self._wanted = frozenset(identifier for each in self._asked for identifier in each.ids)
        self._requirements = job.requirements
        self.skills = tuple(dict.fromkeys(skill for requirement in job.requirements for skill in requirement.any_of))
        self._bits = {skill: 1 << number for number, skill in enumerate(self.skills)}
        self._masks = tuple(self.mask(requirement.any_of) for requirement in job.requirements)
        self._telling = frozenset(self._telling_ids())
        self._standing = lru_cache(maxsize=1024)(self._find_candidates)
        self._choose = lru_cache(maxsize=_MOST_SITUATIONS)(self._find_choice)
        self.thresholds = tuple(self._thresholds())
        every = self._standing((), self.thresholds[-1] if self.thresholds else 0)
        examined = 0
        for candidate in every:
            examined |= candidate.skills
        # Requirements that some certificate could close at least in part; no other one changes a choice.
        self._open = tuple(number for number, mask in enumerate(self._masks) if mask & examined)
        self._named = 0
        for number in self._open:
            self._named |= self._masks[number]

    def mask(self, skills: Sequence[SkillId] | Iterator[SkillId] | frozenset[SkillId]) -> int:
        """Return the mask of some skills; those the job does not ask for are left out."""
        mask = 0
        for skill in skills:
            mask |= self._bits.get(skill, 0)
        return mask

    def choose(
        self, lost: Sequence[int], named: int, credentials: tuple[Credential, ...], months: int
    ) -> tuple[str, ...]:
        """Return the names of the certificates that a scan suggests, best first.

        Args:
            lost: For each requirement the units of weight that are to be won; 0 for one that does not count.
            named: Skills that the résumé holds in words.
            credentials: Certificates that it names.
            months: Months of work that it dates or states, 0 when none.
        """
        reached = max((threshold for threshold in self.thresholds if threshold <= months), default=0)
        standing = tuple(sorted(
            (one.certification, one.status) for one in credentials
            if one.certification in self._telling and one.status not in _NEVER_TELLING
        )) if credentials else ()  # fmt: skip
        return self._choose(tuple([lost[number] for number in self._open]), named & self._named, standing, reached)

    def _telling_ids(self) -> Iterator[str]:
        """Yield the certificates that change a choice when they are held: those to suggest, to take before, or that examine."""
        for one in self._catalogue:
            if one.suggest or self.mask(one.evidences):
                yield one.id
                yield from one.prerequisite_ids

    def _thresholds(self) -> Iterator[int]:
        known = self._standing((), 0)
        for months in sorted({one.experience_months for one in self._catalogue.suggestible() if one.experience_months}):
            there = self._standing((), months)
            if there != known:
                yield months
            known = there

    def _find_candidates(
        self, standing: tuple[tuple[str, CredentialStatus], ...], months: int
    ) -> tuple[_Candidate, ...]:
        """Return the certificates that may be suggested and that none beats whatever is missing."""
        credentials = tuple(Credential(one, status, "", 1) for one, status in standing)  # type: ignore[arg-type]
        profile = Profile(_NOBODY, {}, credentials, months_experience=months)
        gaps = [_gap(Requirement(skill, skill, (skill,), Importance.MUST, 1.0), 1) for skill in self.skills]
        found = certificates.choices(gaps, Shown(profile), self._catalogue, asked=self._asked)
        involved = {name for choice in found for name in (choice.option.id, *choice.option.chain)}
        efforts = {name: certificates.effort_for(self._catalogue.get(name), "effort") for name in involved}
        kept = {option.id for option in undominated([choice.option for choice in found], efforts)} | self._wanted
        return tuple(
            _Candidate(choice.certification, choice.option.chain, efforts[choice.option.id], choice.option.covers)
            for choice in found
            if choice.option.id in kept
        )

    def _find_choice(
        self,
        lost: tuple[int, ...],
        named: int,
        standing: tuple[tuple[str, CredentialStatus], ...],
        months: int,
    ) -> tuple[str, ...]:
        candidates = self._standing(standing, months)
        gaps: list[Gap] = []
        wanted: list[tuple[int, int]] = []
        for number, units in zip(self._open, lost, strict=True):
            requirement, mask = self._requirements[number], self._masks[number]
            needed = max(1, requirement.at_least) - (mask & named).bit_count()
            if units and needed > 0 and mask & ~named:
                gaps.append(_gap(requirement, units))
                wanted.append((mask & ~named, needed))
        choices = _choices(candidates, wanted, self._wanted)
        suggested = certificates.suggest(gaps, choices, self._catalogue, total=1.0, asked=self._asked)
        return tuple(one.name for one in suggested)


def _gap(requirement: Requirement, units: int) -> Gap:
    """Return a gap as far as certificates look at it."""
    return Gap(Finding(requirement, ()), units, Remedy.LEARN, requirement.any_of, 1, None, "", 1)


def _choices(
    candidates: Sequence[_Candidate], wanted: Sequence[tuple[int, int]], asked: Container[str]
) -> list[certificates.Choice]:
    """Return what each candidate covers of the gaps, as (lacking skills, how many of them are needed).

    Of equals the best, and whatever the posting asks for.
    """
    chained = {name for candidate in candidates for name in candidate.chain}
    best: dict[int, tuple[Effort, str]] = {}
    covering: list[tuple[_Candidate, int]] = []
    for candidate in candidates:
        covers = 0
        for number, (lacking, needed) in enumerate(wanted):
            if (candidate.skills & lacking).bit_count() >= needed:
                covers |= 1 << number
        if covers or candidate.certification.id in asked:
            covering.append((candidate, covers))
            rank = (candidate.effort, candidate.certification.id)
            if not candidate.chain and (covers not in best or rank < best[covers]):
                best[covers] = rank
    kept = []
    for candidate, covers in covering:
        one = candidate.certification
        if candidate.chain or one.id in chained or one.id in asked or best[covers][1] == one.id:
            kept.append(certificates.Choice(one, Option(one.id, covers, candidate.chain), ()))
    return kept
