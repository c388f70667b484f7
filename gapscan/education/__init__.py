"""Text → the degrees of a person: level, field, whether it is finished; and whether that is what a job asks for.

Forms and fields are data (data/taxonomy/degrees.jsonl): ``forms`` loads them, ``reading`` finds them by what stands
around them, ``finished`` tells studies that go on. Fields are compared through a table of equivalents, never by spelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gapscan import timeline
from gapscan.education import reading
from gapscan.education.finished import is_finished
from gapscan.education.forms import field_ids, letters, load, plain
from gapscan.records import Degree, DegreeLevel, Document, Month, SectionKind

__all__ = ["best", "degrees", "field_fits", "field_ids", "level_of", "reaches"]

_ORDER = tuple(DegreeLevel)
_FIRST = (SectionKind.EDUCATION, *reading.ALWAYS)
_NEVER = (SectionKind.REFERENCES, SectionKind.PUBLICATIONS, SectionKind.LEARNING, SectionKind.INTERESTS)
_TRAINING = (SectionKind.CERTIFICATIONS, SectionKind.COURSES)
_Part = tuple[int, int, SectionKind]


def degrees(document: Document, *, as_of: Month | None = None) -> tuple[Degree, ...]:
    """Find the degrees that a résumé shows.

    Args:
        document: A résumé with its sections.
        as_of: Month after which a year of graduation is still to come; None for the current one.

    Returns:
        Degrees in text order. Those headed as studies and those named in the head and summary of the résumé; other
        sections are read only when these name none. Empty when none is named.
    """
    year = (as_of or timeline.current_month()).year
    parts: list[_Part] = [
        (section.heading.end if section.heading else section.start, section.end, section.kind)
        for section in document.sections
        if section.kind not in _NEVER
    ]
    parts = parts or [(0, len(document.text), SectionKind.HEADER)]
    found = [degree for part in parts if part[2] in _FIRST for degree in _degrees(document, part, year)]
    if not any(degree.level is not DegreeLevel.SECONDARY for degree in found):
        found += [degree for part in parts if part[2] not in _FIRST for degree in _degrees(document, part, year)]
    return tuple(sorted(found, key=lambda degree: degree.line))


def _degrees(document: Document, part: _Part, year: int) -> Iterator[Degree]:
    text = document.text
    low, high, kind = part
    found = reading.find(text, low, high, kind)
    for index, each in enumerate(found):
        if kind in _TRAINING and each.form.id == "diploma":
            continue
        floor = found[index - 1].end if index else low
        ceiling = found[index + 1].start if index + 1 < len(found) else high
        yield Degree(
            level=each.form.level,
            field=" ".join(each.field.split()) if each.field else None,
            text=" ".join(text[each.start : each.end].split()),
            line=document.line_of(each.start),
            completed=is_finished(text, each, low, floor, ceiling, year),
        )


def best(degrees: Sequence[Degree]) -> Degree | None:
    """Return the highest finished degree, the highest unfinished one when none is finished, None for none."""
    return max(degrees, key=lambda degree: (degree.completed, _ORDER.index(degree.level)), default=None)


def level_of(words: str) -> DegreeLevel | None:
    """Return the level that a word or form of a degree names, None for an unknown one.

    Example:
        >>> level_of("MSc")
        <DegreeLevel.MASTER: 'master'>
    """
    known = words.strip().lower()
    if known in {level.value for level in DegreeLevel}:
        return DegreeLevel(known)
    forms = load().forms
    key = letters(known)
    form = forms.get(key) or forms.get(key.removesuffix("degree").removesuffix("s"))
    return form.level if form else None


def reaches(degree: Degree, level: str) -> bool:
    """Tell whether a degree is of a level or above; an unfinished one counts as the level that it presupposes.

    Args:
        degree: A degree.
        level: A value of ``DegreeLevel`` or any form of a degree; an unknown one is never reached.
    """
    asked = level_of(level)
    if asked is None or (degree.level is DegreeLevel.SECONDARY and not degree.completed):
        return False
    reached = _ORDER.index(degree.level)
    if not degree.completed:
        # A bachelor's presupposes school, not an associate degree.
        above_bachelor = reached > _ORDER.index(DegreeLevel.BACHELOR)
        reached = reached - 1 if above_bachelor else _ORDER.index(DegreeLevel.SECONDARY)
    return reached >= _ORDER.index(asked)


_ANY = frozenset(("any", "all"))
# Words of a job's fields that admit more than the fields named: "or a related technical field".
_ANY_STEM = frozenset(("stem", "technical", "quantitative", "scientific", "numerate", "related", "similar", "relevant"))


def field_fits(degree: Degree, fields: Sequence[str]) -> bool:
    """Tell whether the field of a degree is one of some fields, or equivalent to one.

    Args:
        degree: Its field may be None, which fits nothing.
        fields: As a job words them; "related field" and "STEM" admit every technical or scientific field, beside
            fields of that kind.
    """
    if degree.field is None:
        return False
    table = load()
    held = [table.fields[i] for i in field_ids(degree.field)]
    asked = [table.fields[i] for words in fields for i in field_ids(words)]
    words = {word for phrase in fields for word in plain(phrase).split()}
    if not words.isdisjoint(_ANY) or any(plain(phrase) == plain(degree.field) for phrase in fields):
        return True
    if any(a.id == h.id or a.id in h.fits or h.id in a.fits for a in asked for h in held):
        return True
    open_to_more = not words.isdisjoint(_ANY_STEM) and all(field.stem for field in asked)
    return open_to_more and any(field.stem for field in held)
