"""Units → what each one is: a requirement, a preference, a duty, the company, benefits, legal text, how to apply, other.

Headings (data/taxonomy/zones.jsonl) tell most of it, alone on a line, with a colon in front of their content, or in
running text that lost its line breaks. What they don't tell, a linear classifier does: trained with scikit-learn
on lines written for it (models/zones/), shipped as plain weights and applied without it. The two are added up as
evidence, so a paragraph about the company under "Requirements" is still about the company. Being strict here
is what keeps a skill in the benefits from becoming something the person lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from gapscan.posting import headings, leanings, lines
from gapscan.posting.cues import CueAt
from gapscan.posting.headings import ZONES, Heading, Zone
from gapscan.posting.units import Layout, Unit, Word

ASKING = (Zone.REQUIREMENT, Zone.PREFERRED)
_SILENT = (Zone.COMPANY, Zone.BENEFITS, Zone.LEGAL, Zone.APPLY)
_MAX_HEADING = 80
# How much a heading above weighs against the classifier, as a logarithm of odds; tuned on labelled postings. More where
# a misreading would make demands of what the company says of itself.
_HEADING_ODDS = 4.0
_SILENT_ODDS = 4.6
_LOOSE_ODDS = 0.8
_NEIGHBOUR_ODDS = 0.35
_SURE_HEADING = 0.62
_LONGEST_TITLE = 60
_LONGEST_OPENER = 120
_BRIEF = 40
# "Preferred Lab and Field Experience"
_TITLED = re.compile(r"[A-Z][\w'’/-]{1,20}(?: (?:[A-Z][\w'’/-]{1,20}|and|or|of|to|the|in|for|&)){1,6}")
_SHORTEST_SAID = 4
# What the words of demand in a heading say of what is under it; a wish first: "preferred, though not essential".
_TOLD = {"preferred": Zone.PREFERRED, "learn": Zone.PREFERRED, "none": Zone.COMPANY, "must": Zone.REQUIREMENT}
# "Bachelor's degree required" and "Familiarity with one of the following:" are short and alone on a line, and no headings.
_NO_HEADING = re.compile(
    r"[Dd]egree|[Bb]achelor|[Mm]aster[’']?s|[Dd]iploma|Ph\.?D|[0-9]|(?:one|two|three|any|some|more|each|all) of\b"
    r"|(?:[Ee]xperience|[Ff]amiliarity|[Pp]roficiency) (?:with|in)\b|(?:[Kk]nowledge|[Uu]nderstanding) of\b"
)
# Letters of which one stands in whatever else can be asked for: years, degrees, permits, certificates.
_TELLING = re.compile(
    r"[0-9]|[Yy]ear|[Dd]egree|[Bb]achelor|[Mm]aster|[Ll]icen|[Aa]uthori|[Ee]ligib|[Cc]itizen|[Ss]ponsor|[Cc]lear|[Tt]ravel"
    r"|[Cc]ertif|[Ee]ducat|[Dd]iploma|[Ff]luen|[Ll]anguage|[Ss]peak|[Rr]ight|[Vv]isa|[Rr]elocat|[Oo]n-?[ ]?site|[Oo]ffice"
    r"|[Cc]heck|[Pp]h\.?[Dd]|B\.?[SAE]|M\.?[SA]|MBA|[Gg]radua|[Cc]ommut|[Rr]emote|[Cc]hartered"
)


class Labelled(NamedTuple):
    """A unit with its zone, where its content starts behind a label, and whether it is nothing but a heading."""

    zone: Zone
    content: int
    is_heading: bool
    under: Heading | None


def label(layout: Layout, words: Sequence[Sequence[Word]], skills: Sequence[int], told: Sequence[Sequence[CueAt]]) -> list[Labelled]:
    """Give every unit its zone.

    Args:
        layout: The units.
        words: The words of each.
        skills: How many names of skills stand in each.
        told: The words of demand in each.

    Returns:
        One record a unit, in order.
    """
    odds = _Odds(layout, words, skills, told)
    found: list[Labelled] = []
    current: Heading | None = None
    after_heading = False
    listing: Listing | None = None
    outer: tuple[Heading | None, int] | None = None
    bullets = -1
    for index, unit in enumerate(layout.units):
        if outer and unit.opens and unit.indent <= outer[1]:
            current, outer = outer[0], None
        heading, content = _heading_of(unit, words[index], odds, layout, index)
        if heading:
            if heading.follows and after_heading and current and current.zone is Zone.PREFERRED:
                heading = Heading(Zone.PREFERRED)
            # "Salary: 60k." speaks of itself, not of the sentences behind it.
            brief = heading.zone not in ASKING and len(unit.text) - content < _BRIEF
            only_here = content < len(unit.text) and (unit.bullet or brief)
            alone = content >= len(unit.text)
            found.append(Labelled(heading.zone, content, alone, heading))
            if not only_here:
                if alone and unit.bullet and is_nested(layout, index):
                    outer = (current, unit.indent)
                current, after_heading, bullets = heading, alone, -1
            listing = None
            continue
        after_heading = False
        if listing and not listing.holds(unit):
            listing = None
        bullets = unit.block if unit.bullet else bullets
        if current and 0 <= bullets < unit.block and unit.opens and unit.text.rstrip().endswith((".", "!", "?")):
            # Prose behind the bullets of a section may speak of something else: "Follow us on LinkedIn."
            current = current._replace(loose=True)
        zone = listing.zone if listing else _zone(odds, index, current, layout)
        found.append(Labelled(zone, 0, False, current))
        if listing is None and unit.text.rstrip().endswith(":"):
            listing = Listing(zone, unit, is_nested(layout, index))
    return found


def is_nested(layout: Layout, index: int) -> bool:
    """Tell whether the next unit stands further in: a heading that is a bullet speaks for those only."""
    following = layout.units[index + 1 : index + 2]
    return bool(following) and following[0].indent > layout.units[index].indent


class Listing(NamedTuple):
    """A sentence that ends with a colon: the short lines under it are about the same."""

    zone: Zone
    opener: Unit
    nested: bool = False

    def holds(self, unit: Unit) -> bool:
        """Tell whether a unit is an item of the list."""
        if self.nested and unit.opens and unit.indent <= self.opener.indent:
            return False
        if unit.block > self.opener.block + 1 or (unit.text.rstrip().endswith(".") and not unit.bullet):
            return False
        return unit.bullet or (not self.opener.bullet and len(unit.text) < _MAX_HEADING)


def tells(text: str) -> bool:
    """Tell whether a unit may ask for something that is no skill: years, a degree, a permit, a language."""
    return _TELLING.search(text) is not None


class _Odds:
    """What the classifier says of each unit, asked for only where it can matter."""

    def __init__(
        self, layout: Layout, words: Sequence[Sequence[Word]], skills: Sequence[int], told: Sequence[Sequence[CueAt]]
    ) -> None:
        self._judge = lines.load()
        self._told = told
        self._layout, self._words, self._skills = layout, words, skills
        self._known: dict[int, list[float]] = {}

    def of(self, index: int) -> list[float]:
        """Return the odds of a unit."""
        if index not in self._known:
            texts = [word.text for word in self._words[index]]
            described = lines.features(self._layout.units[index].text, texts, self._skills[index])
            self._known[index] = self._judge.odds(described)
        return self._known[index]

    def said(self, index: int) -> Zone | None:
        """Return the zone that the words of demand in a heading speak for: "What would be great", "A must for us"."""
        if self._skills[index]:
            return None
        unit = self._layout.units[index]
        edges = (unit.at, unit.at + len(unit.text.rstrip(" :.…?!")))
        effects = {
            cue.cue.effect for cue in self._told[index]
            if cue.cue.scope == "clause" or (cue.cue.scope in ("end", "list") and (cue.start == edges[0] or cue.end == edges[1]))
        } if len(unit.text) >= _SHORTEST_SAID else set()  # fmt: skip
        return next((zone for effect, zone in _TOLD.items() if effect in effects), None)

    def is_list(self, index: int) -> bool:
        """Tell whether a unit is little more than names of skills."""
        return 2 * self._skills[index] >= len(self._words[index]) > 0 or (
            self._skills[index] > 1 and 3 * self._skills[index] >= len(self._words[index])
        )

    def matter(self, index: int) -> bool:
        """Tell whether anything in a unit could be asked for: a skill, a figure, a degree, a permit."""
        return self._skills[index] > 0 or tells(self._layout.units[index].text)


def _heading_of(unit: Unit, words: Sequence[Word], odds: _Odds, layout: Layout, index: int) -> tuple[Heading | None, int]:
    """Return the heading a unit is or opens with, and where its content starts."""
    texts = [word.text for word in words]
    size = len(unit.text)
    ends_open = unit.text.rstrip().endswith((":", "…", "...", "?", "-"))
    colon = unit.text.find(":", 0, _MAX_HEADING)
    if colon < 0:
        colon = next((p for p in (unit.text.find(f" {dash} ", 0, 40) for dash in "-–—") if p > 0), -1)
    if 0 < colon < size - 1 and (labelled := _labelled(unit, words, colon)):
        return labelled
    # "Flask? Nice.": a short sentence in a paragraph is no heading.
    in_prose = not unit.opens and unit.text.rstrip().endswith(".")
    if len(texts) <= headings.LONGEST + 2 and size <= _MAX_HEADING and not in_prose and not (unit.bullet and not ends_open):
        heading = headings.known(texts)
        if heading:
            return heading, size
    if unit.whole and not unit.bullet and size <= _LONGEST_OPENER and unit.text.rstrip().endswith(":"):
        # A sentence that opens a list: "To feel at home with us you bring these:"
        zone = odds.said(index)
        if heading := headings.ending(texts) or (Heading(zone) if zone else headings.addressed(texts)):
            return heading, size
    if _looks_like_heading(unit, layout, index, ends_open, odds):
        telling = headings.within()
        told = next((telling[text] for text in texts if text in telling), None)
        if told and (ends_open or layout.units[index + 1].bullet):
            return Heading(told), size
        if said := odds.said(index):
            return Heading(said), size
        likely = lines.probabilities(odds.of(index))
        best = max(range(len(likely)), key=likely.__getitem__)
        if index == 0 and not ends_open:
            # What a posting begins with is the title of the job: "Tech lead" opens no list of duties.
            return None, 0
        if likely[best] >= _SURE_HEADING and ZONES[best] is not Zone.OTHER:
            return Heading(ZONES[best], loose=likely[best] < 0.8), size
    return None, 0


def _labelled(unit: Unit, words: Sequence[Word], colon: int) -> tuple[Heading, int] | None:
    """Return the heading that a unit opens with before a colon or dash, and where its content starts."""
    texts = [word.text for word in words]
    if len(texts) <= headings.LONGEST and (heading := headings.composed(texts)):
        # "Knowledge/Skills - Desirable" is a heading as a whole.
        return heading, len(unit.text)
    before = [word.text for word in words if word.end - unit.at <= colon]
    found = headings.known(before) if len(before) <= headings.LONGEST + 2 else None
    found = found or _of_label(unit, words, colon)
    return (found, colon + 1) if found else None


def _of_label(unit: Unit, words: Sequence[Word], colon: int) -> Heading | None:
    """Return what a label with an aside opens: "Secondary skill (nice to have)", "Desirable, sorted by what we'd love"."""
    aside = min((at for at in (unit.text.find(mark, 0, colon) for mark in "(,") if at > 0), default=0)
    if not aside:
        return None
    inner = [word.text for word in words if aside < word.start - unit.at < colon]
    outer = [word.text for word in words if word.end - unit.at <= aside]
    told = headings.known(inner) if unit.text[aside] == "(" else None
    if told and told.zone in ASKING:
        return told
    return headings.known(outer) if 0 < len(outer) <= headings.LONGEST else None


def _looks_like_heading(unit: Unit, layout: Layout, index: int, ends_open: bool, odds: _Odds) -> bool:
    """Tell whether a line that is not in the data is written like a heading: short, alone, and opening what follows."""
    if not unit.whole or unit.bullet or len(unit.text) > _LONGEST_TITLE or _NO_HEADING.search(unit.text):
        return False
    if "," in unit.text and not (odds.said(index) and layout.units[index + 1 : index + 2] and layout.units[index + 1].bullet):
        return False
    if index + 1 >= len(layout.units) or unit.text.rstrip().endswith((".", ";")) or odds.is_list(index):
        return False
    following = layout.units[index + 1]
    if ends_open or (following.bullet and following.opens) or (odds.said(index) and _TITLED.fullmatch(unit.text)):
        return True
    stands_apart = following.block > unit.block or index == 0 or layout.units[index - 1].block < unit.block
    return stands_apart and (unit.text.isupper() or len(following.text) > 2 * len(unit.text))


def _zone(odds: _Odds, index: int, current: Heading | None, layout: Layout) -> Zone:
    if current and not odds.matter(index):
        return current.zone
    # A bare list of names under a heading is what the heading says, whatever words the names are made of.
    if current and current.zone in ASKING and not current.loose and odds.is_list(index):
        return current.zone
    total = list(odds.of(index))
    if current is None:
        for near in (index - 1, index + 1):
            if 0 <= near < len(layout.units) and layout.units[near].block == layout.units[index].block:
                likely = lines.probabilities(odds.of(near))
                total = [value + _NEIGHBOUR_ODDS * log(chance + 0.02) for value, chance in zip(total, likely, strict=True)]
    else:
        firm = _SILENT_ODDS if current.zone in _SILENT else _HEADING_ODDS
        total[ZONES.index(current.zone)] += _LOOSE_ODDS if current.loose else firm
    unit = layout.units[index]
    for zone, weight in leanings.of(layout.low[unit.at : unit.at + len(unit.text)]):
        total[ZONES.index(zone)] += weight
    best = ZONES[max(range(len(total)), key=total.__getitem__)]
    # What a person is to be able to do is often written like a duty; under such a heading it is asked for.
    if current and current.zone in ASKING and not current.loose and best in (*ASKING, Zone.RESPONSIBILITY, Zone.OTHER):
        return current.zone
    # Without a heading a wish is told by its words ("a plus"), which the demands read more exactly.
    return Zone.REQUIREMENT if best is Zone.PREFERRED and not (current and current.zone is Zone.PREFERRED) else best
