"""Does the text say the skill is held, denied, wanted, or another's? Cues with a scope, as ConText did for medicine.

A cue (data/taxonomy/stance.jsonl) acts as a value, as a label, forwards or backwards; how far is told by ``reach``.
A trigger ("would", "pupils") says nothing alone: ``frames`` and ``persons`` complete it by the words around, or drop it.
Longer phrases outrank shorter ones, so "not only" and "without supervision" are cues with no effect. Of several cues
that reach a mention the nearest decides, but for three things a reader does without noticing: what others lack
("people with no Java") says nothing of the writer, two negations in one clause lift each other ("never without Git"),
and what is used daily is held, however it is being learnt. The sources of the approach: Chapman et al. 2001 (NegEx)
and Harkema et al. 2009 (ConText).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gapscan.matching import frames, labels, marks, persons, reach
from gapscan.matching.automaton import CueHit, Hit, Scan
from gapscan.matching.words import ALSO, WISH, qualified, small
from gapscan.records import SectionKind, Stance


class Verdict(NamedTuple):
    """A stance and the cue words behind it (empty for the default)."""

    stance: Stance
    because: str


# Scopes of cues that say nothing alone, and what completes them.
TRIGGERS = {**frames.READERS, **persons.READERS, **labels.READERS}
_SILENT_AT_END = frozenset(("role", "firm", "squad"))
_HELD = Verdict(Stance.HELD, "")
_EFFECTS = {"denied": Stance.DENIED, "wanted": Stance.WANTED, "other": Stance.OTHER, "held": Stance.HELD}
_SECTION_STANCE = {
    SectionKind.REFERENCES: Verdict(Stance.OTHER, "stands among the references"),
    SectionKind.LEARNING: Verdict(Stance.WANTED, "stands under a heading of what is being learnt"),
}
# "students with no Java", "people who never used it": whose lack it is, stands right before the cue.
_OTHERS_LACK = re.compile(
    rb"\b(?:teams?|people|students|pupils|beginners|juniors|users|colleagues|clients?|customers|engineers|developers|analysts|"
    rb"staff|newcomers|learners|adults|children|those|someone|anyone|everyone|managers|executives|stakeholders|kids|graduates|"
    rb"hires|starters|teachers|readers|compan(?:y|ies)|organi[sz]ations?|departments?|groups?|interns|trainees|candidates|"
    rb"audiences?|schools?|members|employees|workers|coworkers|teammates|business(?:es)?|startups?|shops|designers|writers|"
    rb"nurses|doctors|programmers|testers|artists|professionals|specialists|volunteers|parents|women|men|girls|citizens|"
    rb"scientists|researchers|marketers|sellers|patients|seniors|apprentices|recruits|partners)\s"
    rb"(?:(?:with|who|that|having|which)\s(?:(?:had|have|has|did|do)\s)?)?\Z"
    rb"|\b(?:[a-z]{3,20}s|people|staff|anybody|somebody|everybody)\swho\s(?:(?:had|have|has|did|do)\s)?\Z"
)
# Two negations lift each other: "wouldn't start without Git", "there is no feature I haven't used".
_NEGATION_BEFORE = re.compile(
    rb"(?:n't|\b(?:refused?|refuses|impossible|helpless|lost|hate|not|never|cannot|no|nor|nobody|nothing|none|hardly|rarely|seldom|"
    rb"nowhere))\b[^.;:,\n()]{1,60}\Z"
)
# "not a day in which I don't write Python"
_NO_DAY = re.compile(
    rb"\b(?:not an?|no|hardly an?|never an?)\s[^.;:,\n]{1,40}\b(?:which|that|where|when)\s(?:i\s)?\Z"
    rb"|\b(?:not as if|not as though|not that|not true that|isn't that|isn't true that|untrue that)\b[^.;:,\n]{0,40}\Z"
)
# "Learning Python changed my career": what was learnt is known.
_LED_TO = re.compile(rb"\s(?:[a-z]{2,12}ed|was|led|made|gave|brought|got|came|paid)\s")
_DECIMAL = re.compile(rb"[0-9][.]")
_CONJUNCTION = re.compile(rb"\b(?:because|since|and|but|so|as)\s")
_LIFTED = frozenset(
    ("without", "not", "lack-of", "not-using", "no-longer-using", "stopped-using", "stopped-working-with", "gave-up", "avoid", "lack")
)
_WIDEST_GAP = 60
# The same with the years that a label may hold.
_WIDEST_TIE = 100
_LONGEST_LABEL = 200
_ANSWER_MARKS = (b":", b"=", b"-", b"(", b"|", b"?")
_CELL_END = re.compile(rb"[\n|;]|[.]\s")
# "Know: …" below "Want to learn: …" ends the wishes.
_KNOWN_LABEL = re.compile(
    rb"\n\s{0,12}(?:i )?(?:already )?(?:know|known|knows|have|used|use|using|experience|experienced|skilled|skills|daily|strong|"
    rb"solid|current|"
    rb"currently|confident|proficient|good|expert|advanced|fluent|comfortable|day to day|at work|work)(?: (?:well|with|in|at|"
    rb"skills|use|stack|tools|"
    rb"already|daily|using)){0,2}\s?:"
)
_CELL_MARKS = (b"\n", b"|", b";", b". ")
# "I never write SQL without tests", "no Java was needed": the denial is of another thing than of knowing the name.
_BUT_WITHOUT = re.compile(
    rb"[^.,;:\n]{0,30}\b(?:without|unless|(?:that )?i (?:have(?: not|n't)|can(?:not|'t)|do(?: not|n't)|did(?: not|n't)|never|"
    rb"could(?: not|n't))|(?:was|were|is|are)\s(?:needed|required|necessary|expected|assumed)"
    rb"|since|lately|recently|for (?:(?:over|about|almost|more than|nearly|[a-z]{2,6}) )?(?:years|months|weeks|a while|some time|"
    rb"a long time|ages)"
    rb"|in (?:[a-z]{2,6} )?(?:years|a while|ages))\b"
)
# "Without Git I could not …": what would have been impossible without it, was there.
_IMPOSSIBLE = re.compile(
    rb"[^.;:\n]{0,60}\b(?:(?:could|would|can|will|might)(?:n't| not| never| hardly)|cannot|impossible|nothing)\b"
)


@lru_cache(maxsize=8)
def _stops(words: tuple[str, ...]) -> re.Pattern[bytes]:
    longest_first = b"|".join(re.escape(word.encode()) for word in sorted(words, key=len, reverse=True))
    return re.compile(rb"(?<![a-z0-9])(?:" + longest_first + rb")(?![a-z0-9])")


def judge(text: str, scan: Scan, sections: Sequence[SectionKind], stops: tuple[str, ...]) -> list[Verdict]:
    """Give every hit of a scan its stance.

    Args:
        text: The text that was scanned.
        scan: Its hits and cues.
        sections: The section of each hit, in the same order.
        stops: Terminator phrases, lower case.

    Returns:
        One verdict a hit, in the order of the hits. HELD where no cue reaches.
    """
    hits = scan.hits
    if not hits:
        return []
    verdicts = [_HELD] * len(hits)
    sectioned = False
    if any(kind in sections for kind in _SECTION_STANCE):
        verdicts = [_SECTION_STANCE.get(section, _HELD) for section in sections]
        _end_inline_lists(scan, sections, verdicts)
        sectioned = any(verdict is not _HELD for verdict in verdicts)
    if scan.cues:
        _apply_cues(scan, _stops(stops), verdicts, held_matters=sectioned)
    for index in marks.dashed(scan.low, hits):
        verdicts[index] = Verdict(Stance.DENIED, "the dash beside it")
    if marks.present(text, scan.low):
        ticked = marks.ticked(text)
        for index, hit in enumerate(hits):
            stance = marks.beside(text, hit, boxes_deny=ticked)
            if stance is not None:
                verdicts[index] = Verdict(stance, "the check mark beside it")
    return verdicts


def _end_inline_lists(scan: Scan, sections: Sequence[SectionKind], verdicts: list[Verdict]) -> None:
    """Take the section's stance back behind "Currently learning: Rust.", a heading whose content ends with its line."""
    low = scan.low
    line_end = edge = -1
    inside = known = False
    for index, hit in enumerate(scan.hits):
        if sections[index] is not SectionKind.LEARNING:
            inside, known, line_end = False, False, -1
            continue
        if not inside:
            inside, edge = True, hit.start
            start = low.rfind(b"\n", max(0, hit.start - _LONGEST_LABEL), hit.start) + 1
            if b":" in low[start : hit.start] and _wish_between(scan, start, hit.start):
                end = _CELL_END.search(low, hit.end)
                line_end = end.start() if end else len(low)
        elif line_end != -1 and hit.start > line_end:
            label = low[max(0, hit.start - _LONGEST_LABEL) : hit.start]
            if b":" in label[max(map(label.rfind, _CELL_MARKS)) + 1 :]:
                verdicts[index] = _HELD
        known = known or _KNOWN_LABEL.search(low, edge, hit.start) is not None
        edge = hit.start
        if known:
            verdicts[index] = _HELD


