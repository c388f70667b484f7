"""One row of a batch: its columns, and how a text becomes one.

The columns are a contract (``gapscan.batch/1``). A row has a score, or an ``error`` with the stable code of why not;
never both. Requirements stand in it by their labels and certificates by their names, because a person reads it.
"""

from __future__ import annotations

from typing import NamedTuple

SCHEMA = "gapscan.batch/1"


class Row(NamedTuple):
    """What a batch says of one résumé, in the order of its columns.

    ``score`` from 0 to 100; ``must_coverage`` and ``confidence`` from 0 to 1; None where there is no score, or no
    must that counts. ``matched`` are the labels of the requirements that are met, ``missing_must`` and
    ``missing_preferred`` of those that nothing in the résumé shows, in the job's order; a requirement that is shown
    in part, or by unclear words only, is in none of them. ``suggested_certifications`` are names, best first.
    ``months_experience`` is None where no role is dated.
    """

    score: float | None = None
    must_coverage: float | None = None
    confidence: float | None = None
    matched: tuple[str, ...] = ()
    missing_must: tuple[str, ...] = ()
    missing_preferred: tuple[str, ...] = ()
    suggested_certifications: tuple[str, ...] = ()
    months_experience: int | None = None
    error: str = ""


COLUMNS = ("id", *Row._fields)
LIST_COLUMNS = ("matched", "missing_must", "missing_preferred", "suggested_certifications")


def failed(code: str) -> Row:
    """Return the row of a résumé that could not be scored."""
    return Row(error=code)
