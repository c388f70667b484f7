"""Document → the certificates it names: a walk through a tree of words, then the questions that a name raises.

The text is cut into words once, and only words that begin a name are looked at, so a résumé without certificates costs
about twenty microseconds. The longest name wins. A name with other meanings (ACE, CSM, DEA-C01) needs its issuer near
it, or a word such as "certified"; a name that is a job title too ("Azure Data Engineer") needs that word beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress, islice
from typing import Any, NamedTuple

from gapscan.certifications.catalogue import Certification, load, separated
from gapscan.certifications.standing import Verdict, judge
from gapscan.folding import fold
from gapscan.records import CertificationId, Credential, CredentialStatus, Document, Month, SectionKind

# How far the issuer or "certified" may stand from an ambiguous name; a line may be longer, and a CSV has no lines.
_NEAR = 60
# How long a line headed "Certifications:" may be for the heading to reach the name.
_HEADED = 400

# Where a name that means other things elsewhere is a certificate.
_SECTIONS = frozenset({SectionKind.CERTIFICATIONS, SectionKind.COURSES})
# No résumé names so many certificates, or begins to; a hostile text may.
_MOST = 1000
_MOST_BEGINNINGS = 20_000

# What may not stand between the words of one name. Commas and brackets may: "Solutions Architect, Associate (AWS)".
_APART = re.compile(rb"[;|*\t]|\n[ \t\r]{0,20}\n|[.!?][ \n]|\n[ \t]{0,20}[-o>] | {4}")
_BLANK_LINE = re.compile(rb"\n[ \t\r]{0,20}\n")
# A code is written with hyphens or glued; "AI 102" and "AI/102" may be something else.
_CODE_GLUE = re.compile(rb"[a-z0-9+_/-]{1,40}")
_CERTIFIED = re.compile(
    rb"(?<![a-z])(?:certif(?:ied|ication|ications|icate|icates|icat)|certs?|credentials?|accredit(?:ed|ation)|exams?"
    rb"|licen[sc](?:e|ed|es|ure|ing)|candidate|designation|badge|passed|qualified)(?![a-z])"
)
_BESIDE_BEFORE = re.compile(
    rb"(?:certified|certification|certificate|cert|exam|licensed|registered|credential)(?: in| as| as an?)?"
    rb"[ :,(\"'-]{1,4}$"
)
_BESIDE_AFTER = re.compile(
    rb"[ :,(\"'-]{1,4}(?:(?:associate|professional|level)[ :,(-]{1,3})?"
    rb"(?:certified|certification|certificate|cert|exam|credential|badge|licen[sc]ed?)(?![a-z])"
)
_HEADING = re.compile(
    rb"[ \t*#>-]{0,8}(?:[a-z&/]{1,20} ){0,4}(?:certif|licen[sc]|credential|accredit|qualification)[a-z &/]{0,40}[:\n]"
)
# Between a title and the code that belongs to it: "AWS Certified Solutions Architect (SAP-C02)".
_TITLE_TO_CODE = re.compile(r"[ ]{0,3}[(\[:–—-]{0,2}[ ]{0,2}(?:(?:exam|code|exam code)[ :]{1,2})?", re.IGNORECASE)


# Stands after the last word; no name holds it.
_NO_WORD = b"\0"
_MARKS = str.maketrans("®™℠", "   ")


class Way(NamedTuple):
    """One spelling of one certificate: ``sense`` is plain, ambiguous or title; ``exact`` its exact case or empty."""

    certification: CertificationId
    sense: str
    exact: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place that names a certificate, half-open offsets, and what its clause says of it."""

    certification: CertificationId
    start: int
    end: int
    text: str
    by_code: bool
    verdict: Verdict


# A node maps the next word to a node; the key b"" holds the ways that end here (b"" is no word).
Node = dict[bytes, Any]


@cache
def _index() -> Node:
    """Return the tree of all spellings, built on first use."""
    return build_index(load())


