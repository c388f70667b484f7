"""What units ask → requirements: each thing once, with the weight the posting gives it.

The published rule of weights. A must starts at 3, a preferred at 1, a mentioned (which never counts) at 0.5. That is
multiplied by 1.1 for each further line that asks for it, twice at most; by 1.15 when the title of the job names it; by 1.1
in the first third of what the posting asks for; by 1.1 for expert level or five years and more; by 0.85 for basic
level; by 0.7 for a general word whose examples are asked for as well. The result stays within half and one and a
half of the start, rounded to two places. A person who edits the job file may put any other number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from gapscan.records import Importance, Requirement, SkillId

BASE = {Importance.MUST: 3.0, Importance.PREFERRED: 1.0, Importance.MENTIONED: 0.5}
REPEATED, MOST_REPEATS = 1.1, 2
IN_TITLE = 1.15
EARLY, EARLY_SHARE = 1.1, 1 / 3
DEMANDING, DEMANDING_YEARS = 1.1, 5.0
BASIC = 0.85
GENERAL = 0.7
LEAST, MOST = 0.5, 1.5
_RANK = {Importance.MUST: 0, Importance.PREFERRED: 1, Importance.MENTIONED: 2}
_LEVELS = ("basic", "working", "proficient", "expert")


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that one unit asks for; ``general`` when it is a general word over examples."""

    any_of: tuple[SkillId, ...]
    at_least: int
    importance: Importance
    names: tuple[str, ...]
    label: str
    quote: str
    line: int
    years: float | None = None
    level: str | None = None
    general: bool = False


def fold(asks: Sequence[Ask], *, titled: Iterable[SkillId], name_of: Callable[[SkillId], str]) -> tuple[Requirement, ...]:
    """Make requirements of asks.

    Args:
        asks: In the order of the posting.
        titled: Skills that the job's title names.
        name_of: Gives the name of a skill that a person reads.

    Returns:
        In order of first mention; the same thing asked twice is one, at its highest importance.
    """
    grouped: dict[tuple[frozenset[SkillId], int], list[Ask]] = {}
    for ask in asks:
        grouped.setdefault((frozenset(ask.any_of), ask.at_least), []).append(ask)
    _drop_what_a_group_holds(grouped)
    asked = [ask.line for ask in asks if ask.importance is not Importance.MENTIONED]
    early = sorted(asked)[int(len(asked) * EARLY_SHARE)] if asked else 0
    title = set(titled)
    taken: set[str] = set()
    made: list[Requirement] = []
    for group in grouped.values():
        requirement = _requirement(group, title, early, name_of)
        made.append(replace(requirement, id=_unique(requirement.id, taken)))
    return tuple(made)


def _drop_what_a_group_holds(grouped: dict[tuple[frozenset[SkillId], int], list[Ask]]) -> None:
    """Leave out a bare mention of what is asked for elsewhere as one of several."""
    in_groups: set[SkillId] = set()
    for (skills, _), asks in grouped.items():
        if len(skills) > 1 and any(ask.importance is not Importance.MENTIONED for ask in asks):
            in_groups |= skills
    asked = {
        skill for (skills, _), asks in grouped.items() for skill in skills
        if any(ask.importance is not Importance.MENTIONED for ask in asks)
    }  # fmt: skip
    for key in list(grouped):
        if all(ask.importance is Importance.MENTIONED for ask in grouped[key]) and (key[0] <= asked | in_groups):
            del grouped[key]


def _requirement(group: Sequence[Ask], titled: set[SkillId], early: int, name_of: Callable[[SkillId], str]) -> Requirement:
    best = min(group, key=lambda ask: (_RANK[ask.importance], ask.line))
    years = max((ask.years for ask in group if ask.years is not None), default=None)
    levels = [ask.level for ask in group if ask.level in _LEVELS and ask.importance is best.importance]
    level = max(levels, key=_LEVELS.index) if levels else None
    skills = best.any_of
    names = tuple(dict.fromkeys(name for ask in group for name in ask.names))
    label = _label(best, [name_of(skill) for skill in skills])
    lines = {ask.line for ask in group if ask.importance is not Importance.MENTIONED} or {best.line}
    factors = [
        REPEATED ** min(MOST_REPEATS, len(lines) - 1),
        IN_TITLE if titled & set(skills) else 1.0,
        EARLY if best.importance is not Importance.MENTIONED and best.line < early else 1.0,
        DEMANDING if level == "expert" or (years or 0) >= DEMANDING_YEARS else 1.0,
        BASIC if level == "basic" else 1.0,
        GENERAL if all(ask.general for ask in group) else 1.0,
    ]
    return Requirement(
        id=skills[0] if len(skills) == 1 else "-or-".join(skills[:3]), label=label, any_of=skills,
        importance=best.importance, weight=weight(best.importance, factors), min_years=years,
        at_least=max(1, best.at_least), level=level, names=names, quote=best.quote, line=best.line,
    )  # fmt: skip


def weight(importance: Importance, factors: Sequence[float]) -> float:
    """Return a weight: the start of its importance times the factors, within half and one and a half of the start."""
    product = 1.0
    for factor in factors:
        product *= factor
    return round(BASE[importance] * min(MOST, max(LEAST, product)), 2)


def _label(ask: Ask, names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    listed = ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) <= 4 else ", ".join(names[:3]) + f" or {len(names) - 3} more"
    if ask.at_least > 1:
        listed = f"{ask.at_least} of: {', '.join(names)}" if len(names) <= 6 else f"{ask.at_least} of {len(names)} named"
    return f"{ask.label}: {listed}" if ask.label else listed


def _unique(identifier: str, taken: set[str]) -> str:
    identifier = re.sub(r"[^a-z0-9]+", "-", identifier.lower()).strip("-") or "requirement"
    number = 2
    found = identifier
    while found in taken:
        found = f"{identifier}-{number}"
        number += 1
    taken.add(found)
    return found
