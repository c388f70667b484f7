"""Headings of postings → the zones they open: alone on a line, before a colon, or in text that lost its line breaks.

The headings themselves are data (data/taxonomy/zones.jsonl); this module only finds them, also with a filler before
("Your key responsibilities"), with a name behind ("Why you'll love working at Acme") and glued into running text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from gapscan.errors import DataError
from gapscan.posting.units import Layout, Unit, Word
from gapscan.resources import data_path

# Words of the longest heading in the data.
LONGEST = 9
_TAIL = frozenset("include includes including the following as follows are is will below for this role position job a an you".split())
_LEAD = frozenset("your our the key main some other additional further specific general and these".split())
_FILLERS = frozenset("definitely really absolutely truly also just simply actually certainly probably hopefully always do does".split())
# What headings that ask are made of.
_NOUNS = frozenset(
    """knowledge experience experiences skills skill education qualification qualifications requirements abilities ability training
    expertise background competencies competences competency attributes certifications certification certificates licenses licences
    credentials prerequisites skillset capabilities""".split()
)
_WISHED = frozenset("preferred desired desirable optional bonus favourable favorable advantageous beneficial".split())
_NEEDED = frozenset("required minimum mandatory essential necessary basic must needed key core".split())
_COMPOSING = _NOUNS | _WISHED | _NEEDED | frozenset(
    """and or of the technical professional work relevant educational academic personal soft hard specific position job role candidate
    applicant additional computer industry previous prior special other technology""".split()
)
_NEGATIONS = frozenset("not dont doesnt wont isnt never no".split())
_CONDITIONS = frozenset("if when because that where as provided who".split())
_ADDRESSED = frozenset("you youve youre have can are know youd".split())
_SMALL = frozenset("a an and or of the for to in on with at by you your our we us from is it if ll re ve s as be".split())
_ALONE_IN_TEXT = frozenset("qualifications requirements responsibilities benefits duties overview preferred required".split())
# "What you will be doing" is a heading without capitals.
_SENTENCE_HEADING = 3
_SENTENCE_OPENERS = ("what ", "who ", "why ", "how ", "you ", "we ", "in this ", "about ")
# "About Acme Analytics Ltd"
_NAMED_HEADING = 5
_GOES_ON = frozenset("at in with for on as to from of here and".split())


class Zone(StrEnum):
    """What a piece of a posting is about."""

    REQUIREMENT = "requirement"
    PREFERRED = "preferred"
    RESPONSIBILITY = "responsibility"
    COMPANY = "company"
    BENEFITS = "benefits"
    LEGAL = "legal"
    APPLY = "apply"
    OTHER = "other"


ZONES = tuple(Zone)


class Heading(NamedTuple):
    """What a heading opens. ``follows``: it takes the zone of a heading right above; ``loose``: it tells little."""

    zone: Zone
    follows: bool = False
    loose: bool = False


@cache
def headings() -> Mapping[str, Heading]:
    """Load the headings by their words."""
    path = data_path("taxonomy", "zones.jsonl")
    found: dict[str, Heading] = {}
    wrong: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
            if "word" in record:
                continue
            heading = Heading(Zone(record["zone"]), record.get("follows", False), record.get("loose", False))
            found[record["heading"].replace("'", "")] = heading
        except (ValueError, KeyError) as error:
            wrong.append(f"{path.name}:{number}: {error}")
    if wrong:
        raise DataError("posting headings", wrong)
    return found


@cache
def within() -> Mapping[str, Zone]:
    """Load the words that tell what a heading is about wherever they stand in it: "the following tasks:"."""
    lines = data_path("taxonomy", "zones.jsonl").read_text(encoding="utf-8").splitlines()
    return {r["word"]: Zone(r["zone"]) for r in map(json.loads, lines) if "word" in r}


def composed(words: Sequence[str]) -> Heading | None:
    """Return the heading that plain words for what is asked make up: "knowledge experience", "desired technical skills"."""
    if not _NOUNS.intersection(words) or any(word not in _COMPOSING for word in words) or words[-1] in ("and", "or", "of", "the"):
        return None
    wished = _WISHED.intersection(words) and not _NEEDED.intersection(words)
    return Heading(Zone.PREFERRED if wished else Zone.REQUIREMENT, follows=not wished and not _NEEDED.intersection(words))


def known(words: Sequence[str]) -> Heading | None:
    """Return the heading that words say, also with a filler before ("your") or behind ("include the following")."""
    table = headings()
    found = table.get(" ".join(words))
    if found or not words:
        return found
    start, end = 0, len(words)
    if len(words) > 1 and (found := composed(words)):
        return found
    while end > start + 1 and words[end - 1] in _TAIL:
        end -= 1
        if found := table.get(" ".join(words[start:end])):
            return found
    while end > start + 1 and words[start] in _LEAD:
        start += 1
        if found := table.get(" ".join(words[start:end])):
            return found
    plain = [word for word in words if word not in _FILLERS]
    if len(plain) < len(words):
        return known(plain)
    # "What we don't ask for" is the reverse of a heading that asks.
    affirmed = [word for word in words if word not in _NEGATIONS]
    if len(affirmed) < len(words) and (found := known(affirmed)) and found.zone in (Zone.REQUIREMENT, Zone.PREFERRED):
        return Heading(Zone.COMPANY)
    if words[0] == "about" and len(words) <= _NAMED_HEADING:
        return Heading(Zone.COMPANY)
    # "Why you'll love working at Acme", "What we look for in an engineer"
    for length in range(min(len(words) - 1, LONGEST), 1, -1):
        found = table.get(" ".join(words[:length])) if words[length] in _GOES_ON else None
        if found and not found.follows and (length > 2 or found.zone is Zone.COMPANY):
            return found
    return None


def ending(words: Sequence[str]) -> Heading | None:
    """Return the heading that asks and that a sentence with a colon ends with: "To feel at home with us you bring the following:"."""
    end = len(words)
    while end > 2 and words[end - 1] in _TAIL - {"you"}:
        end -= 1
    for start in range(max(1, end - LONGEST), end - 1):
        found = headings().get(" ".join(words[start:end]))
        if found and not found.loose and found.zone in (Zone.REQUIREMENT, Zone.PREFERRED):
            return found
    return None


def addressed(words: Sequence[str]) -> Heading | None:
    """Return the heading that a sentence with a colon is when it breaks off at the applicant: "Welcome aboard if you:"."""
    if not words or words[-1] not in _ADDRESSED or not _CONDITIONS.intersection(words[-3:-1]):
        return None
    return Heading(Zone.COMPANY if _NEGATIONS.intersection(words) else Zone.REQUIREMENT)


def words_by_unit(layout: Layout) -> list[list[Word]]:
    """Return the words of each unit."""
    slots: list[list[Word]] = [[] for _ in layout.units]
    index = 0
    starts = layout.starts
    for word in layout.words:
        while index + 1 < len(starts) and word.start >= starts[index + 1]:
            index += 1
        slots[index].append(word)
    return slots


def inner_headings(layout: Layout, words: Sequence[Sequence[Word]]) -> dict[int, list[int]]:
    """Return where headings stand inside units: the offsets of their starts and of the ends of bare ones, by unit.

    Only in text that lost its line breaks, and only headings that are written like one: each word with a capital, or
    followed by a colon.
    """
    if not layout.lost_breaks:
        return {}
    cuts: dict[int, list[int]] = {}
    for index, unit in enumerate(layout.units):
        if len(unit.text) > 24:
            places = list(_headings_within(unit, words[index]))
            if places:
                cuts[index] = sorted({place for place in places if 0 < place < len(unit.text)})
    return {index: places for index, places in cuts.items() if places}


def _headings_within(unit: Unit, words: Sequence[Word]) -> Iterator[int]:
    position = 0
    while position < len(words):
        length = _heading_length(unit, words, position)
        if length:
            yield words[position].start - unit.at
            end = words[position + length - 1].end - unit.at
            if unit.text[end : end + 1] != ":":
                yield end + (unit.text[end : end + 1] in ("?", "!"))
        position += length or 1


def _heading_length(unit: Unit, words: Sequence[Word], first: int) -> int:
    """Return how many words from here are a heading in running text; 0 when none."""
    start = words[first].start - unit.at
    if not unit.text[start].isupper():
        return 0
    table = headings()
    for length in range(min(LONGEST, len(words) - first), 0, -1):
        key = " ".join(word.text for word in words[first : first + length])
        heading = table.get(key) or (composed(key.split()) if length > 1 else None)
        if heading is None or heading.zone is Zone.OTHER:
            continue
        end = words[first + length - 1].end - unit.at
        if _reads_as_heading(unit.text, start, end, key, length):
            return length
    return 0


def _reads_as_heading(text: str, start: int, end: int, key: str, length: int) -> bool:
    surface = text[start:end]
    behind = text[end : end + 3]
    before = text[:start].rstrip()
    if behind.lstrip(" ").startswith(":"):
        # "skills in the following: Python" is a sentence; a heading is not the object of one.
        alone = key in _ALONE_IN_TEXT and before.rpartition(" ")[2].islower()
        return not before or before[-1] in ".!?;:)" or length > 1 or surface.isupper() or alone
    if length >= _SENTENCE_HEADING and key.startswith(_SENTENCE_OPENERS) and behind.strip()[:1] in ("", "?", "!", "…"):
        return True
    bare = [word for word in re.split(r"[^A-Za-z']+", surface) if word and word.lower() not in _SMALL]
    capital = all(word[0].isupper() for word in bare)
    opens_next = behind[:1] in ("", "\u2022") or (behind[:1] == " " and (behind[1:2].isupper() or behind[1:2].isdigit()))
    if surface.isupper() and len(surface) > 5:
        return opens_next or behind[:1].isspace()
    if not capital or not opens_next or (before and before[-1] in ",/&(-"):
        return False
    if length == 1:
        return key in _ALONE_IN_TEXT and (not before or before[-1] in ".!?;:)")
    follows_word = before.rpartition(" ")[2].lower()
    return follows_word not in _SMALL and not (before and before[-1].isalpha() and follows_word[:1].isupper())
