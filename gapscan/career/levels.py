"""Months of experience → documented level, pay and next roles.

The documents leave questions open (does the fifth year make mid or senior, what of two and a half years?); the answer
given here always says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gapscan.career.facts import Fact, load
from gapscan.errors import UnknownNameError
from gapscan.records import Documented

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class SalaryBand:
    """Documented pay of a level in USD a year; ``open_top`` when the document adds "and above"."""

    level: str
    years_from: int
    years_to: int | None
    low: int
    high: int
    open_top: bool
    documented_in: tuple[Documented, ...]
    contradicts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The documented levels that fit an experience, lowest first, and what is unclear about it (empty when nothing).

    No level when the experience is not known.
    """

    levels: tuple[str, ...]
    note: str
    bands: tuple[SalaryBand, ...] = ()


@cache
def salary_bands() -> tuple[SalaryBand, ...]:
    """Return the documented pay by level, lowest first."""
    role = load()
    bands = (
        SalaryBand(
            level=fact.value["level"],
            years_from=fact.value["years_from"],
            years_to=fact.value["years_to"],
            low=fact.value["low"],
            high=fact.value["high"],
            open_top=fact.value["open_top"],
            documented_in=fact.documented_in,
            contradicts=tuple(role[other] for other in fact.contradicts),
        )
        for fact in role.of("salary-band")
    )
    return tuple(sorted(bands, key=lambda band: band.years_from))


def salary_for(level: str) -> SalaryBand:
    """Return the documented pay of a level: entry, mid or senior.

    Raises:
        UnknownNameError: The documents know no such level.
    """
    for band in salary_bands():
        if band.level == level:
            return band
    raise UnknownNameError("level", level, [band.level for band in salary_bands()])


def level_for(months: int | None) -> Standing:
    """Return the documented levels that fit some months of experience.

    The documents count in whole years, so do we: 0 to 2 is entry, 3 to 5 mid, 5 and above senior. The fifth year is in
    two bands and gets both; the months after the second and before the third year are in none and count as entry.

    Args:
        months: Months of work from 0 up; None when the résumé dates none.

    Example:
        >>> level_for(66).levels
        ('mid', 'senior')
        >>> level_for(30).note
        'the documents go from 0-2 to 3-5 years and leave 2 years and 6 of 12 months open; whole years make it entry'
    """
    if months is None:
        return Standing((), "the résumé dates no work")
    years, rest = divmod(max(0, months), _MONTHS_PER_YEAR)
    bands = tuple(
        band
        for band in salary_bands()
        if band.years_from <= years and (band.years_to is None or years <= band.years_to)
    )
    levels = tuple(band.level for band in bands)
    if len(levels) > 1:
        return Standing(levels, f"the documents put {years} years into two levels, {' and '.join(levels)}", bands)
    if rest and bands and bands[0].years_to == years:
        spans = [f"{band.years_from}-{band.years_to}" for band in salary_bands() if band.years_to is not None]
        return Standing(
            levels,
            f"the documents go from {' to '.join(spans)} years and leave {years} years and {rest} of 12 months open; "
            f"whole years make it {levels[0]}",
            bands,
        )
    return Standing(levels, "", bands)


def next_steps(levels: Sequence[str]) -> tuple[Fact, ...]:
    """Return the documented roles to grow into from some levels, nearest first, then by id.

    Entry and mid level see the roles that come "with experience"; senior sees those it has not reached, and those
    further up. The documents name no years for them. Empty when no level is known.
    """
    if not levels:
        return ()
    senior = "senior" in levels
    ahead = [
        fact
        for fact in (*load().of("career-step"), *load().of("career-destination"))
        if (senior or fact.value["stage"] == 1) and fact.value.get("reached_at") not in levels
    ]
    return tuple(sorted(ahead, key=lambda fact: (fact.value["stage"], fact.id)))
