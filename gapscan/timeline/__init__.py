"""Résumé → when the person did what: dated entries, months of experience, months a skill, years the text states.

Dates are found by ``dates``, tied to entries by ``entries``; ``stated`` reads figures such as "5 years of Python",
``results`` tells a line that names an outcome. Months are counted whole on both sides, overlaps once, gaps never;
what is not dated stays unknown (None), it is never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from gapscan.records import Document, Mention, Month, Period, SectionKind
from gapscan.timeline import entries
from gapscan.timeline.results import has_result
from gapscan.timeline.stated import stated_total, stated_years

__all__ = ["current_month", "has_result", "months_of", "periods", "stated_total", "stated_years", "total_months"]

# Use is use, whether paid or not; studies are not, a subject taught for four years was not used for four.
_USES = (SectionKind.EXPERIENCE, SectionKind.PROJECTS, SectionKind.VOLUNTEERING)


def current_month() -> Month:
    """Return the calendar month of now, in UTC."""
    now = datetime.now(UTC)
    return Month(now.year, now.month)


def periods(document: Document, *, as_of: Month) -> tuple[Period, ...]:
    """Find the dated entries of a résumé.

    Args:
        document: A résumé with its sections.
        as_of: The month that "present" means; nothing reaches beyond it, and what starts after it is left out.

    Returns:
        Entries in text order, each with its months and the text it covers, from its title to the next entry. Roles,
        projects, studies and voluntary work come from the sections so headed; where no role is dated there, from
        any part that may hold one. Empty when nothing is dated. ``dates`` tells how years and seasons become months.
    """
    found = entries.find(document, as_of.index)
    # Work without a heading and short years ("Jan 19 – Mar 20") are looked for only where nothing else is.
    for short in (False, True):
        if _has_work(found):
            break
        if short:
            found = _joined(entries.find(document, as_of.index, short_years=True), found)
            if _has_work(found):
                break
        found = _joined(found, entries.find(document, as_of.index, guess=True, short_years=short))
    return tuple(found)


def _has_work(found: Sequence[Period]) -> bool:
    """Tell whether a role of more than a month was found; one month may be a stray date."""
    return any(period.kind is SectionKind.EXPERIENCE and period.first < period.last for period in found)


def _joined(first: Sequence[Period], second: Sequence[Period]) -> list[Period]:
    """Return the entries of both in text order; where both have one at a place, the first's."""
    known = {period.start for period in first}
    every = [*first, *(period for period in second if period.start not in known)]
    return sorted(every, key=lambda period: (period.start, period.first))


def total_months(periods: Sequence[Period]) -> int | None:
    """Return the months covered by dated roles, overlaps once; None when no role is dated."""
    return _covered([period for period in periods if period.kind is SectionKind.EXPERIENCE])


def months_of(mentions: Iterable[Mention], periods: Sequence[Period]) -> tuple[int | None, Month | None]:
    """Return how long and until when something was used.

    Args:
        mentions: Places that show it, all held.
        periods: What ``periods`` gave for the same document.

    Returns:
        Months covered by the roles, projects and voluntary work whose text contains a mention, overlaps once, and
        the last of these months; (None, None) when none does.
    """
    places = [mention.span.start for mention in mentions] if periods else []
    used = [period for period in periods if period.kind in _USES and _holds(period, places)]
    if not used:
        return None, None
    return _covered(used), max(period.last for period in used)


def _holds(period: Period, places: Sequence[int]) -> bool:
    start, end = period.start, period.end
    for place in places:  # noqa: SIM110 a generator costs more than all the comparisons
        if start <= place < end:
            return True
    return False


def _covered(periods: Sequence[Period]) -> int | None:
    """Return the number of months in the union of some periods."""
    total = 0
    reached = -1
    for first, last in sorted((period.first.index, period.last.index) for period in periods):
        total += max(0, last - max(first - 1, reached))
        reached = max(reached, last)
    return total if periods else None
