"""How far a stance cue reaches: which names, before it or behind it, its words are about.

Five forms, each read from the text around the cue and never from one sentence: a *value* stands alone in a cell after
its name ("Kubernetes: none", "Rust (learning)"); a *label* is followed by a colon or a line break and owns the list
behind it ("Want to learn: …"); *direct* and *list* cues run forwards over small words, then over joints; *subject*
cues are another person doing something, and own the clause; the rest reach backwards. Small-word lists and the
lengths are measured on invented cases (tests/cases), kept as short as those allow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gapscan.matching import persons
from gapscan.matching.automaton import CueHit, Hit, Scan
from gapscan.matching.frames import REACH
from gapscan.matching.words import ALSO, CREDENTIAL, SMALL, USING, WISH, WORD, qualified, small

# How far before a cue its name can stand.
NEAREST = 81
# How far behind a cue, or behind the name before it, the next name of its list can begin.
WIDEST_FORWARD = 100
# How much may stand before a label on its line ("Skills I …").
_LABEL_INDENT = 24
# Most words behind the cue of a value ("no experience so far").
_LONGEST_VALUE = 4
# "no JavaScript frameworks (React, Vue)", "no clouds such as AWS": what is denied is told by examples.
_EXAMPLES = re.compile(
    rb"\s?(?:frameworks?|librar(?:y|ies)|tools?|platforms?|languages?|databases?|services?|technolog(?:y|"
    rb"ies)|stack|ecosystem|"
    rb"products?|packages?|providers?|clouds?|systems?)\s(?:\(|such as |like |including |"
    rb"\(?e[.]?g[.]?,? )(?:e[.]?g[.]?,? |such as |like )?|\s(?:such as|like|including),?\s"
)
_BACKGROUND = re.compile(rb"\s(?:background|experience|skills|knowledge|know-how|expertise)\b")
_PAIR_ENDS = frozenset((b"", b".", b"years", b"yrs"))
_MONTHS = re.compile(rb"[0-9]{1,4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|q[1-4]|expected")
_ADVERBS = rb"(?:(?:the|a|an|some|with|in|of|using|basic|advanced|also|even|perhaps|maybe|modern) ){0,2}"
_JOINT = re.compile(
    rb"(?:\s?\([^()\n]{0,40}\))?[\s,/&()*+|\"'>-]{0,8}(?:(?:and also|and then|and/or|and|or|nor|as well as|"
    rb"plus|then)\s{1,2})?" + _ADVERBS
)
_BARE_JOINT = re.compile(rb"\s?[/&+]\s?|\s?,?\s{1,2}(?:or|nor|and/or|and)\s{1,2}(?:in |with |for |using )?")
# "Rust, pottery, Go": an unknown item of a list that is closed by commas.
_UNKNOWN_ITEM = re.compile(rb"\s?,\s?([a-z0-9#+.' -]{1,30})(?:,\s{0,2}(?:and |or |nor )?|\s(?:and|or|nor)\s)")
# "Development plan: Power BI training, SQL basics": a word or two behind each name of a label's list.
_LISTED = re.compile(
    rb"(?: (?!(?:i|my|is|are|was|but|with|using|we)\b)[a-z-]{1,16}){0,3}\s?(?:\([^()\n]{0,40}\)\s?)?[,/] ?"
    rb"(?:(?!(?:i|my|is|are|was|but|with|using|we)\b)[a-z-]{1,14} ){0,2}"
)
_HARD_END = re.compile(
    rb"[;!?|\t]|[.](?=[\s)\"']|$)|\n\s{0,20}\n|\n(?=\s{0,20}(?:[*>-]\s|[0-9]{1,2}[.)]\s))|"
    rb"(?<![,&/(\w])\n(?![a-z(])|(?<=\w)\n(?![a-z(])"
)
_VALUE_GAP = re.compile(
    rb"(?:\s{0,2}(?:[0-9.+]{1,4}\s)?(?:\s{0,12}[:=|(\[?~]{1,3}|\s{1,12}-{1,2}>?|\s{0,3}\t|\s?[.]{2,40}|\s[*]|->|=>)[ \t|\"'~-]{0,20}"
    rb"|[;,.]?\s{1,3}(?:level|proficiency|experiences?|years|yrs|status|exposure|knowledge|skills?|practice|background|usage|"
    rb"use)\s?[:=-]{1,2}\s?)"
)
_CELL_START = re.compile(rb"(?:[:=|(\[?\t]|[\w)\x10-\x13]\s--?|->|=>|[\w)\x10-\x13]\s[*]|[.]{3}|[;.,] ?\w{4,11}:)[ \"'~-]{0,3}\Z")
_CELL_END = re.compile(rb"[,;|)\]\n\t*/]|[.](?=\s|$)|\s-\s| {3}")
_LABEL_MARK = re.compile(
    rb"(?:\s(?:do|use|know|have|done|had|used|touched|learned|speak|offer|want|need|include|cover|claim|list|present|available|known|"
    rb"tried|seen|yet|so|far|in|at|all|my|toolbox|cv|skills|production|work|covered|familiar|confident|good)){0,3}(?:\s(?:in|by|"
    rb"for|from|this|during|on|of|at)\s[a-z0-9 ']{2,24}(?=:))?\s?(?:so far |yet |next |now |"
    rb"at the moment |currently |at present |experience |skills )?(?:\([a-z ]{0,12}\)\s?)?(?::|"
    rb"\s-{1,2}(?=\s)|[ \t]{0,9}\n)"
)
_NEXT_LABEL = re.compile(rb"(?<=[\n|.;,*])\s{0,6}[a-z][a-z &/-]{1,30}:|[;|]")
_BLOCK_END = re.compile(rb"\n\s{0,20}\n|\n[^\n:]{1,40}:")
# "Python yes, Java no": answers that need no mark before them.
_BARE_VALUES = frozenset(("no", "none", "never", "nope", "missing", "nil", "n-a", "0"))
_BARE_GAPS = (b" ", b", ")
# A line that is a name and an answer, as in columns and tables of values.
_ONE_OF_CELL = (b"/", b"&")
# "Kotlin yes; Scala, Groovy no": with the other answer given too, each answers a list.
_ALL_OF_ANSWER = (b"/", b"&", b",", b"and", b"or", b", and")
_ANSWERED_YES = re.compile(rb"\byes\b[^\n]{0,80}\Z")
_PAIR_GAP = re.compile(rb" {2,40}|\t{1,6}|,\s?")
_BETTERING = re.compile(
    rb"\b(?:improv|expand|extend|broaden|widen|sharpen|refresh|deepen|develop|strengthen|grow|better|"
    rb"work(?:ing)? (?:my way )?toward)"
)
# "get my hands on": mine, but nothing held.
_IDIOM = re.compile(rb"\bmy (?:hands|head|feet|teeth|way)\b")
# "the lack of tests in our Java code": what is lacking is not the name.
_ELSEWHERE = re.compile(rb"[a-z] (?:in|of|for|on|within|across|from) (?:our|my|their|its|his|her) ")
# "to deepen my Kubernetes and acquire Istio": the wish goes on.
_MORE_WISH = re.compile(
    rb"\s?,? (?:and|or|then|and then) (?:to )?(?:also )?(?:learn|learning|acquire|acquiring|explore|exploring|master|mastering|study|"
    rb"studying|pick up|picking up|try|trying|deepen|gain|get into|getting into)(?: (?:some|a bit of|more|the|about))? "
)
_NOUN_LIKE = frozenset(("no", "zero", "learning"))
_PREPOSITIONS = frozenset(b"with in for of to at on using by and".split())
_INSTRUMENTS = frozenset(b"with using via through by".split())
# "built by a colleague", not "used by colleagues".
_MAKING = re.compile(
    rb"\b(?:built|written|done|handled|run|owned|managed|maintained|developed|made|created|designed|"
    rb"administered|implemented|"
    rb"operated|configured|coded|provided|supplied|delivered|rewritten|programmed|installed|deployed|"
    rb"automated|prepared|"
    rb"set up|put together|carried out|looked after|taken care of|taken over|hosted|supported|introduced|chosen|selected|set|led|"
    rb"taught|brought in)\s(?:(?:mostly|mainly|entirely|only|solely|all)\s)?"
    rb"(?:(?:in|with|using|on|from)\s[a-z0-9+.\x10-\x13 ]{1,20}\s)?\Z"
)
_GROUP = re.compile(
    rb"\s(?:[a-z]{2,12}\s)?(?:team|teams|group|groups|squad|squads|department|people|folks|guild|unit|crew|"
    rb"side)\b"
)
_ALL_OF_LIST = (b"or", b"nor", b", or", b", nor")


def as_value(scan: Scan, cue: CueHit, hits: Sequence[Hit], last: int) -> list[int] | None:
    """Return the names whose cell the cue fills, None when it stands in no cell of its own."""
    low = scan.low
    if cue.cue.id == "0" and last >= 0 and low[cue.end : cue.end + 1] == b"%" and not low[hits[last].end : cue.start].strip(b" :"):
        return [last]
    bare = cue.cue.id in _BARE_VALUES and last >= 0 and low[hits[last].end : cue.start] in _BARE_GAPS
    paired = cue.cue.effect == "denied" and last >= 0 and _is_pair(low, hits[last], cue)
    if not bare and not paired and not _CELL_START.search(low, max(0, cue.start - 14), cue.start):
        return None
    end = _CELL_END.search(low, cue.end, cue.end + 40)
    if end is None and len(low) - cue.end > 40:
        return None
    tail = low[cue.end : end.start() if end else len(low)]
    words = WORD.findall(tail)
    if bare and words:
        return None
    if len(words) > _LONGEST_VALUE or not all(map(_tells_nothing, words)):
        return None
    gap = low[hits[last].end : cue.start] if last >= 0 else b"\n"
    if not bare and not paired and (len(gap) > 60 or not _fills_from(gap)):
        # "Certificates: none": the value of something that is no skill.
        return []
    reached = [last]
    joints = _ALL_OF_ANSWER if bare and _ANSWERED_YES.search(low, max(0, hits[last].start - 80), hits[last].start) else _ONE_OF_CELL
    while last > 0 and low[hits[last - 1].end : hits[last].start].strip() in joints:
        last -= 1
        reached.append(last)
    return reached


def _is_pair(low: bytes, hit: Hit, cue: CueHit) -> bool:
    """Tell whether a line is no more than a name and its value: "Helm    0", "Power BI,none"."""
    if not _PAIR_GAP.fullmatch(low, hit.end, cue.start):
        return False
    start = low.rfind(b"\n", max(0, hit.start - _LABEL_INDENT), hit.start) + 1
    rest = low[cue.end : cue.end + 6].partition(b"\n")[0].partition(b",")[0].strip()
    return not low[start : hit.start].strip(b" *-\t") and rest in _PAIR_ENDS


def _tells_nothing(word: bytes) -> bool:
    """Tell whether a word can stand in a value behind its cue: small, of using, or of a date."""
    return word in SMALL or word in USING or _MONTHS.fullmatch(word.strip(b".'")) is not None


def _fills_from(gap: bytes) -> bool:
    """Tell whether what stands between name and cue opens a cell: a mark, or the name's exam and a parenthesis."""
    if b"\n" in gap:
        return False
    if _VALUE_GAP.fullmatch(gap):
        return True
    words, mark, rest = gap.partition(b"(")
    if not mark:
        words, mark, rest = gap.rpartition(b" - ")
        if not mark:
            words, mark, rest = gap.rpartition(b":")
    return bool(mark) and not rest.strip() and _all_credential(words)


