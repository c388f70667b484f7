"""Is this "Go" the language? A small linear model over what stands around an ambiguous name.

Features are read from about 60 characters on each side (never "the line": résumés in CSV files have none): how it is
written, what it is glued to, whether it stands as an item of a list, which sure skills stand near, the words before
and after. Most features do not name the alias, so that a name added tomorrow is judged by what was learnt from the
others; some do, for what is special to one name. The weights are trained with scikit-learn (models/senses/train.py)
and shipped as plain JSON; applying them is a sum of dictionary look-ups (measured: 18 µs a window for such a model,
the same probabilities as scikit-learn, no import).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from gapscan.matching.automaton import Hit, Scan
from gapscan.matching.stance import Verdict
from gapscan.records import SectionKind, SkillId
from gapscan.resources import model_path
from gapscan.taxonomy import Taxonomy

_WINDOW = 60
_TOKEN = re.compile(r"[a-z0-9\x10-\x13']+|[^\sa-z0-9]|\n")
# What may stand between two items of a list: separators, a version, a remark in parentheses, "and".
_SEPARATORS = re.compile(
    r"(?:[\s]?(?:v?\d[\d.x]{0,6}|\([^()\n]{0,22}\)))?[\s,;/|*&:()\[\]+.-]{0,6}(?:(?:and|or|and/or|with)\s{1,2})?"
)
# Words that say, beside a name, that a technology is meant. They are grouped, so that one seen in training stands for all.
_CLASSES = {
    **dict.fromkeys("developer developers engineer engineers programmer programmers dev devs architect consultant "
                    "specialist administrator admin coder expert intern contractor manager managers director officer lead analyst "
                    "assistant executive coordinator technician nurse teacher".split(), "person"),
    **dict.fromkeys("code codebase app apps application applications api apis service services microservices script scripts "
                    "library libraries framework frameworks package packages module modules plugin plugins component "
                    "components backend frontend server servers cluster clusters pipeline pipelines job jobs query queries "
                    "database databases model models macros spreadsheets dashboards dashboard workflow workflows playbooks "
                    "cookbooks builds images containers tests specs charts functions lambdas sdk cli ide orm compiler runtime "
                    "programming scripting development stack syntax notebooks templates templating routes hooks controllers "
                    "tables tickets transactions stream streams topics exporters renders rendering simulation".split(), "artefact"),
    **dict.fromkeys("in using with via through on".split(), "means"),
    **dict.fromkeys("built build building wrote write writing written developed developing implemented implementing coded coding "
                    "programmed deployed deploying configured configuring administered administering maintained maintaining "
                    "migrated migrating ported porting rewrote rewriting automated automating scripted refactored integrated "
                    "debugged packaged installed queried modelled modeled trained optimised optimized designed".split(), "making"),
    **dict.fromkeys("experience experienced proficient proficiency knowledge skills skilled fluent fluency familiar familiarity "
                    "expertise expert exposure hands-on background competent comfortable years yrs versed certified certification "
                    "learn learning learnt beginner intermediate advanced basic basics strong".split(), "skill"),
    **dict.fromkeys("the a an our their his her your this that my its to".split(), "small"),
    **dict.fromkeys("inc ltd llc corp corporation gmbh plc group labs technologies university college school bank hotel hospital "
                    "street avenue road".split(), "organisation"),
    **dict.fromkeys("january february march april may june july august september october november december semester term "
                    "season quarter".split(), "calendar"),
}  # fmt: skip
_ITEM_EDGES = frozenset(",;|/*&:()[]\n")
# These mean something else for "React" than for "react", so they are also joined with the case of the name.
_WITH_CASE = ("p1-", "n1-", "item=", "linked=", "related=", "reached=")
_SHORTEST_WORD = 2
_LONGEST_LINK = 30
_MOST_WORDS = 3
_LINKS = frozenset(("and", "or"))


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of the model and the two thresholds between refused, uncertain and meant."""

    bias: float
    weights: Mapping[str, float]
    refuse_below: float
    accept_from: float

    def probability(self, features: Sequence[str]) -> float:
        """Return the probability from 0 to 1 that the words mean the skill."""
        total = self.bias + sum(map(self.weights.get, features, repeat(0.0)))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def load() -> Judge:
    """Load the shipped weights."""
    data = json.loads(model_path("senses", "weights.json").read_text(encoding="utf-8"))
    return Judge(data["bias"], data["weights"], data["refuse_below"], data["accept_from"])


def _case(surface: str, name: str) -> str:
    if surface.islower():
        return "lower"
    if surface.isupper() and len(surface) > 1:
        return "upper-as-name" if name.isupper() else "upper"
    return "name" if surface == name else "title"


def _window_case(left: str, right: str) -> str:
    if left.isupper() or right.isupper():
        return "upper"
    return "lower" if left.islower() and right.islower() else "mixed"


def _label(left: str) -> str | None:
    """Return the word before the last colon on the line ("Languages: Java, Go"), None without one."""
    line = left.rpartition("\n")[2]
    before, colon, _ = line.rpartition(":")
    word = before.rstrip().rpartition(" ")[2]
    return word if colon and word.isalpha() else None


def _relatives(skill: SkillId, taxonomy: Taxonomy) -> frozenset[SkillId]:
    """Return the skills whose company speaks for a skill: nearby, implied, and those that a nearby one implies."""
    known = _RELATIVES.get((taxonomy.version, skill))
    if known is None:
        near = taxonomy.nearby(skill)
        known = frozenset({*near, *taxonomy.implied(skill), *(i for other in near for i in taxonomy.implied(other))} - {skill})
        _RELATIVES[taxonomy.version, skill] = known
    return known


