"""The words around a list of names → how many of them are asked for: "at least two of", "one of these", "any will do"."""

from __future__ import annotations

import re
from itertools import pairwise

from gapscan.posting.cues import Place
from gapscan.records import Importance

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "any": 1, "either": 1,
    "some": 1, "several": 2, "a few": 2, "a choice": 1, "your choice": 1, "a couple": 2, "another": 1,
}  # fmt: skip
_COUNT = r"(one|two|three|four|five|[1-5]|any|either|some|several|a few|a choice|your choice|a couple)"
_CHOOSE = (
    # At least two of the following cloud platforms; one of; 2+ of these; any of.
    re.compile(
        rf"(?<![\w-])(?:at least |any |minimum (?:of )?|a minimum of )?{_COUNT}(?: \(\d\))?\+?"
        r"(?: or (?:more|both|several|two))?(?: (?!years?|yrs?|months?)\w{1,20})? (?:of|from|among"
        r"|between)(?:[ :(]{1,3}[\w'./&,-]{1,24}){0,8}[\s:(]{0,4}$"
    ),
    # At least one programming language; one or more cloud providers; at least two major clouds.
    re.compile(
        rf"(?<![\w-])(?:at least |minimum (?:of )?){_COUNT}(?: \(\d\))?(?: or more)?(?! years?| yrs?"
        rf"| months?)(?: [\w'/-]{{1,20}}){{1,6}}[\s:(,-]{{0,4}}$"
    ),
    re.compile(
        rf"(?<![\w-]){_COUNT}(?: or (?:more|several|both)|\+)(?! years?| yrs?"
        rf"| months?)(?: [\w'/-]{{1,20}}){{1,6}}[\s:(,-]{{0,4}}$"
    ),
    re.compile(r"(?<![\w-])(some)(?: of)? (?:these|the following)(?: [\w'/-]{1,20}){0,3}[\s:(,-]{0,4}$"),
    # From the following at least two; of these frameworks any three.
    re.compile(
        rf"(?:from|of|among|out of) (?:the following|these|those|this list)(?: [\w'/-]{{1,20}}){{0,3}},? (?:at least |any |minimum )?"
        rf"{_COUNT}[\s:(,-]{{0,4}}$"
    ),
    re.compile(r"(?<![\w-])(either|whether)[\s:(-]{1,3}(?:[\w'-]{1,20} ){0,3}$"),
)
# A cloud platform: AWS, Azure, GCP; any major cloud (...).
_ONE_OF_A_CLASS = re.compile(
    r"(?<![\w-])(?:an?|any|another|some|one)(?: [\w./'-]{1,20}){0,3} (?:language|tool|toolkit|framework|platform|library|database"
    r"|provider|cloud|warehouse|system|engine|store|vendor|broker|orchestrator|solution|package|ide)\s{0,2}[:(–-]\s{0,2}$"
)
# One of these stands in every choice; a look at them is cheaper than four patterns.
_CHOICE_WORDS = tuple("one two three four five any either some several few choice couple whether another 1 2 3 4 5".split())
# Said behind the names: "Jenkins, CircleCI (any of these)", "AWS, Azure - one is enough".
_CLOSING_CHOICE = re.compile(
    r"(?: (?:experience|skills|knowledge))?[\s(,–—:;-]{0,4}(?:at least |any |just |only )?(one|two|three|any|either"
    r"|whichever|some)(?: one)?(?: (?:of|among) (?:these|those|them"
    r"|the above)(?: \w{1,12})?|(?=\s{0,2}\))| (?:will|would) do| is (?:enough|fine|ok|okay|sufficient|good)| works"
    r"| suffices| you (?:like|prefer|know"
    r"|choose))\b|[\s(,–—:;-]{0,4}(?:pick (?:one|any|your)|take your pick|your (?:choice|pick)|choose (?:one|any)|no preference)\b"
)

_EITHER = re.compile(
    r"[\s,(]{0,3}(?:(?:is )?(?:preferred|preferably|ideally|desired"
    r"|favou?red)[\s,)]{1,3})?or[\s,(]{1,3}(?:preferably|ideally)?[\s,)]{0,3}"
)


def before(low: str, start: int, position: int) -> int:
    """Return how many of what follows a position are asked for; 0 when the words before it don't say."""
    words = low[max(start, position - 90) : position]
    if words.rstrip().endswith((":", "(", "–", "-")) and _ONE_OF_A_CLASS.search(words):
        return 1
    if not any(word in words for word in _CHOICE_WORDS):
        return 0
    for stop in ".;!?":
        words = words.rpartition(f"{stop} ")[2]
    for pattern in _CHOOSE:
        match = pattern.search(words)
        if match:
            return _NUMBERS.get(match.group(1), 1)
    return 0


def behind(low: str, end: int, limit: int) -> int:
    """Return how many of what precedes a position are asked for, by the words behind it; 0 when they don't say."""
    match = _CLOSING_CHOICE.match(low, end, min(limit, end + 60))
    return _NUMBERS.get(match.group(1) or "", 1) if match else 0


def levelled(place: Place, importances: list[Importance | None]) -> list[Importance | None]:
    """Lift the favourite of two alternatives to the other's level: "AWS (preferred) or Azure" asks for either."""
    for index, (first, second) in enumerate(pairwise(place.hits)):
        pair = {importances[index], importances[index + 1]}
        if pair == {Importance.MUST, Importance.PREFERRED} and _EITHER.fullmatch(place.low, first.end, second.start):
            importances[index] = importances[index + 1] = Importance.MUST
    return importances
