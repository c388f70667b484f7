"""A posting's text → its units: bullets and sentences, each on its own, whatever became of the line breaks.

Everything a posting says is scoped to one bullet or one sentence, so these are cut first. Lines that were wrapped are
joined, paragraphs are cut into sentences, and text that lost its line breaks on the way through a web form ("jQueryStrong
command over SQLMust have") is cut where a bullet must have begun. The units are then laid out in a text of their own,
two line breaks apart, that the matcher searches; each knows where it stands in the posting.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gapscan.folding import fold
from gapscan.records import Document

# A text with longer lines than this on average has lost its line breaks, or is one paragraph.
_LONG_LINE = 220
# Shorter lines were not wrapped by a page's width but end where their writer ended them.
_WRAPPED_FROM = 55
_BULLET = re.compile(r"[ \t]{0,40}(?:[•*▪◦‣·►✓✔➢○●■□–—o-]|\(?(?:\d{1,2}|[a-hA-H])[.)]|#{1,6})[ \t]{1,20}(?=\S)")
_INLINE_BULLET = re.compile(r"[ \t]{0,3}[•▪◦‣●■►✓✔➢][ \t]{0,3}(?=\S)|(?<=[.:;\w)])[ \t]{0,3}[*·][ \t]{0,3}(?=[A-Z0-9])")
_INLINE_QUOTE = re.compile(r"[ ]{1,4}\"[ ]{1,3}(?=[A-Z])")
_INLINE_DASH = re.compile(r"(?<=[a-z).:;!?])[ ]{0,3}[-–—][ ](?=[A-Z0-9])")
_INLINE_NUMBER = re.compile(r"(?<=[a-z).:;])[ ]{0,3}(?=\d{1,2}[.)] [A-Z])")
_MARKS = " \t\n*•·▪◦‣●■►✓✔➢"
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]]{0,2}[ \t]{1,20}(?=[\"'“(\[]?[A-Z0-9•])")
_LAST_WORD = re.compile(r"[A-Za-z.]{1,12}$")
_GLUED = re.compile(
    r"(?<=[a-z0-9+#)\]%.!?:;])(?=[A-Z][a-z])|(?<=[A-Z]{2})(?=[A-Z][a-z])|(?<=[a-z]{2})(?=[A-Z]{5,20}[ :])"
    r"|(?<=[a-z)][.!?:;])(?=\d|[A-Z]{2})"
    r"|(?<=[a-z)])(?=\d{1,2}\+?(?: ?- ?\d{1,2}\+?)? (?:or more )?(?:years?|yrs?)\b)"
)
_RIGHT_WORD = re.compile(r"[A-Z][a-z]{0,20}")
_LEFT_WORD = re.compile(r"[A-Za-z+#&/.-]{1,24}$")
_SPACED_START = re.compile(r"(?<=[a-z0-9)%+#])[ ]{1,3}(?=[A-Z][a-z]{2,14}(?:[ -]|$))")
_WORDS = re.compile(r"[a-z0-9\x10-\x13]+(?:'[a-z]{1,3})?")
# What any cut needs: the end of a sentence, a mark in the middle, or a capital or figure glued to what is before it.
_MAY_BE_CUT = re.compile(r"[.!?][\"'”’)\]]{0,2}[ \t]|[a-z0-9+#)\]%.!?:;][A-Z]|[A-Z]{2}[a-z]|[•▪◦‣●■►✓✔➢*·]|[a-z).:;!?][0-9]")
_DOTTED = re.compile(r"(?:js|net|com|org|io|ai|co)\b", re.IGNORECASE)
# No posting is longer, a page saved with all its menus hardly; what follows is not read, and a notice says so.
MAX_CHARACTERS = 200_000
# No sentence is longer; hostile text is, and rules that look at pairs of names must not see all of it at once.
_LONGEST_UNIT = 1200

_ABBREVIATIONS = frozenset(
    """e.g. i.e. eg. ie. etc. vs. inc. ltd. co. corp. sr. jr. dr. mr. mrs. ms. no. st. dept. approx. min. max. incl. esp.
    u.s. u.k. b.s. m.s. b.a. m.a. ph.d. b.sc. m.sc. b.e. b.tech. m.tech. yrs. yr. exp. req. pref. a.m. p.m. gov. univ.""".split()
)
# Words that open a bullet so often that a capital on one in running text shows where a line break was.
_STARTERS = frozenset(
    """Ability Able Academic Active Adept Advanced Analytical Analyze Analyse Apply Assist At Attention Author Automate
    Bachelor Bachelors Background Basic Be Benefits Bonus Bring Build Building Candidate Candidates Certification
    Clear Collaborate Collaborating Collecting Comfort Comfortable Communicate Communication Competitive Computer
    Conduct Consistently Contribute Coordinate Craft Create Creating Creative Customer Data Deep Define Degree Deliver
    Demonstrable Demonstrated Deploy Design Designing Desired Desire Detail Develop Developing Direct Document Drive
    Education Effective Effectively Eligible Enhancing Ensure Equal Establish Evaluate Evaluations Evidence Excellence
    Excellent Exceptional Execute Experience Experienced Expert Expertise Explore Exposure Extensive Facilitate Familiar
    Familiarity Flexible Fluency Fluent For Formal From Generate Good Graduate Great Guide Guiding Hands Have Help High
    Highly Hire Identify If Implement Improve Improving In Influence Information Intellectual Integrate Interest
    Interested Intermediate Interpret Interviews Investigate Job Knowledge Lead Leadership Learn Leverage Love Maintain
    Make Manage Manages Managing Master Masters Mentor Mentoring Minimum Monitor Monitoring Motivated Must Nice Obtain
    Optimize Optimise Organized Our Outstanding Own Participate Partner Partnering Passion Passionate Perform Performing
    Pharma Physical PhD Plan Possess Practical Preferred Prepare Present Previous Prior Proactive Proactively Problem
    Process Processing Produce Professional Proficiency Proficient Prototype Prototyping Proven Provide Publications
    Qualifications Read Recommend Recruit Relevant Report Research Required Requirements Respond Responsibilities Responsible
    Review Salary Scripting Seasoned Selecting Self Serve Setting Several Should Skilled Skills Solid Solve Some Sound
    Staying Strong Superior Support Take Team The Think This Thorough Thrive Top Track Train Translate Troubleshoot Understand
    Understanding Use Using Utilize Validate Verbal Visualize We Well What Who Why Willing Willingness Work Working Works
    Write Writing Years You Your""".split()
)  # fmt: skip
# What a heading ends with when its text follows without a break: "QualificationsA", "Cloud PlatformsFamiliarity".
_ENDERS = frozenset(
    """qualifications requirements responsibilities description summary overview skills experience education benefits
    preferred required duties title profile bring have do doing need offer us you role position team opportunity points
    knowledge abilities competencies criteria will location duration process include includes following purpose""".split()
)
# Openers that also stand inside a sentence; after a space alone they are no sign of a new bullet.
_WEAK_STARTERS = frozenset(
    "Our The This Data Computer Customer Team Information Job Self You Your We In At For From If What Who Why".split()
)
_NOT_BEFORE = frozenset(
    """a an the of and or in with to for as our your their by at from is are be has have on into using via not no any
    its his her my both each all other new strong good this that these those where when who which include including
    like such per""".split()
)


class Word(NamedTuple):
    """A word of the laid-out text, lower case and without apostrophe, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A bullet, a sentence or a heading.

    ``start`` and ``end`` are offsets in the posting, ``at`` is where the unit begins in the laid-out text. ``opens`` when
    it is the first of its line, ``whole`` when it is all of it; ``block`` grows at every empty line.
    """

    text: str
    start: int
    end: int
    at: int
    line: int
    block: int
    opens: bool
    whole: bool
    bullet: bool


@dataclass(frozen=True)
class Layout:
    """All units in order, the text they are laid out in, the same in lower case, and its words."""

    units: tuple[Unit, ...]
    text: str
    low: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]
    lost_breaks: bool

    def unit_at(self, offset: int) -> int:
        """Return the index of the unit that holds an offset of the laid-out text."""
        return bisect_right(self.starts, offset) - 1


class _Piece(NamedTuple):
    start: int
    end: int
    block: int
    opens: bool
    whole: bool
    bullet: bool


def lay_out(document: Document) -> Layout:
    """Cut a posting into units.

    Args:
        document: The posting; hidden text is left out, and what is beyond ``MAX_CHARACTERS``.

    Returns:
        The units in order; none for a text without words.
    """
    text = _visible(document)
    lost = text.count("\n") * _LONG_LINE < len(text)
    pieces = [piece for line in _lines(text) for piece in _cut(text, line, lost)]
    return _assemble(document, text, pieces, lost)


def _assemble(document: Document, text: str, pieces: list[_Piece], lost: bool) -> Layout:
    units: list[Unit] = []
    at = 0
    for piece in pieces:
        shown = text[piece.start : piece.end].replace("\n", " ")
        line = document.line_of(piece.start)
        units.append(Unit(shown, piece.start, piece.end, at, line, piece.block, piece.opens, piece.whole, piece.bullet))
        at += len(shown) + 2
    laid = "\n\n".join(unit.text for unit in units)
    low = fold(laid).low.decode("latin-1")
    return Layout(tuple(units), laid, low, _words(low), tuple(unit.at for unit in units), lost)


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text, folded, without apostrophes."""
    return _words(fold(text).low.decode("latin-1"))