def build_index(catalogue: Iterable[Certification]) -> Node:
    """Build the tree of words over every spelling of some certificates."""
    root: Node = {}
    spelled = [(one, spelling) for one in catalogue for spelling in one.spellings]
    # Folded all at once: three thousand small calls would take longer than everything else here.
    folded = map(separated, fold("\0".join(spelling for _, spelling in spelled)).low.split(b"\0"))
    for (one, spelling), name in zip(spelled, folded, strict=True):
        words = name.split()
        exact = _letters(spelling) if spelling in one.cased else ""
        way = Way(one.id, _sense(one, spelling), exact, spelling in one.codes)
        _plant(root, words, way)
        if way.is_code and len(words) > 1:
            _plant(root, [b"".join(words)], way)
    return root


def _sense(one: Certification, spelling: str) -> str:
    if spelling in one.titles:
        return "title"
    return "ambiguous" if spelling in one.ambiguous else "plain"


def _plant(root: Node, words: Sequence[bytes], way: Way) -> None:
    node = root
    for word in words:
        node = node.setdefault(word, {})
    ways = node.get(b"", ())
    if all(way.certification != other.certification for other in ways):
        node[b""] = (*ways, way)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def find(document: Document, *, as_of: Month | None = None, low: bytes | None = None) -> tuple[Credential, ...]:
    """Find the certificates that a résumé names, each once, in order of first mention.

    What the words around a name say (in progress, expired, planned, denied) outweighs a bare mention of it elsewhere.

    Args:
        document: Searched as it is.
        as_of: Month against which "valid until 2021" is read; None leaves such dates alone.
        low: The lower-case folding of the text, when the caller has it already.

    Returns:
        One credential a certificate, with the text and line that decided it. Empty when none is named.

    Example:
        >>> from gapscan.records import Source
        >>> text = "CKA (2023), AWS SAA-C03 in progress"
        >>> [(c.certification, str(c.status)) for c in find(Document(text, Source("", "txt", "", "", len(text))))]
        [('cka', 'held'), ('aws-saa', 'in progress')]
    """
    best: dict[CertificationId, Sighting] = {}
    for sighting in locate(document, as_of=as_of, low=low):
        known = best.get(sighting.certification)
        if known is None or _outweighs(sighting.verdict, known.verdict):
            best[sighting.certification] = sighting
    return tuple(
        Credential(
            one.certification, one.verdict.status, one.text, document.line_of(one.start), one.start,
            document.section_at(one.start),
        )
        for one in best.values()
    )  # fmt: skip


# Of two explicit verdicts the better one stands: who says "renewed" once holds it, whatever stands elsewhere.
_RANK = {status: rank for rank, status in enumerate(CredentialStatus)}


def _outweighs(verdict: Verdict, other: Verdict) -> bool:
    if verdict.cue and other.cue:
        return _RANK[verdict.status] < _RANK[other.status]
    return bool(verdict.cue) and not other.cue


def locate(document: Document, *, as_of: Month | None = None, low: bytes | None = None) -> tuple[Sighting, ...]:
    """Find every place that names a certificate, in a résumé or a posting.

    Returns:
        Ordered by offset, disjoint; ``document.text[start:end] == text``.
    """
    text = document.text
    if low is None:
        # Marks are part of many names ("ITIL® Foundation") and must not separate their words.
        low = fold(text.translate(_MARKS) if any(mark in text for mark in "®™℠") else text).low
    spaced = separated(low)
    words = [*spaced.split(), _NO_WORD]
    root = _index()
    # A name begins here only if its second word follows, or it has none: this spares nine walks in ten.
    begins = [
        place
        for place in compress(range(len(words)), map(root.__contains__, words))
        if words[place + 1] in (node := root[words[place]]) or b"" in node
    ]
    if not begins:
        return ()
    del begins[_MOST_BEGINNINGS:]
    named = list(islice(_accepted(document, low, spaced, words, begins), _MOST))
    kept = [one for place, one in enumerate(named) if not _belongs_to_code(text, one, named[place + 1 : place + 2])]
    spans = [(one.start, one.end) for one in kept]
    return tuple(
        Sighting(one.certification, one.start, one.end, text[one.start : one.end], one.by_code, verdict)
        for one, verdict in zip(kept, judge(document, low, spans, as_of=as_of), strict=True)
    )


class _Named(NamedTuple):
    certification: CertificationId
    start: int
    end: int
    by_code: bool


