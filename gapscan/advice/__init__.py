"""GapReport → Advice: what to do next, each part exact and each figure with its source.

``gaps`` says what is missing and what closes it, ``certificates`` which to sit, ``order`` what to learn first and what
reaches a target, ``prospects`` what the documented career says, ``difference`` what changed since an earlier report.
Nothing here changes a score: advice reads the report and never writes to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gapscan import certifications
from gapscan.advice import certificates, difference, gaps, order, prospects
from gapscan.errors import UsageError
from gapscan.records import Advice, GapReport, SkillId
from gapscan.taxonomy import Taxonomy

__all__ = ["advise"]


def advise(
    report: GapReport,
    known: Taxonomy,
    *,
    target: float | None = None,
    since: str | Path | None = None,
    prefer: str = "effort",
) -> Advice:
    """Work out what a person can do about a report.

    Args:
        report: A résumé held against a job.
        known: The taxonomy it was compared with.
        target: A score from 0 to 100 to reach; None when none is asked for.
        since: An earlier report in JSON, to say what changed; None when there is none.
        prefer: What certificates should save when they cover the same: "effort" (hours) or "cost".

    Raises:
        UsageError: ``prefer`` is neither, or ``target`` no score.
        DataError: The earlier report is not one, or of another job or taxonomy.
    """
    if target is not None and not 0 <= target <= 100:
        message = f"target is {target!r}; it must be a score from 0 to 100"
        raise UsageError(message)
    changed = difference.since(report, since) if since is not None else None
    catalogue = certifications.load()
    found = gaps.find(report, known)
    shown = gaps.Shown(report.profile)
    asked = certificates.wanted(report.job, catalogue)
    choices = certificates.choices(found, shown, catalogue, asked=asked)
    suggested = certificates.suggest(
        found, choices, catalogue, total=report.total_weight, prefer=prefer, asked=asked
    )
    return Advice(
        suggested=suggested,
        uncovered=_uncovered(report, found, choices, known),
        order=order.steps(report, found, suggested, known),
        target=None if target is None else order.reach(report, found, target),
        career=prospects.facts(report, found, known),
        documented_certificates=certificates.asked(report, catalogue),
        difference=changed,
    )


def _uncovered(
    report: GapReport, found: Sequence[gaps.Gap], choices: Sequence[certificates.Choice], known: Taxonomy
) -> tuple[tuple[SkillId, str], ...]:
    """Return the skills to learn that no certificate which could be suggested examines, in the job's order."""
    covered = 0
    for choice in choices:
        covered |= choice.option.covers
    skills = (
        gap.skill for number, gap in enumerate(found) if gap.remedy is gaps.Remedy.LEARN and not covered >> number & 1
    )
    return tuple((skill, prospects.step_for(skill, report, known)) for skill in dict.fromkeys(skills))
