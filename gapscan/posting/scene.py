"""A posting → its units with their skills, cues and zones: everything that the rules look at, found once.

The skills come from one run of the matcher over all units. A name whose sense was unclear to it is looked at again:
"years of React" and a bare "R" among the requirements mean the tool, which a résumé's prose would not settle.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from gapscan import certifications, matching
from gapscan.errors import NoRequirementsError
from gapscan.posting import cues, gates, headings, tables, units, zones
from gapscan.posting.cues import CueAt, Hit, Place
from gapscan.posting.headings import Zone
from gapscan.posting.languages import LANGUAGES
from gapscan.records import Document, Importance, SkillId, SkillKind
from gapscan.taxonomy import Taxonomy

_LONGEST_QUOTE = 400
_ASKED_BEFORE = re.compile(
    r"(?:\n\n|^|(?:experience|knowledge|years?|proficien\w{1,4}|fluen\w{1,3}|expert\w{0,4}|skill\w{0,4}|familiar\w{0,4}"
    r"|understanding"
    r"|background|command|competen\w{1,3}|skilled|versed|experienced|using|working|used|touched|tried|written|shipped"
    r"|excellent|advanced|great|basic)(?: (?:in|with|of|using))?"
    r"|(?:in|with|of|using|like|as|e\.g\.|either|one of|strong|good|solid|must know|know|knows)|[,/(:&]|\b(?:and|or))[ ]?$"
)
_ASKED_AFTER = re.compile(
    r"(?:\s{0,3}$|[\n\t]|[.,;:/)(!]|\s{0,3}[|=>]|\s{1,3}[–—(-]"
    r"|\s{1,3}(?:and|or|is|are|experience|skills|programming|developer|engineer|required|preferred|a plus|for (?:data"
    r"|stat\w{0,20}))\b)"
)
# Who is hiring: "Oracle is looking for", "Join Snowflake!", "at Databricks, we"; the name of a tool is the company's there.
_EMPLOYER = re.compile(
    r"\b([A-Z][\w&.+-]{1,30}(?: [A-Z][\w&.+-]{1,30}){0,2})(?:,? (?:(?:is|are) (?:hiring|looking for|seeking|recruiting|growing|expanding"
    r"|headquartered|based in|proud to|an equal|committed to|the (?:world|leading|global|largest)|a (?:leading|global|fast|world|public))"
    r"|headquartered|wants you|was founded|has been (?:building|helping|serving)|offers (?:you|competitive))|,? (?:Inc|Ltd"
    r"|LLC|GmbH|Corp|plc)\b)"
    r"|\b(?:[Jj]oin|[Ww]ork(?:ing)? (?:at|for)|[Cc]areers? at|[Ll]ife at|[Hh]ere at|[Aa]bout"
    r"|[Aa]t) ([A-Z][\w&.+-]{1,30})(?:[!.,]? (?:we|and|as|to|you)\b|!|:|\n|$)"
)
_ISSUER = re.compile(r"\w{2,20} \(")
# A line that is a list has at most so many words to a name.
_LISTED = 4
# Whoever says these speaks of the company: "our stack is Python".
_OWN_WORDS = frozenset("we our us were weve i my me".split())
_PERSON = re.compile(r"(?:, who\b|[’']s team\b)")
_Found = TypeVar("_Found", Hit, CueAt)


@dataclass(frozen=True)
class Posting:
    """One posting laid out, with everything the rules look at; ``low`` is its text in lower case, ``rows`` are those of tables."""

    document: Document
    known: Taxonomy
    layout: units.Layout
    low: str
    places: Sequence[Place]
    labels: Sequence[zones.Labelled]
    rules: Sequence[gates.Rule]
    employers: frozenset[str]
    certificates: Sequence[certifications.Sighting]
    rows: Mapping[int, tables.Row | None]

    def quote(self, index: int) -> str:
        """Return the words of a unit, to be shown."""
        text = " ".join(self.layout.units[index].text.split())
        return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3].rstrip() + "..."

    def line(self, index: int) -> int:
        """Return the line of the posting that a unit begins in, counted from 1."""
        return self.layout.units[index].line

    def certificate(self, seen: certifications.Sighting) -> Hit:
        """Return a certificate as the rules look at names: without the issuer that its parenthesis follows."""
        apart = _ISSUER.match(seen.text)
        return Hit(seen.start + (apart.end() if apart else 0), seen.end, SkillId(""), seen.text)

    def is_method(self, skill: SkillId) -> bool:
        """Tell whether a skill is a field or technique rather than a product."""
        return self.known.kind(skill) is not SkillKind.TOOL


def lay_out(document: Document, known: Taxonomy) -> Posting:
    """Cut a posting into units, find its skills and cues, and give every unit its zone.

    Raises:
        NoRequirementsError: It holds no text.
    """
    layout = units.lay_out(document)
    words = headings.words_by_unit(layout)
    cuts = headings.inner_headings(layout, words)
    if cuts:
        layout = units.recut(layout, document, cuts)
        words = headings.words_by_unit(layout)
    if not layout.units:
        raise NoRequirementsError(document.source.name, "it holds no text", code="E-NOREQ")
    low = layout.low
    laid = Document(layout.text, document.source)
    certificates = certifications.locate(laid)
    found = _hits(laid, known)
    # The name of a certificate asks for the certificate alone: "AWS Certified Machine Learning" is no demand of machine learning.
    # Credentials that are asked for as a skill is ("CISSP or CISM") are both.
    found = [hit for hit in found if not any(_is_part(hit, seen, low, known) for seen in certificates)]
    hits = _by_unit(layout, found)
    told = _by_unit(layout, cues.find(layout))
    places = []
    for index, unit in enumerate(layout.units):
        end = unit.at + len(unit.text)
        brackets = cues.brackets_of(low, unit.at, end)
        places.append(Place(unit.at, end, low, hits[index], told[index], words[index], brackets))
    labels = zones.label(layout, words, [len(slot) for slot in hits], told)
    rows = tables.read(layout, document.text)
    for index, row in rows.items():
        zone = Zone.PREFERRED if row and row.importance is Importance.PREFERRED else Zone.REQUIREMENT
        labels[index] = labels[index]._replace(zone=zone, content=0, is_heading=row is None)
    employers = frozenset(name for match in _EMPLOYER.finditer(layout.text) for name in match.groups() if name)
    return Posting(document, known, layout, low, places, labels, gates.rules_for(low), employers, certificates, rows)


class Doubt(StrEnum):
    """What is taken for a demand when a posting asks for nothing: lists without a heading, duties, sentences that speak of nobody."""

    LISTS = "lists"
    DUTIES = "duties"
    PROSE = "prose"


def reread(posting: Posting, doubt: Doubt) -> Posting:
    """Return a posting that asked for nothing as one in which lines that nothing else is said of ask."""
    labels = list(posting.labels)
    for index, label in enumerate(labels):
        place = posting.places[index]
        told = label.under is not None and not label.under.loose
        own = any(word.text in _OWN_WORDS for word in place.words)
        asks = {
            Doubt.LISTS: not (told or own) and len(place.words) <= _LISTED * len(place.hits),
            Doubt.DUTIES: label.zone in (Zone.RESPONSIBILITY, Zone.OTHER),
            Doubt.PROSE: not (told or own),
        }[doubt]
        if place.hits and not label.is_heading and asks:
            labels[index] = label._replace(zone=Zone.REQUIREMENT)
    return replace(posting, labels=labels)


def _is_part(hit: Hit, seen: certifications.Sighting, low: str, known: Taxonomy) -> bool:
    """Tell whether a name is part of a certificate's; in "Snowflake (SnowPro Core)" the issuer stands apart and is asked for."""
    issuer = hit.start == seen.start and low.startswith(" (", hit.end)
    whole = hit.start <= seen.start and seen.end <= hit.end and known.kind(hit.skill) is SkillKind.DOMAIN
    return seen.start < hit.end and hit.start < seen.end and not issuer and not whole