def _accepted(document: Document, low: bytes, spaced: bytes, words: list[bytes], begins: list[int]) -> Iterator[_Named]:
    """Walk from each word that begins a name, longest name first, and keep what stands up to its questions."""
    # Where each word starts, as far as anybody has asked.
    starts: list[int] = []
    following = map(re.Match.start, _WORD.finditer(spaced))
    free = 0
    for begin in begins:
        if begin < free:
            continue
        for end, ways in _walk(words, begin):
            starts += islice(following, end - len(starts)) if end > len(starts) else ()
            start, stop = starts[begin], starts[end - 1] + len(words[end - 1])
            way = _accept(document, low, start, stop, ways)
            if way is not None:
                closes = low[stop : stop + 1] == b")" and low.find(b"(", start, stop) > low.find(b")", start, stop)
                yield _Named(way.certification, start, stop + closes, way.is_code)
                free = end
                break


_WORD = re.compile(rb"[^ ]+")


def _walk(words: list[bytes], begin: int) -> list[tuple[int, tuple[Way, ...]]]:
    """Return the names that begin at a word as (end, ways), longest first."""
    found: list[tuple[int, tuple[Way, ...]]] = []
    node = _index()
    for place in range(begin, len(words)):
        node = node.get(words[place])  # type: ignore[assignment]
        if node is None:
            break
        if b"" in node:
            found.append((place + 1, node[b""]))
    found.reverse()
    return found


def _accept(document: Document, low: bytes, start: int, end: int, ways: tuple[Way, ...]) -> Way | None:
    raw = low[start:end]
    if _APART.search(raw):
        return None
    fitting = [way for way in ways if not way.exact or way.exact == _letters(document.text[start:end])]
    if not fitting:
        return None
    if len(fitting) > 1:
        return _nearest_issuer(low, start, end, fitting)
    way = fitting[0]
    if way.sense == "plain" and (not way.is_code or _CODE_GLUE.fullmatch(raw)):
        return way
    if document.section_at(start) in _SECTIONS or _headed(low, start):
        return way
    if way.sense == "title":
        return way if _BESIDE_BEFORE.search(low[max(0, start - 24) : start]) or _BESIDE_AFTER.match(low, end) else None
    before, after = _around(low, start, end)
    if _CERTIFIED.search(before) or _CERTIFIED.search(after):
        return way
    return _nearest_issuer(low, start, end, fitting)


def _around(low: bytes, start: int, end: int) -> tuple[bytes, bytes]:
    """Return what stands near a name on either side, within its paragraph."""
    before = _BLANK_LINE.split(low[max(0, start - _NEAR) : start])[-1]
    after = _BLANK_LINE.split(low[end : end + _NEAR], maxsplit=1)[0]
    return before, after


def _nearest_issuer(low: bytes, start: int, end: int, ways: Iterable[Way]) -> Way | None:
    """Return the way whose issuer stands nearest; None when no issuer is near."""
    before, after = _around(low, start, end)
    distances: list[tuple[int, Way]] = []
    for way in ways:
        pattern = _issuer_pattern(way.certification)
        gaps = [len(before) - match.end() for match in pattern.finditer(before)]
        gaps += [match.start() for match in pattern.finditer(after)][:1]
        if gaps:
            distances.append((min(gaps), way))
    return min(distances)[1] if distances else None


@lru_cache(maxsize=1024)
def _issuer_pattern(certification: CertificationId) -> re.Pattern[bytes]:
    names = sorted({fold(name).low for name in load()[certification].issuer_names}, key=lambda name: (-len(name), name))
    return re.compile(rb"(?<![a-z0-9])(?:" + b"|".join(map(re.escape, names)) + rb")(?![a-z0-9])")


def _headed(low: bytes, start: int) -> bool:
    """Tell whether the line of a name begins with a heading such as "Certifications:"."""
    begin = low.rfind(b"\n", max(0, start - _HEADED), start) + 1
    return (begin > 0 or start < _HEADED) and _HEADING.match(low, begin, start) is not None


def _belongs_to_code(text: str, named: _Named, following: list[_Named]) -> bool:
    """Tell whether a title is followed by the code of another certificate of the same issuer: the code is right."""
    if named.by_code or not following or not following[0].by_code:
        return False
    code = following[0]
    if code.certification == named.certification or not _TITLE_TO_CODE.fullmatch(text[named.end : code.start]):
        return False
    catalogue: Mapping[CertificationId, Certification] = load().by_id
    return catalogue[code.certification].issuer == catalogue[named.certification].issuer