def _all_credential(gap: bytes) -> bool:
    return all(word in CREDENTIAL for word in WORD.findall(gap))


def as_label(scan: Scan, cue: CueHit, hits: Sequence[Hit], first: int) -> list[int] | None:
    """Return the names listed behind a label, None when the cue is no label."""
    low = scan.low
    mark = _LABEL_MARK.match(low, cue.end)
    if mark is None or first >= len(hits):
        return None
    block = b"\n" in mark.group() or not low[mark.end() : mark.end() + 40].partition(b"\n")[0].strip()
    if block and b":" not in mark.group() and not _opens_line(low, cue.start):
        return None
    limit = min(len(low), mark.end() + REACH)
    ending = (_BLOCK_END if block else _NEXT_LABEL).search(low, mark.end(), limit)
    end = ending.start() if ending else limit
    if not block:
        hard = _HARD_END.search(low, mark.end(), end)
        end = hard.start() if hard else end
    edge = mark.end()
    reached: list[int] = []
    for index in range(first, len(hits)):
        hit = hits[index]
        if hit.start >= end:
            break
        gap = low[edge : hit.start]
        joined = (
            cue.cue.effect == "other"
            or _JOINT.fullmatch(gap)
            or _UNKNOWN_ITEM.fullmatch(gap)
            or (not reached and b"\n" not in gap and small(gap, 6, WISH))
            or (reached and _LISTED.fullmatch(gap))
        )
        if not joined and not (block and reached and small(gap, 4)):
            break
        reached.append(index)
        edge = hit.end
    return reached


