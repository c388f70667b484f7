"""Rows → counts that can be added up, and what a person wants to know of a batch, as JSON and as a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gapscan import __version__
from gapscan.batch.rows import Row

SCHEMA = "gapscan.batch-summary/1"
_BINS = 10
_MOST = 20
_FEW = 5


@dataclass(slots=True)
class Tally:
    """Counts of some rows. ``tenths`` counts scores in tenths of a point, so that quantiles are exact."""

    rows: int = 0
    tenths: Counter[int] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    missing_preferred: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    suggested: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row) -> None:
        """Count one row."""
        self.rows += 1
        if row.error or row.score is None:
            self.errors[row.error] += 1
            return
        self.tenths[round(row.score * 10)] += 1
        self.missing.update(row.missing_must)
        self.missing_preferred.update(row.missing_preferred)
        self.matched.update(row.matched)
        self.suggested.update(row.suggested_certifications)

    @property
    def scored(self) -> int:
        """How many rows have a score."""
        return self.tenths.total()

    def plus(self, other: Mapping[str, Any]) -> None:
        """Add the counts that another tally gave with ``to_dict``."""
        self.rows += other["rows"]
        for name in _COUNTERS:
            getattr(self, name).update({_key(name, key): count for key, count in other[name].items()})

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as plain data."""
        return {"rows": self.rows, **{name: dict(getattr(self, name)) for name in _COUNTERS}}


_COUNTERS = ("tenths", "missing", "missing_preferred", "matched", "suggested", "errors")


def _key(name: str, key: str) -> str | int:
    return int(key) if name == "tenths" else key


def as_dict(tally: Tally, *, source: str, job: str, taxonomy: str) -> dict[str, Any]:
    """Return the summary of a batch as the tables of ``gapscan.batch-summary/1``."""
    return {
        "schema": SCHEMA,
        "gapscan": __version__,
        "taxonomy": taxonomy,
        "input": source,
        "job": job,
        "rows": tally.rows,
        "scored": tally.scored,
        "errors": dict(sorted(tally.errors.items())),
        "score": _distribution(tally),
        "missing_must": _most(tally.missing, tally.scored),
        "missing_preferred": _most(tally.missing_preferred, tally.scored),
        "matched": _most(tally.matched, tally.scored),
        "suggested_certifications": _most(tally.suggested, tally.scored),
    }


def _distribution(tally: Tally) -> dict[str, Any] | None:
    if not tally.scored:
        return None
    scores = sorted(tally.tenths.items())
    bins = [0] * _BINS
    for tenths, count in scores:
        bins[min(_BINS - 1, tenths * _BINS // 1000)] += count
    return {
        "mean": round(sum(tenths * count for tenths, count in scores) / tally.scored / 10, 2),
        "least": scores[0][0] / 10,
        "quartiles": [_quantile(scores, tally.scored, share) for share in (0.25, 0.5, 0.75)],
        "most": scores[-1][0] / 10,
        "histogram": [
            {"from": low * 100 / _BINS, "to": (low + 1) * 100 / _BINS, "rows": count} for low, count in enumerate(bins)
        ],
    }


def _quantile(scores: list[tuple[int, int]], total: int, share: float) -> float:
    """Return the smallest score that at least so great a share of the rows does not exceed."""
    reached = 0
    for tenths, count in scores:
        reached += count
        if reached >= share * total:
            return tenths / 10
    return scores[-1][0] / 10


def _most(counts: Counter[str], scored: int) -> list[dict[str, Any]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    return [{"name": name, "rows": count, "share": round(count / scored, 4)} for name, count in ordered]


def lines(tally: Tally) -> Iterator[str]:
    """Yield the summary as lines for a person."""
    errors = sum(tally.errors.values())
    counts = ", ".join(f"{code} {count:,}" for code, count in sorted(tally.errors.items(), key=lambda item: (-item[1], item[0])))
    told = f" ({counts})" if counts else ""
    yield f"{tally.rows:,} {'row' if tally.rows == 1 else 'rows'}: {tally.scored:,} scored, {errors:,} with an error{told}"
    found = _distribution(tally)
    if found is None:
        return
    low, middle, high = found["quartiles"]
    yield f"score: median {middle:g}, middle half {low:g} to {high:g}, least {found['least']:g}, most {found['most']:g}"
    for title, counter in (("most often missing", tally.missing), ("most often suggested", tally.suggested)):
        named = ", ".join(f"{one['name']} {one['share']:.0%}" for one in _most(counter, tally.scored)[:_FEW])
        if named:
            yield f"{title}: {named}"
