"""Does the text say the skill is held, denied, wanted, or another's? Cues with a scope, as ConText did for medicine.

A cue (data/taxonomy/stance.jsonl) acts forwards or backwards, within its clause, and only as far as its scope:
``direct`` (nothing but small words between), ``list`` (the next skill and those joined to it), ``clause`` (all up to
the end of the clause). Clauses end at punctuation, at the close of the cue's parenthesis, and at terminators ("but",
"I", a verb of doing). Longer phrases outrank shorter ones, so "not only" and "without supervision" are cues with no
effect. Of several cues that reach a mention the nearest decides. The sources of the approach: Chapman et al. 2001
(NegEx) and Harkema et al. 2009 (ConText).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gapscan.matching.automaton import CueHit, Hit, Scan
from gapscan.records import SectionKind, Stance

# How far a cue can reach at all, in characters: the longest honest list in a résumé sentence.
_REACH = 400
_CLAUSE_END = re.compile(rb"[;!?*|\t]|[.](?=[\s)\"']|$)|\n(?=\s{0,20}(?:\n|[*>-]\s|[0-9]{1,2}[.)]\s))|\n(?![a-z(])|\s--?\s")
_HARD_END = re.compile(rb"[;!?*|\t]|[.](?=[\s)\"']|$)|\n(?=\s{0,20}(?:\n|[*>-]\s|[0-9]{1,2}[.)]\s))|\n(?![a-z(])")
_SMALL = frozenset(
    b"a an the any any- of in with using use to for on at my our their his her and or nor as is are was were be been "
    b"prior real real-world hands-on hands much formal commercial production professional direct previous working "
    b"practical experience experienced knowledge background skills skill exposure level proficiency yet very such "
    b"about more how also both either even ever actually really advanced basic basics deep the-job related relevant "
    b"it its this that these those like e.g eg i.e tools tool languages language technologies frameworks framework "
    b"some further new programming work worked used coding development projects industry fundamentals".split()
)
_WORD = re.compile(rb"[a-z0-9\x10-\x13'][a-z0-9\x10-\x13'.-]*")
_JOINT = re.compile(rb"[\s,/&()*+-]{0,4}(?:(?:and|or|nor|and/or|as well as|plus)[\s]{1,2})?(?:(?:the|a|an|some|with|in|of|using|basic|advanced)[\s])?")
_BARE_JOINT = re.compile(rb"\s?[/&+]\s?|\s?,?\s{1,2}(?:or|nor|and/or)\s{1,2}|\s{1,2}(?:and)\s{1,2}")
_BACK_GAP = re.compile(rb"[\s:=(\[\"'~-]{0,5}")


class Verdict(NamedTuple):
    """A stance and the cue words behind it (empty for the default)."""

    stance: Stance
    because: str


_EFFECTS = {"denied": Stance.DENIED, "wanted": Stance.WANTED, "other": Stance.OTHER, "held": Stance.HELD}
_SECTION_STANCE = {
    SectionKind.REFERENCES: Verdict(Stance.OTHER, "stands among the references"),
    SectionKind.LEARNING: Verdict(Stance.WANTED, "stands under a heading of what is being learnt"),
}
_GLYPHS = {"☐": Stance.DENIED, "✗": Stance.DENIED, "✘": Stance.DENIED, "❌": Stance.DENIED, "□": Stance.DENIED,
           "☑": Stance.HELD, "☒": Stance.HELD, "✓": Stance.HELD, "✔": Stance.HELD, "✅": Stance.HELD, "■": Stance.HELD}  # fmt: skip


@lru_cache(maxsize=8)
def _stops(words: tuple[str, ...]) -> re.Pattern[bytes]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rb"(?<![a-z0-9])(?:" + b"|".join(re.escape(w.encode()) for w in longest_first) + rb")(?![a-z0-9])")


def _small(gap: bytes, limit: int) -> bool:
    words = _WORD.findall(gap)
    return len(words) <= limit and all(word.strip(b".-'") in _SMALL for word in words)


def _forward_end(scan: Scan, cue: CueHit, stops: re.Pattern[bytes]) -> int:
    """Return where the cue's clause ends: hard punctuation, a terminator, or the close of its parenthesis."""
    low = scan.low
    limit = min(len(low), cue.end + _REACH)
    start = cue.end + 1 if low[cue.end : cue.end + 1] in (b":", b"-") else cue.end
    # "No experience: Java" and "Want to learn - Rust": the mark right behind the cue introduces its list.
    while start < limit and low[start : start + 1] in b" :-\n" and low[start : start + 1]:
        start += 1
    ends = [limit]
    found = _CLAUSE_END.search(low, start, limit)
    if found:
        ends.append(found.start())
    stop = stops.search(low, start, limit)
    if stop:
        ends.append(stop.start())
    depth = 0
    for position in range(start, min(ends)):
        mark = low[position]
        depth += (mark == 0x28) - (mark == 0x29)
        if depth < 0:
            ends.append(position)
            break
    return min(ends)


