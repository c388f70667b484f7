"""GapReport → its gaps: what each is worth in whole numbers, and what would close it.

Three kinds, because the remedy differs: a skill that is not shown has to be learned; one that only follows from a held
skill or certificate has to be named; one that is held for too short can only be used longer. Worth is counted in
millionths of weight, so that sums and ties are exact.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from gapscan import certifications, taxonomy
from gapscan.advice import effort
from gapscan.records import Finding, GapReport, Profile, SkillId, Stance
from gapscan.taxonomy import Taxonomy

UNITS = 1_000_000
# What an effort without a figure counts when gaps are compared: more than any estimate.
UNKNOWN_HOURS = 2_000


class Remedy(StrEnum):
    """What closes a gap: learning a skill, naming one that is shown indirectly, or using one for longer."""

    LEARN = "learn"
    NAME = "name"
    USE = "use"


@dataclass(frozen=True, slots=True)
class Gap:
    """A requirement with points to win.

    ``units`` is weight·(1−credit) in millionths. ``lacking`` are the skills that would count, the easiest first, of
    which ``needed`` are missing; both are empty and 0 where only time is missing. ``hours`` is None without a figure.
    """

    finding: Finding
    units: int
    remedy: Remedy
    lacking: tuple[SkillId, ...]
    needed: int
    hours: float | None
    hours_source: str
    difficulty: int

    @property
    def skill(self) -> SkillId:
        """The skill to begin with."""
        return self.lacking[0] if self.lacking else self.finding.requirement.any_of[0]

    @property
    def cost(self) -> int:
        """Effort as a whole number for comparing gaps: tenths of hours."""
        return round(10 * (UNKNOWN_HOURS if self.hours is None else self.hours))


@dataclass(frozen=True)
class Shown:
    """What a profile shows: skills in words, and skills only by what they follow from or by a certificate."""

    profile: Profile

    @cached_property
    def named(self) -> frozenset[SkillId]:
        """Skills that the résumé holds in words."""
        claims = self.profile.claims.items()
        return frozenset(s for s, claim in claims if claim.stance is Stance.HELD and claim.implied_by is None)

    @cached_property
    def certified(self) -> frozenset[SkillId]:
        """Skills that a certificate shows, held or expired."""
        return frozenset(certifications.examined(self.profile.credentials))

    @cached_property
    def all(self) -> frozenset[SkillId]:
        """Every skill that the profile shows in one way or another and does not deny."""
        claims = self.profile.claims.items()
        held = frozenset(s for s, claim in claims if claim.stance is Stance.HELD)
        return held | self.certified - frozenset(s for s, claim in claims if claim.stance is Stance.DENIED)


def units_of(finding: Finding) -> int:
    """Return weight·(1−credit) in millionths: what is asked less what is won, each rounded once."""
    weight = finding.requirement.weight
    return round(weight * UNITS) - round(weight * finding.credit * UNITS)


def find(report: GapReport, known: Taxonomy) -> tuple[Gap, ...]:
    """Return the gaps of a report in the job's order: requirements that count and are not met in full."""
    shown = Shown(report.profile)
    return tuple(_gap(f, shown, known) for f in report.findings if f.counts and f.credit < 1.0)


def _gap(finding: Finding, shown: Shown, known: Taxonomy) -> Gap:
    requirement = finding.requirement
    skills = tuple(dict.fromkeys(requirement.any_of))
    lacking = [skill for skill in skills if skill not in shown.named]
    needed = max(1, requirement.at_least) - (len(skills) - len(lacking))
    if needed <= 0 or not lacking:
        return Gap(finding, units_of(finding), Remedy.USE, (), 0, *_time_asked(finding), 1)
    ranked = sorted(lacking, key=lambda skill: (*_ease(skill, shown, known), skills.index(skill)))
    chosen = ranked[:needed]
    fresh = [skill for skill in chosen if skill not in shown.all]
    if not fresh:
        through = "shown indirectly: name it where you used it"
        return Gap(finding, units_of(finding), Remedy.NAME, tuple(ranked), needed, 0.0, through, 1)
    efforts = [effort.of(skill, known) for skill in fresh]
    figures = [one.hours for one in efforts if one.hours is not None]
    hours = sum(figures) if len(figures) == len(efforts) else None
    source = "; ".join(dict.fromkeys(one.source for one in efforts))
    if requirement.min_years:
        source += f"; and {requirement.min_years:g} years of use are asked for"
    hardest = max(one.difficulty for one in efforts)
    return Gap(finding, units_of(finding), Remedy.LEARN, tuple(ranked), needed, hours, source, hardest)


def _time_asked(finding: Finding) -> tuple[None, str]:
    short = next((step.because for step in finding.steps if "short by" in step.because), "")
    return None, f"time of use, not of study{': ' if short else ''}{short}"


def _ease(skill: SkillId, shown: Shown, known: Taxonomy) -> tuple[bool, int]:
    """Rank alternatives: shown indirectly first, then the fewest foundations missing; the job's order decides ties."""
    if skill in shown.all:
        return False, 0
    return True, len(effort.foundations(skill, known, shown.all))


def closes(evidences: Collection[SkillId], gap: Gap, certified: Collection[SkillId]) -> tuple[SkillId, ...]:
    """Return the skills of a gap that a certificate would show, or nothing when they are too few to close it.

    A skill that another certificate shows already is not shown more by a second one, no certificate adds years, and none
    is worth its fee for a soft skill: teamwork is shown by work.
    """
    if gap.remedy is Remedy.USE:
        return ()
    asked, known = gap.finding.requirement.any_of, taxonomy.load()
    fresh = tuple(s for s in asked if s in gap.lacking and s in evidences and s not in certified and not known.is_soft(s))
    return fresh if len(fresh) >= gap.needed else ()
