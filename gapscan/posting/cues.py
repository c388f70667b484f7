"""data/taxonomy/demands.jsonl → the words of demand in a posting, and the places of names, parentheses and clauses.

A cue is a phrase of whole words that may run over a comma or a hyphen, never over a full stop. Cues of one word are
looked up by it, longer ones by their first two: a posting is full of words that begin some cue. A record may write
many cues at once: "is|is_not required|a_must" is each of the first with each of the second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise, product
from typing import NamedTuple

from gapscan.errors import DataError
from gapscan.posting.units import Layout, Word
from gapscan.records import SkillId
from gapscan.resources import data_path

_SUBJECTS = frozenset(
    "we you our your they it this these he she i candidates applicants youre youve youll youd theyre theyve weve im ive".split()
)
TURNS = frozenset("but however although though while whereas yet".split())
_BRACKET = re.compile(r"[()\[\]]")
# What may stand around a code that is no word of a sentence: "(could)", "| E |".
_ALONE = ("([|\t–—-:=?", ")]|\t:=.,;")
# "In addition to Python, Scala is desirable": what opens the sentence is said of by nothing behind its comma.
_OPENING = re.compile(r"(?:in addition to|besides|apart from|aside from|as well as|alongside|on top of|along with|beyond)\b")
# "SQL. dbt helpful": a name may open a sentence without a capital; "etc." ends none.
_CLAUSE_MARK = re.compile(
    r";|\||\s[–—]\s|\s--\s"
    r"|(?<=[a-z0-9]{2})(?<!etc)(?<!incl)(?<!excl)(?<!yrs)(?<!exp)(?<!max)(?<!min)(?<!vs)[.!?]\s(?=[a-z])"
)


class Cue(NamedTuple):
    """A phrase that says how much, or how well; see data/README.md for the fields."""

    effect: str
    direction: str
    scope: str
    value: str = ""


class CueAt(NamedTuple):
    """A cue and its place in the laid-out text."""

    start: int
    end: int
    cue: Cue


class Hit(NamedTuple):
    """A name of a skill in the laid-out text; ``uncertain`` when its sense was unclear."""

    start: int
    end: int
    skill: SkillId
    text: str
    uncertain: bool = False


class Place(NamedTuple):
    """One unit as the rules look at it: its range in the laid-out text, what is in it, and the text in lower case."""

    start: int
    end: int
    low: str
    hits: Sequence[Hit]
    cues: Sequence[CueAt]
    words: Sequence[Word]
    brackets: Sequence[tuple[int, int]]


# Cues of one word by it, longer ones by their first two, longest first: a posting is full of words that begin some cue.
_Phrases = tuple[Mapping[str, Cue], Mapping[tuple[str, str], Sequence[tuple[tuple[str, ...], Cue]]]]


def spellings(cue: str) -> list[str]:
    """Return the cues that a record writes: one, or each choice of its alternatives; an underscore is a blank."""
    return [" ".join(words).replace("_", " ") for words in product(*(slot.split("|") for slot in cue.split(" ")))]


@cache
def codes() -> Mapping[str, Cue]:
    """Return the words that are cues only where they have a parenthesis or a cell to themselves: "could", "no"."""
    lines = data_path("taxonomy", "demands.jsonl").read_text(encoding="utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if record.get("scope") == "alone"]
    return {record["cue"].replace("'", ""): Cue(record["effect"], record["direction"], "alone") for record in records}


@cache
def load() -> _Phrases:
    """Load the cues: those of one word, and the longer ones by their first two words."""
    path = data_path("taxonomy", "demands.jsonl")
    table: dict[tuple[str, ...], Cue] = {}
    wrong: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
            if record["scope"] == "alone":
                continue
            cue = Cue(record["effect"], record["direction"], record["scope"], record.get("value", ""))
            said = [tuple(re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))) for text in spellings(record["cue"])]
        except (ValueError, KeyError) as error:
            wrong.append(f"{path.name}:{number}: {error}")
            continue
        # What has a record of its own is not what a pattern says of it.
        table.update(dict.fromkeys(said, cue) if len(said) == 1 else {words: table.get(words, cue) for words in said})
    if wrong:
        raise DataError("demand cues", wrong)
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], Cue]]] = {}
    for words, cue in sorted(table.items(), key=lambda entry: -len(entry[0])):
        if len(words) > 1:
            longer.setdefault((words[0], words[1]), []).append((words, cue))
    return {words[0]: cue for words, cue in table.items() if len(words) == 1}, longer


def find(layout: Layout) -> list[CueAt]:
    """Find every cue of a layout; of overlapping ones the first stays, then the longest."""
    single, longer = load()
    alone = codes()
    words, low = layout.words, layout.low
    texts = [word.text for word in words]
    found: list[CueAt] = []
    free = 0
    for index, pair in enumerate(pairwise((*texts, ""))):
        code = alone.get(pair[0])
        if code and index >= free and _is_alone(low, words[index].start, words[index].end):
            found.append(CueAt(words[index].start, words[index].end, code))
            continue
        if index < free or not (pair in longer or pair[0] in single):
            continue
        length = 1
        cue = single.get(pair[0])
        for phrase, longest in longer.get(pair, ()):
            if _says(words, index, phrase, low):
                length, cue = len(phrase), longest
                break
        if cue:
            found.append(CueAt(words[index].start, words[index + length - 1].end, cue))
            free = index + length
    return found


def _is_alone(low: str, start: int, end: int) -> bool:
    """Tell whether a code has its parenthesis or its cell to itself: "Kafka (could)", "SQL | E"."""
    before, behind = low[max(0, start - 4) : start].rstrip(" \n"), low[end : end + 4].lstrip(" ")
    return before[-1:] in _ALONE[0] and before != "" and (behind[:1] in _ALONE[1] or behind.startswith("\n"))


def _says(words: Sequence[Word], index: int, phrase: tuple[str, ...], low: str) -> bool:
    if index + len(phrase) > len(words):
        return False
    for offset, text in enumerate(phrase):
        word = words[index + offset]
        if word.text != text:
            return False
        if offset and low[words[index + offset - 1].end : word.start].strip(" ,'\"-/’"):
            return False
    return True


def brackets_of(low: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the ranges inside parentheses of a unit, each from behind its opening to its closing; nested ones outer first."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(low, start, end):
        if match.group() in "([":
            opened.append(match.end())
        elif opened:
            found.append((opened.pop(), match.start()))
    found += [(position, end) for position in opened]
    return sorted(found)


def inside(place: Place, position: int) -> tuple[int, int] | None:
    """Return the innermost parenthesis that holds a position."""
    holding = [span for span in place.brackets if span[0] <= position < span[1]]
    return holding[-1] if holding else None


def _is_bare(place: Place, text: str, start: int) -> bool:
    """Tell whether a clause says nothing but a cue, and no name."""
    told = [cue for cue in place.cues if start <= cue.start < start + len(text)]
    return bool(told) and not text.replace(place.low[told[0].start : told[0].end], "").strip(" |;–—-().,")


def _is_nameless_cell(place: Place, text: str, start: int) -> bool:
    """Tell whether a cell of a table names nothing, and so speaks of the row: "SQL | 4 | required"."""
    return text.startswith("|") and not any(start <= hit.start < start + len(text) for hit in place.hits)


def clauses(place: Place) -> list[tuple[int, int]]:
    """Return the clauses of a unit: cut at semicolons, dashes, "but" and its like, and where a new subject begins."""
    cuts = {match.start() for match in _CLAUSE_MARK.finditer(place.low, place.start, place.end)}
    spans = [(cue.start, cue.end) for cue in place.cues]
    for word in place.words:
        if (word.text in TURNS and not any(start <= word.start < end for start, end in spans)) or (
            word.text in _SUBJECTS and place.low[: word.start].rstrip(" ").endswith(",") and word.start > place.start
        ):
            cuts.add(word.start)
    opening = _OPENING.match(place.low, place.start)
    if opening and (comma := place.low.find(",", opening.end(), place.end)) > 0:
        cuts.add(comma)
    # "As a plus, you know Kafka": what says nothing of a name yet goes with what follows.
    named = [hit.start for hit in place.hits]
    first = min(named, default=place.end)
    cuts = {cut for cut in cuts if cut > first or place.low[cut] in ";|–—-.!?"}
    cells = [(place.low[cut:end], cut) for cut, end in pairwise([*sorted(cuts), place.end])]
    # "Scala | preferred": a cell that holds nothing but the cue speaks of the one before it.
    cuts -= {cut for text, cut in cells if _is_bare(place, text, cut) or _is_nameless_cell(place, text, cut)}
    places = [place.start, *sorted(cuts), place.end]
    return [(start, end) for start, end in pairwise(places) if end > start]
