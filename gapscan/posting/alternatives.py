"""Names in a unit → what is asked of them together: each, any one, or some number of them.

"Python or Scala", "AWS/GCP/Azure", "one of", "at least two of", "such as X, Y or similar", "tools (X, Y)" ask for one
thing that several names satisfy; "X, Y and Z" asks for three. A comma means what the next "and" or "or" says, a slash
binds closest, and what a parenthesis holds belongs to what stands before it. A general word with examples ("a deep
learning framework such as TensorFlow or PyTorch") asks for one of the examples when it names a class of tools, and
stays a demand of its own when it names a field of knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gapscan.posting import choices
from gapscan.posting.cues import Hit, Place
from gapscan.posting.demands import HEADS
from gapscan.records import Importance

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
# "AutoCAD or, failing that, MicroStation"
_ASIDE = re.compile(r"(?:failing (?:that|which)|if not|at a (?:push|pinch)|alternatively|otherwise|even|perhaps|possibly|maybe|else),?\s")
# "BigQuery, Dataflow or tools such as Composer"
_OR_OTHERS = re.compile(r"\bor (?:[\w-]{1,16} ){0,3}(?:such as|like|e\.g\.?,?)\s$")
_AMOUNT = re.compile(r"\b(?:one|two|three|[1-5]) or (?:more|both|several)\b")
_CLASS_BEHIND = re.compile(
    r"(?:,? (?:and|or|&) [\w-]{1,20})?\s{1,3}(?:databases?|languages|tools|frameworks|platforms|libraries|systems|services|stores|clouds)\b"
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
# Examples of these are all wanted: "concepts such as ETL, lineage and testing"; and a suite is the sum of its parts.
_TOPICS = re.compile(
    r"(?:concepts?|principles?|ideas|practices?|areas?|topics?|fields?|disciplines?|subjects?|fundamentals|aspects|activities|tasks"
    r"|duties|qualities|traits|attributes|competenc(?:e|ies)|abilities|domains?|basics|responsibilities)\s{0,2}$"
)
_SKILLS = re.compile(r"(?:skills|expertise|background|knowledge)\s{0,2}$")
_WHOLE = re.compile(r"(?:suites?|stacks?|office|workspace|365)\s{0,2}$")
_TRAILING = re.compile(r"(?: (?:experience|skills?|knowledge|expertise|proficiency|exposure|background)){1,2}\s{0,2}$")
_PREPOSITIONS = frozenset("with in of using".split())
_TOOL_WORD = re.compile(r" (?:languages?|tools?|frameworks?|platforms?|databases?|librar(?:y|ies)|systems?|providers?|stores?)\b")
_BLOCKERS = frozenset(
    """for to on is are be was were have has will by from that which who required preferred desired plus years year
    must should would can could not no when where if because into onto over under through within without but
    then so per via needed mandatory essential including such like demonstrated ability able how what why whether who""".split()
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
    """The groups of a unit in order, the hits that only name the class of what follows, and what stands under each general word."""

    groups: tuple[Group, ...]
    classes: frozenset[int]
    under: Mapping[int, Sequence[int]]


class _List(NamedTuple):
    members: list[int]
    joints: list[str]
    choose: int
    examples: bool
    general: int | None
    label: str
    headed: bool
    whole: bool
    skills: bool


def ends_like_class(words: str) -> bool:
    """Tell whether words name a class of tools: "jvm language", "cloud platforms"."""
    return _TOOL_WORD.search(words) is not None


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
    under: dict[int, list[int]] = {}
    for bracket in dict.fromkeys(depth[i] for i in order):
        level = [i for i in order if depth[i] == bracket]
        for found in _lists(place, level, bracket, order, methods, asked):
            groups += _resolve(place, found)
            if found.general is not None and (found.examples or found.choose or found.headed):
                under.setdefault(found.general, []).extend(found.members)
                if found.label or found.headed:
                    classes.add(found.general)
    return Reading(tuple(sorted(groups)), frozenset(classes), under)


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
            other = lists[-1].examples and joint != "or" and methods[index] and not methods[lists[-1].members[0]]
            # "such as Informatica, and Jira": no list of two has a comma before its "and".
            apart = lists[-1].examples and len(lists[-1].members) == 1 and gap.lstrip().startswith(", and")
            if joint and not other and not apart and not _is_complete(lists[-1], joint):
                lists[-1].members.append(index)
                lists[-1].joints.append(joint)
                continue
        lists.append(_opened(place, index, bracket, order, methods))
    return lists


def _is_complete(found: _List, joint: str) -> bool:
    """Tell whether "and" or "or" closed a list of examples: in "such as X or Y, Z and W" the last two are other demands."""
    closed = found.joints[-1] if found.joints else ""
    return (found.examples or found.choose > 0) and closed in ("and", "or") and joint not in (closed, "slash")


def _opened(place: Place, index: int, bracket: tuple[int, int] | None, order: Sequence[int], methods: Sequence[bool]) -> _List:
    """Start a list: what the words before it say of it, and which general word it stands under."""
    hit = place.hits[index]
    tail = place.low[place.start : hit.start][-60:]
    example = _EXAMPLES.search(tail)
    examples = example is not None and not _LIKE_IS_A_VERB.search(tail)
    marker = example or _INCLUDING.search(tail)
    # "at least two languages (e.g. Python)": how many stands before the word that opens the examples.
    choose = choices.before(place.low, place.start, hit.start - len(tail) + marker.start() if marker else hit.start)
    lead = tail[: marker.start()] if marker else tail
    opens = bracket is not None and (marker is not None or not place.low[bracket[0] : hit.start].strip(" "))
    if opens and bracket is not None:
        lead = place.low[place.start : bracket[0] - 1][-60:]
    bare = lead.rstrip(" ,(:–—-")
    apart = opens or marker is not None or len(bare) < len(lead.rstrip())
    lead = _TRAILING.sub("", bare)
    general = _general(place, index, order)
    named = _CLASS.search(lead)
    whole = _WHOLE.search(lead) is not None
    if opens and bracket is not None and marker is None and not choose:
        # The noun may stand behind: "relational (Postgres, MySQL) and NoSQL (Mongo, Cassandra) databases".
        behind = re.sub(r"\([^()]{0,60}\)", "", place.low[bracket[1] + 1 : min(place.end, bracket[1] + 90)])
        shared = _CLASS_BEHIND.match(behind)
        named = named or shared
        examples = not whole and (named is not None or (general is not None and methods[general] and not methods[index]))
    tools = _TOOLS.search(lead) is not None
    label = _label(lead) if (examples or choose) and tools else ""
    return _List([index], [], choose, examples, general, label, apart and tools, whole or _TOPICS.search(bare) is not None,
                 _SKILLS.search(bare) is not None)  # fmt: skip


def _general(place: Place, index: int, order: Sequence[int]) -> int | None:
    """Return the name that the words before a list end with: "cloud platforms" in "cloud platforms such as AWS"."""
    position = order.index(index) - 1
    if position < 0:
        return None
    previous = place.hits[order[position]]
    after = place.low[previous.end : place.hits[index].start]
    words = re.findall(r"[a-z-]+", after.partition("(")[0])
    if "," in after.partition("(")[0].strip(" ,") or ";" in after:
        return None
    extra = [w for w in words if w not in ("such", "as", "like", "e", "g", "including", "for", "example", "i", "instance")]
    if len(extra) > 3 or any(w in _PREPOSITIONS for w in extra) or _SEPARATOR.search(" ".join(extra)):
        return None
    return order[position]


def _label(lead: str) -> str:
    """Return the class that a list gives examples of, in the words of the posting."""
    words = re.split(r"[,;:(]| (?:with|in|of|using|and|or) ", lead)[-1].split()
    kept = [w for w in words if w not in ("a", "an", "the", "any", "one", "at", "least", "more", "or", "strong")][-5:]
    return " ".join(kept)


def _joint(gap: str) -> str:
    """Return how two names are joined: slash, comma, and, or; empty when they are not items of one list."""
    gap = _AMOUNT.sub(" ", _ASIDE.sub(" ", gap))
    closed = _OPEN_END.match(gap)
    if closed and re.search(r"[,;]|\band\b", gap[closed.end() :]):
        # "Julia, Python or equivalent, Oracle": what follows is another demand.
        return ""
    gap = _OR_OTHERS.sub("or ", gap)
    bare = gap.strip().strip("\"'’“”)(")
    if _EXAMPLES.search(gap) and not _LIKE_IS_A_VERB.search(gap):
        return ""
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
    choose = found.choose or choices.behind(place.low, last.end, place.end)
    if choose:
        return [Group(tuple(members), min(choose, len(members)), found.label)] if len(members) > 1 else _single(members)
    if found.examples and len(members) > 1 and not _is_sum(place, found):
        return [Group(tuple(members), 1, found.label)]
    if len(members) == 1:
        return _single(members)
    meaning = "or" if open_end else ""
    for position in range(len(joints) - 1, -1, -1):
        if joints[position] in ("and", "or"):
            meaning = joints[position]
        elif joints[position] == "comma":
            # "Java or Kotlin, Oracle or DB2": the comma behind a choice begins another.
            joints[position] = (meaning if position == 0 or joints[position - 1] != "or" else "") or "and"
    return _split(place, members, joints)


def _is_sum(place: Place, found: _List) -> bool:
    """Tell whether all items are meant: "concepts such as X, Y and Z", or "(X and Y)" right behind its noun."""
    if "or" in found.joints:
        return False
    first = place.hits[found.members[0]]
    follows = place.low[max(place.start, first.start - 2) : first.start].strip() == "("
    return found.whole or (found.joints[-1] == "and" and (follows or found.skills))


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
