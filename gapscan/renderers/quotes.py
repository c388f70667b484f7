"""Document × Profile → the passages that a report quotes, and a quote → an excerpt that fits a line.

A report must stay readable without the résumé beside it, so it carries the lines that name a skill. A line is quoted
whole; of a very long one (résumés from CSV files have no line breaks) only what stands around the places that matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gapscan import certifications
from gapscan.records import Document, Mark, Profile, Quote, Span, Stance
from gapscan.safety import terminal

# A line up to this length is quoted whole; of a longer one this much on either side of a mark.
_WHOLE = 240
_AROUND = 80
_BLANKS = re.compile(r"\s+")
_ELLIPSIS = "…"
# What a list begins its lines with; no part of what is said.
_BULLETS = " \t-*•–—▪●◦‣·"


def collect(document: Document, profile: Profile) -> tuple[Quote, ...]:
    """Return the passages of a résumé that name a skill or a certificate held, or were taken for one and refused.

    Args:
        document: The résumé that the profile was made of.
        profile: Its claims and refusals; implied claims have no place of their own.

    Returns:
        In document order, disjoint, each with its marks; empty when nothing was found.
    """
    marked: dict[Span, Stance | None] = {refusal.span: None for refusal in profile.refusals}
    for claim in profile.claims.values():
        if claim.implied_by is None:
            marked |= {mention.span: mention.stance for mention in claim.mentions}
    marked |= {
        one.span: Stance.HELD for one in profile.credentials
        if one.status in certifications.SHOWING and one.text and document.text.startswith(one.text, one.start)
    }  # fmt: skip
    places = _disjoint(sorted(marked, key=lambda span: (span.start, marked[span] is None, -span.end)))
    quotes: list[Quote] = []
    for passage, inside in _passages(document, places):
        text = document.text[passage.start : passage.end]
        marks = tuple(Mark(s, s.start - passage.start, s.end - passage.start, marked[s]) for s in inside)
        quotes.append(Quote(passage, document.line_of(passage.start), text, marks))
    return tuple(quotes)


def _disjoint(places: Sequence[Span]) -> Iterator[Span]:
    """Yield places that do not overlap the one before; where two begin together the first stays."""
    end = 0
    for place in places:
        if place.start >= end:
            yield place
            end = place.end


def _passages(document: Document, places: Iterator[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Yield passages with the places in them; places that share a passage are gathered."""
    passage: Span | None = None
    inside: list[Span] = []
    for place in places:
        around = _passage(document.text, place)
        if passage is not None and around.start <= passage.end:
            passage = Span(passage.start, max(passage.end, around.end))
            inside.append(place)
            continue
        if passage is not None:
            yield passage, inside
        passage, inside = around, [place]
    if passage is not None:
        yield passage, inside


def _passage(text: str, place: Span) -> Span:
    """Return the line of a place, or the words around it when the line is very long."""
    far = max(0, place.start - _WHOLE)
    start = text.rfind("\n", far, place.start) + 1
    whole_start = start > 0 or far == 0
    end = text.find("\n", place.end, place.end + _WHOLE)
    whole_end = end != -1 or place.end + _WHOLE >= len(text)
    end = end if end != -1 else len(text)
    if whole_start and whole_end and end - start <= _WHOLE:
        return _stripped(text, start, end)
    lower = max(start if whole_start else 0, place.start - _AROUND)
    upper = min(end if whole_end else len(text), place.end + _AROUND)
    # Cut between words where there is a blank, so that no quote begins in the middle of one.
    if lower > 0 and text[lower - 1] != "\n":
        blank = text.find(" ", lower, place.start)
        lower = blank + 1 if blank != -1 else lower
    if upper < len(text) and text[upper] != "\n":
        blank = text.rfind(" ", place.end, upper)
        upper = blank if blank != -1 else upper
    return _stripped(text, lower, upper)


def _stripped(text: str, start: int, end: int) -> Span:
    passage = text[start:end]
    return Span(start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip()))


# --- fitting -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote cut to a length, on one line and terminal-safe: what stands before the mark, the mark, and after it."""

    before: str
    marked: str
    after: str
    stance: Stance | None
    line: int

    def __str__(self) -> str:
        """Return the words alone."""
        return f"{self.before}{self.marked}{self.after}"


def locate(quotes: Sequence[Quote], span: Span) -> tuple[Quote, Mark] | None:
    """Return the quote and the mark of a place, or the mark around it; None when it is not quoted (or was redacted)."""
    index = bisect_right(quotes, span.start, key=lambda quote: quote.span.start) - 1
    if index < 0:
        return None
    holding = (m for m in quotes[index].marks if m.span.start <= span.start and span.end <= m.span.end)
    mark = next(holding, None)
    return (quotes[index], mark) if mark else None


def excerpt(quotes: Sequence[Quote], span: Span, *, most: int) -> Excerpt | None:
    """Cut the quote of a place to at most so many characters around it; None when the place is not quoted."""
    found = locate(quotes, span)
    if found is None:
        return None
    quote, mark = found
    pieces = (quote.text[: mark.start].lstrip(_BULLETS), quote.text[mark.start : mark.end], quote.text[mark.end :])
    before, marked, after = (_flat(piece) for piece in pieces)
    room = max(0, most - len(marked))
    # What one side does not need, the other may have.
    left = min(len(before), max(room // 2, room - len(after)))
    right = min(len(after), room - left)
    start, end = _head(before.lstrip(), left), _tail(after.rstrip(), right)
    return Excerpt(start, marked[: max(most, 1)], end, mark.stance, quote.line)


def _flat(text: str) -> str:
    return _BLANKS.sub(" ", terminal(text))


def _head(text: str, length: int) -> str:
    """Return the end of a text, cut at a word."""
    if len(text) <= length or length <= 0:
        return text if length > 0 else ""
    kept = text[len(text) - length + 1 :] if length > 1 else ""
    blank = kept.find(" ")
    return _ELLIPSIS + (kept[blank + 1 :] if blank != -1 and blank < len(kept) // 2 else kept)


def _tail(text: str, length: int) -> str:
    """Return the beginning of a text, cut at a word."""
    if len(text) <= length or length <= 0:
        return text if length > 0 else ""
    kept = text[: length - 1]
    blank = kept.rfind(" ")
    return (kept[:blank] if blank != -1 and blank > len(kept) // 2 else kept) + _ELLIPSIS
