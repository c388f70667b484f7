"""Posting → skill terms that the taxonomy does not know: what a dictionary can't do, spaCy does.

A small NER pipeline trained on SkillSpan (models/discovery) marks knowledge and tools; what the taxonomy's names cover is
taken away, and the rest is proposed, never scored. spaCy is imported here and nowhere else on this path: it costs about
0.7 s of CPU, so only ``jobs parse`` and ``taxonomy unknown`` ask for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gapscan import readers, taxonomy
from gapscan.errors import FileAccessError, InputError
from gapscan.matching.automaton import scan
from gapscan.records import Document, UnknownTerm
from gapscan.resources import model_path

_LABEL = "SKILL"
_MOST_WORDS = 5
_LONGEST = 50
# A posting line longer than this is a paragraph; spaCy reads it in pieces of sentences anyway.
_LONGEST_LINE = 2000
_EDGE = " \t•*-–—,;:.()[]/&+'\""
# Words that a term may not consist of alone: they name no skill, whatever stands around them.
_EMPTY = frozenset(
    "a an and or the of in to for with on at by from as experience experiences knowledge skill skills ability abilities "
    "years year degree bachelor master bachelors masters phd diploma team teams work working environment role position company "
    "business industry tools tool technologies technology technical methods systems system solutions software projects project "
    "product products processes process services service data analysis field related relevant equivalent university computer "
    "science engineering english strong excellent good understanding development applications application concepts best "
    "practices principles frameworks framework languages language programming platforms platform design code quality "
    "requirements new other similar etc plus senior junior manager engineer developer scientist analyst".split()
)
_WORD = re.compile(r"[^\W_]+(?:[+#.'-][^\W_]*)*")


@cache
def _pipeline() -> Any:
    import spacy

    return spacy.load(model_path("discovery", "pipeline"))


def mark_known(doc: Any, known: taxonomy.Taxonomy) -> None:
    """Write into the tags of a spaCy Doc what the taxonomy's names cover: the model reads it as a feature.

    The tag is the kind of the skill with B or I before it, and "O" elsewhere.
    """
    kinds = {}
    for hit in scan(doc.text, known).hits:
        kind = known.kind(hit.skill).value
        for position in range(hit.start, hit.end):
            kinds[position] = f"{'B' if position == hit.start else 'I'}-{kind}{'?' if hit.ambiguous else ''}"
    for token in doc:
        token.tag_ = kinds.get(token.idx, "O")


def _lines(document: Document) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(document.text.split("\n"), 1):
        stripped = line.strip()
        if any(map(str.isalpha, stripped)):
            yield number, stripped[:_LONGEST_LINE]


def _clean(text: str) -> str | None:
    """Return a term as it would be listed, or None when nothing of it names a skill."""
    term = " ".join(text.split()).strip(_EDGE)
    words = _WORD.findall(term.lower())
    if not words or len(words) > _MOST_WORDS or len(term) > _LONGEST or not any(map(str.isalpha, term)):
        return None
    return None if all(word in _EMPTY or len(word) < 2 for word in words) else term


def _is_known(term: str, known: taxonomy.Taxonomy) -> bool:
    """Tell whether the taxonomy's names cover every word of a term that says something."""
    hits = scan(term, known).hits
    covered = [False] * len(term)
    for hit in hits:
        covered[hit.start : hit.end] = [True] * (hit.end - hit.start)
    left = (m.group().lower() for m in _WORD.finditer(term) if not covered[m.start()])
    return bool(hits) and all(word in _EMPTY for word in left)


def terms(document: Document, known: taxonomy.Taxonomy) -> tuple[UnknownTerm, ...]:
    """Propose skill terms of a document that the taxonomy does not know.

    Args:
        document: A posting, or on request a résumé.
        known: The taxonomy whose names are taken away.

    Returns:
        Terms in order of first mention, each once whatever its case; empty when all is known.
    """
    pipeline = _pipeline()
    numbered = list(_lines(document))
    docs = [pipeline.make_doc(line) for _, line in numbered]
    for doc in docs:
        mark_known(doc, known)
    found: dict[str, UnknownTerm] = {}
    for (number, _), doc in zip(numbered, pipeline.pipe(docs), strict=True):
        for entity in doc.ents:
            term = _clean(entity.text) if entity.label_ == _LABEL else None
            if term is not None and term.lower() not in found and not _is_known(term, known):
                found[term.lower()] = UnknownTerm(term, number)
    return tuple(found.values())


def frequent(folder: Path, *, most: int = 50) -> tuple[tuple[str, int], ...]:
    """Return the most frequent unknown terms of a folder of postings.

    Args:
        folder: Files in any readable format; those that can't be read are passed over.
        most: How many to return.

    Returns:
        (term, number of postings), most frequent first, then by name.

    Raises:
        FileAccessError: There is no such folder.
    """
    if not folder.is_dir():
        raise FileAccessError(str(folder), "is no folder; give a folder of postings")
    known = taxonomy.load()
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            document = readers.read(path)
        except InputError:
            continue
        for term in terms(document, known):
            counts[term.text.lower()] += 1
            spelled.setdefault(term.text.lower(), term.text)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((spelled[term], count) for term, count in ranked[:most])
