"""Names in a unit → what is asked of them together: each, any one, or some number of them.

"Python or Scala", "AWS/GCP/Azure", "one of", "at least two of", "such as X, Y or similar", "tools (X, Y)" ask for one
thing that several names satisfy; "X, Y and Z" asks for three. A comma means what the next "and" or "or" says, a slash
binds closest, and what a parenthesis holds belongs to what stands before it. A general word with examples ("a deep
learning framework such as TensorFlow or PyTorch") asks for one of the examples when it names a class of tools, and
stays a demand of its own when it names a field of knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gapscan.posting.cues import Hit, Place
from gapscan.posting.demands import HEADS
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
    re.compile(r"(?<![\w-])(either|whether)[\s:(-]{1,3}(?:[\w'-]{1,20} ){0,3}$"),
)
# One of these stands in every choice; a look at them is cheaper than four patterns.
_CHOICE_WORDS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "any",
    "either",
    "some",
    "several",
    "few",
    "choice",
    "couple",
    "whether",
    *"12345",
)
_EXAMPLES = re.compile(
    r"(?:(?<![\w-])(?:such as|for example|for instance|similar to|comparable to|things like|examples include|examples are"
    r"|e\.g\.?|eg\.?|ex[.:]|i\.e\.?|ie\.?|incl(?:uding)? (?:but )?not limited to|along the lines of)"
    r"|\blike)[\s,:(]{0,4}(?:the )?$"
)
_LIKE_IS_A_VERB = re.compile(r"(?:would|'d|d|to|i|you|we|they|don't|dont|really|also|who|look|looks|feel|feels)\s+like\s{0,3}$")
_INCLUDING = re.compile(r"(?<![\w-])(?:including|namely|specifically|especially|particularly|notably|in particular)[\s,:(]{0,4}(?:the )?$")
_OPEN_END = re.compile(
    r"[\s)]{0,3},?\s{0,2}(?:or|and/or)\s(?:an?y?\s)?(?:(?:other|another|similar|equivalent|comparable|related|something"
    r"|alternative"
    r"|their|its|like|the like|such|any|others|equiv|relevant|better|newer|one of)\b|[\w-]+ (?:equivalent|alternative"
    r"|of your choice))"
)
_SEPARATOR = re.compile(
    r",|\band\s?/\s?or\b|\bor\b|\bnor\b|\band\b|&|\+|/|\bas well as\b|\balong with\b|\btogether with\b|\bversus\b|\bvs\b"
)
_CLASS = re.compile(
    r"(?:languages?|tools?|toolkits?|toolsets?|frameworks?|platforms?|librar(?:y|ies)|packages?|databases?|softwares?"
    r"|technolog(?:y|ies)|providers?"
    r"|systems?|services?|clouds?|stacks?|suites?|environments?|warehouses?|orchestrators?|engines?|solutions?|vendors?"
    r"|products?"
    r"|applications?|apps?|brokers?|queues?|stores?|dbs?|rdbms|ides?|components?|programs?|infrastructures?|editors?"
    r"|servers?|methodolog(?:y|ies)"
    r"|ecosystems?|options?|standards?|formats?|protocols?|queue|techniques?)\s{0,2}$"
)
_TOOLS = re.compile(
    r"(?:languages?|tools?|toolkits?|frameworks?|platforms?|librar(?:y|ies)|packages?|databases?|software|technolog(?:y|ies)"
    r"|providers?"
    r"|suites?|stacks?|engines?|solutions?|vendors?|products?|applications?|systems?|services?|clouds?)\s{0,2}$"
)
_PREPOSITIONS = frozenset("with in of using".split())
_TOOL_WORD = re.compile(r" (?:languages?|tools?|frameworks?|platforms?|databases?|librar(?:y|ies)|systems?|providers?|stores?)\b")
_BLOCKERS = frozenset(
    """for to on is are be was were have has will by from that which who required preferred desired plus years year
    must should would can could not no when where if because into onto over under through within without but
    then so per via needed mandatory essential including such like demonstrated ability able""".split()
)
_LIGHT = frozenset(
    """a an the other another any similar experience with knowledge of in using skills and or familiarity exposure understanding
    proficiency expertise working strong advanced basic some good hands-on either even also perhaps maybe preferably solid
    modern apache microsoft amazon google open-source open source related its their both programming scripting""".split()
)
# Written with a slash, and used together all the same.
_TOGETHER = frozenset(("html", "css", "javascript", "typescript"))
_MAX_GAP = 110


class Group(NamedTuple):
    """Hits (by index) that are asked for together; ``at_least`` of them will do, all of them when it is 0.

    ``label`` is the class of tools they are examples of, empty when none is named.
    """

    members: tuple[int, ...]
    at_least: int
    label: str = ""


class Reading(NamedTuple):
    """The groups of a unit in order, and the hits that are general words over examples."""

    groups: tuple[Group, ...]
    classes: frozenset[int]
    fields: frozenset[int]


class _List(NamedTuple):
    members: list[int]
    joints: list[str]
    choose: int
    examples: bool
    general: int | None
    label: str


def ends_like_class(words: str) -> bool:
    """Tell whether words name a class of tools: "jvm language", "cloud platforms"."""
    return _TOOL_WORD.search(words) is not None


def choice_before(low: str, start: int, position: int) -> int:
    """Return how many of what follows a position are asked for; 0 when the words before it don't say."""
    before = low[max(start, position - 90) : position]
    if not any(word in before for word in _CHOICE_WORDS):
        return 0
    for stop in ".;!?":
        before = before.rpartition(f"{stop} ")[2]
    for pattern in _CHOOSE:
        match = pattern.search(before)
        if match:
            return _NUMBERS.get(match.group(1), 1)
    return 0