def _wish_between(scan: Scan, start: int, end: int) -> bool:
    first = bisect_left(scan.cues, start, key=_start)
    return any(cue.start < end and cue.cue.effect == "wanted" for cue in scan.cues[first : first + 4])


def _start(cue: CueHit) -> int:
    return cue.start


def _inside_name(cue: CueHit, hit: Hit) -> bool:
    """Tell whether a cue's words are part of a name: "no" in NoSQL, "learning" in machine learning."""
    overlaps = hit.start < cue.end and cue.start < hit.end
    if cue.cue.effect == "other":
        # "interviewed candidates for Scala", "the data team works": the words of one skill may share some with the cue.
        return hit.start <= cue.start and cue.end <= hit.end and (hit.start, hit.end) != (cue.start, cue.end)
    return overlaps and not (cue.start <= hit.start and hit.end <= cue.end)


def _lifted(scan: Scan, cue: CueHit) -> bool:
    """Tell whether a denial is not the writer's: said of others, or denied itself."""
    before = scan.low[max(0, cue.start - _WIDEST_GAP) : cue.start]
    if _OTHERS_LACK.search(before) or _NO_DAY.search(before):
        return True
    if cue.cue.id in _LIFTED or cue.cue.direction != "forward":
        negation = _NEGATION_BEFORE.search(before)
        # A comma or a conjunction between them makes two statements of one.
        return negation is not None and not _CONJUNCTION.search(negation.group())
    return False


