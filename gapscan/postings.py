"""A posting → JobProfile: its units, what each is about, what they demand, folded into requirements that a person corrects.

The order is that of a reader: cut the text into bullets and sentences, see which speak of the applicant, find the skills
once, and only then ask of each name how much it is wanted, what it stands beside, and for how many years. Nothing is
taken from what the company says of itself, from benefits or legal text; duties only mention. A posting that asks for
nothing is an error, never a job that everybody fits. The rooms behind this door are in ``gapscan/posting/``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePath

from gapscan import readers
from gapscan.errors import NoRequirementsError
from gapscan.posting import alternatives, demands, folding, gates, reading, scene
from gapscan.posting.jobfile import to_toml
from gapscan.posting.reading import Findings
from gapscan.posting.scene import Doubt, Posting
from gapscan.posting.structured import from_csv, from_html
from gapscan.posting.units import MAX_CHARACTERS
from gapscan.posting.zones import ASKING
from gapscan.readers.files import read_file
from gapscan.records import (
    CertificationId,
    DegreeLevel,
    Document,
    EducationAsked,
    Gate,
    Importance,
    JobProfile,
    Notice,
    SkillId,
    UnknownTerm,
)
from gapscan.taxonomy import Taxonomy

__all__ = ["from_html", "parse", "read", "to_toml"]

_LEVELS = tuple(DegreeLevel)
_TITLE_LABEL = re.compile(r"(?:job |position |role )?(?:title|position|role|vacancy|job)\s{0,3}[:–-]\s{0,3}", re.IGNORECASE)
_TITLE_SOUGHT = re.compile(
    r"(?:looking for|seeking|seeks|hiring|recruiting|searching for|in need of|recruit|recruits)(?: for)? (?:an?|our|the"
    r"|another|its)"
    r"(?: (?:new|talented|experienced|exceptional|passionate|motivated|driven|skilled|dynamic|highly[- ]\w{1,20}|first|great"
    r"|strong|brilliant)){0,4},? "
    r"((?:[A-Z][\w+#./&-]{0,30}|NET)(?: (?:[A-Z][\w+#./&-]{0,30}|of|and|&|/|-)){0,6})"
)
_ROLE_WORDS = re.compile(
    r"\b(?:engineer|developer|scientist|analyst|architect|manager|specialist|consultant|administrator|lead|head|director"
    r"|designer|programmer"
    r"|researcher|intern|internship|tester|officer|technician|strategist|expert|associate|assistant|advocate|dba|sre|owner"
    r"|coordinator|curator"
    r"|statistician|professor|fellow|trainee|apprentice|operator|planner|writer|nurse|accountant)s?\b",
    re.IGNORECASE,
)
_LONGEST_TITLE = 100
_OR = re.compile(r"\bor\b|/")
_AND = re.compile(r"[;.]\s|\band\b(?!/or)")
_OR_EQUIVALENT = re.compile(
    r"[\s)]{0,3},?\s{0,2}(?:certification |certificate )?or (?:an? )?(?:equivalent|similar|comparable|other|another|related)\b"
)


def read(path: str | Path) -> Document:
    """Read the file of a posting: as ``readers.read`` does, but what a saved page says to search engines comes first.

    Returns:
        The posting that the page carries as JSON-LD, or the first row of a CSV, with lines of its own; else the text of
        the file.

    Raises:
        InputError: The file can't be read or holds no text.
    """
    data = read_file(Path(path), max_bytes=readers.Limits().file_bytes)
    told = from_html(data)
    if told:
        document = readers.read_text(told, str(path))
        source = replace(document.source, format="html", engine="json-ld", sha256=hashlib.sha256(data).hexdigest())
        return replace(document, source=source)
    document = readers.read_bytes(data, str(path))
    row = from_csv(document.text) if Path(path).suffix.lower() == ".csv" else None
    return replace(readers.read_text(row, str(path)), source=document.source) if row else document


def parse(document: Document, known: Taxonomy, *, discover: bool = False) -> JobProfile:
    """Turn a posting into what it asks for.

    Args:
        document: The posting, as a reader gave it.
        known: The taxonomy its skills are looked up in.
        discover: Whether to look for terms that the taxonomy does not know; loads spaCy.

    Returns:
        Requirements in order of first mention, weighted by the rule in ``gapscan.posting.folding``; gates, education,
        years and certificates beside them.

    Raises:
        NoRequirementsError: The posting asks for nothing (E-NOREQ).
    """
    laid = scene.lay_out(document, known)
    title, unit = _title(laid)
    for posting, said in _readings(laid):
        found = reading.read(posting)
        titled = _read_title(posting, unit, found)
        wanted = _certifications(posting, found)
        if found.degrees or found.years or wanted or any(ask.importance is not Importance.MENTIONED for ask in found.asks):
            notices = (*document.notices, *_notices(document), *said)
            break
    else:
        reason = "nothing in it asks an applicant for anything; give it the text of the job posting itself"
        raise NoRequirementsError(document.source.name, reason)
    requirements = folding.fold(found.asks, titled=titled, name_of=known.name)
    education = _education(found, posting)
    years = max((value for value, _ in found.years), default=0.0) or None
    return JobProfile(
        id=_identifier(title),
        title=title,
        requirements=requirements,
        gates=gates.merged([*_as_gates(education, years, found), *found.gates, *wanted]),
        education=education,
        years_total=years,
        certifications=tuple(dict.fromkeys(CertificationId(gate.value) for gate in wanted)),
        unknown_terms=_unknown_terms(document, known) if discover else (),
        notices=notices,
    )


def _readings(laid: Posting) -> Iterator[tuple[Posting, tuple[Notice, ...]]]:
    """Yield a posting as it was laid out, then the ways it is read when it asks for nothing, each with what is said of it."""
    yield laid, ()
    yield scene.reread(laid, Doubt.LISTS), ()
    said = "nothing in it is asked for outright; what its duties name was taken as required"
    yield scene.reread(laid, Doubt.DUTIES), (Notice("duties-as-requirements", said),)
    yield scene.reread(laid, Doubt.PROSE), ()


def _notices(document: Document) -> tuple[Notice, ...]:
    if len(document.text) <= MAX_CHARACTERS:
        return ()
    return (Notice("long-posting", f"only the first {MAX_CHARACTERS:,} characters were read as a posting"),)


def _unknown_terms(document: Document, known: Taxonomy) -> tuple[UnknownTerm, ...]:
    from gapscan import discovery  # spaCy loads only there

    return discovery.terms(document, known)


# --- the title ---------------------------------------------------------------------------------


def _title(posting: Posting) -> tuple[str, int]:
    """Return the title of the job and the unit it stands in; the file's name and -1 when the posting gives none."""
    units = posting.layout.units
    for index, unit in enumerate(units[:12]):
        text = " ".join(unit.text.split())
        labelled = _TITLE_LABEL.match(text)
        if labelled and 2 < len(text) - labelled.end() <= _LONGEST_TITLE:
            return text[labelled.end() :].strip(" .:-"), index
        if posting.labels[index].is_heading and posting.labels[index].zone in ASKING:
            break
        if posting.labels[index].content and posting.labels[index].zone not in ASKING:
            # What "Similar jobs: Java Developer" names is another job.
            continue
        short = len(text) <= _LONGEST_TITLE and not text.endswith((".", "!", "?", ":")) and unit.opens and not unit.bullet
        if short and _ROLE_WORDS.search(text) and not posting.labels[index].is_heading and len(text.split()) <= 12:
            return text.lstrip("#* ").strip(), index
    sought = _TITLE_SOUGHT.search(posting.layout.text[:6000])
    if sought and _ROLE_WORDS.search(sought.group(1)):
        return sought.group(1).strip(" -&/."), -1
    stem = PurePath(posting.document.source.name).stem.strip("<>") or "posting"
    return stem, -1


