"""Sequence-labelled sentences (SkillSpan's form) and spans → counts: strict needs the same bounds, relaxed any overlap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gapscan import matching, sections
from gapscan.errors import DataError
from gapscan.evaluation.counting import Counts, Evaluation, Miss
from gapscan.records import Document, Source, Stance
from gapscan.taxonomy import Taxonomy

Spans = Sequence[tuple[int, int]]


def gold_spans(tokens: Sequence[str], tags: Sequence[str]) -> list[tuple[int, int]]:
    """Return the half-open spans of BIO tags in the tokens joined by one space each; an I after O begins a span.

    Raises:
        ValueError: There are more tags than tokens, or fewer.
    """
    spans: list[tuple[int, int]] = []
    position, inside = 0, False
    for token, tag in zip(tokens, tags, strict=True):
        end = position + len(token)
        if tag.startswith("I") and inside:
            spans[-1] = (spans[-1][0], end)
        elif tag[:1] in ("B", "I"):
            spans.append((position, end))
        inside = tag[:1] in ("B", "I")
        position = end + 1
    return spans


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def span_counts(gold: Spans, found: Spans, *, strict: bool) -> Counts:
    """Compare half-open spans of one sentence, each of them once.

    Strict: right are those with the same bounds. Relaxed: a gold span is right when any found span overlaps it, a
    found span false when it overlaps none; so "docker agile" labelled as one span and found as two is one right.
    """
    there, answered = set(gold), set(found)
    if strict:
        right = len(there & answered)
        return Counts(right, len(answered) - right, len(there) - right)
    right = sum(any(_overlap(span, other) for other in answered) for span in there)
    false = sum(not any(_overlap(span, other) for other in there) for span in answered)
    return Counts(right, false, len(there) - right)


def found_spans(text: str, known: Taxonomy) -> list[tuple[int, int]]:
    """Return the spans of hard skills that gapscan finds in a sentence, whatever their stance but uncertain."""
    source = Source("<sentence>", "txt", "built-in", "", len(text))
    matches = matching.find(Document(text, source, sections.split(text)), known)
    return [
        (mention.span.start, mention.span.end)
        for mention in matches.mentions
        if not known.is_soft(mention.skill) and mention.stance is not Stance.UNCERTAIN
    ]


def pairs(name: str, raw: Sequence[Any]) -> list[tuple[int, int]]:
    """Check the spans that a tool answered for one sentence.

    Raises:
        DataError: One is not ``[start, end]`` with 0 <= start < end.
    """
    wrong = [
        f"id {name!r}: {span!r} is no [start, end]"
        for span in raw
        if not (isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span) and 0 <= span[0] < span[1])
    ]
    if wrong:
        raise DataError("predictions file", wrong)
    return [(start, end) for start, end in raw]


def evaluate(rows: Sequence[tuple[str, Mapping[str, Any]]], answer: Callable[[str, str], Spans]) -> Evaluation:
    """Score spans against the knowledge labels of sentences.

    Args:
        rows: Name and ``{"tokens", "tags_knowledge"}`` of each sentence.
        answer: Gives the spans that a tool finds, for a name and the text.
    """
    documents: list[tuple[str, Mapping[str, Counts]]] = []
    misses: list[Miss] = []
    for name, record in rows:
        text = " ".join(record["tokens"])
        gold = gold_spans(record["tokens"], record["tags_knowledge"])
        found = answer(name, text)
        counts = {"strict": span_counts(gold, found, strict=True), "relaxed": span_counts(gold, found, strict=False)}
        documents.append((name, counts))
        lost = [span for span in gold if not any(_overlap(span, other) for other in found)]
        extra = [span for span in found if not any(_overlap(span, other) for other in gold)]
        misses += [Miss(name, "missed", text[start:end], text) for start, end in lost]
        misses += [Miss(name, "false", text[start:end], text) for start, end in extra]
    return Evaluation(tuple(documents), tuple(misses), title="knowledge spans")
