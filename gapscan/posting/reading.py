"""A posting laid out → what each of its units asks for, gathered in the order of the posting.

One pass over the units. A unit in a zone that speaks of the applicant gives asks (which skills, how much, together with
what, for how long), degrees, gates and years; all others give nothing. "At least two of the following:" is kept open
until the bullets under it end, and "The following are a plus:" speaks for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gapscan.posting import alternatives, choices, classes, demands, figures, gates, schooling, units, zones
from gapscan.posting.cues import Hit, Place
from gapscan.posting.folding import Ask
from gapscan.posting.headings import Heading, Zone
from gapscan.posting.languages import LANGUAGES
from gapscan.posting.scene import Posting
from gapscan.posting.zones import ASKING
from gapscan.records import DegreeLevel, Gate, Importance, SkillId

_BASE = {
    Zone.REQUIREMENT: Importance.MUST,
    Zone.PREFERRED: Importance.PREFERRED,
    Zone.RESPONSIBILITY: Importance.MENTIONED,
    Zone.OTHER: Importance.MENTIONED,
}
_BELOW = (DegreeLevel.SECONDARY, DegreeLevel.ASSOCIATE)
_DEMANDING = frozenset(("must", "preferred", "none", "ignore", "learn"))
_ANSWERS = re.compile(
    r"(?:This|That|It|These|Those|They|Both|Neither)(?:[’'](?:s|re))? (?!role|position|job|team|includes|means)|(?:Not |Strictly |Highly )?"
    r"(?:[Rr]equired|[Pp]referred|[Dd]esirable|[Nn]eeded|[Ee]ssential|[Oo]ptional|[Mm]andatory)\b|(?:A (?:big |huge "
    r"|real )?(?:plus|bonus|must)"
    r"|Nice to have|Not a must)\b"
)
# "Willing to learn Scala" asks for Scala; "willing to learn" alone asks for the trait.
_OBJECT = 30


@dataclass
class Findings:
    """What the units asked for.

    ``degrees`` and ``years`` (of work in general) come with the index of their unit. ``bases`` are what each unit asks
    for in general, None where nothing in it is asked for. ``refused`` are skills that a unit said are not required.
    ``paths`` counts the units that name a degree with years, ``alternatives`` are those after the first of them.
    ``listing`` is the sentence with a colon that the next units stand under, and what it asks.
    """

    asks: list[Ask] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    degrees: list[tuple[schooling.Asked, int]] = field(default_factory=list)
    or_equivalent: bool = False
    fields: tuple[str, ...] = ()
    years: list[tuple[float, int]] = field(default_factory=list)
    refused: set[SkillId] = field(default_factory=set)
    bases: dict[int, Importance | None] = field(default_factory=dict)
    paths: int = 0
    listing: tuple[zones.Listing, Importance | None] | None = None
    alternatives: set[int] = field(default_factory=set)


@dataclass
class _Open:
    """A choice whose items are the bullets that follow."""

    at_least: int
    unit: int
    importance: Importance
    skills: dict[SkillId, str] = field(default_factory=dict)


def read(posting: Posting) -> Findings:
    """Read every unit of a posting."""
    found = Findings()
    waiting: _Open | None = None
    for index in range(len(posting.places)):
        waiting = _read_unit(posting, index, found, waiting)
    if waiting:
        _close(waiting, found, posting)
    return found


def _read_unit(posting: Posting, index: int, found: Findings, waiting: _Open | None) -> _Open | None:
    label, unit = posting.labels[index], posting.layout.units[index]
    base = found.bases[index] = _base(posting, index, found)
    if waiting and not _belongs(posting, index, waiting):
        _close(waiting, found, posting)
        waiting = None
    opened = _opens(posting, index, base)
    place = posting.places[index]
    if not (place.hits or zones.tells(unit.text) or any(word.text in LANGUAGES for word in place.words)):
        return opened or waiting
    if label.is_heading or base is None:
        if base is None and not label.is_heading:
            found.gates += [gate for gate, _ in _gates(posting, index, posting.places[index], Importance.MUST)]
        return opened or waiting
    place = _answered(posting, index, _content(posting.places[index], unit, label))
    gated = _gates(posting, index, place, base if label.zone in ASKING else Importance.MUST)
    found.gates += [gate for gate, _ in gated]
    # "Right to work", "driving licence": a condition is reported beside the score, so it is no skill as well.
    fields = _read_education(posting, index, place, base, found)
    # A list of fields of study goes on with what is none: "BSc in Nursing, Tableau".
    hits = [hit for hit in place.hits if not (_lies_in(hit, fields) and posting.is_method(hit.skill))]
    hits = [hit for hit in hits if not _lies_in(hit, [span for _, span in gated])]
    hits = [hit for hit in hits if not _is_cue(hit, place, soft=posting.known.is_soft(hit.skill))]
    # A list of demands settles what "R" or "SAS" means, but not whether "professional experience" asks for a trait.
    trusted = label.zone in ASKING
    if not (trusted and label.under):
        hits = [hit for hit in hits if hit.text not in posting.employers]
    hits = [hit for hit in hits if not hit.uncertain or (trusted and not posting.known.is_soft(hit.skill))]
    place = place._replace(hits=hits)
    importances = choices.levelled(place, _judged(posting, place, base))
    row = posting.rows.get(index)
    if row:
        importances = [row.of(hit.start) or importance for hit, importance in zip(hits, importances, strict=True)]
    found.refused |= {hit.skill for hit, importance in zip(hits, importances, strict=True) if importance is None}
    years = dict.fromkeys(range(len(hits)), row.years) if row and row.years else _read_years(posting, index, place, importances, found)
    if waiting:
        waiting.skills.update({h.skill: h.text for h, i in zip(hits, importances, strict=True) if i is not None})
        return waiting
    _ask(posting, index, place, importances, years, found)
    return opened


def _judged(posting: Posting, place: Place, base: Importance) -> list[Importance | None]:
    """Say how much each name is asked for; what is said of a certificate is not said of the names beside it."""
    named = [posting.certificate(seen) for seen in posting.certificates if place.start <= seen.start < place.end]
    hits = sorted([*place.hits, *named])
    told = demands.judge(place._replace(hits=hits), base)
    return [importance for hit, importance in zip(hits, told, strict=True) if hit.skill]


def _gates(posting: Posting, index: int, place: Place, base: Importance) -> list[tuple[Gate, tuple[int, int]]]:
    zone, line = posting.labels[index].zone, posting.line(index)
    return list(gates.find(place, posting.rules, posting.quote(index), line, zone, base))


def _lies_in(hit: Hit, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start < hit.end and hit.start < end for start, end in ranges)


def _is_cue(hit: Hit, place: Place, *, soft: bool) -> bool:
    """Tell whether a name is no more than a word of demand: "helpful", "passionate about", "hands-on experience"."""
    return any(
        cue.start <= hit.start
        and hit.end <= cue.end
        and (cue.cue.effect != "learn" or any(0 < other.start - cue.end < _OBJECT for other in place.hits))
        for cue in place.cues
        if cue.cue.effect in _DEMANDING or (soft and cue.cue.effect == "level" and cue.end > hit.end)
    )


def _wishes(place: Place, posting: Posting) -> bool:
    """Tell whether a sentence says outright that a skill is a plus or a must, wherever it stands."""
    named = [hit for hit in place.hits if not posting.known.is_soft(hit.skill) and not hit.uncertain]
    told = demands.judge(place._replace(hits=named), None)
    return any(importance in (Importance.MUST, Importance.PREFERRED) for importance in told)


def _perhaps(under: Heading | None) -> tuple[Zone, ...]:
    """Return the zones in which a sentence may be a wish all the same, by the heading it stands under."""
    if under is None or under.loose:
        return (Zone.COMPANY, Zone.APPLY)
    return (Zone.COMPANY, Zone.APPLY, Zone.BENEFITS) if under.zone in ASKING else ()


def _base(posting: Posting, index: int, found: Findings) -> Importance | None:
    """Return what a unit asks for in general: what its zone says, or the sentence with a colon that it stands under."""
    label, unit = posting.labels[index], posting.layout.units[index]
    base = _BASE.get(label.zone)
    if found.listing and (label.is_heading or not found.listing[0].holds(unit)):
        found.listing = None
    if found.listing and base is not None:
        return found.listing[1]
    if base is None and label.zone in _perhaps(label.under) and _wishes(posting.places[index], posting):
        return Importance.MENTIONED
    place = posting.places[index]
    if base and not label.is_heading and not place.hits and unit.text.rstrip().endswith(":") and place.cues:
        importance = demands.judge(place._replace(hits=[Hit(place.end - 1, place.end, SkillId(""), "")]), base)[0]
        if importance is not base:
            found.listing = (zones.Listing(label.zone, unit, zones.is_nested(posting.layout, index)), importance)
    return base


def _answered(posting: Posting, index: int, place: Place) -> Place:
    """Return a unit with the next sentence when that one only speaks of it: "Phoenix? You can learn that here."."""
    following = posting.layout.units[index + 1 : index + 2]
    if not place.hits or not following or following[0].opens or posting.places[index + 1].hits:
        return place
    said = posting.layout.units[index].text.rstrip()
    if posting.labels[index + 1].is_heading or not said.endswith((".", "!", "?")):
        return place
    if not (said.endswith("?") or _ANSWERS.match(following[0].text)):
        return place
    after = posting.places[index + 1]
    return place._replace(end=after.end, cues=[*place.cues, *after.cues], words=[*place.words, *after.words])


def _content(place: Place, unit: units.Unit, label: zones.Labelled) -> Place:
    """Return a unit without the label it opens with."""
    if not label.content:
        return place
    start = place.start + label.content
    return place._replace(
        start=start,
        hits=[hit for hit in place.hits if hit.start >= start],
        cues=[cue for cue in place.cues if cue.start >= start],
        words=[word for word in place.words if word.start >= start],
    )


# --- "one of the following:" -------------------------------------------------------------------


def _opens(posting: Posting, index: int, base: Importance | None) -> _Open | None:
    """Return the choice that a unit opens for the bullets under it, if it ends like one."""
    place, unit = posting.places[index], posting.layout.units[index]
    text = unit.text.rstrip()
    if not text.endswith(":") or index + 1 >= len(posting.places):
        return None
    count = choices.before(posting.low, place.start, place.start + len(text))
    if not count:
        return None
    importances = demands.judge(place._replace(hits=[Hit(place.end - 1, place.end, SkillId(""), "")]), base)
    importance = importances[0] or Importance.PREFERRED
    if posting.labels[index].zone is Zone.PREFERRED:
        importance = Importance.PREFERRED
    return _Open(count, index, importance)


def _belongs(posting: Posting, index: int, waiting: _Open) -> bool:
    unit, opener = posting.layout.units[index], posting.layout.units[waiting.unit]
    following = posting.layout.units[waiting.unit + 1]
    if posting.labels[index].is_heading or posting.labels[index].zone not in _BASE:
        return False
    if following.bullet and not opener.bullet:
        return unit.bullet or not unit.opens
    return unit.block <= following.block and len(unit.text) < 90 and not unit.text.rstrip().endswith(".")


def _close(waiting: _Open, found: Findings, posting: Posting) -> None:
    if not waiting.skills:
        return
    skills = tuple(waiting.skills)
    at_least = min(waiting.at_least, len(skills))
    quote, line = posting.quote(waiting.unit), posting.line(waiting.unit)
    found.asks.append(Ask(skills, at_least, waiting.importance, tuple(waiting.skills.values()), "", quote, line))


# --- one unit ----------------------------------------------------------------------------------


def _read_education(posting: Posting, index: int, place: Place, base: Importance, found: Findings) -> Sequence[tuple[int, int]]:
    zone = posting.labels[index].zone
    reading = schooling.read(place, posting.layout.text, Importance.MUST if base is Importance.MENTIONED else base)
    if zone not in ASKING and not (zone is Zone.OTHER and reading.degrees):
        return reading.ranges
    previous = found.degrees[-1][1] if found.degrees else -9
    if reading.degrees and found.paths and figures.find(place):
        # "With a high school diploma: 12 years": another way to qualify, not a lower demand.
        found.or_equivalent = True
        found.alternatives.add(index)
        found.degrees += [(degree, index) for degree in reading.degrees if degree.level not in _BELOW]
        return reading.ranges
    found.paths += bool(reading.degrees) and bool(figures.find(place))
    found.degrees += [(degree, index) for degree in reading.degrees]
    if reading.degrees and any(degree.importance is Importance.MUST for degree in reading.degrees):
        found.fields = found.fields or reading.fields
        found.or_equivalent = found.or_equivalent or reading.or_equivalent
    elif index - previous <= 3 and not reading.degrees and schooling.equivalent(posting.low[place.start : place.end]):
        found.or_equivalent = True
    return reading.ranges


def _read_years(posting: Posting, index: int, place: Place, importances: Sequence[Importance | None], found: Findings) -> dict[int, float]:
    """Return the years asked of each hit, and note those of work in general."""
    zone = posting.labels[index].zone
    asked: dict[int, float] = {}
    first = index not in found.alternatives
    for years in figures.find(place):
        # Years in a field of work are years of work; years with one tool are not.
        field_of_work = bool(years.hits) and posting.is_method(place.hits[years.hits[0]].skill)
        wanted = importances[years.hits[0]] if years.hits else Importance.MUST
        if wanted is Importance.PREFERRED and zone is Zone.REQUIREMENT and not _is_wish(place, years._replace(hits=())):
            # "Two to four years of similar work, ideally in shipping": the years are asked for, the field is a wish.
            wanted, years = Importance.MUST, years._replace(hits=(), general=True)
        for i in years.hits:
            asked.setdefault(i, years.value)
        preferred = zone is Zone.PREFERRED or wanted in (None, Importance.PREFERRED)
        stated = zone in ASKING or "experience" in posting.low[place.start : place.end]
        if first and (years.general or field_of_work) and not preferred and stated and not _is_wish(place, years):
            found.years.append((years.value, index))
    return asked


def _is_wish(place: Place, years: figures.Years) -> bool:
    """Tell whether a figure without a skill is only preferred: "5+ years of experience preferred"."""
    if years.hits:
        return False
    stand_in = Hit(years.start, years.start + 1, SkillId(""), "")
    hits = sorted([*place.hits, stand_in])
    return demands.judge(place._replace(hits=hits), Importance.MUST)[hits.index(stand_in)] is not Importance.MUST


def _ask(
    posting: Posting,
    index: int,
    place: Place,
    importances: Sequence[Importance | None],
    years: dict[int, float],
    found: Findings,
) -> None:
    methods = [posting.is_method(hit.skill) for hit in place.hits]
    reading = alternatives.read(place, importances, methods)
    quote, line = posting.quote(index), posting.line(index)
    for group in reading.groups:
        members = [i for i in group.members if not classes.is_other_class(posting, place, i, group)]
        alone = members[0] if len(members) == 1 else None
        if alone is not None and (
            classes.is_bare_class(place, alone, reading.classes) or classes.is_told(posting, place, alone, reading)
        ):
            continue
        best = min((importances[i] for i in members if importances[i]), key=tuple(Importance).index, default=None)
        if best is None:
            continue
        skills = {place.hits[i].skill: place.hits[i].text for i in members}
        asked = [years[i] for i in members if i in years]
        if asked and best is Importance.MENTIONED:
            best = Importance.MUST
        general = len(members) == 1 and members[0] in reading.under
        if best is Importance.MENTIONED:
            found.asks += [Ask((s,), 1, best, (n,), "", quote, line) for s, n in skills.items()]
            continue
        found.asks.append(
            Ask(
                any_of=tuple(skills),
                at_least=min(max(1, group.at_least), len(skills)),
                importance=best,
                names=tuple(skills.values()),
                label=group.label if len(skills) > 1 else "",
                quote=quote,
                line=line,
                years=max(asked, default=None),
                level=demands.level_of(place, place.hits[members[0]]),
                general=general,
            )
        )
