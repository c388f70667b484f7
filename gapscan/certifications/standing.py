"""The words around a certificate → whether it is held, in progress, expired, planned or denied.

A cue acts within its clause. Cues before a name ("studying for", "plan to take", "no") reach over a list of names until
the list ends or another verb stands between; cues after it ("in progress", "expected May 2026", "expired") belong to
the name they follow. A word that is also ordinary prose ("planned", "current") counts only where nothing but a date
or the end of the clause follows it. Without a cue a certificate that a résumé names is held.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from gapscan.certifications import cues
from gapscan.records import CredentialStatus, Document, Month, SectionKind

# A clause is never searched further than this to either side.
_REACH = 100
# Most words between a cue and its name; fewer for cues that are short words themselves.
_MOST_WORDS = 7
_FEW_WORDS = 3
_CLOSE = frozenset({CredentialStatus.DENIED, CredentialStatus.EXPIRED})
# Where the heading of a list is looked for, and how long it may be.
_LIST = 400
_HEADING = 60


class Verdict(NamedTuple):
    """What is said of a certificate, and the words that say so; the cue is empty for a bare mention.

    ``used`` is the offset up to which the words after the name are used up by it.
    """

    status: CredentialStatus
    cue: str
    used: int = 0


_BARE = Verdict(CredentialStatus.HELD, "")


def judge(
    document: Document, low: bytes, spans: Sequence[tuple[int, int]], *, as_of: Month | None = None
) -> list[Verdict]:
    """Judge each of some certificates of one document.

    Args:
        document: Asked for its sections only.
        low: Its folded text, lower case.
        spans: Half-open offsets of the names, in order and disjoint.
        as_of: Month against which "valid until" is read; None leaves such dates alone.

    Returns:
        One verdict a span, in the same order.
    """
    verdicts: list[Verdict] = []
    forward = _BARE
    used: int | None = None
    for place, (start, end) in enumerate(spans):
        fresh = _forward(low[_clause_start(low, start, used) : start])
        listed = used is not None and cues.LIST_GAP.fullmatch(low, spans[place - 1][1], start) is not None
        inherited = forward if listed and not cues.YEAR_NEXT.match(low, end) else _BARE
        forward = fresh or inherited
        following = spans[place + 1][0] if place + 1 < len(spans) else None
        backward = _backward(low, end, following, as_of)
        # "Not CKA certified": what stands before outweighs the word that only completes the name.
        completes = backward is not None and backward.status is CredentialStatus.HELD and bool(forward.cue)
        verdicts.append(forward if backward is None or completes else backward)
        used = max(end, backward.used if backward else 0)
    _share_backwards(low, spans, verdicts)
    judged = zip(verdicts, spans, strict=True)
    named = [start for start, _ in spans]
    return [verdict if verdict.cue else _listed_under(document, low, start, named) for verdict, (start, _) in judged]


def _clause_start(low: bytes, start: int, used: int | None) -> int:
    """Return where the clause before a name begins: after the last cut, or what belongs to the name before it."""
    floor = max(0, start - _REACH, used or 0)
    cuts = [match.end() for match in cues.CUT.finditer(low, floor, start)]
    if not cuts:
        return floor
    begin = cuts[-1]
    if low[begin - 1 : begin] == b"\n" and not low[begin:start].strip() and cues.WRAPPED.search(low, floor, begin - 1):
        return cuts[-2] if len(cuts) > 1 else floor
    return begin


def _verdict(match: re.Match[bytes], offset: int = 0) -> Verdict:
    status = CredentialStatus[match.lastgroup or "HELD"]
    return Verdict(status, match.group(match.lastgroup or 0).decode("ascii", "replace").strip(), offset + match.end())


def _forward(before: bytes) -> Verdict | None:
    """Return the verdict of the last cue before a name, None when there is none.

    "No" and "expired" must stand close (three words at most); nothing else may be spoken of in between.
    """
    found = None
    for match in cues.FORWARD.finditer(before):
        verdict = _verdict(match)
        gap = before[match.end() :]
        most = _FEW_WORDS if verdict.status in _CLOSE else _MOST_WORDS
        if len(gap.split()) > most or b")" in gap:
            continue
        if verdict.status is CredentialStatus.DENIED and (b"," in gap or b":" in gap):
            continue
        if verdict.status is not CredentialStatus.HELD and cues.ELSEWHERE.search(gap):
            continue
        found = verdict
    return found


def _backward(low: bytes, end: int, following: int | None, as_of: Month | None) -> Verdict | None:
    """Return the verdict of the words after a name, None when they say nothing."""
    limit = min(len(low), end + _REACH, len(low) if following is None else following)
    wrapped = cues.NEXT_LINE.match(low, end, limit)
    skip = wrapped.end() if wrapped else end
    cut = cues.CUT.search(low, skip, limit)
    stop = cut.start() if cut else limit
    # The line break of a wrapped cue reads as a space.
    after, offset = (b" " + low[skip:stop], skip - 1) if wrapped else (low[skip:stop], skip)
    meets_next = following == stop
    weak = cues.WEAK.match(after)
    if weak is None or _for_next(after, weak, meets_next):
        return _strong(after, offset, meets_next) or _dated(after, offset, as_of)
    expired = _strong(after, offset, meets_next, only=CredentialStatus.EXPIRED)
    return _dated(after, offset, as_of) or expired or _verdict(weak, offset)


def _strong(after: bytes, offset: int, meets_next: bool, *, only: CredentialStatus | None = None) -> Verdict | None:
    for match in cues.STRONG.finditer(after):
        gap = after[: match.start()]
        if _for_next(after, match, meets_next) or len(gap.split()) > _MOST_WORDS or cues.DEGREE.search(gap):
            continue
        if b"|" in gap and not cues.DATES.fullmatch(gap):
            continue
        verdict = _verdict(match, offset)
        if only is None or verdict.status is only:
            return verdict
    return None


def _for_next(after: bytes, match: re.Match[bytes], meets_next: bool) -> bool:
    """Tell whether a cue stands directly before the next name rather than after this one."""
    if not meets_next or after[: match.start()].rfind(b"(") > after[: match.start()].rfind(b")"):
        return False
    gap = after[match.end() :]
    separated = b"," in match.group() or b"," in after[: match.start()] or b" and " in after[: match.start()]
    return separated and b"," not in gap and b")" not in gap and b" and " not in gap


def _dated(after: bytes, offset: int, as_of: Month | None) -> Verdict | None:
    """Return EXPIRED when the words give an end before the reference month; a bare year means its end."""
    if as_of is None:
        return None
    match = cues.UNTIL.search(after)
    if match is None:
        return None
    month = 12
    if match["number"]:
        month = int(match["number"])
    elif match["month"]:
        month = cues.MONTHS.index(match["month"][:3]) + 1
    if Month(int(match["year"]), month) < as_of:
        return Verdict(CredentialStatus.EXPIRED, match.group().decode("ascii", "replace"), offset + match.end())
    return None


def _share_backwards(low: bytes, spans: Sequence[tuple[int, int]], verdicts: list[Verdict]) -> None:
    """Let "A and B in progress" speak of A too, but not "A and B (in progress)"."""
    for place in range(len(spans) - 2, -1, -1):
        following = verdicts[place + 1]
        if verdicts[place].cue or not following.cue or b"(" in low[spans[place + 1][1] : following.used]:
            continue
        if cues.AND_GAP.fullmatch(low, spans[place][1], spans[place + 1][0]):
            verdicts[place] = following


def _listed_under(document: Document, low: bytes, start: int, named: Sequence[int]) -> Verdict:
    """Return the verdict of the section or list that a name stands in ("Certifications in progress:").

    A line that names a certificate (``named`` are their offsets, in order) or a year is an entry and no heading.
    """
    if document.section_at(start) is SectionKind.LEARNING:
        return Verdict(CredentialStatus.IN_PROGRESS, "section on learning")
    floor = max(0, start - _LIST)
    end = low.rfind(b"\n", floor, start)
    while end > floor:
        begin = max(floor, low.rfind(b"\n", floor, end) + 1)
        line = low[begin:end].strip(b" \t\r*#-=_")
        if not line:
            break
        is_head = line.endswith(b":") or ((b"certif" in line or b"licen" in line) and not cues.ANY_YEAR.search(line))
        if is_head and len(line) <= _HEADING and bisect_left(named, begin) == bisect_left(named, end):
            match = cues.LIST_HEAD.search(line)
            return _verdict(match) if match else _BARE
        end = begin - 1
    return _BARE