def _reached(scan: Scan, cue: CueHit, following: int, stops: re.Pattern[bytes]) -> list[int]:
    """Return the indexes of the hits a cue is about, by the first of its forms that fits."""
    hits = scan.hits
    kind = cue.cue
    if kind.effect in ("denied", "wanted") and kind.scope != "condition":
        value = reach.as_value(scan, cue, hits, following - 1)
        if value is not None:
            return value
        if kind.scope == "value" and kind.direction == "backward":
            return []
    first = following
    while first < len(hits) and hits[first].start < cue.end:
        first += 1
    if kind.scope == "label" or (kind.effect in ("denied", "wanted") and kind.scope != "subject"):
        label = reach.as_label(scan, cue, hits, first)
        if label:
            return label
        if kind.scope in ("label", "value"):
            return []
    reached: list[int] = []
    if kind.direction in ("forward", "both"):
        reached = reach.forward(scan, cue, hits, first, stops)
    if kind.direction in ("backward", "both") and (not reached or kind.effect == "other"):
        reached = reached + reach.backward(scan, cue, hits, following - 1)
    if not reached and following and kind.effect == "denied" and frames.fronted(scan.low, cue, hits[following - 1]):
        return [following - 1]
    return reached


def _completed(scan: Scan) -> list[CueHit]:
    """Return the cues of a text, its triggers completed by the words around them or dropped."""
    hits, low = scan.hits, scan.low
    following, last = 0, len(hits)
    cues: list[CueHit] = []
    heads, triggers, acts = labels.HEADS, TRIGGERS, persons.GOES_ON
    for cue in scan.cues:
        start, end, (name, effect, direction, scope) = cue
        if scope in _SILENT_AT_END and direction == "forward" and low[end : end + 1] not in acts and low[end : end + 1] != b":":
            # "Senior Developer," and "High School." do nothing: most words for people and firms stand in titles.
            continue
        read = triggers.get(scope)
        if name in heads:
            frame = heads[name](low, cue, None)
            if frame is not None:
                cues.append(_read_as(cue, frame))
                continue
        if read is None:
            if effect != "none":
                cues.append(cue)
            continue
        while following < last and hits[following].end <= start:
            following += 1
        if following < last and hits[following].start < end and _inside_name(cue, hits[following]):
            continue
        frame = read(low, cue, hits[following - 1] if following else None)
        if frame is not None:
            cues.append(_read_as(cue, frame))
    return cues


def _read_as(cue: CueHit, frame: frames.Frame) -> CueHit:
    kind = cue.cue._replace(scope=frame.scope, direction=frame.direction, effect=frame.effect or cue.cue.effect)
    return CueHit(frame.start, frame.end, kind)