def _hits(laid: Document, known: Taxonomy) -> list[Hit]:
    """Find the names in a posting; those whose sense is unclear, or denied, are marked for a second look."""
    matches = matching.find(laid, known)
    found = [
        Hit(m.span.start, m.span.end, m.skill, m.text, m.stance.value == "uncertain")
        for m in matches.mentions
        if m.skill not in LANGUAGES and not _PERSON.match(laid.text, m.span.end)
    ]
    doubtful = [r for r in matches.refusals if _is_asked(laid.text, r.span.start, r.span.end)]
    found += [
        Hit(r.span.start, r.span.end, r.skill, r.text, True)
        for r in doubtful
        if r.skill not in LANGUAGES and (r.text[:1].isupper() or r.text == known.name(r.skill))
    ]
    return sorted(found)


def _is_asked(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a name ask for it: "years of React", "R, Python", "Go is required", or nothing else."""
    before, after = text[max(0, start - 40) : start].lower(), text[end : end + 24].lower()
    return _ASKED_AFTER.match(after) is not None and _ASKED_BEFORE.search(before) is not None


def _by_unit(layout: units.Layout, found: Sequence[_Found]) -> list[list[_Found]]:
    slots: list[list[_Found]] = [[] for _ in layout.units]
    for one in found:
        slots[layout.unit_at(one.start)].append(one)
    return slots