def read(place: Place, asked: Sequence[Importance | None], methods: Sequence[bool]) -> Reading:
    """Group the names of a unit.

    Args:
        place: The unit.
        asked: For each hit how much it is asked for; None are passed over, and no list holds two kinds.
        methods: For each hit whether it names a field or technique rather than a tool.
    """
    order = [i for i in range(len(place.hits)) if asked[i] is not None]
    depth = [_bracket(place, place.hits[i]) for i in range(len(place.hits))]
    groups: list[Group] = []
    classes: set[int] = set()
    fields: set[int] = set()
    for bracket in dict.fromkeys(depth[i] for i in order):
        level = [i for i in order if depth[i] == bracket]
        for found in _lists(place, level, bracket, order, methods, asked):
            groups += _resolve(place, found)
            if found.general is not None and (found.examples or found.choose):
                (classes if found.label else fields).add(found.general)
    return Reading(tuple(sorted(groups)), frozenset(classes), frozenset(fields - classes))


def _bracket(place: Place, hit: Hit) -> tuple[int, int] | None:
    """Return the parenthesis that a hit stands in; one that only goes on with a list, "Java (or Kotlin)", is none."""
    holding = [span for span in place.brackets if span[0] <= hit.start < span[1]]
    if holding and place.low.startswith(("or ", "and/or ", "and "), holding[-1][0]):
        holding.pop()
    return holding[-1] if holding else None


def _between(place: Place, first: Hit, second: Hit) -> str:
    """Return the text between two hits without what stands in parentheses there."""
    text = place.low[first.end : second.start]
    for start, end in place.brackets:
        if first.end < start and end < second.start:
            text = text.replace(place.low[start - 1 : end + 1], " ")
    return text


def _lists(
    place: Place,
    level: Sequence[int],
    bracket: tuple[int, int] | None,
    order: Sequence[int],
    methods: Sequence[bool],
    asked: Sequence[Importance | None],
) -> list[_List]:
    lists: list[_List] = []
    for number, index in enumerate(level):
        hit = place.hits[index]
        if number:
            gap = _between(place, place.hits[level[number - 1]], hit)
            joint = _joint(gap) if asked[index] is asked[level[number - 1]] else ""
            if joint and not (lists[-1].examples and joint != "or" and methods[index] and not methods[lists[-1].members[0]]):
                lists[-1].members.append(index)
                lists[-1].joints.append(joint)
                continue
        lists.append(_opened(place, index, bracket, order, methods))
    return lists


def _opened(place: Place, index: int, bracket: tuple[int, int] | None, order: Sequence[int], methods: Sequence[bool]) -> _List:
    """Start a list: what the words before it say of it, and which general word it stands under."""
    hit = place.hits[index]
    before = place.low[place.start : hit.start]
    tail = before[-60:]
    example = _EXAMPLES.search(tail)
    examples = example is not None and not _LIKE_IS_A_VERB.search(tail)
    marker = example or _INCLUDING.search(tail)
    # "at least two languages (e.g. Python)": how many stands before the word that opens the examples.
    choose = choice_before(place.low, place.start, hit.start - len(tail) + marker.start() if marker else hit.start)
    including = marker is not None and example is None
    lead = tail[: marker.start()] if marker else tail
    opens = (bracket is not None and not place.low[bracket[0] : hit.start].strip(" ")) or (bracket is not None and marker is not None)
    if opens and bracket is not None:
        lead = place.low[place.start : bracket[0] - 1][-60:]
    lead = lead.rstrip(" ,(:")
    general = _general(place, index, order, lead)
    named = _CLASS.search(lead)
    if opens and not examples and not including and not choose and bracket is not None:
        examples = named is not None or (general is not None and methods[general] and not methods[index])
    label = ""
    if (examples or choose) and _TOOLS.search(lead):
        label = _label(place, lead, general)
    return _List([index], [], choose, examples, general, label)


