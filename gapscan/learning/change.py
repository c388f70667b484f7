"""A plan × an earlier plan in JSON → what changed; another taxonomy is refused, never compared silently."""

from __future__ import annotations

from collections.abc import Mapping

from gapscan.advice import difference
from gapscan.advice.plans import SCHEMA, LearningPlan, PlanChange
from gapscan.records import SkillId


def since(plan: LearningPlan, earlier: Mapping[str, object], name: str) -> PlanChange:
    """Say what changed since an earlier plan.

    Args:
        plan: The plan of today.
        earlier: The tables of the earlier one.
        name: Its file, for the error.

    Raises:
        DataError: It is of another taxonomy, or not as the schema says.
    """
    if earlier.get("taxonomy") != plan.taxonomy_version:
        raise difference.refusal(name, f"was made with taxonomy {earlier.get('taxonomy')}, this run has "
                                       f"{plan.taxonomy_version}; run it again on the earlier résumé")  # fmt: skip
    rows, shown = earlier.get("jobs"), earlier.get("shown")
    if not isinstance(rows, list) or not isinstance(shown, list) or not all(isinstance(r, dict) for r in rows):
        raise difference.refusal(name, f"is not a plan as {SCHEMA} says")
    then = {str(row.get("name")): row for row in rows}
    now = {job.name: job for job in plan.jobs}
    both = [job for job in plan.jobs if job.name in then]
    before = {SkillId(str(skill)) for skill in shown}
    return PlanChange(
        gained=tuple(sorted(set(plan.shown) - before)),
        lost=tuple(sorted(before - set(plan.shown))),
        opened=tuple(job.name for job in both if job.is_open and not then[job.name].get("is_open")),
        closed=tuple(job.name for job in both if not job.is_open and then[job.name].get("is_open")),
        scores=tuple(
            (job.name, then[job.name].get("score"), job.score)
            for job in both
            if then[job.name].get("score") != job.score
        ),
        new=tuple(job.name for job in plan.jobs if job.name not in then),
        gone=tuple(sorted(set(then) - set(now))),
    )
