"""Reports over many jobs → the jobs ranked, the order of skills that opens most of them, certificates over all.

A skill that builds on another one which is asked for and missing pulls that one in front of it, so the list can be
followed from the top.

Points are counted in millionths, so that sums and ties do not depend on the order of the jobs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import NamedTuple

from gapscan import certifications
from gapscan.advice import certificates, effort
from gapscan.advice.gaps import UNITS, Gap, Remedy, Shown
from gapscan.advice.plans import RankedJob, SkillToLearn
from gapscan.records import GapReport, Importance, SkillId, Suggestion
from gapscan.taxonomy import Taxonomy

# How many skills a plan names; nobody plans further.
MOST_SKILLS = 20


class Compared(NamedTuple):
    """A job by its name, the résumé's report on it, and the gaps of the report."""

    name: str
    report: GapReport
    gaps: tuple[Gap, ...]


def ranked(reports: Sequence[Compared]) -> tuple[RankedJob, ...]:
    """Return the jobs best first: by score, by must coverage, by name; those without a score last."""
    ranked = [
        RankedJob(
            name=name,
            title=report.job.title,
            score=report.score,
            must_coverage=report.must_coverage,
            is_open=report.score is not None and not _musts(gaps),
            missing=tuple(gap.finding.requirement.label for gap in _musts(gaps)),
            waits=any(gap.remedy is Remedy.USE for gap in _musts(gaps)),
        )
        for name, report, gaps in reports
    ]
    return tuple(sorted(ranked, key=lambda job: (-_figure(job.score), -_figure(job.must_coverage), job.name)))


def _figure(value: float | None) -> float:
    return -1.0 if value is None else value


def _musts(gaps: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in gaps if gap.finding.requirement.importance is Importance.MUST]


@dataclass(slots=True)
class _Open:
    """A gap on the way to being closed: the skills that still help, how many are needed, what each is worth."""

    job: int
    points: int
    rest: set[SkillId]
    needed: int
    is_must: bool


def skills(reports: Sequence[Compared], shown: Shown, known: Taxonomy) -> tuple[SkillToLearn, ...]:
    """Take skills one by one: most jobs opened, most points over all jobs, least hours, by id; foundations in front."""
    # Must-haves that are still open by job; those that only time closes never leave this count.
    left = [len(_musts(found)) for _, _, found in reports]
    by_skill = _open_gaps(reports)
    asked = frozenset(by_skill)
    under = cache(lambda skill: effort.foundations(skill, known, shown.all) & asked)
    plan: list[SkillToLearn] = []
    while by_skill and len(plan) < MOST_SKILLS:
        rank = partial(_rank, by_skill=by_skill, left=left, shown=shown, known=known)
        best = min(by_skill, key=rank)
        waiting = under(best) & by_skill.keys()
        best = min((skill for skill in waiting if not under(skill) & by_skill.keys()), key=rank, default=best)
        helped = by_skill.pop(best)
        opened = _close(best, helped, left, by_skill)
        own = effort.of(best, known)
        plan.append(SkillToLearn(
            skill=best,
            name=known.name(best),
            opens=tuple(reports[job].name for job in opened),
            asked_by=len({gap.job for gap in helped}),
            gain=round(sum(gap.points for gap in helped) / UNITS, 1),
            hours=0.0 if best in shown.all else own.hours,
            hours_source="shown indirectly: name it where you used it" if best in shown.all else own.source,
            builds_on=tuple(sorted(under(best))),
        ))  # fmt: skip
    return tuple(plan)


def _open_gaps(reports: Sequence[Compared]) -> dict[SkillId, list[_Open]]:
    """Return the gaps that learning can close, by each skill that helps."""
    by_skill: dict[SkillId, list[_Open]] = {}
    for job, (_, report, gaps) in enumerate(reports):
        total = report.total_weight
        for gap in gaps:
            if gap.remedy is Remedy.USE:
                continue
            share = _points(gap, total) // gap.needed
            is_must = gap.finding.requirement.importance is Importance.MUST
            one = _Open(job, share, set(gap.lacking), gap.needed, is_must)
            for skill in gap.lacking:
                by_skill.setdefault(skill, []).append(one)
    return by_skill


def _points(gap: Gap, total: float) -> int:
    """Return the points of a gap in millionths."""
    return round(100 * gap.units / total)


def _rank(
    skill: SkillId, *, by_skill: Mapping[SkillId, Sequence[_Open]], left: Sequence[int], shown: Shown, known: Taxonomy
) -> tuple[int, int, float, SkillId]:
    return *_worth(by_skill[skill], left), _hours(skill, shown, known), skill


def _worth(helped: Sequence[_Open], left: Sequence[int]) -> tuple[int, int]:
    """Return what a skill is worth, the smaller the better: jobs it opens and points it adds, both negative."""
    closing: dict[int, int] = {}
    for gap in helped:
        if gap.is_must and gap.needed == 1:
            closing[gap.job] = closing.get(gap.job, 0) + 1
    opens = sum(1 for job, number in closing.items() if number == left[job])
    return -opens, -sum(gap.points for gap in helped)


def _hours(skill: SkillId, shown: Shown, known: Taxonomy) -> float:
    if skill in shown.all:
        return 0.0
    hours = effort.of(skill, known).hours
    return float("inf") if hours is None else hours


def _close(
    skill: SkillId, helped: Sequence[_Open], left: list[int], by_skill: dict[SkillId, list[_Open]]
) -> list[int]:
    """Count a skill as shown; return the jobs that are open now. Skills that help nowhere any more are dropped."""
    opened = []
    for gap in helped:
        gap.rest.discard(skill)
        gap.needed -= 1
        if gap.needed:
            continue
        for other in gap.rest:
            by_skill[other] = [one for one in by_skill[other] if one is not gap]
            if not by_skill[other]:
                del by_skill[other]
        if gap.is_must:
            left[gap.job] -= 1
            if not left[gap.job]:
                opened.append(gap.job)
    return opened


def best_certificates(reports: Sequence[Compared], shown: Shown) -> tuple[Suggestion, ...]:
    """Return the best three certificates over all jobs: gaps that ask for the same are one, their points added."""
    merged: dict[tuple[tuple[SkillId, ...], int], Gap] = {}
    for _, report, gaps in reports:
        total = report.total_weight
        for gap in gaps:
            key = (tuple(sorted(gap.lacking)), gap.needed)
            points = _points(gap, total)
            before = merged.get(key)
            merged[key] = replace(gap, units=points + (before.units if before else 0))
    together = list(merged.values())
    catalogue = certifications.load()
    found = certificates.choices(together, shown, catalogue)
    # Units are points here, so 100 points of every job stand for 100 times the number of jobs.
    return certificates.suggest(together, found, catalogue, total=100.0 * len(reports))