def _apply_cues(scan: Scan, stops: re.Pattern[bytes], verdicts: list[Verdict], *, held_matters: bool) -> None:
    hits = scan.hits
    distance = [frames.REACH + 1] * len(hits)
    following = 0
    before: CueHit | None = None
    cues = _completed(scan)
    rivals = [cue.start for cue in cues if cue.cue.effect != "held"]
    last = len(hits)
    for cue in cues:
        effect = cue.cue.effect
        if effect == "held" and not held_matters and not _rivals(rivals, cue):
            continue
        while following < last and hits[following].end <= cue.start:
            following += 1
        if effect == "held" and cue.cue.direction == "forward":
            near = following < last and hits[following].start - cue.end <= reach.WIDEST_FORWARD
        else:
            near = (following < last and hits[following].start - cue.end < frames.REACH) or (
                following > 0 and cue.start - hits[following - 1].end < reach.NEAREST
            )
        if following < last and hits[following].start < cue.end and _inside_name(cue, hits[following]):
            continue
        if (
            effect == "wanted"
            and before is not None
            and before.cue.effect == "denied"
            and _belongs_to(scan, before, cue)
        ):
            # "never got around to learning Rust" is no wish.
            continue
        if effect != "held":
            before = cue
        elif not near or (before is not None and cue.start - before.end < _WIDEST_TIE and _belongs_to(scan, before, cue)):
            continue
        if near and not (cue.cue.id == "0" and _DECIMAL.match(scan.low, max(0, cue.start - 2))):
            _apply(scan, cue, following, stops, verdicts, distance)


def _rivals(starts: Sequence[int], cue: CueHit) -> bool:
    """Tell whether any cue near a held one says otherwise; without, held is the default anyway."""
    after = bisect_left(starts, cue.start - 2 * frames.REACH)
    return after < len(starts) and starts[after] < cue.start + 2 * frames.REACH


def _said_of_else(low: bytes, cue: CueHit, end: int) -> bool:
    """Tell whether what follows the last name makes the denial one of time, of need, or of another thing."""
    if _BUT_WITHOUT.match(low, end):
        return True
    return cue.cue.id == "without" and _IMPOSSIBLE.match(low, end) is not None


def _apply(
    scan: Scan, cue: CueHit, following: int, stops: re.Pattern[bytes], verdicts: list[Verdict], distance: list[int]
) -> None:
    hits = scan.hits
    stance = _EFFECTS[cue.cue.effect]
    denies = stance is Stance.DENIED
    reached = _reached(scan, cue, following, stops)
    if not reached:
        return
    if denies and _lifted(scan, cue):
        if hits[reached[0]].start < cue.start:
            for index in reached:
                distance[index], verdicts[index] = -1, _HELD
        return
    if denies and hits[reached[0]].start >= cue.end and _said_of_else(scan.low, cue, hits[reached[-1]].end):
        return
    if cue.cue.id == "learning" and _LED_TO.match(scan.low, hits[reached[-1]].end):
        return
    settles = stance is Stance.HELD and cue.cue.direction == "backward"
    verdict = Verdict(stance, " ".join(scan.low[cue.start : cue.end].decode("ascii", "replace").split()))
    answers = stance is not Stance.HELD and scan.low[max(0, cue.start - 2) : cue.start].strip() in _ANSWER_MARKS
    for index in reached:
        gap = hits[index].start - cue.end if hits[index].start >= cue.end else cue.start - hits[index].end
        if answers and hits[index].end <= cue.start and verdicts[index].stance is Stance.HELD and distance[index] >= 0:
            # "Experience with Rust: none": the answer outranks what the question says.
            gap = 0
        if gap < distance[index] or settles or (gap == distance[index] and verdicts[index].stance is Stance.HELD):
            distance[index] = -1 if settles else gap
            verdicts[index] = verdict


_YEAR = re.compile(rb"\b[0-9]{2,4}\b")
_APART = (b",", b".", b"\n", b":", b";", b"|")


def _belongs_to(scan: Scan, before: CueHit, held: CueHit) -> bool:
    """Tell whether a word of knowing stands within a denial, a wish or another's clause: "no experience with"."""
    gap = qualified(before.cue.id, scan.low[before.end : held.end])[: held.start - held.end]
    if before.cue.scope in ("subject", "doer"):
        if gap.strip() in (b"i", b"we", b"that i", b"whom i", b"i had"):
            # "the students I tutored used …"
            return True
        return held.cue.direction != "backward" and len(gap) <= _WIDEST_GAP and not re.search(rb"[.;,\n]|\b(?:i|my|we)\b", gap)
    if before.cue.scope == "label":
        # A label with a year in it and its colon: Goal for 2027.
        gap = _YEAR.sub(b"", gap.replace(b":", b" ", 1))
    apart = len(gap) > _WIDEST_GAP or any(mark in gap.lstrip(b":") for mark in _APART)
    return not apart and small(gap, 5, ALSO["denied"] if before.cue.effect == "denied" else WISH)
