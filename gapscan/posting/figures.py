"""Units → years asked: for a skill, for a field of work, or overall.

"5+ years of Python", "3-5 years" (its lower end), "two years", "minimum of four (4) years", "at least 18 months". What is
not experience is left alone: the age of the company, the length of the contract, the age of the applicant, a four-year
degree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gapscan.posting.cues import Place, inside
from gapscan.posting.demands import HEADS

# A look at what every figure has is cheaper than the pattern.
_UNITS = re.compile(r"year|yr|\d\+? ?y\b|month|\bmos\b|decade")
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "zero": 0, "a": 1, "eighteen": 18, "half a": 0.5, "a couple": 2, "a couple of": 2, "an": 1,
}  # fmt: skip
_NUMBER = r"\d{1,2}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|zero"
_YEARS = re.compile(
    rf"(?<![\w.,$£€#/])(?<!\w[-–])({_NUMBER}|half a|a couple(?: of)?|an?(?=\s{{1,2}}(?:full |solid |whole |good )?(?:years?"
    rf"|decade)\b))\s{{0,2}}(?:\(\d{{1,2}}\)\s?)?(?:\+|[- ]?plus)?\s{{0,2}}"
    rf"(?:(?:-|–|—|to|or|and|through)\s{{0,2}}(?:{_NUMBER})\s{{0,2}}(?:\(\d{{1,2}}\)\s?)?\+?\s{{0,2}})?"
    r"(?:or more |or greater |or above |full |solid |consecutive |\+ )?-?\s{0,2}(years?|yrs?|(?<=[\d+] )y|(?<=[\d+])y|months?"
    r"|mos|decades?)(?![a-z])['’]?s?\.?['’]?"
)
# "5 years of experience, 3+ of them in Go", "at least 2 with Spark": once years were named, the unit may be left out.
_ELLIPTIC = re.compile(
    rf"(?:(?<![\w-])(?:at least|minimum(?: of)?|including|with|and|of which|of those|thereof|of them)[\s(]{{1,3}}|[,(]\s{{0,2}})"
    rf"(?:at least |minimum )?({_NUMBER})\s?(\+)?\s{{0,2}}(?:of (?:which|those|them|these)\s{{1,2}})?"
    r"(?:(?:spent|being|were|was) )?(?=(?:in|with|on|using)\s)"
)
# The first figure of "Minimum level: 2-3; preferred level: 5+ years" has no unit.
_BARE_MINIMUM = re.compile(
    rf"\bmin(?:imum)?(?: level| experience| required)?:? {{0,2}}({_NUMBER})()(?: ?- ?(?:{_NUMBER}))?\+?(?=[;,/]| preferred| ideal)"
)
# What stands behind a figure that is not experience asked for.
_NOT_AFTER = re.compile(
    r"\s{0,2}(?:-\s?)?(?:old\b|of age\b|and older\b|or older\b|in business\b|in (?:the )?industry leading|history\b|warranty"
    r"|degree|college|university"
    r"|undergraduate|program(?:me)?\b|course|contract|fixed|term\b|initial|assignment|engagement|project\b|duration"
    r"|extension|rolling"
    r"|ago\b|from now|growth|plan\b|anniversary|period|probation|lease|roadmap|strategy|vision|horizon|cycle|in a row"
    r"|running|straight"
    r"|(?:after|following|since|prior to|post(?!-?\s?qual)|before|post-(?!-?qual))\b|of (?:service|growth|funding|history"
    r"|success|leave|vesting|age"
    r"|innovation|runway|paid|combined|collective|joint)\b"
    r"|vesting|rotation|placement|internship program|residency)"
)
_NOT_BEFORE = re.compile(
    r"(?:over the (?:past|last|next|course of)|(?:in|within|during|for|of|than) the (?:past|last|next|first|coming)"
    r"|the (?:past|last|next|first)"
    r"|within|every|per|each|aged?|founded|since|established|duration:?|length:?|term:?|contract:?|after|first|next|last"
    r"|past|once in|for up to|lasts?|vests? over"
    r"|older than|younger than|must be(?: at least)?|at least age|over 18 and|(?:our|we have|we've|we bring|combined"
    r"|company's|with more than|for (?:over|more than|nearly|almost)))\s{0,3}$"
)
# "4 years as a Java developer", "6 years of relevant experience including SQL" are years of work, whatever follows.
_OF_WORK = re.compile(
    r"\bas an?\b|(?:relevant|related|progressive(?:ly)?|industry|overall|total|post-?qualification) (?:work )?(?:experience"
    r"|exp\b)"
)
# "A year of Rust", but not "twice a year" and "a year ago".
_ONE_YEAR = re.compile(r"\s{0,2}(?:of|or (?:more|two)|in|with|using|working|doing|building|experience|\+|plus)\b")
# Years that make up for a degree are not asked of those who have one.
_INSTEAD = re.compile(r"substitut|in lieu|in place of (?:a |the )?(?:degree|education)")
_EXPERIENCE = re.compile(
    r"experience|exp\b|expertise|background|track record|working|worked|work(?:ing)? (?:as|in|with|on)|in (?:an?|the)"
    r"|as (?:an?|the)|hands|practice"
    r"|professional|post-?qualif|doing|building|developing|designing|managing|leading|tenure|industry|role"
)
_LABEL = re.compile(r"\s{0,2}(?:[-=]>|→|=|[-–—:])\s{0,2}")
_JOINING = frozenset("and or the a an with in of using also both as well modern s".split())
_STOP = frozenset(
    """knowledge understanding ability familiarity strong solid excellent degree good deep proficiency proficient plus bachelor
    master phd""".split()
)


class Years(NamedTuple):
    """Years asked for: of the hits by index, or of work in general when there are none."""

    value: float
    hits: tuple[int, ...]
    start: int
    general: bool


def find(place: Place) -> list[Years]:
    """Find the years a unit asks for.

    Args:
        place: The unit.

    Returns:
        In order; ``general`` when the figure speaks of experience as such.
    """
    if not _UNITS.search(place.low, place.start, place.end):
        return []
    matches = _figures(place)
    found: list[Years] = []
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else place.end
        value = _value(match)
        edge = matches[number - 1].end() if number else place.start
        reached = _before(place, match, edge) if _in_own_bracket(place, match) or _labelled(place, match) else []
        reached = reached or _reached(place, match, end) or _before(place, match, edge)
        as_role = reached and _OF_WORK.search(place.low[match.end() : place.hits[reached[0]].start]) is not None
        general = as_role or (
            not reached and (_EXPERIENCE.search(place.low, place.start, place.end) is not None or _stands_alone(place, match))
        )
        if reached or general:
            found.append(Years(value, tuple(reached), match.start(), bool(general)))
    return found


def _figures(place: Place) -> list[re.Match[str]]:
    """Return the figures of years in order, and those behind the first that leave the unit out."""
    named = [m for m in _YEARS.finditer(place.low, place.start, place.end) if _is_experience(place, m)]
    if not named:
        return []
    bare = [
        m for m in _ELLIPTIC.finditer(place.low, named[0].end(), place.end)
        if not any(n.start() < m.end() and m.start() < n.end() for n in named)
    ]  # fmt: skip
    first = _BARE_MINIMUM.search(place.low, place.start, named[0].start())
    bare += [first] if first else []
    return sorted([*named, *bare], key=lambda match: match.start(1))


def _in_own_bracket(place: Place, match: re.Match[str]) -> bool:
    """Tell whether a figure stands in parentheses without a name: "Python (3+ years), SQL"."""
    span = inside(place, match.start())
    return span is not None and not any(span[0] <= hit.start < span[1] for hit in place.hits)


def _labelled(place: Place, match: re.Match[str]) -> bool:
    """Tell whether a name stands before a figure like a label: "SQL - 3 years, Tableau: 1 year"."""
    before = [hit for hit in place.hits if hit.end <= match.start()]
    return bool(before) and _LABEL.fullmatch(place.low, before[-1].end, match.start()) is not None


def _value(match: re.Match[str]) -> float:
    said = match.group(1)
    number = float(_WORDS[said]) if said in _WORDS else float(said)
    if (match.group(2) or "").startswith("decade"):
        return number * 10
    return round(number / 12, 2) if (match.group(2) or "").startswith("mo") else number


def _is_experience(place: Place, match: re.Match[str]) -> bool:
    after = place.low[match.end() : min(place.end, match.end() + 40)]
    if match.group(1) in ("a", "an") and not _ONE_YEAR.match(after):
        return False
    before = place.low[max(place.start, match.start() - 40) : match.start()]
    if _NOT_AFTER.match(after) or _INSTEAD.search(place.low, match.end(), min(place.end, match.end() + 80)):
        return False
    return _NOT_BEFORE.search(before) is None or (
        re.match(r"\s{0,2}(?:of|['’]?)\s?(?:\w{1,20} )?experience", after) is not None
        and not re.search(r"(?:past|last|next|our|we have|combined|every|company's|for (?:over|more than|nearly))\s{0,3}$", before)
    )


def _reached(place: Place, match: re.Match[str], end: int) -> list[int]:
    """Return the names a figure speaks of: those behind it, up to the next demand."""
    reached: list[int] = []
    edge = match.end()
    for index, hit in enumerate(place.hits):
        if hit.start < match.end():
            continue
        if hit.start >= end:
            break
        gap = place.low[edge : hit.start]
        if re.search(r"[;.!?]\s", gap) or len(gap) > 90:
            break
        words = re.findall(r"[a-z]+", gap)
        if any(word in _STOP for word in words) and not (not reached and _of_the_same(words)):
            break
        if reached and ("," in gap or "and" in words) and any(word not in _JOINING for word in words):
            break
        if not reached and "," in gap and any(word in HEADS and word not in ("experience", "hands") for word in words):
            break
        reached.append(index)
        edge = hit.end
    return reached


def _of_the_same(words: Sequence[str]) -> bool:
    """Tell whether words such as "strong" describe the experience itself: "5 years of strong experience in"."""
    joined = " ".join(words)
    return (
        "and" not in words
        and re.search(r"(?:strong|solid|good|deep|excellent) (?:\w{1,20} )?(?:experience|background|expertise)", joined) is not None
    )


def _before(place: Place, match: re.Match[str], edge: int) -> list[int]:
    """Return the names right before a figure: "Python (5+ years)", "SQL: 3 years", "Java - 4 yrs"."""
    candidates = [i for i, hit in enumerate(place.hits) if edge <= hit.start and hit.end <= match.start()]
    if not candidates:
        return []
    last = place.hits[candidates[-1]]
    gap = place.low[last.end : match.start()]
    if not re.fullmatch(
        r"(?: (?:experience|exp|skills|programming|development))?(?: (?:in production|professionally|commercially|at work"
        r"|daily))?\s{0,2}(?:[-=]>|→|=|[-–—:(,])?\s{0,2}\(?(?:for )?(?:at least"
        r"|a?\s?min(?:imum)?(?: of)?|more than|over"
        r"|for)?\s{0,2}",
        gap,
    ):
        return []
    after = place.low[match.end() : min(place.end, match.end() + 30)].strip()
    if after and after[0].isalpha() and "(" not in gap and not after.startswith(("exp", "or", "min", "and", "requ", "pref")):
        return []
    return [candidates[-1]]


def _stands_alone(place: Place, match: re.Match[str]) -> bool:
    """Tell whether the figure is all there is: "5+ yrs", "Experience level: 3 years"."""
    rest = place.low[place.start : match.start()] + place.low[match.end() : place.end]
    return len(re.findall(r"[a-z]{2,}", rest)) <= 3