def _words(low: str) -> tuple[Word, ...]:
    found = [Word(match.group(), *match.span()) for match in _WORDS.finditer(low)]
    if "'" in low:
        found = [word if "'" not in word.text else word._replace(text=word.text.replace("'", "")) for word in found]
    return tuple(found)


def recut(layout: Layout, document: Document, cuts: dict[int, list[int]]) -> Layout:
    """Cut units again at places inside them.

    Args:
        layout: What ``lay_out`` gave.
        document: The posting.
        cuts: Offsets within the unit, by the index of the unit.
    """
    if not cuts:
        return layout
    pieces: list[_Piece] = []
    for index, unit in enumerate(layout.units):
        places = [unit.start, *(unit.start + cut for cut in sorted(cuts.get(index, ()))), unit.end]
        for number, (start, end) in enumerate(pairwise(places)):
            whole = unit.whole and len(places) == 2
            pieces += _trimmed(
                document.text, _Piece(start, end, unit.block, unit.opens and number == 0, whole, unit.bullet and number == 0)
            )
    return _assemble(document, _visible(document), pieces, layout.lost_breaks)


def _visible(document: Document) -> str:
    text = document.text[:MAX_CHARACTERS].replace("\r", " ").replace("\u2028", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    if not document.hidden:
        return text
    seen: list[str] = []
    last = 0
    for span in document.hidden:
        seen += (text[last : span.start], " " * (min(span.end, len(text)) - span.start))
        last = span.end
    return "".join((*seen, text[last:]))


def _lines(text: str) -> Iterator[_Piece]:
    """Yield the lines as their writer meant them: those that a page's width broke are joined."""
    start = 0
    block = 0
    pending: _Piece | None = None
    for raw in text.split("\n"):
        end = start + len(raw)
        if not raw.strip():
            if pending:
                yield pending
                pending = None
            block += 1
        elif pending and _goes_on(text[pending.start : pending.end], raw):
            pending = pending._replace(end=end)
        else:
            if pending:
                yield pending
            mark = _BULLET.match(raw)
            pending = _Piece(start + (mark.end() if mark else 0), end, block, True, True, mark is not None)
        start = end + 1
    if pending:
        yield pending


def _goes_on(line: str, following: str) -> bool:
    """Tell whether a line was broken by the width of a page and goes on in the next."""
    line = line[-200:].rstrip()
    head = following.lstrip()
    if _BULLET.match(following) or line.endswith((".", ";", ":", "!", "?")):
        return False
    last_line = line.rpartition("\n")[2]
    if last_line.rpartition(" ")[2].lower() in {"and", "or", "with", "of", "in", "the", "a", "an", "to", "for", "&", "using"}:
        return True
    return len(last_line) >= _WRAPPED_FROM and (head[:1].islower() or (line.endswith(",") and len(last_line) > 70))


def _cut(text: str, line: _Piece, lost: bool) -> Iterator[_Piece]:
    body = text[line.start : line.end].replace("\n", " ")
    if len(body) < _LONG_LINE and not _MAY_BE_CUT.search(body):
        yield from _trimmed(text, line)
        return
    cuts = set(_sentence_ends(body))
    if len(body) > 12:
        cuts.update(_glue(body))
    if "•" in body or "*" in body or "·" in body or any(mark in body for mark in "▪◦‣●■►✓✔➢"):
        cuts.update(match.end() for match in _INLINE_BULLET.finditer(body))
    if len(body) > _LONG_LINE:
        dashes = [match.end() for match in _INLINE_DASH.finditer(body)]
        if len(dashes) > 2:
            cuts.update(dashes)
        numbers = [match.end() for match in _INLINE_NUMBER.finditer(body)]
        if len(numbers) > 1:
            cuts.update(numbers)
        quotes = [match.end() for match in _INLINE_QUOTE.finditer(body)]
        if len(quotes) > 2:
            cuts.update(quotes)
        if lost:
            cuts.update(_spaced_starts(body))
    places = _bounded([0, *sorted(cuts - {0, len(body)}), len(body)], body)
    for number, (start, end) in enumerate(pairwise(places)):
        first = number == 0
        piece = _Piece(line.start + start, line.start + end, line.block, first, len(places) == 2, line.bullet and first)
        yield from _trimmed(text, piece)


def _bounded(places: list[int], body: str) -> list[int]:
    """Cut what is longer than any sentence, between words where there are any."""
    found = [places[0]]
    for place in places[1:]:
        while place - found[-1] > _LONGEST_UNIT:
            limit = found[-1] + _LONGEST_UNIT
            space = body.rfind(" ", found[-1] + _LONGEST_UNIT // 2, limit)
            found.append(space + 1 if space > 0 else limit)
        found.append(place)
    return found


def _trimmed(text: str, piece: _Piece) -> Iterator[_Piece]:
    """Yield a piece without blanks and list marks around it, if anything is left."""
    start, end = piece.start, piece.end
    body = text[start:end]
    lead = len(body) - len(body.lstrip(_MARKS))
    tail = len(body) - len(body.rstrip(_MARKS))
    if any(map(str.isalnum, body)):
        marked = piece.bullet or bool(body[:lead].strip())
        yield piece._replace(start=start + lead, end=end - tail, bullet=marked)


def _sentence_ends(body: str) -> Iterator[int]:
    for match in _SENTENCE.finditer(body):
        word = _LAST_WORD.search(body[max(0, match.start() - 12) : match.start()])
        last = word.group().lower() if word else ""
        following = _RIGHT_WORD.match(body, match.end())
        before = body[max(0, match.start() - 14) : match.start() - 3].rpartition(" ")[2]
        initial = len(last) == 2 and last[0].isalpha() and not before.islower()
        opens_next = last == "etc." and following is not None and following.group() in _STARTERS
        if (last not in _ABBREVIATIONS and not initial) or opens_next:
            yield match.end()


def _glue(body: str) -> Iterator[int]:
    """Yield the places where two bullets or sentences stand together without so much as a space."""
    for match in _GLUED.finditer(body):
        place = match.start()
        before = body[place - 1]
        if body[place].isdigit() and before not in ".!?:;":
            yield place
            continue
        if before in ".!?:;":
            left = body[max(0, place - 3) : place - 1]
            if (left[-2:].islower() or left[-1:] in ")]%" or left[-2:].isdigit()) and not _is_dotted_name(body, place):
                yield place
            continue
        if body[place : place + 2].isupper():
            yield place
            continue
        following = _RIGHT_WORD.match(body, place)
        right = following.group() if following else ""
        left_word = _LEFT_WORD.search(body[max(0, place - 24) : place])
        left = left_word.group().lower() if left_word else ""
        if (right in _STARTERS and left not in {"mc", "mac"}) or (left in _ENDERS and left_word and len(right) > 1):
            yield place


def _is_dotted_name(body: str, place: int) -> bool:
    """Tell whether a dot before a capital belongs to a name: "Node.Js", "ASP.Net", "Booking.Com"."""
    return _DOTTED.match(body, place) is not None


def _spaced_starts(body: str) -> Iterator[int]:
    """Yield the places in running text where a capital shows that a bullet began: "time Experience with SQL"."""
    for match in _SPACED_START.finditer(body):
        following = _RIGHT_WORD.match(body, match.end())
        word = _LEFT_WORD.search(body[max(0, match.start() - 24) : match.start()])
        left = word.group() if word else body[match.start() - 1]
        if not following or following.group() not in _STARTERS or following.group() in _WEAK_STARTERS:
            continue
        if left[:1].isupper() or left.lower() in _NOT_BEFORE:
            continue
        yield match.end()