def _forward(scan: Scan, cue: CueHit, hits: Sequence[Hit], first: int, stops: re.Pattern[bytes]) -> list[int]:
    """Return the indexes of the hits that a forward cue reaches."""
    end = _forward_end(scan, cue, stops)
    reached: list[int] = []
    edge = cue.end
    for index in range(first, len(hits)):
        hit = hits[index]
        if hit.start >= end:
            break
        gap = scan.low[edge : hit.start]
        if not reached:
            limit = {"direct": 3, "list": 6, "clause": 40}[cue.cue.scope]
            near = _small(gap, limit) if cue.cue.scope != "clause" else True
            if cue.cue.scope == "list" and not near:
                near = len(_WORD.findall(gap)) <= 4 and b"," not in gap
            if not near:
                break
        elif cue.cue.scope == "direct":
            if not _BARE_JOINT.fullmatch(gap):
                # "no Java, C++ or Go": a bare cue runs over commas only when the list is closed by or/nor.
                if not (gap.strip() == b"," and _closed_by_or(scan, hits, index, end)):
                    break
        elif cue.cue.scope == "list" and not _JOINT.fullmatch(gap):
            break
        reached.append(index)
        edge = hit.end
    return reached


def _closed_by_or(scan: Scan, hits: Sequence[Hit], index: int, end: int) -> bool:
    edge = hits[index].end
    for hit in hits[index + 1 :]:
        if hit.start >= end:
            return False
        gap = scan.low[edge : hit.start].strip()
        if gap in (b"or", b"nor", b", or", b", nor"):
            return True
        if gap != b",":
            return False
        edge = hit.end
    return False


def _backward(scan: Scan, cue: CueHit, hits: Sequence[Hit], last: int) -> list[int]:
    """Return the indexes of the hits that a backward cue reaches, nearest first."""
    low = scan.low
    reached: list[int] = []
    edge = cue.start
    for index in range(last, -1, -1):
        hit = hits[index]
        gap = low[hit.end : edge]
        if len(gap) > 80 or edge < hit.end:
            break
        if not reached:
            if cue.cue.scope == "direct":
                near = _BACK_GAP.fullmatch(gap) is not None or (_small(gap, 3) and b"," not in gap and not _HARD_END.search(gap))
            else:
                joined = cue.cue.scope == "clause" or b"," not in gap.rstrip(b", ")
                near = joined and not _HARD_END.search(gap) and len(_WORD.findall(gap)) <= 6
            if not near:
                break
        elif cue.cue.scope == "direct":
            break
        elif cue.cue.scope == "list" and not _JOINT.fullmatch(gap):
            break
        elif cue.cue.scope == "clause" and _HARD_END.search(gap):
            break
        reached.append(index)
        edge = hit.start
    return reached


def _glyph(text: str, start: int, end: int) -> Stance | None:
    """Return the stance of a check mark that stands right before a name, or right behind it."""
    before = text[max(0, start - 2) : start].strip()
    if before[-1:] in _GLYPHS:
        return _GLYPHS[before[-1]]
    boxed = text[max(0, start - 4) : start].rstrip().lower()
    if boxed.endswith(("[ ]", "[]", "( )")):
        return Stance.DENIED
    if boxed.endswith("[x]"):
        return Stance.HELD
    after = text[end : end + 3].strip(" :\t")
    return _GLYPHS.get(after[:1]) if after[:1] in "✗✘❌✓✔✅" and not text[end + 1 : end + 40].strip(" ✗✘❌✓✔✅")[:1].isalnum() else None


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
    verdicts = [_SECTION_STANCE.get(section, _HELD) for section in sections]
    if scan.cues:
        _apply_cues(scan, _stops(stops), verdicts)
    if any(glyph in text for glyph in "☐☑☒✗✘✓✔❌✅□■") or "[ ]" in text or "[x]" in text.lower():
        for index, hit in enumerate(hits):
            stance = _glyph(text, hit.start, hit.end)
            if stance is not None:
                verdicts[index] = Verdict(stance, "the check mark beside it")
    return verdicts


_HELD = Verdict(Stance.HELD, "")


def _inside_name(cue: CueHit, hit: Hit) -> bool:
    """Tell whether a cue's words are part of a name: "no" in NoSQL, "learning" in machine learning."""
    overlaps = hit.start < cue.end and cue.start < hit.end
    return overlaps and not (cue.start <= hit.start and hit.end <= cue.end)


def _apply_cues(scan: Scan, stops: re.Pattern[bytes], verdicts: list[Verdict]) -> None:
    hits = scan.hits
    distance = [_REACH + 1] * len(hits)
    following = 0
    for cue in scan.cues:
        while following < len(hits) and hits[following].end <= cue.start:
            following += 1
        if following < len(hits) and _inside_name(cue, hits[following]):
            continue
        stance = _EFFECTS.get(cue.cue.effect)
        if stance is None:
            continue
        reached: list[int] = []
        if cue.cue.direction in ("forward", "both"):
            reached += _forward(scan, cue, hits, following, stops)
        if cue.cue.direction in ("backward", "both") and not reached:
            reached += _backward(scan, cue, hits, following - 1)
        because = scan.low[cue.start : cue.end].decode("ascii", "replace")
        for index in reached:
            gap = hits[index].start - cue.end if hits[index].start >= cue.end else cue.start - hits[index].end
            if gap < distance[index]:
                distance[index] = gap
                verdicts[index] = Verdict(stance, " ".join(because.split()))