def _opens_line(low: bytes, start: int) -> bool:
    """Tell whether little or nothing stands before a label on its line."""
    return start < _LABEL_INDENT or b"\n" in low[start - _LABEL_INDENT : start]


def forward(scan: Scan, cue: CueHit, hits: Sequence[Hit], first: int, stops: re.Pattern[bytes]) -> list[int]:
    """Return the indexes of the names that a forward cue reaches, nearest first."""
    scope = cue.cue.scope
    if scope in ("subject", "doer", "named"):
        return persons.does(scan, cue, hits, first)
    low = scan.low
    if scope == "line":
        line = low.find(b"\n", cue.end)
        return [index for index in range(first, len(hits)) if line == -1 or hits[index].start < line]
    if scope == "condition":
        comma = low.find(b",", cue.end, cue.end + WIDEST_FORWARD)
        end = comma if comma != -1 else cue.end + WIDEST_FORWARD
        return [index for index in range(first, min(first + 5, len(hits))) if hits[index].start < end]
    if not made_by(scan, cue):
        return []
    limit = min(len(low), cue.end + REACH)
    reached: list[int] = []
    edge = cue.end
    # A line break right behind the cue is the reader's line, not the end of the clause.
    searched = cue.end + 2 - len(low[cue.end : cue.end + 2].lstrip())
    for index in range(first, len(hits)):
        hit = hits[index]
        if hit.start - edge > WIDEST_FORWARD or hit.start >= limit:
            break
        if not reached and small(low[hit.start : hit.end], 2):
            # "no hands-on Kubernetes experience": a small word that is a skill's name as well.
            continue
        gap = low[edge : hit.start]
        fits = _goes_on(scan, gap, cue, hits, index, limit) if reached else _opens(gap, cue, stops, low[cue.start : cue.end])
        # A line broken within the phrase ("none with / Kubernetes") is no end: the search must see what follows it.
        within = not reached and bool(gap.partition(b"\n")[0].strip())
        if not fits or _HARD_END.search(low, searched, hit.start + within) or gap.count(b")") > gap.count(b"("):
            break
        if scope == "team" and not _GROUP.match(low, hit.end):
            break
        reached.append(index)
        edge = searched = hit.end
    return reached


