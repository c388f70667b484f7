"""Document → mentions: fold (one character to one byte), scan (dictionary), judge sense, judge stance.

``find`` is the whole arrow. What it refuses is kept beside what it finds, so that a miss can be explained as well as
a match. ``only`` lets a caller that scores against one job judge nothing that the job does not ask about; neighbours
are still seen, so the answer for the skills in it is the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from gapscan.matching import senses, stance
from gapscan.matching.automaton import Hit, scan
from gapscan.records import Document, Matches, Mention, Refusal, SkillId, Span, Stance
from gapscan.taxonomy import Taxonomy

__all__ = ["find", "scan"]


def find(document: Document, taxonomy: Taxonomy, *, only: Collection[SkillId] | None = None) -> Matches:
    """Find every place in a document that names a skill, with sense and stance.

    Args:
        document: Searched as it is; hidden text is left out.
        taxonomy: Whose names are looked for.
        only: Skills to judge and return; None for all.

    Returns:
        Mentions ordered by span, none overlapping, offsets in ``document.text``; a mention whose sense could not be
        decided has stance UNCERTAIN. Refusals are names judged to mean something else.
    """
    found = scan(document.text, taxonomy)
    hits = visible(found.hits, document.hidden)
    if hits is not found.hits:
        found = found._replace(hits=hits)
    sections = [document.section_at(hit.start) for hit in found.hits]
    verdicts = stance.judge(document.text, found, sections, taxonomy.stops)
    mentions: list[Mention] = []
    refusals: list[Refusal] = []
    judge = senses.load()
    end_of_name = name_end(document)
    for index, hit in enumerate(found.hits):
        if only is not None and hit.skill not in only:
            continue
        text = document.text[hit.start : hit.end]
        line = document.line_of(hit.start)
        span = Span(hit.start, hit.end)
        if hit.end <= end_of_name:
            refusals.append(Refusal(span, text, hit.skill, line, f"'{text}' stands in the line with the person's name"))
            continue
        verdict = verdicts[index]
        probability = 1.0
        if hit.ambiguous:
            context = senses.features(document.text, found, index, taxonomy, sections[index], verdict)
            probability = judge.probability(context)
            if probability < judge.refuse_below:
                because = f"'{_around(document.text, hit)}' does not mean {taxonomy.name(hit.skill)}"
                refusals.append(Refusal(span, text, hit.skill, line, because))
                continue
            if probability < judge.accept_from:
                because = f"can't tell whether '{_around(document.text, hit)}' means {taxonomy.name(hit.skill)}"
                verdict = stance.Verdict(Stance.UNCERTAIN, because)
        mentions.append(
            Mention(span, text, hit.skill, verdict.stance, sections[index], line, round(probability, 3), verdict.because)
        )
    return Matches(tuple(mentions), tuple(refusals))


# A first line with one of these is a title or a heading, not a name.
_NO_NAME = frozenset(
    "engineer developer analyst scientist manager consultant architect administrator designer specialist resume résumé cv "
    "curriculum vitae profile skills summary lead senior junior intern student teacher nurse accountant assistant director "
    "officer technician programmer professional expert head chief experience expertise projects tools languages".split()
)
_NAME_LINE = re.compile(r"\s{0,20}((?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s)?[A-Z][\w'’.-]{0,30}(?:\s[A-Z][\w'’.-]{0,30}){1,3})\s{0,20}\n")


def name_end(document: Document) -> int:
    """Return where the line with the person's name ends, 0 where the text does not begin with one.

    "Ruby Smith" and "Scala Jones" are people. Only a text with sections is a whole résumé with a name on top.
    """
    if len(document.sections) < 2:
        return 0
    match = _NAME_LINE.match(document.text)
    if match is None or not _NO_NAME.isdisjoint(match.group(1).lower().split()):
        return 0
    return match.end()


def _around(text: str, hit: Hit) -> str:
    """Return the words around a hit, on one line."""
    start = max(text.rfind("\n", 0, hit.start) + 1, hit.start - 24)
    end = text.find("\n", hit.end)
    end = min(len(text) if end == -1 else end, hit.end + 24)
    words = text[start:end].split(" ")
    # The first and last word may be cut in the middle by the window.
    first = 1 if start > 0 and not text[start - 1].isspace() and len(words) > 1 else 0
    last = -1 if end < len(text) and not text[end : end + 1].isspace() and len(words) > 2 else None
    return " ".join(" ".join(words[first:last]).split()) or text[hit.start : hit.end]


def visible(hits: list[Hit], hidden: tuple[Span, ...]) -> list[Hit]:
    if not hidden:
        return hits
    return [hit for hit in hits if not any(h.start < hit.end and hit.start < h.end for h in hidden)]
