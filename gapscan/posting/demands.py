"""Names in a unit → how much each is asked for: must, preferred, mentioned, or not at all.

The zone says how much a unit asks in general; the words near a name may say otherwise: "CISSP required; PMP preferred",
"Java is not required", "ideally Scala". Cues are data (data/taxonomy/demands.jsonl). A cue acts within its clause,
forwards or backwards, as far as its list or its clause reaches, and inside its own parenthesis; of several the nearest
decides. Two of them add up: what is "not required but a plus" or "required, but can be learned" is preferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gapscan.posting.cues import TURNS, CueAt, Hit, Place, clauses, inside
from gapscan.records import Importance

# Words that begin a new demand behind a comma: what stands before them is another one.
HEADS = frozenset(
    """experience experienced knowledge familiarity familiar exposure understanding proficiency proficient expertise expert
    ability able background strong solid good excellent great working hands-on hands basic advanced some skills skilled
    certification degree fluency fluent competence command prior previous comfort comfortable additional plus
    willingness interest track proven demonstrated deep sound practical""".split()
)
_LINK = re.compile(r"[\s,]{0,3}(?:and/or|and|or|nor|&|/|\+|>{1,2}|as well as)?[\s,]{0,3}(?:the|a|an|also)?\s?")
_SMALL = frozenset(
    """a an the any of in with using use to for on at some experience knowledge background skills skill familiarity exposure
    understanding prior previous commercial professional working practical need have having know knowing be other also
    more further additional this that about or and you your our we have""".split()
)
_END_WORDS = frozenset(
    """but and for in to as or though although if not at by with since because however yet while than also
    though that when where""".split()
)
# "and - as a bonus - Azure": what stands between dashes, or behind "and", speaks of what follows.
_OPENED = re.compile(r"(?:\band|[-–—])[ -]{0,3}$")
_PRONOUN = re.compile(
    r"\s{1,2}(?:(?:know|have|use|learn|touch|bring|master) )?(?:it|them|that|those|either|any of (?:it|them|that"
    r"|those))\b(?!\s{1,2}(?:is|are|you|we)\b)"
)
_POINTING = tuple([word] for word in "that this it they these those both either which".split())
_LEADS_ON = re.compile(r"\s{1,2}(?:if|when|for|to (?:have|know|see|be)|knowing|having)\b")
_INFINITIVES = (" to have", " to know", " to see", " to bring")
_LEVEL_BEHIND = re.compile(r"[\s(:–-]{1,4}(expert|advanced|proficient|fluent|intermediate|working|basic|beginner)\b")
_BEHIND = {"advanced": "proficient", "fluent": "proficient", "intermediate": "working", "beginner": "basic"}
# What makes a cue a label: "Not required: SAS", "Not a must, but cool: R".
_LABEL_END = re.compile(r"(?:,? [a-z]{2,12}){0,2}(?::| [-–—=] )")
# How far behind a cue a parenthesis may open and still belong to it.
_TO_BRACKET = 3


def judge(place: Place, base: Importance | None) -> list[Importance | None]:
    """Say how much each name of a unit is asked for.

    Args:
        place: The unit.
        base: What its zone asks for in general; None where only a plain demand counts.

    Returns:
        One importance a hit, None for what is not asked for.
    """
    if not place.hits:
        return []
    effects: list[dict[str, int]] = [{} for _ in place.hits]
    acting = [cue for cue in place.cues if cue.cue.effect in ("must", "preferred", "none", "learn", "mentioned")]
    if acting:
        for span in clauses(place):
            _act(place, span, [cue for cue in acting if span[0] <= cue.start < span[1]], effects)
    # "Vue instead of jQuery: we threw jQuery out": what is refused is not asked for by naming it again.
    refused = {hit.skill for hit, found in zip(place.hits, effects, strict=True) if "none" in found and "preferred" not in found}
    for hit, found in zip(place.hits, effects, strict=True):
        if not found and hit.skill in refused:
            found["none"] = 0
    return [_verdict(found, base) for found in effects]


def _verdict(effects: Mapping[str, int], base: Importance | None) -> Importance | None:
    """Combine the effects that reach a name; the numbers are their distances."""
    if "none" in effects:
        return Importance.PREFERRED if "preferred" in effects else None
    if "learn" in effects:
        return base if base is Importance.MENTIONED else Importance.PREFERRED
    if not effects:
        return base
    return Importance(min(effects, key=lambda effect: effects[effect]))


def _act(place: Place, clause: tuple[int, int], acting: Sequence[CueAt], effects: list[dict[str, int]]) -> None:
    edge = clause[0]
    reached: list[int] = []
    last: list[int] = []
    for number, cue in enumerate(acting):
        bracket = inside(place, cue.start)
        if bracket:
            reached = _in_bracket(place, cue, bracket)
        else:
            following = acting[number + 1].start if number + 1 < len(acting) else clause[1]
            reached = _outside(place, cue, edge, clause, following)
            if reached and place.hits[reached[0]].end <= cue.start:
                edge = cue.end
            elif not reached and cue.cue.direction != "forward" and _turns(place, clause, cue):
                # "Rust is required, but can be learned": the cue speaks of what the clause before it spoke of.
                before = [i for i, hit in enumerate(place.hits) if hit.end <= clause[0]]
                reached = [i for i in before if effects[i]] or (_backward(place, cue, before, False) if cue.cue.effect == "none" else [])
            elif not reached and cue.cue.direction == "backward" and _points_back(place, clause, cue):
                # "We once used VBA; that would be a bonus": so does a clause that only points at it.
                reached = _backward(place, cue, [i for i, hit in enumerate(place.hits) if hit.end <= clause[0]], False)
            elif not reached and cue.cue.direction == "backward" and cue.cue.effect == "none":
                # "Phoenix can be learned here, no experience needed": both speak of the same.
                reached = last
            last = reached
        for index in reached:
            hit = place.hits[index]
            distance = cue.start - hit.end if hit.end <= cue.start else hit.start - cue.end
            known = effects[index].get(cue.cue.effect)
            effects[index][cue.cue.effect] = distance if known is None else min(known, distance)


def _turns(place: Place, clause: tuple[int, int], cue: CueAt) -> bool:
    """Tell whether a clause begins with "but" or its like and says nothing before the cue."""
    words = re.findall(r"[a-z]+", place.low[clause[0] : cue.start])
    return bool(words) and words[0] in TURNS and len(words) <= 4


def _points_back(place: Place, clause: tuple[int, int], cue: CueAt) -> bool:
    """Tell whether a clause before a cue is no more than a word that points at what was named: "that", "these"."""
    return re.findall(r"[a-z]+", place.low[clause[0] : cue.start]) in _POINTING


def _outside(place: Place, cue: CueAt, edge: int, clause: tuple[int, int], following: int) -> list[int]:
    before = [i for i, hit in enumerate(place.hits) if edge <= hit.start and hit.end <= cue.start]
    direction = cue.cue.direction
    if not before and _LABEL_END.match(place.low, cue.end):
        # A cue with a colon is a label, whatever it is elsewhere: "Not required: SAS".
        direction = "forward"
    leads = _LEADS_ON.match(place.low, cue.end) or place.low.endswith(_INFINITIVES, cue.start, cue.end)
    if not before and direction == "backward" and leads:
        # "It's a real bonus if you know Perl"
        direction = "forward"
    if direction == "both" and cue.cue.scope == "clause" and _OPENED.search(place.low, clause[0], cue.start):
        direction = "forward"
    if direction == "both" or (direction == "forward" and cue.cue.scope == "end"):
        direction = "backward" if direction == "both" and before and _closes(place, cue) else "forward"
    if cue.cue.scope == "end" and direction == "forward" and not _opens(place, cue, clause):
        direction = "none"
    if direction == "forward" and cue.cue.effect == "none" and _PRONOUN.match(place.low, cue.end):
        # "We once used Cassandra, but you need not know it": the cue speaks of what was named.
        return _backward(place, cue, [i for i, hit in enumerate(place.hits) if hit.end <= cue.start], False)
    if direction == "backward" or not before:
        # A list in parentheses right behind the cue belongs to what it names: tools helpful (Tableau, Looker).
        behind = [span for span in place.brackets if 0 < span[0] - cue.end <= _TO_BRACKET]
        held = [i for i, hit in enumerate(place.hits) for span in behind[:1] if span[0] <= hit.start < span[1]]
        if held and (direction == "backward" or cue.cue.scope == "end"):
            return [*_backward(place, cue, before, False), *held]
    if direction == "backward" and not _closes(place, cue):
        return []
    if direction == "backward":
        governed = any(
            other.cue.direction != "backward" and edge <= other.start and before and other.end <= place.hits[before[0]].start
            for other in place.cues
            if other.cue.effect in ("must", "none")
        )
        return _backward(place, cue, before, governed)
    if direction == "none":
        return []
    end = following if cue.cue.effect != "none" or cue.cue.scope != "direct" else clause[1]
    after = [i for i, hit in enumerate(place.hits) if cue.end <= hit.start < _bracket_end(place, end)]
    return list(_forward(place, cue, after))


def _bracket_end(place: Place, end: int) -> int:
    """Move a limit that falls into a parenthesis to its end."""
    span = inside(place, end)
    return span[0] if span else end


def _closes(place: Place, cue: CueAt) -> bool:
    """Tell whether a bare word such as "preferred" ends its clause, and so speaks of what is before it."""
    if cue.cue.scope != "end":
        return True
    rest = place.low[cue.end : place.end].lstrip(" ")
    if rest.startswith(":"):
        return False
    if not rest or not rest[0].isalnum():
        return True
    return re.split(r"[^a-z]", rest, maxsplit=1)[0] in _END_WORDS


def _opens(place: Place, cue: CueAt, clause: tuple[int, int]) -> bool:
    """Tell whether a bare word stands where a label does: at the start of its clause or behind a comma."""
    before = place.low[clause[0] : cue.start].rstrip(" ")
    if place.low.startswith(":", cue.end):
        return True
    return not before or before[-1] in ",;:(" or before.endswith(" and")


def _gap(place: Place, first: int, second: int) -> str:
    return place.low[place.hits[first].end : place.hits[second].start]


def _backward(place: Place, cue: CueAt, before: Sequence[int], governed: bool) -> list[int]:
    """Return the names a backward cue reaches, nearest first: its phrase, not the demand before it."""
    if not before:
        return []
    reached = [before[-1]]
    # "A, knowledge of B, as well as consulting experience are a plus": the list ends with something that is no name.
    closed = re.search(r", (?:and|or|as well as) ", place.low[place.hits[before[-1]].end : cue.start]) is not None
    for index in reversed(before[:-1]):
        gap = _gap(place, index, reached[-1])
        words = re.findall(r"[a-z'-]+", gap)
        comma = "," in gap
        conjunction = any(word in ("and", "or", "nor") for word in words) or "/" in gap or "&" in gap or "as well as" in gap
        if comma and not conjunction and (any(w in HEADS for w in words) and not closed):
            break
        if comma and words and words[0] in ("skills", "experience", "knowledge", "proficiency") and not conjunction:
            break
        if comma and conjunction and words and words[0] in ("and",) and len(words) > 1 and words[1] in HEADS:
            break
        if comma and not conjunction and governed and not closed:
            break
        closed = closed or conjunction
        reached.append(index)
    return reached


def _forward(place: Place, cue: CueAt, after: Sequence[int]) -> Iterator[int]:
    """Yield the names a forward cue reaches, as far as its scope goes."""
    edge = cue.end
    scope = "list" if cue.cue.effect == "none" and cue.cue.scope == "clause" else cue.cue.scope
    if place.low.startswith(":", cue.end):
        # A label speaks for its line: "Won't need: Puppet, Chef".
        scope = "clause"
    for number, index in enumerate(after):
        gap = place.low[edge : place.hits[index].start]
        words = re.findall(r"[a-z'-]+", gap)
        if number == 0:
            # "no legacy Perl": one word that is not known may stand between.
            if scope == "direct" and (len(words) > 3 or sum(w not in _SMALL for w in words) > 1 or "," in gap):
                return
            if scope == "list" and (len(words) > 6 or "," in gap.strip(" ,")):
                return
        elif scope == "clause":
            if "," in gap and any(w in HEADS for w in words[:3]) and cue.cue.effect != "preferred":
                return
        elif not _joined(place, cue, gap, index, after, number):
            return
        yield index
        edge = place.hits[index].end


def _joined(place: Place, cue: CueAt, gap: str, index: int, after: Sequence[int], number: int) -> bool:
    """Tell whether a name belongs to the list that a cue opened."""
    bare = gap.strip()
    if not _LINK.fullmatch(gap) and bare not in ("/", "&", "or", "and", "nor"):
        return False
    if bare == ",":
        if cue.cue.effect == "none":
            return _is_closed(place, after[number:])
        return True
    # "a scripting language, ideally Python, and SQL": the commas enclose the wish.
    enclosed = place.low[: cue.start].rstrip(" ").endswith(",") and bare.startswith(",")
    if enclosed or (cue.cue.scope == "direct" and cue.cue.effect == "none" and bare == "and"):
        return False
    return not (cue.cue.effect == "none" and bare in ("and", ", and") and cue.cue.scope == "direct")


def _is_closed(place: Place, rest: Sequence[int]) -> bool:
    """Tell whether a list of commas ends with "or" or "and", and so is one list."""
    for first, second in pairwise(rest):
        gap = _gap(place, first, second).strip()
        if gap in ("or", "nor", ", or", ", nor", "and", ", and"):
            return True
        if gap != ",":
            return False
    return False


def _in_bracket(place: Place, cue: CueAt, bracket: tuple[int, int]) -> list[int]:
    """Return the names that a cue in parentheses speaks of: those beside it, else what the parenthesis follows."""
    within = [i for i, hit in enumerate(place.hits) if bracket[0] <= hit.start < bracket[1]]
    if within:
        before = [i for i in within if place.hits[i].end <= cue.start]
        after = [i for i in within if place.hits[i].start >= cue.end]
        leads = not before and _LEADS_ON.match(place.low, cue.end) is not None
        if cue.cue.direction == "forward" or leads or (cue.cue.direction == "both" and not before):
            return list(_forward(place, cue, after))
        return _backward(place, cue, before, False)
    if (cue.cue.effect == "none" and cue.cue.scope == "direct") or place.low.startswith(("both", "all"), bracket[0]):
        # Neither "Ruby (the language, not the gem)" nor "Java or Kotlin (both is a bonus)" speaks of what is before.
        return []
    if cue.cue.direction == "forward" and cue.cue.effect == "preferred" and place.low[cue.end : bracket[1]].strip(" .,"):
        # "Data analysis (preferably in retail)": the wish is for what the taxonomy has no name for.
        return []
    clause = next((span for span in clauses(place) if span[0] <= bracket[0] - 1 < span[1]), (place.start, place.end))
    previous = [i for i, hit in enumerate(place.hits) if clause[0] <= hit.start and hit.end <= bracket[0]]
    if not previous:
        # "(optional) CUDA": what opens a bullet in parentheses speaks of what follows.
        opens = not place.low[place.start : bracket[0] - 1].strip()
        return list(_forward(place, cue, [i for i, hit in enumerate(place.hits) if hit.start > bracket[1]])) if opens else []
    last = place.hits[previous[-1]]
    only = sum(1 for c in place.cues if c.cue.effect in ("must", "preferred", "none")) == 1
    at_end = not place.low[bracket[1] + 1 : place.end].strip(" .")
    lead = re.findall(r"[a-z]+", place.low[place.start : place.hits[previous[0]].start])
    if at_end and only and (bracket[0] - last.end > 24 or any(word in HEADS for word in lead)):
        return previous
    reached = [previous[-1]]
    for index in reversed(previous[:-1]):
        if _gap(place, index, reached[-1]).strip() not in ("/", "or", ", or"):
            break
        reached.append(index)
    return reached


def speaks(place: Place, cue: CueAt) -> bool:
    """Tell whether a cue may act where it stands: a bare "plus" is a wish only at the end of its clause."""
    return cue.cue.direction != "backward" or _closes(place, cue)


def level_of(place: Place, hit: Hit) -> str | None:
    """Return how well a skill is to be mastered: expert, proficient, working or basic; None when it isn't said."""
    behind = place.low[hit.end : hit.end + 28]
    said = _LEVEL_BEHIND.match(behind)
    if said and ("(" in said.group() or ":" in said.group()):
        return _BEHIND.get(said.group(1), said.group(1))
    best: CueAt | None = None
    for cue in place.cues:
        span = inside(place, cue.start)
        if cue.cue.effect == "level" and cue.end <= hit.start and (span is None or span[0] <= hit.start < span[1]):
            between = place.low[cue.end : hit.start]
            if not re.search(r"[;.]|, (?:and )?(?:strong|knowledge|familiar|experience)", between) and len(between) < 90:
                best = cue
    if best:
        return best.cue.value
    return _BEHIND.get(said.group(1), said.group(1)) if said else None