def _opens(gap: bytes, cue: CueHit, stops: re.Pattern[bytes], said: bytes) -> bool:
    """Tell whether a cue's first name may stand behind such a gap."""
    if gap.lstrip(b" ")[:1] in (b",", b")", b"]"):
        return False
    gap = qualified(cue.cue.id, _IDIOM.sub(b" ", gap) if b" my " in gap else gap)
    words = WORD.findall(gap)
    also = ALSO.get(cue.cue.effect, frozenset())
    direct = cue.cue.scope in ("direct", "team")
    if cue.cue.effect == "wanted" and b"my" in words and not _BETTERING.search(said + gap):
        # "want to use my Python": what is mine is held.
        return False
    if cue.cue.id == "without" and (b"my" in words or b"our" in words):
        # "without my dashboards they were blind": what is mine was there.
        return False
    if small(gap, 7 if cue.cue.effect == "denied" else 5 if direct else 6, also):
        # "to zero with Python", "learning for adults": a determiner or noun, not a denial or wish.
        return not (cue.cue.id in _NOUN_LIKE and words and words[0] in _PREPOSITIONS)
    if direct or len(words) > 4 or b"and" in words or b"," in gap or b":" in gap or stops.search(gap):
        return False
    if _ELSEWHERE.search(gap):
        return False
    meant = [word for word in words if word not in SMALL]
    return not any(word in _INSTRUMENTS for word in words[words.index(meant[0]) :])