def _general(place: Place, index: int, order: Sequence[int], lead: str) -> int | None:
    """Return the name that the words before a list end with: "cloud platforms" in "cloud platforms such as AWS"."""
    position = order.index(index) - 1
    if position < 0:
        return None
    previous = place.hits[order[position]]
    after = place.low[previous.end : place.hits[index].start]
    words = re.findall(r"[a-z-]+", after.partition("(")[0])
    if "," in after.partition("(")[0].strip(" ,") or ";" in after:
        return None
    extra = [w for w in words if w not in ("such", "as", "like", "e", "g", "including", "for", "example", "i", "using", "with")]
    return order[position] if len(extra) <= 3 and (_SEPARATOR.search(" ".join(extra)) is None) else None


def _label(place: Place, lead: str, general: int | None) -> str:
    """Return the class that a list gives examples of, in the words of the posting."""
    words = re.split(r"[,;:(]| (?:with|in|of|using|and|or) ", lead)[-1].split()
    kept = [w for w in words if w not in ("a", "an", "the", "any", "one", "at", "least", "more", "or", "strong")][-5:]
    return " ".join(kept)


def _joint(gap: str) -> str:
    """Return how two names are joined: slash, comma, and, or; empty when they are not items of one list."""
    bare = gap.strip().strip("\"'’“”)(")
    if len(gap) > _MAX_GAP or "(" in bare or ":" in bare or ";" in bare:
        return ""
    if bare.strip() in ("/", "|", "\\"):
        return "slash"
    parts = _SEPARATOR.split(bare)
    marks = [match.group() for match in _SEPARATOR.finditer(bare)]
    if not marks:
        return ""
    words = [re.findall(r"[a-z0-9'#+-]+", part) for part in parts]
    if any(len(item) > 3 or any(w in _BLOCKERS for w in item) for item in words[:-1]):
        return ""
    last = words[-1]
    if len(last) > 4 or any(w in _BLOCKERS for w in last):
        return ""
    conjunction = next((m for m in reversed(marks) if m not in (",", "/")), "")
    heads = any(w in HEADS for w in last)
    if conjunction and re.sub(r"\s", "", conjunction) == "and/or":
        return "or"
    if conjunction in ("or", "nor", "versus", "vs"):
        return "or"
    if heads or (conjunction and any(w in _PREPOSITIONS for w in last)):
        # "Python, strong SQL" and "Python, and with SQL": the next demand, no item of this list.
        return ""
    if conjunction:
        return "and"
    return "comma" if "," in marks else "slash"


def _resolve(place: Place, found: _List) -> list[Group]:
    members, joints = found.members, list(found.joints)
    last = place.hits[members[-1]]
    open_end = _OPEN_END.match(place.low[last.end : min(place.end, last.end + 40)]) is not None
    if found.choose:
        return [Group(tuple(members), min(found.choose, len(members)), found.label)] if len(members) > 1 else _single(members)
    if found.examples and len(members) > 1 and not (_is_all(joints) and _follows_both(place, found)):
        return [Group(tuple(members), 1, found.label)]
    if len(members) == 1:
        return _single(members)
    meaning = "or" if open_end else ""
    for position in range(len(joints) - 1, -1, -1):
        if joints[position] in ("and", "or"):
            meaning = joints[position]
        elif joints[position] == "comma":
            joints[position] = meaning or "and"
    return _split(place, members, joints)


def _is_all(joints: Sequence[str]) -> bool:
    return bool(joints) and joints[-1] == "and" and "or" not in joints


def _follows_both(place: Place, found: _List) -> bool:
    """Tell whether "(X and Y)" follows its noun directly: a list of what is meant, not of examples."""
    first = place.hits[found.members[0]]
    return place.low[max(place.start, first.start - 2) : first.start].strip() == "("


def _single(members: Sequence[int]) -> list[Group]:
    return [Group((index,), 0) for index in members]


def _split(place: Place, members: Sequence[int], joints: Sequence[str]) -> list[Group]:
    """Cut a list at every "and": what is left joined by "or" or a slash is one demand."""
    groups: list[list[int]] = [[members[0]]]
    for index, joint in zip(members[1:], joints, strict=True):
        together = {place.hits[index].skill, place.hits[groups[-1][-1]].skill} <= _TOGETHER
        if joint == "or" or (joint == "slash" and not together):
            groups[-1].append(index)
        else:
            groups.append([index])
    return [Group(tuple(group), 1 if len(group) > 1 else 0) for group in groups]
