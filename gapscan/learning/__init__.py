"""One résumé × many jobs → which of them it fits, and which skills to learn next.

A job is open when every must-have that counts is met in full. Skills are taken one by one: first the one that opens
most jobs, then the one that wins most points over all jobs, then the one with the least hours, then by id; what it
builds on comes before it. What follows from a skill learned is not counted, so the figures are what is certain. One file
that can't be read costs one warning.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gapscan import matching, profiles, readers, scoring, taxonomy
from gapscan.advice import difference
from gapscan.advice.gaps import Shown, find
from gapscan.advice.plans import SCHEMA, LearningPlan, PlanChange, RankedJob, SkillToLearn
from gapscan.errors import InputError, NoRequirementsError
from gapscan.learning import change, greedy, sources
from gapscan.records import Document, Month, Notice

__all__ = ["LearningPlan", "PlanChange", "RankedJob", "SkillToLearn", "learn"]


def learn(
    resume: str | Path | Document,
    jobs: str | Path,
    *,
    since: str | Path | None = None,
    as_of: Month | None = None,
) -> LearningPlan:
    """Say which jobs a résumé fits and what to learn next.

    Args:
        resume: A path or a Document.
        jobs: A folder of postings and job files, or a CSV with a column of postings.
        since: An earlier plan in JSON, to say what changed; None when there is none.
        as_of: Month that "present" means; None for the current one.

    Raises:
        InputError: The résumé can't be read or shows nothing of a person, or no posting could be used.
        DataError: The earlier plan is not one, or of another taxonomy.
    """
    known = taxonomy.load()
    earlier = difference.load(since, SCHEMA) if since is not None else None
    document = resume if isinstance(resume, Document) else readers.read(resume)
    profile = profiles.fold(document, matching.find(document, known), known, as_of=as_of)
    if not profiles.speaks_of_a_person(document, profile):
        raise InputError(document.source.name, "nothing in it speaks of a person's work; is it the right file?", code="E-NOSCORE")
    notices: list[Notice] = []
    compared: list[greedy.Compared] = []
    for name, job in sources.read(Path(jobs), known, notices):
        report = scoring.compare(profile, job, known, document)
        compared.append(greedy.Compared(name, report, find(report, known)))
    if not compared:
        first = f"; first: {notices[0].message}" if notices else ""
        raise NoRequirementsError(str(jobs), f"no posting in it could be used{first}")
    shown = Shown(profile)
    plan = LearningPlan(
        source=document.source,
        jobs=greedy.ranked(compared),
        skills=greedy.skills(compared, shown, known),
        certificates=greedy.best_certificates(compared, shown),
        shown=tuple(sorted(shown.named)),
        notices=(*document.notices, *notices),
        taxonomy_version=known.version,
        as_of=profile.as_of,
    )
    if earlier is None or since is None:
        return plan
    return replace(plan, change=change.since(plan, earlier, Path(since).name))
