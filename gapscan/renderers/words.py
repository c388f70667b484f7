"""The shapes of a report for a reader, and the words that all its formats share.

A report is a headline and parts, a part is rows of one shape. Every text in a row is on one line and free of control
characters; what a format must escape besides is the format's own business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gapscan import certifications, taxonomy
from gapscan.records import CertificationId, Requirement, SkillId, Span
from gapscan.safety import one_line

# Nothing a stranger wrote may fill a screen: longer texts are cut here; JSON has them whole.
LONGEST_LABEL = 90
_LONGEST_TEXT = 320
_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a part.

    ``points`` is "+6.3" or empty, ``note`` a few words beside the label (importance, verdict, status), ``because`` the
    reason, ``lines`` numbers of résumé lines, ``place`` where the quote stands, None when there is none. A ``minor``
    row may be left out where room is short.
    """

    label: str
    points: str = ""
    note: str = ""
    because: str = ""
    lines: str = ""
    place: Span | None = None
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong together. ``columns`` head label, note and because; ``tone`` is the verdict the part stands for.

    ``compact`` rows need no line of their own, ``folded`` parts may be closed at first, ``counted`` titles are followed
    by the number of rows, or by ``count`` where rows were put together. Where room is short ``most`` rows are enough, and
    ``brief`` lines for a reason (None: all).
    """

    key: str
    title: str
    rows: tuple[Row, ...]
    intro: str = ""
    columns: tuple[str, str, str] = ("Requirement", "Importance", "Why")
    tone: str = "plain"
    compact: bool = False
    folded: bool = False
    counted: bool = False
    most: int | None = None
    brief: int | None = None
    count: int | None = None

    @property
    def heading(self) -> str:
        """Title with its count."""
        return f"{self.title} ({len(self.rows) if self.count is None else self.count})" if self.counted else self.title


# --- words -------------------------------------------------------------------------------------


def clean(text: str, most: int = _LONGEST_TEXT) -> str:
    """Return a text on one line, terminal-safe, cut to a length."""
    flat = one_line(text)
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def skill_name(skill: SkillId) -> str:
    """Return the name of a skill; its id when the taxonomy at hand does not know it."""
    return clean(taxonomy.load().name(skill), LONGEST_LABEL)


def certificate_name(identifier: CertificationId) -> str:
    """Return the name of a certificate; its id when the catalogue does not know it."""
    catalogue = certifications.load()
    return clean(catalogue[identifier].name if identifier in catalogue else identifier, LONGEST_LABEL)


def listed(names: Iterable[str]) -> str:
    """Return names with commas between."""
    return ", ".join(names)


def duration(months: int) -> str:
    """Return months in words.

    Example:
        >>> duration(27), duration(12), duration(0)
        ('2 years 3 months', '1 year', '0 months')
    """
    years, rest = divmod(months, _MONTHS_PER_YEAR)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (rest, "month")) if n]
    return " ".join(parts) or "0 months"


def points(gain: float) -> str:
    """Return points to win as "+6.3"; nothing when there are none."""
    return f"+{gain:.1f}" if gain > 0 else ""


def importance(requirement: Requirement) -> str:
    """Return how much a requirement is asked for, with the years and the number of alternatives it wants."""
    words = [requirement.importance.value]
    if requirement.min_years is not None:
        words.append(f"{requirement.min_years:g}+ years")
    if requirement.at_least > 1:
        words.append(f"{requirement.at_least} of {len(requirement.any_of)}")
    return listed(words)
