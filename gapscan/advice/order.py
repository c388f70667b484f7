"""Gaps → what to learn first, and the fewest gaps that reach a score.

A gap comes after the gaps it builds on (what the taxonomy's ``implies`` and the effort data's ``after`` say); among
those that are ready the one with most points an hour comes first. The target is exact: no set with fewer gaps reaches
it, and none with as few for less effort.
"""

from __future__ import annotations

from collections.abc import Sequence

from gapscan.advice import effort
from gapscan.advice.gaps import UNITS, Gap, Remedy, Shown
from gapscan.optimize import smallest_set
from gapscan.records import GapReport, LearningStep, Suggestion, TargetPlan
from gapscan.taxonomy import Taxonomy

# Points an hour of what takes no study; above any real figure.
_AT_ONCE = float("inf")


def steps(
    report: GapReport, gaps: Sequence[Gap], suggested: Sequence[Suggestion], known: Taxonomy
) -> tuple[LearningStep, ...]:
    """Return every gap as a step, in the order of learning; each skill in ``builds_on`` belongs to an earlier step."""
    before = _before(gaps, Shown(report.profile), known)
    placed: list[int] = []
    waiting = list(range(len(gaps)))
    while waiting:
        # Where the data go round nothing is ready; then everything is, so that the order always ends.
        ready = [number for number in waiting if before[number].isdisjoint(waiting)] or waiting
        following = min(ready, key=lambda number: (*_rank(gaps[number]), number))
        placed.append(following)
        waiting.remove(following)
    return tuple(
        _step(report, gaps, number, _nearest(before, before[number].intersection(placed[:at])), suggested)
        for at, number in enumerate(placed)
    )


def _before(gaps: Sequence[Gap], shown: Shown, known: Taxonomy) -> list[frozenset[int]]:
    """Return for each gap the gaps that teach one of its foundations; only what is to be learned has an order."""
    found = []
    for number, gap in enumerate(gaps):
        under = effort.foundations(gap.skill, known, shown.all) if gap.remedy is Remedy.LEARN else frozenset()
        earlier = (
            other for other, one in enumerate(gaps)
            if other != number and one.remedy is Remedy.LEARN and not under.isdisjoint(one.lacking)
        )  # fmt: skip
        found.append(frozenset(earlier))
    return found


def _nearest(before: Sequence[frozenset[int]], earlier: frozenset[int]) -> frozenset[int]:
    """Leave out what comes before something else that comes before: the reader follows the chain."""
    return frozenset(one for one in earlier if not any(one in before[other] for other in earlier))


def _rank(gap: Gap) -> tuple[float, int, int]:
    if gap.hours is None:
        return 0.0, -gap.units, gap.difficulty
    pace = gap.units / gap.hours if gap.hours else _AT_ONCE
    return -pace, -gap.units, gap.difficulty


def _step(
    report: GapReport, gaps: Sequence[Gap], number: int, earlier: frozenset[int], suggested: Sequence[Suggestion]
) -> LearningStep:
    gap = gaps[number]
    return LearningStep(
        requirement=gap.finding.requirement.id,
        skill=gap.skill,
        label=gap.finding.requirement.label,
        gain=report.gain(gap.finding),
        hours=gap.hours,
        hours_source=gap.hours_source,
        builds_on=tuple(gaps[other].skill for other in sorted(earlier)),
        certificates=tuple(s.certification for s in suggested if not set(s.covers).isdisjoint(gap.lacking)),
    )


def reach(report: GapReport, gaps: Sequence[Gap], target: float) -> TargetPlan | None:
    """Return the fewest gaps that bring the score to a target; of equally few the least effort, then the job's order.

    Args:
        report: Its score is the start.
        gaps: All gaps of the report, in the job's order.
        target: A score from 0 to 100, compared with the score as it is printed (to 0.1).

    Returns:
        None when nothing counts, so that there is no score; ``gaps`` empty when the score is reached already.
    """
    if report.score is None:
        return None
    total = sum(round(finding.requirement.weight * UNITS) for finding in report.findings if finding.counts)
    won = total - sum(gap.units for gap in gaps)
    need = _least(total, target) - won
    chosen = smallest_set([gap.units for gap in gaps], [gap.cost for gap in gaps], need)
    if chosen is None:
        return TargetPlan(target, False, tuple(g.finding.requirement.id for g in gaps), _score(total, total))
    closed = [gaps[number] for number in chosen]
    score = _score(won + sum(gap.units for gap in closed), total) if closed else report.score
    return TargetPlan(target, True, tuple(g.finding.requirement.id for g in closed), score)


def _score(won: int, total: int) -> float:
    return round(100 * won / total, 1)


def _least(total: int, target: float) -> int:
    """Return the least won weight whose printed score reaches the target; above the total when none does."""
    low, high = 0, total + 1
    while low < high:
        middle = (low + high) // 2
        if middle > total or _score(middle, total) >= target:
            high = middle
        else:
            low = middle + 1
    return low


