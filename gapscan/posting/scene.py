"""A posting → its units with their skills, cues and zones: everything that the rules look at, found once.

The skills come from one run of the matcher over all units. A name whose sense was unclear to it is looked at again:
"years of React" and a bare "R" among the requirements mean the tool, which a résumé's prose would not settle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from gapscan import matching
from gapscan.errors import NoRequirementsError
from gapscan.posting import cues, gates, headings, units, zones
from gapscan.posting.cues import CueAt, Hit, Place
from gapscan.records import Document, SkillId, SkillKind
from gapscan.taxonomy import Taxonomy

_LONGEST_QUOTE = 400
_ASKED_BEFORE = re.compile(
    r"(?:\n\n|^|(?:experience|knowledge|years?|proficien\w{1,4}|fluen\w{1,3}|expert\w{0,4}|skill\w{0,4}|familiar\w{0,4}"
    r"|understanding"
    r"|background|command|competen\w{1,3}|skilled|versed|experienced|using|working)(?: (?:in|with|of|using))?"
    r"|(?:in|with|of|using|like|as|e\.g\.|either|one of|strong|good|solid|must know|know|knows)|[,/(:])[ ]?$"
)
_ASKED_AFTER = re.compile(
    r"(?:\s{0,3}$|\n|[.,;:/)(]|\s{1,3}\("
    r"|\s{1,3}(?:and|or|is|are|experience|skills|programming|developer|engineer|required|preferred|a plus|for (?:data"
    r"|stat\w{0,20}))\b)"
)
_Found = TypeVar("_Found", Hit, CueAt)


@dataclass(frozen=True)
class Posting:
    """One posting laid out, with everything the rules look at; ``low`` is its text in lower case."""

    document: Document
    known: Taxonomy
    layout: units.Layout
    low: str
    places: Sequence[Place]
    labels: Sequence[zones.Labelled]
    rules: Sequence[gates.Rule]

    def quote(self, index: int) -> str:
        """Return the words of a unit, to be shown."""
        text = " ".join(self.layout.units[index].text.split())
        return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 3].rstrip() + "..."

    def line(self, index: int) -> int:
        """Return the line of the posting that a unit begins in, counted from 1."""
        return self.layout.units[index].line

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
    hits = _by_unit(layout, _hits(layout, document, known))
    told = _by_unit(layout, cues.find(layout))
    places = []
    for index, unit in enumerate(layout.units):
        end = unit.at + len(unit.text)
        brackets = cues.brackets_of(low, unit.at, end)
        places.append(Place(unit.at, end, low, hits[index], told[index], words[index], brackets))
    labels = zones.label(layout, words, [len(slot) for slot in hits])
    return Posting(document, known, layout, low, places, labels, gates.rules_for(low))


def _hits(layout: units.Layout, document: Document, known: Taxonomy) -> list[Hit]:
    """Find the names in a posting; those whose sense is unclear, or denied, are marked for a second look."""
    matches = matching.find(Document(layout.text, document.source), known)
    found = [
        Hit(m.span.start, m.span.end, m.skill, m.text, m.stance.value == "uncertain")
        for m in matches.mentions
        if m.skill not in gates.LANGUAGES
    ]
    doubtful = [r for r in matches.refusals if _is_asked(layout.text, r.span.start, r.span.end)]
    found += [
        Hit(r.span.start, r.span.end, r.skill, r.text, True)
        for r in doubtful
        if r.skill not in gates.LANGUAGES and (r.text[:1].isupper() or r.text == known.name(r.skill))
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