def _read_title(posting: Posting, unit: int, found: Findings) -> tuple[SkillId, ...]:
    """Ask for the tools in the title that the posting itself never asks for, and return all skills in it."""
    if unit < 0:
        return ()
    place = posting.places[unit]
    skills = tuple(hit.skill for hit in place.hits if not hit.uncertain)
    asked = {skill for ask in found.asks for skill in ask.any_of if ask.importance is not Importance.MENTIONED}
    wanted = [
        None if hit.skill not in skills or hit.skill in asked | found.refused or posting.is_method(hit.skill) else Importance.MUST
        for hit in place.hits
    ]
    groups = alternatives.read(place, wanted, [posting.is_method(hit.skill) for hit in place.hits]).groups
    for group in groups:
        named = {place.hits[i].skill: place.hits[i].text for i in group.members}
        found.asks.insert(
            0, folding.Ask(tuple(named), 1, Importance.MUST, tuple(named.values()), "", posting.quote(unit), posting.line(unit))
        )
    return skills


def _identifier(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "posting"


# --- what no skill can make up for -------------------------------------------------------------


def _certifications(posting: Posting, found: Findings) -> tuple[Gate, ...]:
    """Return the certificates that are asked for as gates; ``value`` is the id in the catalogue."""
    wanted: list[Gate] = []
    for sighting in posting.certificates:
        index = posting.layout.unit_at(sighting.start)
        base = found.bases[index]
        if base is None or base is Importance.MENTIONED:
            continue
        hit = posting.certificate(sighting)
        place = posting.places[index]
        others = [other for other in place.hits if other.end <= hit.start or other.start >= hit.end]
        hits = sorted([*others, hit])
        importance = demands.judge(place._replace(hits=hits), base)[hits.index(hit)]
        if importance is not None:
            quote = posting.quote(index)
            either = _is_one_of(posting, index, sighting.certification)
            wanted.append(Gate("certification", quote, sighting.certification, importance, either, line=posting.line(index)))
    return tuple(wanted)


def _is_one_of(posting: Posting, index: int, certificate: CertificationId) -> bool:
    """Tell whether another certificate will do: "CISSP or CISM", "PMP or equivalent"."""
    place = posting.places[index]
    named = [seen for seen in posting.certificates if place.start <= seen.start < place.end]
    low = posting.low
    gaps = [low[first.end : second.start] for first, second in pairwise(named) if first.certification != second.certification]
    if any(_OR.search(gap) for gap in gaps) and not any(_AND.search(gap) for gap in gaps):
        return True
    last = next(seen for seen in reversed(named) if seen.certification == certificate)
    return _OR_EQUIVALENT.match(low, last.end) is not None


def _education(found: Findings, posting: Posting) -> EducationAsked | None:
    """Fold the degrees of all units: the lowest that is required, and the lowest preferred above it."""
    if not found.degrees:
        return None
    required = [(degree.level, unit) for degree, unit in found.degrees if degree.importance is Importance.MUST]
    wished = [(degree.level, unit) for degree, unit in found.degrees if degree.importance is not Importance.MUST]
    level, unit = min(required, key=lambda pair: _LEVELS.index(pair[0])) if required else (None, wished[0][1])
    floor = _LEVELS.index(level) if level else -1
    above = [wish for wish, _ in wished if _LEVELS.index(wish) > floor]
    return EducationAsked(
        level=level,
        or_equivalent=found.or_equivalent,
        preferred_level=min(above, key=_LEVELS.index, default=None),
        fields=found.fields,
        quote=posting.quote(unit),
        line=posting.line(unit),
    )


def _as_gates(education: EducationAsked | None, years: float | None, found: Findings) -> Iterator[Gate]:
    """Yield education and years as gates, so that they are reported beside the score."""
    if education and education.level:
        yield Gate(
            "degree",
            education.quote,
            education.level.value,
            Importance.MUST,
            education.or_equivalent,
            education.fields,
            education.line,
        )
    if education and education.preferred_level:
        yield Gate(
            "degree", education.quote, education.preferred_level.value, Importance.PREFERRED, education.or_equivalent,
            education.fields, education.line,
        )  # fmt: skip
    if years:
        yield Gate("years", f"{years:g}+ years of experience", f"{years:g}")