def _goes_on(scan: Scan, gap: bytes, cue: CueHit, hits: Sequence[Hit], index: int, end: int) -> bool:
    """Tell whether the next name belongs to the same list."""
    if cue.cue.effect == "wanted" and _MORE_WISH.fullmatch(gap):
        return True
    scope = cue.cue.scope
    if _EXAMPLES.fullmatch(gap) or (scope == "direct" and _opened_examples(scan, hits, index)):
        return _EXAMPLES.fullmatch(gap) is not None or _JOINT.fullmatch(gap) is not None
    if scope in ("direct", "team"):
        # "no Java, C++ or Go": a bare cue runs over commas only when the list is closed by or/nor.
        return bool(_BARE_JOINT.fullmatch(gap)) or (gap.strip() == b"," and _closed_by_or(scan, hits, index, end))
    if gap == b" with " and _BACKGROUND.match(scan.low, hits[index].end):
        return False
    return _JOINT.fullmatch(gap) is not None


def _opened_examples(scan: Scan, hits: Sequence[Hit], index: int) -> bool:
    """Tell whether the list that the hit before belongs to was opened by "such as" or a parenthesis."""
    while index >= 2:
        gap = scan.low[hits[index - 2].end : hits[index - 1].start]
        if _EXAMPLES.fullmatch(gap):
            return True
        if len(gap) > 12 or not _JOINT.fullmatch(gap):
            return False
        index -= 1
    return False


def _closed_by_or(scan: Scan, hits: Sequence[Hit], index: int, end: int) -> bool:
    edge = hits[index].end
    for hit in hits[index + 1 :]:
        if hit.start >= end:
            return False
        gap = scan.low[edge : hit.start].strip()
        if gap in _ALL_OF_LIST:
            return True
        if gap != b",":
            return False
        edge = hit.end
    return False


def made_by(scan: Scan, cue: CueHit) -> bool:
    """Tell whether "by a colleague" names who made a thing; True for every other cue."""
    if not cue.cue.id.startswith("by-"):
        return True
    return _MAKING.search(scan.low, max(0, cue.start - 50), cue.start) is not None


def backward(scan: Scan, cue: CueHit, hits: Sequence[Hit], last: int) -> list[int]:
    """Return the indexes of the names that a backward cue reaches, nearest first."""
    low = scan.low
    scope = cue.cue.scope
    if not made_by(scan, cue):
        return []
    reached: list[int] = []
    edge = cue.start
    for index in range(last, -1, -1):
        hit = hits[index]
        gap = low[hit.end : edge]
        if (
            len(gap) >= NEAREST
            or cue.start - hit.start > REACH
            or edge < hit.end
            or (_HARD_END.search(gap) and not (reached and gap.strip() == b","))
        ):
            break
        if not reached:
            if scope == "subject" or (scope == "direct" and cue.cue.effect == "other"):
                near = gap in (b" ", b"-")
            elif scope == "direct":
                near = b"," not in gap and (small(gap, 3) or (cue.cue.effect == "wanted" and _all_credential(gap)))
            else:
                near = (scope == "clause" or b"," not in gap.rstrip(b", ")) and len(WORD.findall(gap)) <= (
                    9 if scope == "clause" else 6
                )
            if not near:
                break
        elif scope in ("direct", "subject"):
            if gap == b" / " or not (_BARE_JOINT.fullmatch(gap) or (gap.strip() == b"," and len(reached) > 1)):
                break
        elif not _JOINT.fullmatch(gap):
            break
        reached.append(index)
        edge = hit.start
    return reached
