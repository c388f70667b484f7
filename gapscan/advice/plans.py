"""The records of a learning plan: jobs ranked, skills in order, and what changed since an earlier plan."""

from __future__ import annotations

from dataclasses import dataclass

from gapscan.records import Month, Notice, SkillId, Source, Suggestion

SCHEMA = "gapscan.learning/1"


@dataclass(frozen=True, slots=True)
class RankedJob:
    """A job and how a résumé stands to it.

    ``name`` is the file, or the row of a CSV; ``is_open`` when every must-have that counts is met in full (never without
    a score); ``missing`` are the labels of the must-haves that are not, in the job's order; ``waits`` is True when one of
    them asks for more time of use, which no learning gives.
    """

    name: str
    title: str
    score: float | None
    must_coverage: float | None
    is_open: bool
    missing: tuple[str, ...]
    waits: bool = False


@dataclass(frozen=True, slots=True)
class SkillToLearn:
    """One step of the plan.

    ``opens`` names the jobs that are open once this and all earlier skills are shown; ``asked_by`` how many jobs have a
    gap that it helps to close; ``gain`` the points it adds over all jobs together. ``builds_on`` are foundations that
    some of the jobs ask for and the résumé does not show.
    """

    skill: SkillId
    name: str
    opens: tuple[str, ...]
    asked_by: int
    gain: float
    hours: float | None
    hours_source: str
    builds_on: tuple[SkillId, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What changed since an earlier plan: skills by id, jobs by name; scores as (name, before, now)."""

    gained: tuple[SkillId, ...]
    lost: tuple[SkillId, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    scores: tuple[tuple[str, float | None, float | None], ...]
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LearningPlan:
    """A résumé over many jobs: the jobs best first, the skills in the order to learn them, certificates over all jobs.

    ``shown`` are the skills that the résumé holds in words, by id; ``gain`` of a certificate is the mean over all jobs.
    """

    source: Source
    jobs: tuple[RankedJob, ...]
    skills: tuple[SkillToLearn, ...]
    certificates: tuple[Suggestion, ...]
    shown: tuple[SkillId, ...]
    notices: tuple[Notice, ...] = ()
    taxonomy_version: str = ""
    as_of: Month | None = None
    change: PlanChange | None = None