_RELATIVES: dict[tuple[str, SkillId], frozenset[SkillId]] = {}


def _neighbours(scan: Scan, index: int, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return how many sure tools stand near on each side, and whether one is linked to it as in a list."""
    hits = scan.hits
    here = hits[index]
    low = scan.low
    relations = taxonomy.relations
    sure = linked = doubtful = related = 0
    relatives = _relatives(here.skill, taxonomy)
    for before in (True, False):
        edge = here.start if before else here.end
        chained = True
        for other in hits[max(0, index - 4) : index][::-1] if before else hits[index + 1 : index + 5]:
            far = here.start - other.end if before else other.start - here.end
            if far > _WINDOW:
                break
            if chained:
                between = low[other.end : edge] if before else low[edge : other.start]
                chained = len(between) <= _LONGEST_LINK and _SEPARATORS.fullmatch(between.decode("ascii", "replace")) is not None
            related += other.skill in relatives
            if relations[other.skill][1] in _LISTED_KINDS:
                if other.ambiguous:
                    doubtful += chained
                else:
                    sure += 1
                    linked += chained
            edge = other.start if before else other.end
    return _COUNTED["sure"][sure], _COUNTED["linked"][linked], _COUNTED["linked-doubtful"][doubtful], _COUNTED["related"][related]


_LISTED_KINDS = frozenset(("tool", "method"))
# Eight neighbours at most; more than a few say no more.
_COUNTED = {
    name: [f"{name}={min(count, most)}" for count in range(9)]
    for name, most in (("sure", 3), ("linked", 3), ("linked-doubtful", 2), ("related", 2))
}


def _words(words: list[str], side: str, alias: str, found: list[str]) -> None:
    """Add what the first three words on a side say."""
    for position, word in enumerate(words, 1):
        shown = "#" if word[0].isdigit() else word
        found.append(f"{side}{position}={shown}")
        found.append(f"{side}={shown}")
        group = _CLASSES.get(word)
        if group:
            found.append(f"{side}{position}-{group}")
        if position == 1:
            found.append(f"{alias}|{side}={shown}")
    if len(words) > 1:
        found.append(f"{side}12={words[0]} {words[1]}")


def _first_words(tokens: list[str]) -> list[str]:
    """Return the first three tokens that are words."""
    words = []
    for token in tokens:
        if token[0].isalnum() or token[0] in "\x10\x11\x12\x13'":
            words.append(token)
            if len(words) == _MOST_WORDS:
                break
    return words


def _edges(before: list[str], after: list[str], glued_before: str, glued_after: str) -> Iterator[str]:
    left = not before or before[0] in _ITEM_EDGES or before[0] in _LINKS
    right = not after or after[0] in _ITEM_EDGES or after[0] in _LINKS
    yield f"item={int(left)}{int(right)}"
    yield f"before={before[0] if before and not before[0].isalnum() else 'word' if before else 'none'}"
    yield f"after={after[0] if after and not after[0].isalnum() else 'word' if after else 'none'}"
    if not glued_before.isspace():
        yield f"glued-before={glued_before}"
    if not glued_after.isspace():
        yield f"glued-after={glued_after}"


def features(
    text: str, scan: Scan, index: int, taxonomy: Taxonomy, section: SectionKind, verdict: Verdict
) -> list[str]:
    """Describe what stands around a hit, as names of binary features.

    Args:
        text: The text that was scanned.
        scan: Its hits.
        index: Which hit is judged.
        taxonomy: For the kinds of the neighbours.
        section: The section the hit stands in.
        verdict: Its stance: a cue that reaches a name ("want to learn", ": none") says that the name means a skill.
    """
    hit: Hit = scan.hits[index]
    start, end = hit.start, hit.end
    skill = hit.skill
    name = taxonomy.relations[skill][0]
    surface = text[start:end]
    left = scan.low[max(0, start - _WINDOW) : start].decode("ascii", "replace")
    right = scan.low[end : end + _WINDOW].decode("ascii", "replace")
    before = _TOKEN.findall(left)[::-1]
    after = _TOKEN.findall(right)
    alias = surface.lower()
    case = _case(surface, name if name.lower() == alias else surface.upper() if len(surface) < 4 else surface.title())
    around = _window_case(text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW])
    opens = not before or before[0] in {".", "\n", "*", "!", "?"}
    found = [
        f"case={case}",
        f"case={case}|around={around}|opens={int(opens)}",
        f"length={min(len(surface), 4)}",
        f"section={section.value}",
        f"reached={verdict.stance.value if verdict.because else 'no'}",
        f"kind={taxonomy.relations[skill][1]}",
        f"alias={alias}",
        f"alias={alias}|case={case}",
    ]
    found.extend(_neighbours(scan, index, taxonomy))
    found.extend(_edges(before, after, left[-1:] or " ", right[:1] or " "))
    _words(_first_words(before), "p", alias, found)
    _words(_first_words(after), "n", alias, found)
    label = _label(left)
    if label:
        found.append(f"label={label}")
    found.extend([f"{case}|{feature}" for feature in found if feature.startswith(_WITH_CASE)])
    found.extend([f"w={token}" for token in {*before, *after} if len(token) > _SHORTEST_WORD])
    if taxonomy.relations[skill][1] in ("soft", "domain"):
        # "Strong communication" and "strong Python" are alike, "communication, R" and "Python, R" are not.
        found.extend([f"soft|{feature}" for feature in found if "|" not in feature or feature.startswith("case=")])
    return found
